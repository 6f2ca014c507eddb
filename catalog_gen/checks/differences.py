"""How two payloads differ, field by field: what one contract says beside what the other says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from catalog_gen.checks.outlines import Outline, Spot, outline_of
from catalog_gen.diagnostics import Span
from catalog_gen.evolution.comparison import compare
from catalog_gen.evolution.history import DIALECTS, ENGINES
from catalog_gen.evolution.json_schema.kinds import ChangeKind
from catalog_gen.merge.spelling import level
from catalog_gen.model.base import Value
from catalog_gen.model.identity import Conflict, Side

_MOST_VALUES = 6
"""Permitted values that are named of each side."""

_NO_LIMITS = frozenset({ChangeKind.ANNOTATION_CHANGED, ChangeKind.REQUIRED_ADDED, ChangeKind.REQUIRED_REMOVED})
"""Changes that are told otherwise: words that mean nothing to a reader, and what is said of the object although it is about its fields."""

_LONGEST_TEXT = 400_000
"""Characters of a schema up to which the verdict on it is worked out."""


class FieldDifference(Value, kw_only=True):
    """One field about which two contracts differ.

    `about` is `missing`, `required`, `type`, `nullable`, `enum`, `format`, `closed` or `limit`; `first` and `second` say in words what
    each contract has. `harmful`: whether a reader with the second contract can be given what it does not expect by the first.
    """

    path: str
    about: str
    first: str
    second: str
    harmful: bool = True
    first_span: Span
    second_span: Span

    @property
    def left_out(self) -> bool:
        """Whether it is a field that only the first contract has."""
        return self.about in {"missing", "closed"} and self.first != "missing"

    @property
    def never_sent(self) -> bool:
        """Whether it is a field that only the second contract has."""
        return self.about == "missing" and self.first == "missing"


class Comparison(Value, kw_only=True):
    """Two payloads side by side: where they differ, and whether a reader with the second reads what is written with the first."""

    differences: tuple[FieldDifference, ...] = ()
    readable: bool | None = None
    """None where that cannot be told."""
    comparable: bool = True
    """Whether there was anything to compare field by field."""


def by_field(differences: Iterable[FieldDifference]) -> list[FieldDifference]:
    """One difference for each field, with all that is said about it: `number and required` beside `string and optional`."""
    fields: dict[tuple[str, bool], FieldDifference] = {}
    for one in differences:
        key = (one.path, one.about == "limit")
        known = fields.get(key)
        if known is None:
            fields[key] = one
        elif one.about == "limit":
            fields[key] = msgspec.structs.replace(known, second=f"{known.second.rstrip('.')}; {one.second}")
        else:
            first, second = f"{known.first} and {one.first}", f"{known.second} and {one.second}"
            fields[key] = msgspec.structs.replace(known, first=first, second=second, harmful=known.harmful or one.harmful)
    return list(fields.values())


@lru_cache(maxsize=2048)
def compare_sides(conflict: Conflict) -> Comparison:
    """Compare the payloads of a conflict."""
    first, second = conflict.first, conflict.second
    if first.schema is None or second.schema is None:
        return Comparison(comparable=False)
    outlines = _outline(first), _outline(second)
    if outlines[0] is None or outlines[1] is None:
        return Comparison(comparable=False)
    found = list(_differences(outlines[0], outlines[1], (first.span, second.span)))
    if outlines[0].format != outlines[1].format:
        harmful = any(one.harmful for one in found)
        return Comparison(differences=tuple(found), readable=False if harmful else None)
    limits, readable = _verdict(first, second, {one.path for one in found}, only_breaking=conflict.kind == "drift")
    return Comparison(differences=(*found, *limits), readable=readable)


def _outline(side: Side) -> Outline | None:
    return outline_of(side.schema, placed=bool(side.service)) if side.schema is not None else None


def _verdict(first: Side, second: Side, known: set[str], *, only_breaking: bool) -> tuple[list[FieldDifference], bool | None]:
    """Whether the second reads what the first writes; what hinders it (or what differs at all) besides the fields already known."""
    old, new = first.schema, second.schema
    form = ENGINES.get(new.format) if new is not None else None
    if old is None or new is None or form is None or max(len(old.text), len(new.text)) > _LONGEST_TEXT:
        return [], None
    answer = compare(old.text, new.text, format=form, mode="backward", dialect=DIALECTS[form])
    told = [change for change in answer.changes if (change.breaking or not only_breaking) and not change.undecided]
    limits = [
        FieldDifference(
            path=change.path,
            about="limit",
            first="",
            second=change.message,
            harmful=change.breaking,
            first_span=first.span,
            second_span=second.span,
        )
        for change in told
        if change.kind not in _NO_LIMITS and known.isdisjoint((change.path, change.old_path or change.path))
    ]
    return limits, None if answer.undecided else answer.compatible


# --- field by field


def _differences(first: Outline, second: Outline, places: tuple[Span, Span]) -> Iterator[FieldDifference]:
    form = first.format if first.format == second.format else ""
    gone: list[str] = []
    for path, mine, yours in _matched(first, second):
        if any(path.startswith((f"{above}.", f"{above}[")) or not above for above in gone):
            continue
        one, other = first.spots.get(mine), second.spots.get(yours)
        if one is not None and other is not None:
            found = list(_differing(path, one, other, form))
            if one.open_ended or other.open_ended or any(difference.about == "type" for difference in found):
                gone.append(path)
            yield from found
            continue
        gone.append(path)
        if second.whole if other is None else first.whole:
            yield _lone(path, (one, other), second.spots.get(_above(path)), places)


def _matched(first: Outline, second: Outline) -> Iterator[tuple[str, str, str]]:
    """Every path, as each outline has it. Across formats, `order_id` is `orderId`."""
    if first.format == second.format:
        yield from ((path, path, path) for path in dict.fromkeys((*first.spots, *second.spots)))
        return
    theirs = {_levelled(path): path for path in second.spots}
    met: set[str] = set()
    for path in first.spots:
        other = theirs.get(_levelled(path), path)
        met.add(other)
        yield path, path, other
    yield from ((path, path, path) for path in second.spots if path not in met)


def _levelled(path: str) -> str:
    return ".".join("[]".join(level(name) for name in part.split("[]")) for part in path.split("."))


def _above(path: str) -> str:
    return path[:-2] if path.endswith("[]") else path.rpartition(".")[0]


def _lone(path: str, spots: tuple[Spot | None, Spot | None], above: Spot | None, places: tuple[Span, Span]) -> FieldDifference:
    """A field that only one contract has; `above` is what holds it in the second."""
    one, other = spots
    forbidden = other is None and above is not None and above.closed
    absent = "not allowed" if forbidden else "missing"
    return FieldDifference(
        path=path,
        about="closed" if forbidden else "missing",
        first=_presence(one) if one is not None else "missing",
        second=_presence(other) if other is not None else absent,
        harmful=other.required if other is not None else forbidden,
        first_span=one.span if one is not None else places[0],
        second_span=other.span if other is not None else places[1],
    )


def _presence(spot: Spot) -> str:
    return "required" if spot.required else "optional"


def _differing(path: str, one: Spot, other: Spot, form: str) -> Iterator[FieldDifference]:
    """What two contracts in one format (`form`), or in two (""), say differently about a field that both have."""

    def differ(about: str, first: str, second: str, *, harmful: bool) -> FieldDifference:
        return FieldDifference(
            path=path, about=about, first=first, second=second, harmful=harmful, first_span=one.span, second_span=other.span
        )

    written, read = (one.types, other.types) if form else (one.kinds, other.kinds)
    same = not written or not read or written == read or (not form and _numbers(written) and _numbers(read))
    if not same:
        yield differ("type", _types(one), _types(other), harmful=not all(_reads(kind, read) for kind in written))
    if one.enum != other.enum and (form or (one.enum is not None and other.enum is not None)):
        outside = other.enum is not None and (one.enum is None or not set(one.enum) <= set(other.enum))
        if same or (one.enum is not None and other.enum is not None):
            yield differ("enum", _values(one, other), _values(other, one), harmful=outside)
    if not form:
        return
    if one.required != other.required and path and not path.endswith("[]"):
        yield differ("required", _presence(one), _presence(other), harmful=other.required and form != "avro")
    if one.nullable != other.nullable and same:
        words = ("never null", "may be null")
        yield differ("nullable", words[one.nullable], words[other.nullable], harmful=one.nullable)
    if one.format != other.format and same:
        yield differ("format", _format(one), _format(other), harmful=bool(one.format and other.format))


_WIDER = {"integer": {"number"}, "int": {"long", "float", "double"}, "long": {"float", "double"}, "float": {"double"}}
_WIDER |= {"string": {"bytes"}, "bytes": {"string"}}
"""Type → others that read it. Source: Avro 1.12, "Schema Resolution"; in JSON Schema every integer is a number."""


def _reads(kind: str, read: frozenset[str]) -> bool:
    return kind in read or not read.isdisjoint(_WIDER.get(kind, ()))


def _numbers(kinds: frozenset[str]) -> bool:
    return kinds <= {"integer", "number"}


def _types(spot: Spot) -> str:
    names = sorted(spot.types)
    return " or ".join((*names, "null") if spot.nullable else names)


def _values(spot: Spot, other: Spot) -> str:
    """The values that a contract permits, those first that the other does not."""
    if spot.enum is None:
        return "any value"
    own = [value for value in spot.enum if value not in (other.enum or ())]
    values = [*own, *(value for value in spot.enum if value not in own)]
    more = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    return f"one of {', '.join(values[:_MOST_VALUES])}{more}"


def _format(spot: Spot) -> str:
    return f"format {spot.format}" if spot.format else "no format"
