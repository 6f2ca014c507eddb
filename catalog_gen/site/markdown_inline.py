"""Python-Markdown's search for inline marks, without the patterns that a text cannot match.

The library tries each of its patterns on each piece of text, which takes more than half of a conversion; most pieces hold no mark at
all, and nearly all hold only one or two kinds. What a pattern needs is told here for the patterns that we know; others are
always tried. The result is that of the library, to the last character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from markdown import Markdown

_NEEDS = {
    "backtick": ("`",),
    "catalog-wiki": ("[[",),
    "escape": ("\\",),
    "footnote": ("[^",),
    **dict.fromkeys(("reference", "link", "short_reference"), ("[",)),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), ("![",)),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    "linebreak": ("  \n",),
    "entity": ("&",),
    **dict.fromkeys(("not_strong", "em_strong", "em_strong2"), ("*", "_")),
}
"""Name of a pattern → one of these stands in every text that it matches."""


class QuickInlineProcessor(InlineProcessor):
    """The library's processor, which skips patterns that cannot match; register it instead, once all patterns are known."""

    def __init__(self, md: Markdown) -> None:
        """Note what each pattern needs."""
        super().__init__(md)
        patterns = self.inlinePatterns
        known = {id(patterns[name]): needs for name, needs in _NEEDS.items() if name in patterns}
        self._patterns = [(pattern, *_two(known.get(id(pattern), ("",)))) for pattern in patterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - replaces the method that the library calls by this name
        """Replace what the patterns match by placeholders, from the given pattern on.

        Should the library once call this method otherwise, its own will do the work, only slower.
        """
        if isinstance(data, AtomicString):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        patterns = self._patterns
        start, number = 0, patternIndex
        while number < len(patterns):
            pattern, needed, other = patterns[number]
            matched = False
            if needed in data or other in data:
                data, matched, start = apply(pattern, data, number, start)
            if not matched:
                number += 1
                start = 0
        return data


def _two(needs: tuple[str, ...]) -> tuple[str, str]:
    return needs[0], needs[-1]
