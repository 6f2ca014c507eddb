"""Following indentation finds exactly what reading every token finds, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.text import block_positions, positions
from catalog_gen.text.documents import parse_text

WORDS = st.text("abz_-. #:'\"", min_size=1, max_size=6)
SCALARS = st.one_of(WORDS, st.integers(), st.booleans(), st.none(), st.text("ab \n:#-", max_size=20))
TREES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)), max_leaves=25
)


def spots(spot: positions._Spot, parts: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], positions._Spot]]:
    yield parts, spot
    for name, below in (spot.members or {}).items():
        yield from spots(below, (*parts, name))


def check(text: str) -> tuple[int, int]:
    """How many places there are, and how many of them were found; a wrong one fails."""
    seen = found = 0
    for parts, spot in spots(positions._read_yaml(text)):
        place = block_positions.Blocks(text).find(parts)
        seen += 1
        if place is not None:
            found += 1
            assert (place.key, place.value) == (spot.key, spot.offset), (parts, text)
    return seen, found


@given(TREES, st.booleans(), st.integers(2, 4))
def test_equals_the_tokens(tree: object, wide: bool, indent: int) -> None:  # noqa: FBT001 - hypothesis chooses
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=200 if wide else 20, indent=indent)
    if block_positions.is_plain(text):
        check(text)


def test_finds_nearly_everything_in_real_documents(corpus: Path) -> None:
    seen = found = 0
    for path in sorted((corpus / "asyncapi").rglob("*.y*ml"))[:80]:
        parsed = parse_text("a.yaml", path.read_bytes())
        if parsed.ok and parsed.format == "yaml" and block_positions.is_plain(parsed.text):
            one = check(parsed.text)
            seen, found = seen + one[0], found + one[1]
    assert found > 0.9 * seen > 1000


DOUBTFUL = [
    "a: {b: 1}\n",
    "a: &x {b: 1}\n",
    "a: *x\n",
    "a: !t\n  b: 1\n",
    "a:\n  b: 1\n  b: 2\n",
    "? a\n: b\n",
    "a: 1\n---\nb: 1\n",
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_leaves_what_is_not_plain_to_the_tokens(text: str) -> None:
    assert not block_positions.is_plain(text) or block_positions.Blocks(text).find(("a", "b")) is None


def test_a_large_plain_file_is_never_read_token_by_token() -> None:
    lines = [f"key{number}:\n  value: {number}" for number in range(2000)]
    parsed = parse_text("a.yaml", "\n".join(lines).encode())
    known = positions.Positions(parsed)
    for number in range(100):
        assert known.span(f"/key{number}/value").line == 2 * number + 2
    assert "_root" not in known.__dict__
