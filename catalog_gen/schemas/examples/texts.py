"""Texts by name: what a field of that name usually holds. A maker gives its forms, the likeliest first; the caller takes the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog_gen.schemas.examples import formats, moments
from catalog_gen.schemas.examples.scene import Scene, scope_of, tokens_of
from catalog_gen.schemas.examples.spots import Spot
from catalog_gen.schemas.examples.words import AGENTS, COUNTRY3, CURRENCY_OF, LANGUAGE_OF

TextMaker = Callable[[Scene, Spot, str], Iterator[str]]


def _always(*forms: str) -> TextMaker:
    return lambda _, __, ___: iter(forms)


def _one_of(*values: str) -> TextMaker:
    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        first = scene.dice(spot.path, "one").below(len(values))
        yield from values[first:] + values[:first]

    return make


def _formatted(maker: formats.Maker) -> TextMaker:
    return lambda scene, spot, _: iter((maker(scene, spot),))


def _person(part: int) -> TextMaker:
    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        first, last = scene.person(formats.role_of(spot))
        yield (first, last, f"{first} {last}", f"{first}{last[:1]}".lower())[part]

    return make


def _place(*parts: int) -> TextMaker:
    return lambda scene, _, __: (str(scene.place[part]) for part in parts)


def _country(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    code, name = scene.place[4], scene.place[5]
    told = described.lower()
    codes = [COUNTRY3[code], code] if "alpha-3" in told or "alpha 3" in told or "three" in told else [code, COUNTRY3[code]]
    yield from [*codes, name] if "code" in tokens_of(spot.name) or "iso" in told or "code" in told else [name, *codes]


def _country_code(scene: Scene, _: Spot, described: str) -> Iterator[str]:
    code, three = scene.place[4], "alpha-3" in described.lower() or "three" in described.lower()
    yield from (COUNTRY3[code], code) if three else (code, COUNTRY3[code], code.lower())


def _currency(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    yield CURRENCY_OF.get(scene.place[4], "EUR")


def _language(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    code = LANGUAGE_OF[scene.place[4]]
    yield from (code, f"{code}-{scene.place[4]}")


def _locale(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    code = LANGUAGE_OF[scene.place[4]]
    yield from (f"{code}-{scene.place[4]}", f"{code}_{scene.place[4]}", code)


def _region(scene: Scene, spot: Spot, __: str) -> Iterator[str]:
    cloud = {"aws", "cloud", "cluster"} & {*tokens_of(spot.owner), *tokens_of(spot.name)}
    yield from ("eu-west-1",) if cloud else (scene.place[1], scene.place[2])


def _address(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    city, postcode = scene.place[0], scene.place[3]
    yield from (f"{scene.street}, {postcode} {city}", scene.street)


def _street(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    yield scene.street


def _product(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    yield scene.product(scope_of(spot.path))


def _company(scene: Scene, _: Spot, __: str) -> Iterator[str]:
    yield scene.company


def _code(prefix: str, digits: int = 5) -> TextMaker:
    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        number = scene.dice(scope_of(spot.path), prefix).text(digits, "123456789")
        yield from (f"{prefix}-{number}", f"{prefix}{number}", number)

    return make


def _digest(length: int) -> TextMaker:
    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        text = scene.dice(spot.path, "digest").text(64)
        yield from dict.fromkeys((text[:length], text, text[:40], text[:32]))

    return make


def _phone(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    number = formats.phone(scene, spot)
    yield from (number, number[1:], f"{number[2:5]}-{number[5:8]}-{number[8:]}", number[2:])


def _moment(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    told = described.lower()
    date, stamp = moments.date(scene, spot), moments.date_time(scene, spot)
    words = tokens_of(spot.name)
    if words[-1] == "date" and "time" not in told and "utc" not in told and "timestamp" not in told:
        yield date
    elif "unix" in told or "epoch" in told or "milliseconds" in told:
        milliseconds = moments.epoch_milliseconds(scene, spot)
        yield from (str(milliseconds // 1000), str(milliseconds)) if "milli" not in told else (str(milliseconds),)
    yield from (stamp, date, moments.moment_of(scene, spot).strftime("%H:%M:%SZ"))


def _clock(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    yield from _moment(scene, spot, described) if len(tokens_of(spot.name)) == 1 or "date" in described.lower() else iter(
        (moments.date_time(scene, spot), moments.moment_of(scene, spot).strftime("%H:%M"))
    )


def _sentence(*forms: str) -> TextMaker:
    def make(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
        start = scene.dice(spot.path, "sentence").below(len(forms))
        yield from forms[start:] + forms[:start]

    return make


def _arn(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    word = tokens_of(spot.name)[0]
    yield f"arn:aws:{'sns' if word in {'topic', 'arn'} else word}:eu-west-1:123456789012:{scene.word(spot.path)}"


def _username(scene: Scene, spot: Spot, _: str) -> Iterator[str]:
    first, last = scene.person(formats.role_of(spot))
    yield from (f"{first}.{last}".lower(), first.lower())


def _named(scene: Scene, spot: Spot, described: str) -> Iterator[str]:
    """A plain `name`: of a person, a firm, a product or a thing, by whom it belongs to."""
    owner = (*tokens_of(spot.owner), *tokens_of(spot.name)[:-1])
    told = described.lower()
    for word in owner[::-1]:
        kind = _NAMED.get(word) or _NAMED.get(word.removesuffix("s"))
        if kind is not None:
            yield from kind(scene, spot, described)
            return
    if any(word in told for word in ("customer", "person", "user's", "contact", "recipient")) and "event" not in told:
        yield from _person(2)(scene, spot, described)
        return
    thing = " ".join(word for word in owner[-2:] if word not in _VAGUE)
    yield from (f"{scene.word(spot.path)} {thing}".strip().capitalize(), scene.word(spot.path))


_VAGUE = {"data", "payload", "properties", "info", "details", "object", "event", "body"}
_PEOPLE = ("customer", "user", "person", "contact", "buyer", "seller", "owner", "recipient", "sender", "author", "employee", "driver", "agent", "guest", "patient", "student", "passenger", "member", "cardholder", "holder", "assignee", "manager", "traveller", "contactperson")
_FIRMS = ("company", "organization", "organisation", "vendor", "supplier", "merchant", "brand", "publisher", "carrier", "partner", "shop", "store", "manufacturer", "business", "employer", "affiliation")
_GOODS = ("product", "item", "article", "goods", "line", "sku", "variant")
_NAMED: dict[str, TextMaker] = {
    **dict.fromkeys(_PEOPLE, _person(2)),
    **dict.fromkeys(_FIRMS, _company),
    **dict.fromkeys(_GOODS, _product),
    "city": _place(0),
    "country": _place(5),
    "region": _place(1),
    "bank": _always("Harbour Bank"),
    "browser": _always("Firefox"),
    "os": _always("Linux"),
    "host": _formatted(formats.host),
    "file": _one_of("report.csv", "invoice.pdf"),
    "event": _one_of("order_placed", "page_viewed", "payment_received"),
    "campaign": _one_of("spring-sale", "welcome-back", "new-arrivals"),
    "template": _one_of("order-confirmation", "welcome", "password-reset"),
    "domain": _always("example.com"),
    "class": _always("standard"),
    "category": _one_of("Home & Garden", "Outdoor", "Kitchen"),
}

_SECOND = {
    "email": _formatted(formats.email),
    "mail": _formatted(formats.email),
    "firstname": _person(0), "givenname": _person(0), "forename": _person(0), "fname": _person(0),
    "lastname": _person(1), "surname": _person(1), "familyname": _person(1), "lname": _person(1),
    "fullname": _person(2), "displayname": _person(2), "customername": _person(2), "contactname": _person(2), "realname": _person(2),
    "username": _username, "login": _username, "nickname": _username, "handle": _username, "screenname": _username,
    "name": _named,
    "createdby": _username, "updatedby": _username, "modifiedby": _username, "assignedto": _username, "by": _username,
    "company": _company, "companyname": _company, "organization": _company, "organisation": _company, "merchant": _company, "supplier": _company,
    "affiliation": _company, "employer": _company, "publisher": _company, "store": _company, "tenant": _always("northwind", "acme"),
    "manufacturer": _company, "brand": _always("Northwind"), "carrier": _always("Bluebird Logistics"), "isp": _always("Harbour Broadband"),
    "phone": _phone, "phonenumber": _phone, "mobile": _phone, "telephone": _phone, "fax": _phone, "msisdn": _phone,
    "street": _street, "streetaddress": _street, "address": _address, "addressline": _street, "line": _street, "line1": _street, "address1": _street,
    "addressline1": _street, "line2": _always("Apartment 4"), "address2": _always("Apartment 4"), "addressline2": _always("Apartment 4"),
    "city": _place(0), "town": _place(0), "place": _place(0), "region": _region, "province": _place(1, 2), "county": _place(1), "district": _place(1),
    "zip": _place(3), "zipcode": _place(3), "postcode": _place(3), "postalcode": _place(3), "postal": _place(3),
    "country": _country, "countrycode": _country_code, "nationality": _country, "countryiso": _country_code, "continent": _place(9),
    "timezone": _place(8), "tz": _place(8), "timezoneid": _place(8), "location": _place(0), "geo": _place(0),
    "address.state": _place(1, 2), "location.state": _place(1, 2), "geo.state": _place(1, 2), "shipping.state": _place(1, 2), "billing.state": _place(1, 2),
    "currency": _currency, "currencycode": _currency, "basecurrency": _currency, "cu": _currency,
    "language": _language, "lang": _language, "languagecode": _language, "locale": _locale, "culture": _locale,
    "url": _formatted(formats.url), "uri": _formatted(formats.url), "link": _formatted(formats.url), "href": _formatted(formats.url),
    "website": _always("https://www.example.com"), "homepage": _always("https://www.example.com"), "endpoint": _formatted(formats.url),
    "permalink": _formatted(formats.url), "avatar": _formatted(formats.url), "image": _formatted(formats.url), "photo": _formatted(formats.url),
    "icon": _formatted(formats.url), "logo": _formatted(formats.url), "referrer": _formatted(formats.url), "referer": _formatted(formats.url),
    "callback": _formatted(formats.url), "webhook": _formatted(formats.url), "deeplink": _always("shop://products/42"),
    "host": _formatted(formats.host), "hostname": _formatted(formats.host), "server": _formatted(formats.host), "urlhost": _formatted(formats.host),
    "domain": _always("example.com"), "origin": _always("https://www.example.com"), "path": _formatted(formats.path_only), "urlpath": _formatted(formats.path_only),
    "urlscheme": _always("https"), "scheme": _always("https"), "protocol": _always("https"), "urlquery": _always("ref=newsletter"), "query": _always("ref=newsletter"),
    "urlfragment": _always("reviews"), "fragment": _always("reviews"), "route": _formatted(formats.path_only), "page": _formatted(formats.path_only),
    "file": _always("report.csv"), "filename": _always("report.csv"), "filepath": _always("reports/2026/report.csv"), "directory": _always("reports/2026"),
    "folder": _always("reports"), "bucket": _always("example-uploads"), "extension": _always("csv"),
    "ip": _formatted(formats.ipv4), "ipaddress": _formatted(formats.ipv4), "clientip": _formatted(formats.ipv4), "remoteaddress": _formatted(formats.ipv4),
    "ca": _formatted(formats.ipv4), "callerip": _formatted(formats.ipv4), "macaddress": _always("02:00:5e:10:00:00"), "mac": _always("02:00:5e:10:00:00"),
    "useragent": _always(*AGENTS), "ua": _always(*AGENTS), "browser": _always("Firefox"), "browserversion": _always("128.0"), "browserfamily": _always("Firefox"),
    "os": _always("Linux"), "osname": _always("Linux"), "osfamily": _always("Linux"), "osversion": _always("6.8"), "operatingsystem": _always("Linux"),
    "platform": _one_of("web", "ios", "android"), "device": _one_of("desktop", "mobile", "tablet"), "devicetype": _one_of("desktop", "mobile", "tablet"),
    "model": _always("Pixel 8"), "renderengine": _always("Gecko"), "colordepth": _always("24"), "charset": _always("UTF-8"), "encoding": _always("UTF-8"),
    "architecture": _always("x86_64"), "resolution": _always("1920x1080"), "netspeed": _always("broadband"),
    "createdat": _moment, "updatedat": _moment, "at": _moment, "timestamp": _moment, "datetime": _moment, "date": _moment, "tstamp": _moment, "ts": _moment,
    "time": _clock, "expiry": _moment, "expires": _moment, "created": _moment, "updated": _moment, "modified": _moment, "since": _moment, "until": _moment,
    "dob": _moment, "birthday": _moment, "birthdate": _moment, "deadline": _moment, "eventtime": _moment, "on": _moment,
    "duration": _always("PT1H30M"), "interval": _always("PT15M"), "period": _always("P1M"), "timewindow": _always("PT1H"),
    "year": _always("2026"), "month": _always("03"), "hour": _always("09:00"), "weekday": _always("Monday"), "day": _always("Monday"),
    "version": _one_of("1.4.2", "2.0.1", "1.0.0"), "schemaversion": _always("1.0.0", "1-0-0"), "build": _always("2026.3.1"), "release": _always("2026.3"),
    "specversion": _always("1.0"), "appversion": _always("3.2.1"), "revision": _always("7"), "etag": _always('"5d8c72a5"'), "major": _always("1"),
    "minor": _always("4"), "patch": _always("2"),
    "sku": _code("SKU"), "productcode": _code("PRD"), "barcode": _always("4006381333931"), "ean": _always("4006381333931"), "gtin": _always("4006381333931"),
    "isbn": _always("978-3-16-148410-0"), "vin": _always("WVWZZZ1JZXW000001"), "iban": _always("DE89370400440532013000"), "bic": _always("COBADEFFXXX"),
    "cardnumber": _always("4111111111111111"), "last4": _always("1111"), "cvv": _always("123"), "vat": _always("DE123456789"), "vatnumber": _always("DE123456789"),
    "taxnumber": _always("DE123456789"), "licenseplate": _always("HH-EX 4821"), "flightnumber": _always("EX 482"),
    "ordernumber": _code("ORD"), "invoicenumber": _code("INV"), "orderno": _code("ORD"), "invoiceno": _code("INV"), "accountnumber": _code("ACC", 8),
    "trackingnumber": _code("TRK", 9), "trackingcode": _code("TRK", 9), "ticketnumber": _code("TCK"), "serialnumber": _code("SN", 8), "serial": _code("SN", 8),
    "reference": _code("REF"), "ref": _code("REF"), "customernumber": _code("CUS"), "contractnumber": _code("CON"), "number": _code("NO"),
    "couponcode": _always("SPRING10"), "coupon": _always("SPRING10"), "promocode": _always("SPRING10"), "vouchercode": _always("SPRING10"), "discountcode": _always("SPRING10"),
    "errorcode": _always("E1042", "1042"), "error.code": _always("E1042", "1042"), "statuscode": _always("200"), "httpstatus": _always("200"), "exitcode": _always("0"),
    "status": _one_of("active", "confirmed", "completed"), "state": _one_of("active", "confirmed", "completed"), "orderstatus": _always("confirmed"),
    "paymentstatus": _always("paid"), "shipmentstatus": _always("in_transit"), "deliverystatus": _always("delivered"), "previousstatus": _always("pending"),
    "oldstatus": _always("pending"), "previousstate": _always("pending"), "newstatus": _always("confirmed"), "lifecycle": _always("active"), "stage": _always("production"),
    "paymentmethod": _one_of("credit_card", "invoice", "bank_transfer"), "shippingmethod": _one_of("standard", "express"), "payment.method": _always("credit_card"),
    "method": _always("POST", "GET"), "httpmethod": _always("POST", "GET"), "verb": _always("POST"), "severity": _always("warning"), "level": _always("info"), "loglevel": _always("info"),
    "priority": _always("normal", "high"), "gender": _always("female", "f"), "title": _sentence("Quarterly review", "New arrivals", "Order confirmation"),
    "subject": _sentence("Your order is on its way", "Welcome aboard", "Your invoice for March"), "salutation": _always("Ms"),
    "message": _sentence("The parcel was handed to the carrier.", "The payment was received.", "The order was confirmed."),
    "messagebody": _sentence("Your parcel arrives tomorrow between 10 and 12."), "body": _sentence("Your parcel arrives tomorrow between 10 and 12."),
    "text": _sentence("Your parcel arrives tomorrow between 10 and 12."), "comment": _sentence("Please leave the parcel with a neighbour.", "Ring twice, please."),
    "note": _sentence("Please leave the parcel with a neighbour.", "Ring twice, please."), "remark": _sentence("Ring twice, please."),
    "description": _sentence("Two items, to be delivered on Friday.", "Delivered within two working days."), "summary": _sentence("Two items, to be delivered on Friday."),
    "content": _sentence("Two items, to be delivered on Friday."), "bio": _sentence("Designs lamps and writes about light."),
    "reason": _sentence("customer request", "out of stock", "address not found"), "cause": _sentence("connection timed out"), "failurereason": _always("card declined"),
    "cancellationreason": _always("customer request"), "error": _always("connection timed out"), "errormessage": _sentence("The card was declined."),
    "exception": _always("TimeoutError: no answer within 5 s"), "stacktrace": _always("TimeoutError at checkout.py:42"), "diag": _always("smtp; 250 2.0.0 OK"),
    "label": _one_of("Featured", "New", "Sale"), "tag": _one_of("new", "featured", "sale"), "keyword": _one_of("lamp", "mug", "backpack"), "term": _one_of("desk lamp", "trail backpack"),
    "category": _one_of("home", "outdoor", "kitchen"), "type": _one_of("standard", "express"), "kind": _one_of("standard", "express"), "variant": _always("blue"),
    "color": _always("blue", "#1f6feb"), "colour": _always("blue"), "material": _always("oak"), "unit": _always("kg", "pcs"), "uom": _always("pcs"),
    "eventtype": _one_of("order.placed", "payment.received"), "event": _one_of("order_placed", "page_viewed"), "eventname": _one_of("order_placed", "page_viewed"),
    "action": _one_of("created", "updated"), "operation": _one_of("create", "update"), "trigger": _one_of("schedule", "webhook"), "topic": _always("orders.placed"),
    "source": _one_of("web-shop", "mobile-app"), "channel": _one_of("web", "app"), "medium": _one_of("email", "social"), "campaign": _one_of("spring-sale", "new-arrivals"),
    "service": _one_of("order-service", "payment-service"), "application": _one_of("web-shop", "back-office"), "app": _one_of("web-shop", "back-office"),
    "producer": _always("order-service"), "consumer": _always("billing-service"), "component": _always("checkout"), "module": _always("checkout"), "job": _always("nightly-export"),
    "environment": _always("production"), "env": _always("production"), "namespace": _always("orders"), "database": _always("orders"), "table": _always("orders"),
    "cluster": _always("main"), "queue": _always("orders"), "team": _always("checkout"), "department": _always("Logistics"), "role": _one_of("editor", "viewer"),
    "permission": _always("orders:read"), "scope": _always("orders:read"), "plan": _always("professional"), "tier": _always("gold"), "segment": _always("returning"),
    "vendor": _always("com.example"), "schema": _always("order/1.0.0"), "arn": _arn, "product": _product, "productname": _product, "productcategory": _one_of("home", "outdoor"),
    "item": _product, "itemname": _product, "article": _product,
    "contenttype": _always("application/json"), "mimetype": _always("application/json"), "mediatype": _always("application/json"), "datacontenttype": _always("application/json"),
    "format": _always("json"), "template": _always("order-confirmation"), "hash": _digest(64), "checksum": _digest(64), "sha256": _digest(64), "sha1": _digest(40), "md5": _digest(32),
    "sha": _digest(40), "commit": _digest(40), "digest": _digest(64), "fingerprint": _digest(32), "signature": _digest(64), "traceid": _digest(32), "spanid": _digest(16),
    "token": _digest(32), "accesstoken": _digest(40), "refreshtoken": _digest(40), "apikey": _digest(32), "nonce": _digest(16), "secret": _digest(32), "etl": _always("nightly"),
    "password": _always("correct-horse-battery-staple"), "passwordhash": _digest(64), "cookie": _digest(32), "idfa": _formatted(formats.uuid), "idfv": _formatted(formats.uuid),
    "key": _one_of("color", "size", "material"), "value": _one_of("blue", "large", "oak"), "attribute": _one_of("color", "size"), "field": _one_of("email", "address"),
    "property": _one_of("color", "size"), "price": _formatted(formats.decimal), "amount": _formatted(formats.decimal), "total": _formatted(formats.decimal),
    "tax": _always("4.90"), "shipping": _always("3.90"), "cost": _formatted(formats.decimal), "subtotal": _formatted(formats.decimal), "balance": _formatted(formats.decimal),
    "quantity": _always("2"), "count": _always("2"), "size": _always("M"), "weight": _always("1.2 kg"), "percentage": _always("15"), "latitude": _place(6), "longitude": _place(7),
    "lat": _place(6), "lon": _place(7), "lng": _place(7), "coordinates": lambda scene, _, __: iter((f"{scene.place[6]},{scene.place[7]}",)),
    "branch": _always("main"), "repository": _always("web-shop"), "network": _always("search"), "family": _always("standard"), "subtype": _always("standard"),
    "sender": _formatted(formats.email), "recipient": _formatted(formats.email), "cc": _formatted(formats.email), "from": _formatted(formats.email), "to": _formatted(formats.email),
    "position": _always("Warehouse lead"), "jobtitle": _always("Warehouse lead"), "occupation": _always("Designer"), "industry": _always("Retail"),
    "code": _code("C", 4), "index": _always("1"), "payload": _always('{"orderId":"order-48213"}'), "warehouse": _always("Hamburg 2"), "subscription": _always("monthly"),
}  # fmt: skip

BY_NAME: dict[str, TextMaker] = _SECOND
"""The words of a name, joined; or `owner.name`. The end of a name counts when the whole of it is not listed."""
