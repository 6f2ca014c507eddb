"""Questions to the graph of a catalog, as tables and as laws."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_gen.diagnostics import Span
from catalog_gen.graph import DomainEdge, Graph, Impact, Orphans, ServiceEdge, link
from catalog_gen.model.contract import Operation, Reply

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog

MakeCatalog = Callable[..., Any]

SHOP = [
    ("ordered", "2", "shop", "billing stock"),
    ("ordered", "1", "shop!", "billing! mail"),
    ("paid", "1", "billing", "shop mail"),
    ("shipped", "1", "stock", "mail"),
    ("asked", "1", "", "stock"),
    ("shouted", "1", "mail", ""),
    ("dreamt", "1", "", ""),
]
DOMAINS = {"shop": "sales", "billing": "money", "stock": "goods", "mail": "sales"}


@pytest.fixture
def graph(make_catalog: MakeCatalog) -> Graph:
    return link(make_catalog(SHOP, DOMAINS, {"billing": "team-money ada", "mail": "ada"}, extra_services="idle"))


@pytest.mark.parametrize(
    ("message", "version", "live", "producers", "consumers"),
    [
        ("ordered", "2", False, ["shop 1.0.0"], ["billing 1.0.0", "stock 1.0.0"]),
        ("ordered", "1", False, ["shop 0.9.0"], ["billing 0.9.0", "mail 1.0.0"]),
        ("ordered", "1", True, [], ["mail 1.0.0"]),
        ("ordered", "1-alias", True, [], ["mail 1.0.0"]),
        ("ordered", "", True, ["shop 1.0.0"], ["billing 1.0.0", "mail 1.0.0", "stock 1.0.0"]),
        ("ordered", "7", False, [], []),
        ("unheard of", "", False, [], []),
    ],
)
def test_parties_of_a_message(graph: Graph, message: str, version: str, live: bool, producers: list[str], consumers: list[str]) -> None:  # noqa: FBT001
    assert [f"{party.service} {party.version}" for party in graph.producers(message, version, live=live)] == producers
    assert [f"{party.service} {party.version}" for party in graph.consumers(message, version, live=live)] == consumers


@pytest.mark.parametrize(
    ("service", "sends", "receives", "upstream", "downstream"),
    [
        ("shop", "ordered", "paid", "billing", "billing mail stock"),
        ("billing", "paid", "ordered", "shop", "mail shop"),
        ("mail", "shouted", "ordered paid shipped", "billing shop stock", ""),
        ("stock", "shipped", "asked ordered", "shop", "mail"),
        ("idle", "", "", "", ""),
        ("unheard of", "", "", "", ""),
    ],
)
def test_neighbours_of_a_service(graph: Graph, service: str, sends: str, receives: str, upstream: str, downstream: str) -> None:
    assert graph.sends(service) == tuple(sends.split())
    assert graph.receives(service) == tuple(receives.split())
    assert graph.upstream(service) == tuple(upstream.split())
    assert graph.downstream(service) == tuple(downstream.split())


@pytest.mark.parametrize(
    ("service", "direction", "depth", "reached"),
    [
        ("stock", "upstream", None, {"shop": 1, "billing": 2}),
        ("stock", "upstream", 1, {"shop": 1}),
        ("stock", "downstream", None, {"mail": 1}),
        ("shop", "downstream", None, {"billing": 1, "mail": 1, "stock": 1}),
        ("shop", "downstream", 0, {}),
        ("idle", "upstream", None, {}),
    ],
)
def test_reach(graph: Graph, service: str, direction: Any, depth: int | None, reached: dict[str, int]) -> None:
    assert graph.reachable(service, direction, depth) == reached
    assert list(graph.reachable(service, direction, depth)) == list(reached), "nearest first"


def test_impact_names_live_consumers_and_whom_to_ask(graph: Graph) -> None:
    impact = graph.impact("ordered")
    assert (impact.message, impact.version) == ("ordered", "2")
    assert [party.service for party in impact.consumers] == ["billing", "stock"]
    assert impact.owners == ("ada", "team-money")
    assert impact.unowned == ("stock",)
    assert [party.service for party in graph.impact("ordered", "1-alias").consumers] == ["mail"]
    assert graph.impact("unheard of", "3") == Impact(message="unheard of", version="3")


def test_orphans(make_catalog: MakeCatalog) -> None:
    catalog = make_catalog(SHOP, DOMAINS, channels={"orders": "ordered", "attic": ""}, extra_services="idle")
    assert link(catalog).orphans == Orphans(
        unsent=("asked",), unread=("shouted",), unused=("dreamt",), channels=("attic",), services=("idle",)
    )


def test_a_message_that_only_a_retired_service_sent_is_an_orphan(make_catalog: MakeCatalog) -> None:
    graph = link(make_catalog([("gone", "1", "old!", "reader")]))
    assert graph.orphans.unsent == ("gone",)
    assert graph.ever.senders == {"gone": ("old",)}


def test_edges_between_domains_count_a_message_once(make_catalog: MakeCatalog) -> None:
    rows = [("a", "1", "one two", "three four"), ("b", "1", "one", "three"), ("c", "1", "three", "one"), ("d", "1", "one", "two nowhere")]
    graph = link(make_catalog(rows, {"one": "left", "two": "left", "three": "right", "four": "right"}))
    assert graph.domain_edges == (
        DomainEdge(source="left", target="", messages=1, sample="d"),
        DomainEdge(source="left", target="right", messages=2, sample="a"),
        DomainEdge(source="right", target="left", messages=1, sample="c"),
    )


def test_edges_between_services(graph: Graph) -> None:
    assert ServiceEdge(source="billing", target="mail", messages=("paid",)) in graph.service_edges
    assert all(edge.source != edge.target for edge in graph.service_edges)


def test_requests_find_their_replies(make_catalog: MakeCatalog) -> None:
    here = Span(path="shop.yaml")
    ask = Operation(
        key="ask",
        action="send",
        channel="questions",
        messages=("shop.yaml#/sends/question@1", "shop.yaml#/nowhere"),
        reply=Reply(channel="answers", messages=("shop.yaml#/receives/answer@1",), span=here),
        span=here,
    )
    tell = Operation(key="tell", action="send", channel="news", span=here)
    rows = [("question", "1", "shop", "oracle"), ("answer", "1", "oracle", "shop")]
    (request,) = link(make_catalog(rows, operations={"shop": (ask, tell)})).requests
    assert (request.service, request.operation, request.action) == ("shop", "ask", "send")
    assert (request.requests, request.replies, request.reply_channel) == (("question",), ("answer",), "answers")


services = st.lists(st.sampled_from("abcdefg"), max_size=3).map(" ".join)
tables = st.lists(
    st.tuples(st.sampled_from("mnopq"), st.sampled_from("12"), services, services), max_size=12, unique_by=lambda row: row[:2]
)
laws = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def answers(graph: Graph) -> list[object]:
    names = list(graph.domain_of_service)
    return [
        graph.live,
        graph.orphans,
        graph.domain_edges,
        graph.service_edges,
        [(graph.upstream(name), graph.downstream(name), list(graph.reachable(name, "downstream").items())) for name in names],
    ]


@laws
@given(rows=tables)
def test_upstream_is_downstream_seen_from_the_other_end(make_catalog: MakeCatalog, rows: list[tuple[str, str, str, str]]) -> None:
    graph = link(make_catalog(rows))
    names = list(graph.domain_of_service)
    for one in names:
        assert all((other in graph.downstream(one)) == (one in graph.upstream(other)) for other in names)
        assert all(
            graph.reachable(one, "downstream").get(other) == graph.reachable(other, "upstream").get(one) for other in names if other != one
        )


@laws
@given(rows=tables, seed=st.integers(0, 99))
def test_the_order_of_declarations_does_not_matter(make_catalog: MakeCatalog, rows: list[tuple[str, str, str, str]], seed: int) -> None:
    catalog: Catalog = make_catalog(rows)
    rng = random.Random(seed)  # noqa: S311 - the same every time
    messages, services = list(catalog.messages), list(catalog.services)
    rng.shuffle(messages)
    rng.shuffle(services)
    shuffled = type(catalog)(messages=tuple(messages), services=tuple(services))
    assert sorted(map(repr, answers(link(shuffled))[:4])) == sorted(map(repr, answers(link(catalog))[:4]))


@laws
@given(rows=tables)
def test_reach_is_the_closure_of_neighbours(make_catalog: MakeCatalog, rows: list[tuple[str, str, str, str]]) -> None:
    graph = link(make_catalog(rows))
    for name in graph.domain_of_service:
        reached, front = set[str](), {name}
        while front:
            front = {other for one in front for other in graph.downstream(one)} - reached - {name}
            reached |= front
        assert set(graph.reachable(name, "downstream")) == reached
        assert set(graph.reachable(name, "downstream", 1)) == set(graph.downstream(name))
