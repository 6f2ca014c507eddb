"""What is delivered: the built wheel carries everything that runs, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

import catalog_gen
from catalog_gen.resources import resource
from catalog_gen.site.explanations import FILES

DATA = ("templates", "static", "content")


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `make test` built and installed; where there is none, one is built for these tests."""
    named = os.environ.get("CATALOG_GEN_WHEEL")
    if named:
        return Path(named)
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(checkout)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The paths in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_is_for_every_system(wheel: Path) -> None:
    assert wheel.name == f"catalog_gen-{version('catalog-gen')}-py3-none-any.whl"


@pytest.mark.parametrize("kind", DATA)
def test_wheel_carries_the_data_folders_whole(checkout: Path, names: set[str], kind: str) -> None:
    listed = subprocess.run(
        ["git", "-C", str(checkout), "ls-files", "-z", "--cached", "--others", "--exclude-standard", kind],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    expected = {f"catalog_gen/_data/{path}" for path in listed.split("\0") if path and (checkout / path).is_file()}
    assert expected
    assert {name for name in names if name.startswith(f"catalog_gen/_data/{kind}/")} == expected


def test_wheel_carries_what_pages_quote_from_the_documentation(names: set[str]) -> None:
    quoted = {name for name in names if name.startswith("catalog_gen/_data/docs/")}
    assert quoted == {f"catalog_gen/_data/docs/{file}" for file in FILES}


def test_wheel_carries_every_module(checkout: Path, names: set[str]) -> None:
    modules = {file.relative_to(checkout).as_posix() for file in (checkout / "catalog_gen").rglob("*.py")}
    assert modules <= names
    assert "catalog_gen/py.typed" in names


def test_wheel_carries_its_licence(names: set[str]) -> None:
    assert f"catalog_gen-{version('catalog-gen')}.dist-info/licenses/LICENSE" in names


def test_wheel_carries_nothing_else(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"catalog_gen", f"catalog_gen-{version('catalog-gen')}.dist-info"}
    assert not [
        name for name in names if "__pycache__" in name or ".catalog-gen-cache" in name or name.startswith("catalog_gen/_data/tests")
    ]


def test_the_package_under_test_is_the_one_that_was_asked_for(checkout: Path) -> None:
    """A run against the wheel must not find the checkout by accident, and the other way round."""
    package = Path(catalog_gen.__file__).parent
    if os.environ.get("CATALOG_GEN_WHEEL"):
        assert checkout not in package.parents or "site-packages" in package.parts
        assert {resource(kind).parent for kind in DATA} == {package / "_data"}
    else:
        assert package == checkout / "catalog_gen"
        assert {resource(kind).parent for kind in DATA} == {checkout}


@pytest.mark.parametrize("group", ["catalog_gen.sources", "catalog_gen.checks"])
def test_entry_points_lead_somewhere(group: str) -> None:
    found = [point for point in entry_points(group=group) if point.dist is not None and point.dist.name == "catalog-gen"]
    assert found
    for point in found:
        point.load()


@pytest.mark.parametrize("command", [["-m", "catalog_gen"], [str(Path(sys.executable).parent / "catalog-gen")]], ids=["module", "script"])
def test_the_command_starts_from_any_folder(command: list[str], tmp_path: Path) -> None:
    start = [sys.executable, *command] if command[0] == "-m" else command
    run = subprocess.run([*start, "--version"], check=True, capture_output=True, text=True, cwd=tmp_path)
    assert version("catalog-gen") in run.stdout
