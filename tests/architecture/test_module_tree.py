"""The module tree in the architecture page is what the code says of itself."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def generator(checkout: Path) -> ModuleType:
    """The script that writes the generated parts of the documentation."""
    spec = importlib.util.spec_from_file_location("generate_docs", checkout / "docs" / "_generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_up_to_date(checkout: Path, generator: ModuleType) -> None:
    assert generator.GENERATED
    for name, (path, content) in generator.GENERATED.items():
        text = (checkout / path).read_text(encoding="utf-8")
        assert generator.with_part(text, name, content()) == text, f"{name} in {path} is out of date: run `make docs`"


def test_the_tree_names_every_module(tmp_path: Path, generator: ModuleType) -> None:
    package = tmp_path / "shop"
    (package / "orders").mkdir(parents=True)
    (package / "__init__.py").write_text('"""A shop."""\n')
    (package / "till.py").write_text('"""Takes money.\n\nAnd gives change.\n"""\n')
    (package / "orders" / "__init__.py").write_text('"""What was ordered."""\n')
    assert generator.module_tree(package) == (
        "```text\nshop/      A shop.\n  orders/  What was ordered.\n  till.py  Takes money.\n```"  # folders first, one line each
    )


def test_a_file_without_marks_is_an_error(generator: ModuleType) -> None:
    with pytest.raises(ValueError, match="module tree"):
        generator.with_part("no marks here", "module tree", "x")
