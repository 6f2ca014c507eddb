"""Which ids differ in spelling only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.merge.spelling import Part, spellings

HEADS = {Part.WHOLE, Part.NAME}


def alike(one: str, other: str, *, subject: bool = False) -> bool:
    """Whether two ids share a spelling that means the message for at least one of them."""
    first, second = dict(spellings(one)), dict(spellings(other, subject=subject))
    return any(first[spelled] in HEADS or second[spelled] in HEADS for spelled in first.keys() & second.keys())


ALIKE = [
    ("OrderPlaced", "order-placed"),
    ("OrderPlaced", "ORDER_PLACED"),
    ("OrderPlaced", "order placed"),
    ("OrderPlaced", "com.acme.OrderPlaced"),
    ("order.placed", "OrderPlaced"),
    ("com.acme.OrderPlaced", "org.other.OrderPlaced"),
    ("com.acme.OrderPlaced", "acme.order.placed"),
    ("com.acme.order.placed", "acme.order.placed"),
    ("com.acme.orders/Order Placed", "OrderPlaced"),
    ("com.acme.orders@OrderPlaced", "order-placed"),
    ("Order", "com.acme.Order"),
    ("acme/orders/order_placed.proto", "OrderPlaced"),
    ("com.acme.OrderPlaced.v1", "order-placed-v1"),
    ("orders.order-placed-value", "OrderPlaced"),
    ("order-value", "OrderValue"),
    ("заказ-создан", "ЗаказСоздан"),
]
APART = [
    ("OrderPlaced", "OrderShipped"),
    ("order.created", "payment.created"),
    ("com.acme.OrderPlaced.v1", "com.acme.PaymentTaken.v1"),
    ("com.acme.OrderPlaced.v1", "com.acme.OrderPlaced.v2"),
    ("orders.created", "created"),
    ("api-key", "api"),
    ("a.b.order.created", "c.d.order.created"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_apart(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize("subject", ["order-placed-value", "order-placed-key", "orders.order-placed-value", "order-placed"])
def test_what_a_subject_says_of_keys_and_values_does_not_count(subject: str) -> None:
    assert alike("OrderPlaced", subject, subject=True)


@given(st.text(max_size=40))
def test_every_id_has_a_spelling_of_the_whole(name: str) -> None:
    found = spellings(name)
    assert Part.WHOLE in dict(found).values()
    assert all(spelled for spelled, _ in found) or not name


@given(st.lists(st.text(min_size=1, max_size=3), max_size=200))
def test_long_ids_have_few_spellings(parts: list[str]) -> None:
    assert len(spellings(".".join(parts))) <= 15
