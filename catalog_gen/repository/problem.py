"""Why a repository cannot be read, in words for its owner."""

from __future__ import annotations

from catalog_gen.diagnostics import Diagnostic, Severity, Span


class RepositoryProblem(Exception):  # noqa: N818 - it is told to a user as a finding, and read as one
    """Raised where a commit cannot be read; `diagnostic` says why, and what to do about it."""

    def __init__(self, code: str, message: str, hint: str = "", path: str = "") -> None:
        """`path` is the place to show: a file relative to the root, or a reference as it was typed."""
        super().__init__(message)
        self.diagnostic = Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint, span=Span(path=path))


def not_installed() -> RepositoryProblem:
    """There is no `git` to ask."""
    return RepositoryProblem(
        "git-missing",
        "The program `git` is needed to read versions from a repository, and it is not installed.",
        "Install git, or put it on the PATH. In a container image: `apt-get install git` or `apk add git`.",
    )


def failed(message: str) -> RepositoryProblem:
    """Git itself failed."""
    return RepositoryProblem("git-failed", message, "Run `git fsck` in the repository to find damage.")


def unknown(ref: str, message: str, hint: str) -> RepositoryProblem:
    """No commit is called so."""
    return RepositoryProblem("git-unknown-ref", message, hint, ref)


def no_repository() -> RepositoryProblem:
    """There is nothing to read versions from."""
    return RepositoryProblem(
        "git-not-a-repository",
        "The catalog's folder is in no git repository, so it has no versions to read.",
        "Run in a clone; an archive of the files has no history. In CI, keep the `.git` folder that the checkout makes.",
    )
