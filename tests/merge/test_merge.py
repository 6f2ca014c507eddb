"""The rules that decide identity, each as a table: declarations in, messages and versions out."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.diagnostics import Span
from catalog_gen.merge import Naming, merge
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.declaration import AliasRule, Declarations, KindRule, LifecycleRule, LiveRule, OwnershipRule
from catalog_gen.model.people import Team
from tests.merge.declared import document, message

SPAN = Span(path="catalog.yaml")


def versions_of(catalog: Catalog) -> dict[str, list[tuple[str, ...]]]:
    """Message id → its versions, newest first, each with its aliases."""
    return {one.id: [(version.version, *version.aliases) for version in one.versions] for one in catalog.messages}


def codes(catalog: Catalog) -> list[str]:
    """The codes of all findings, and of what the checks make of the conflicts."""
    found = [CODES[conflict.kind] for one in catalog.messages for conflict in one.conflicts]
    return [one.code for one in catalog.diagnostics] + found


CODES = {"drift": "message-contract-drift", "disagreement": "message-contracts-disagree"}


VERSIONS: list[tuple[str, list[Declarations], dict[str, list[tuple[str, ...]]], list[str]]] = [
    ("producer's version", [document("shop", "1.0.0", message("A"))], {"A": [("1.0.0",)]}, []),
    ("stated version wins", [document("shop", "1.0.0", message("A", version="7"))], {"A": [("7",)]}, []),
    (
        "equal payloads are one version",
        [document("shop", "1.0.0", message("A")), document("shop", "1.1.0", message("A"))],
        {"A": [("1.0.0", "1.1.0")]},
        [],
    ),
    (
        "another payload is another version",
        [document("shop", "1.9.0", message("A", "a")), document("shop", "1.10.0", message("A", "b"))],
        {"A": [("1.10.0",), ("1.9.0",)]},
        [],
    ),
    (
        "an old payload that returns is the latest",
        [document("shop", v, message("A", c)) for v, c in (("1.0.0", "a"), ("2.0.0", "b"), ("3.0.0", "a"))],
        {"A": [("1.0.0", "3.0.0"), ("2.0.0",)]},
        [],
    ),
    (
        "a consumer makes no version",
        [document("shop", "1.0.0", message("A")), document("mail", "9.0.0", message("A", role="receive"))],
        {"A": [("1.0.0",)]},
        [],
    ),
    (
        "a consumer with a payload of its own drifts",
        [document("shop", "1.0.0", message("A")), document("mail", "9.0.0", message("A", "z", role="receive"))],
        {"A": [("1.0.0",)]},
        ["message-contract-drift"],
    ),
    (
        "a consumer that names a version disagrees with it",
        [
            document("shop", "1.0.0", message("A")),
            document("mail", "9.0.0", message("A", "z", role="receive", version="1.0.0")),
        ],
        {"A": [("1.0.0",)]},
        ["message-contracts-disagree"],
    ),
    (
        "two producers of one version disagree, both are kept",
        [document("shop", "1.0.0", message("A", "a")), document("store", "1.0.0", message("A", "b"))],
        {"A": [("1.0.0+store",), ("1.0.0",)]},
        ["message-contracts-disagree"],
    ),
    (
        "a consumer without payload is bound to the version it names",
        [
            document("shop", "1.0.0", message("A", "a")),
            document("shop", "2.0.0", message("A", "b")),
            document("mail", "1.0.0", message("A", None, role="receive", version="1.0.0")),
        ],
        {"A": [("2.0.0",), ("1.0.0",)]},
        [],
    ),
    ("nobody sends it", [document("mail", "3.0.0", message("A", role="receive"))], {"A": [("unversioned",)]}, []),
    ("nobody sends it, a version is named", [document("mail", "3.0.0", message("A", role="receive", version="4"))], {"A": [("4",)]}, []),
    ("declared only", [document("shop", "1.2.0", message("A", role=""))], {"A": [("1.2.0",)]}, []),
    ("no version anywhere", [document("shop", "", message("A"))], {"A": [("unversioned",)]}, []),
    (
        "a pre-release is not the latest",
        [document("shop", "1.0.0", message("A", "a")), document("shop", "2.0.0-rc.1", message("A", "b"))],
        {"A": [("2.0.0-rc.1",), ("1.0.0",)]},
        [],
    ),
]


@pytest.mark.parametrize(("declared", "versions", "findings"), [row[1:] for row in VERSIONS], ids=[row[0] for row in VERSIONS])
def test_versions(declared: list[Declarations], versions: dict[str, Any], findings: list[str]) -> None:
    catalog = merge(declared)
    assert versions_of(catalog) == versions
    assert codes(catalog) == findings


@pytest.mark.parametrize(
    ("row", "expected"), [("a pre-release is not the latest", "1.0.0"), ("an old payload that returns is the latest", "1.0.0")]
)
def test_latest(row: str, expected: str) -> None:
    declared = next(declared for name, declared, *_ in VERSIONS if name == row)
    assert merge(declared).messages[0].latest == expected


JOINS: list[tuple[str, list[Declarations], list[tuple[str, ...]], list[str]]] = [
    (
        "same channel",
        [document("shop", "1", message("OrderPlaced")), document("mail", "1", message("order-placed", "z", role="receive", version="1"))],
        [("OrderPlaced", "order-placed")],
        ["message-contracts-disagree"],
    ),
    (
        "same payload",
        [
            document("shop", "1", message("OrderPlaced")),
            document("mail", "1", message("com.acme.OrderPlaced", channel="x", role="receive")),
        ],
        [("OrderPlaced", "com.acme.OrderPlaced")],
        [],
    ),
    (
        "neither",
        [document("shop", "1", message("OrderPlaced", "a")), document("mail", "1", message("order_placed", "b", channel="x"))],
        [("OrderPlaced",), ("order_placed",)],
        ["slug-collision", "message-near-match"],
    ),
    (
        "a registry subject",
        [document("shop", "1", message("OrderPlaced")), document("mail", "1", message("orders.order-placed-value", role="receive"))],
        [("OrderPlaced", "orders.order-placed-value")],
        [],
    ),
    (
        "an alias",
        [
            document("shop", "1", message("OrderPlaced")),
            document("mail", "1", message("PurchaseMade", channel="x", role="receive")),
            Declarations(aliases=(AliasRule(message="OrderPlaced", alias="PurchaseMade", span=SPAN),)),
        ],
        [("OrderPlaced", "PurchaseMade")],
        [],
    ),
    (
        "generic names stay with their service",
        [
            document("shop", "1", message("shop.Error", scoped=True)),
            document("mail", "1", message("mail.Error", scoped=True)),
        ],
        [("mail.Error",), ("shop.Error",)],
        [],
    ),
]


@pytest.mark.parametrize(("declared", "ids", "findings"), [row[1:] for row in JOINS], ids=[row[0] for row in JOINS])
def test_joins(declared: list[Declarations], ids: list[tuple[str, ...]], findings: list[str]) -> None:
    catalog = merge(declared)
    assert sorted((one.id, *one.aliases) for one in catalog.messages) == sorted(ids)
    assert sorted(codes(catalog)) == sorted(findings)


KINDS = [
    ({}, [], "message"),
    ({"kind": "command"}, [], "command"),
    ({"kind": "command"}, [KindRule(pattern="A", kind="event", span=SPAN)], "event"),
    ({}, [KindRule(pattern="A*", kind="query", span=SPAN), KindRule(pattern="A", kind="event", span=SPAN)], "event"),
]


@pytest.mark.parametrize(("fields", "rules", "kind"), KINDS)
def test_kind(fields: dict[str, str], rules: list[KindRule], kind: str) -> None:
    catalog = merge([document("shop", "1", message("A", **fields)), Declarations(kinds=tuple(rules))])
    assert catalog.messages[0].kind == kind


def test_live_versions_are_the_latest_and_the_listed() -> None:
    documents = [document("shop", version, message("A", version)) for version in ("1.0.0", "2.0.0", "3.0.0")]
    rule = Declarations(live=(LiveRule(service="shop", versions=("1.0.0",), span=SPAN),))
    (service,) = merge([*documents, rule]).services
    assert {version.version: (version.latest, version.live) for version in service.versions} == {
        "3.0.0": (True, True),
        "2.0.0": (False, False),
        "1.0.0": (False, True),
    }


@pytest.mark.parametrize(("as_of", "state"), [("2026-01-01", "active"), ("2026-03-01", "deprecated"), ("2026-06-30", "sunset")])
def test_lifecycle_follows_the_dates(as_of: str, state: str) -> None:
    rule = LifecycleRule(message="A", version="1", deprecated="2026-02-01", sunset="2026-06-01", span=SPAN)
    catalog = merge([document("shop", "1", message("A")), Declarations(lifecycle=(rule,))], Naming(as_of=as_of))
    assert catalog.messages[0].versions[0].lifecycle.state == state


def test_as_of_defaults_to_the_newest_day_on_which_something_was_deprecated() -> None:
    rule = LifecycleRule(message="A", deprecated="2026-02-01", sunset="2099-01-01", span=SPAN)
    catalog = merge([document("shop", "1", message("A")), Declarations(lifecycle=(rule,))])
    assert catalog.as_of == "2026-02-01"
    assert catalog.messages[0].versions[0].lifecycle.state == "deprecated"


def test_a_rule_about_nothing_is_reported() -> None:
    rule = LifecycleRule(message="B", state="retired", span=SPAN)
    assert codes(merge([document("shop", "1", message("A")), Declarations(lifecycle=(rule,))])) == ["config-unknown-target"]


@pytest.mark.parametrize(
    ("rules", "owners", "source"),
    [
        ([], ["shop-team"], "owner of its service shop"),
        ([("message", "A", ("stated",))], ["stated"], "ownership rule"),
        ([("service", "sh*", ("by-glob",))], ["by-glob"], "owner of its service shop"),
    ],
)
def test_owners(rules: list[tuple[str, str, tuple[str, ...]]], owners: list[str], source: str) -> None:
    ownership = tuple(OwnershipRule(kind=kind, pattern=pattern, owners=names, span=SPAN) for kind, pattern, names in rules)
    catalog = merge([document("shop", "1", message("A"), owners=("shop-team",)), Declarations(ownership=ownership)])
    (one,) = catalog.messages
    assert [owner.id for owner in one.owners] == owners
    assert {owner.source for owner in one.owners} == {source}


def rule(kind: str, pattern: str, owner: str, basis: str = "", path: str = "catalog.yaml", line: int = 1) -> OwnershipRule:
    return OwnershipRule(kind=kind, pattern=pattern, owners=(owner,), basis=basis, span=Span(path=path, line=line))


STRENGTHS = [
    rule("service", "shop", "settings"),
    rule("service", "shop", "team-file", path="owners.yaml"),
    None,
    rule("service", "shop", "entity", "backstage", "catalog-info.yaml"),
    rule("document", "shop.yaml", "file", "codeowners", "CODEOWNERS"),
]
"""Statements about one service, the strongest first; None stands for the document's own."""


@pytest.mark.parametrize("first", range(len(STRENGTHS)))
def test_the_strongest_statement_counts_and_the_others_are_kept(first: int) -> None:
    said = STRENGTHS[first:]
    own = ("own",) if None in said else ()
    rules = tuple(one for one in said if one is not None)
    catalog = merge([document("shop", "1", message("A"), owners=own, path="shop.yaml"), Declarations(ownership=rules[::-1])])
    names = [one.owners[0] if one is not None else "own" for one in said]
    (service,) = catalog.services
    assert [one.id for one in (*service.owners, *service.overruled)] == names
    assert [one.id for one in catalog.messages[0].owners] == names[:1]
    assert codes(catalog) == ["owners-disagree"] * (len(names) - 1)


def test_equal_statements_do_not_disagree() -> None:
    rules = (rule("service", "shop", "@acme/Shop"), rule("document", "shop.yaml", "acme/shop", "codeowners", "CODEOWNERS"))
    team = Team(id="shop", span=SPAN)
    catalog = merge([document("shop", "1", message("A"), path="shop.yaml"), Declarations(ownership=rules, teams=(team,))])
    assert ([one.id for one in catalog.services[0].owners], catalog.services[0].overruled, codes(catalog)) == (["shop"], (), [])


def test_one_finding_for_one_difference() -> None:
    documents = [document(f"s{number}", "1", path=f"{number}.yaml", owners=("own",)) for number in range(9)]
    catalog = merge([*documents, Declarations(ownership=(rule("service", "s*", "settings"),))])
    found = [one for one in catalog.diagnostics if one.code == "owners-disagree"]
    assert len(found) == 9
    shared = [rule("document", f"{number}.yaml", "file", "codeowners", "CODEOWNERS") for number in range(9)]
    stated = Declarations(ownership=(rule("service", "s*", "settings"), *shared))
    catalog = merge([*(document(f"s{number}", "1", path=f"{number}.yaml") for number in range(9)), stated])
    (one,) = [one for one in catalog.diagnostics if one.code == "owners-disagree"]
    assert "the service `s0`, the service `s1`, the service `s2` and 6 more" in one.message


NAMES = st.sampled_from(["OrderPlaced", "order-placed", "com.acme.OrderPlaced", "OrderShipped", "order_shipped"])


@st.composite
def catalogs(draw: st.DrawFn) -> list[Declarations]:
    documents = []
    for number in range(draw(st.integers(1, 5))):
        messages = [
            message(
                draw(NAMES),
                draw(st.sampled_from(["a", "b", "c", None])),
                channel=draw(st.sampled_from(["x", "y", "z"])),
                role=draw(st.sampled_from(["send", "receive", "send+receive", ""])),
                version=draw(st.sampled_from(["", "", "1.0.0", "2"])),
            )
            for _ in range(draw(st.integers(0, 4)))
        ]
        service, version = draw(st.sampled_from(["shop", "mail"])), draw(st.sampled_from(["1.0.0", "1.1.0", ""]))
        documents.append(document(service, version, *messages, path=f"{number}.yaml"))
    return documents


@given(catalogs(), st.randoms(use_true_random=False))
def test_merge_does_not_depend_on_order(documents: list[Declarations], rng: random.Random) -> None:
    shuffled = documents[:]
    rng.shuffle(shuffled)
    assert merge(shuffled) == merge(documents)


@given(catalogs())
def test_nothing_is_lost(documents: list[Declarations]) -> None:
    catalog = merge(documents)
    sent = {(d.service, d.service_version or "unversioned") for one in documents for d in one.messages if "send" in d.roles}
    read = {(d.service, d.service_version or "unversioned") for one in documents for d in one.messages if "receive" in d.roles}
    versions = [version for one in catalog.messages for version in one.versions]
    assert {(party.service, party.version) for version in versions for party in version.producers} == sent
    assert {(party.service, party.version) for version in versions for party in version.consumers} == read
    for one in catalog.messages:
        assert one.version(one.latest) is not None
        assert len({version.slug for version in one.versions}) == len(one.versions)
