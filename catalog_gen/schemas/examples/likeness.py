"""Values that look like the field they stand in: chosen by its name, its owner's name and its description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_gen.schemas.examples.identifiers import entity_of, identifiers, numeric_identifier
from catalog_gen.schemas.examples.quantities import quantities
from catalog_gen.schemas.examples.scene import Scene, tokens_of
from catalog_gen.schemas.examples.shapes import Shape
from catalog_gen.schemas.examples.spots import Spot
from catalog_gen.schemas.examples.texts import BY_NAME, TextMaker

_QUOTES = "\"'`“”‘’"
_EXAMPLE = re.compile(
    r"(?:\be\.\s?g\.|\beg\.?|\bfor example|\bexamples?:|\bsuch as|\bi\.e\.)[,:]?\s{0,3}"
    rf"(?:[{_QUOTES}]([^{_QUOTES}\n]{{1,80}})[{_QUOTES}]|([^\s,;()<>{_QUOTES}]{{2,60}}))",
    re.IGNORECASE,
)
"""What a description gives as an example: quoted, or a word that is no plain English one."""
_LISTED = re.compile(
    rf"(?:\bone of|\bvalues?|\beither|\bcan be|\boptions|\bmust be|\bis always)\b[^{_QUOTES}\n]{{0,30}}[{_QUOTES}]([^{_QUOTES}\n]{{1,40}})[{_QUOTES}]",
    re.IGNORECASE,
)
_TOLD = 2_000


def likely_texts(scene: Scene, spot: Spot, shape: Shape) -> Iterator[str]:
    """Texts that the description, then the name suggest, the best first; none where they say nothing."""
    described = description_of(shape)
    if described:
        yield from _described(described)
    entity = entity_of(spot, shape)
    if entity is not None:
        yield from identifiers(scene, spot, entity, described)
        return
    words = tokens_of(spot.name)
    for maker in _makers(words, tokens_of(spot.owner)):
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


def _described(text: str) -> Iterator[str]:
    for found in _EXAMPLE.finditer(text):
        quoted, bare = found.groups()
        if quoted:
            yield quoted.strip()
        elif re.search(r"[0-9A-Z_/:@]|\w[.-]\w", bare):
            yield bare.rstrip(".")
    for found in _LISTED.finditer(text):
        yield found[1].strip()


def _makers(words: tuple[str, ...], owner: tuple[str, ...]) -> Iterator[TextMaker]:
    """The makers for a name: by its owner and itself, by itself, by its last words, by any of its words."""
    joined = "".join(words)
    keys = [f"{owner[-1]}.{joined}", f"{owner[-1].removesuffix('s')}.{joined}"] if owner else []
    keys += ["".join(words[start:]) for start in range(len(words))]
    keys += [key.removesuffix("s") for key in keys if key.endswith("s") and not key.endswith("ss")]
    for key in keys:
        maker = BY_NAME.get(key)
        if maker is not None:
            yield maker
            return
