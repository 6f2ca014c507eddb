"""What the code can say or be told is documented, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import catalog_gen
from catalog_gen import configuration
from catalog_gen.sources import markdown, organisation

PACKAGE = Path(catalog_gen.__file__).parent
CODE = re.compile(
    r"(text|yaml|json|number|reference|asyncapi|channel|message|deprecated|service|slug|owner|config|declared|source|check|front|note|link|output|cache"
    r"|internal)(-[a-z]+)+"
)
NO_CODES = {"json-schema", "message-title", "note-list", "source-map"}


def texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            values = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
            yield from (value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str))


def used_codes() -> set[str]:
    rooms = [
        path
        for path in PACKAGE.rglob("*.py")
        if path.parent.name not in {"site", "composition", "views", "graph"} or path.name == "dead_links.py"
    ]
    return {text for path in rooms for text in texts(path) if CODE.fullmatch(text)} - NO_CODES


def documented(checkout: Path, name: str, column: int = 1) -> set[str]:
    found: set[str] = set()
    for line in (checkout / "docs" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("| `") or (column > 1 and line.startswith("| ")):
            found |= set(re.findall(r"`([^`]+)`", line.split(" | ")[column - 1]))
    return found


def test_every_code_is_documented_and_every_documented_code_is_used(checkout: Path) -> None:
    used = used_codes()
    assert len(used) > 50
    assert {code for code in documented(checkout, "diagnostics.md") if CODE.fullmatch(code)} == used


def test_every_setting_is_documented(checkout: Path) -> None:
    text = (checkout / "docs" / "configuration.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    known = {
        *configuration.KEYS,
        *configuration.SOURCE_KEYS,
        *configuration.LIFECYCLE_KEYS,
        *configuration.STATES,
        *configuration.KINDS,
        *organisation.DOMAIN_KEYS,
        *organisation.TEAM_KEYS,
        *organisation.USER_KEYS,
        *organisation.SERVICE_KEYS,
        *organisation.OWNERSHIP_KEYS,
        *markdown.KEYS,
    }
    assert known - named == set()


def test_every_command_is_documented(checkout: Path) -> None:
    from catalog_gen.cli.commands import COMMANDS  # noqa: PLC0415 - the command line is not needed by the other tests

    text = (checkout / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`catalog-gen {command.name} " in text
        assert command.summary
        assert command.examples.startswith("examples:")
