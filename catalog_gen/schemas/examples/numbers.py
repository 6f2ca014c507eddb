"""Numbers within bounds and on their grid; the one that the name suggests, where it fits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from catalog_gen.schemas.examples.leaves import exact
from catalog_gen.schemas.examples.library import Node
from catalog_gen.schemas.examples.likeness import likely_numbers
from catalog_gen.schemas.examples.shapes import Shape
from catalog_gen.schemas.examples.spots import Spot

if TYPE_CHECKING:
    from catalog_gen.schemas.examples.maker import Maker

_NARROW = 2
_WIDE = 5_000
"""Bounds further apart than this only keep out what is absurd: the middle between them would be, too."""
_MORE = 1_200
_HUGE = Fraction(10) ** 300


def make(maker: Maker, shape: Shape, _: Sequence[Node], spot: Spot) -> Iterator[float]:
    """Numbers of a shape."""
    yield from _numbers(maker, shape, spot, whole=False)


def make_whole(maker: Maker, shape: Shape, _: Sequence[Node], spot: Spot) -> Iterator[float]:
    """Whole numbers of a shape."""
    yield from _numbers(maker, shape, spot, whole=True)


def _numbers(maker: Maker, shape: Shape, spot: Spot, *, whole: bool) -> Iterator[float]:
    grid = _grid(shape.multiples, whole=whole)
    found = False
    seen: set[Fraction] = set()
    for wish in _wishes(maker, shape, spot, grid, whole=whole):
        value = _onto(wish, grid) if grid else wish
        if value in seen or not _inside(shape, value):
            continue
        seen.add(value)
        number = _written(value)
        if number is not None:
            found = True
            yield number
    if not found:
        kind = "multipleOf" if "multipleOf" in shape.blamed else "number"
        maker.blame_shape(shape, kind, "no number is within the bounds and on the grid")


def _grid(multiples: Sequence[Fraction], *, whole: bool) -> Fraction | None:
    """The least number that every value is a multiple of."""
    steps = [*multiples, Fraction(1)] if whole else [*multiples]
    if not steps:
        return None
    numerator, denominator = 1, 0
    for step in steps:
        numerator = math.lcm(numerator, step.numerator)
        denominator = math.gcd(denominator, step.denominator)
    return Fraction(numerator, denominator)


def _onto(wish: Fraction, grid: Fraction) -> Fraction:
    return round(wish / grid) * grid


def _inside(shape: Shape, value: Fraction) -> bool:
    if shape.low is not None and (value < shape.low or (shape.low_open and value == shape.low)):
        return False
    return shape.high is None or not (value > shape.high or (shape.high_open and value == shape.high))


def _wishes(maker: Maker, shape: Shape, spot: Spot, grid: Fraction | None, *, whole: bool) -> Iterator[Fraction]:
    for likely in likely_numbers(maker.scene, spot, shape, whole=whole):
        yield exact(likely)
    low, high = shape.low, shape.high
    step = grid or (Fraction(1, 100) if low is not None and high is not None and high - low < _NARROW else Fraction(1))
    if low is not None and high is not None and high - low < _HUGE:
        if high - low > _WIDE:
            yield max(low, Fraction(0)) + maker.scene.dice(spot.path).between(1, 99)
        share = Fraction(maker.scene.dice(spot.path).between(30, 60), 100)
        yield Fraction(round((low + (high - low) * share) / step)) * step
        yield (low + high) / 2
    elif high is None:
        yield max(low or Fraction(0), Fraction(0)) + maker.scene.dice(spot.path).between(1, 99)
    start = low if low is not None else high if high is not None else Fraction(0)
    direction = 1 if low is not None or high is None else -1
    if grid is None:
        yield start + direction * Fraction(1, 2)
    first = _ceiling(start, step) if direction > 0 else -_ceiling(-start, step)
    yield start
    for number in range(_MORE):
        yield first + direction * number * step


def _ceiling(value: Fraction, step: Fraction) -> Fraction:
    return -((-value) // step) * step


def _written(value: Fraction) -> float | None:
    """A number as JSON has it: whole ones without a point. None when a float would not be exactly on the spot."""
    if value.denominator == 1:
        return int(value) if abs(value) < 10**1_000 else None
    try:
        return float(value)
    except OverflowError:
        return None
