"""Long lists, spread over pages of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from catalog_gen.site.views.parts import Pager

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = TypeVar("Row")

PAGE_SIZE = 500
"""Rows of a table on one page: still quick to load and filter, and few pages at 10,000 rows."""

_AROUND = 2


def page_address(url: str, page: int) -> str:
    """The address of one page of a list; the first is the list's own."""
    return url if page == 1 else f"{url}page/{page}/"


def spread(rows: Sequence[Row], url: str, size: int = PAGE_SIZE) -> Iterator[tuple[Sequence[Row], Pager]]:
    """The rows of each page with its place in the whole; an empty list is one empty page."""
    pages = max(1, -(-len(rows) // size))
    for page in range(1, pages + 1):
        start = (page - 1) * size
        shown = rows[start : start + size]
        near = [number for number in range(1, pages + 1) if number in {1, pages} or abs(number - page) <= _AROUND]
        yield (
            shown,
            Pager(
                page=page,
                pages=pages,
                first=start + 1 if shown else 0,
                last=start + len(shown),
                total=len(rows),
                previous=page_address(url, page - 1) if page > 1 else "",
                next=page_address(url, page + 1) if page < pages else "",
                addresses=tuple((number, page_address(url, number)) for number in near),
            ),
        )
