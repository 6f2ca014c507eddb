"""What addresses of registries name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.sources.registries.addresses import read_address

ADDRESSES = [
    ("https://registry.example.com/subjects/orders-value/versions/3/schema", ("", "orders-value", "3", "")),
    ("https://registry.example.com/subjects/orders-value/versions/latest", ("", "orders-value", "", "")),
    ("https://registry.example.com/subjects/orders-value", ("", "orders-value", "", "")),
    ("http://karapace:8081/base/subjects/a%2Fb-value/versions/1", ("", "a/b-value", "1", "")),
    ("https://registry.example.com/schemas/ids/42", ("", "", "", "42")),
    ("https://registry.example.com/schemas/ids/42/schema", ("", "", "", "42")),
    ("https://r/subjects/%3A.billing%3Ainvoices-value/versions/1", ("billing", "invoices-value", "1", "")),
    ("https://r/contexts/:.billing:/subjects/invoices-value/versions/1", ("billing", "invoices-value", "1", "")),
    ("https://r/apis/ccompat/v7/subjects/orders-value/versions/2/schema", ("", "orders-value", "2", "")),
    ("https://r/apis/registry/v2/groups/shop/artifacts/Order", ("shop", "Order", "", "")),
    ("https://r/apis/registry/v2/groups/shop/artifacts/Order/versions/2", ("shop", "Order", "2", "")),
    ("https://r/apis/registry/v3/groups/shop/artifacts/a%2Fb/versions/1.0.0/content", ("shop", "a/b", "1.0.0", "")),
    ("https://r/apis/registry/v3/groups/shop/artifacts/Order/versions/branch=latest/content", ("shop", "Order", "", "")),
    ("https://r/apis/registry/v3/ids/globalIds/7", ("", "", "", "7")),
    ("https://r/apis/registry/v2/ids/contentIds/7/", ("", "", "", "7")),
    ("arn:aws:glue:eu-west-1:123456789012:schema/shop/orders", ("shop", "orders", "", "")),
    ("arn:aws-cn:schemas:cn-north-1:123456789012:schema/shop/com.acme@OrderPlaced", ("shop", "com.acme@OrderPlaced", "", "")),
    (
        "https://schemas.eu-west-1.amazonaws.com/v1/registries/name/shop/schemas/name/com.acme@OrderPlaced",
        ("shop", "com.acme@OrderPlaced", "", ""),
    ),
    ("https://shop.servicebus.windows.net/$schemagroups/orders/schemas/OrderPlaced?api-version=2021-10", ("orders", "OrderPlaced", "", "")),
    ("https://shop.servicebus.windows.net/$schemaGroups/orders/schemas/OrderPlaced/versions/2", ("orders", "OrderPlaced", "2", "")),
    ("https://xregistry.example.com/schemagroups/shop/schemas/Order/versions/1$details", ("shop", "Order", "1", "")),
    ("projects/shop/schemas/order@a1b2c3d4", ("shop", "order", "a1b2c3d4", "")),
    ("https://pubsub.googleapis.com/v1/projects/shop/schemas/order", ("shop", "order", "", "")),
    ("https://pulsar:8443/admin/v2/schemas/public/default/orders/schema", ("public/default", "orders", "", "")),
    ("https://pulsar:8443/admin/v2/schemas/public/default/orders/schema/2", ("public/default", "orders", "2", "")),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES, ids=[url for url, _ in ADDRESSES])
def test_addresses_of_registries(url: str, expected: tuple[str, str, str, str]) -> None:
    found = read_address(url)
    assert found is not None
    assert (found.context, found.subject, found.version, found.identifier) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/schemas/order.json",
        "https://example.com/schemas/ids/",
        "https://[broken",
        "https://r/subjects/orders-value/versions/1#/definitions/Line",
        "arn:aws:s3:::bucket/key",
        "./subjects.yaml",
        "https://r/subjects/" + "a" * 5_000,
        "",
    ],
)
def test_other_addresses_name_nothing(url: str) -> None:
    assert read_address(url) is None


@given(st.text(max_size=60))
def test_nothing_raises(text: str) -> None:
    read_address(text)
    read_address(f"https://r/subjects/{text}/versions/{text}")
