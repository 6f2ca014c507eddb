"""The reference of diagnostics: every code is there, no other is, and its examples do what they say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import catalog_gen
from catalog_gen.diagnostics import Diagnostic
from catalog_gen.files import MemoryReader
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run

PACKAGE = Path(catalog_gen.__file__).resolve().parent
DOCS = Path(__file__).resolve().parents[2] / "docs"
WORD = re.compile(r"[a-z]+(?:-[a-z]+)+")
SECTION = re.compile(r"^### `([^`]+)`\n\n\*\*([^*]+)\*\* · (.+?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```\w+ (both|wrong|right) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULE = re.compile(r"^## (asyncapi-[a-z-]+)$", re.MULTILINE)
PRELUDE = "asyncapi: 3.0.0\ninfo: {title: Orders, version: 1.0.0}\n"

NO_CODES = {
    "anything-but": "an operator of event patterns",
    "api-destination": "a part of ARNs",
    "automation-definition": "a part of ARNs",
    "aws-eventbridge": "a kind of registry",
    "aws-eventbridge-schemas": "a source",
    "aws-glue": "a kind of registry",
    "buf-file": "a dialect of evolution",
    "buf-package": "a dialect of evolution",
    "buf-wire": "a dialect of evolution",
    "buf-wire-json": "a dialect of evolution",
    "cat-file": "a command of git",
    "catalog-fenced": "an extension of the Markdown parser",
    "catalog-gen": "our own name",
    "catalog-wiki": "an extension of the Markdown parser",
    "cloudevents-binary": "an envelope",
    "confluent-lenient": "a dialect of evolution",
    "date-time": "a format of texts",
    "detail-type": "a field of events",
    "diff-tree": "a command of git",
    "equals-ignore-case": "an operator of event patterns",
    "event-bus": "a part of ARNs",
    "execute-api": "a part of ARNs",
    "for-each-ref": "a command of git",
    "google-pubsub": "a kind of registry",
    "job-queue": "a part of ARNs",
    "json-schema": "a format of schemas",
    "kafka-secure": "a protocol",
    "log-group": "a part of ARNs",
    "ls-tree": "a command of git",
    "non-persistent": "a word of Pulsar",
    "page-digests": "a part of the cache",
    "partitioned-stats": "a word of Pulsar",
    "read-only": "a mark of a field",
    "redshift-serverless": "a part of ARNs",
    "rev-list": "a command of git",
    "rev-parse": "a command of git",
    "secure-mqtt": "a protocol",
    "security-schemes": "an anchor",
    "self-contained": "a note beside a schema",
    "site-others": "a part of the cache",
    "system-out": "a part of JUnit's XML",
    "team-file": "a kind of source of ownership",
    "team-files": "a source",
    "uri-reference": "a part of ARNs",
    "write-only": "a mark of a field",
}
"""Words that look like a code where codes stand, and what they are."""

IN_WORDS = frozenset(
    {
        "cache-unusable",
        "check-plugin-broken",
        "git-failed",
        "git-history-cut",
        "git-lfs-pointer",
        "git-missing",
        "git-no-tags",
        "git-not-a-repository",
        "git-not-trusted",
        "git-object-missing",
        "git-shallow-clone",
        "git-unknown-ref",
        "git-version-unreadable",
        "internal-error",
        "output-forbidden",
        "output-not-a-folder",
        "output-not-ours",
        "output-path-invalid",
        "output-unwritable",
        "protobuf-invalid",
        "registry-archive-unreadable",
        "registry-archive-unsafe",
        "registry-backup-damaged",
        "registry-backup-incomplete",
        "registry-backup-of-other-topic",
        "registry-backup-unchecked",
        "registry-export-too-large",
        "source-plugin-broken",
        "text-bidi-control",
        "text-binary",
        "text-control-character",
        "text-encoding",
        "text-missing",
        "text-more-findings",
        "text-too-deep",
        "text-too-large",
        "yaml-alias-bomb",
    }
)
"""Codes whose example is told in words: a short text file cannot show them."""


@dataclass
class Entry:
    """What the reference says about one code."""

    severity: str
    text: str
    files: dict[str, dict[str, bytes]] = field(default_factory=lambda: {"wrong": {}, "right": {}})


def entries() -> dict[str, Entry]:
    found = {}
    for code, severity, text in SECTION.findall((DOCS / "diagnostics.md").read_text(encoding="utf-8")):
        entry = found[code] = Entry(severity, text)
        for kind, path, content in FENCE.findall(text):
            for side in ("wrong", "right") if kind == "both" else (kind,):
                entry.files[side][path] = completed(path, content).encode()
    return found


def completed(path: str, content: str) -> str:
    """An `asyncapi.yaml` goes on after two lines that the reference shows once."""
    short = path.endswith("asyncapi.yaml") and re.search(r"^(asyncapi|openapi):", content, re.MULTILINE) is None
    return PRELUDE + content if short else content


ENTRIES = entries()
SHOWN = sorted(set(ENTRIES) - IN_WORDS)


def rules() -> set[str]:
    """Codes that the reference of AsyncAPI rules has, which is written from the rules themselves."""
    file = DOCS / "rules.md"
    return set(RULE.findall(file.read_text(encoding="utf-8"))) if file.exists() else set()


def words(module: Path) -> Iterator[str]:
    """Every text of a module that may be a code: hyphenated words that are passed to something, named `code`, or stand in a table.

    Modules that make pages, payloads or changes are full of such words (anchors, values, kinds); there, only what is named `code` counts.
    """
    pages = any(
        module.is_relative_to(PACKAGE / room)
        for room in ("site", "serve", "schemas/avro", "schemas/examples", "schemas/marks.py", "evolution")
    )
    tree = ast.parse(module.read_text(encoding="utf-8"))
    if not pages:
        yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def used_codes() -> set[str]:
    found = {word for module in PACKAGE.rglob("*.py") for word in words(module) if WORD.fullmatch(word)}
    return {word for word in found if not word.startswith("x-")} - set(NO_CODES)


def findings(files: dict[str, bytes]) -> tuple[Diagnostic, ...]:
    return load_catalog(Run(MemoryReader(files), Cache(None)), Options(), Timings()).diagnostics


def test_every_code_is_documented_and_nothing_else() -> None:
    used = used_codes()
    assert len(used) > 60
    known = set(ENTRIES) | rules()
    assert used - known == set(), "used, but not in docs/diagnostics.md"
    assert known - used == set(), "in docs/diagnostics.md, but not used"


def test_codes_told_in_words_exist() -> None:
    assert set(ENTRIES) >= IN_WORDS


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_says_what_to_do(code: str) -> None:
    entry = ENTRIES[code]
    assert set(entry.severity.split(" or ")) <= {"error", "warning", "info"}
    assert "\n*What to do:* " in entry.text
    if code in IN_WORDS:
        assert code == "internal-error" or ("Wrong: " in entry.text and "Right: " in entry.text)


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_gives_the_finding(code: str) -> None:
    entry = ENTRIES[code]
    assert {str(found.severity) for found in findings(entry.files["wrong"]) if found.code == code} & set(entry.severity.split(" or "))


@pytest.mark.parametrize("code", SHOWN)
def test_the_right_example_does_not(code: str) -> None:
    entry = ENTRIES[code]
    assert entry.files["right"]
    assert code not in {found.code for found in findings(entry.files["right"])}


@pytest.mark.parametrize("code", SHOWN)
def test_the_right_example_has_no_errors(code: str) -> None:
    assert not [found for found in findings(ENTRIES[code].files["right"]) if str(found.severity) == "error"]
