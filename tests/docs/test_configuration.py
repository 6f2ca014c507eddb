"""The reference of settings: every key is there, no other is, and its examples are accepted."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
import yaml

import catalog_gen
from catalog_gen import configuration
from catalog_gen.configuration import read_configuration
from catalog_gen.diagnostics import Diagnostic
from catalog_gen.sources import governance, markdown, organisation
from catalog_gen.text.documents import parse_text

PACKAGE = Path(catalog_gen.__file__).resolve().parent
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")

Wrap = Callable[[str], str]


def entry_of(name: str, required: str) -> Wrap:
    """An example of one key as a whole `catalog.yaml`, with what an entry of that list cannot do without."""

    def wrap(example: str) -> str:
        key = example.partition(":")[0]
        others = "".join(f"    {line}\n" for line in required.split("\n") if line and not line.startswith(f"{key}:"))
        return f"{name}:\n  -\n    {example}\n{others}"

    return wrap


def whole(example: str) -> str:
    return example


SECTIONS: dict[str, tuple[Collection[str], Wrap]] = {
    "The catalog": (configuration.KEYS, whole),
    "`sources`": (configuration.SOURCE_KEYS, entry_of("sources", "path: contracts")),
    "`history`": (configuration.HISTORY_KEYS, lambda example: f"sources: [{{path: contracts, history: {{{example}}}}}]\n"),
    "`lifecycle`": (configuration.LIFECYCLE_KEYS, entry_of("lifecycle", "message: OrderPlaced")),
    "`policies`": (governance.POLICY_KEYS, entry_of("policies", "messages: [OrderPlaced]")),
    "`ignore`": (governance.IGNORE_KEYS, entry_of("ignore", "change: channel-removed\nreason: agreed")),
    "`reads`": (governance.READS_KEYS, entry_of("reads", "service: mailer\nmessage: OrderPlaced")),
    "`domains`": (organisation.DOMAIN_KEYS, entry_of("domains", "id: sales")),
    "`services`": (organisation.SERVICE_KEYS, entry_of("services", "id: order-service")),
    "`teams`": (organisation.TEAM_KEYS, entry_of("teams", "id: shop")),
    "`users`": (organisation.USER_KEYS, entry_of("users", "id: ada")),
    "`ownership`": (organisation.OWNERSHIP_KEYS, entry_of("ownership", "owners: [shop]")),
    "Team files": (organisation.KEYS, whole),
}
"""Heading → the keys that the code knows, and how an example of one becomes a whole file."""

Rows = list[list[str]]


def rows(heading: str) -> Rows:
    """The cells of the table below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert section, f"docs/configuration.md has no section {heading}"
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if line.startswith("| `")]


def keys(table: Rows) -> list[str]:
    return [key for row in table for key in re.findall(r"`([^`]+)`", row[0])]


def findings(text: str) -> tuple[Diagnostic, ...]:
    return read_configuration(parse_text("catalog.yaml", text.encode())).declarations.diagnostics


EXAMPLES = [(heading, row[3].strip("`")) for heading in SECTIONS for row in rows(heading)]


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_is_documented_and_no_other(heading: str) -> None:
    assert sorted(keys(rows(heading))) == sorted(SECTIONS[heading][0])


def test_every_key_of_front_matter_is_documented_and_no_other() -> None:
    assert sorted(keys(rows("Front matter"))) == sorted(markdown.KEYS)


@pytest.mark.parametrize("row", rows("Front matter"), ids=lambda row: row[0])
def test_an_example_of_front_matter_is_of_its_key(row: list[str]) -> None:
    assert [*yaml.safe_load(row[3].strip("`"))] == [row[0].strip("`")]


@pytest.mark.parametrize(("heading", "example"), EXAMPLES)
def test_an_example_is_accepted(heading: str, example: str) -> None:
    assert findings(SECTIONS[heading][1](example)) == ()


@pytest.mark.parametrize("heading", SECTIONS)
def test_an_example_is_of_its_key(heading: str) -> None:
    for row in rows(heading):
        assert row[3].startswith(f"{row[0].rstrip('`')}: "), row


def test_the_whole_example_is_accepted() -> None:
    blocks = re.findall(r"^```yaml catalog\.yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    assert findings(blocks[0]) == ()


@pytest.mark.parametrize(
    "words",
    [configuration.STATES, configuration.KINDS, configuration.SEVERITIES, governance.DIALECTS],
    ids=["states", "kinds", "severities", "dialects"],
)
def test_every_word_that_a_setting_takes_is_documented(words: tuple[str, ...]) -> None:
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_every_default_of_the_whole_catalog_is_the_one_of_the_code() -> None:
    defaults = {row[0].strip("`"): row[2].strip("`") for row in rows("The catalog")}
    assert defaults["title"] == configuration.Configuration().title


def extensions(module: Path) -> set[str]:
    found = {node.value for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)}
    return {value for value in found if isinstance(value, str) and re.fullmatch(r"x-[a-z]+(-[a-z]+)*", value)}


def test_every_extension_is_documented_and_no_other() -> None:
    table = rows("In AsyncAPI documents")
    documented = {key for row in table for key in re.findall(r"`([^`]+)`", f"{row[0]} {row[1]}")} - {"deprecated"}
    modules = ("asyncapi/document", "asyncapi/identity", "asyncapi/messages", "source")
    known = set().union(*(extensions(PACKAGE / "sources" / f"{name}.py") for name in modules))
    known |= extensions(PACKAGE / "model" / "taking.py")
    assert documented == known
