"""The front door of evolution: pick the format's engine, compare, keep what the asked mode cares for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import msgspec

from catalog_gen.evolution.changes import Change, Comparison, Direction
from catalog_gen.model.base import Json


class Mode(StrEnum):
    """What must hold between versions, in the registries' words."""

    BACKWARD = "backward"
    FORWARD = "forward"
    FULL = "full"
    BACKWARD_TRANSITIVE = "backward_transitive"
    FORWARD_TRANSITIVE = "forward_transitive"
    FULL_TRANSITIVE = "full_transitive"
    NONE = "none"

    @property
    def directions(self) -> frozenset[Direction]:
        """The directions that must not break."""
        if self is Mode.NONE:
            return frozenset()
        way = self.value.removesuffix("_transitive")
        return frozenset(Direction) if way == "full" else frozenset({Direction(way)})

    @property
    def is_transitive(self) -> bool:
        """Whether every earlier version counts, not only the last one."""
        return self.value.endswith("_transitive")


class Engine(Protocol):
    """A format's comparison: every change between two schemas, each with the directions in which it breaks."""

    def __call__(
        self,
        old: str | Json,
        new: str | Json,
        *,
        directions: frozenset[Direction],
        dialect: str,
        draft: str | None,
        old_references: Mapping[str, str],
        new_references: Mapping[str, str],
    ) -> Iterable[Change]:
        """Yield changes. `directions` says which verdicts and counterexamples are worth working out."""
        ...


_ENGINES = {
    "json-schema": ("catalog_gen.evolution.json_schema", ("semantic", "confluent", "confluent-lenient", "apicurio")),
    "avro": ("catalog_gen.evolution.avro", ("semantic", "confluent", "apicurio")),
    "protobuf": (
        "catalog_gen.evolution.protobuf",
        ("semantic", "confluent", "apicurio", "buf-wire", "buf-wire-json", "buf-package", "buf-file"),
    ),
}
"""Format → the module whose `compare` is its engine, and the dialects that it knows. Loaded when first asked for."""


def dialects_of(format: str) -> tuple[str, ...]:  # noqa: A002 - as `compare` calls it
    """The dialects by which schemas of a format can be judged; none for an unknown format."""
    return _ENGINES[format][1] if format in _ENGINES else ()


def compare(
    old: str | Json,
    new: str | Json,
    format: str = "json-schema",  # noqa: A002 - the published name
    mode: str = "backward",
    dialect: str = "semantic",
    *,
    draft: str | None = None,
    old_references: Mapping[str, str] | None = None,
    new_references: Mapping[str, str] | None = None,
) -> Comparison:
    """Compare two schemas of one format.

    `old` and `new` are texts, or parsed values for the formats that are JSON. `mode` is one of `Mode` (the transitive ones mean the
    same here, as there are only two versions). References are name → text. Raises ValueError for a format, mode or dialect that does
    not exist; a schema that cannot be read is one breaking change that says so, never an exception.
    """
    wanted = Mode(mode).directions
    engine = _engine(format, dialect)
    found = engine(
        old,
        new,
        directions=wanted,
        dialect=dialect,
        draft=draft,
        old_references=old_references or {},
        new_references=new_references or {},
    )
    changes = tuple(msgspec.structs.replace(change, breaking=not wanted.isdisjoint(change.directions)) for change in found)
    breaking = [change for change in changes if change.breaking]
    return Comparison(
        compatible=not breaking,
        changes=changes,
        mode=mode,
        dialect=dialect,
        undecided=bool(breaking) and all(change.undecided for change in breaking),
    )


def compare_history(
    versions: Sequence[tuple[str, str | Json]],
    new: str | Json,
    format: str = "json-schema",  # noqa: A002 - the published name
    mode: str = "backward_transitive",
    dialect: str = "semantic",
    *,
    draft: str | None = None,
    references: Mapping[str, str] | None = None,
) -> Comparison:
    """Compare a new schema with earlier versions (label, schema), oldest first: all of them, or the last for a mode that is not transitive.

    The changes are those against the latest version that fails, or against the last version when none does; `versions` of the answer
    names all that fail.
    """
    against = list(versions) if Mode(mode).is_transitive else list(versions)[-1:]
    results = [
        (
            label,
            compare(old, new, format, mode, dialect, draft=draft, old_references=references, new_references=references),
        )
        for label, old in against
    ]
    failing = [(label, result) for label, result in results if not result.compatible]
    if not results:
        return Comparison(compatible=True, mode=mode, dialect=dialect)
    shown = failing[-1][1] if failing else results[-1][1]
    return msgspec.structs.replace(shown, compatible=not failing, versions=tuple(label for label, _ in failing))


@cache
def _engine(name: str, dialect: str) -> Engine:
    if name not in _ENGINES:
        message = f"unknown format `{name}`; known are {', '.join(_ENGINES)}"
        raise ValueError(message)
    module, dialects = _ENGINES[name]
    if dialect not in dialects:
        message = f"unknown dialect `{dialect}` for {name}; known are {', '.join(dialects)}"
        raise ValueError(message)
    return cast("Engine", import_module(module).compare)
