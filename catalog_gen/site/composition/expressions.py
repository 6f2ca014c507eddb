"""Runtime expressions (`$message.header#/correlationId`): which value of a message they point to.

AsyncAPI, "Runtime Expressions": `$message.header` or `$message.payload`, then a JSON pointer behind `#`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from catalog_gen.site.composition.bindings import compose_extensions, origin_of
from catalog_gen.site.views.parts import CorrelationView, SpotView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.model.contract import Correlation, Trait

_EXPRESSION = re.compile(r"\$message\.(header|payload)(?:#/?(.*))?", re.DOTALL)


def compose_spot(expression: str) -> SpotView | None:
    """The value that an expression points to; None for no expression. One that cannot be read keeps its text and has no source."""
    text = expression.strip()
    if not text:
        return None
    match = _EXPRESSION.fullmatch(text)
    if match is None:
        return SpotView(expression=text)
    steps = tuple(unquote(step).replace("~1", "/").replace("~0", "~") for step in (match[2] or "").split("/") if step)
    return SpotView(expression=text, source=match[1], steps=steps)


def compose_correlation(correlation: Correlation | None, place: str, traits: Iterable[Trait] = ()) -> CorrelationView | None:
    """A correlation id with the value that carries it."""
    if correlation is None:
        return None
    return CorrelationView(
        spot=compose_spot(correlation.location),
        description=correlation.description,
        origin=origin_of(traits, "correlationId"),
        data=compose_extensions(f"{place}-extensions", correlation.extensions),
    )
