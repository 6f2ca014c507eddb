"""Rules about contracts that say different things about one message: sources that disagree, consumers that drift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalog_gen.checks.differences import FieldDifference, by_field, compare_sides
from catalog_gen.checks.rule import Finding, Rule
from catalog_gen.diagnostics import Severity, Span
from catalog_gen.evolution.history import FORMAT_NAMES
from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.identity import Conflict, Side

MOST_FIELDS = 5
"""Fields that one finding names."""

_WHAT = {"owner": "owners", "compatibility": "compatibility modes"}


_READS = {
    (True, False): "it reads what is sent all the same",
    (True, True): "it knows fields that are never sent",
    (False, False): "it cannot read all that is sent",
    (False, True): "it cannot read all that is sent",
}
"""Whether a consumer reads what is sent, and whether it knows fields that are not → that in words."""


def disagreeing(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Sources that say different things about one version."""
    del graph
    for message in catalog.messages:
        for conflict in message.conflicts:
            if conflict.kind != "disagreement":
                continue
            if conflict.about == "payload":
                yield from _payloads(message.id, conflict)
            else:
                yield _values(message.id, conflict)


def _payloads(name: str, conflict: Conflict) -> Iterator[Finding]:
    comparison = compare_sides(conflict)
    if comparison.comparable and not comparison.differences and _formats(conflict)[0] != _formats(conflict)[1]:
        return  # Two formats, and nothing in which they differ for certain.
    first, second = names_of_sides(conflict)
    told = tell(comparison.differences, first, second) or _kinds(conflict, first, second)
    told = f". {told}" if told else ""
    yield Finding(
        f"Contracts disagree: {second} and {first} declare different payloads for `{name}` {conflict.version}{told}.",
        conflict.second.span,
        "Agree on one payload, or give one of them its own version with `x-version`.",
        _places(conflict, comparison.differences)[1:],
        Severity.INFO if _counts_apart(conflict) else None,
    )


def _counts_apart(conflict: Conflict) -> bool:
    """Whether two subjects of one kind of registry just give the same number to payloads of their own."""
    first, second = conflict.first, conflict.second
    return not first.service and not second.service and first.source == second.source and first.who != second.who


def _values(name: str, conflict: Conflict) -> Finding:
    first, second = names_of_sides(conflict)
    return Finding(
        f"Contracts disagree on {_WHAT.get(conflict.about, conflict.about)} of `{name}` {conflict.version}: "
        f"{conflict.first.value} in {first}, {conflict.second.value} in {second}.",
        conflict.second.span,
        "Correct the one that is out of date; `catalog.yaml` can overrule both."
        if conflict.about == "owner"
        else "Set the same mode in both places.",
        (conflict.first.span,),
    )


def drifting(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Consumers whose own payload no version of the message has."""
    del graph
    for message in catalog.messages:
        for conflict in message.conflicts:
            if conflict.kind == "drift" and (found := _drift(message.id, conflict)) is not None:
                yield found


def _drift(name: str, conflict: Conflict) -> Finding | None:
    comparison = compare_sides(conflict)
    formats = _formats(conflict)
    harmful = [one for one in comparison.differences if one.harmful]
    if comparison.comparable and formats[0] != formats[1] and not harmful:
        return None
    reader, writer = conflict.second, conflict.first
    unsent = any(one.never_sent for one in comparison.differences)
    reads = comparison.readable is True or (comparison.comparable and comparison.readable is None and not harmful)
    is_safe = reads and not unsent
    read = [one for one in comparison.differences if one.harmful or not one.left_out]
    shown = [one for one in read if one.harmful or one.never_sent] or read
    names = names_of_sides(conflict)
    told = tell(shown, *names) or ("" if comparison.comparable else _kinds(conflict, *names))
    verdict = _READS[reads, unsent]
    left_out = len(comparison.differences) - len(read)
    if reads and left_out:
        verdict += f" and leaves out {left_out} field{'s' if left_out > 1 else ''}"
    if not comparison.comparable:
        verdict = "the two cannot be compared field by field"
    place = shown[0].second_span if shown else reader.span
    return Finding(
        f"`{reader.service}` reads `{name}` with a payload that no version has; it is held against the latest, {conflict.version}, "
        f"and {verdict}{f'. {told}' if told else ''}.",
        place,
        f"Name the version it reads with `x-version`, or refer to the payload in {writer.span.path}.",
        tuple(span for span in _places(conflict, shown) if span != place),
        Severity.INFO if is_safe else None,
    )


def names_of_sides(conflict: Conflict) -> tuple[str, str]:
    """What to call the two sources: their files, unless both are one file."""
    first, second = conflict.first, conflict.second
    if first.who == second.who:
        return _by_service(first), _by_service(second)
    return _name(first), _name(second)


def _name(side: Side) -> str:
    return side.who if not side.service else f"`{side.who}`"


def _by_service(side: Side) -> str:
    return f"`{side.service}` {side.version}".rstrip() if side.service else f"{side.who} in `{side.span.path}`"


def tell(differences: Iterable[FieldDifference], first: str, second: str) -> str:
    """The first few fields that differ, in words: "`amount`: number in orders.yaml, string in registry subject orders-value 3"."""
    fields = by_field(differences)
    told: list[str] = []
    for one in fields[:MOST_FIELDS]:
        where = f"`{one.path}`" if one.path else "the payload"
        words = f"{one.first} ≠ {one.second}" if told else f"{one.first} in {first}, {one.second} in {second}"
        told.append(f"{where}: {one.second.rstrip('.') if one.about == 'limit' else words}")
    if len(fields) > MOST_FIELDS:
        told.append(f"and {len(fields) - MOST_FIELDS} more")
    return "; ".join(told)


def _formats(conflict: Conflict) -> tuple[str, str]:
    first, second = conflict.first.schema, conflict.second.schema
    return (first.format if first is not None else "", second.format if second is not None else "")


def _kinds(conflict: Conflict, first: str, second: str) -> str:
    """What two payloads are that cannot be compared field by field."""
    formats = _formats(conflict)
    if formats[0] == formats[1]:
        return ""
    words = [FORMAT_NAMES.get(name, name) for name in formats]
    return f"{words[0]} in {first}, {words[1]} in {second}"


def _places(conflict: Conflict, differences: Sequence[FieldDifference]) -> tuple[Span, ...]:
    """Both declarations, and the first field that differs in each."""
    fields = (span for one in differences[:1] if one.path for span in (one.first_span, one.second_span))
    return tuple(dict.fromkeys((conflict.second.span, conflict.first.span, *fields)))


rules = (
    Rule("message-contracts-disagree", Severity.WARNING, disagreeing),
    Rule("message-contract-drift", Severity.WARNING, drifting),
)
