"""What servers, channels and operations have in common: security, variables in addresses, schemas in bindings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from catalog_gen.evolution.catalogs.changes import Affected, CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, listed, shown
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.evolution.catalogs.security import is_stricter, spelt
from catalog_gen.model.governance import Policy
from catalog_gen.model.snapshot import Thing

if TYPE_CHECKING:
    from catalog_gen.evolution.catalogs.contracts import Contracts


def matched(old: Mapping[str, Thing], new: Mapping[str, Thing]) -> Iterator[tuple[str, Thing | None, Thing | None]]:
    """Things of both sides by their keys, sorted."""
    for key in sorted(old.keys() | new.keys()):
        yield key, old.get(key), new.get(key)


def security_changes(
    what: str, key: str, old: Thing, new: Thing, /, *, affected: Collection[Affected], **place: Any
) -> Iterator[CatalogChange]:
    """What a server or an operation asks of a client."""
    before, after = old.facts.get("security") or [], new.facts.get("security") or []
    if before == after:
        return
    stricter = is_stricter(before, after)
    yield change(
        CatalogKind.SECURITY_REQUIRED if stricter else CatalogKind.SECURITY_RELAXED,
        what,
        key,
        f"The {what} `{key}` of `{place['service']}` asked for {spelt(before)} and asks for {spelt(after)}.",
        affected=affected,
        before=before,
        after=after,
        **place,
    )


def variable_changes(
    own: Contracts, part: str, key: str, old: Thing, new: Thing, *, affected: Collection[Affected]
) -> Iterator[CatalogChange]:
    """Server variables and channel parameters: added, removed, fewer values, other values."""
    what, *kinds = _VARIABLE_KINDS[part]
    names = sorted({name for thing in (old, new) for name in thing.facts if name.startswith(f"{part}.")})
    place = own.place(old, new)
    for name in names:
        before, after = old.facts.get(name), new.facts.get(name)
        if before == after:
            continue
        variable = name.removeprefix(f"{part}.")
        named = f"`{{{variable}}}` of the {what} `{key}` of `{own.service}`"
        if before is None:
            kind, words = kinds[0], "is new"
            breaks = Breaks.NOBODY if (after or {}).get("default") else None
        elif after is None:
            kind, words, breaks = kinds[1], "is gone", None
        elif _is_narrower(before.get("enum"), after.get("enum")):
            kind, words, breaks = kinds[2], f"took {_values(before)} and takes {_values(after)}", None
        else:
            kind, words, breaks = kinds[3], f"was {shown(before)} and is {shown(after)}", None
        yield change(
            kind,
            what,
            key,
            f"{named} {words}.",
            breaks=breaks,
            affected=affected,
            detail=variable,
            before=before,
            after=after,
            **place,
        )


_VARIABLE_KINDS = {
    "variables": (
        "server",
        CatalogKind.SERVER_VARIABLE_ADDED,
        CatalogKind.SERVER_VARIABLE_REMOVED,
        CatalogKind.SERVER_VARIABLE_NARROWED,
        CatalogKind.SERVER_VARIABLE_CHANGED,
    ),
    "parameters": (
        "channel",
        CatalogKind.PARAMETER_ADDED,
        CatalogKind.PARAMETER_REMOVED,
        CatalogKind.PARAMETER_NARROWED,
        CatalogKind.PARAMETER_CHANGED,
    ),
}


def _is_narrower(old: Any, new: Any) -> bool:
    """Whether a value that was allowed no longer is; no list allows all."""
    return bool(new) and (not old or not set(old) <= set(new))


def _values(fact: Mapping[str, Any]) -> str:
    return listed(fact["enum"]) if fact.get("enum") else "any value"


def schema_changes(
    own: Contracts, what: str, key: str, old: Thing, new: Thing, *, affected: Collection[Affected]
) -> Iterator[CatalogChange]:
    """Schemas inside bindings and of parameters."""
    for name in sorted(old.schemas.keys() | new.schemas.keys()):
        before, after = old.schemas.get(name), new.schemas.get(name)
        setting = name.removeprefix("bindings.")
        if before is None or after is None:
            words = "has a schema now" if before is None else "has no schema any more"
            text = f"`{setting}` of the {what} `{key}` of `{own.service}` {words}."
            breaks = Breaks.NOBODY if after is None else None
            yield change(
                CatalogKind.BINDING_SCHEMA_CHANGED, what, key, text, breaks=breaks, affected=affected, detail=setting, **own.place(old, new)
            )
            continue
        for verdict in own.schemas.verdicts(before, after, Policy()):
            yield change(
                CatalogKind.BINDING_SCHEMA_CHANGED,
                what,
                key,
                f"`{setting}` of the {what} `{key}` of `{own.service}`: {verdict.change.message}",
                breaks=Breaks.EVERYONE if verdict.breaking else Breaks.NOBODY,
                affected=affected,
                detail=f"{setting}.{verdict.change.path}",
                undecided=verdict.undecided,
                hint=verdict.change.hint,
                schema=verdict.change,
                **own.place(old, new),
            )
