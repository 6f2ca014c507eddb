"""What the comparison pages draw: trees merged, texts held against each other, and the data for comparing in the browser."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from catalog_gen.evolution.fields import Merged, merge_outlines
from catalog_gen.evolution.fields.outline import Outline, outline_of
from catalog_gen.site.field_diff import describe_diff, render_diff, summary_words
from catalog_gen.site.fragments import printable, read_tree
from catalog_gen.site.text_diff import render_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.site.views.comparison import ComparedPart, VersionContent
    from catalog_gen.site.views.parts import SchemaView

DATA_LIMIT = 20_000
"""Distinct fields that the data for the browser hold; versions beyond are left out."""

_NOTHING = Outline()


def merged(part: ComparedPart) -> Merged | None:
    """Both trees of a part as one, a missing one taken as empty; None where a format has no tree or nobody declares any."""
    old, new = (_side(side) for side in (part.old, part.new))
    return None if old is None or new is None else _merge(old, new)


def _side(side: SchemaView | None) -> tuple[str, str] | None:
    if side is None:
        return "", ""
    return (side.format, side.text) if read_tree(side.format, side.text) is not None else None


@lru_cache(maxsize=8)
def _merge(old: tuple[str, str], new: tuple[str, str]) -> Merged:
    """For the page and, right after it, for the page's twin."""
    return merge_outlines(_outline(*old) or _NOTHING, _outline(*new) or _NOTHING)


@lru_cache(maxsize=16)
def _outline(schema_format: str, text: str) -> Outline | None:
    field = read_tree(schema_format, text) if text else None
    return outline_of(field) if field is not None else None


def field_diff(tree: Merged, part: ComparedPart) -> Markup:
    """The merged tree as HTML."""
    return render_diff(tree, part.breaks, part.anchor)


def field_diff_list(tree: Merged) -> Markup:
    """What changed in the merged tree, as a Markdown list."""
    return Markup(describe_diff(tree))  # noqa: S704 - Markdown, not HTML


def diff_summary(trees: Iterable[Merged | None]) -> str:
    """How many fields came, went and changed."""
    return summary_words(tree for tree in trees if tree is not None)


def text_diff(part: ComparedPart) -> Markup | None:
    """The written texts line by line, None where they are too long."""
    old, new = (printable(side.written) if side is not None else "" for side in (part.old, part.new))
    return render_lines(old, new)


def outline_data(versions: Iterable[VersionContent]) -> Markup:
    """All versions for the browser, as JSON that can stand in a script element.

    Equal fields are written once: `nodes` are [name, path, kind, facts, children, more, shown at], and children are numbers of earlier
    nodes; `kind` is 1 for a part of a field. Versions name their trees by number, -1 where there is none.
    """
    table = _Table()
    rows = []
    for version in versions:
        if len(table.nodes) > DATA_LIMIT:
            break
        trees = [table.add(outline) if (outline := _outline(*text)) is not None else -1 for text in (version.payload, version.headers)]
        rows.append([version.label, version.url, version.step, *trees])
    text = json.dumps({"nodes": table.nodes, "versions": rows}, ensure_ascii=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing in it can end the element


class _Table:
    """Fields by content."""

    def __init__(self) -> None:
        self.nodes: list[list[object]] = []
        self.known: dict[object, int] = {}

    def add(self, outline: Outline) -> int:
        children = tuple(self.add(child) for child in outline.children)
        key = (outline.name, outline.path, outline.is_part, outline.facts, children, outline.more, outline.shown_at)
        number = self.known.get(key)
        if number is None:
            number = self.known[key] = len(self.nodes)
            facts = [[label, printable(words)] for label, words in outline.facts]
            self.nodes.append(
                [printable(outline.name), printable(outline.path), int(outline.is_part), facts, children, outline.more, outline.shown_at]
            )
        return number
