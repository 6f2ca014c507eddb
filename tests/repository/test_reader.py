"""A commit reads like the folder that it was made from."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalog_gen import files
from catalog_gen.files import FolderReader
from catalog_gen.repository import GitReader, RepositoryProblem
from catalog_gen.repository import reader as module

if TYPE_CHECKING:
    from tests.repository.conftest import Checkout

NAMES = (
    "a.yaml",
    "with space.yaml",
    "größe/日本.yaml",
    'quo"te\\back.yaml',
    "new\nline.yaml",
    "tab\t.yaml",
    "-dash.yaml",
    ":colon.yaml",
    "*.yaml",
)


def everything(reader: files.Reader) -> dict[str, bytes | None]:
    return {path: reader.read(path) for path in reader.paths()}


def problem_of(root: Path, ref: str) -> RepositoryProblem:
    with pytest.raises(RepositoryProblem) as caught:
        GitReader(root, ref)
    return caught.value


def test_a_commit_reads_like_its_folder(checkout: Checkout) -> None:
    for number, name in enumerate(NAMES):
        checkout.write(name, f"number: {number}\n")
    checkout.write("node_modules/other.yaml", "a: 1")
    checkout.write(".hidden/other.yaml", "a: 1")
    checkout.write("site/.catalog-gen", "")
    checkout.write("site/page.yaml", "a: 1")
    checkout.write("binary.bin", bytes(range(256)))
    checkout.write("lines.txt", b"one\r\ntwo\r\n")
    (checkout.folder / "link.yaml").symlink_to("a.yaml")
    (checkout.folder / "deep").mkdir()
    (checkout.folder / "deep" / "up.yaml").symlink_to("../größe/日本.yaml")
    (checkout.folder / "folder-link").symlink_to("größe")
    checkout.commit()
    with GitReader(checkout.folder, "HEAD") as reader:
        assert everything(reader) == everything(FolderReader(checkout.folder))
        assert list(reader.paths(("größe", "*.bin"))) == list(FolderReader(checkout.folder).paths(("größe", "*.bin")))
        assert reader.read("folder-link/日本.yaml") == b"number: 2\n"
        assert reader.read("node_modules/other.yaml") == b"a: 1"
        assert not reader.diagnostics


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside.yaml", "../../outside.yaml", "loop.yaml", "missing.yaml", "catalog/sub", ""])
def test_links_stay_inside_the_catalog(checkout: Checkout, target: str) -> None:
    checkout.write("outside.yaml", "secret: 1")
    checkout.write("catalog/sub/a.yaml", "a: 1")
    name = checkout.git("hash-object", "-w", "--stdin", text=target.encode())
    checkout.git("add", "-A")
    checkout.git("update-index", "--add", "--cacheinfo", f"120000,{name},catalog/loop.yaml")
    checkout.git("commit", "-q", "-m", "links")
    with GitReader(checkout.folder / "catalog", "HEAD") as reader:
        assert reader.read("loop.yaml") is None
        assert reader.read("../outside.yaml") is None
        assert list(reader.paths()) == ["sub/a.yaml"]


def test_older_commits_branches_and_tags_are_read(checkout: Checkout) -> None:
    first = checkout.commit(**{"a.yaml": "version: 1"})
    checkout.git("tag", "-a", "v1", "-m", "one")
    checkout.commit(**{"a.yaml": "version: 2"})
    checkout.git("branch", "other")
    for ref, content in (("v1", b"version: 1"), (first[:8], b"version: 1"), ("HEAD~1", b"version: 1"), ("other", b"version: 2")):
        with GitReader(checkout.folder, ref) as reader:
            assert reader.read("a.yaml") == content, ref
            assert len(reader.commit) == len(first)


def test_a_folder_that_is_gone_is_read_from_the_commit_that_had_it(checkout: Checkout) -> None:
    checkout.commit(**{"old/catalog/a.yaml": "a: 1", "b.yaml": "b: 1"})
    checkout.git("rm", "-q", "-r", "old")
    checkout.commit()
    with GitReader(checkout.folder / "old" / "catalog", "HEAD~1") as reader:
        assert everything(reader) == {"a.yaml": b"a: 1"}
    with GitReader(checkout.folder / "old" / "catalog", "HEAD") as reader:
        assert everything(reader) == {}


def test_packed_refs_and_objects_and_worktrees(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit(**{"a.yaml": "version: 1"})
    checkout.git("tag", "v1")
    checkout.commit(**{"a.yaml": "version: 2"})
    checkout.git("pack-refs", "--all")
    checkout.git("gc", "-q")
    checkout.git("worktree", "add", "-q", str(tmp_path / "tree"), "v1")
    with GitReader(tmp_path / "tree", "main") as reader:
        assert reader.read("a.yaml") == b"version: 2"
    checkout.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    with GitReader(tmp_path / "bare", "v1") as reader:
        assert everything(reader) == {"a.yaml": b"version: 1"}


def test_submodules_are_left_out(checkout: Checkout, tmp_path: Path) -> None:
    inner = type(checkout)(tmp_path / "inner")
    inner.commit(**{"x.yaml": "x: 1"})
    checkout.write("a.yaml", "a: 1")
    checkout.git("submodule", "--quiet", "add", str(inner.folder), "inner")
    checkout.commit()
    with GitReader(checkout.folder, "HEAD") as reader:
        assert everything(reader) == {"a.yaml": b"a: 1"}
        assert reader.read("inner") is None


def test_the_same_content_has_the_same_name(checkout: Checkout) -> None:
    checkout.commit(**{"a.yaml": "a: 1", "b.yaml": "a: 1", "c.yaml": "c: 1"})
    with GitReader(checkout.folder, "HEAD") as reader:
        assert reader.name_of("a.yaml") == reader.name_of("b.yaml") != reader.name_of("c.yaml")
        assert not reader.name_of("missing.yaml")


def test_a_pointer_of_git_lfs_is_named(checkout: Checkout) -> None:
    checkout.commit(**{"big.yaml": f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12345\n"})
    with GitReader(checkout.folder, "HEAD") as reader:
        assert reader.read("big.yaml") is None
        assert reader.read("big.yaml") is None
        assert [(found.code, found.span.path) for found in reader.diagnostics] == [("git-lfs-pointer", "big.yaml")]


def test_a_large_file_is_cut_off_one_byte_after_the_limit(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    checkout.commit(**{"large.yaml": "x" * 100_000, "small.yaml": "0123456789"})
    with GitReader(checkout.folder, "HEAD") as reader:
        assert reader.read("large.yaml") == b"x" * 11
        assert reader.read("small.yaml") == b"0123456789"


def test_objects_that_a_partial_clone_lacks_are_named_and_not_fetched(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit(**{"a.yaml": "version: 1"})
    checkout.git("config", "uploadpack.allowFilter", "true")
    checkout.commit(**{"a.yaml": "version: 2"})
    clone = tmp_path / "clone"
    checkout.git("clone", "-q", "--filter=blob:none", checkout.folder.as_uri(), str(clone))
    with GitReader(clone, "HEAD") as reader:
        assert reader.read("a.yaml") == b"version: 2"
    with GitReader(clone, "HEAD~1") as reader:
        assert reader.read("a.yaml") is None
        assert reader.read("a.yaml") is None
        assert [found.code for found in reader.diagnostics] == ["git-object-missing"]
    with GitReader(clone, "HEAD") as reader:
        assert reader.read("a.yaml") == b"version: 2"


@pytest.mark.parametrize("ref", ["", "--upload-pack=touch hacked", "-h", "a\nb", "a\0b"])
def test_what_cannot_be_a_reference_is_refused(checkout: Checkout, ref: str) -> None:
    checkout.commit(**{"a.yaml": "a: 1"})
    found = problem_of(checkout.folder, ref).diagnostic
    assert found.code == "git-unknown-ref"
    assert found.message.isprintable()


def test_an_unknown_reference_names_near_ones(checkout: Checkout) -> None:
    checkout.commit(**{"a.yaml": "a: 1"})
    checkout.git("tag", "orders/v1.2.0")
    found = problem_of(checkout.folder, "orders/v1.2").diagnostic
    assert (found.code, found.hint) == ("git-unknown-ref", "Did you mean `orders/v1.2.0`?")
    assert problem_of(checkout.folder, "HEAD:a.yaml").diagnostic.code == "git-unknown-ref"
    assert "fetched" in problem_of(checkout.folder, "something-else-altogether").diagnostic.hint
    assert "id" in problem_of(checkout.folder, "deadbeefcafe").diagnostic.hint


def test_a_shallow_clone_says_how_to_deepen_it(checkout: Checkout, tmp_path: Path) -> None:
    first = checkout.commit(**{"a.yaml": "version: 1"})
    checkout.commit(**{"a.yaml": "version: 2"})
    checkout.git("clone", "-q", "--depth", "1", checkout.folder.as_uri(), str(tmp_path / "clone"))
    for ref in ("HEAD~1", first, "v1"):
        found = problem_of(tmp_path / "clone", ref).diagnostic
        assert found.code == "git-shallow-clone", ref
        assert "fetch-depth: 0" in found.hint
    with GitReader(tmp_path / "clone", "HEAD") as reader:
        assert reader.read("a.yaml") == b"version: 2"


def test_no_repository_no_commits_and_no_git(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no commits" in str(problem_of(checkout.folder, "main"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    assert problem_of(tmp_path / "plain", "HEAD").diagnostic.code == "git-not-a-repository"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert problem_of(checkout.folder, "main").diagnostic.code == "git-missing"


def test_the_callers_environment_does_not_lead_elsewhere(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout.commit(**{"a.yaml": "here: 1"})
    other = type(checkout)(tmp_path / "other")
    other.commit(**{"a.yaml": "there: 1"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    with GitReader(checkout.folder, "HEAD") as reader:
        assert reader.read("a.yaml") == b"here: 1"


def test_nothing_from_the_repository_is_run(checkout: Checkout, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f'#!/bin/sh\ntouch "{mark}"\n')
    script.chmod(0o755)
    checkout.write(".gitattributes", "*.yaml filter=evil diff=evil\n")
    checkout.commit(**{"a.yaml": "a: 1"})
    checkout.commit(**{"a.yaml": "a: 2"})
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "filter.evil.smudge",
        "diff.evil.textconv",
        "diff.external",
    ):
        checkout.git("config", name, str(script))
    checkout.git("config", "core.hooksPath", str(tmp_path))
    checkout.git("config", "alias.ls-tree", f"!{script}")
    checkout.git("config", "remote.origin.url", f"ext::{script}")
    checkout.git("config", "protocol.ext.allow", "always")
    checkout.git("config", "extensions.partialClone", "origin")
    checkout.git("config", "remote.origin.promisor", "true")
    with GitReader(checkout.folder, "HEAD~1") as reader:
        assert everything(reader) == {"a.yaml": b"a: 1"}
        reader.git.try_ask("cat-file", "-e", "1" * 40)
    assert not mark.exists()


def test_replaced_objects_are_read_as_they_were_committed(checkout: Checkout) -> None:
    first = checkout.commit(**{"a.yaml": "version: 1"})
    second = checkout.commit(**{"a.yaml": "version: 2"})
    checkout.git("replace", first, second)
    with GitReader(checkout.folder, first) as reader:
        assert reader.read("a.yaml") == b"version: 1"


def test_reading_goes_on_after_the_program_died(checkout: Checkout) -> None:
    checkout.commit(**{"a.yaml": "a: 1", "b.yaml": "b: 1"})
    with GitReader(checkout.folder, "HEAD") as reader:
        assert reader.read("a.yaml") == b"a: 1"
        reader.close()
        assert reader.read("b.yaml") == b"b: 1"


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else_says_what_to_do(checkout: Checkout) -> None:
    checkout.commit(**{"a.yaml": "a: 1"})
    subprocess.run(["chown", "-R", "12345", str(checkout.folder)], check=True)
    found = problem_of(checkout.folder, "HEAD").diagnostic
    assert found.code == "git-not-trusted"
    assert "safe.directory" in found.hint
