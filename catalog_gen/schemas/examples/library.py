"""The documents that a schema may refer to, and where each of its references leads.

Source: JSON Schema 2020-12 core, sections 8.2 (identifiers, anchors, dynamic references) and 9.1 (resolution); 2019-09 core, section
8.2.4 (`$recursiveRef`); draft 4 core, section 7.2.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

from catalog_gen.schemas.examples.drafts import Draft, draft_of
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema
from catalog_gen.schemas.keywords import SCHEMA, SCHEMA_MAP, SCHEMA_OR_SCHEMAS, SCHEMAS


class Resource:
    """A schema with an address of its own: a document, or a part of one that has an identifier."""

    __slots__ = ("anchors", "contents", "draft", "dynamic", "place", "uri")

    def __init__(self, uri: str, contents: Any, draft: Draft, place: str) -> None:
        self.uri = uri
        self.contents = contents
        self.draft = draft
        self.place = place
        self.anchors: dict[str, tuple[Any, str]] = {}
        self.dynamic: dict[str, tuple[Any, str]] = {}


class Node(NamedTuple):
    """One schema as it is met: its value, the resource that it stands in, the resources passed on the way, and its pointer."""

    schema: Any
    resource: Resource
    dynamic: tuple[Resource, ...]
    place: str

    @property
    def key(self) -> tuple[int, int]:
        """What makes two nodes the same schema in the same scope."""
        return id(self.schema), hash(self.dynamic)


class Library:
    """Finds what references lead to. Documents are parsed when first needed; nothing outside is ever read."""

    def __init__(self, schema: Any, draft: Draft, references: Mapping[str, Any], fallback: Callable[[str], Any]) -> None:
        self._texts = references
        self._fallback = fallback
        self._resources: dict[str, Resource] = {}
        self._by_object: dict[int, Resource] = {}
        self._walked = False
        self._kept: list[Any] = []
        self.referring = False
        """Whether a reference was followed."""
        self.used: dict[str, Any] = {}
        """The referenced documents that were needed, by name."""
        self.root = self._file(self._identifier(schema, draft) or "", schema, draft, "")

    def start(self) -> Node:
        """The root of the schema."""
        return Node(self.root.contents, self.root, (self.root,), "")

    def child(self, parent: Node, schema: Any, *path: str | int) -> Node:
        """A schema within a schema."""
        place = parent.place + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
        return self._enter(schema, parent.resource, parent.dynamic, place)

    def made(self, beside: Node, schema: Any, keyword: str) -> Node:
        """A schema of our own making, read as if it stood in another's place, for the sake of one of its keywords."""
        self._kept.append(schema)  # nodes are told apart by identity, so none may be collected and its number used again
        return self._enter(schema, beside.resource, beside.dynamic, f"{beside.place}/{keyword}")

    def target(self, node: Node, keyword: str) -> Node:
        """What `$ref`, `$dynamicRef` or `$recursiveRef` of a node leads to. Raises UnsatisfiableSchema when it leads nowhere."""
        self.referring = True
        reference = node.schema[keyword]
        if keyword == "$recursiveRef":
            return self._recursive(node)
        resource, fragment, contents, place = self._resolve(node, reference, keyword)
        if keyword == "$dynamicRef" and fragment in resource.dynamic:
            for outer in node.dynamic:
                if fragment in self._walk(outer).dynamic:
                    resource = outer
                    contents, place = outer.dynamic[fragment]
                    break
        return self._enter(contents, resource, node.dynamic, place)

    # --- entering

    def _enter(self, schema: Any, resource: Resource, dynamic: tuple[Resource, ...], place: str) -> Node:
        inner = self._own(schema, resource, place)
        if inner not in dynamic:  # only the outermost of each counts
            dynamic = (*dynamic, inner)
        return Node(schema, inner, dynamic, place)

    def _own(self, schema: Any, resource: Resource, place: str) -> Resource:
        if schema is resource.contents or not isinstance(schema, dict):
            return resource
        known = self._by_object.get(id(schema))
        if known is not None:
            return known
        identifier = self._identifier(schema, resource.draft)
        if identifier is None:
            return resource
        return self._file(_joined(resource.uri, identifier), schema, draft_of(schema, resource.draft), place)

    @staticmethod
    def _identifier(schema: Any, draft: Draft) -> str | None:
        if not isinstance(schema, dict) or (draft.reference_alone and "$ref" in schema):
            return None
        identifier = schema.get(draft.id_keyword)
        if not isinstance(identifier, str) or identifier.startswith("#"):
            return None
        return identifier.partition("#")[0]

    def _file(self, uri: str, schema: Any, draft: Draft, place: str) -> Resource:
        resource = Resource(uri, schema, draft, place)
        self._resources.setdefault(uri, resource)
        if isinstance(schema, dict):
            self._by_object[id(schema)] = resource
        return resource

    # --- resolving

    def _resolve(self, node: Node, reference: Any, keyword: str) -> tuple[Resource, str, Any, str]:
        if not isinstance(reference, str):
            message = "a reference must be a text"
            raise UnsatisfiableSchema(message, keyword, node.place)
        address, _, fragment = (
            _joined(node.resource.uri, reference).partition("#") if not reference.startswith("#") else ("", "", reference[1:])
        )
        resource = node.resource if reference.startswith("#") else self._document(address)
        if resource is None:
            message = f"`{reference}` leads to nothing that is given"
            raise UnsatisfiableSchema(message, keyword, node.place)
        fragment = unquote(fragment)
        if not fragment:
            return resource, "", resource.contents, resource.place
        if fragment.startswith("/"):
            found = self._follow(resource, fragment)
        else:
            anchors = self._walk(resource).anchors
            found = (resource, *anchors[fragment]) if fragment in anchors else None
        if found is None:
            message = f"`{reference}` leads to nothing that is given"
            raise UnsatisfiableSchema(message, keyword, node.place)
        return found[0], fragment, found[1], found[2]

    def _document(self, address: str) -> Resource | None:
        found = self._resources.get(address)
        if found is None and not self._walked:
            self._walk_all()
            found = self._resources.get(address)
        if found is None:
            contents = self._text(address)
            if contents is None:
                return None
            draft = draft_of(contents, self.root.draft)
            found = self._file(address, contents, draft, address + "#")
            own = self._identifier(contents, draft)
            if own is not None:
                found.uri = _joined(address, own)
                self._resources.setdefault(found.uri, found)
            self._index(found)
        return found

    def _text(self, address: str) -> Any:
        for name in (address, address + "#"):
            if name in self._texts:
                given = self._texts[name]
                self.used[name] = contents = json.loads(given) if isinstance(given, str) else given
                return contents
        return self._fallback(address)

    def _follow(self, resource: Resource, pointer: str) -> tuple[Resource, Any, str] | None:
        contents, place = resource.contents, resource.place + pointer
        for raw in pointer.split("/")[1:]:
            step = raw.replace("~1", "/").replace("~0", "~")
            if isinstance(contents, dict) and step in contents:
                contents = contents[step]
            elif isinstance(contents, list) and step.isdigit() and int(step) < len(contents):
                contents = contents[int(step)]
            else:
                return None
            resource = self._own(contents, resource, place)
        return resource, contents, place

    def _recursive(self, node: Node) -> Node:
        resource = node.resource
        if isinstance(resource.contents, dict) and resource.contents.get("$recursiveAnchor") is True:
            for outer in node.dynamic:
                if isinstance(outer.contents, dict) and outer.contents.get("$recursiveAnchor") is True:
                    resource = outer
                    break
        return self._enter(resource.contents, resource, node.dynamic, resource.place)

    # --- anchors and embedded resources

    def _walk(self, resource: Resource) -> Resource:
        if not self._walked:
            self._walk_all()
        return resource

    def _walk_all(self) -> None:
        self._walked = True
        for resource in tuple(self._resources.values()):
            self._index(resource)

    def _index(self, root: Resource) -> None:
        """File every embedded resource and anchor below a resource; iterative, as schemas may be deep."""
        pending: list[tuple[Any, Resource, str]] = [(root.contents, root, root.place)]
        seen: set[int] = set()
        while pending:
            schema, outer, place = pending.pop()
            if not isinstance(schema, dict) or id(schema) in seen:
                continue
            seen.add(id(schema))
            resource = self._own(schema, outer, place)
            _anchor(schema, resource, place)
            pending.extend((child, resource, f"{place}/{step}") for step, child in subschemas(schema))


def _joined(base: str, reference: str) -> str:
    """A reference made absolute; one that is no address stays what it is."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _anchor(schema: dict[str, Any], resource: Resource, place: str) -> None:
    for keyword in ("$anchor", "$dynamicAnchor"):
        if isinstance(schema.get(keyword), str):
            resource.anchors.setdefault(schema[keyword], (schema, place))
    if isinstance(schema.get("$dynamicAnchor"), str):
        resource.dynamic.setdefault(schema["$dynamicAnchor"], (schema, place))
    identifier = schema.get(resource.draft.id_keyword)
    if isinstance(identifier, str) and "#" in identifier and not identifier.endswith("#"):
        resource.anchors.setdefault(identifier.partition("#")[2], (schema, place))


def subschemas(schema: dict[str, Any]) -> list[tuple[str, Any]]:
    """The schemas directly within a schema, with the step to each as a piece of pointer."""
    found: list[tuple[str, Any]] = []
    for keyword, value in schema.items():
        if isinstance(value, dict):
            if keyword in SCHEMA or keyword in SCHEMA_OR_SCHEMAS:
                found.append((keyword, value))
            elif keyword in SCHEMA_MAP:
                found.extend((f"{keyword}/{name}", part) for name, part in value.items())
        elif isinstance(value, list) and (keyword in SCHEMAS or keyword in SCHEMA_OR_SCHEMAS):
            found.extend((f"{keyword}/{number}", part) for number, part in enumerate(value))
    return found
