"""Raw files beside the pages: schemas as written, self-contained schemas, authored and generated examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.model.slugs import slugify
from catalog_gen.site.composition.facts import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.schema import Example, Schema
    from catalog_gen.schemas.examples.illustration import Illustration, Illustrations


def schema_file(schema: Schema) -> str:
    """The name of the file that holds a schema as its author wrote it."""
    return f"schema.{schema.extension}"


def bundled_file(schema: Schema) -> str:
    """The name of the file that holds the self-contained schema."""
    return "bundled.json" if schema.bundled else f"bundled.{schema.extension}"


def example_files(examples: tuple[Example, ...]) -> tuple[str, ...]:
    """A file name for each example that has a payload, `""` for the others; equal names are numbered."""
    names: list[str] = []
    taken: set[str] = set()
    for number, example in enumerate(examples, start=1):
        if not example.has_payload:
            names.append("")
            continue
        slug = slugify(example.name) or f"example-{number}"
        while slug in taken:
            slug = f"{slug}-{number}"
        taken.add(slug)
        names.append(f"examples/{slug}.json")
    return tuple(names)


def specimen_files(examples: tuple[Example, ...], made: Illustration) -> tuple[str, ...]:
    """A file name for each generated payload, beside those of the authored ones."""
    taken = set(example_files(examples))
    names = ((f"examples/{one.name}.json", f"examples/generated-{one.name}.json") for one in made.specimens)
    return tuple(second if first in taken else first for first, second in names)


def static_files(catalog: Catalog, illustrations: Illustrations) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every raw file; those of a message's latest version also stand beside the message's own page."""
    for message in catalog.messages:
        for version in message.versions:
            files = tuple(_version_files(version))
            for folder in _folders(message, version):
                for name, content in files:
                    yield folder + name, content
            yield from _specimens(message, version, illustrations)


def _specimens(message: Message, version: MessageVersion, illustrations: Illustrations) -> Iterator[tuple[str, bytes]]:
    made = illustrations.get((message.id, version.version))
    if made is not None:
        folder = addresses.version_url(message, version)
        for name, one in zip(specimen_files(version.examples, made), made.specimens, strict=True):
            yield folder + name, _encode(one.text + "\n")


def _folders(message: Message, version: MessageVersion) -> tuple[str, ...]:
    own = addresses.version_url(message, version)
    return (own, addresses.message_url(message)) if version is message.current else (own,)


def _version_files(version: MessageVersion) -> Iterator[tuple[str, bytes]]:
    if version.payload is not None:
        yield schema_file(version.payload), _encode(version.payload.written)
        yield bundled_file(version.payload), _encode(version.payload.text)
    for name, example in zip(example_files(version.examples), version.examples, strict=True):
        if name:
            yield name, _encode(json_text(example.payload) + "\n")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")
