"""Values for `format`: those of JSON Schema's drafts, and those of OpenAPI and of habit.

Source: JSON Schema 2020-12 validation, section 7.3; the OpenAPI format registry.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from catalog_gen.schemas.examples.moments import date, date_time, moment_of
from catalog_gen.schemas.examples.scene import Scene, tokens_of
from catalog_gen.schemas.examples.spots import Spot

Maker = Callable[[Scene, Spot], str]


def uuid(scene: Scene, spot: Spot) -> str:
    """A random-looking UUID of version 4 (RFC 9562)."""
    return uuid_for(scene, spot.path)


def uuid_for(scene: Scene, path: tuple[str | int, ...]) -> str:
    """The UUID of a place."""
    digits = scene.dice(path, "uuid").text(32)
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def email(scene: Scene, spot: Spot) -> str:
    """The address of whoever the field is about, on a domain that is reserved for examples."""
    words = {*tokens_of(spot.owner), *tokens_of(spot.name)}
    if words & {"support", "noreply", "sender", "from", "reply"}:
        return f"{'support' if 'support' in words else 'notifications'}@example.com"
    first, last = scene.person(role_of(spot))
    return f"{first}.{last}@example.com".lower()


def role_of(spot: Spot) -> str:
    """Whom a field speaks of: names and addresses of one role are of one person."""
    words = [word for word in (*tokens_of(spot.owner), *tokens_of(spot.name)) if word in _ROLES]
    return _ROLES[words[-1]] if words else "customer"


_ROLES = {
    word: word
    for word in (
        "agent",
        "assignee",
        "author",
        "driver",
        "employee",
        "manager",
        "owner",
        "recipient",
        "sender",
        "reviewer",
        "approver",
        "seller",
    )
} | {"to": "recipient", "from": "sender", "creator": "author"}


def host(scene: Scene, spot: Spot) -> str:
    """A host on a domain that is reserved for examples (RFC 2606)."""
    words = set(tokens_of(spot.name))
    for word, name in (
        ("api", "api"),
        ("cdn", "cdn"),
        ("db", "db-1"),
        ("database", "db-1"),
        ("broker", "broker-1"),
        ("server", "server-1"),
    ):
        if word in words:
            return f"{name}.example.com"
    return f"{scene.word(('host',))}.example.com"


_PATHS = {
    "avatar": "/avatars/{word}.png", "image": "/images/{word}.png", "photo": "/images/{word}.jpg", "picture": "/images/{word}.jpg",
    "icon": "/icons/{word}.png", "logo": "/images/logo.png", "video": "/videos/{word}.mp4", "callback": "/hooks/{word}",
    "webhook": "/hooks/{word}", "recording": "/recordings/{word}.mp3", "tracking": "/track/{word}", "invoice": "/invoices/{word}.pdf",
    "receipt": "/receipts/{word}.pdf", "pdf": "/files/{word}.pdf", "schema": "/schemas/{word}.json", "referrer": "/search?q={word}",
    "referer": "/search?q={word}", "product": "/products/{word}", "login": "/login", "profile": "/people/{word}",
    "permalink": "/posts/{word}", "issue": "/issues/42", "repository": "/repositories/{word}", "download": "/files/{word}.zip",
    "file": "/files/{word}.csv", "redirect": "/return", "page": "/products/{word}", "landing": "/offers/{word}",
    "unsubscribe": "/unsubscribe", "source": "/services/{word}",
}  # fmt: skip


def url(scene: Scene, spot: Spot) -> str:
    """An address on a reserved domain, with a path that suits the name."""
    for word in (*tokens_of(spot.name)[::-1], *tokens_of(spot.owner)[::-1]):
        if word in _PATHS:
            return "https://www.example.com" + _PATHS[word].format(word=scene.word(spot.path))
    return f"https://www.example.com/{scene.word(spot.path)}"


def path_only(scene: Scene, spot: Spot) -> str:
    """A relative reference."""
    return f"/{'/'.join(tokens_of(spot.name)[:1]) or 'items'}/{scene.word(spot.path)}"


def ipv4(scene: Scene, spot: Spot) -> str:
    """An address of a block that is reserved for documentation (RFC 5737)."""
    return f"203.0.113.{scene.dice(spot.path, 'ip').between(2, 250)}"


def ipv6(scene: Scene, spot: Spot) -> str:
    """An address of the block that is reserved for documentation (RFC 3849)."""
    return f"2001:db8::{scene.dice(spot.path, 'ip').text(1, '123456789abcdef')}{scene.dice(spot.path, 'ip6').text(3)}"


def phone(scene: Scene, spot: Spot) -> str:
    """A telephone number that belongs to no one (555-01xx)."""
    return f"+1202555{scene.dice(spot.path, 'phone').between(100, 199):04d}"


def _base64(scene: Scene, spot: Spot) -> str:
    return base64.b64encode(scene.word(spot.path).encode() + b"-" + scene.word((*spot.path, 1)).encode()).decode()


def _time(scene: Scene, spot: Spot) -> str:
    return moment_of(scene, spot).strftime("%H:%M:%SZ")


def _always(text: str) -> Maker:
    return lambda _, __: text


def decimal(scene: Scene, spot: Spot) -> str:
    """An amount as text."""
    dice = scene.dice(spot.path, "decimal")
    return f"{dice.between(5, 240)}.{dice.pick(('00', '50', '90', '95'))}"


FORMATS: dict[str, Maker] = {
    "date-time": date_time,
    "datetime": date_time,
    "timestamp": date_time,
    "date": date,
    "full-date": date,
    "time": _time,
    "duration": _always("PT1H30M"),
    "uuid": uuid,
    "guid": uuid,
    "email": email,
    "idn-email": email,
    "hostname": host,
    "host-name": host,
    "idn-hostname": host,
    "ipv4": ipv4,
    "ip": ipv4,
    "ip-address": ipv4,
    "ipv6": ipv6,
    "uri": url,
    "url": url,
    "iri": url,
    "uri-reference": url,
    "uriref": url,
    "iri-reference": url,
    "uri-template": _always("https://api.example.com/orders/{orderId}"),
    "json-pointer": _always("/items/0"),
    "relative-json-pointer": _always("1/items"),
    "regex": _always("^[a-z]+$"),
    "color": _always("#1f6feb"),
    "byte": _base64,
    "base64": _base64,
    "binary": _base64,
    "password": _always("correct-horse-battery-staple"),
    "phone": phone,
    "decimal": decimal,
    "bigdecimal": decimal,
    "int64": lambda scene, spot: str(scene.dice(spot.path).between(10_000, 99_999)),
    "year": lambda scene, spot: moment_of(scene, spot).strftime("%Y"),
    "year-month": lambda scene, spot: moment_of(scene, spot).strftime("%Y-%m"),
    "utc-millisec": lambda scene, spot: str(round(moment_of(scene, spot).timestamp() * 1000)),
}
"""Format → the value for a place."""
