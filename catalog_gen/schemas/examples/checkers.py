"""One door to checking payloads, whatever the schema's format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from catalog_gen.schemas.examples.checking import Mismatch, check_payload
from catalog_gen.schemas.examples.json_schema import Subject as JsonSchemaSubject


class Checker(Protocol):
    """A schema that was read for checking."""

    def check(self, payload: Any) -> tuple[Mismatch, ...]:
        """Every rule that a payload in JSON breaks, at most fifty. Raises ValueError when the schema is of no use for it."""
        ...

    def check_bytes(self, raw: bytes, writer: Any = None) -> tuple[Mismatch, ...] | None:
        """What is wrong with one payload in the format's binary form, written with another schema perhaps; None where there is none."""
        ...


def checker(schema: Any, format: str, draft: str | None = None, references: Mapping[str, str] | None = None) -> Checker:  # noqa: A002
    """Read a schema for checking. Raises UnsatisfiableSchema for one that cannot be read, ValueError for an unknown format or draft."""
    if format == "avro":
        return _Avro(schema, references)
    if format == "protobuf":
        return _Protobuf(schema, references)
    if format != "json-schema":
        message = f"payloads of the format `{format}` cannot be checked; known are json-schema, avro, protobuf"
        raise ValueError(message)
    return _JsonSchema(schema, draft, references)


class _JsonSchema:
    def __init__(self, schema: Any, draft: str | None, references: Mapping[str, str] | None) -> None:
        self.subject = JsonSchemaSubject(schema, draft=draft, references=references)

    def check(self, payload: Any) -> tuple[Mismatch, ...]:
        return check_payload(self.subject, payload)

    def check_bytes(self, raw: bytes, writer: Any = None) -> tuple[Mismatch, ...] | None:
        del raw, writer
        return None


class _Avro:
    def __init__(self, schema: Any, references: Mapping[str, str] | None) -> None:
        from catalog_gen.schemas.examples.avro import Subject  # noqa: PLC0415 - a format is loaded when it is asked for

        self.type = Subject(schema, references, "").type

    def check(self, payload: Any) -> tuple[Mismatch, ...]:
        from catalog_gen.schemas.examples.avro_checking import check_avro  # noqa: PLC0415

        return check_avro(self.type, payload)

    def check_bytes(self, raw: bytes, writer: Any = None) -> tuple[Mismatch, ...] | None:
        from catalog_gen.schemas.examples.avro_checking import check_avro_bytes  # noqa: PLC0415

        return check_avro_bytes(self.type, raw, writer)


class _Protobuf:
    def __init__(self, schema: Any, references: Mapping[str, str] | None) -> None:
        from catalog_gen.schemas.examples.protobuf import Subject  # noqa: PLC0415

        self.subject = Subject(schema, references, "")

    def check(self, payload: Any) -> tuple[Mismatch, ...]:
        from catalog_gen.schemas.examples.protobuf_checking import check_protobuf  # noqa: PLC0415

        return check_protobuf(self.subject, payload)

    def check_bytes(self, raw: bytes, writer: Any = None) -> tuple[Mismatch, ...] | None:
        del raw, writer
        return None
