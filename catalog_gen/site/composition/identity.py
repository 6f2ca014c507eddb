"""The rows of the identity report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.composition.registrations import REGISTRIES
from catalog_gen.site.lookup import places
from catalog_gen.site.views.identity import AppearanceLine, IdentityRow, NameLine, NearLine
from catalog_gen.site.views.parts import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.identity import Evidence, NearMatch
    from catalog_gen.model.message import Message
    from catalog_gen.site.lookup import Lookup

LIMIT = 8
"""How many names, declarations or near matches one cell shows."""

RULES = {
    "name": "its `name`",
    "reference": "the key of the `$ref`'s target",
    "key": "its key in the channel",
    "attachment": "what a broker delivers",
    "payload": "the name of its payload",
    "channel": "its channel's address",
    "registry": "its id in the registry",
    "subject": "its subject in the registry",
}
"""Rule → what gave the id. Rules that are the name of a member, such as `x-message-id`, speak for themselves."""

_WHY = {
    "alias": "alias in catalog.yaml",
    "name": "the same source's name for `{other}`",
    "address": "spelled like `{other}`, on the same channel `{shared}`",
    "payload": "spelled like `{other}`, with the same payload",
    "reference": "`{other}` refers to its schema in the registry",
    "topic": "its topic `{shared}` carries only `{other}`",
}

_NEAR = {
    "spelling": "spelled alike, without a common channel or payload",
    "topic": "registered for the topic `{shared}`, which carries nothing else",
}


def compose_identity(lookup: Lookup, message: Message) -> IdentityRow:
    """How a message got its id, every name it has and why, every place that declares it, and what stays apart."""
    identity = message.identity
    names = [NameLine(name=one.name, why=_why(one.evidence)) for one in identity.names if one.name != message.id]
    known = {line.name for line in names}
    names += [NameLine(name=alias) for alias in message.aliases if alias not in known]
    appearances = list(_appearances(lookup, message)) or _places(lookup, message)
    return IdentityRow(
        message=lookup.message(message.id),
        anchor=addresses.identity_anchor(message),
        id=message.id,
        kind=message.kind,
        rule=RULES.get(message.id_rule, message.id_rule),
        names=tuple(names[:LIMIT]),
        more_names=max(0, len(names) - LIMIT),
        appearances=tuple(appearances[:LIMIT]),
        more=max(0, len(appearances) - LIMIT),
        near=tuple(_near(lookup, one) for one in identity.near[:LIMIT]),
        more_near=max(0, len(identity.near) - LIMIT),
    )


def _why(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    return _WHY[evidence.rule].format(other=evidence.other, shared=evidence.shared)


def _near(lookup: Lookup, one: NearMatch) -> NearLine:
    return NearLine(message=lookup.message(one.other), why=_NEAR[one.reason].format(shared=one.shared), alias=f"aliases: {one.alias}")


def _appearances(lookup: Lookup, message: Message) -> Iterator[AppearanceLine]:
    """The declarations by file, source and id."""
    files: dict[tuple[str, str, str], dict[Ref, None]] = {}
    for one in message.identity.appearances:
        registry = REGISTRIES.get(one.source)
        who = Ref(name=one.who, note=one.version) if registry else lookup.service_version(one.who, one.version)
        files.setdefault((one.span.path, registry or "", one.id if one.id != message.id else ""), {})[who] = None
    for (path, source, identifier), found in files.items():
        shown = tuple(found)[:LIMIT]
        yield AppearanceLine(who=shown, more=len(found) - len(shown), source=source, id=identifier, place=path)


def _places(lookup: Lookup, message: Message) -> list[AppearanceLine]:
    """What is known of a message that was not merged from declarations."""
    paths = dict.fromkeys(span.path for version in message.versions for span in places(version))
    return [AppearanceLine(who=(lookup.message(message.id),), source="", place=path) for path in paths]
