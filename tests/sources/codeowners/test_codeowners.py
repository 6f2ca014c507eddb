"""CODEOWNERS as the hosts' documentation tells it: cases are rows."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.files import FolderReader, MemoryReader
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.declaration import CodeOwners, Declarations
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run
from catalog_gen.sources.codeowners import source
from catalog_gen.sources.codeowners.joining import Lines
from catalog_gen.sources.codeowners.patterns import Pattern
from catalog_gen.sources.source import Context
from catalog_gen.text.references import Library

GITHUB = [
    ("*", "a", True),
    ("*", "a/b/c.yaml", True),
    ("*.js", "a.js", True),
    ("*.js", "deep/er/a.js", True),
    ("*.js", "a.jsx", False),
    ("/build/logs/", "build/logs/x.log", True),
    ("/build/logs/", "build/logs/deep/x.log", True),
    ("/build/logs/", "other/build/logs/x.log", False),
    ("/build/logs/", "build/logs", False),
    ("docs/*", "docs/getting-started.md", True),
    ("docs/*", "docs/build-app/troubleshooting.md", False),
    ("docs/*", "other/docs/a.md", False),
    ("apps/", "apps/a", True),
    ("apps/", "x/apps/a/b", True),
    ("apps/", "apps", False),
    ("/docs/", "docs/a", True),
    ("/docs/", "x/docs/a", False),
    ("/scripts/", "scripts/run", True),
    ("**/logs", "build/logs", True),
    ("**/logs", "build/logs/a", True),
    ("**/logs", "deeply/nested/logs/a", True),
    ("**/logs", "logs/a", True),
    ("/apps/github", "apps/github/x/y", True),
    ("/apps/github", "apps/github", True),
    ("/apps/github", "apps/github2", False),
    ("apps/github", "x/apps/github", False),
    ("/a/**/z.yaml", "a/z.yaml", True),
    ("/a/**/z.yaml", "a/b/c/z.yaml", True),
    ("/a/**/z.yaml", "b/a/z.yaml", False),
    ("/a/**", "a/b", True),
    ("/a/**", "a/b/c", True),
    ("/a/**", "a", False),
    ("orders.yaml", "x/orders.yaml", True),
    ("order?.yaml", "orders.yaml", True),
    ("order?.yaml", "order/.yaml", False),
    ("/x*y*z/", "xaybz/file", True),
    ("with\\ space/a.yaml", "with space/a.yaml", True),
    ("\\*.yaml", "*.yaml", True),
    ("\\*.yaml", "a.yaml", False),
    ("Orders.yaml", "orders.yaml", False),
    ("größe/*.yaml", "größe/日本.yaml", True),
    ("a.b", "axb", False),
    ("**", "x/y", True),
    ("/*.yaml", "a.yaml", True),
    ("/*.yaml", "x/a.yaml", False),
    ("/*", "a.yaml", True),
    ("/*/orders/", "x/orders/a", True),
    ("/*/orders/", "x/y/orders/a", False),
]
GITLAB = [
    ("docs/*.md", "docs/a.md", True),
    ("docs/*.md", "other/docs/a.md", True),
    ("/docs/*.md", "other/docs/a.md", False),
    ("docs/", "other/docs/deep/a.md", True),
    ("/docs/", "docs/deep/a.md", True),
    ("/docs", "docs/a.md", False),
    ("README.md", "x/README.md", True),
    ("/docs/**/index.md", "docs/a/b/index.md", True),
    ("/docs/**/index.md", "docs/index.md", True),
    ("*", "x/y.md", True),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), GITHUB)
def test_patterns_of_github(pattern: str, path: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert Pattern(pattern).matches(path) is expected


@pytest.mark.parametrize(("pattern", "path", "expected"), GITLAB)
def test_patterns_of_gitlab(pattern: str, path: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert Pattern(pattern, gitlab=True).matches(path) is expected


def test_hostile_patterns_take_no_time() -> None:
    started = time.process_time()
    assert not Pattern("*a" * 200 + "b").matches("a" * 400)
    assert not Pattern("/**/a" * 100 + "/b").matches("/".join("a" * 300))
    assert time.process_time() - started < 2


def read(text: str, path: str = ".github/CODEOWNERS") -> tuple[CodeOwners, Declarations]:
    said = source.declare_bytes(path, text.encode(), Context(library=Library(lambda _: None)))
    return said.code_owners[0], said


def owners(text: str, path: str) -> list[str]:
    return [owner for rule in Lines(read(text)[0]).owning(path) for owner in rule.owners]


WHOSE = [
    ("* @all\n*.yaml @schemas", "a.yaml", ["@schemas"]),
    ("*.yaml @schemas\n* @all", "a.yaml", ["@all"]),
    ("* @all\n/apps/\n/apps/x/ @x", "apps/y", []),
    ("* @all\n/apps/\n/apps/x/ @x", "apps/x/y", ["@x"]),
    ("* @a @acme/team team@acme.example # why", "x", ["@a", "@acme/team", "team@acme.example"]),
    ("# * @a\n\n   \n* @b", "x", ["@b"]),
    ("with\\ space/ @s", "with space/a", ["@s"]),
    ("\\#odd @o", "#odd", ["@o"]),
    ("* @all\r\n/a/ @a\r\n", "a/b", ["@a"]),
    ("\ufeff* @bom", "x", ["@bom"]),
    ("[Docs]\n*.md @docs\n[API]\n*.md @api", "a.md", ["@docs", "@api"]),
    ("[Docs] @docs\n*.md\n*.txt @texts", "a.md", ["@docs"]),
    ("[Docs] @docs\n*.md\n*.txt @texts", "a.txt", ["@texts"]),
    ("* @all\n[Docs][2] @docs @more\n*.md", "a.md", ["@all", "@docs", "@more"]),
    ("^[Optional]\n*.md @maybe\n[optional]\n*.md @other", "a.md", ["@other"]),
    ("[Docs] @docs\n*\n!/internal/", "internal/a", []),
    ("[Docs]\ndocs/ @docs", "deep/docs/a", ["@docs"]),
    ("[Docs]\n* @group/sub/deeper", "a", ["@group/sub/deeper"]),
]


@pytest.mark.parametrize(("text", "path", "expected"), WHOSE)
def test_whose_a_file_is(text: str, path: str, expected: list[str]) -> None:
    assert owners(text, path) == expected


INVALID = ["!*.md @a", "[ab].md @a", "*.md nobody", "*.md @", "a b @c", "/ @a"]


@pytest.mark.parametrize("line", INVALID)
def test_a_line_that_is_none_is_named_and_left_out(line: str) -> None:
    file, said = read(f"* @all\n{line}\n*.txt @texts\n")
    assert [rule.pattern for rule in file.rules] == ["*", "*.txt"]
    assert [(found.code, str(found.severity), found.span.line) for found in said.diagnostics] == [("codeowners-invalid-line", "info", 2)]


def test_the_lines_that_are_looked_at_include_every_match() -> None:
    for pattern, path, expected in GITHUB:
        assert bool(owners(f"{pattern} @a", path)) is expected, (pattern, path)


def test_many_lines_and_many_files_take_no_time() -> None:
    lines = "".join(f"/services/team-{number}/*.yaml @t{number}\nname-{number}.json @n{number}\n" for number in range(5_000))
    file = Lines(read(f"* @all\n*.yaml @y\n{lines}")[0])
    started = time.process_time()
    for number in range(5_000):
        assert [rule.owners[0] for rule in file.owning(f"services/team-{number}/a.yaml")] == [f"@t{number}"]
    assert time.process_time() - started < 5


def test_rules_know_their_line() -> None:
    file, _ = read("# comment\n\n* @all\n  /a/ @a\n")
    assert [(rule.span.line, rule.span.column) for rule in file.rules] == [(3, 1), (4, 3)]


def document(title: str, **extra: object) -> bytes:
    channels = {"c": {"address": "c", "messages": {"m": {"name": f"{title}Done"}}}}
    operations = {"send": {"action": "send", "channel": {"$ref": "#/channels/c"}}}
    return json.dumps(
        {"asyncapi": "3.0.0", "info": {"title": title, "version": "1.0.0", **extra}, "channels": channels, "operations": operations}
    ).encode()


def load(files: dict[str, bytes]) -> Catalog:
    return load_catalog(Run(MemoryReader(files), Cache(None)), Options(), Timings())


def claims(catalog: Catalog) -> dict[str, list[tuple[str, str, str]]]:
    return {service.id: [(one.id, one.source, str(one.span)) for one in service.owners] for service in catalog.services}


def test_documents_belong_to_the_owners_of_their_file() -> None:
    catalog = load(
        {".github/CODEOWNERS": b"* @all\n/orders/ @acme/orders\n", "orders/a.json": document("Orders"), "b.json": document("Mail")}
    )
    assert claims(catalog) == {
        "mail": [("all", "CODEOWNERS", ".github/CODEOWNERS:1:1")],
        "orders": [("acme/orders", "CODEOWNERS", ".github/CODEOWNERS:2:1")],
    }
    assert {message.id: [one.source for one in message.owners] for message in catalog.messages} == {
        "MailDone": ["owner of its service Mail"],
        "OrdersDone": ["owner of its service Orders"],
    }


@pytest.mark.parametrize(
    ("places", "counts"),
    [
        ((".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"), ".github/CODEOWNERS"),
        (("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"), "CODEOWNERS"),
        (("docs/CODEOWNERS", ".gitlab/CODEOWNERS"), "docs/CODEOWNERS"),
        ((".bitbucket/CODEOWNERS",), ".bitbucket/CODEOWNERS"),
    ],
)
def test_one_file_counts(places: tuple[str, ...], counts: str) -> None:
    catalog = load({**{place: f"* @{number}".encode() for number, place in enumerate(places)}, "a.json": document("Orders")})
    assert [str(one.span) for one in catalog.services[0].owners] == [f"{counts}:1:1"]
    shadowed = {found.span.path for found in catalog.diagnostics if found.code == "codeowners-shadowed"}
    assert shadowed == set(places) - {counts}


def test_checkouts_side_by_side_have_their_own() -> None:
    files = {
        "CODEOWNERS": b"* @top",
        "shop/.github/CODEOWNERS": b"/api/ @shop",
        "shop/api/a.json": document("A"),
        "x/a.json": document("B"),
    }
    assert {name: [one[0] for one in found] for name, found in claims(load(files)).items()} == {"a": ["shop"], "b": ["top"]}


def test_they_are_found_in_hidden_folders(tmp_path: Path) -> None:
    for name in (".github/CODEOWNERS", "sub/.gitlab/CODEOWNERS", ".github/other.yaml", ".hidden/CODEOWNERS", "a.yaml", ".git/CODEOWNERS"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("* @a")
    assert list(FolderReader(tmp_path).paths()) == [".github/CODEOWNERS", "a.yaml", "sub/.gitlab/CODEOWNERS"]
    assert list(FolderReader(tmp_path).paths(("sub", ".github"))) == ["a.yaml"]


def test_what_the_document_says_counts_and_the_difference_is_told() -> None:
    catalog = load({"CODEOWNERS": b"* @acme/other\n", "a.json": document("Orders", **{"x-owner": "orders"})})
    (service,) = catalog.services
    assert [(one.id, one.basis) for one in service.owners] == [("orders", "extension")]
    assert [(one.id, one.basis) for one in service.overruled] == [("acme/other", "codeowners")]
    (found,) = [one for one in catalog.diagnostics if one.code == "owners-disagree"]
    assert "`orders`" in found.message
    assert "`acme/other`" in found.message
    assert [span.path for span in (found.span, *found.related)] == ["CODEOWNERS", "a.json"]


def test_teams_are_known_by_their_aliases() -> None:
    settings = (
        b"teams: [{id: shop, aliases: ['@acme/shop-team', shop@acme.example]}, {id: mail}]\nusers: [{id: ada, email: ada@acme.example}]"
    )
    lines = b"a.json @Acme/Shop-Team shop@acme.example\nb.json @acme/mail\nc.json ada@acme.example @unknown\n"
    files = {"catalog.yaml": settings, "CODEOWNERS": lines, "a.json": document("A"), "b.json": document("B"), "c.json": document("C")}
    found = {name: [one[0] for one in some] for name, some in claims(load(files)).items()}
    assert found == {"a": ["shop"], "b": ["mail"], "c": ["ada", "unknown"]}


def test_channels_have_owners_of_their_own() -> None:
    said = json.loads(document("Orders"))
    said["channels"]["c"]["x-team"] = "events"
    files = {"catalog.yaml": b"owner_extensions: [x-team]\n", "a.json": json.dumps(said, indent=1).encode()}
    (channel,) = load(files).channels
    assert [(one.id, one.source, one.span.path if one.span else "") for one in channel.owners] == [("events", "x-team", "a.json")]
    assert channel.owners[0].span is not None
    assert channel.owners[0].span.line > 1


PARTS = st.sampled_from(["a", "b", "ab", "a.yaml", "*", "**", "?", "*.yaml", "a*"])
PATTERNS = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "/"]),
    st.lists(PARTS, min_size=1, max_size=4),
    st.sampled_from(["", "/"]),
)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "a.yaml", "c"]), min_size=1, max_size=4).map("/".join)


@given(st.lists(PATTERNS, min_size=1, max_size=6), PATHS, st.sampled_from(["", "[section]\n"]))
def test_the_last_match_counts_however_lines_are_found(patterns: list[str], path: str, heading: str) -> None:
    text = heading + "".join(f"{pattern} @n{number}\n" for number, pattern in enumerate(patterns))
    matching = [number for number, one in enumerate(patterns) if Pattern(one, gitlab=bool(heading)).matches(path)]
    assert owners(text, path) == [f"@n{number}" for number in matching[-1:]]


@given(PATTERNS, PATHS)
def test_a_pattern_with_a_slash_at_its_end_means_what_is_inside(pattern: str, path: str) -> None:
    folder = Pattern(pattern.rstrip("/") + "/")
    assert not folder.matches(path) or "/" in path
    if folder.matches(path):
        assert folder.matches(f"{path}/inner")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_patterns_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    """What `.gitignore` would match; CODEOWNERS differs only in a `*` in the last place after a slash, which matches no folders."""
    dice = random.Random(7)  # noqa: S311 - the same patterns in each run
    parts = ("a", "b", "ab", "a.yaml", "*", "**", "?", "*.yaml", "a*")
    paths = sorted({"/".join(dice.choices(("a", "b", "ab", "a.yaml", "c"), k=dice.randint(1, 4))) for _ in range(60)})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for _ in range(60):
        pattern = dice.choice(("", "/")) + "/".join(dice.choices(parts, k=dice.randint(1, 4))) + dice.choice(("", "/"))
        if pattern.endswith("/*") and len(pattern) > 2:
            continue
        (tmp_path / ".gitignore").write_text(f"{pattern}\n")
        command = ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin", "-z"]
        said = subprocess.run(command, input="\0".join(paths).encode(), capture_output=True, check=False).stdout.decode()
        assert [path for path in paths if Pattern(pattern).matches(path)] == said.split("\0")[:-1], pattern
