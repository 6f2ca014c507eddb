"""Rules about references: that they lead to an object of the kind that belongs there."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.schemas import keywords
from catalog_gen.sources.asyncapi.validation.grammar import NOUNS
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Subject
from catalog_gen.text.pointers import join

_ADVICE = {
    ("payload", "message"): "Refer to the message itself, in place of this one, or to the schema of its payload.",
    ("schema", "message"): "Refer to the message itself, in place of this one, or to the schema of its payload.",
    ("message", "payload"): "Write `payload:` above the reference.",
    ("message", "schema"): "Write `payload:` above the reference.",
}
"""Kind that is asked for and kind that was found → what was probably meant."""


def other_kind(subject: Subject) -> Iterator[Finding]:
    """References to an object of another kind."""
    for item, found in subject.mistaken:
        reference = item.place.reference
        wanted, other = NOUNS.get(item.kind, f"`{item.key}`"), NOUNS.get(found, "something else")
        path, pointer = item.place.at
        yield Finding(
            f"This must refer to {wanted}, but `{reference.text if reference is not None else item.place.pointer}` is {other}.",
            (path, f"{pointer}/$ref"),
            _ADVICE.get((item.kind, found), f"Refer to {wanted}; those for all to use stand under `components`."),
            (item.spot,),
        )


def siblings(subject: Subject) -> Iterator[Finding]:
    """Members beside a `$ref` that would matter if they counted ("Reference Object"; JSON Schema draft 7, section 8.3)."""
    modern = {path for path, parsed in subject.linked.files.items() if "json-schema.org/draft/20" in parsed.text}
    channels = {place.at for place in subject.named("channels").values()} if subject.major == 2 else set()  # noqa: PLR2004 - the major version
    for reference in subject.linked.references():
        ignored = [key for key in reference.siblings if key not in keywords.ANNOTATIONS | _WORDS and not key.startswith("x-")]
        spot = (reference.at_path, reference.at_pointer)
        if ignored and reference.at_path not in modern and spot not in channels:
            fields = ", ".join(f"`{key}`" for key in ignored)
            yield Finding(
                f"{fields} beside a `$ref` {'has' if len(ignored) == 1 else 'have'} no effect.",
                (reference.at_path, join(reference.at_pointer, ignored[0])),
                "In a schema, write `allOf: [{$ref: …}, {…}]`; elsewhere, change what is referred to, or write it in place.",
            )


_WORDS = frozenset({"summary", "tags", "name", "deprecated", "readOnly", "writeOnly", "nullable", "default", "definitions"})
"""Members that only describe, beside the annotations of JSON Schema, or do no harm."""

RULES = (
    Rule("asyncapi-reference-kind", Severity.ERROR, "A reference leads to an object of the kind that belongs there.", other_kind),
    Rule("asyncapi-reference-siblings", Severity.INFO, "Nothing that matters stands beside a `$ref`.", siblings),
)
