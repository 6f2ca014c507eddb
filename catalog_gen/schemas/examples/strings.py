"""Texts within their bounds: by description, format and name where these say something, else by pattern, else plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from catalog_gen.schemas.examples.formats import FORMATS
from catalog_gen.schemas.examples.identifiers import entity_of
from catalog_gen.schemas.examples.leaves import has_format, is_matchable, matches
from catalog_gen.schemas.examples.library import Node
from catalog_gen.schemas.examples.likeness import likely_texts
from catalog_gen.schemas.examples.pattern_text import MAX_TEXT, write_matching
from catalog_gen.schemas.examples.quantities import is_quantity
from catalog_gen.schemas.examples.scene import tokens_of
from catalog_gen.schemas.examples.shapes import Shape
from catalog_gen.schemas.examples.spots import Spot

if TYPE_CHECKING:
    from catalog_gen.schemas.examples.maker import Maker

_LIKELY = 12
_NAME_LENGTH = 24
_MORE = 1_400


def make(maker: Maker, shape: Shape, _: Sequence[Node], spot: Spot) -> Iterator[str]:
    """Texts of a shape."""
    low, high = shape.low_of("minLength"), shape.high_of("maxLength")
    if low > MAX_TEXT:
        maker.blame_shape(shape, "minLength", f"{low} characters are more than are written out")
        return
    checked = _checked_formats(shape)
    if not all(is_matchable(pattern) for pattern in shape.patterns):
        yield from _unchecked(maker, shape, spot, low, high)
        return
    count = 0
    for text in _distinct(_proposals(maker, shape, spot, low, high)):
        if not low <= len(text) <= (MAX_TEXT if high is None else high):
            continue
        if all(matches(pattern, text) for pattern in shape.patterns) and all(has_format(name, draft, text) for name, draft in checked):
            count += 1
            yield text
    if not count:
        kind = "pattern" if shape.patterns else "format" if checked else "minLength"
        maker.blame_shape(shape, kind, "no text was found that fits all that is said of it")


def _unchecked(maker: Maker, shape: Shape, spot: Spot, low: int, high: int | None) -> Iterator[str]:
    """Texts of an expression that no engine here can check, such as one that looks behind: as written from its tree."""
    dice = maker.scene.dice(spot.path, "pattern")
    unreadable = [pattern for pattern in shape.patterns if not is_matchable(pattern)]
    found = list(write_matching(unreadable[0], dice, low, high)) if len(unreadable) == 1 else []
    fitting = [text for text in found if low <= len(text) <= (MAX_TEXT if high is None else high)]
    yield from (text for text in fitting if all(matches(pattern, text) for pattern in shape.patterns))
    if not fitting:
        maker.blame_shape(shape, "pattern", "the expression is too large, or is not understood")


def _checked_formats(shape: Shape) -> list[tuple[str, str]]:
    """Formats that a value must have: where the draft only annotates them, an impossible one is no obstacle."""
    if not shape.formats:
        return []
    draft = shape.nodes[0].resource.draft
    soft = not draft.asserts_formats and bool(shape.patterns or shape.lengths or shape.limits or len(shape.formats) > 1)
    return [] if soft else [(name, draft.name) for name in shape.formats]


def _distinct(texts: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


def _proposals(maker: Maker, shape: Shape, spot: Spot, low: int, high: int | None) -> Iterator[str]:
    scene = maker.scene
    formatted = [FORMATS[name](scene, spot) for name in shape.formats if name in FORMATS]
    yield from formatted
    likely: list[str] = []
    for text in islice(likely_texts(scene, spot, shape), _LIKELY) if not formatted else ():
        likely.append(text)
        yield text
    for pattern in shape.patterns:
        yield from write_matching(pattern, scene.dice(spot.path, "pattern"), low, high)
    if not likely and not formatted:
        yield from _plain(maker, spot)
    for text in (*formatted, *likely):
        yield from _stretched(text, low, high)
    words = _words(maker, spot)
    for number in range(_MORE if not shape.patterns else 20):
        yield from _stretched(f"{words}-{number + 2}", low, high)
    if high is not None and high < len(words) + 4:
        yield from islice(_tiny(high), _MORE)


def _plain(maker: Maker, spot: Spot) -> Iterator[str]:
    """For a name that says nothing we know: the name's own words, so that the value tells what it stands for."""
    yield _words(maker, spot)
    yield maker.scene.word(spot.path)


def _words(maker: Maker, spot: Spot) -> str:
    named = "-".join(tokens_of(spot.name)[-2:])
    word = maker.scene.word(spot.path)
    return f"{word}-{named}" if 1 < len(named) <= _NAME_LENGTH else word


def _stretched(text: str, low: int, high: int | None) -> Iterator[str]:
    """A text cut or repeated to its bounds; digits and words stay what they are."""
    if high is not None and len(text) > high:
        cut = text[:high].rstrip(" -_.,")
        yield cut
        yield text[:high]
    elif len(text) < low:
        times = -(-low // (len(text) + 1)) + 1
        longer = " ".join([text] * times) if " " in text else text + "0123456789abcdefghjkmnpqrstvwxyz" * times
        yield longer[:low] if " " not in text else longer[: low if high is None else min(high, len(longer))]
        yield (text * (low // max(1, len(text)) + 1))[:low]
    else:
        yield text


def _tiny(high: int) -> Iterator[str]:
    """All short texts, for members of sets of them."""
    alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
    if high <= 0:
        yield ""
        return
    for first in alphabet:
        yield first
    if high > 1:
        for first in alphabet:
            for second in alphabet:
                yield first + second


def kind_of(spot: Spot, shape: Shape) -> tuple[str, ...]:
    """The type that a name suggests for a value of which nothing else is said."""
    words = tokens_of(spot.name)
    if not words:
        return ()
    if words[0] in {"is", "has", "can", "should"} or words[-1] in {"enabled", "active", "deleted", "verified"}:
        return ("boolean",)
    if entity_of(spot, shape) is None and is_quantity(spot):
        return ("number",)
    return ("string",)
