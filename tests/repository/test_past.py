"""`history: git`: older versions of a file come from tags or commits, and everything else stays as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import catalog_gen
from catalog_gen.files import FolderReader, MemoryReader
from catalog_gen.output import Cache
from catalog_gen.parsing import Input, Outcome, parse
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.repository import GitReader
from catalog_gen.run import Run

if TYPE_CHECKING:
    from tests.repository.conftest import Checkout

SETTINGS = "sources:\n  - {{path: '{path}', history: {history}}}\n"


def document(version: str, *fields: str, payload: str = "", title: str = "Orders") -> str:
    """An AsyncAPI document with one message; without `version` it states none."""
    schema = {"$ref": payload} if payload else {"type": "object", "properties": {field: {"type": "string"} for field in fields}}
    info = {"title": title, **({"version": version} if version else {})}
    message = {"name": "OrderPlaced", "payload": schema}
    content = {
        "asyncapi": "3.0.0",
        "info": info,
        "channels": {"orders": {"address": "orders", "messages": {"placed": message}}},
        "operations": {"send": {"action": "send", "channel": {"$ref": "#/channels/orders"}}},
    }
    return json.dumps(content, indent=1)


def settings(checkout: Checkout, history: str, path: str = "orders.json") -> None:
    checkout.write("catalog.yaml", SETTINGS.format(path=path, history=history))


def loaded(folder: Path) -> Any:
    return json.loads(catalog_gen.load(folder).to_json())


def versions(folder: Path) -> list[str]:
    (message,) = loaded(folder)["messages"]
    return [version["version"] for version in message["versions"]]


def codes(folder: Path) -> set[str]:
    return {found["code"] for found in loaded(folder)["diagnostics"] if found["code"].startswith("git-")}


@pytest.fixture
def history(checkout: Checkout) -> Checkout:
    """Three versions of a document: renamed once, edited under one version, and one change that is in no version of its own."""
    checkout.commit(**{"old.json": document("1.0.0", "a"), "other.txt": "1"})
    checkout.git("tag", "orders/v1.0.0")
    checkout.git("mv", "old.json", "orders.json")
    checkout.commit("renamed and changed", **{"orders.json": document("1.1.0", "a", "draft")})
    checkout.commit("edited", **{"orders.json": document("1.1.0", "a", "b")})
    checkout.git("tag", "-a", "orders/v1.1.0", "-m", "annotated")
    checkout.commit("something else", **{"other.txt": "2"})
    checkout.git("tag", "orders/v1.1.1")
    checkout.commit("now", **{"orders.json": document("2.0.0", "a", "b", "c")})
    return checkout


@pytest.mark.parametrize("asked", ["git", "{git: commits}", "{git: tags}", "{git: tags, pattern: 'orders/v*'}", "{pattern: 'orders/*'}"])
def test_versions_come_from_commits_and_from_tags(history: Checkout, asked: str) -> None:
    settings(history, asked)
    assert versions(history.folder) == ["2.0.0", "1.1.0", "1.0.0"]
    catalog = loaded(history.folder)
    assert [(row["version"], row["latest"]) for row in catalog["services"]] == [("2.0.0", True), ("1.1.0", False), ("1.0.0", False)]
    assert [row["path"] for row in catalog["documents"]] == ["orders.json"]
    assert not [found for found in catalog["diagnostics"] if found["path"].startswith("@") or found["code"].startswith("git-")]


def test_the_newest_content_of_a_version_counts(history: Checkout) -> None:
    settings(history, "git")
    (message,) = catalog_gen.load(history.folder).messages
    texts = {version.version: version.payload.text if version.payload else "" for version in message.versions}
    assert "draft" not in texts["1.1.0"]
    assert '"b"' in texts["1.1.0"]


def test_without_the_setting_nothing_is_read(history: Checkout) -> None:
    assert versions(history.folder) == ["2.0.0"]


def test_a_change_that_is_not_committed_yet_stands_before_the_history(history: Checkout) -> None:
    history.write("orders.json", document("3.0.0", "z"))
    settings(history, "git")
    assert versions(history.folder) == ["3.0.0", "2.0.0", "1.1.0", "1.0.0"]


def test_a_broken_file_keeps_its_history(history: Checkout) -> None:
    history.write("orders.json", "{")
    settings(history, "git")
    assert versions(history.folder) == ["2.0.0", "1.1.0", "1.0.0"]


def test_what_was_broken_once_is_named_and_left_out(history: Checkout) -> None:
    history.commit("broken", **{"orders.json": "{"})
    history.commit("mended", **{"orders.json": document("2.1.0", "x")})
    settings(history, "git")
    assert versions(history.folder) == ["2.1.0", "2.0.0", "1.1.0", "1.0.0"]
    assert codes(history.folder) == {"git-version-unreadable"}


def test_the_newest_versions_are_read_when_there_are_too_many(history: Checkout) -> None:
    settings(history, "{limit: 1}")
    assert versions(history.folder) == ["2.0.0", "1.1.0"]
    assert codes(history.folder) == {"git-history-cut"}


@pytest.mark.parametrize(("limit", "code"), [("0", "config-wrong-type"), ("many", "config-wrong-type"), ("true", "config-wrong-type")])
def test_a_limit_is_a_number(history: Checkout, limit: str, code: str) -> None:
    settings(history, f"{{limit: {limit}}}")
    assert code in {found["code"] for found in loaded(history.folder)["diagnostics"]}


def test_a_renamed_service_stays_one_service(checkout: Checkout) -> None:
    checkout.commit(**{"orders.json": document("1.0.0", "a", title="Old name")})
    checkout.commit(**{"orders.json": document("2.0.0", "b", title="New name")})
    settings(checkout, "git")
    assert [(row["id"], row["version"]) for row in loaded(checkout.folder)["services"]] == [("new-name", "2.0.0"), ("new-name", "1.0.0")]


def test_documents_without_a_version_are_called_by_their_commit_or_tag(checkout: Checkout) -> None:
    first = checkout.commit(**{"orders.json": document("", "a")})
    checkout.git("tag", "release-1.4")
    second = checkout.commit(**{"orders.json": document("", "b")})
    checkout.commit(**{"orders.json": document("9.0.0", "c")})
    settings(checkout, "git")
    assert versions(checkout.folder) == ["9.0.0", f"2026-01-03T120000-{second[:7]}", f"2026-01-02T120000-{first[:7]}"]
    settings(checkout, "{git: tags}")
    assert versions(checkout.folder) == ["9.0.0", "1.4"]


def test_a_document_without_a_version_is_called_so_too(checkout: Checkout) -> None:
    first = checkout.commit(**{"orders.json": document("", "a")})
    checkout.git("tag", "release-7")
    second = checkout.commit(**{"orders.json": document("", "b")})
    settings(checkout, "git")
    names = [f"2026-01-03T120000-{second[:7]}", f"2026-01-02T120000-{first[:7]}"]
    assert versions(checkout.folder) == names
    checkout.write("orders.json", document("", "c").replace("\n", "\r\n"))
    assert versions(checkout.folder) == [f"{names[0]}+edited", *names]
    (service, *_) = loaded(checkout.folder)["services"]
    assert (service["version"], service["latest"]) == (f"{names[0]}+edited", True)
    settings(checkout, "{git: tags}")
    assert versions(checkout.folder) == ["7.0+edited", "7"]
    checkout.write("orders.json", document("", "a").replace("\n", "\r\n"))
    assert versions(checkout.folder) == ["7"]


def test_commits_of_one_second_keep_their_order(checkout: Checkout) -> None:
    for letter in "zyxwvu":
        checkout.commit(**{"orders.json": document("", letter)})
        checkout.day -= 1
    checkout.commit(**{"orders.json": document("1.0.0", "now")})
    settings(checkout, "git")
    (message,) = catalog_gen.load(checkout.folder).messages
    fields = [version.payload.text for version in message.versions if version.payload and version.version != "1.0.0"]
    assert [next(letter for letter in "zyxwvu" if f'"{letter}"' in text) for text in fields] == list("uvwxyz")


def test_an_older_document_finds_the_schemas_of_its_time(checkout: Checkout) -> None:
    checkout.commit(**{"api/orders.json": document("1.0.0", payload="../schemas/a.json"), "schemas/a.json": '{"const": "first"}'})
    checkout.git("tag", "v1")
    checkout.commit(**{"schemas/a.json": '{"const": "mended"}'})
    checkout.git("tag", "v1-mended")
    checkout.commit(**{"api/orders.json": document("2.0.0", payload="../schemas/a.json"), "schemas/a.json": '{"const": "now"}'})
    for asked, text in (("git", "mended"), ("{git: tags, pattern: v1}", "first"), ("{git: tags}", "mended")):
        settings(checkout, asked, "api/orders.json")
        (message,) = catalog_gen.load(checkout.folder).messages
        texts = {version.version: version.payload.text for version in message.versions if version.payload}
        assert text in texts["1.0.0"], asked
        assert "now" in texts["2.0.0"]


def test_a_merge_counts_as_one_change(checkout: Checkout) -> None:
    checkout.commit(**{"orders.json": document("1.0.0", "a")})
    checkout.git("checkout", "-q", "-b", "side")
    checkout.commit(**{"orders.json": document("1.1.0", "tried")})
    checkout.commit(**{"orders.json": document("1.2.0", "b")})
    checkout.git("checkout", "-q", "main")
    checkout.commit(**{"other.txt": "1"})
    checkout.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    checkout.commit(**{"orders.json": document("2.0.0", "c")})
    settings(checkout, "git")
    assert versions(checkout.folder) == ["2.0.0", "1.2.0", "1.0.0"]


def test_files_that_were_deleted_and_came_back(checkout: Checkout) -> None:
    checkout.commit(**{"orders.json": document("1.0.0", "a")})
    checkout.git("rm", "-q", "orders.json")
    checkout.commit()
    checkout.commit(**{"orders.json": document("2.0.0", "b")})
    settings(checkout, "git")
    assert versions(checkout.folder) == ["2.0.0", "1.0.0"]


@pytest.mark.parametrize("name", ["with space.json", "größe/日本.json", "new\nline.json", ":(glob)*.json", "-dash.json", 'quo"te.json'])
def test_odd_names(checkout: Checkout, name: str) -> None:
    checkout.commit(**{name: document("1.0.0", "a")})
    checkout.git("tag", "v1")
    checkout.commit(**{name: document("2.0.0", "b")})
    for asked in ("git", "{git: tags}"):
        checkout.write("catalog.yaml", json.dumps({"sources": [{"path": ".", "history": "git" if asked == "git" else {"git": "tags"}}]}))
        assert versions(checkout.folder) == ["2.0.0", "1.0.0"], asked


def test_a_catalog_in_a_folder_of_the_repository(checkout: Checkout) -> None:
    checkout.commit(**{"elsewhere/orders.json": document("1.0.0", "a")})
    (checkout.folder / "docs").mkdir()
    checkout.git("mv", "elsewhere/orders.json", "docs/orders.json")
    checkout.commit()
    checkout.commit(**{"docs/orders.json": document("2.0.0", "b")})
    checkout.write("docs/catalog.yaml", SETTINGS.format(path="orders.json", history="git"))
    assert versions(checkout.folder / "docs") == ["2.0.0", "1.0.0"]


def test_shallow_clones_are_told_to_fetch_more(history: Checkout, tmp_path: Path) -> None:
    settings(history, "git")
    history.commit()
    clone = tmp_path / "clone"
    history.git("clone", "-q", "--depth", "1", history.folder.as_uri(), str(clone))
    assert versions(clone) == ["2.0.0"]
    assert codes(clone) == {"git-shallow-clone"}
    history.git("-C", str(clone), "fetch", "-q", "--unshallow", "--tags")
    assert versions(clone) == ["2.0.0", "1.1.0", "1.0.0"]
    assert codes(clone) == set()


def test_no_tag_no_commit_no_repository_no_git(history: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(history, "{git: tags, pattern: 'nothing-*'}")
    assert (versions(history.folder), codes(history.folder)) == (["2.0.0"], {"git-no-tags"})
    files = {"catalog.yaml": SETTINGS.format(path="a.json", history="git").encode(), "a.json": document("1.0.0", "a").encode()}
    found = load_catalog(Run(MemoryReader(files), Cache(None)), Options(), Timings()).diagnostics
    assert {(one.code, one.span.path) for one in found if one.code.startswith("git-")} == {("git-not-a-repository", "catalog.yaml")}
    empty = type(history)(tmp_path / "empty")
    for name, content in files.items():
        empty.write(name, content)
    assert (versions(empty.folder), codes(empty.folder)) == (["1.0.0"], {"git-unknown-ref"})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (versions(history.folder), codes(history.folder)) == (["2.0.0"], {"git-missing"})


def test_a_commit_has_the_history_that_led_to_it(history: Checkout) -> None:
    settings(history, "git")
    history.commit()
    history.git("tag", "later")
    settings(history, "{git: tags}")
    history.commit(**{"orders.json": document("3.0.0", "d")})
    with GitReader(history.folder, "HEAD~1") as reader:
        catalog = load_catalog(Run(reader, Cache(None)), Options(), Timings())
        assert [version.version for version in catalog.messages[0].versions] == ["2.0.0", "1.1.0", "1.0.0"]


def test_cached_and_fresh_builds_are_equal(history: Checkout, tmp_path: Path) -> None:
    settings(history, "git")
    cache = tmp_path / "cache"

    def build(name: str, folder: Path | None) -> dict[str, bytes]:
        catalog_gen.build(history.folder, tmp_path / name, cache=folder)
        return {str(file.relative_to(tmp_path / name)): file.read_bytes() for file in (tmp_path / name).rglob("*") if file.is_file()}

    build("cached", cache)
    assert build("cached", cache) == build("first", tmp_path / "cache-1")
    history.commit(**{"orders.json": document("2.1.0", "new")})
    history.git("tag", "moved")
    assert build("cached", cache) == build("second", tmp_path / "cache-2")


def test_reading_is_the_same_from_a_folder_and_from_a_commit(history: Checkout) -> None:
    settings(history, "git")
    history.commit()
    with GitReader(history.folder, "HEAD") as reader:
        catalogs = [load_catalog(Run(one, Cache(None)), Options(), Timings()) for one in (reader, FolderReader(history.folder))]
    assert catalogs[0] == catalogs[1]


def test_other_processes_read_older_versions_too(history: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_gen.reading.PARALLEL_FROM", 0)
    history.commit(**{"more.json": document("1.0.0", payload="schemas/a.json", title="More"), "schemas/a.json": '{"const": 1}'})
    history.commit(**{"more.json": document("2.0.0", payload="schemas/a.json", title="More"), "schemas/a.json": '{"const": 2}'})
    history.write("catalog.yaml", "sources: [{path: '*.json', history: git}]\n")
    catalogs = [load_catalog(Run(FolderReader(history.folder), Cache(None), jobs), Options(), Timings()) for jobs in (1, 2)]
    assert catalogs[0] == catalogs[1]
    assert len(catalogs[0].services) == 2


def test_a_new_commit_leaves_what_is_known_of_older_ones(history: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(history, "git")
    parsed: list[str] = []

    def load() -> None:
        cache = Cache(tmp_path / "cache")
        load_catalog(Run(FolderReader(history.folder), cache), Options(), Timings())
        cache.close()

    def watched(item: Input, *rest: Any) -> Outcome:
        parsed.append(item.path.partition("/")[0])
        return parse(item, *rest)

    load()
    monkeypatch.setattr("catalog_gen.reading.parse", watched)
    load()
    assert parsed == []
    left = history.git("rev-parse", "HEAD")
    history.commit(**{"orders.json": document("3.0.0", "z")})
    load()
    assert sorted(parsed) == sorted(["orders.json", f"@{left[:10]}"])
