"""Rules about messages: unique ids, and formats of schemas that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.layers import with_traits
from catalog_gen.sources.asyncapi.payloads import FORMATS, format_of
from catalog_gen.sources.asyncapi.validation import operations
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Item, Spot, Subject


def repeated_id(subject: Subject) -> Iterator[Finding]:
    """Messages that have the same id; one that comes from a trait counts."""
    seen: dict[str, Spot] = {}
    for item in _in_use(subject):
        member = with_traits(item.place, trait_wins=True).get("messageId") if item.mapping() else None
        if member is None or not isinstance(member.value, str):
            continue
        spot = item.below("messageId") if "messageId" in item.mapping() else item.spot
        if member.value in seen:
            yield Finding(
                f"The message id `{member.value}` is used twice.",
                spot,
                "Each message needs an id of its own; give this one another, or let both places refer to one message.",
                (seen[member.value],),
            )
        seen.setdefault(member.value, spot)


def _in_use(subject: Subject) -> Iterator[Item]:
    """The messages of 2.x that operations of channels at the root have, each once."""
    seen: set[Spot] = set()
    waiting = [place for item in operations.in_use(subject) if (place := item.place.get("message")) is not None]
    while waiting:
        place = waiting.pop(0)
        item = subject.at("message", place)
        if item is None or item.spot in seen:
            continue
        seen.add(item.spot)
        choices = place.get("oneOf")
        if choices is None:
            yield item
        else:
            waiting += choices.elements()


def unknown_format(subject: Subject) -> Iterator[Finding]:
    """Formats of schemas that nothing is known about."""
    for item in subject.of("message", "messageTrait"):
        for holder, keys in ((item.mapping(), ()), (item.mapping("payload"), ("payload",)), (item.mapping("headers"), ("headers",))):
            written = holder.get("schemaFormat")
            if isinstance(written, str) and written and format_of(written.strip(), None) == "other" and (not keys or "schema" in holder):
                yield Finding(
                    f"The schema format `{written}` is not known here; its schema is shown as it is.",
                    item.below(*keys, "schemaFormat"),
                    f"Known formats begin with {', '.join(f'`{beginning}`' for beginning, _ in FORMATS)}.",
                )


_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+(\s*;.*)?", re.ASCII | re.DOTALL)
"""RFC 6838, section 4.2, with parameters; the specification says "a specific media type"."""
_SUGGESTED = {"json": "application/json", "avro": "application/vnd.apache.avro", "xml": "application/xml", "text": "text/plain"}


def content_type(subject: Subject) -> Iterator[Finding]:
    """Content types that are no media type."""
    written = [(subject.root, "defaultContentType"), *((item, "contentType") for item in subject.of("message", "messageTrait"))]
    for item, field in written:
        text = item.text(field)
        if text and _MEDIA_TYPE.fullmatch(text.strip()) is None:
            near = _SUGGESTED.get(text.strip().lower().lstrip("."), "application/json")
            yield Finding(
                f"`{field}` must be a media type, not `{text}`.", item.below(field), f"Write a type and a subtype, as in `{near}`."
            )


RULES = (
    Rule("asyncapi-message-id-repeated", Severity.ERROR, "The ids of messages are unique.", repeated_id, (2,)),
    Rule("asyncapi-content-type", Severity.WARNING, "A content type is a media type.", content_type),
    Rule("asyncapi-schema-format-unknown", Severity.WARNING, "A schema is in a format that is known.", unknown_format),
)
