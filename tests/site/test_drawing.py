"""Pictures: what they show, that they are well-formed and harmless, and that they fit."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.diagnostics import Span
from catalog_gen.graph import Graph, link
from catalog_gen.model.catalog import Catalog, Exchange, Service, ServiceVersion
from catalog_gen.model.contract import Contract
from catalog_gen.model.message import Message, MessageVersion, Party
from catalog_gen.model.people import Domain
from catalog_gen.site.drawing import (
    Edge,
    Group,
    Node,
    Picture,
    draw,
    draw_catalog,
    draw_domain,
    draw_message,
    draw_service,
    picture_of_catalog,
    picture_of_domain,
    picture_of_message,
    picture_of_service,
)
from catalog_gen.site.drawing_text import fit, text_width
from catalog_gen.site.links import ROOT

HERE = Span(path="contract.yaml")
HOSTILE = "<script>alert(1)</script>\"'&\x00\x02\ud800 onload=x"


def catalog_of(flows: dict[str, tuple[str, str]], domains: dict[str, str] | None = None) -> Catalog:
    """Message → (senders, receivers); service → domain."""
    domains = domains or {}
    services = sorted({name for pair in flows.values() for side in pair for name in side.split()})

    def parties(names: str) -> tuple[Party, ...]:
        return tuple(Party(service=name.rstrip("!"), version="1.0.0", live=not name.endswith("!"), span=HERE) for name in names.split())

    messages = tuple(
        Message(
            id=name,
            slug=name.lower(),
            name=name,
            kind="event",
            latest="1.0.0",
            versions=(MessageVersion(version="1.0.0", slug="1.0.0", producers=parties(flow[0]), consumers=parties(flow[1]), span=HERE),),
        )
        for name, flow in sorted(flows.items())
    )
    return Catalog(
        messages=messages,
        domains=tuple(Domain(id=name, slug=name, name=name.title(), span=HERE) for name in sorted(set(domains.values()))),
        services=tuple(
            Service(
                id=name,
                slug=name,
                name=f"{name} service",
                domain=domains.get(name, ""),
                latest="1.0.0",
                versions=(
                    ServiceVersion(
                        version="1.0.0",
                        slug="1.0.0",
                        latest=True,
                        live=True,
                        contract=Contract(service=name, name=name, version="1.0.0", path="c.yaml", span=HERE),
                        sends=tuple(
                            Exchange(message=one, version="1.0.0") for one, flow in sorted(flows.items()) if name in flow[0].split()
                        ),
                        receives=tuple(
                            Exchange(message=one, version="1.0.0") for one, flow in sorted(flows.items()) if name in flow[1].split()
                        ),
                    ),
                ),
            )
            for name in services
            if not name.endswith("!")
        ),
    )


@pytest.fixture
def shop() -> Graph:
    flows = {"Ordered": ("shop", "billing stock old!"), "Paid": ("billing", "shop"), "Asked": ("", "stock"), "Shipped": ("stock", "")}
    return link(catalog_of(flows, {"shop": "sales", "billing": "money", "stock": "goods"}))


def message_picture(graph: Graph, name: str) -> Picture:
    message = graph.catalog.message_by_id[name]
    return picture_of_message(graph, message, message.current)


def sides(picture: Picture) -> list[list[str]]:
    return [[node.label for node in picture.nodes if node.side == side] for side in (-1, 0, 1)]


def elements(svg: str) -> list[ET.Element]:
    """Every element of one or two drawings that stand side by side; fails on text that is not well-formed."""
    return list(ET.fromstring(f"<all>{svg.replace(ROOT, '')}</all>").iter())  # noqa: S314 - our own drawing


def test_message_picture_shows_who_sends_and_reads(shop: Graph) -> None:
    assert sides(message_picture(shop, "Ordered")) == [["shop service"], ["Ordered"], ["billing service", "stock service", "old"]]
    assert sides(message_picture(shop, "Asked")) == [["No known producer"], ["Asked"], ["stock service"]]
    assert sides(message_picture(shop, "Shipped"))[2] == ["No known consumer"]
    assert [node.faded for node in message_picture(shop, "Ordered").nodes if node.side > 0] == [False, False, True]


def test_service_picture_names_the_other_end(shop: Graph) -> None:
    picture = picture_of_service(shop, shop.catalog.service_by_id["stock"])
    assert sides(picture) == [["Asked", "Ordered"], ["stock service"], ["Shipped"]]
    assert [node.note for node in picture.nodes] == ["nobody known sends it", "from shop service", "1.0.0 · Goods", "nobody known reads it"]


def test_many_parties_are_counted_and_lead_to_the_table() -> None:
    graph = link(catalog_of({"News": ("source", " ".join(f"reader{number:02}" for number in range(20)))}))
    shown = [node for node in message_picture(graph, "News").nodes if node.side > 0]
    assert len(shown) == 8
    assert (shown[-1].kind, shown[-1].label, shown[-1].url) == ("more", "+13 more", "#parties")


def test_links_lead_to_pages(shop: Graph) -> None:
    message = shop.catalog.message_by_id["Ordered"]
    svg = draw_message(shop, message, message.current)
    assert f'href="{ROOT}services/shop/index.html"' in svg
    assert f'href="{ROOT}events/ordered/index.html"' in draw_service(shop, shop.catalog.service_by_id["shop"])
    assert f'href="{ROOT}domains/money/index.html"' in draw_domain(shop, shop.catalog.domain_by_id["sales"])
    assert f'href="{ROOT}domains/goods/index.html"' in draw_catalog(shop)


def test_a_domain_stands_between_those_it_reads_from_and_those_that_read_it(shop: Graph) -> None:
    picture = picture_of_domain(shop, shop.catalog.domain_by_id["sales"])
    assert picture is not None
    assert sides(picture) == [["Money"], ["shop service"], ["Goods", "Money"]]
    empty = link(Catalog(domains=shop.catalog.domains))
    assert draw_domain(empty, shop.catalog.domains[0]) == ""


def dense(count: int, services: int = 1) -> Graph:
    """Domains that all talk to each other."""
    names = [f"s{one}x{two}" for one in range(count) for two in range(services)]
    flows = {f"M{one}": (one, " ".join(names)) for one in names}
    return link(catalog_of(flows, {name: "d" + name[1:].split("x")[0] for name in names}))


@pytest.mark.parametrize(
    ("graph", "form", "nodes"),
    [
        (link(catalog_of({"A": ("one", "two"), "B": ("two", "three")})), "layers", 3),
        (dense(3), "map", 3),
        (dense(12), "matrix", 12),
        (dense(3, services=20), "map", 0),
        (dense(80), "matrix", 60),
    ],
    ids=["no domains", "few domains", "tangled", "hundreds of services", "very many domains"],
)
def test_the_catalog_is_drawn_as_it_can_be_read(graph: Graph, form: str, nodes: int) -> None:
    picture = picture_of_catalog(graph)
    assert picture is not None
    assert (picture.form, len(picture.nodes)) == (form, nodes)
    assert draw(picture).startswith("<svg")


def test_a_map_without_names_of_services_is_still_drawn() -> None:
    graph = dense(3, services=20)
    assert draw_catalog(graph).count('class="frame"') == 3


def test_nothing_is_drawn_of_nothing() -> None:
    graph = link(Catalog())
    assert draw_catalog(graph) == ""
    assert draw(None) == ""


names = st.one_of(st.text(max_size=60), st.just(HOSTILE), st.text("orderplaced-._ ", max_size=80))
nodes = st.builds(
    Node,
    kind=st.sampled_from(["event", "command", "query", "message", "service", "domain", "more", "none"]),
    label=names,
    note=names,
    url=st.sampled_from(["", "#parties", "services/a/", "events/ü/"]),
    id=st.sampled_from("abcdef"),
    group=st.sampled_from("xyz"),
    side=st.sampled_from([-1, 0, 1]),
    faded=st.booleans(),
)
edges = st.lists(
    st.builds(Edge, source=st.sampled_from("abcdef"), target=st.sampled_from("abcdef"), count=st.integers(1, 99), title=names),
    max_size=8,
    unique_by=lambda edge: (edge.source, edge.target),
)


@st.composite
def pictures(draw_from: st.DrawFn) -> Picture:
    form = draw_from(st.sampled_from(["row", "layers", "inside", "map", "matrix"]))
    shown = tuple(draw_from(st.lists(nodes, min_size=1, max_size=9, unique_by=lambda node: node.id)))
    groups = tuple(Group(id=name, label=draw_from(names), note=draw_from(names), url="domains/a/") for name in "xyz")
    ends = set("xyz") if form == "map" else {node.id for node in shown if form != "inside" or node.side == 0}
    drawn = draw_from(edges) if form != "map" else [Edge(source="x", target="y", count=3, title=HOSTILE), Edge(source="z", target="x")]
    kept = tuple(edge for edge in drawn if edge.source in ends and edge.target in ends and edge.source != edge.target)
    return Picture(form=form, label=draw_from(names), nodes=shown, edges=kept, groups=groups)


@settings(max_examples=200, deadline=None)
@given(picture=pictures())
def test_every_picture_is_well_formed_and_harmless(picture: Picture) -> None:
    svg = draw(picture)
    assert svg == draw(picture), "equal pictures, equal texts"
    for element in elements(svg):
        assert element.tag in {"all", "svg", "g", "a", "rect", "path", "text", "title"}
        assert set(element.attrib) <= {
            "class", "href", "x", "y", "width", "height", "rx", "d", "viewBox", "role", "aria-label", "aria-hidden", "transform"
        }  # fmt: skip
    assert "\x02" not in re.sub(rf'href="{ROOT}', "", svg), "a source cannot write the mark of the root"


@settings(max_examples=200)
@given(text=st.text(max_size=80), width=st.integers(20, 300))
def test_a_text_is_cut_to_fit(text: str, width: int) -> None:
    cut = fit(text, width, 13)
    assert text_width(cut, 13) <= width + 1
    whole = " ".join(text.split())
    assert cut == whole or (cut.endswith("…") and whole.startswith(cut[:-1].rstrip()))


def test_boxes_of_a_row_hold_their_texts(shop: Graph) -> None:
    for message in shop.catalog.messages:
        for element in elements(draw(message_picture(shop, message.id))):
            if element.tag in {"a", "g"} and element.get("class", "").startswith("node"):
                rect = element.find("rect")
                assert rect is not None
                wanted = sum(text_width(text.text or "", 13) for text in element.findall("text") if text.get("class") == "name")
                assert wanted <= int(rect.attrib["width"])
