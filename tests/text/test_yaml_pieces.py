"""A text that is read in pieces means what it means as a whole."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from ryaml import loads  # type: ignore[attr-defined] # its types leave out that it is public

from catalog_gen.text import yaml_pieces
from catalog_gen.text.yaml_pieces import load

WORDS = st.text("abz_-. #:'\"", min_size=1, max_size=6) | st.sampled_from(["true", "null", "1", "components"])
SCALARS = st.one_of(WORDS, st.integers(-9, 9), st.booleans(), st.none(), st.text("ab \n:#-", max_size=20))
TREES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)), max_leaves=25
)


@example(tree={"a ": {"b": None}, "c": []}, piece=1, indent=2)
@given(st.dictionaries(WORDS, TREES, min_size=1), st.integers(1, 60), st.integers(2, 4))
def test_pieces_mean_what_the_whole_means(tree: object, piece: int, indent: int) -> None:
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=200, indent=indent)
    try:
        whole = loads(text)
    except ValueError:
        return
    found = load(text, piece=piece, large=0)
    assert found == whole
    assert list(found) == list(whole)


def test_real_documents_mean_the_same(corpus: Path) -> None:
    divided = 0
    for path in sorted((corpus / "asyncapi").rglob("*.y*ml"))[:120]:
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            whole = loads(text)
        except (ValueError, TypeError):
            continue
        with mock.patch.object(yaml_pieces, "loads", wraps=loads) as parser:
            assert load(text, piece=200, large=0) == whole
        divided += parser.call_count > 1
    assert divided > 30


TWICE = ["a: 1\nb: 2\na: 3\n", "a:\n  b: 1\n  b: 2\n", "a: 1\n'a': 2\n", "a: [\n", "a:\n  - b\n c: 1\n"]


@pytest.mark.parametrize("text", TWICE)
def test_what_is_wrong_as_a_whole_is_wrong_in_pieces(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(text, piece=1, large=0)
