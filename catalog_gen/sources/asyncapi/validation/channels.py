"""Rules about channels: their addresses, parameters and servers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.servers import PLACEHOLDER
from catalog_gen.sources.asyncapi.validation.subject import Item, Spot, Subject

_FRAGMENT = re.compile(r"(?<![/.])#(?=.)|(?<=[^/.])#$")
"""A `#` that is not a whole level of an address: that is the wildcard of MQTT and AMQP."""


def _address(subject: Subject, item: Item) -> tuple[str, Spot]:
    """A channel's address and where it is written: its key in 2.x (not in `components`), its `address` in 3.x."""
    if subject.major == 2:  # noqa: PLR2004 - the major version
        return (item.key, item.spot) if item.owner is subject.root else ("", item.spot)
    return item.text("address"), item.below("address")


def undeclared(subject: Subject) -> Iterator[Finding]:
    """Placeholders of an address that are no parameter, where parameters are declared at all."""
    for item in subject.of("channel"):
        address, spot = _address(subject, item)
        declared = item.place.get("parameters")
        if declared is None or not isinstance(declared.value, dict):
            continue
        for name in dict.fromkeys(PLACEHOLDER.findall(address)):
            if name and name not in declared.value:
                yield Finding(
                    f"`{{{name}}}` in the address of the channel `{item.key}` is not declared under `parameters`.",
                    spot,
                    f"Declare `{name}` under `parameters`, as the other parameters are.",
                )


def unused(subject: Subject) -> Iterator[Finding]:
    """Parameters that the address has no placeholder for."""
    for item in subject.of("channel"):
        address, spot = _address(subject, item)
        if not address and (subject.major == 2 or "address" not in item.mapping()):  # noqa: PLR2004 - the major version
            continue
        used = PLACEHOLDER.findall(address)
        for name in item.mapping("parameters"):
            if name not in used and not name.startswith("x-") and name != "$ref":
                near = get_close_matches(name, used, n=1)
                yield Finding(
                    f"The parameter `{name}` does not occur in the address `{address}`.",
                    item.below("parameters", name),
                    f"Did you mean `{near[0]}`?" if near else f"Write `{{{name}}}` where its value belongs, or remove the parameter.",
                    (spot,),
                )


def query(subject: Subject) -> Iterator[Finding]:
    """Query parameters and fragments, which belong into bindings."""
    for item in subject.of("channel"):
        address, spot = _address(subject, item)
        bare = PLACEHOLDER.sub("", address)
        if "?" in bare or _FRAGMENT.search(bare):
            yield Finding(
                f"The address `{address}` has a query or a fragment.",
                spot,
                "Leave it out; query parameters of a WebSocket are declared in the channel's bindings, under `ws: {query: …}`.",
            )


def empty_parameter(subject: Subject) -> Iterator[Finding]:
    """Placeholders without a name."""
    for item in subject.of("channel"):
        address, spot = _address(subject, item)
        if "{}" in address:
            yield Finding(f"The address `{address}` has a parameter without a name.", spot, "Name it, as in `{userId}`.")


def trailing_slash(subject: Subject) -> Iterator[Finding]:
    """Addresses that end with a slash."""
    for item in subject.of("channel"):
        address, spot = _address(subject, item)
        if len(address) > 1 and address.endswith("/"):
            yield Finding(f"The address `{address}` ends with a slash.", spot, "Leave the last slash out.")


def unknown_server(subject: Subject) -> Iterator[Finding]:
    """Servers of a channel that the document does not declare at its root."""
    known = subject.named("servers")
    places = {(place.path, place.pointer) for place in known.values()} | {place.at for place in known.values()}
    hint = f"Declared are {', '.join(f'`{name}`' for name in list(known)[:8])}." if known else "Declare it under `servers`."
    for item in subject.of("channel"):
        member = item.place.get("servers")
        if member is None or not isinstance(member.value, list) or (subject.major == 3 and item.owner is not subject.root):  # noqa: PLR2004
            continue
        for index, server in enumerate(member.elements()):
            name = server.value
            if subject.major == 2 and isinstance(name, str) and name not in known:  # noqa: PLR2004
                near = get_close_matches(name, known, n=1)
                said = f"Did you mean `{near[0]}`?" if near else hint
                yield Finding(
                    f"The channel `{item.key}` names the server `{name}`, which is not declared.",
                    (member.path, f"{member.pointer}/{index}"),
                    said,
                )
            elif server.reference is not None and not server.broken and not _leads_to(server.reference, places):
                yield Finding(
                    f"A channel may only refer to servers at the document's root, not to `{server.reference.text}`.",
                    (member.path, f"{member.pointer}/{index}/$ref"),
                    hint,
                )


def _leads_to(reference: object, places: set[Spot]) -> bool:
    chain = (*getattr(reference, "chain", ()), (getattr(reference, "path", ""), getattr(reference, "pointer", "")))
    return any(step in places for step in chain)


RULES = (
    Rule("asyncapi-parameter-undeclared", Severity.WARNING, "Where a channel declares parameters, it declares all.", undeclared),
    Rule("asyncapi-parameter-unused", Severity.WARNING, "Each parameter of a channel occurs in its address.", unused),
    Rule("asyncapi-address-query", Severity.ERROR, "An address has neither a query nor a fragment.", query),
    Rule("asyncapi-parameter-empty", Severity.INFO, "A parameter in an address has a name.", empty_parameter),
    Rule("asyncapi-address-trailing-slash", Severity.INFO, "An address does not end with a slash.", trailing_slash),
    Rule("asyncapi-channel-server-unknown", Severity.ERROR, "A channel names servers that the document declares.", unknown_server),
)
