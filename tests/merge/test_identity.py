"""Which declarations of documents and registries are one message, and what the report says of it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.diagnostics import Severity, Span
from catalog_gen.merge import merge
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.contract import Binding
from catalog_gen.model.declaration import AliasRule, Declarations, RemoteSchema
from tests.merge.declared import document, message
from tests.merge.registered import registered, subject

SPAN = Span(path="catalog.yaml")
REFERENCE = Span(path="shop-1.yaml", pointer="/0/payload/$ref")
URL = "https://registry.example.com/subjects/{}/versions/{}/schema"


def alias(target: str, name: str) -> Declarations:
    return Declarations(aliases=(AliasRule(message=target, alias=name, span=SPAN),))


def kafka(**fields: Any) -> tuple[Binding, ...]:
    return (Binding(protocol="kafka", family="kafka", fields=fields, span=SPAN),)


def refers(name: str, url: str, target: str, content: str) -> dict[str, Any]:
    """A message whose payload is a registered schema, by its address."""
    return message(name, content, remote=RemoteSchema(url=url, spans=(REFERENCE,), target=target))


def rules(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Message id → its other names and the rule by which each belongs to it."""
    return {one.id: {name.name: name.evidence.rule for name in one.identity.names if name.evidence} for one in catalog.messages}


PLACED = "com.acme.OrderPlaced"
JOINS: list[tuple[str, list[Declarations], dict[str, dict[str, str]]]] = [
    (
        "a record's name",
        [document("shop", "1", message(PLACED)), registered(subject("orders-value", "b", record=PLACED))],
        {PLACED: {"orders-value": "name"}},
    ),
    (
        "record-name strategy: the subject is the record",
        [document("shop", "1", message("OrderPlaced", channel="x")), registered(subject(PLACED, "a", record=PLACED))],
        {"OrderPlaced": {PLACED: "payload"}},
    ),
    (
        "topic-record-name strategy: the topic is the channel",
        [document("shop", "1", message("OrderPlaced", "z")), registered(subject(f"orders-{PLACED}", "a", record=PLACED))],
        {"OrderPlaced": {PLACED: "address", f"orders-{PLACED}": "name"}},
    ),
    (
        "topic-name strategy: the topic is the channel",
        [document("shop", "1", message("OrderPlaced", "z")), registered(subject("orders-value", "a", record=PLACED))],
        {"OrderPlaced": {PLACED: "address", "orders-value": "name"}},
    ),
    (
        "key and value are one message",
        [
            document("shop", "1", message("OrderPlaced")),
            registered(subject("orders-value", "a", record=PLACED), subject("orders-key", "k")),
        ],
        {"OrderPlaced": {PLACED: "address", "orders-value": "name", "orders-key": "name"}},
    ),
    (
        "a subject without a name, on a topic with one message",
        [document("shop", "1", message("PaymentTaken", "z", channel="payments")), registered(subject("payments-value", "a"))],
        {"PaymentTaken": {"payments": "topic", "payments-value": "name"}},
    ),
    (
        "a subject without a name, on a topic with two messages",
        [
            document("shop", "1", message("Taken", "z", channel="payments"), message("GivenBack", "y", channel="payments")),
            registered(subject("payments-value", "a")),
        ],
        {"Taken": {}, "GivenBack": {}, "payments": {"payments-value": "name"}},
    ),
    (
        "a subject of another name, on a topic with one message",
        [document("shop", "1", message("Paid", "z")), registered(subject("orders-value", "a", record=PLACED))],
        {"Paid": {}, PLACED: {"orders-value": "name"}},
    ),
    (
        "a subject of another name, and records that carry a schema's id",
        [
            document("shop", "1", message("Paid", "z", bindings=kafka(schemaIdLocation="payload"))),
            registered(subject("orders-value", "a", record=PLACED)),
        ],
        {"Paid": {PLACED: "topic", "orders-value": "name"}},
    ),
    (
        "records that carry a schema's id, which is looked up by record",
        [
            document(
                "shop", "1", message("Paid", "z", bindings=kafka(schemaIdLocation="payload", schemaLookupStrategy="RecordIdStrategy"))
            ),
            registered(subject("orders-value", "a", record=PLACED)),
        ],
        {"Paid": {}, PLACED: {"orders-value": "name"}},
    ),
    (
        "a reference to the registry",
        [
            document("shop", "1", refers("Paid", URL.format("money-value", 1), "Money", "a")),
            registered(subject("money-value", "a", record="Money")),
        ],
        {"Paid": {"Money": "reference", "money-value": "name"}},
    ),
    (
        "two messages that refer to one subject",
        [
            document(
                "shop", "1", refers("Paid", URL.format("m-value", 1), "Money", "a"), refers("Owed", URL.format("m-value", 1), "Money", "a")
            ),
            registered(subject("m-value", "a", record="Money")),
        ],
        {"Paid": {}, "Owed": {}, "Money": {"m-value": "name"}},
    ),
    (
        "a name that says nothing",
        [document("shop", "1", message("OrderPlaced", channel="x")), registered(subject("orders-value", "b", record="Event"))],
        {"OrderPlaced": {}, "orders": {"orders-value": "name"}},
    ),
    (
        "a subject that the document names",
        [
            document("shop", "1", message("OrderPlaced", "z", channel="x", also=("orders-value",))),
            registered(subject("orders-value", "a", record="com.acme.Thing")),
        ],
        {"OrderPlaced": {"com.acme.Thing": "name", "orders-value": "name"}},
    ),
    (
        "an alias for a subject",
        [
            document("shop", "1", message("OrderPlaced", "z", channel="x")),
            registered(subject("orders-value", "a", record="Thing")),
            alias("OrderPlaced", "orders-value"),
        ],
        {"OrderPlaced": {"Thing": "alias", "orders-value": "alias"}},
    ),
    (
        "words that many use, on one channel",
        [document("shop", "1", message("order.created", "a"), message("payment.created", "b"))],
        {"order.created": {}, "payment.created": {}},
    ),
    (
        "one word behind two namespaces, on one channel",
        [document("shop", "1", message("orders.Created", "a"), message("payments.Created", "b"))],
        {"orders.Created": {}, "payments.Created": {}},
    ),
    (
        "one word behind two namespaces, with the same payload on the same channel",
        [document("shop", "1", message("orders.Created", "a")), document("mail", "1", message("acme.Created", "a", role="receive"))],
        {"orders.Created": {"acme.Created": "payload"}},
    ),
    (
        "a CloudEvents type and an Avro record",
        [document("shop", "1", message("com.acme.order.placed", "z")), registered(subject("orders-value", "a", record="acme.OrderPlaced"))],
        {"com.acme.order.placed": {"acme.OrderPlaced": "address", "orders-value": "name"}},
    ),
    (
        "an event bus's source and type",
        [
            document("shop", "1", message("OrderPlaced", "a", channel="bus")),
            registered(subject("com.acme.shop@Order Placed", "a", registry="aws-eventbridge")),
        ],
        {"OrderPlaced": {"com.acme.shop@Order Placed": "payload"}},
    ),
]


@pytest.mark.parametrize(("declared", "expected"), [row[1:] for row in JOINS], ids=[row[0] for row in JOINS])
def test_joins(declared: list[Declarations], expected: dict[str, dict[str, str]]) -> None:
    catalog = merge(declared)
    assert rules(catalog) == expected
    assert rules(merge(declared[::-1])) == expected


def test_the_report_names_every_declaration() -> None:
    catalog = merge([document("shop", "1.0.0", message("OrderPlaced")), registered(subject("orders-value", "a", "b", record=PLACED))])
    (one,) = catalog.messages
    assert [(said.source, said.who, said.id, said.rule, said.version) for said in one.identity.appearances] == [
        ("confluent", "orders-value", PLACED, "payload", "1"),
        ("confluent", "orders-value", PLACED, "payload", "2"),
        ("asyncapi", "shop", "OrderPlaced", "name", "1.0.0"),
    ]


NEAR = [
    (
        "spelling",
        [document("shop", "1", message("OrderPlaced")), document("mail", "1", message("order placed", "b", channel="x"))],
        ("OrderPlaced", "order placed", '{OrderPlaced: ["order placed"]}', Severity.WARNING),
    ),
    (
        "topic",
        [document("shop", "1", message("Paid", "z")), registered(subject("orders-value", "a", record=PLACED))],
        ("Paid", PLACED, "{Paid: [com.acme.OrderPlaced]}", Severity.INFO),
    ),
    (
        "spelling",
        [registered(subject("a", "a", record="a.OrderPlaced"), subject("b", "b", record="b.OrderPlaced"))],
        ("a.OrderPlaced", "b.OrderPlaced", "{a.OrderPlaced: [b.OrderPlaced]}", Severity.INFO),
    ),
]


@pytest.mark.parametrize(("reason", "declared", "expected"), NEAR)
def test_near_matches_are_reported_and_one_alias_joins_them(
    reason: str, declared: list[Declarations], expected: tuple[str, str, str, Severity]
) -> None:
    catalog = merge(declared)
    first, second, line, severity = expected
    for mine, other in ((first, second), (second, first)):
        (near,) = catalog.message_by_id[mine].identity.near
        assert (near.other, near.reason, near.alias) == (other, reason, line)
    (found,) = [one for one in catalog.diagnostics if one.code == "message-near-match"]
    assert found.severity is severity
    assert line in found.hint
    joined = merge([*declared, alias(first, second)])
    (one,) = joined.messages
    assert one.id == first
    assert second in one.aliases
    assert not one.identity.near


ALIASES = [
    ("of a name that nothing has", [alias("OrderPlaced", "former-name")], []),
    ("of a message in a new name", [alias("PurchaseMade", "OrderPlaced")], []),
    ("in a chain", [alias("PurchaseMade", "Bought"), alias("OrderPlaced", "PurchaseMade")], []),
    ("of nothing for nothing", [alias("Nothing", "Nobody")], ["config-unknown-target"]),
    ("of two messages", [alias("OrderPlaced", "x"), alias("Other", "x")], ["declared-twice"]),
    ("said twice alike", [alias("OrderPlaced", "x"), alias("OrderPlaced", "x")], []),
    ("in a circle", [alias("OrderPlaced", "x"), alias("x", "OrderPlaced")], []),
]


@pytest.mark.parametrize(("aliases", "codes"), [row[1:] for row in ALIASES], ids=[row[0] for row in ALIASES])
def test_aliases_that_cannot_be_meant_are_reported(aliases: list[Declarations], codes: list[str]) -> None:
    declared = [document("shop", "1", message("OrderPlaced"), message("Other", "b", channel="x")), *aliases]
    assert [found.code for found in merge(declared).diagnostics] == codes


# --- versions


def test_labels_of_documents_and_registries() -> None:
    catalog = merge(
        [
            document("shop", "1.4.0", message("OrderPlaced", "a")),
            document("shop", "1.5.0", message("OrderPlaced", "b", version="7.1")),
            registered(subject("orders-value", "a", "c", record=PLACED)),
        ]
    )
    (one,) = catalog.messages
    assert [(version.version, version.aliases) for version in one.versions] == [("7.1", ()), ("2", ()), ("1", ("1.4.0",))]


def test_a_document_that_contradicts_its_registry_gives_the_version_no_other_name() -> None:
    catalog = merge([document("shop", "1.4.0", message("OrderPlaced", "z")), registered(subject("orders-value", "a", record=PLACED))])
    (one,) = catalog.messages
    assert [(version.version, version.aliases) for version in one.versions] == [("1", ())]
    (conflict,) = one.conflicts
    assert (conflict.kind, conflict.about, conflict.first.who, conflict.second.who) == (
        "disagreement",
        "payload",
        "registry subject orders-value 1",
        "shop-1.4.0.yaml",
    )


def test_revisions_are_ordered_by_time_whatever_their_ids_look_like() -> None:
    revisions = subject(
        "order",
        "a",
        "b",
        "c",
        registry="google-pubsub",
        versions=["99999999", "0a1b2c3d", "12345678"],
        times=["2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z", "2024-02-01T00:00:00Z"],
    )
    (one,) = merge([registered(revisions)]).messages
    assert [version.version for version in one.versions] == ["0a1b2c3d", "12345678", "99999999"]
    assert one.latest == "0a1b2c3d"


@pytest.mark.parametrize(
    ("states", "latest"),
    [(["", "", "failed"], "2"), (["", "failed", "failed"], "1"), (["failed"] * 3, "3"), (["", "disabled", ""], "3")],
)
def test_a_failed_version_is_never_the_latest(states: list[str], latest: str) -> None:
    (one,) = merge([registered(subject("orders", "a", "b", "c", registry="aws-glue", states=states))]).messages
    assert one.latest == latest
    assert [version.version for version in one.versions] == ["3", "2", "1"]


# --- what sources say besides


def test_owners_and_modes_that_contradict() -> None:
    stated = {"x-compatibility": "forward"}
    catalog = merge(
        [
            document("shop", "1", message("OrderPlaced", "a", owners=("checkout",), extensions=stated)),
            registered(subject("orders-value", "a", record=PLACED, owners=("billing",), compatibility="BACKWARD")),
        ]
    )
    (one,) = catalog.messages
    assert {conflict.about: {conflict.first.value, conflict.second.value} for conflict in one.conflicts} == {
        "owner": {"billing", "checkout"},
        "compatibility": {"BACKWARD", "FORWARD"},
    }


@pytest.mark.parametrize(("one", "other"), [("BACKWARD_ALL", "BACKWARD_TRANSITIVE"), ("DISABLED", "NONE"), ("full", "FULL")])
def test_modes_of_two_names_are_one(one: str, other: str) -> None:
    declared = registered(
        subject("orders-value", "a", record=PLACED, compatibility=one),
        subject("orders", "a", record=PLACED, registry="aws-glue", compatibility=other),
    )
    assert not merge([declared]).messages[0].conflicts


# --- laws


NAMES = st.sampled_from(["OrderPlaced", "order-placed", PLACED, "acme.order.placed", "Created", "a.Created", "b.Created", "order.created"])
RECORDS = st.sampled_from(["", PLACED, "OrderPlaced", "a.Created", "Event", "b.Created"])
CHANNELS = st.sampled_from(["orders", "placed", "x"])


@st.composite
def sources(draw: st.DrawFn) -> list[Declarations]:
    found: list[Declarations] = []
    for number in range(draw(st.integers(1, 4))):
        messages = [
            message(
                draw(NAMES),
                draw(st.sampled_from(["a", "b", "c", None])),
                channel=draw(CHANNELS),
                role=draw(st.sampled_from(["send", "receive"])),
                bindings=draw(st.sampled_from([(), kafka(schemaIdLocation="header")])),
            )
            for _ in range(draw(st.integers(0, 3)))
        ]
        found.append(document(draw(st.sampled_from(["shop", "mail"])), draw(st.sampled_from(["1", "2"])), *messages, path=f"{number}.yaml"))
    names = draw(st.lists(st.sampled_from(["orders-value", "orders-key", "placed-value", PLACED, "order-placed"]), unique=True, max_size=3))
    kept = [subject(name, *draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=2)), record=draw(RECORDS)) for name in names]
    return [*found, registered(*kept)] if kept else found


@given(sources(), st.randoms(use_true_random=False))
def test_the_order_of_sources_does_not_matter(declared: list[Declarations], rng: random.Random) -> None:
    shuffled = declared[:]
    rng.shuffle(shuffled)
    assert merge(shuffled) == merge(declared)


@given(sources())
def test_every_declaration_is_in_exactly_one_message(declared: list[Declarations]) -> None:
    catalog = merge(declared)
    places = sorted((said.span, said.id) for one in catalog.messages for said in one.identity.appearances)
    assert places == sorted((said.span, said.id) for one in declared for said in one.messages)
    names = [name for one in catalog.messages for name in (one.id, *one.aliases)]
    assert len(names) == len(set(names))
    for one in catalog.messages:
        assert {said.id for said in one.identity.appearances} <= {one.id, *one.aliases}
        assert all(name.evidence is not None for name in one.identity.names[1:])
        assert all(near.other in catalog.message_by_id and near.other != one.id for near in one.identity.near)


@given(sources())
def test_a_file_about_something_else_changes_nothing(declared: list[Declarations]) -> None:
    other = document("weather", "1", message("TemperatureRead", "t", channel="sensors"), path="weather.yaml")
    before, after = merge(declared), merge([*declared, other])
    assert [one for one in after.messages if one.id != "TemperatureRead"] == list(before.messages)


@given(sources())
def test_an_alias_for_a_near_match_joins_it(declared: list[Declarations]) -> None:
    catalog = merge(declared)
    for one in catalog.messages:
        for near in one.identity.near:
            joined = merge([*declared, alias(one.id, near.other)])
            (found,) = [two for two in joined.messages if one.id in (two.id, *two.aliases)]
            assert near.other in (found.id, *found.aliases)
