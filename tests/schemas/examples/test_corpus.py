"""Examples of real schemas and of the public test suite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from catalog_gen import UnsatisfiableSchema, example

SUITES = [
    ("cases_draft2020-12.json", "2020-12", jsonschema_rs.Draft202012Validator, jsonschema_rs.Draft202012),
    ("cases_draft7.json", "draft-07", jsonschema_rs.Draft7Validator, jsonschema_rs.Draft7),
    ("cases_events.json", "draft-04", jsonschema_rs.Draft4Validator, jsonschema_rs.Draft4),
]


@pytest.mark.parametrize(("name", "draft", "validator", "number"), SUITES, ids=[row[1] for row in SUITES])
def test_examples_of_a_suite_validate(corpus: Path, name: str, draft: str, validator: Any, number: int) -> None:
    folder = corpus / "examples" / "remotes"
    own = "draft" + draft.removeprefix("draft-0")
    remotes = {
        f"http://localhost:1234/{path.relative_to(folder).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.json"))
        if path.relative_to(folder).parts[0] == own
        or (own == "draft7" and not path.relative_to(folder).parts[0].startswith(("draft", "v1")))
    }
    registry = jsonschema_rs.Registry([(key, json.loads(text)) for key, text in remotes.items()], draft=number)
    invalid = []
    for case in json.loads((corpus / "examples" / name).read_text(encoding="utf-8")):
        try:
            payload = example(case["schema"], draft=draft, references=remotes)
        except UnsatisfiableSchema as error:
            invalid.append((case["id"], str(error)))
            continue
        try:
            compiled = validator(case["schema"], registry=registry)
        except ValueError:  # what cannot be compiled cannot be judged here
            continue
        if not compiled.is_valid(payload):
            invalid.append((case["id"], json.dumps(payload)))
    assert not invalid
