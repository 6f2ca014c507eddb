"""YAML tags: which are understood, and what is said about the others."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from catalog_gen.text.findings import Findings
from catalog_gen.text.scalars import resolve

_STANDARD = "tag:yaml.org,2002:"
_TEXT = frozenset({"!", f"{_STANDARD}str", f"{_STANDARD}timestamp", f"{_STANDARD}binary"})
_TYPES: dict[str, tuple[type, ...]] = {
    f"{_STANDARD}int": (int,),
    f"{_STANDARD}float": (int, float),
    f"{_STANDARD}bool": (bool,),
    f"{_STANDARD}null": (type(None),),
    f"{_STANDARD}map": (dict,),
    f"{_STANDARD}seq": (list,),
}
_PYTHON = f"{_STANDARD}python/"


class Tagged(Enum):
    """How to read a scalar that has a tag."""

    TEXT = "as a text"
    PLAIN = "as if it stood without tag and quotes"


def apply_tag(findings: Findings, event: Any, pointer: Callable[[], str]) -> Tagged:
    """Say how the value of an event with a tag is read. A tag never makes anything happen; an unknown one is a finding."""
    tag: str = event.tag
    text = getattr(event, "value", None)
    if tag in _TEXT and text is not None:
        return Tagged.TEXT
    types = _TYPES.get(tag)
    if types is not None:
        if text is None or isinstance(resolve(text), types):
            return Tagged.PLAIN
        findings.warning(
            "yaml-tag-mismatch",
            f"The tag `{_written(tag)}` does not fit this value; it is read as a text.",
            "Remove the tag.",
            findings.span(event.start_mark.index, pointer()),
        )
        return Tagged.TEXT
    if findings.is_full():
        return _untagged(event)
    if tag.startswith(_PYTHON):
        findings.error(
            "yaml-python-tag",
            f"The tag `{_written(tag)}` asks to run Python; it was ignored and the plain value is used.",
            "Remove the tag.",
            findings.span(event.start_mark.index, pointer()),
        )
        return _untagged(event)
    findings.error(
        "yaml-unknown-tag",
        f"The tag `{_written(tag)}` is unknown; it was ignored and the plain value is used.",
        "Remove the tag, or write the value in full.",
        findings.span(event.start_mark.index, pointer()),
    )
    return _untagged(event)


def _untagged(event: Any) -> Tagged:
    """How a value would be read if it had no tag: in quotes it is a text."""
    return Tagged.TEXT if getattr(event, "style", "") in {"'", '"', "|", ">"} else Tagged.PLAIN


def _written(tag: str) -> str:
    return tag.replace(_STANDARD, "!!", 1) if tag.startswith(_STANDARD) else tag
