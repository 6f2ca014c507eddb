"""`compat` on files: formats told by their looks, verdicts by exit code, places in the text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OLD = '{\n  "type": "object",\n  "properties": {"id": {"type": "string"}},\n  "additionalProperties": false\n}\n'
NEW = OLD.replace('"string"', '"integer"')
AVRO = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "catalog_gen", "compat", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "old.json": OLD,
        "new.json": NEW,
        "old.yaml": "type: string\nmaxLength: 3\n",
        "new.yaml": "type: string\nmaxLength: 9\n",
        "old.avsc": json.dumps(AVRO),
        "new.avsc": json.dumps({**AVRO, "fields": [*AVRO["fields"], {"name": "n", "type": "int"}]}),
        "old.proto": 'syntax = "proto3";\nmessage Order { string id = 1; }\n',
        "broken.json": "{",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_breaks_is_shown_with_its_place_and_a_payload(folder: Path) -> None:
    done = run(folder, "old.json", "new.json")
    assert done.returncode == 1
    assert done.stdout.startswith("new.json:3:")
    assert ": breaking: " in done.stdout
    assert "payload: {" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("incompatible: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("old.json", "old.json"), 0),
        (("old.yaml", "new.yaml"), 0),
        (("old.yaml", "new.yaml", "--mode", "forward"), 1),
        (("old.avsc", "new.avsc"), 1),
        (("old.avsc", "new.avsc", "--mode", "forward"), 0),
        (("old.proto", "old.proto"), 0),
        (("old.proto", "old.proto", "--dialect", "confluent"), 0),
        (("old.json", "old.avsc"), 2),
        (("old.json", "gone.json"), 2),
        (("old.json", "broken.json"), 2),
        (("old.json", "new.json", "--dialect", "nobody"), 2),
    ],
)
def test_the_exit_code_is_the_verdict(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(folder, *arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_json_holds_every_change(folder: Path) -> None:
    found = json.loads(run(folder, "old.avsc", "new.avsc", "--json").stdout)
    assert found["compatible"] is False
    assert [change["path"] for change in found["changes"] if change["breaking"]] == ["n"]


def test_references_beside_the_schema_are_read(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "id.yaml").write_text("type: string\n", encoding="utf-8")
    (folder / "uses.yaml").write_text("properties: {id: {$ref: shared/id.yaml}}\n", encoding="utf-8")
    (folder / "plain.yaml").write_text("properties: {id: {type: string}}\n", encoding="utf-8")
    assert run(folder, "uses.yaml", "plain.yaml", "--mode", "full").returncode == 0


def test_both_places_of_a_changed_field_are_shown(folder: Path) -> None:
    assert "    before: old.json:3:" in run(folder, "old.json", "new.json").stdout
    change = json.loads(run(folder, "old.json", "new.json", "--json").stdout)["changes"][0]
    assert (change["old"]["path"], change["old"]["line"]) == ("old.json", 3)
    assert (change["new"]["path"], change["new"]["line"]) == ("new.json", 3)


def test_what_is_in_one_file_only_has_one_place(folder: Path) -> None:
    changes = json.loads(run(folder, "old.avsc", "new.avsc", "--json").stdout)["changes"]
    added = next(change for change in changes if change["path"] == "n")
    assert added["old"] is None
    assert added["new"]["line"] == 1
