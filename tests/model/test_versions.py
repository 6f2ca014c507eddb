"""The order of version labels."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.model.versions import is_pre_release, latest, version_key

ORDERS = [
    ["1.9.0", "1.10.0", "2.0.0"],
    ["1.9", "1.10"],
    ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"],
    ["v1.2.0", "v1.12.0"],
    ["1", "2", "10"],
    ["2023-12-31", "2024-01-02"],
    ["draft", "zebra", "2024-01-01", "7", "1.0.0"],
    ["unversioned", "0.0.1"],
]


@pytest.mark.parametrize("order", ORDERS, ids=" < ".join)
def test_order(order: list[str]) -> None:
    for labels in itertools.islice(itertools.permutations(order), 50):
        assert sorted(labels, key=version_key) == order


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["1.0.0", "2.0.0-rc.1"], "1.0.0"),
        (["2.0.0-rc.1", "2.0.0-rc.2"], "2.0.0-rc.2"),
        (["1.2.0", "1.10.0"], "1.10.0"),
        (["3", "12"], "12"),
        ([], ""),
    ],
)
def test_latest(labels: list[str], expected: str) -> None:
    assert latest(labels) == expected


def test_pre_releases() -> None:
    assert [label for label in ("1.0.0-rc.1", "1.0.0", "2", "draft") if is_pre_release(label)] == ["1.0.0-rc.1"]


@given(st.lists(st.one_of(st.text(max_size=8), st.from_regex(r"v?\d{1,3}(\.\d{1,3}){0,3}(-[a-z0-9.]{1,6})?", fullmatch=True)), max_size=6))
def test_every_two_labels_compare(labels: list[str]) -> None:
    ordered = sorted(labels, key=version_key)
    turned = labels[1:] + labels[:1]
    assert sorted(turned, key=version_key) == ordered
