"""Avro schemas as a tree of fields, in Avro's own words (Apache Avro 1.12, "Schema Declaration").

A union is a union: its branches are named in their order. A named type is shown where it is met first; later places refer there.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from catalog_gen.schemas.avro.types import PRIMITIVES
from catalog_gen.schemas.fields import DEPTH_LIMIT, ENUM_LIMIT, FIELD_LIMIT, TEXT_LIMIT, EnumValue, Field, Part
from catalog_gen.schemas.json_text import parse_json

_NAMED = frozenset({"record", "error", "enum", "fixed"})
_KNOWN = frozenset(
    {
        "type", "name", "namespace", "doc", "aliases", "fields", "symbols", "items", "values", "size", "default", "order", "logicalType",
        "precision", "scale",
    }
)  # fmt: skip
"""Attributes that the specification defines; every other one is shown as it stands."""


def read_avro(text: str) -> Field:
    """The field tree of a self-contained Avro schema. A text that is none gives a field with a `problem`."""
    root, problem = parse_json(text)
    if problem and text.strip() in PRIMITIVES:
        root, problem = text.strip(), ""
    return Field(problem=problem) if problem else _Reading().type(root, "", "", 0)


class _Reading:
    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        """Full name → path of the field that shows the type."""
        self.kinds: dict[str, str] = {}
        self.open: set[str] = set()
        self.left = FIELD_LIMIT

    def type(self, value: Any, path: str, namespace: str, depth: int, **marks: Any) -> Field:  # noqa: PLR0911 - one answer for each form
        """The field of a type; `marks` are further arguments of `Field`."""
        self.left -= 1
        if self.left < 0 or depth > DEPTH_LIMIT:
            return Field(path=path, types=("…",), **marks)
        if isinstance(value, str):
            return self.named(value, path, namespace, marks)
        if isinstance(value, list):
            return self.union(value, path, namespace, depth, marks)
        if not isinstance(value, dict):
            return Field(path=path, problem="There is no Avro type here.", **marks)
        kind = value.get("type")
        if isinstance(kind, str) and kind in _NAMED:
            return self.declared(value, path, namespace, depth, marks)
        if kind in ("array", "map"):
            return self.collection(value, path, namespace, depth, marks)
        if isinstance(kind, (dict, list)) or (isinstance(kind, str) and kind not in PRIMITIVES):
            return self.type(kind, path, namespace, depth, **marks)
        if not isinstance(kind, str):
            return Field(path=path, problem="This type has no `type`.", **marks)
        return Field(path=path, types=(kind,), **_with(marks, _logical(value), extensions=_custom(value)))

    def named(self, name: str, path: str, namespace: str, marks: dict[str, Any]) -> Field:
        if name in PRIMITIVES:
            return Field(path=path, types=(name,), **marks)
        full = name if "." in name or not namespace else f"{namespace}.{name}"
        full = full if full in self.shown else name
        short = name.rpartition(".")[2]
        if full not in self.shown:
            return Field(path=path, types=(short,), **_with(marks, problem="" if "." in name else f"No type is called `{name}` here."))
        return Field(path=path, types=(self.kinds[full],), reference=short, same_as=self.shown[full], circular=full in self.open, **marks)

    def declared(self, value: dict[str, Any], path: str, namespace: str, depth: int, marks: dict[str, Any]) -> Field:
        kind = str(value["type"])
        name = value.get("name")
        if not isinstance(name, str) or not name:
            return Field(path=path, types=(kind,), **_with(marks, problem=f"This {kind} has no name."))
        stated = value.get("namespace")
        space = name.rpartition(".")[0] or (stated if isinstance(stated, str) else namespace)
        full = name if "." in name or not space else f"{space}.{name}"
        self.shown[full], self.kinds[full] = path, kind
        self.open.add(full)
        said: dict[str, Any] = {"description": marks.pop("description", "") or _text(value.get("doc"))}
        if kind == "enum":
            said |= _symbols(value)
        elif kind == "fixed":
            said |= _logical(value)
            said["constraints"] = (("size", f"{value.get('size')} bytes"), *said.get("constraints", ()))
        else:
            said |= self.fields(value, path, space, depth)
        said["constraints"] = (*said.get("constraints", ()), *_aliases(value))
        self.open.discard(full)
        return Field(path=path, types=(kind,), reference=full.rpartition(".")[2], **_with(marks, said, extensions=_custom(value)))

    def fields(self, value: dict[str, Any], path: str, namespace: str, depth: int) -> dict[str, Any]:
        children: list[Field] = []
        members = value.get("fields")
        members = members if isinstance(members, list) else []
        for member in members:
            if self.left <= 0:
                break
            if not isinstance(member, dict) or not isinstance(member.get("name"), str):
                continue
            name = member["name"]
            at = f"{path}.{name}" if path else name
            children.append(
                self.type(
                    member.get("type"),
                    at,
                    namespace,
                    depth + 1,
                    name=name,
                    description=_text(member.get("doc")),
                    default=_json(member["default"]) if "default" in member else "",
                    constraints=_aliases(member),
                    extensions=_custom(member),
                )
            )
        return {"children": tuple(children), "more": len(members) - len(children)}

    def union(self, branches: list[Any], path: str, namespace: str, depth: int, marks: dict[str, Any]) -> Field:
        """Simple branches stand in the row; a single other one lends the field what it holds; several others are listed."""
        others = [branch for branch in branches if not (isinstance(branch, str) and branch in PRIMITIVES)]
        if not others:
            return Field(path=path, types=tuple(str(branch) for branch in branches), **marks)
        if len(others) == 1:
            inner = self.type(others[0], path, namespace, depth, **marks)
            types = [kind for branch in branches for kind in (inner.types if branch is others[0] else (str(branch),))]
            return msgspec.structs.replace(inner, types=tuple(types))
        self.left -= len(branches)
        fields = tuple(
            self.type(branch, f"{path}({_branch_name(branch)})", namespace, depth + 1, name=_branch_name(branch)) for branch in branches
        )
        return Field(path=path, types=("union",), **_with(marks, parts=(Part(keyword="union", label="One of", fields=fields),)))

    def collection(self, value: dict[str, Any], path: str, namespace: str, depth: int, marks: dict[str, Any]) -> Field:
        kind = str(value["type"])
        keyword, label, end = ("items", "Each item", "[]") if kind == "array" else ("values", "Each value", "{}")
        inner = self.type(value.get(keyword), f"{path}{end}", namespace, depth + 1)
        return Field(
            path=path,
            types=(kind,),
            **_with(marks, parts=(Part(keyword=keyword, label=label, fields=(inner,)),), extensions=_custom(value)),
        )


def _with(marks: dict[str, Any], *more: dict[str, Any], **said: Any) -> dict[str, Any]:
    """Marks of a place and of its type together: lists are joined, of texts the place's own counts."""
    found = dict(marks)
    for one in (*more, said):
        for name, value in one.items():
            before = found.get(name)
            found[name] = (*before, *value) if isinstance(before, tuple) and isinstance(value, tuple) else before or value
    return found


def _branch_name(branch: Any) -> str:
    if isinstance(branch, str):
        return branch.rpartition(".")[2]
    if isinstance(branch, dict):
        name = branch.get("name", branch.get("type"))
        return str(name).rpartition(".")[2] if isinstance(name, str) else "type"
    return "union"


def _logical(value: dict[str, Any]) -> dict[str, Any]:
    logical = value.get("logicalType")
    if not isinstance(logical, str):
        return {}
    constraints: tuple[tuple[str, str], ...] = ()
    if logical == "decimal":
        constraints = (("precision", f"{value.get('precision')} digits, {value.get('scale', 0)} of them after the point"),)
    return {"format": logical[:TEXT_LIMIT], "constraints": constraints}


def _symbols(value: dict[str, Any]) -> dict[str, Any]:
    symbols = value.get("symbols")
    symbols = [one for one in symbols if isinstance(one, str)] if isinstance(symbols, list) else []
    default = value.get("default")
    return {
        "enum": tuple(EnumValue(text=_json(one)) for one in symbols[:ENUM_LIMIT]),
        "enum_more": max(0, len(symbols) - ENUM_LIMIT),
        "constraints": (("default", f"unknown symbols are read as `{default}`"),) if isinstance(default, str) else (),
    }


def _aliases(value: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    aliases = value.get("aliases")
    names = [one for one in aliases if isinstance(one, str)] if isinstance(aliases, list) else []
    return (("aliases", "also read from " + ", ".join(f"`{name}`" for name in names[:20])),) if names else ()


def _custom(value: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _json(part)) for name, part in sorted(value.items()) if name not in _KNOWN)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + "…"
