"""Reading entities: the descriptor format of Backstage (`backstage.io/v1alpha1` and `v1beta1`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.declaration import Declarations, DocumentRow
from catalog_gen.model.entities import Entity, EntityRef
from catalog_gen.sources.backstage.definitions import declare_definition
from catalog_gen.sources.backstage.stream import Part, read_stream
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed
from catalog_gen.text.library import normalise
from catalog_gen.text.pointers import join
from catalog_gen.text.positions import locate

_SHAPE = re.compile(rb"""["']?apiVersion["']?\s*:\s*["']?backstage\.io/""")
_SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_REF = re.compile(r"(?:([A-Za-z0-9._-]+):)?(?:([A-Za-z0-9._-]+)/)?([A-Za-z0-9._-]+)")
KINDS = frozenset({"api", "component", "domain", "group", "resource", "system", "user"})
"""Kinds that say something about a catalog of events; others (Location, Template) are left alone."""


class BackstageSource:
    """The source `backstage`: YAML streams of entities, and lists of entities as Backstage's API answers."""

    name = "backstage"

    def sniff(self, path: str, raw: bytes) -> bool:
        """A YAML or JSON file that names the API version of Backstage."""
        return PurePosixPath(path).suffix.lower() in _SUFFIXES and _SHAPE.search(raw) is not None

    def recognises(self, parsed: Parsed) -> bool:
        """Never: its files are claimed by their bytes, since they may hold several documents."""
        del parsed
        return False

    def claims(self, path: str, raw: bytes) -> bool:
        """A file that `sniff` takes, unless it is a document of another kind that only quotes an entity."""
        return self.sniff(path, raw) and any(True for part in read_stream(path, raw) for _ in _rows(part.parsed.value))

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """The entities of a file that was read as a text."""
        return self.declare_bytes(parsed.path, parsed.text.encode(), context)

    def declare_bytes(self, path: str, raw: bytes, context: Context) -> Declarations:
        """The entities of a file, and what AsyncAPI documents inside them declare."""
        entities: list[Entity] = []
        diagnostics: list[Diagnostic] = []
        inner: list[Declarations] = []
        for part in read_stream(path, raw):
            found: list[Diagnostic] = list(part.diagnostics)
            for pointer, value in _rows(part.parsed.value):
                entity = _entity(value, path, pointer, found, part)
                if entity is not None and entity.ref.kind == "api":
                    said = declare_definition(value, path, part, part.span(join(pointer, "spec", "definition")), context)
                    inner.append(said)
                    entity = msgspec.structs.replace(entity, services=tuple(one.service for one in said.contracts))
                if entity is not None:
                    entities.append(entity)
            diagnostics += locate(found, {path: part}.get)
        return Declarations(
            documents=(DocumentRow(path=path, type=self.name), *(row for said in inner for row in said.documents)),
            contracts=tuple(one for said in inner for one in said.contracts),
            messages=tuple(one for said in inner for one in said.messages),
            entities=tuple(entities),
            diagnostics=(*diagnostics, *(one for said in inner for one in said.diagnostics)),
        )


def parse_ref(text: str, kind: str, namespace: str = "default") -> EntityRef | None:
    """An entity reference with its defaults; None for what is none."""
    found = _REF.fullmatch(text.strip())
    if found is None:
        return None
    return EntityRef(kind=(found[1] or kind).lower(), namespace=(found[2] or namespace).lower(), name=found[3].lower())


def _rows(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entities of a document with their pointers: one, or a list, as `GET /entities` and `/entities/by-query` answer."""
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        rows = [(join("", "items", str(number)), row) for number, row in enumerate(value["items"])]
    elif isinstance(value, list):
        rows = [(join("", str(number)), row) for number, row in enumerate(value)]
    else:
        rows = [("", value)]
    yield from ((pointer, row) for pointer, row in rows if isinstance(row, dict) and _is_entity(row))


def _is_entity(row: dict[str, Any]) -> bool:
    return str(row.get("apiVersion", "")).startswith("backstage.io/") and isinstance(row.get("kind"), str)


def _entity(row: dict[str, Any], path: str, pointer: str, diagnostics: list[Diagnostic], positions: Part) -> Entity | None:
    kind = row["kind"].lower()
    metadata, spec = _mapping(row.get("metadata")), _mapping(row.get("spec"))
    if kind not in KINDS:
        return None
    form = _Form(spec, path, join(pointer, "spec"), diagnostics, _text(metadata.get("namespace")) or "default")
    ref = parse_ref(_text(metadata.get("name")), kind, form.namespace)
    if ref is None or not ref.name:
        form.report(join(pointer, "metadata"), f"This {row['kind']} needs a `metadata.name` of letters, digits, `-`, `_` and `.`.")
        return None
    profile = _mapping(spec.get("profile"))
    owner = form.ref("owner", "group")
    return Entity(
        ref=msgspec.structs.replace(ref, kind=kind, namespace=form.namespace.lower()),
        name=_text(metadata.get("name")),
        title=_text(metadata.get("title")) or _text(profile.get("displayName")),
        description=_text(metadata.get("description")),
        url=next((_text(_mapping(link).get("url")) for link in _list(metadata.get("links"))), ""),
        type=_text(spec.get("type")),
        lifecycle=_text(spec.get("lifecycle")),
        owner=owner,
        system=form.ref("system", "system"),
        domain=form.ref("domain", "domain"),
        provides=form.refs("providesApis", "api"),
        consumes=form.refs("consumesApis", "api"),
        parent=form.ref("parent", "group"),
        members=form.refs("members", "user"),
        groups=form.refs("memberOf", "group"),
        email=_text(profile.get("email")),
        definition=_definition(spec.get("definition"), path),
        owner_span=positions.span(join(pointer, "spec", "owner")) if owner is not None else None,
        span=positions.span(pointer),
    )


class _Form:
    """The `spec` of one entity, with what its references mean."""

    def __init__(self, spec: dict[str, Any], path: str, pointer: str, diagnostics: list[Diagnostic], namespace: str) -> None:
        self.namespace = namespace
        self._spec = spec
        self._path = path
        self._pointer = pointer
        self._diagnostics = diagnostics

    def ref(self, key: str, kind: str) -> EntityRef | None:
        """The reference under a key, None where there is none."""
        return next(iter(self.refs(key, kind)), None)

    def refs(self, key: str, kind: str) -> tuple[EntityRef, ...]:
        """The references under a key; one alone counts as a list of one."""
        value = self._spec.get(key)
        texts = [text for text in map(_text, value if isinstance(value, list) else [value]) if text]
        found = [(text, parse_ref(text, kind, self.namespace)) for text in texts]
        for text, ref in found:
            if ref is None:
                self.report(join(self._pointer, key), f"`{text}` is no reference to an entity.", "Write `[kind:][namespace/]name`.")
        return tuple(dict.fromkeys(ref for _, ref in found if ref is not None))

    def report(self, pointer: str, message: str, hint: str = "") -> None:
        """Add a finding."""
        span = Span(path=self._path, pointer=pointer)
        self._diagnostics.append(Diagnostic(code="backstage-invalid", severity=Severity.WARNING, message=message, hint=hint, span=span))


def _definition(value: Any, path: str) -> str:
    """The file that a substitution such as `$text: ./asyncapi.yaml` puts in; "" for anything that is no file below the root."""
    target = next((_text(member) for key, member in _mapping(value).items() if key.startswith("$")), "")
    if not target or ":" in target.partition("/")[0]:
        return ""
    return normalise((PurePosixPath(path).parent / target).as_posix()) or ""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
