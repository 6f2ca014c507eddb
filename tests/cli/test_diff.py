"""`diff` as people type it: folders, commits, published catalogs, addresses; formats, exit codes, what was accepted."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from catalog_gen import build
from catalog_gen.cli import main
from catalog_gen.cli.differences import FORMATS
from catalog_gen.cli.diffing import FORMATS as NAMED

DOCUMENT = """\
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  placed:
    address: shop.orders
    messages:
      OrderPlaced:
        payload:
          type: object
          properties:
            id: {type: string}
operations:
  place: {action: send, channel: {$ref: '#/channels/placed'}}
"""
READER = """\
asyncapi: 3.0.0
info: {title: Billing, version: 1.0.0, x-owner: money}
channels:
  placed: {address: shop.orders, messages: {OrderPlaced: {$ref: '../orders/asyncapi.yaml#/channels/placed/messages/OrderPlaced'}}}
operations:
  read: {action: receive, channel: {$ref: '#/channels/placed'}}
"""
CHANGED = DOCUMENT.replace("{type: string}", "{type: integer}")


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "old", {"orders/asyncapi.yaml": DOCUMENT, "billing/asyncapi.yaml": READER})
    write(tmp_path / "new", {"orders/asyncapi.yaml": CHANGED, "billing/asyncapi.yaml": READER})
    monkeypatch.chdir(tmp_path)
    return tmp_path


Run = Any


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["diff", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.usefixtures("sides")
def test_what_breaks_is_told_with_places_payload_consumers_and_owners(run: Run) -> None:
    code, out, _ = run("old", "new")
    assert code == 1
    assert "old: old/orders/asyncapi.yaml:11:" in out
    assert "new: new/orders/asyncapi.yaml:11:" in out
    assert 'payload: {"id": ' in out
    assert "affects: billing 1.0.0 (money)" in out
    assert "Ask: money." in out


@pytest.mark.usefixtures("sides")
def test_nothing_is_different_between_equals(run: Run) -> None:
    assert run("old", "old")[:2] == (0, "Nothing that matters is different.\n")


def test_the_formats_are_those_of_the_help() -> None:
    assert tuple(FORMATS) == NAMED


@pytest.mark.parametrize("form", NAMED)
@pytest.mark.usefixtures("sides")
def test_every_format_ends_with_the_same_code(run: Run, form: str) -> None:
    code, out, err = run("old", "new", "--format", form)
    assert (code, err) == (1, "")
    assert out.endswith("\n")
    assert run("old", "new", "--format", form)[1] == out


@pytest.mark.usefixtures("sides")
def test_json_has_the_documented_shape(run: Run) -> None:
    told = json.loads(run("old", "new", "--format", "json", "--as-of", "2026-06-01")[1])
    assert (told["format"], told["old"], told["new"], told["as_of"], told["breaking"]) == (1, "old", "new", "2026-06-01", True)
    assert told["summary"]["affected"] == ["billing"]
    change = told["changes"][0]
    assert (change["kind"], change["subject"], change["schema"]["path"]) == ("payload-changed", "OrderPlaced", "id")
    assert change["affected"] == [{"service": "billing", "version": "1.0.0", "role": "consumer", "owners": ["money"], "reads": []}]
    assert (change["old"]["path"], change["old"]["line"]) == ("old/orders/asyncapi.yaml", 11)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone", "new"], "there is nothing at `gone`"),
        (["git:", "new"], "names no commit"),
        (["git:main", "new"], "in no git repository"),
        (["old", "new", "--write-baseline"], "needs `--baseline FILE`"),
        (["old", "new", "--baseline", "none.json"], "cannot be read"),
        (["old", "new", "--as-of", "tomorrow"], "no date"),
        (["old", "new", "--format", "html"], "invalid choice"),
        ([], "required: OLD"),
        (["ftp://example.com/catalog.json", "new"], "there is nothing at"),
        (["http://127.0.0.1:9/catalog.json", "new"], "cannot be read"),
        (["http:///catalog.json", "new"], "only addresses"),
    ],
)
@pytest.mark.usefixtures("sides")
def test_what_cannot_be_carried_out_ends_with_2(run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err


# --- accepted changes


def test_a_baseline_accepts_what_is_there_and_nothing_more(sides: Path, run: Run) -> None:
    assert run("old", "new", "--baseline", "accepted.json", "--write-baseline")[0] == 0
    code, out, _ = run("old", "new", "--baseline", "accepted.json")
    assert code == 0
    assert "baseline" in out
    write(sides / "new", {"orders/asyncapi.yaml": CHANGED.replace("shop.orders", "shop.orders.v2")})
    assert run("old", "new", "--baseline", "accepted.json")[0] == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 2, "changes": []}', '{"format": 1, "changes": [1]}', '{"format": 1}', "[" * 100_000]
)
def test_what_is_no_baseline_is_refused(sides: Path, run: Run, text: str) -> None:
    write(sides, {"accepted.json": text})
    assert run("old", "new", "--baseline", "accepted.json")[0] == 2


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ("{change: payload-changed, subject: OrderPlaced, reason: agreed}", 0, "agreed"),
        ("{change: type-changed, reason: agreed}", 0, "agreed"),
        ("{change: payload-changed, subject: OrderPlaced@1.0.0, reason: agreed, expires: 2026-06-01}", 0, "until 2026-06-01"),
        ("{change: payload-changed, subject: Order, reason: agreed}", 1, ""),
        ("{change: payload-changed, reason: agreed, expires: 2026-05-31}", 1, "[ignore-expired]"),
        ("{change: payload-changed}", 1, ""),
    ],
)
def test_an_ignore_holds_until_its_day(sides: Path, run: Run, rule: str, code: int, words: str) -> None:
    write(sides / "new", {"catalog.yaml": f"ignore: [{rule}]"})
    result = run("old", "new", "--as-of", "2026-06-01")
    assert result[0] == code
    assert words in result[1]


# --- commits


@pytest.fixture
def repository(sides: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*arguments: str) -> None:
        settings = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *settings, *arguments], cwd=sides, check=True, capture_output=True)

    git("init")
    shutil.copytree(sides / "old", sides / "contracts")
    git("add", "contracts")
    git("commit", "-m", "one")
    git("tag", "v1")
    write(sides / "contracts", {"orders/asyncapi.yaml": CHANGED})
    return sides


@pytest.mark.parametrize(
    "arguments",
    [
        ["git:main", "contracts"],
        ["git:v1:contracts", "contracts"],
        ["git:HEAD:contracts", "new"],
        ["git:main", "contracts/orders/asyncapi.yaml"],
        ["git:main:contracts/orders/asyncapi.yaml", "new/orders/asyncapi.yaml"],
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_commit_is_a_side(run: Run, arguments: list[str]) -> None:
    code, out, _ = run(*arguments)
    assert code == 1
    assert "contracts/orders/asyncapi.yaml:11:" in out


@pytest.mark.usefixtures("repository")
def test_two_commits_are_sides(run: Run) -> None:
    assert run("git:v1", "git:main")[0] == 0
    assert run("git:v1:contracts", "git:v1:contracts")[0] == 0


def test_the_current_folder_is_the_new_side(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "contracts")
    code, out, _ = run("git:v1")
    assert code == 1
    assert "new: orders/asyncapi.yaml:11:" in out


@pytest.mark.usefixtures("repository")
@pytest.mark.usefixtures("repository")
def test_what_a_commit_does_not_have_is_new(run: Run) -> None:
    code, out, _ = run("git:main", "new")
    assert code == 0
    assert "`OrderPlaced` is new, sent by `orders`." in out


def test_two_documents_are_sides(sides: Path, run: Run) -> None:
    shutil.copy(sides / "new/orders/asyncapi.yaml", sides / "changed.yaml")
    code, out, _ = run("old/orders/asyncapi.yaml", "changed.yaml")
    assert code == 1
    assert "new: changed.yaml:11:" in out


def test_an_unknown_commit_is_told(run: Run) -> None:
    code, _, err = run("git:nowhere", "contracts")
    assert code == 2
    assert "nowhere" in err


# --- published catalogs


@pytest.fixture
def site(sides: Path) -> Path:
    build(sides / "old", sides / "site")
    return sides / "site"


@pytest.mark.usefixtures("sides", "site")
def test_a_published_catalog_is_a_side_and_its_schemas_are_followed(run: Run) -> None:
    code, out, _ = run("site/api/v1/catalog.json", "new")
    assert code == 1
    assert 'payload: {"id": ' in out
    assert "undecided" not in out


def test_without_its_schemas_a_change_is_undecided_and_breaks(sides: Path, site: Path, run: Run) -> None:
    shutil.copy(site / "api/v1/catalog.json", sides / "catalog.json")
    code, out, _ = run("catalog.json", "new")
    assert code == 1
    assert "undecided" in out
    assert run("catalog.json", "old")[0] == 0


@pytest.mark.usefixtures("sides")
def test_an_older_form_without_facts_is_compared_as_far_as_it_goes(site: Path, run: Run) -> None:
    catalog = json.loads((site / "api/v1/catalog.json").read_text(encoding="utf-8"))
    del catalog["facts"]
    write(site, {"api/v1/catalog.json": json.dumps(catalog)})
    code, out, _ = run("site/api/v1/catalog.json", "new")
    assert code == 1
    assert "are not compared" in out
    assert run("site/api/v1/catalog.json", "old")[0] == 0


HOSTILE: dict[str, Any] = {
    "empty": "",
    "no object": "[]",
    "deep": "[" * 200_000,
    "no messages": '{"format": 1, "services": []}',
    "messages of a wrong type": '{"format": 1, "services": [], "messages": {"a": 1}}',
    "a newer form": '{"format": 99, "services": [], "messages": []}',
    "facts of a wrong type": '{"format": 1, "services": [], "messages": [], "facts": {"format": 1, "services": 3}}',
    "a version that is a list": '{"format": 1, "services": [], "messages": [{"id": "A", "versions": [[]]}]}',
    "half a character": '{"format": 1, "services": [], "messages": [], "title": "\\ud800',
    "not UTF-8": "\udcff\udcfe",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_catalog_is_refused(sides: Path, run: Run, name: str) -> None:
    (sides / "catalog.json").write_bytes(HOSTILE[name].encode("utf-8", "surrogateescape"))
    code, out, err = run("catalog.json", "new")
    assert (code, out) == (2, "")
    assert "catalog.json" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "url", ["../../secret.json", "/etc/passwd", "http://127.0.0.1:9/x", "file:///etc/passwd", "a/../../../secret.json"]
)
def test_schemas_are_followed_below_the_site_only(sides: Path, site: Path, run: Run, url: str) -> None:
    write(sides, {"secret.json": '{"type": "object", "properties": {"id": {"const": "SECRET"}}}'})
    catalog = json.loads((site / "api/v1/catalog.json").read_text(encoding="utf-8"))
    catalog["messages"][0]["versions"][0]["schema"].update(url=url, bundled_url=url)
    write(site, {"api/v1/catalog.json": json.dumps(catalog)})
    code, out, _ = run("site/api/v1/catalog.json", "new")
    assert code == 1
    assert "SECRET" not in out
    assert "undecided" in out


# --- addresses


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Elsewhere(BaseHTTPRequestHandler):
    """Redirects to the address that its path names."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.path.removeprefix("/to/"))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def served(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    yield from served(partial(Quiet, directory=str(site)))


@pytest.fixture
def redirecting() -> Iterator[str]:
    yield from served(Elsewhere)


def test_an_address_is_a_side_and_its_schemas_are_followed(address: str, run: Run) -> None:
    code, out, _ = run(f"{address}/api/v1/catalog.json", "new")
    assert code == 1
    assert 'payload: {"id": ' in out
    assert "undecided" not in out


def test_no_redirect_leads_to_another_host(address: str, redirecting: str, run: Run) -> None:
    code, _, err = run(f"{redirecting}/to/{address}/api/v1/catalog.json", "new")
    assert code == 2
    assert "another host" in err


def test_what_is_not_there_is_told(address: str, run: Run) -> None:
    code, _, err = run(f"{address}/nothing.json", "new")
    assert code == 2
    assert "404" in err
