"""Two versions of a field tree as one list with signs, in HTML and in Markdown.

Class names, all below `.df` (styled by `static/comparison.css`, made again in the browser by `static/compare.js`):
`df-added`, `df-removed`, `df-changed`, `df-inside` a field with its sign · `df-same` a run of fields that did not change ·
`df-row` what is said on one line · `df-n` the name · `df-t` the type · `df-f` a fact · `df-w` what changed · `breaks` whom it breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape as escape_attribute
from itertools import groupby

from markupsafe import Markup

from catalog_gen.evolution.fields import Merged
from catalog_gen.site.field_diff_words import difference_words, fact_words
from catalog_gen.site.field_words import mark_code
from catalog_gen.site.sanitise import escaped, spell_out

ROW_LIMIT = 800
"""Rows of one tree that are shown."""

NAME_LIMIT = 40
"""Names in one run of unchanged fields that are shown."""

_VARIANT = re.compile(r"\([^()]*\)")
_MEANT = re.compile(r"([\\`*_\[\]<>#|~!&])")

SIGNS = {"added": "+", "removed": "\N{MINUS SIGN}", "changed": "~"}

Breaks = Iterable[tuple[str, str, str]]
"""Path of a field, directions in words, and the anchor of the change."""


def count_signs(root: Merged) -> Counter[str]:
    """How many fields were added, removed and changed; what came or went with the field around it is not counted again."""
    counts: Counter[str] = Counter()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if not one.is_part:
            counts[one.sign] += 1
        if one.is_part or one.sign not in {"added", "removed"}:
            waiting += one.children
    return counts


def summary_words(roots: Iterable[Merged]) -> str:
    """`3 fields added, 1 removed, 2 changed`; "" where no field did."""
    counts: Counter[str] = sum((count_signs(root) for root in roots), Counter())
    said = [(counts[sign], sign) for sign in ("added", "removed", "changed") if counts[sign]]
    pieces = [f"{count:,} {'' if number else 'field ' if count == 1 else 'fields '}{sign}" for number, (count, sign) in enumerate(said)]
    return ", ".join(pieces)


def render_diff(root: Merged, breaks: Breaks, anchor: str) -> Markup:
    """A merged tree as HTML; what did not change is named only."""
    return Markup("".join(_Diff(breaks, anchor).draw(root)))  # noqa: S704 - every text went through escaped


class _Diff:
    def __init__(self, breaks: Breaks, anchor: str) -> None:
        self.breaks: dict[str, list[tuple[str, str]]] = {}
        for path, directions, target in breaks:
            self.breaks.setdefault(path, []).append((directions, target))
        self.anchor = anchor
        self.left = ROW_LIMIT

    def draw(self, root: Merged) -> Iterator[str]:
        yield f'<div class="df" id="{self.anchor}-fields">'
        own = "".join(self.told(root))
        if own:
            yield f'<div class="df-root df-{root.sign}"><div class="df-row">{own}</div></div>'
        yield from self.children(root.children, root.sign)
        yield "</div>"

    def children(self, fields: tuple[Merged, ...], around: str) -> Iterator[str]:
        """A list of fields. Below a field that came or went, no sign is said again."""
        if not fields:
            return
        yield "<ul>"
        for is_same, run in groupby(fields, lambda one: one.sign == "same" and one.path not in self.breaks):
            if is_same:
                yield self.same(list(run))
                continue
            for one in run:
                if self.left <= 0:
                    continue
                self.left -= 1
                yield from self.field(one, around)
        yield "</ul>"
        if self.left <= 0:
            yield '<p class="muted">The rest is left out.</p>'
            self.left = ROW_LIMIT if around == "" else 0

    def field(self, one: Merged, around: str) -> Iterator[str]:
        said = f'<span class="unseen">{one.sign}: </span>' if one.sign in SIGNS and one.sign != around else ""
        name = f'<span class="df-p">{words(one.name)}</span>' if one.is_part else f'<code class="df-n">{_name(one.name)}</code>'
        yield f'<li class="df-{one.sign}"><div class="df-row">{said}{name} {"".join(self.told(one))}</div>'
        yield from self.children(one.children, one.sign)
        yield "</li>"

    def told(self, one: Merged) -> Iterator[str]:
        """Type, what else is said about what came or went, what changed, and whom that breaks."""
        facts = dict(one.facts)
        changes = {difference.label for difference in one.differences}
        if facts.get("type") and "type" not in changes and one.path:
            yield f'<span class="df-t">{escaped(facts["type"])}</span> '
        if one.sign in {"added", "removed"}:
            yield from (f'<span class="df-f">{words(text)}</span> ' for text in fact_words(one.facts))
        yield from (f'<span class="df-w">{words(difference_words(difference))}</span> ' for difference in one.differences)
        if one.more:
            yield f'<span class="muted">{one.more} more are not shown</span> '
        if one.is_part or one.sign == "inside":
            return
        paths = (one.path, one.old_path or one.path, _VARIANT.sub("", one.path))
        for directions, target in next((self.breaks[path] for path in paths if path in self.breaks), []):
            label = f"breaks {escaped(directions)}"
            yield (
                f'<a class="breaks" href="#{escape_attribute(target)}">{label}</a> ' if target else f'<span class="breaks">{label}</span> '
            )

    def same(self, run: list[Merged]) -> str:
        names = ", ".join(f"<code>{_name(one.name)}</code>" if not one.is_part else words(one.name) for one in run[:NAME_LIMIT])
        more = f" and {len(run) - NAME_LIMIT} more" if len(run) > NAME_LIMIT else ""
        return f'<li class="df-same"><span class="unseen">unchanged: </span>{names}{more}</li>'


def words(text: str) -> str:
    """Words of ours around code of the author's, as HTML."""
    return mark_code(escaped(text), lambda code: f"<code>{code}</code>")


def _name(text: str) -> str:
    return escaped(text[:200]) if text.strip() else f"&#34;{escaped(text)}&#34;"


def describe_diff(root: Merged) -> str:
    """What changed in a merged tree, as a nested Markdown list."""
    lines: list[str] = []
    _describe(root, "", lines)
    return "\n".join([*lines[:ROW_LIMIT], ""])


def _describe(one: Merged, indent: str, lines: list[str]) -> None:
    for child in one.children:
        if child.sign == "same" or len(lines) > ROW_LIMIT:
            continue
        said = ", ".join(_plain(text) for text in _described(child))
        name = _plain(child.name) if child.is_part else f"**{_meant(_line(child.name))}**"
        sign = f"{child.sign}: " if child.sign in SIGNS and child.sign != one.sign else ""
        lines.append(f"{indent}- {sign}{name}{' ' + said if said else ''}")
        _describe(child, indent + "  ", lines)


def _described(one: Merged) -> Iterator[str]:
    if one.sign in {"added", "removed"}:
        kind = dict(one.facts).get("type", "")
        yield from ([f"`{kind}`"] if kind else [])
        yield from fact_words(one.facts)
    yield from map(difference_words, one.differences)


def _plain(text: str) -> str:
    """Words as Markdown: code between backticks stays code, everything else is meant as it stands."""
    pieces = _line(text).split("`")
    return "`".join(piece if number % 2 else _meant(piece) for number, piece in enumerate(pieces))


def _meant(text: str) -> str:
    return _MEANT.sub(r"\\\1", text)


def _line(text: str) -> str:
    return " ".join(spell_out(text).split())
