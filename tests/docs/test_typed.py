"""What the documentation tells readers to type does what it says: its commands are run here, and its output is compared."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import catalog_gen
from catalog_gen.checks import Rule
from catalog_gen.cli import main
from catalog_gen.graph import link
from catalog_gen.resources import resource
from catalog_gen.sources.source import Context, Source
from catalog_gen.text.documents import parse_text
from catalog_gen.text.references import Library

CHECKOUT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIME = re.compile(r" *\d+\.\d ms$", re.MULTILINE)
ORDERS = Path("shop/specs/order-service/asyncapi.yaml")
SECOND = Path("shop/specs/order-service/2.0.0/asyncapi.yaml")
DELIVERY = Path("shop/specs/delivery-service/asyncapi.yaml")


def blocks(page: str, language: str) -> list[str]:
    return [block for kind, block in BLOCK.findall((CHECKOUT / page).read_text(encoding="utf-8")) if kind == language]


def calls(page: str) -> Iterator[tuple[list[str], str]]:
    """Each command after a prompt, with what the page shows as its output."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield shlex.split(command), output


def replace(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def add_note_property() -> None:
    """Section 2 of the tutorial."""
    after = "            description: Wrapped, and without a price on the slip.\n"
    replace(ORDERS, (after, after + blocks("docs/tutorial.md", "yaml")[0]))


def make_second_version() -> None:
    """Section 5 of the tutorial: the lines of its diff, one by one."""
    SECOND.parent.mkdir()
    shutil.copy(ORDERS, SECOND)
    lines = blocks("docs/tutorial.md", "diff")[0].splitlines()
    replace(SECOND, *((old[1:], new[1:]) for old, new in zip(lines[::2], lines[1::2], strict=True)))


def change_twice() -> None:
    """Between the start of the tutorial and its first check."""
    add_note_property()
    make_second_version()


def add_lifecycle() -> None:
    """Section 6 of the tutorial."""
    with Path("shop/catalog.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + blocks("docs/tutorial.md", "yaml")[2])


def write_note() -> None:
    """Section 7 of the tutorial."""
    Path("shop/notes/order-placed.md").write_text(blocks("docs/tutorial.md", "markdown")[0], encoding="utf-8")


def correct_note() -> None:
    """The end of section 7."""
    replace(Path("shop/notes/order-placed.md"), ("Wait for [[ReceiptPrinted]], and see [[OrderCancelled]].", "See [[OrderCancelled]]."))


def make_mistake() -> None:
    """The mistake of the README."""
    replace(DELIVERY, ("components/messages/OrderPlaced'", "components/messages/OrderPlacd'"))


def correct_mistake() -> None:
    """The README goes on after it."""
    replace(DELIVERY, ("OrderPlacd", "OrderPlaced"))


Step = Callable[[], None] | None
TUTORIAL: list[Step] = [
    None,
    None,
    change_twice,
    add_lifecycle,
    write_note,
    None,
    correct_note,
    None,
]
README: list[Step] = [None, None, make_mistake, correct_mistake]
"""What the reader does before each command."""


@pytest.mark.parametrize(("page", "steps"), [("docs/tutorial.md", TUTORIAL), ("README.md", README)])
def test_a_reader_sees_what_the_page_shows(
    page: str, steps: list[Step], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = 0
    for step, (command, shown) in zip(steps, calls(page), strict=True):
        if step is not None:
            step()
        if command == ["echo", "$?"]:
            assert shown == f"{code}\n"
        elif command[1] != "serve":
            code = main(command[1:])
            printed = capsys.readouterr()
            assert TIME.sub(" T ms", printed.out + printed.err) == TIME.sub(" T ms", shown)


def test_the_python_of_the_reference_prints_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(resource("content") / "starter", "shop")
    make_second_version()
    add_lifecycle()
    first, second = blocks("docs/python.md", "python")
    exec(first, {})  # noqa: S102 - our own example
    assert capsys.readouterr().out == blocks("docs/python.md", "text")[0]
    exec(second, {})  # noqa: S102
    assert " True " in capsys.readouterr().out


@pytest.fixture(scope="module")
def plugin() -> SimpleNamespace:
    """The names that the modules of the example define."""
    names: dict[str, Any] = {"__name__": "acme"}
    for block in blocks("docs/how-to/plugins.md", "python"):
        exec(block, names)  # noqa: S102 - our own example
    return SimpleNamespace(**names)


def test_the_source_of_the_guide_is_one(plugin: SimpleNamespace) -> None:
    assert isinstance(plugin.source, Source)
    raw = b"team,name,email\nshop,Shop,shop@example.com\nmail,Mail,\n"
    parsed = parse_text("teams.csv", raw)
    assert plugin.source.sniff("teams.csv", raw)
    assert plugin.source.recognises(parsed)
    declared = plugin.source.declare(parsed, Context(Library(lambda _: None)))
    assert [team.id for team in declared.teams] == ["shop", "mail"]
    assert [(found.code, found.span.line) for found in declared.diagnostics] == [("acme-team-without-email", 3)]


def test_the_rule_of_the_guide_is_one(plugin: SimpleNamespace, tmp_path: Path) -> None:
    (rule,) = plugin.rules
    assert isinstance(rule, Rule)
    document = blocks("docs/how-to/client-view.md", "yaml")[0]
    (tmp_path / "asyncapi.yaml").write_text(document, encoding="utf-8")
    catalog = catalog_gen.load(tmp_path)
    assert [found.message for found in rule.run(catalog, link(catalog))] == ["`InvoiceIssued` has no summary."]


def test_the_setting_of_the_clients_view_turns_the_document(tmp_path: Path) -> None:
    document, settings = blocks("docs/how-to/client-view.md", "yaml")
    for folder in ("legacy", "contracts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "legacy" / "asyncapi.yaml").write_text(document, encoding="utf-8")
    assert catalog_gen.load(tmp_path).messages[0].current.producers
    (tmp_path / "catalog.yaml").write_text(settings, encoding="utf-8")
    assert catalog_gen.load(tmp_path).messages[0].current.consumers


DOCUMENT = """
asyncapi: 3.0.0
info: {{title: {0}, version: {1}}}
channels:
  orders: {{address: shop.orders, messages: {{OrderPlaced: {{payload: {{properties: {{{3}: {{type: string}}}}}}}}}}}}
operations:
  do: {{action: {2}, channel: {{$ref: '#/channels/orders'}}}}
"""


def test_the_example_of_versions_is_so(tmp_path: Path) -> None:
    """The table of docs/identity.md."""
    lines = (CHECKOUT / "docs/identity.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if re.match(r"\| \w+ [\d.]+ \| (sends|receives) ", line)]
    assert table
    for line in table:
        document, says, payload, _ = (cell.strip() for cell in line.strip("|").split("|"))
        title, version = document.split()
        file = tmp_path / f"{title}-{version}" / "asyncapi.yaml"
        file.parent.mkdir()
        file.write_text(DOCUMENT.format(title, version, says.removesuffix("s"), payload[0]), encoding="utf-8")
    catalog = catalog_gen.load(tmp_path)
    (message,) = catalog.messages
    assert [(version.version, version.aliases) for version in message.versions] == [("2.0.0", ()), ("1.0.0", ("1.1.0",))]
    assert message.latest == "2.0.0"
    assert [[party.service for party in version.consumers] for version in message.versions] == [["mailer"], ["delivery"]]
    assert [found.code for found in catalog.diagnostics if found.severity == "warning"] == ["message-contract-drift"]
