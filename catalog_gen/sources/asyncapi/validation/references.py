"""Rules about references: that they lead to an object of the kind that belongs there."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.validation.grammar import NOUNS
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Subject

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


RULES = (Rule("asyncapi-reference-kind", Severity.ERROR, "A reference leads to an object of the kind that belongs there.", other_kind),)
