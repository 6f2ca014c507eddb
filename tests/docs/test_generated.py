"""What the documentation takes from the code is what the code says now, and what it shows can be run."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest

import catalog_gen
from catalog_gen.cli.commands import COMMANDS
from catalog_gen.cli.program import parser

DOCS = Path(__file__).resolve().parents[2] / "docs"
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^(?:\$ )?(?:\S+ && )?catalog-gen (?!--version)((?:(?!&&|\||;|#|>).)*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "_generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["command line", "diagnostic codes", "catalog kinds"])
def test_a_generated_part_is_up_to_date(generate: ModuleType, name: str) -> None:
    path, content = generate.GENERATED[name]
    text = (DOCS.parent / path).read_text(encoding="utf-8")
    assert generate.with_part(text, name, content()) == text, "run `make docs`"


def test_every_command_and_option_is_in_the_reference(generate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """The reference is written from the parser's inside; what the parser prints as help must name the same."""
    text = generate.command_line()
    for command in COMMANDS:
        section = text.partition(f"## {command.name}\n")[2].partition("\n## ")[0]
        with pytest.raises(SystemExit):
            parser().parse_args([command.name, "--help"])
        printed = capsys.readouterr().out
        assert OPTION.findall(printed)
        assert set(OPTION.findall(printed.partition("examples:")[0])) - {"--help"} == set(OPTION.findall(section.partition("```sh")[0]))


def pages() -> list[Path]:
    return sorted([DOCS.parent / "README.md", *DOCS.glob("*.md"), *DOCS.glob("how-to/*.md")])


def test_every_command_line_in_the_documentation_can_be_parsed() -> None:
    calls = [
        (page.name, shlex.split(call.replace("$(date +%F)", "2026-06-01")))
        for page in pages()
        for block in SHELL.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if not _is_output(line, block)
        for call in CALL.findall(line)
    ]
    assert len(calls) > 20
    for name, call in calls:
        assert parser().parse_args(call).command == call[0], name


def _is_output(line: str, block: str) -> bool:
    """In a block with prompts, everything else is what the program printed."""
    return "$ " in block and not line.startswith("$ ")


def test_python_in_the_documentation_is_python() -> None:
    blocks = [block for page in pages() for block in PYTHON.findall(page.read_text(encoding="utf-8"))]
    assert len(blocks) >= 4
    for block in blocks:
        ast.parse(block)


def test_the_whole_public_interface_is_documented() -> None:
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    assert [name for name in catalog_gen.__all__ if name not in text] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    linked = set(re.findall(r"\]\(([^)#]+\.md)", (DOCS / "index.md").read_text(encoding="utf-8")))
    there = {page.relative_to(DOCS).as_posix() for page in [*DOCS.glob("*.md"), *DOCS.glob("how-to/*.md")]} - {"index.md"}
    assert there - linked == set()
