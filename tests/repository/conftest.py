"""Real repositories, made anew for each test by the git program."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

GIT = shutil.which("git")


class Checkout:
    """A repository with a working tree, whose commits have fixed authors and days."""

    def __init__(self, folder: Path, *, bare: bool = False) -> None:
        self.folder = folder
        self.day = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *(["--bare"] if bare else []))

    def git(self, *arguments: str, text: bytes | None = None) -> str:
        """Run git in the repository and return what it prints."""
        assert GIT is not None
        when = f"2026-01-{self.day + 1:02d}T12:00:00+00:00"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        names = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@acme.example", "GIT_COMMITTER_NAME": "Ada"}
        days = {"GIT_COMMITTER_EMAIL": "ada@acme.example", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_NOSYSTEM": "1"}
        command = [GIT, "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(command, cwd=self.folder, env={**kept, **names, **days}, input=text, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file of the working tree."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, message: str = "change", **files: str | bytes) -> str:
        """Commit everything, on the next day, and return the commit's id."""
        for path, content in files.items():
            self.write(path, content)
        self.day += 1
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A new repository, without commits."""
    if GIT is None:
        pytest.skip("git is not installed")
    return Checkout(tmp_path / "repo")
