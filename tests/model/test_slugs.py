"""The rule "Slug": how names become parts of addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.model.slugs import LENGTH, RESERVED, distinct_slugs, slugify, version_slug

SLUGS = [
    ("OrderPlaced", "order-placed"),
    ("orderPlaced", "order-placed"),
    ("order_placed", "order-placed"),
    ("com.acme.OrderPlaced", "com-acme-order-placed"),
    ("HTTPRequestSent", "http-request-sent"),
    ("order/{id}/placed", "order-id-placed"),
    ("  Order   placed!  ", "order-placed"),
    ("v2Order", "v2-order"),
    ("Größe geändert", "größe-geändert"),
    ("注文確定", "注文確定"),
    ("ﬁne", "fine"),
    ("index", "index-item"),
    ("CON", "con-item"),
    ("lpt1", "lpt1-item"),
    ("latest", "latest-item"),
    ("../../etc/passwd", "etc-passwd"),
    ("***", ""),
    ("a" * 200, "a" * LENGTH),
]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_slug(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("1.10.0", "1.10.0"),
        ("2.0.0-rc.1", "2.0.0-rc.1"),
        ("1.0.0+shop", "1.0.0+shop"),
        ("v 2/β", "v-2-β"),
        ("..", "v-"),
        ("latest", "v-latest"),
    ],
)
def test_version_slug(label: str, slug: str) -> None:
    assert version_slug(label) == slug


def test_members_of_a_collision_all_carry_a_hash() -> None:
    slugs, collisions = distinct_slugs(["OrderPlaced", "order-placed", "Other"])
    assert collisions == [("OrderPlaced", "order-placed")]
    assert slugs["Other"] == "other"
    assert len(set(slugs.values())) == len(slugs)
    assert all(slugs[name].startswith("order-placed-") for name in ("OrderPlaced", "order-placed"))


@given(st.text())
def test_a_slug_is_safe_as_a_file_name(name: str) -> None:
    slug = slugify(name)
    assert len(slug) <= LENGTH + len("-item")
    assert slug not in RESERVED
    assert not set(slug) & set('/\\:*?"<>|. \x00')
    assert slugify(slug) in {slug, f"{slug}-item"} or not slug.isascii()


@given(st.lists(st.text(max_size=12), unique=True))
def test_slugs_of_a_set_are_distinct_and_do_not_depend_on_order(names: list[str]) -> None:
    slugs, _ = distinct_slugs(names)
    assert slugs == distinct_slugs(reversed(names))[0]
    assert len(set(slugs.values())) == len(names)
    assert all(slugs.values())
