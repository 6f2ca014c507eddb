"""What sources say about one version besides its payload, and do not say alike: its owner, and its compatibility mode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from catalog_gen.merge.messages import Draft
from catalog_gen.merge.origins import side_of
from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.identity import Conflict

COMPATIBILITY_KEYS = ("x-compatibility", "x-compatibility-mode", "x-schema-compatibility")
"""Extensions of a message in which documents state its compatibility mode."""

_SAME = {"DISABLED": "NONE", "BACKWARD_ALL": "BACKWARD_TRANSITIVE", "FORWARD_ALL": "FORWARD_TRANSITIVE", "FULL_ALL": "FULL_TRANSITIVE"}
"""Names that registries give one mode → the name used here. Source: AWS Glue, "Schema versioning and compatibility"."""


def gather_conflicts(drafts: Iterable[Draft]) -> Iterator[Conflict]:
    """For each version: the first two of its sources that name different owners, and different compatibility modes."""
    for draft in drafts:
        if len(draft.declarations) == 1:
            continue
        yield from _conflict(draft, "owner", _owners)
        yield from _conflict(draft, "compatibility", _compatibility)


def _conflict(draft: Draft, about: str, said_by: Callable[[MessageDeclaration], str]) -> Iterator[Conflict]:
    first: tuple[str, MessageDeclaration] | None = None
    for one in draft.declarations:
        value = said_by(one)
        if not value:
            continue
        if first is None:
            first = (value, one)
        elif first[0] != value:
            sides = side_of(first[1], None, first[0]), side_of(one, None, value)
            yield Conflict(kind="disagreement", about=about, version=draft.label, first=sides[0], second=sides[1])
            return


def _owners(one: MessageDeclaration) -> str:
    """Whom a source names as owners; a consumer's document has no say in it."""
    if not one.owners:
        return ""
    return ", ".join(sorted(set(one.owners))) if one.registration is not None or one.roles != ("receive",) else ""


def _compatibility(one: MessageDeclaration) -> str:
    kept = one.registration
    if kept is not None:
        stated = kept.compatibility
    else:
        extensions = one.extensions
        if not isinstance(extensions, Mapping):
            return ""
        stated = next((value for key in COMPATIBILITY_KEYS if isinstance(value := extensions.get(key), str)), "")
    if not stated:
        return ""
    levelled = stated.strip().upper().replace("-", "_").replace(" ", "_")
    return _SAME.get(levelled, levelled)
