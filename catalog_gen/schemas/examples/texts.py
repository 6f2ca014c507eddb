"""Makers of texts. Each gives its forms, the likeliest first; the caller takes the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog_gen.schemas.examples import formats, moments
from catalog_gen.schemas.examples.scene import Scene, scope_of, tokens_of
from catalog_gen.schemas.examples.spots import Spot
from catalog_gen.schemas.examples.words import COUNTRY3, CURRENCY_OF, LANGUAGE_OF

TextMaker = Callable[[Scene, Spot, str], Iterator[str]]


def always(*forms: str) -> TextMaker:
    """Forms that are the same in every payload."""
    return lambda _, __, ___: iter(forms)


def one_of(*values: str) -> TextMaker:
    """One of several values; the others follow in case it does not fit."""

    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        first = scene.dice(spot.path, "one").below(len(values))
        yield from values[first:] + values[:first]

    return make


def formatted(maker: formats.Maker) -> TextMaker:
    """The value of a format."""
    return lambda scene, spot, _: iter((maker(scene, spot),))


def person(part: int) -> TextMaker:
    """A part of the name of whoever the field speaks of: first, last, full, or run together."""

    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        first, last = scene.person(formats.role_of(spot))
        yield (first, last, f"{first} {last}", f"{first}{last[:1]}".lower())[part]

    return make


def place(*parts: int) -> TextMaker:
    """Parts of the place where it happens."""
    return lambda scene, _, __: (str(scene.place[part]) for part in parts)


def country(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    """A country, by code or name as the description has it."""
    code, name = scene.place[4], scene.place[5]
    told = described.lower()
    codes = [COUNTRY3[code], code] if "alpha-3" in told or "alpha 3" in told or "three" in told else [code, COUNTRY3[code]]
    yield from [*codes, name] if "code" in tokens_of(spot.name) or "iso" in told or "code" in told else [name, *codes]


def country_code(scene: Scene, _: Spot, described: str) -> Iterator[str]:
    """The code of a country (ISO 3166-1)."""
    code, three = scene.place[4], "alpha-3" in described.lower() or "three" in described.lower()
    yield from (COUNTRY3[code], code) if three else (code, COUNTRY3[code], code.lower())


def currency(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """A currency (ISO 4217) of the place."""
    yield CURRENCY_OF.get(scene.place[4], "EUR")


def language(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """A language of the place (ISO 639-1, BCP 47)."""
    code = LANGUAGE_OF[scene.place[4]]
    yield from (code, f"{code}-{scene.place[4]}")


def locale(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """A language with its country."""
    code = LANGUAGE_OF[scene.place[4]]
    yield from (f"{code}-{scene.place[4]}", f"{code}_{scene.place[4]}", code)


def region(scene: Scene, spot: Spot, __: str) -> Iterator[str]:
    """A region of the country; a data centre where a cloud is spoken of."""
    cloud = {"aws", "cloud", "cluster"} & {*tokens_of(spot.owner), *tokens_of(spot.name)}
    yield from ("eu-west-1",) if cloud else (scene.place[1], scene.place[2])


def address(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """A postal address on one line."""
    city, postcode = scene.place[0], scene.place[3]
    yield from (f"{scene.street}, {postcode} {city}", scene.street)


def street(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """A street with a number."""
    yield scene.street


def product(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    """The product that the line is about."""
    yield scene.product(scope_of(spot.path))


def company(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """The firm that acts."""
    yield scene.company


def code(prefix: str, digits: int = 5) -> TextMaker:
    """A prefix and a number."""

    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        number = scene.dice(scope_of(spot.path), prefix).text(digits, "123456789")
        yield from (f"{prefix}-{number}", f"{prefix}{number}", number)

    return make


def digest(length: int) -> TextMaker:
    """Hexadecimal digits of a length."""

    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        text = scene.dice(spot.path, "digest").text(64)
        yield from dict.fromkeys((text[:length], text, text[:40], text[:32]))

    return make


def phone(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    """A telephone number in its usual spellings."""
    number = formats.phone(scene, spot)
    yield from (number, number[1:], f"{number[2:5]}-{number[5:8]}-{number[8:]}", number[2:])


def moment(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    """A moment or a day, as name and description have it."""
    told = described.lower()
    date, stamp = moments.date(scene, spot), moments.date_time(scene, spot)
    words = tokens_of(spot.name)
    if words[-1] == "date" and "time" not in told and "utc" not in told and "timestamp" not in told:
        yield date
    elif "unix" in told or "epoch" in told or "milliseconds" in told:
        milliseconds = moments.epoch_milliseconds(scene, spot)
        yield from (str(milliseconds // 1000), str(milliseconds)) if "milli" not in told else (str(milliseconds),)
    yield from (stamp, date, moments.moment_of(scene, spot).strftime("%H:%M:%SZ"))


def clock(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    """A moment, or a time of day."""
    yield from (
        moment(scene, spot, described)
        if len(tokens_of(spot.name)) == 1 or "date" in described.lower()
        else iter((moments.date_time(scene, spot), moments.moment_of(scene, spot).strftime("%H:%M")))
    )


def sentence(*forms: str) -> TextMaker:
    """A sentence that somebody might have written."""

    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        start = scene.dice(spot.path, "sentence").below(len(forms))
        yield from forms[start:] + forms[:start]

    return make


def arn(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    """The name of a resource at AWS."""
    for word in (*tokens_of(spot.name), *tokens_of(spot.owner)):
        if word in _RESOURCES:
            yield _RESOURCES[word]
            return
    yield f"arn:aws:sns:eu-west-1:123456789012:{scene.word(spot.path)}"


_RESOURCES = {
    "bucket": "arn:aws:s3:::example-uploads",
    "queue": "arn:aws:sqs:eu-west-1:123456789012:orders",
    "function": "arn:aws:lambda:eu-west-1:123456789012:function:orders",
    "lambda": "arn:aws:lambda:eu-west-1:123456789012:function:orders",
    "role": "arn:aws:iam::123456789012:role/orders",
    "bus": "arn:aws:events:eu-west-1:123456789012:event-bus/orders",
}


def username(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    """A name to sign in with."""
    first, last = scene.person(formats.role_of(spot))
    yield from (f"{first}.{last}".lower(), first.lower())


def named(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    """A plain `name`: of a person, a firm, a product or a thing, by whom it belongs to."""
    owner = (*tokens_of(spot.owner), *tokens_of(spot.name)[:-1])
    told = described.lower()
    for word in owner[::-1]:
        kind = _NAMED.get(word) or _NAMED.get(word.removesuffix("s"))
        if kind is not None:
            yield from kind(scene, spot, described)
            return
    if any(word in told for word in ("customer", "person", "user's", "contact", "recipient")) and "event" not in told:
        yield from person(2)(scene, spot, described)
        return
    thing = " ".join(word for word in owner[-2:] if word not in _VAGUE)
    yield from (f"{scene.word(spot.path)} {thing}".strip().capitalize(), scene.word(spot.path))


_VAGUE = {"data", "payload", "properties", "info", "details", "object", "event", "body"}
PEOPLE = (
    "customer",
    "user",
    "person",
    "contact",
    "buyer",
    "seller",
    "owner",
    "recipient",
    "sender",
    "author",
    "employee",
    "driver",
    "agent",
    "guest",
    "patient",
    "student",
    "passenger",
    "member",
    "cardholder",
    "holder",
    "assignee",
    "manager",
    "traveller",
    "contactperson",
)
_FIRMS = (
    "company",
    "organization",
    "organisation",
    "vendor",
    "supplier",
    "merchant",
    "brand",
    "publisher",
    "carrier",
    "partner",
    "shop",
    "store",
    "manufacturer",
    "business",
    "employer",
    "affiliation",
)
_GOODS = ("product", "item", "article", "goods", "line", "sku", "variant")
_NAMED: dict[str, TextMaker] = {
    **dict.fromkeys(PEOPLE, person(2)),
    **dict.fromkeys(_FIRMS, company),
    **dict.fromkeys(_GOODS, product),
    "city": place(0),
    "country": place(5),
    "region": place(1),
    "bank": always("Harbour Bank"),
    "browser": always("Firefox"),
    "os": always("Linux"),
    "class": one_of("OrderService", "PaymentClient"),
    "exception": always("TimeoutError"),
    "error": always("TimeoutError"),
    **dict.fromkeys(("app", "application"), one_of("web-shop", "back-office")),
    **dict.fromkeys(("service", "component", "module", "source", "producer"), one_of("order-service", "payment-service", "checkout")),
    **dict.fromkeys(("topic", "queue", "table", "database", "namespace"), one_of("orders", "payments")),
    **dict.fromkeys(("group", "team", "department"), one_of("Logistics", "Customer care")),
    "bucket": always("example-uploads"),
    "first": person(0),
    "last": person(1),
    "middle": always("M."),
    "host": formatted(formats.host),
    "file": one_of("report.csv", "invoice.pdf"),
    "event": one_of("order_placed", "page_viewed", "payment_received"),
    "campaign": one_of("spring-sale", "welcome-back", "new-arrivals"),
    "template": one_of("order-confirmation", "welcome", "password-reset"),
    "domain": always("example.com"),
    "category": one_of("Home & Garden", "Outdoor", "Kitchen"),
}


def numbered(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    """A number, with the first letters of what it numbers."""
    words = tokens_of(spot.name)
    prefix = words[0][:3].upper() if len(words) > 1 else "NO"
    digits = scene.dice(scope_of(spot.path), spot.name).text(5, "123456789")
    yield from (f"{prefix}-{digits}", f"{prefix}{digits}", digits)


def coordinates(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    """Latitude and longitude in one text."""
    yield f"{scene.place[6]},{scene.place[7]}"
