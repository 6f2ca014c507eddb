"""Findings that say the same of one file are one; a few stay apart, and nothing is lost."""

from __future__ import annotations

import pytest

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.sources.asyncapi.validation.groups import FEW, MOST_PLACES, grouped


def found(number: int, message: str = "`extra` is no field of a tag.", path: str = "a.yaml") -> Diagnostic:
    span = Span(path=path, pointer=f"/tags/{number}/extra")
    return Diagnostic(code="asyncapi-unknown-field", severity=Severity.ERROR, message=message, hint="Remove it.", span=span)


def test_a_few_are_told_one_by_one() -> None:
    diagnostics = [found(number) for number in range(FEW)]
    assert grouped(diagnostics) == diagnostics


@pytest.mark.parametrize("count", [FEW + 1, 40, 3 * MOST_PLACES])
def test_many_are_one_with_its_places(count: int) -> None:
    (joined,) = grouped(found(number) for number in range(count))
    assert joined.span == found(0).span
    assert joined.message.endswith(f" The same is true of {count - 1} other places in this file.")
    assert joined.related == tuple(found(number).span for number in range(1, count))[:MOST_PLACES]


def test_other_words_and_other_files_stay_apart() -> None:
    diagnostics = [*(found(n, f"`{n}` is wrong.") for n in range(20)), *(found(n, path=f"{n}.yaml") for n in range(20))]
    assert grouped(diagnostics) == diagnostics
