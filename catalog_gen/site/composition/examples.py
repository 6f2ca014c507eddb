"""The examples of a message page: what authors wrote, what was generated, the same in envelopes, and how to publish it."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from catalog_gen.model import addresses
from catalog_gen.schemas.examples.envelopes import ENVELOPES, Origin
from catalog_gen.site.composition.facts import json_text
from catalog_gen.site.composition.publishing import compose_snippets
from catalog_gen.site.files import example_files, specimen_files
from catalog_gen.site.views.examples import ExamplesView, ExampleView, SnippetView, SpecimenView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.schema import Example
    from catalog_gen.schemas.examples.illustration import Illustration
    from catalog_gen.site.lookup import Lookup

EXAMPLE_CODES = frozenset({"asyncapi-message-example"})
"""Codes of findings that say that an authored example does not fit."""

_GAP = "… the payload …"
_BODIES = {"cloudevents": ("data",), "cloudevents-binary": ("body",), "eventbridge": ("Entries", 0, "Detail"), "kafka": ("value",)}
"""Where each envelope holds the payload."""


def compose_examples(lookup: Lookup, message: Message, version: MessageVersion) -> ExamplesView | None:
    """The examples of a version; None when there are none, and nothing was tried."""
    made = lookup.illustrations.get((message.id, version.version))
    authored = _authored(lookup, message, version)
    if made is None and not authored:
        return None
    folder = addresses.version_url(message, version)
    names = specimen_files(version.examples, made) if made is not None else ()
    specimens = made.specimens if made is not None else ()
    return ExamplesView(
        authored=authored,
        generated=tuple(
            SpecimenView(title=one.title, file=folder + name, text=one.text if number == 0 else "")
            for number, (one, name) in enumerate(zip(specimens, names, strict=True))
        ),
        format=version.payload.format if version.payload is not None else "",
        reason=made.reason if made is not None else "",
        envelopes=tuple(_envelopes(lookup, message, version, made)) if made is not None and specimens else (),
        snippets=compose_snippets(lookup, version.channels, message.id),
        command=f"catalog-gen example {shlex.quote(f'{message.id}@{version.version}')}",
    )


def _authored(lookup: Lookup, message: Message, version: MessageVersion) -> tuple[ExampleView, ...]:
    folder = addresses.version_url(message, version)
    names = example_files(version.examples)
    return tuple(
        ExampleView(
            title=example.name or f"Example {number}",
            anchor=f"example-{number}",
            summary=example.summary,
            payload=json_text(example.payload) if example.has_payload else "",
            headers=json_text(example.headers) if example.headers is not None else "",
            file=folder + name if name else "",
            problem=_problem(lookup, example),
        )
        for number, (name, example) in enumerate(zip(names, version.examples, strict=True), start=1)
    )


def _problem(lookup: Lookup, example: Example) -> str:
    """What a check says of an authored example."""
    return next((finding.message for finding in lookup.findings_at([example.span]) if finding.code in EXAMPLE_CODES), "")


def _envelopes(lookup: Lookup, message: Message, version: MessageVersion, made: Illustration) -> Iterator[SnippetView]:
    payload = json.loads(made.specimens[0].text)
    channel = next(iter(version.channels), "")
    origin = Origin(
        type=message.id,
        source=next((party.service for party in version.producers), ""),
        channel=lookup.channel(channel).name if channel else "",
    )
    in_json = version.payload is not None and version.payload.format in {"json-schema", "openapi"}
    for name, (title, wrap) in ENVELOPES.items():
        if in_json or name == "kafka":
            yield SnippetView(title=title, text=json_text(_without_body(wrap(payload, origin), _BODIES[name])), language="json")


def _without_body(envelope: Any, way: tuple[str | int, ...]) -> Any:
    """An envelope with a gap where the payload stands; one whose payload is an envelope itself stays as it is."""
    inner = envelope
    for step in way[:-1]:
        inner = inner[step]
    if isinstance(inner, dict) and way[-1] in inner:
        inner[way[-1]] = _GAP
    return envelope
