"""The data of the search: what is written can be read again, is small, harmless, and the same every time."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.diagnostics import Span
from catalog_gen.model.catalog import Catalog, Channel
from catalog_gen.model.declaration import TextDeclaration
from catalog_gen.model.message import Lifecycle, Message, MessageVersion
from catalog_gen.model.people import Domain, Owner, Team, User
from catalog_gen.model.schema import Schema
from catalog_gen.model.slugs import slugify
from catalog_gen.site.search_data import DIGITS, front_coded, normal, numbers, runs, script
from catalog_gen.site.search_fields import field_names
from catalog_gen.site.search_index import SHARD_SIZE, search_files, search_page_groups
from catalog_gen.site.search_rows import expected_slug, rows_of
from catalog_gen.site.search_terms import tails

HERE = Span(path="a.yaml")
HOSTILE = "</script><img src=x onerror=alert(1)>\u2028\u2029\ud800\t\nπ"


def schema(fields: dict[str, Any] | str, form: str = "json-schema", extension: str = "json") -> Schema:
    text = fields if isinstance(fields, str) else json.dumps({"type": "object", "properties": fields})
    return Schema(format=form, written=text, digest=str(hash(text)), extension=extension, span=HERE)


def message(name: str, *, slug: str = "", state: str = "active", summary: str = "", **more: Any) -> Message:
    fields = more.pop("fields", {})
    version = MessageVersion(
        version="1",
        slug="1",
        lifecycle=Lifecycle(state=state),
        summary=summary,
        channels=more.pop("channels", ()),
        payload=schema(fields) if fields else None,
        span=HERE,
    )
    return Message(id=name, slug=slug or slugify(name), name=name, kind=more.pop("kind", "event"), latest="1", versions=(version,), **more)


SHOP = Catalog(
    messages=(
        message("OrderPlaced", domain="sales", owners=(Owner(id="till"),), summary="A basket became an order.", fields={"totalAmount": {}}),
        message("PlaceOrder", kind="command", domain="sales", channels=("orders.commands",), state="deprecated"),
        message("order-placed", slug="order-placed-1f", fields={"total_amount": {}, "buyer": {"properties": {"firstName": {}}}}),
    ),
    channels=(Channel(id="orders.commands", slug="orders-commands", address="orders.commands", messages=("PlaceOrder",)),),
    domains=(Domain(id="sales", slug="sales", name="Sales & more", owners=("till",), span=HERE),),
    teams=(Team(id="till", slug="till", name="Till team", span=HERE),),
    users=(User(id="ada", slug="ada", name="Ada", role="Architect", span=HERE),),
    texts=(
        TextDeclaration(path="docs/start.md", slug="guides/start", title="Getting started", body="Read about `baskets` first.", span=HERE),
    ),
)


# --- reading it again, as search.js does


def read_script(content: bytes) -> list[Any]:
    text = content.decode("ascii")
    match = re.fullmatch(r"\(self\.catalogSearch=self\.catalogSearch\|\|\[\]\)\.push\((.*)\);\n", text)
    assert match, text[:200]
    assert "<" not in text
    value: list[Any] = json.loads(match[1])
    return value


def read_numbers(text: str) -> list[int]:
    values, value, shift = [], 0, 0
    for character in text:
        digit = DIGITS.index(character)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            values.append(value)
            value = shift = 0
    return values


def read_steps(text: str) -> list[int]:
    rows: list[int] = []
    last = -1
    steps = iter(read_numbers(text))
    for step in steps:
        for width in [step] if step else [1] * next(steps):
            last += width
            rows.append(last)
    return rows


def read_lines(text: str) -> list[list[str]]:
    lines = []
    above = ""
    for line in text.split("\n"):
        parts = line[1:].split("\t")
        parts[0] = above = above[: DIGITS.index(line[0])] + parts[0]
        lines.append(parts)
    return lines


def terms_of(files: dict[str, bytes]) -> dict[tuple[str, str, str], list[int]]:
    """(term, type, spelling) → rows, over all shards."""
    return {
        (term, spelling[0], spelling[1:]): read_steps(rows)
        for path, content in files.items()
        if path.startswith("search/terms/")
        for term, spelling, rows in read_lines(read_script(content)[2])
    }


@given(values=st.lists(st.integers(0, 70_000), unique=True).map(sorted))
def test_rows_survive_writing(values: list[int]) -> None:
    assert read_steps(numbers(values)) == values


@given(first=st.integers(0, 9), length=st.integers(0, 9_000))
def test_a_run_of_rows_takes_a_few_characters(first: int, length: int) -> None:
    text = numbers(range(first, first + length))
    assert read_steps(text) == list(range(first, first + length))
    assert len(text) <= 5


@given(values=st.lists(st.integers(0, 3)))
def test_repeated_numbers_survive_writing(values: list[int]) -> None:
    pairs = read_numbers(runs(values))
    assert [number for number, count in zip(pairs[::2], pairs[1::2], strict=True) for _ in range(count)] == values


@given(names=st.lists(st.text(st.characters(exclude_characters="\n\t", exclude_categories=["Cs"])), min_size=1).map(sorted))
def test_names_survive_writing(names: list[str]) -> None:
    read = read_lines(front_coded((name, f"\t{len(name)}") for name in names))
    assert read == [[name, str(len(name))] for name in names]


@given(value=st.recursive(st.text() | st.integers(), st.lists))
def test_a_script_holds_its_value_and_nothing_else(value: Any) -> None:
    assert read_script(script("names", "", value, "mark")) == ["names", "", value, "mark"]


# --- what is in it


def test_names_file_holds_everything_with_its_address() -> None:
    kind, _, value, _ = read_script(search_files(SHOP)["search/names.js"])
    assert kind == "names"
    held = {
        f"{folder}{(parts[1:] or [expected_slug(parts[0])])[0]}": parts[0]
        for _, folder, count, text in value["kinds"]
        if count
        for parts in read_lines(text)
    }
    assert held == {
        "events/order-placed-1f": "order-placed",
        "events/order-placed": "OrderPlaced",
        "commands/place-order": "PlaceOrder",
        "channels/orders-commands": "orders.commands",
        "domains/sales": "Sales & more",
        "teams/till": "Till team",
        "users/ada": "Ada",
        "docs/guides/start": "Getting started",
    }
    assert {f"{row.url}".rstrip("/") for row in rows_of(SHOP)} == set(held)


def test_fields_and_words_lead_to_their_rows() -> None:
    names = [row.name for row in rows_of(SHOP)]
    found = {term: [names[row] for row in rows] for term, rows in terms_of(search_files(SHOP)).items()}
    assert found["totalamount", "f", "totalAmount"] == ["OrderPlaced"]
    assert found["amount", "f", "totalAmount"] == ["OrderPlaced"]
    assert found["amount", "f", "total_amount"] == ["order-placed"]
    assert found["firstname", "f", "firstName"] == ["order-placed"]
    assert found["basket", "t", ""] == ["OrderPlaced"]
    assert found["baskets", "t", ""] == ["Getting started"]
    assert found["architect", "t", ""] == ["Ada"]


def test_links_lead_from_owners_and_channels_to_what_is_theirs() -> None:
    names = [row.name for row in rows_of(SHOP)]
    _, _, text, _ = read_script(search_files(SHOP)["search/links/0.js"])
    links = {names[int(line.split(" ")[0])]: [names[row] for row in read_steps(line.split(" ")[1])] for line in text.split("\n")}
    assert links == {"orders.commands": ["PlaceOrder"], "Till team": ["OrderPlaced", "Sales & more"]}


AVRO = """{"type": "record", "fields": [
    {"name": "a", "type": ["null", {"type": "record", "fields": [{"name": "b", "type": "int"}]}]}
]}"""
PROTOBUF = """message M {
  optional string a = 1;
  repeated Line b = 2;
  map<string, int32> c = 3;
  enum E {
    NO = 0;
  }
}"""


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (schema({"a": {"type": "array", "items": {"properties": {"b": {}}}}, "items": {}}), {"a", "b", "items"}),
        (schema('{"allOf":[{"properties":{"a":{}}},{"$ref":"#/definitions/x"}],"definitions":{"x":{"properties":{"b":{}}}}}'), {"a", "b"}),
        (schema('{"example":{"properties":{"no":{}}},"enum":[{"properties":{"no":{}}}]}'), set()),
        (schema(AVRO, "avro"), {"a", "b"}),
        (schema(PROTOBUF, "protobuf", "proto"), {"a", "b", "c"}),
        (schema("not json at all"), set()),
        (schema("true"), set()),
        (schema("[" * 100_000), set()),
    ],
    ids=["nested", "combined", "examples are data", "avro", "protobuf", "broken", "boolean", "deep"],
)  # fmt: skip
def test_fields_of_a_schema(given: Schema, fields: set[str]) -> None:
    assert field_names(given) == fields


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("totalAmount", ("totalamount", "amount")),
        ("total_amount", ("totalamount", "amount")),
        ("HTTPServerId", ("httpserverid", "serverid", "id")),
        ("größe", ("große",)),
        ("a", ("a",)),
        ("", ()),
    ],
)
def test_a_field_may_be_begun_at_each_of_its_words(name: str, expected: tuple[str, ...]) -> None:
    assert tails(name) == expected


@given(text=st.text())
def test_comparison_ignores_case_and_separators(text: str) -> None:
    assert normal(text) == normal(f"-{text}. ")
    assert normal(normal(text)) == normal(text)


# --- what it costs, and that it does no harm


def test_hostile_names_stay_inside_their_strings() -> None:
    catalog = Catalog(messages=(message(HOSTILE, slug="hostile", summary=HOSTILE, fields={HOSTILE: {}}),))
    files = search_files(catalog)
    for content in files.values():
        read_script(content)
    _, _, names, _ = read_script(files["search/names.js"])
    assert read_lines(names["kinds"][0][3]) == [[" ".join(HOSTILE.split()), "hostile"]]


def test_shards_are_small_and_found_by_their_prefix() -> None:
    fields = [f"{first}{second}{number:04}Code" for first in "abcé" for second in "xyz" for number in range(150)]
    catalog = Catalog(messages=tuple(message(f"M{number:03}", fields={field: {} for field in fields[number::90]}) for number in range(90)))
    files = search_files(catalog)
    _, _, names, _ = read_script(files["search/names.js"])
    assert len(names["terms"]) > 4
    assert all(len(content) < SHARD_SIZE * 1.2 for path, content in files.items() if path.startswith("search/terms/"))
    assert len([path for path in files if path.startswith("search/terms/")]) == len(names["terms"])
    for path, content in files.items():
        assert re.fullmatch(r"search/(names|terms/t-[a-z0-9_]*|links/\d+)\.js", path)
        if path.startswith("search/terms/"):
            _, prefix, text, _ = read_script(content)
            assert all(line[0].startswith(prefix) for line in read_lines(text))
    found = terms_of(files)
    assert {term for term, kind, _ in found if kind == "f"} == {tail for field in fields for tail in tails(field)}
    assert found["code", "f", "…code"] == list(range(90)), "too many ways to spell it are one"


def test_endless_names_make_neither_endless_paths_nor_endless_recursion() -> None:
    fields: dict[str, Any] = {"ü" * 3_000 + str(number): {} for number in range(600)}
    files = search_files(Catalog(messages=(message("N" * 10_000, slug="n", fields=fields),)))
    assert max(map(len, files)) < 120
    assert len(files["search/names.js"]) < 1_000
    assert {term for term, _, _ in terms_of(files)} == {"u" * 60}


def test_equal_catalogs_give_equal_bytes() -> None:
    shuffled = Catalog(
        messages=SHOP.messages[::-1], channels=SHOP.channels, domains=SHOP.domains, teams=SHOP.teams, users=SHOP.users, texts=SHOP.texts
    )
    assert search_files(shuffled) == search_files(SHOP)
    assert list(search_files(SHOP)) == sorted(search_files(SHOP))


def test_files_of_one_numbering_carry_one_mark() -> None:
    def marks(catalog: Catalog) -> set[str]:
        return {read_script(content)[3] for content in search_files(catalog).values()}

    renamed = Catalog(messages=(message("OrderPlaced", summary="Other words.", fields={"other": {}}), *SHOP.messages[1:]), texts=SHOP.texts)
    fewer = Catalog(messages=SHOP.messages[1:], texts=SHOP.texts)
    assert len(marks(SHOP)) == 1
    assert marks(Catalog(messages=SHOP.messages, texts=SHOP.texts)) == marks(renamed), "an edit of words keeps the numbers"
    assert marks(fewer).isdisjoint(marks(renamed))


def test_an_empty_catalog_can_be_searched() -> None:
    assert read_script(search_files(Catalog())["search/names.js"])[2]["terms"] == []


def test_the_index_for_readers_without_scripts() -> None:
    groups = search_page_groups(SHOP)
    assert [(group.letter, [entry.url for entry in group.entries]) for group in groups] == [
        ("O", ["events/order-placed/", "events/order-placed-1f/"]),
        ("P", ["commands/place-order/"]),
    ]
    (first, *_) = search_page_groups(SHOP, limit=2)
    assert (len(first.entries), first.more) == (1, 1)
