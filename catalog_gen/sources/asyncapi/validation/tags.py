"""Rules about tags."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Subject

HOLDERS = ("document", "info", "server", "channel", "operation", "operationTrait", "message", "messageTrait")


def repeated(subject: Subject) -> Iterator[Finding]:
    """Tags of one object that have the same name."""
    for item in subject.of(*HOLDERS):
        member = item.place.get("tags")
        if member is None or not isinstance(member.value, list):
            continue
        seen: dict[str, int] = {}
        for index, tag in enumerate(member.elements()):
            name = tag.value.get("name") if isinstance(tag.value, dict) else None
            if not isinstance(name, str):
                continue
            if name in seen:
                spot = (
                    (member.path, f"{member.pointer}/{index}/name") if tag.reference is None else (member.path, f"{member.pointer}/{index}")
                )
                first = ((member.path, f"{member.pointer}/{seen[name]}"),)
                yield Finding(f"The tag `{name}` stands in this list twice.", spot, "Remove the second one.", first)
            seen.setdefault(name, index)


RULES = (Rule("asyncapi-tag-repeated", Severity.ERROR, "The tags of one object have different names.", repeated),)
