"""Entities of Backstage: the descriptor format, read alone and joined with what documents declare."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from catalog_gen.files import MemoryReader
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.declaration import Declarations
from catalog_gen.model.entities import EntityRef
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run
from catalog_gen.sources.backstage import source
from catalog_gen.sources.backstage.reading import parse_ref
from catalog_gen.sources.backstage.stream import read_stream
from catalog_gen.sources.source import Context
from catalog_gen.text.references import Library

CORPUS = Path(os.environ.get("CATALOG_GEN_CORPUS") or Path(__file__).resolve().parents[3].parent / "shared" / "corpus")
SAMPLE = CORPUS / "registry" / "backstage" / "catalog-info.yaml"
NAME = "catalog-info.yaml"


def document(title: str, role: str = "send") -> bytes:
    channels = {"c": {"address": "orders", "messages": {"m": {"name": "OrderPlaced"}}}}
    operations = {"act": {"action": role, "channel": {"$ref": "#/channels/c"}}}
    return json.dumps(
        {"asyncapi": "3.0.0", "info": {"title": title, "version": "1.0.0"}, "channels": channels, "operations": operations}
    ).encode()


def entity(kind: str, name: str, **spec: object) -> dict[str, object]:
    return {"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def stream(*entities: object) -> bytes:
    return "\n---\n".join(json.dumps(one, indent=1) if not isinstance(one, str) else one for one in entities).join(("---\n", "\n")).encode()


def read(raw: bytes, path: str = NAME) -> Declarations:
    return source.declare_bytes(path, raw, Context(library=Library(lambda _: None)))


def load(files: dict[str, bytes]) -> Catalog:
    return load_catalog(Run(MemoryReader(files), Cache(None)), Options(), Timings())


def codes(catalog: Catalog) -> list[str]:
    return sorted(found.code for found in catalog.diagnostics if not found.code.startswith(("asyncapi-", "message-")))


needs_corpus = pytest.mark.skipif(not SAMPLE.is_file(), reason="the corpus is not at hand")


@needs_corpus
def test_the_sample_of_the_corpus_value_by_value() -> None:
    said = read(SAMPLE.read_bytes())
    api, orders, billing, team = said.entities
    assert [str(one.ref) for one in said.entities] == [
        "api:default/orders-events",
        "component:default/orders-service",
        "component:default/billing-service",
        "group:default/team-orders",
    ]
    assert (api.description, api.type, api.lifecycle, api.definition) == ("Order events", "asyncapi", "production", "asyncapi.yaml")
    assert (str(api.owner), str(api.system)) == ("group:default/team-orders", "system:default/commerce")
    assert (orders.type, orders.lifecycle) == ("service", "production")
    assert (str(orders.owner), str(orders.system)) == ("group:default/team-orders", "system:default/commerce")
    assert [str(ref) for ref in orders.provides] == ["api:default/orders-events"]
    assert (str(billing.owner), billing.system) == ("group:default/team-billing", None)
    assert [str(ref) for ref in billing.consumes] == ["api:default/orders-events"]
    assert (team.title, team.email, [str(ref) for ref in team.members]) == ("Team Orders", "orders@acme.test", ["user:default/alice"])
    assert [(one.span.line, one.owner_span.line if one.owner_span else 0) for one in said.entities] == [
        (1, 10),
        (15, 21),
        (25, 31),
        (34, 0),
    ]
    assert not said.diagnostics


@needs_corpus
def test_the_sample_joined_with_its_document() -> None:
    catalog = load({NAME: SAMPLE.read_bytes(), "asyncapi.yaml": document("Order events")})
    billing, orders = catalog.services
    assert (orders.id, orders.domain, [(one.id, one.source, str(one.span)) for one in orders.owners]) == (
        "order-events",
        "commerce",
        [("team-orders", "Backstage API orders-events", f"{NAME}:10:10")],
    )
    assert (billing.id, [(one.id, one.basis) for one in billing.owners]) == ("billing-service", [("team-billing", "backstage")])
    (message,) = catalog.messages
    assert [party.service for party in message.current.producers] == ["order-events"]
    assert [(party.service, party.channels) for party in message.current.consumers] == [("billing-service", ("orders",))]
    assert [(team.id, team.name, team.email, team.members) for team in catalog.teams] == [
        ("team-orders", "Team Orders", "orders@acme.test", ("alice",))
    ]
    assert [(domain.id, domain.declared) for domain in catalog.domains] == [("commerce", False)]
    assert codes(catalog) == ["owner-unknown"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders", ("group", "default", "orders")),
        ("team/orders", ("group", "team", "orders")),
        ("user:ada", ("user", "default", "ada")),
        ("User:Default/Ada.L", ("user", "default", "ada.l")),
        (" orders ", ("group", "default", "orders")),
        ("a b", None),
        ("", None),
        ("a/b/c", None),
        ("group:", None),
    ],
)
def test_references_have_defaults(text: str, expected: tuple[str, str, str] | None) -> None:
    found = parse_ref(text, "group")
    assert found == (None if expected is None else EntityRef(kind=expected[0], namespace=expected[1], name=expected[2]))


def test_references_are_relative_to_the_namespace() -> None:
    api = {**entity("API", "a", owner="shop", type="asyncapi"), "metadata": {"name": "a", "namespace": "Team"}}
    (found,) = read(stream(api)).entities
    assert (str(found.ref), str(found.owner)) == ("api:team/a", "group:team/shop")


STREAMS = [
    ("a: 1\n---\nb: 2\n", [(1, {"a": 1}), (3, {"b": 2})]),
    ("---\na: 1\n---\nb: 2\n", [(2, {"a": 1}), (4, {"b": 2})]),
    ("--- {a: 1}\n--- # comment\nb: 2\n...\n", [(1, {"a": 1}), (3, {"b": 2})]),
    ("# only a comment\n---\n\n---\na: |\n  ---\n  text\n", [(5, {"a": "---\ntext\n"})]),
    ("\ufeffa: 1\r\n---\r\nb: 2\r\n", [(1, {"a": 1}), (3, {"b": 2})]),
    ("%YAML 1.2\n---\na: 1\n...\n---\nb: 2\n", [(3, {"a": 1}), (6, {"b": 2})]),
    ("a---b: 1\n----: 2\n", [(1, {"a---b": 1, "----": 2})]),
]


@pytest.mark.parametrize(("text", "expected"), STREAMS)
def test_documents_of_a_stream_know_their_lines(text: str, expected: list[tuple[int, object]]) -> None:
    found = list(read_stream("a.yaml", text.encode()))
    assert [(part.span("/" + next(iter(part.parsed.value))).line, part.parsed.value) for part in found] == expected


def test_long_streams_take_no_time() -> None:
    row = "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: g{0}}}\nspec: {{}}\n"
    raw = "".join(row.format(number) for number in range(1500)).encode()
    started = time.process_time()
    said = read(raw)
    assert (len(said.entities), said.entities[-1].span.line) == (1500, 1499 * 5 + 2)
    assert time.process_time() - started < 15


def test_answers_of_the_api_are_read_too() -> None:
    entities = [entity("Group", "shop"), entity("User", "ada", memberOf=["shop"])]
    for raw in (json.dumps(entities), json.dumps({"items": entities, "totalItems": 2})):
        catalog = load({"entities.json": raw.encode()})
        assert [(team.id, team.members) for team in catalog.teams] == [("shop", ("ada",))]
        assert [user.id for user in catalog.users] == ["ada"]


def test_other_files_are_left_alone() -> None:
    assert not source.claims("a.yaml", b"asyncapi: 3.0.0\nx-like: {apiVersion: backstage.io/v1alpha1}\n")
    assert not source.claims("a.yaml", b"apiVersion: v1\nkind: Pod\n")
    assert not source.claims("a.md", b"apiVersion: backstage.io/v1alpha1\nkind: API\n")
    assert source.claims("whatever.yml", b"kind: Pod\n---\napiVersion: backstage.io/v1alpha1\nkind: API\n")


def test_a_document_inside_an_entity_is_read_where_it_stands() -> None:
    lines = ["apiVersion: backstage.io/v1alpha1", "kind: API", "metadata: {name: orders}", "spec:", "  type: asyncapi", "  owner: shop"]
    lines += ["  definition: |", "    asyncapi: 3.0.0", "    info: {title: Orders, version: 1.0.0, x-owner: sales}", "    channels: 1", ""]
    catalog = load({"info.yaml": "\n".join(lines).encode()})
    (service,) = catalog.services
    assert [(one.id, str(one.span)) for one in service.owners] == [("sales", "info.yaml:9:52")]
    assert [(one.id, str(one.span)) for one in service.overruled] == [("shop", "info.yaml:6:10")]
    wrong = [found for found in catalog.diagnostics if found.severity == "error"]
    assert {found.span.line for found in wrong} == {10}


def test_systems_and_domains() -> None:
    entities = stream(
        entity("Domain", "commerce", owner="leads"),
        entity("System", "shop", domain="commerce"),
        entity("System", "alone", owner="solo"),
        entity("API", "orders", type="asyncapi", system="shop", definition={"$text": "./a.json"}),
        entity("API", "mail", type="asyncapi", system="alone", definition={"$text": "b.json"}),
    )
    catalog = load({NAME: entities, "a.json": document("Orders"), "b.json": document("Mail", "receive")})
    assert {service.id: (service.domain, [one.id for one in service.owners]) for service in catalog.services} == {
        "mail": ("alone", ["solo"]),
        "orders": ("commerce", ["leads"]),
    }
    assert {domain.id: domain.owners for domain in catalog.domains} == {"alone": ("solo",), "commerce": ("leads",)}


def test_groups_have_parents_and_members_from_both_sides() -> None:
    entities = stream(
        entity("Group", "all", type="organisation"),
        entity("Group", "shop", parent="all", members=["ada"], profile={"displayName": "The shop", "email": "shop@acme.example"}),
        entity("User", "ada", profile={"displayName": "Ada"}),
        entity("User", "bob", memberOf=["group:default/shop"]),
    )
    catalog = load({NAME: entities})
    assert [(team.id, team.name, team.parent, team.members) for team in catalog.teams] == [
        ("all", "all", "", ()),
        ("shop", "The shop", "all", ("ada", "bob")),
    ]


def test_the_api_counts_before_the_component_and_both_are_kept() -> None:
    entities = stream(
        entity("Component", "orders-service", owner="makers", providesApis=["orders"]),
        entity("API", "orders", owner="group:default/shop", definition={"$text": "a.json"}),
    )
    catalog = load({NAME: entities, "a.json": document("Orders")})
    (service,) = catalog.services
    assert ([one.id for one in service.owners], [one.id for one in service.overruled]) == (["shop"], ["makers"])
    assert "owners-disagree" in codes(catalog)


def test_a_consumer_with_its_own_document_speaks_for_itself() -> None:
    entities = stream(
        entity("API", "orders", definition={"$text": "a.json"}), entity("Component", "billing", owner="pay", consumesApis=["orders"])
    )
    files = {NAME: entities, "a.json": document("Orders"), "b.json": document("Billing", "receive")}
    catalog = load(files)
    assert [(service.id, service.latest, [one.id for one in service.owners]) for service in catalog.services] == [
        ("billing", "1.0.0", ["pay"]),
        ("orders", "1.0.0", []),
    ]


def test_resources_own_channels() -> None:
    entities = stream(entity("Resource", "orders", type="kafka-topic", owner="platform"))
    catalog = load({NAME: entities, "a.json": document("Orders")})
    assert [(channel.id, [one.id for one in channel.owners]) for channel in catalog.channels] == [("orders", ["platform"])]


def test_settings_count_before_entities() -> None:
    entities = stream(entity("Group", "shop", profile={"displayName": "From Backstage"}), entity("Group", "Other"))
    catalog = load({NAME: entities, "catalog.yaml": b"teams: [{id: shop, name: The shop}]"})
    assert [(team.id, team.name) for team in catalog.teams] == [("Other", "Other"), ("shop", "The shop")]
    assert codes(catalog) == []


BROKEN = [
    (entity("API", "a b"), "backstage-invalid"),
    ({**entity("API", "x"), "metadata": []}, "backstage-invalid"),
    (entity("API", "x", owner="a b c"), "backstage-invalid"),
    (entity("Component", "x", providesApis=["nothing/to:see"]), "backstage-invalid"),
    ("apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: x\n", "yaml-syntax"),
]


@pytest.mark.parametrize(("broken", "code"), BROKEN)
def test_a_mistake_costs_only_its_entity(broken: object, code: str) -> None:
    said = read(stream(entity("Group", "first"), broken, entity("Group", "last")))
    assert {one.name for one in said.entities} >= {"first", "last"}
    assert code in {found.code for found in said.diagnostics}
    assert all(found.span.line > 1 for found in said.diagnostics)


@pytest.mark.parametrize("spec", [None, [], "text", {"owner": {}, "providesApis": 3, "definition": {"$text": 1}, "profile": []}])
def test_wrong_types_are_nothing(spec: object) -> None:
    said = read(
        json.dumps({"apiVersion": "backstage.io/v1alpha1", "kind": "API", "metadata": {"name": "x"}, "spec": spec}).encode(), "a.json"
    )
    assert [one.name for one in said.entities] == ["x"]


@pytest.mark.parametrize("target", ["../../etc/passwd", "/etc/passwd", "https://example.com/a.yaml", "file:///etc/passwd", "a\\b"])
def test_definitions_stay_below_the_root(target: str) -> None:
    (found,) = read(stream(entity("API", "x", definition={"$text": target}))).entities
    assert found.definition == ""


def test_references_to_nothing_are_told() -> None:
    entities = stream(entity("API", "orders", definition={"$text": "a.json"}), entity("Component", "c", providesApis=["order"]))
    catalog = load({NAME: entities, "a.json": document("Orders")})
    assert codes(catalog) == ["backstage-reference-missing"]
