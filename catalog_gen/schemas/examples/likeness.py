"""Values that look like the field they stand in: chosen by its name, its owner's name and its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog_gen.schemas.examples.identifiers import entity_of, identifiers, numeric_identifier
from catalog_gen.schemas.examples.moments import moment_of
from catalog_gen.schemas.examples.quantities import quantities
from catalog_gen.schemas.examples.scene import Scene, tokens_of
from catalog_gen.schemas.examples.shapes import Shape
from catalog_gen.schemas.examples.spots import Spot
from catalog_gen.schemas.examples.text_names import BY_NAME, ENDS, NUMBERED, STRONG, WHOLE
from catalog_gen.schemas.examples.texts import TextMaker, numbered

_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
_EXAMPLE = re.compile(
    r"(?:\be\.\s?g\.|\beg\.?|\bfor example|\bexamples?:|\bsuch as|\bi\.e\.)[,:]?\s{0,3}"
    rf"(?:[{_QUOTES}]([^{_QUOTES}\n]{{1,80}})[{_QUOTES}]|([^\s,;()<>{_QUOTES}]{{2,60}}))",
    re.IGNORECASE,
)
"""What a description gives as an example: quoted, or a word that is no plain English one."""
_LISTED = re.compile(
    r"(?:\bone of|\bvalues?|\beither|\bcan be|\boptions|\bmust be|\bis always)\b"
    rf"[^{_QUOTES}\n]{{0,30}}[{_QUOTES}]([^{_QUOTES}\n]{{1,40}})[{_QUOTES}]",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:([ T])\d{2}:\d{2}:\d{2}(.{0,12}))?$")
_TELLING = re.compile(r"[0-9_@]|^[A-Z]{2,}|[a-z][A-Z]|\w[-/:]\w|\w\.\w+\.")
"""What makes an unquoted word an example rather than a word of the sentence."""
_TOLD = 2_000


def likely_texts(scene: Scene, spot: Spot, shape: Shape) -> Iterator[str]:
    """Texts that the description, then the name suggest, the best first; none where they say nothing."""
    described = description_of(shape)
    if described:
        yield from _described(described, scene, spot)
    entity = entity_of(spot, shape)
    if entity is not None:
        yield from identifiers(scene, spot, entity, described)
        return
    words = tokens_of(spot.name)
    maker = _maker(words, "".join(tokens_of(spot.owner)[-1:]))
    if maker is not None:
        yield from maker(scene, spot, described)


def likely_numbers(scene: Scene, spot: Spot, shape: Shape, *, whole: bool) -> Iterator[float]:
    """Numbers that the name suggests."""
    if entity_of(spot, shape) is not None:
        yield numeric_identifier(scene, spot, shape)
        return
    yield from quantities(scene, spot, shape, description_of(shape), whole=whole)


def description_of(shape: Shape) -> str:
    """The outermost description."""
    for told in shape.told("description"):
        if isinstance(told, str) and told:
            return told[:_TOLD]
    return ""


def _described(text: str, scene: Scene, spot: Spot) -> Iterator[str]:
    for found in _EXAMPLE.finditer(text):
        quoted, bare = found.groups()
        if quoted:
            yield _today(quoted.strip(), scene, spot)
        elif _TELLING.search(bare):
            yield _today(bare.rstrip(".:"), scene, spot)
    for found in _LISTED.finditer(text):
        yield found[1].strip()


def _today(text: str, scene: Scene, spot: Spot) -> str:
    """A moment is written as in the author's example, but told by the payload's clock, so that its moments stay in order."""
    found = _MOMENT.match(text)
    if found is None:
        return text
    now = moment_of(scene, spot)
    return f"{now:%Y-%m-%d}{found[1]}{now:%H:%M:%S}{found[2]}" if found[1] else f"{now:%Y-%m-%d}"


@lru_cache(maxsize=8192)
def _maker(words: tuple[str, ...], owner: str) -> TextMaker | None:
    """The maker for a name: by its owner and itself, by itself, by its last words, by any telling word of it."""
    joined = "".join(words)
    keys = [f"{owner}.{joined}", f"{owner.removesuffix('s')}.{joined}"] if owner else []
    keys += ["".join(words[start:]) for start in range(len(words))]
    keys += [key.removesuffix("s") for key in keys if key.endswith("s") and not key.endswith("ss")]
    joined_only = len(words) > 1
    for key in keys:
        if key in BY_NAME and not (joined_only and key in WHOLE):
            return BY_NAME[key]
    if joined_only and words[-1] in NUMBERED:
        return numbered
    strong = next((word for word in words[::-1] if word in STRONG), None)
    run_together = next((end for end in ENDS if words and words[-1].endswith(end)), None)
    found = strong or run_together
    return BY_NAME[found] if found is not None else None
