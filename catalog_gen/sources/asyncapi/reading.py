"""Reading the small objects that every AsyncAPI object may hold, and saying where one is not what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.contract import Contact, ExternalDocs, License, Tag, Variable
from catalog_gen.schemas.canonical import Digests, is_modern
from catalog_gen.schemas.definitions import MISSING
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.text.documents import Parsed
from catalog_gen.text.references import Linked

KINDS = {
    dict: "a mapping",
    list: "a list",
    str: "a text",
    bool: "a truth value",
    int: "a number",
    float: "a number",
    type(None): "nothing",
}


class Reading:
    """One document being read: its linked graph, the findings so far, and readers for what stands at many places."""

    def __init__(self, parsed: Parsed, linked: Linked) -> None:
        self.parsed = parsed
        self.linked = linked
        self.diagnostics: list[Diagnostic] = list(linked.diagnostics)
        self._digests: dict[bool, Digests] = {}

    def digests(self, schema: Any) -> Digests:
        """What tells the document's schemas by their meaning, for the draft of one of them; what they share is looked at once."""
        modern = is_modern(schema)
        if modern not in self._digests:
            self._digests[modern] = Digests(self._resolve, modern=modern)
        return self._digests[modern]

    def _resolve(self, mapping: dict[str, Any]) -> Any:
        reference = self.linked.is_reference(mapping)
        return MISSING if reference is None else self.linked.enter(mapping, reference.at_path, reference.at_pointer).value

    def report(self, code: str, severity: Severity, message: str, place: Place, hint: str = "") -> None:
        """Add a finding at a place."""
        path, pointer = place.at
        self.diagnostics.append(Diagnostic(code=code, severity=severity, message=message, hint=hint, span=Span(path=path, pointer=pointer)))

    def mapping(self, parent: Place, key: str, what: str) -> Place | None:
        """The mapping at `key`, or None when it is absent or (with a finding) something else."""
        member = parent.get(key)
        return member if member is not None and self.expect(member, dict, what) else None

    def expect(self, place: Place, kind: type, what: str) -> bool:
        """Whether the value at a place is of a kind; a finding when it is not. Unresolved references were reported already."""
        if isinstance(place.value, kind):
            return True
        if not place.broken:
            found = KINDS.get(type(place.value), "something else")
            self.report(
                "asyncapi-unexpected-type",
                Severity.ERROR,
                f"{what} must be {KINDS[kind]}, but this is {found}.",
                place,
                "Write it in the shape that the specification gives for this object.",
            )
        return False

    def entries(self, parent: Place, key: str, what: str) -> Iterator[tuple[str, Place]]:
        """The members of the mapping at `key` that are mappings themselves, extensions left out."""
        container = self.mapping(parent, key, f"`{key}`")
        if container is None:
            return
        for name, member in container.items():
            if not name.startswith("x-") and self.expect(member, dict, f"{what} `{name}`"):
                yield name, member

    def elements(self, parent: Place, key: str, what: str) -> Iterator[Place]:
        """The members of the list at `key` that are mappings."""
        member = parent.get(key)
        if member is not None and self.expect(member, list, f"`{key}`"):
            for element in member.elements():
                if self.expect(element, dict, what):
                    yield element


def span_of(place: Place) -> Span:
    """Where an object is written (behind a reference: its target)."""
    return Span(path=place.path, pointer=place.pointer)


def text_of(place: Place, *keys: str) -> str:
    """The first of the members that holds a text, as the reader would see it; numbers and booleans keep their spelling."""
    for key in keys:
        member = place.get(key)
        if member is None:
            continue
        text = scalar(member.value)
        if text:
            return text
    return ""


def scalar(value: Any) -> str:
    """A scalar as text; empty for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else ""


def texts_of(place: Place, *keys: str) -> tuple[str, ...]:
    """A text or a list of texts (or of mappings with an `id` or `name`) under the first key that is there."""
    for key in keys:
        member = place.get(key)
        if member is None:
            continue
        values = member.value if isinstance(member.value, list) else [member.value]
        named = (scalar(value.get("id") or value.get("name")) if isinstance(value, dict) else scalar(value) for value in values)
        found = tuple(dict.fromkeys(text for text in named if text))
        if found:
            return found
    return ()


def extensions_of(place: Place) -> dict[str, Any] | None:
    """The `x-` members, without those that parsers leave behind; None when there are none."""
    value = place.value
    if not isinstance(value, dict):
        return None
    found = {key: value[key] for key in value if isinstance(key, str) and key.startswith("x-") and not key.startswith("x-parser-")}
    return found or None


def docs_of(place: Place) -> ExternalDocs | None:
    """The `externalDocs` of an object."""
    member = place.get("externalDocs")
    if member is None or not isinstance(member.value, dict):
        return None
    url = text_of(member, "url")
    return ExternalDocs(url=url, description=text_of(member, "description")) if url else None


def tags_of(place: Place) -> tuple[Tag, ...]:
    """The `tags` of an object; a bare text counts as a tag's name."""
    member = place.get("tags")
    if member is None or not isinstance(member.value, list):
        return ()
    tags = []
    for element in member.elements():
        name = text_of(element, "name") if isinstance(element.value, dict) else scalar(element.value)
        if name:
            described = isinstance(element.value, dict)
            tags.append(
                Tag(
                    name=name,
                    description=text_of(element, "description") if described else "",
                    docs=docs_of(element) if described else None,
                )
            )
    return tuple(tags)


def contact_of(place: Place) -> Contact | None:
    """The `contact` of an info object."""
    member = place.get("contact")
    if member is None or not isinstance(member.value, dict):
        return None
    contact = Contact(name=text_of(member, "name"), email=text_of(member, "email"), url=text_of(member, "url"))
    return contact if contact != Contact() else None


def license_of(place: Place) -> License | None:
    """The `license` of an info object."""
    member = place.get("license")
    if member is None or not isinstance(member.value, dict):
        return None
    found = License(name=text_of(member, "name"), url=text_of(member, "url"))
    return found if found != License() else None


def variables_of(reading: Reading, place: Place, key: str, what: str) -> tuple[Variable, ...]:
    """Server variables or channel parameters. In 2.x a parameter's `schema` holds what 3.x says directly."""
    variables = []
    for name, member in reading.entries(place, key, what):
        schema = member.get("schema")
        detail = schema if schema is not None and isinstance(schema.value, dict) else member
        variables.append(
            Variable(
                name=name,
                description=text_of(member, "description") or text_of(detail, "description"),
                default=text_of(detail, "default"),
                enum=texts_of(detail, "enum"),
                examples=texts_of(detail, "examples"),
                location=text_of(member, "location"),
                schema=schema.value if schema is not None else None,
            )
        )
    return tuple(variables)


def raw_of(place: Place, key: str) -> Any:
    """A member's plain value, kept for display; None when absent."""
    member = place.get(key)
    return None if member is None else member.value
