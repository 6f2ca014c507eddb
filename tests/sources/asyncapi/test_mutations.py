"""Documents that people wrote, damaged at random: each ends in findings, never in an exception, and soon."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import catalog_gen
from catalog_gen.sources.asyncapi import source
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import parse_text
from catalog_gen.text.library import Library

MOST_SECONDS = 30.0
OURS = Path(__file__).parent / "rules"
SHARDS = 8

STRANGE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "x" * 3000,
    "{",
    "{}",
    "$message.payload#/~",
    "\ud800",
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"$ref": "#"},
    {"$ref": ""},
    {"$ref": 1},
    {"$ref": "#/channels"},
    {"$ref": "#/components/schemas/a~2b"},
    {"$ref": "../../etc/passwd"},
    {"type": "string", "pattern": "(a+)+$"},
    {"type": "object", "properties": {"a": {"$ref": "#"}}, "default": {"a": {"a": {}}}},
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every member: its holder and its key."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        members = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder)) if isinstance(holder, list) else []
        for key, member in members:
            yield holder, key
            waiting.append(member)


def damage(document: Any, chance: random.Random) -> Any:
    """A copy with a few members replaced, removed, renamed, moved elsewhere or repeated."""
    changed = copy.deepcopy(document)
    for _ in range(chance.randint(1, 6)):
        found = list(places(changed))
        if not found:
            break
        holder, key = chance.choice(found)
        deed = chance.randrange(5)
        if deed == 0:
            holder[key] = copy.deepcopy(chance.choice(STRANGE))
        elif deed == 1:
            del holder[key]
        elif deed == 2 and isinstance(holder, dict):
            holder[chance.choice(("$ref", "x-a", "oneOf", "payload", "{}", "a/b~c", str(key) + " "))] = holder.pop(key)
        else:
            other, at = chance.choice(found)
            holder[key] = copy.deepcopy(other[at] if not isinstance(other, list) or at < len(other) else None) if at in keys(other) else {}
    return changed


def keys(holder: Any) -> Any:
    return holder if isinstance(holder, dict) else range(len(holder))


def load(document: Any) -> tuple[float, tuple[Any, ...]]:
    """CPU seconds, and the findings."""
    raw = json.dumps(document).encode()
    before = time.process_time()
    parsed = parse_text("a.json", raw)
    library = Library(lambda _: None)
    library.add(parsed)
    declared = source.declare(parsed, Context(library=library))
    return time.process_time() - before, declared.diagnostics


def originals(files: list[Path]) -> Iterator[Any]:
    for file in files:
        value = parse_text(file.name, file.read_bytes()).value
        if isinstance(value, dict) and "asyncapi" in value:
            yield value


def judge(document: Any, seed: str) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    changed = damage(document, chance)
    seconds, found = load(changed)
    assert seconds < MOST_SECONDS, json.dumps(changed)[:2000]
    assert all(one.message and one.span.path for one in found)


@pytest.mark.parametrize("seed", range(4))
def test_damaged_documents_of_the_rules_end_in_findings(seed: int) -> None:
    for number, document in enumerate(originals(sorted(OURS.glob("*/*.yaml")))):
        judge(document, f"{seed} {number}")


@pytest.mark.parametrize("shard", range(SHARDS))
def test_damaged_documents_that_people_wrote_end_in_findings(corpus: Path, shard: int) -> None:
    files = sorted(path for path in (corpus / "asyncapi").rglob("*") if path.suffix in {".yaml", ".yml", ".json"})
    for number, document in enumerate(originals(files[shard :: SHARDS * 2])):
        judge(document, f"{shard} {number}")


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_text_that_was_cut_off_ends_in_findings(at: float, tmp_path: Path) -> None:
    for number, file in enumerate(sorted(OURS.glob("*/wrong.yaml"))):
        raw = file.read_bytes()
        path = tmp_path / f"{number}.yaml"
        path.write_bytes(raw[: int(len(raw) * at)])
        catalog_gen.load(path, root=tmp_path)
