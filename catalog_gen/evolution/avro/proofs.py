"""Payloads that show a mismatch: written with the one schema, and refused when they are read with the other."""

from __future__ import annotations

import io
from typing import Any

import fastavro
import msgspec

from catalog_gen.evolution.avro.resolution import Mismatch, Step
from catalog_gen.evolution.changes import Change
from catalog_gen.schemas.avro.declared import declared
from catalog_gen.schemas.avro.types import Type

_PLAIN: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "int": 1,
    "long": 1,
    "float": 1.5,
    "double": 1.5,
    "bytes": b"\x01",
    "string": "text",
}
_DEEPEST = 60


def prove(change: Change, mismatch: Mismatch, writer: Type, reader: Type) -> Change:
    """The change with a payload that shows it, when one could be made and was refused in fact."""
    try:
        datum = _Sample(mismatch.way).value(writer, 0)
        schema = fastavro.parse_schema(declared(writer))
        stream = io.BytesIO()
        fastavro.schemaless_writer(stream, schema, datum)
        stream.seek(0)
    except Exception:  # noqa: BLE001 - no sample is no proof, whatever the reason: the verdict stands without it
        return change
    try:
        wanted = fastavro.parse_schema(declared(reader))
        taken = fastavro.schemaless_reader(stream, schema, wanted)
        if not fastavro.validate(taken, wanted, raise_errors=False):
            return msgspec.structs.replace(
                change, counterexample=_json(datum), explanation="What is read is no value of the reader's schema."
            )
    except Exception as error:  # noqa: BLE001 - every refusal is the proof that was looked for
        words = str(error).partition("\n")[0][:200]
        return msgspec.structs.replace(change, counterexample=_json(datum), explanation=f"The reader says: {words}" if words else "")
    return change


class _TooDeepError(Exception):
    """The schema only has endless payloads, or deeper ones than are worth showing."""


class _Sample:
    """A payload that takes the way to a mismatch, and is small elsewhere."""

    def __init__(self, way: tuple[Step, ...]) -> None:
        self.way = way

    def value(self, type_: Type, done: int, level: int = 0) -> Any:
        """A value; `done` steps of the way lie behind, or -1 beside the way."""
        if level > _DEEPEST:
            raise _TooDeepError
        step = self.way[done] if 0 <= done < len(self.way) else None
        after = done + 1 if step is not None else -1
        if type_.kind == "union":
            return self._branch(type_, step, done, level)
        if type_.kind == "record":
            on_way = step[1] if step is not None and step[0] == "field" else None
            return {field.name: self.value(field.type, after if field.name == on_way else -1, level + 1) for field in type_.fields}
        if type_.kind in {"array", "map"} and type_.inner is not None:
            if step is None or step[0] not in {"items", "values"}:
                return [] if type_.kind == "array" else {}
            inner = self.value(type_.inner, after, level + 1)
            return [inner] if type_.kind == "array" else {"key": inner}
        if type_.kind == "enum":
            return step[1] if step is not None and step[0] == "symbol" else (type_.symbols[0] if type_.symbols else "")
        return bytes(type_.size) if type_.kind == "fixed" else _PLAIN[type_.kind]

    def _branch(self, type_: Type, step: Step | None, done: int, level: int) -> Any:
        if step is not None and step[0] == "branch":
            chosen = type_.branches[int(step[1])]
            value = self.value(chosen, done + 1, level + 1)
        else:
            chosen = next((branch for branch in type_.branches if branch.kind == "null"), type_.branches[0])
            value = self.value(chosen, -1, level + 1)
        return (chosen.name, value) if chosen.name else value


def _json(datum: Any) -> Any:
    """A payload as JSON shows it: bytes as text, the branch of a union by its value alone."""
    if isinstance(datum, tuple):
        return _json(datum[1])
    if isinstance(datum, bytes):
        return datum.decode("latin-1")
    if isinstance(datum, dict):
        return {key: _json(value) for key, value in datum.items()}
    return [_json(value) for value in datum] if isinstance(datum, list) else datum
