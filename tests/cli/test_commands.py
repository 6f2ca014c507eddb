"""The commands as a user types them, right and wrong: exit codes, streams, words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENT = """\
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders: {address: orders, messages: {OrderPlaced: {payload: {type: object}}}}
operations:
  place: {action: send, channel: {$ref: '#/channels/orders'}}
"""


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "catalog_gen", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=120)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "asyncapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    return folder


def broken(root: Path) -> None:
    (root / "asyncapi.yaml").write_text(DOCUMENT.replace("#/channels/orders", "#/channels/order"), encoding="utf-8")


WRONG = [
    (["biuld"], 2, "Did you mean `build`?"),
    ([], 2, "COMMAND"),
    (["build"], 2, "-o/--output"),
    (["build", "nowhere", "-o", "site"], 2, "there is no folder `nowhere`"),
    (["build", "shop/asyncapi.yaml", "-o", "site"], 2, "is a file"),
    (["check", "shop", "--format", "jsn"], 2, "Did you mean `json`?"),
    (["check", "shop", "--as-of", "tomorrow"], 2, "no date"),
    (["check", "shop", "--jobs", "0"], 2, "number of processes"),
    (["check", "shop", "--config", "absent.yaml"], 2, "there is no configuration"),
    (["new", "shop"], 2, "exists and is not empty"),
    (["build", "shop", "-o", "shop"], 2, "output-forbidden"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG, ids=[" ".join(row[0]) or "nothing" for row in WRONG])
def test_a_wrong_word_is_answered(arguments: list[str], code: int, words: str, root: Path) -> None:
    done = run(*arguments, cwd=root.parent)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_help_and_version_answer(root: Path) -> None:
    assert "examples:" in run("--help", cwd=root).stdout
    assert run("--version", cwd=root).stdout.startswith("catalog-gen ")
    for command in ("build", "serve", "check", "inspect", "new"):
        done = run(command, "--help", cwd=root)
        assert (done.returncode, done.stderr) == (0, "")
        assert "examples:" in done.stdout


@pytest.mark.parametrize(
    ("level", "is_broken", "code"), [("error", False, 0), ("info", False, 1), ("error", True, 1), ("warning", True, 1)]
)
def test_check_fails_on_what_it_is_told_to(level: str, is_broken: bool, code: int, root: Path) -> None:  # noqa: FBT001
    if is_broken:
        broken(root)
    done = run("check", "--fail-on", level, cwd=root)
    assert done.returncode == code
    assert ("channel-undeclared" in done.stdout) is is_broken


def test_check_prints_places_and_hints(root: Path) -> None:
    broken(root)
    done = run("check", "shop", cwd=root.parent)
    assert "shop/asyncapi.yaml:6:" in done.stdout
    assert "    hint: Declared are `orders`." in done.stdout
    (found,) = [row for row in json.loads(run("check", "shop", "--format", "json", cwd=root.parent).stdout) if row["severity"] == "error"]
    assert (found["code"], found["path"], found["line"]) == ("channel-undeclared", "asyncapi.yaml", 6)
    assert found["pointer"] == "/operations/place/channel"


def test_one_document_can_be_checked(root: Path) -> None:
    done = run("check", "shop/asyncapi.yaml", cwd=root.parent)
    assert done.returncode == 0
    assert "1 messages" in done.stderr


def test_inspect_prints_the_catalog(root: Path) -> None:
    done = run("inspect", cwd=root)
    catalog = json.loads(done.stdout)
    assert (done.stderr, catalog["format"]) == ("", 1)
    assert [message["id"] for message in catalog["messages"]] == ["OrderPlaced"]
    assert catalog["services"][0]["sends"] == [{"message": "OrderPlaced", "version": "1.0.0", "channel": "orders"}]


def test_build_publishes_and_says_where(root: Path) -> None:
    done = run("build", "shop", "-o", "site", "--timings", cwd=root.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Open site/index.html" in done.stderr
    assert "total" in done.stderr
    assert (root.parent / "site" / "messages" / "order-placed" / "1.0.0" / "index.html").is_file()
    assert run("build", "shop", "-o", "site", "--quiet", cwd=root.parent).stderr == ""


def test_strict_fails_and_publishes_all_the_same(root: Path) -> None:
    broken(root)
    assert run("build", "shop", "-o", "site", cwd=root.parent).returncode == 0
    assert run("build", "shop", "-o", "site", "--strict", cwd=root.parent).returncode == 1
    assert (root.parent / "site" / "index.html").is_file()


def test_a_folder_of_somebody_else_is_left_alone(root: Path) -> None:
    (root.parent / "site").mkdir()
    (root.parent / "site" / "mine.txt").write_text("mine", encoding="utf-8")
    done = run("build", "shop", "-o", "site", cwd=root.parent)
    assert done.returncode == 2
    assert "output-not-ours" in done.stderr
    assert [path.name for path in (root.parent / "site").iterdir()] == ["mine.txt"]
    assert run("build", "shop", "-o", "site", "--force", cwd=root.parent).returncode == 0
    assert (root.parent / "site" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_new_makes_a_catalog_without_findings(tmp_path: Path) -> None:
    assert run("new", "shop", cwd=tmp_path).returncode == 0
    done = run("check", "shop", "--fail-on", "info", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert run("build", "shop", "-o", "site", cwd=tmp_path).returncode == 0


def test_a_closed_pipe_is_no_error(root: Path) -> None:
    command = f"{sys.executable} -m catalog_gen inspect {root} | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    assert done.stderr == ""
