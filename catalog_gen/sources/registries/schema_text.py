"""Schema texts as registries keep them: just enough reading to know what a schema calls itself, and what it means the same as.

Everything here looks at a text from outside; the readers of `catalog_gen.schemas` understand it. Keep it so: this module is the one
place to change when a format's reader can tell names and references better.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.schema import Schema
from catalog_gen.schemas.canonical import digest_avro_text, digest_schema_text, digest_text

FORMATS = {"AVRO": "avro", "JSON": "json-schema", "PROTOBUF": "protobuf"}
"""How registries name their types → the format."""

EXTENSIONS = {"avro": "avsc", "json-schema": "json", "protobuf": "proto", "openapi": "json"}
MAX_DEPTH = 100
_NAMED = frozenset({"record", "error", "enum", "fixed"})
_COMMENTS = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
_PACKAGE = re.compile(r"\bpackage\s+([\w.]+)\s*;")
_MESSAGE = re.compile(r"\bmessage\s+(\w+)\s*\{|[{}]")


def schema_of(kind: str, text: str, span: Span) -> tuple[Schema, bool]:
    """A schema of a registry's type (`AVRO`, `JSON`, …), and whether its text can be read at all."""
    form = FORMATS.get(kind.upper(), kind.lower() if kind.lower() in EXTENSIONS else "other")
    extension = EXTENSIONS.get(form, "txt")
    readable, digest = True, ""
    if form in {"avro", "json-schema", "openapi"}:
        readable = _loaded(text) is not None
        if readable:
            digest = digest_avro_text(text) if form == "avro" else digest_schema_text(text)
    return Schema(
        format=form, schema_format=kind, written=text, extension=extension, digest=digest or digest_text(text), span=span
    ), readable


def load(text: str) -> Any:
    """The value of a JSON text; None for one that is broken, nested too deeply, or just `null`."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if _depth_is_sane(value) else None


_loaded = lru_cache(maxsize=16)(load)
"""The same, for those who look at one text in turn and change nothing in its value."""


def pretty(text: str) -> str:
    """A JSON text over several lines, word for word otherwise; a text that has lines already stays as it is."""
    if "\n" in text.strip():
        return text
    try:
        return msgspec.json.format(text, indent=2)
    except (msgspec.MsgspecError, RecursionError):
        return text


def _depth_is_sane(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for one in level
            if isinstance(one, (dict, list))
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return True
    return False


def record_name(schema: Schema) -> str:
    """What a schema calls itself: an Avro full name, the first Protobuf message with its package, a title or the end of an `$id`."""
    if schema.format == "protobuf":
        return _first_message(schema.written)
    value = _loaded(schema.written) if schema.format in {"avro", "json-schema", "openapi"} else None
    if not isinstance(value, dict):
        return ""
    return full_name(value) if schema.format == "avro" else _json_name(value)


def full_name(schema: dict[str, Any], namespace: str = "") -> str:
    """The full name of an Avro record, enum or fixed; "" for any other schema. Source: Avro 1.12, "Names"."""
    name, kind = schema.get("name"), schema.get("type")
    if not isinstance(kind, str) or kind not in _NAMED or not isinstance(name, str) or not name:
        return ""
    if "." in name:
        return name
    space = schema.get("namespace", namespace)
    return f"{space}.{name}" if isinstance(space, str) and space else name


def _json_name(schema: dict[str, Any]) -> str:
    title = schema.get("title")
    if isinstance(title, str) and title.strip():
        return title.strip()
    identifier = schema.get("$id", schema.get("id"))
    if not isinstance(identifier, str):
        return ""
    last = identifier.rstrip("/#").rpartition("/")[2].rpartition(":")[2]
    return re.sub(r"(\.schema)?\.(json|ya?ml)$", "", last)


def _first_message(text: str) -> str:
    bare = _COMMENTS.sub(lambda match: '""' if match[0][0] in "\"'" else " ", text)
    package = _PACKAGE.search(bare)
    depth = 0
    for match in _MESSAGE.finditer(bare):
        if match[1] and depth == 0:
            return f"{package[1]}.{match[1]}" if package is not None else match[1]
        depth += -1 if match[0] == "}" else 1
    return ""


# --- references


def with_references(schema: Schema, needed: dict[str, Schema]) -> Schema:
    """The schema with what it refers to inside, so that its digest is that of the same schema written in one piece.

    `needed` maps the names that the text uses to schemas that hold all of theirs already. Protobuf texts import and cannot be joined:
    there, the digests of the imports count into the schema's own.
    """
    if schema.format == "protobuf":
        marks = " ".join(f"{name}={needed[name].digest}" for name in sorted(needed))
        return msgspec.structs.replace(schema, digest=digest_text(f"{schema.written} {marks}"))
    value = load(schema.written)
    values = {name: load(one.text) for name, one in needed.items()}
    if value is None or any(one is None for one in values.values()):
        return schema
    joined = _join_avro(value, values) if schema.format == "avro" else _join_json(value, values)
    text = json.dumps(joined, ensure_ascii=False)
    if len(text) > _MAX_JOINED or not _depth_is_sane(joined):
        return schema
    digest = digest_avro_text(text) if schema.format == "avro" else digest_schema_text(text)
    return msgspec.structs.replace(schema, bundled=pretty(text), digest=digest)


_MAX_JOINED = 4 * 1024 * 1024
"""Characters of a joined text; one that would be longer stays in pieces."""

_MAX_NODES = 200_000
"""Places looked at while a schema is joined; only hostile ones have more."""


def _join_avro(value: Any, needed: dict[str, Any]) -> Any:
    """Put each named type in where it is first used: Avro defines a name once, before its other uses (Avro 1.12, "Names")."""
    return _AvroJoin(needed).visit(value, "")


class _AvroJoin:
    """One schema while the types that it refers to are put in."""

    def __init__(self, needed: dict[str, Any]) -> None:
        self.loose = {full_name(one): one for one in needed.values() if isinstance(one, dict) and full_name(one)} | needed
        self.defined: set[str] = set()
        self.entered: set[str] = set()
        self.budget = _MAX_NODES

    def visit(self, node: Any, namespace: str) -> Any:
        self.budget -= 1
        if self.budget < 0:
            return node
        if isinstance(node, str):
            return self._named(node, namespace)
        if isinstance(node, list):
            return [self.visit(member, namespace) for member in node]
        return self._complex(node, namespace) if isinstance(node, dict) else node

    def _named(self, name: str, namespace: str) -> Any:
        known = (full for full in (f"{namespace}.{name}", name) if full in self.loose)
        found = next(known, "")
        if not found or found in self.defined or found in self.entered or not isinstance(self.loose[found], (dict, list)):
            return name
        self.entered.add(found)
        inside = self.visit(self.loose[found], "")
        self.entered.discard(found)
        return inside

    def _complex(self, node: dict[str, Any], namespace: str) -> Any:
        name = full_name(node, namespace)
        if name:
            if name in self.defined:
                return name
            self.defined.add(name)
            namespace = name.rpartition(".")[0]
        out = dict(node)
        for key in ("type", "items", "values"):
            if key in node and not (key == "type" and isinstance(node[key], str) and node[key] in _NAMED):
                out[key] = self.visit(node[key], namespace)
        if isinstance(node.get("fields"), list):
            out["fields"] = [self._field(field, namespace) for field in node["fields"]]
        return out

    def _field(self, field: Any, namespace: str) -> Any:
        return {**field, "type": self.visit(field["type"], namespace)} if isinstance(field, dict) and "type" in field else field


def _join_json(value: Any, needed: dict[str, Any]) -> Any:
    """Put each schema that is referred to by name under `definitions`, and point the references there."""
    if not isinstance(value, dict):
        return value
    taken = value.get("definitions")
    definitions: dict[str, Any] = dict(taken) if isinstance(taken, dict) else {}
    keys: dict[str, str] = {}
    for name in sorted(needed):
        key = re.sub(r"[^\w.-]+", "_", name) or "schema"
        while key in definitions:
            key += "_"
        keys[name] = key
        definitions[key] = None
    for name, key in keys.items():
        definitions[key] = _repointed(needed[name], f"#/definitions/{key}", {})
    rest = {key: member for key, member in value.items() if key != "definitions"}
    joined = {**_repointed(rest, "#", keys), "definitions": _repointed_members(definitions, set(keys.values()), keys)}
    return joined if keys else value


def _repointed_members(definitions: dict[str, Any], added: set[str], keys: dict[str, str]) -> dict[str, Any]:
    return {key: member if key in added else _repointed(member, "#", keys) for key, member in definitions.items()}


def _repointed(node: Any, root: str, keys: dict[str, str]) -> Any:
    if isinstance(node, list):
        return [_repointed(member, root, keys) for member in node]
    if not isinstance(node, dict):
        return node
    out = {key: _repointed(member, root, keys) for key, member in node.items()}
    target = node.get("$ref")
    if isinstance(target, str):
        base, _, fragment = target.partition("#")
        if base in keys:
            out["$ref"] = f"#/definitions/{keys[base]}{fragment}"
        elif not base and (fragment.startswith("/") or not fragment):
            out["$ref"] = f"{root}{fragment}"
    return out
