"""The words of a comparison of catalogs: one change with its places and whom it affects, and all of them."""

from __future__ import annotations

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.evolution.changes import Change
from catalog_gen.model.base import Json, Value


class Affected(Value, kw_only=True):
    """A service version that a change touches, and whom to ask."""

    service: str
    version: str = ""
    role: str = "consumer"
    """`consumer` or `producer`."""
    owners: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    """The fields that it says it reads; () where it says nothing."""


class CatalogChange(Value, kw_only=True):
    """One difference between two catalogs."""

    fingerprint: str = ""
    """Stays the same however often it is compared, and wherever it stands in its file; another change has another one."""

    kind: CatalogKind
    what: str
    """What changed: `service`, `channel`, `operation`, `server`, `message`, `domain`, `team` or `user`."""

    subject: str
    """Its id, or its key in the contract of `service`."""

    service: str = ""
    """The service in whose contract it stands, for what belongs to one."""

    version: str = ""
    """Label of the version in the new catalog (in the old one for what was removed)."""

    previous: str = ""
    """Label of the version that it is held against."""

    detail: str = ""
    """What of the subject: a field, a setting of a binding, a message on a channel."""

    breaking: bool = False
    breaks: Breaks = Breaks.NOBODY
    undecided: bool = False
    """Whether it counts as breaking only because it could not be decided."""

    message: str
    hint: str = ""
    old: Span | None = None
    new: Span | None = None
    before: Json = None
    after: Json = None
    affected: tuple[Affected, ...] = ()
    owners: tuple[str, ...] = ()
    """Owners of what is affected: whom to ask. Sorted, each once."""

    schema: Change | None = None
    """The change of a schema, with its own kind, path and payload that proves it."""

    mode: str = ""
    """The mode by which the schema's change was judged."""

    dialect: str = ""


class CatalogDiff(msgspec.Struct, frozen=True, kw_only=True):
    """Every change between two catalogs, breaking ones first."""

    changes: tuple[CatalogChange, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be compared, in words."""

    @property
    def breaking(self) -> tuple[CatalogChange, ...]:
        """The changes that break somebody."""
        return tuple(change for change in self.changes if change.breaking)


SIGNS = {"added": "added", "removed": "removed"}


def sign_of(change: CatalogChange) -> str:
    """Whether something was `added`, `removed` or `changed`."""
    return SIGNS.get(change.kind.rpartition("-")[2], "changed")
