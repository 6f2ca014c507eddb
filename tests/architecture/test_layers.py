"""The layers: which room may reach into which, and which doors to the world each may use."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import catalog_gen

PACKAGE = Path(catalog_gen.__file__).parent
"""The package that is imported: the checkout's, or the installed wheel's."""

VALUES = {"diagnostics", "model"}
CONTRACTS = VALUES | {"text", "schemas"}
JUDGED = CONTRACTS | {"sources", "merge", "graph", "evolution"}
STAGES = JUDGED | {"checks", "site", "output", "resources", "workers"}
BEGINNING = {"files", "repository", "run", "configuration", "parsing", "inputs", "past", "reading"}
WAY_IN = STAGES | BEGINNING | {"placing", "evolving", "illustrating", "collector"}
ALL = WAY_IN | {"rendering", "recall", "pipeline", "api", "export"}

MAY_IMPORT: dict[str, set[str]] = {
    # What stands below everything and knows nothing of the rest.
    "diagnostics": set(),
    "resources": set(),
    "workers": set(),
    # The rooms of the architecture page, in its order.
    "model": {"diagnostics"},
    "text": {"diagnostics"},
    "schemas": VALUES | {"text"},
    "sources": CONTRACTS,
    "merge": VALUES,
    "graph": VALUES,
    "evolution": VALUES | {"schemas"},
    "checks": JUDGED,
    "site": JUDGED | {"checks", "files"},
    "output": {"diagnostics"},
    # The pipeline, and the stages that join rooms for it.
    "files": {"diagnostics"},
    "collector": set(),
    "repository": {"diagnostics", "files"},
    "run": {"files", "output"},
    "configuration": CONTRACTS | {"sources"},
    "parsing": STAGES | {"files", "repository", "configuration"},
    "past": STAGES | {"files", "repository", "configuration", "parsing", "inputs"},
    "inputs": STAGES | {"files", "configuration", "parsing"},
    "reading": STAGES | {"files", "configuration", "parsing", "inputs", "run"},
    "placing": VALUES | {"text", "parsing", "run"},
    "fetching": set(),
    "evolving": VALUES | {"collector", "evolution", "output", "run", "workers"},
    "illustrating": VALUES | {"collector", "output", "run", "schemas", "workers"},
    "rendering": WAY_IN,
    "recall": WAY_IN | {"rendering"},
    "pipeline": WAY_IN | {"rendering", "recall"},
    "export": JUDGED | {"checks", "site"},
    # What stands above the pipeline.
    "api": WAY_IN | {"rendering", "recall", "pipeline"},
    "__init__": {"api", "diagnostics", "evolution", "model", "schemas"},
    "serve": ALL,
    "cli": ALL | {"fetching", "serve", "__init__"},
    "__main__": {"cli"},
}
"""Room → the rooms that it may import, besides itself. A room that is not named here fails the test until it is."""

ONLY_IN: dict[str, set[str]] = {
    # Each library is kept behind the room that knows its traps.
    "fastavro": {"evolution", "schemas"},
    "google": {"evolution"},
    "jinja2": {"site"},
    "jsonref": {"text"},
    "jsonschema_rs": {"schemas", "text"},
    "markdown": {"site"},
    "nh3": {"site"},
    "pygments": {"site"},
    "ryaml": {"text"},
    "sqlite3": {"output"},
    "watchdog": {"serve"},
    "yaml": {"text"},
    # Doors to the network and to other programs.
    "asyncio": {"serve"},
    "http": {"fetching", "serve"},
    "multiprocessing": {"workers"},
    "socket": {"serve"},
    "socketserver": {"serve"},
    "urllib.request": {"fetching"},
    "subprocess": {"repository", "workers"},
    "webbrowser": {"cli", "serve"},
    # What would run a text from a source; between our own processes it is safe.
    "pickle": {"rendering"},
    "marshal": set(),
}
"""Module → the rooms that may import it."""

WRITES = {"write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rmtree", "copytree", "touch", "symlink_to"}
MAY_WRITE = {"output", "cli"}
"""Files are written in one place; the command line also lays out a new catalog."""


def room_of(file: Path) -> str:
    """The room that a module belongs to: the first folder below the package, or the module itself."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that a syntax tree imports, by its full name; `from a import b` counts as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which room is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(tree: ast.AST) -> set[str]:
    """The rooms that a module reaches into."""
    rooms = set()
    for name in imported(tree):
        package, *rest = name.split(".")
        if package == "catalog_gen":
            rooms.add(rest[0] if rest and rest[0] in MAY_IMPORT.keys() | _rooms() else "__init__")
    return rooms


def _rooms() -> set[str]:
    return {room_of(file) for file in PACKAGE.rglob("*.py")}


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """The syntax tree of every module."""
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}


def called(tree: ast.AST) -> set[str]:
    """The names of the functions and methods that a module calls, without what stands before the last dot."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {node.id for node in functions if isinstance(node, ast.Name)} | {
        node.attr for node in functions if isinstance(node, ast.Attribute)
    }


def test_every_room_is_declared() -> None:
    assert not _rooms() - MAY_IMPORT.keys(), "say in MAY_IMPORT, and in docs/architecture.md, what the new room may import"


def test_the_table_has_one_direction() -> None:
    tuple(graphlib.TopologicalSorter(MAY_IMPORT).static_order())


def test_rooms_keep_to_their_layer(trees: dict[Path, ast.Module]) -> None:
    too_far = {file: rooms_imported(tree) - {room_of(file)} - MAY_IMPORT.get(room_of(file), set()) for file, tree in trees.items()}
    assert not {str(file.relative_to(PACKAGE)): rooms for file, rooms in too_far.items() if rooms}


def test_rooms_use_only_their_doors(trees: dict[Path, ast.Module]) -> None:
    wrong = [
        (str(file.relative_to(PACKAGE)), name)
        for file, tree in trees.items()
        for name in imported(tree)
        for door, rooms in ONLY_IN.items()
        if f"{name}.".startswith(f"{door}.") and room_of(file) not in rooms
    ]
    assert not wrong


def test_only_the_output_writes(trees: dict[Path, ast.Module]) -> None:
    assert not [str(file) for file, tree in trees.items() if room_of(file) not in MAY_WRITE and called(tree) & WRITES]


def test_no_text_is_run(trees: dict[Path, ast.Module]) -> None:
    builtin = {
        file: {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        for file, tree in trees.items()
    }
    assert not [str(file) for file, names in builtin.items() if names & {"eval", "exec", "compile", "__import__"}]


@pytest.mark.parametrize(
    ("code", "rooms"),
    [
        ("import catalog_gen.site.render", {"site"}),
        ("from catalog_gen import model", {"model"}),
        ("from catalog_gen.model import catalog", {"model"}),
        ("from catalog_gen import load", {"__init__"}),
        ("import catalog_gen", {"__init__"}),
        ("def f():\n    from catalog_gen.cli import main", {"cli"}),
        ("import json", set()),
    ],
)
def test_imports_are_seen_wherever_they_stand(code: str, rooms: set[str]) -> None:
    assert rooms_imported(ast.parse(code)) == rooms
