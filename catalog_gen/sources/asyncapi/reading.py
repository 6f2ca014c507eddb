"""Reading the small objects that every AsyncAPI object may hold; what is not as it should be counts as absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.contract import Contact, Correlation, ExternalDocs, License, Tag
from catalog_gen.schemas.canonical import Digests, is_modern
from catalog_gen.schemas.definitions import MISSING
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.source import OWNER_EXTENSIONS
from catalog_gen.text.documents import Parsed
from catalog_gen.text.references import Linked


class DocumentDigests:
    """Canonical digests of the schemas of one document and of what it refers to."""

    def __init__(self, linked: Linked, *, modern: bool) -> None:
        """Look at nothing yet."""
        self._linked = linked
        self._digests = Digests(self._resolve, modern=modern)
        self._known: dict[tuple[str, str], str] = {}

    def of(self, schema: Any) -> str:
        """The digest of a schema as it stands in a file."""
        return self._digests.of(schema)

    def at(self, path: str, pointer: str) -> str:
        """The digest of the schema at a place."""
        known = self._known.get((path, pointer))
        if known is None:
            node = self._linked.node(path, pointer)
            known = self._known[path, pointer] = self._digests.of(node.value if node is not None else None)
        return known

    def _resolve(self, mapping: dict[str, Any]) -> Any:
        reference = self._linked.is_reference(mapping)
        return MISSING if reference is None else self._linked.enter(mapping, reference.at_path, reference.at_pointer).value


class Reading:
    """One document being read: its linked graph, the findings so far, and readers for what stands at many places."""

    def __init__(self, parsed: Parsed, linked: Linked) -> None:
        self.parsed = parsed
        self.linked = linked
        self.diagnostics: list[Diagnostic] = list(linked.diagnostics)
        self.owner_keys: tuple[str, ...] = OWNER_EXTENSIONS
        """Extensions that name owners."""
        self._digests: dict[bool, DocumentDigests] = {}

    def digests(self, schema: Any) -> DocumentDigests:
        """What tells the document's schemas by their meaning, for the draft of one of them; what they share is looked at once."""
        modern = is_modern(schema)
        if modern not in self._digests:
            self._digests[modern] = DocumentDigests(self.linked, modern=modern)
        return self._digests[modern]

    def forget_digests(self) -> None:
        """Let go of what was only needed to tell schemas; in a large document that is as much as its text."""
        self._digests.clear()

    def report(self, code: str, severity: Severity, message: str, place: Place, hint: str = "") -> None:
        """Add a finding at a place."""
        path, pointer = place.at
        self.diagnostics.append(Diagnostic(code=code, severity=severity, message=message, hint=hint, span=Span(path=path, pointer=pointer)))

    def mapping(self, parent: Place, key: str) -> Place | None:
        """The mapping at `key`, or None when it is absent or something else (what the official schemas say better)."""
        member = parent.get(key)
        return member if member is not None and isinstance(member.value, dict) else None

    def entries(self, parent: Place, key: str) -> Iterator[tuple[str, Place]]:
        """The members of the mapping at `key` that are mappings themselves, extensions left out."""
        container = self.mapping(parent, key)
        if container is None:
            return
        for name, member in container.items():
            if not name.startswith("x-") and isinstance(member.value, dict):
                yield name, member

    def elements(self, parent: Place, key: str) -> Iterator[Place]:
        """The members of the list at `key` that are mappings."""
        member = parent.get(key)
        if member is not None and isinstance(member.value, list):
            yield from (element for element in member.elements() if isinstance(element.value, dict))


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


def place_of(place: Place, *keys: str) -> Span | None:
    """Where the member stands that `texts_of` takes its texts from; None where there is none."""
    found = next((key for key in keys if texts_of(place, key)), None)
    member = place.get(found) if found is not None else None
    if member is None:
        return None
    path, pointer = member.at
    return Span(path=path, pointer=pointer)


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
    return docs_in(member) if member is not None and isinstance(member.value, dict) else None


def docs_in(place: Place) -> ExternalDocs | None:
    """An external documentation object itself."""
    url = text_of(place, "url")
    return ExternalDocs(url=url, description=text_of(place, "description"), extensions=extensions_of(place)) if url else None


def tags_of(place: Place) -> tuple[Tag, ...]:
    """The `tags` of an object; a bare text counts as a tag's name."""
    member = place.get("tags")
    if member is None or not isinstance(member.value, list):
        return ()
    tags = []
    for element in member.elements():
        described = isinstance(element.value, dict)
        name = text_of(element, "name") if described else scalar(element.value)
        if name and described:
            description, docs = text_of(element, "description"), docs_of(element)
            tags.append(Tag(name=name, description=description, docs=docs, extensions=extensions_of(element)))
        elif name:
            tags.append(Tag(name=name))
    return tuple(tags)


def contact_of(place: Place) -> Contact | None:
    """The `contact` of an info object."""
    member = place.get("contact")
    if member is None or not isinstance(member.value, dict):
        return None
    name, email, url = (text_of(member, key) for key in ("name", "email", "url"))
    contact = Contact(name=name, email=email, url=url, extensions=extensions_of(member))
    return contact if contact != Contact() else None


def license_of(place: Place) -> License | None:
    """The `license` of an info object."""
    member = place.get("license")
    if member is None or not isinstance(member.value, dict):
        return None
    found = License(name=text_of(member, "name"), url=text_of(member, "url"), extensions=extensions_of(member))
    return found if found != License() else None


def correlation_of(place: Place | None) -> Correlation | None:
    """A correlation id object."""
    if place is None or not isinstance(place.value, dict):
        return None
    return Correlation(
        location=text_of(place, "location"),
        description=text_of(place, "description"),
        extensions=extensions_of(place),
        span=span_of(place),
    )


RESOLVED_LIMIT = 5_000
"""Values that `resolved` copies at most; what lies beyond stays a reference."""

RESOLVED_DEPTH = 24


def resolved(place: Place) -> Any:
    """A value as a plain copy with its references followed; one that leads nowhere, or back to where it stands, stays as written."""
    return _Copy().copy(place, frozenset())


class _Copy:
    """A copy within limits: references may multiply what is small on disk."""

    def __init__(self) -> None:
        self.left = RESOLVED_LIMIT

    def copy(self, place: Place, inside: frozenset[tuple[str, str]]) -> Any:
        here = (place.path, place.pointer)
        self.left -= 1
        if place.reference is not None and (place.broken or here in inside or self.left < 0):
            return {"$ref": place.reference.text}
        if self.left < 0 or len(inside) > RESOLVED_DEPTH:
            return place.value
        within = inside | {here}
        if isinstance(place.value, dict):
            return {key: self.copy(member, within) for key, member in place.items()}
        if isinstance(place.value, list):
            return [self.copy(member, within) for member in place.elements()]
        return place.value
