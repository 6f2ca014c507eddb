"""The order of version labels."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.model.versions import is_pre_release, latest, revision_key, version_key

ORDERS = [
    ["1.9.0", "1.10.0", "2.0.0"],
    ["1.9", "1.10"],
    ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"],
    ["v1.2.0", "v1.12.0"],
    ["1", "2", "10"],
    ["2023-12-31", "2024-01-02"],
    ["draft", "zebra", "2024-01-01", "7", "1.0.0"],
    ["unversioned", "0.0.1"],
    ["1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.0.1-alpha", "1.0.1"],
    ["v1", "v2", "v10"],
    ["9", "v10", "11"],
    ["latest", "2024-12-31", "3", "v1.0.0", "1.2", "v2.0.0-rc.1", "2.0.0"],
    ["2024-01-02", "2024-01-02T10:00:00Z", "2024-01-03"],
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
        (["1.9", "1.10", "1.10.1-rc.1"], "1.10"),
        (["v2", "v10", "draft"], "v10"),
        (["2023-01-01", "2024-01-01", "alpha"], "2024-01-01"),
        (["5", "1.0.0-rc.1"], "5"),
        ([], ""),
    ],
)
def test_latest(labels: list[str], expected: str) -> None:
    assert latest(labels) == expected


def test_revisions_are_ordered_by_time_among_other_texts() -> None:
    moments = {"99999999": "2024-01-01T00:00:00Z", "0a1b2c3d": "2024-03-01T00:00:00Z", "1.0.0": "2024-02-01T00:00:00Z"}
    keys = {label: revision_key(label, moment) for label, moment in moments.items()}
    assert sorted(keys, key=keys.__getitem__) == ["99999999", "1.0.0", "0a1b2c3d"]
    assert latest(keys, keys.__getitem__) == "0a1b2c3d"
    assert all(key < version_key("2020-01-01") for key in keys.values())


def test_pre_releases() -> None:
    assert [label for label in ("1.0.0-rc.1", "1.0.0", "2", "draft") if is_pre_release(label)] == ["1.0.0-rc.1"]


@given(st.lists(st.one_of(st.text(max_size=8), st.from_regex(r"v?\d{1,3}(\.\d{1,3}){0,3}(-[a-z0-9.]{1,6})?", fullmatch=True)), max_size=6))
def test_every_two_labels_compare(labels: list[str]) -> None:
    ordered = sorted(labels, key=version_key)
    turned = labels[1:] + labels[:1]
    assert sorted(turned, key=version_key) == ordered
