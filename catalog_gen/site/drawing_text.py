"""How wide a text will be when a browser draws it, roughly: enough to size a box and to cut what does not fit."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width

_LATIN = (
    278, 278, 361, 556, 643, 889, 667, 191, 333, 333, 427, 584, 278, 418, 278, 494,
    673, 556, 630, 625, 629, 641, 604, 556, 624, 606, 302, 302, 584, 584, 584, 570,
    1015, 689, 688, 722, 722, 667, 611, 778, 722, 280, 607, 667, 583, 890, 745, 778,
    667, 778, 722, 667, 611, 722, 688, 968, 667, 667, 611, 361, 470, 361, 469, 558,
    333, 565, 608, 563, 608, 576, 412, 607, 591, 256, 284, 609, 282, 885, 591, 588,
    608, 608, 394, 537, 410, 586, 560, 829, 607, 553, 552, 395, 274, 395, 584,
)  # fmt: skip
"""Thousandths of the font's size for U+0020 to U+007E: the wider of the site's font and Helvetica, in medium weight."""

_FULL = 1000
_OTHER = 700
_MARGIN = 1.03
_FIRST = 0x20


def text_width(text: str, size: float) -> int:
    """Pixels that a text takes at a font size in pixels, rather too many than too few."""
    return round(sum(map(_advance, text)) * size * _MARGIN / 1000 + 0.5)


def fit(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it would take more than `width` pixels; line breaks become spaces."""
    text = " ".join(text.split())
    if text_width(text, size) <= width:
        return text
    room = width * 1000 / (size * _MARGIN) - _advance("…")
    kept = 0
    for character in text:
        room -= _advance(character)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


@lru_cache(maxsize=4096)
def _advance(character: str) -> int:
    code = ord(character) - _FIRST
    if 0 <= code < len(_LATIN):
        return _LATIN[code]
    if combining(character):
        return 0
    return _FULL if east_asian_width(character) in "WF" or ord(character) >= 0x1F000 else _OTHER  # noqa: PLR2004 - where pictographs begin
