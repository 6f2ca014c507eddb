"""References of documents to registries lead to what exports hold."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.merge import merge
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.declaration import Declarations, RemoteSchema
from catalog_gen.model.schema import Schema, SchemaPart
from catalog_gen.schemas.canonical import digest_schema
from catalog_gen.sources.registries.remote import lead_to_exports
from tests.merge.declared import document, message
from tests.merge.registered import registered, subject

REFERENCE = Span(path="shop-1.yaml", pointer="/0/payload/$ref")
URL = "https://registry.example.com/subjects/{}/versions/{}/schema"


def remote(span: Span, code: str = "reference-remote") -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message="", span=span)


def together(sent: dict[str, Any], kept: Declarations, *findings: Diagnostic) -> Catalog:
    """The catalog of one document that sends a message, and of an export."""
    declared = [document("shop", "1", sent), Declarations(diagnostics=findings)]
    return merge([*lead_to_exports(declared, kept), kept])


def refers(name: str, url: str) -> dict[str, Any]:
    return message(name, None, remote=RemoteSchema(url=url, spans=(REFERENCE,)))


def codes(catalog: Catalog) -> list[str]:
    return [found.code for found in catalog.diagnostics]


def test_a_subject_that_a_document_refers_to_is_its_payload() -> None:
    other = remote(Span(path="shop-1.yaml", pointer="/1/$ref"))
    kept = registered(subject("money-value", "a", "b", "c", record="Money"))
    catalog = together(refers("Paid", URL.format("money-value", 2)), kept, remote(REFERENCE), other)
    (one,) = catalog.messages
    assert [(version.version, [party.service for party in version.producers]) for version in one.versions] == [
        ("3", []),
        ("2", ["shop"]),
        ("1", []),
    ]
    assert [found.span for found in catalog.diagnostics if found.code == "reference-remote"] == [other.span]


LEADS = [
    (URL.format("money-value", "latest"), "2"),
    (URL.format("money-value", 1), "1"),
    ("https://r/schemas/ids/101", "2"),
    ("https://r/schemas/ids/100", "1"),
    ("https://r/schemas/ids/999", ""),
    (URL.format("money-value", 9), ""),
    (URL.format("other-value", 1), ""),
    ("https://example.com/money.json", ""),
]


@pytest.mark.parametrize(("url", "version"), LEADS)
def test_where_references_lead(url: str, version: str) -> None:
    kept = registered(subject("money-value", "a", "b", "c", record="Money", states=["", "", "failed"]))
    catalog = together(refers("Money", url), kept, remote(REFERENCE))
    (one,) = catalog.messages
    assert one.version(version or one.latest) == next(found for found in one.versions if found.producers)
    assert codes(catalog) == ([] if version else ["reference-remote"])


@pytest.mark.parametrize("code", ["reference-remote", "reference-scheme", "reference-missing-file"])
def test_whatever_is_said_about_the_reference_is_not_said(code: str) -> None:
    kept = registered(subject("orders", "a", registry="aws-glue", context="shop"))
    catalog = together(refers("orders", "arn:aws:glue:eu-west-1:1:schema/shop/orders"), kept, remote(REFERENCE, code))
    assert codes(catalog) == []


def test_subjects_of_several_contexts_are_told_apart() -> None:
    kept = registered(
        subject("money-value", "a", record="Money", context="one", first=1), subject("money-value", "b", record="Cash", first=9)
    )
    catalog = together(refers("Paid", "https://r/subjects/:.one:money-value/versions/1"), kept, remote(REFERENCE))
    paid = next(one for one in catalog.messages if "Money" in (one.id, *one.aliases))
    assert [party.service for version in paid.versions for party in version.producers] == ["shop"]


# --- references inside a payload

MONEY = {"type": "object", "properties": {"amount": {"type": "string"}}}
PAYLOAD = {"type": "object", "properties": {"total": {"$ref": URL.format("money-value", 1)}}}
WHOLE = {"type": "object", "properties": {"total": MONEY}}
PART = SchemaPart(key="Order", name="Order", digest="", span=Span(path="parts.yaml", pointer="/Order"))


def schema(value: Any, parts: tuple[SchemaPart, ...] = ()) -> Schema:
    return Schema(
        format="json-schema",
        written=json.dumps(value),
        digest=digest_schema(value),
        parts=parts,
        span=Span(path="shop-1.yaml", pointer="/0/payload"),
    )


def with_payload(declared: Declarations, payload: Schema, **more: Any) -> Declarations:
    """The one message of a file, with another payload."""
    (one,) = declared.messages
    return msgspec.structs.replace(declared, messages=(msgspec.structs.replace(one, payload=payload),), **more)


PARTS = [
    ("in the payload", schema(PAYLOAD), Span(path="shop-1.yaml", pointer="/0/payload/properties/total/$ref")),
    (
        "in a part of it",
        schema({"$ref": "#/definitions/Order", "definitions": {"Order": PAYLOAD}}, (PART,)),
        Span(path="parts.yaml", pointer="/Order/properties/total/$ref"),
    ),
]


@pytest.mark.parametrize(("payload", "place"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_a_part_that_a_registry_keeps_is_put_in(payload: Schema, place: Span) -> None:
    kept = with_payload(registered(subject("money-value", "a", record="Money")), schema(MONEY))
    sent = with_payload(document("shop", "1", message("Paid")), payload, diagnostics=(remote(place), remote(REFERENCE)))
    (led,) = lead_to_exports([sent], kept)
    (paid,) = led.messages
    assert paid.payload is not None
    assert paid.payload.written == payload.written
    assert paid.payload.digest == digest_schema(WHOLE)
    assert [found.span for found in led.diagnostics] == [REFERENCE]


def test_a_part_that_no_export_has_stays_as_it_is() -> None:
    kept = registered(subject("other-value", "a", record="Other"))
    sent = with_payload(document("shop", "1", message("Paid")), schema(PAYLOAD), diagnostics=(remote(REFERENCE),))
    assert lead_to_exports([sent], kept) == [sent]
