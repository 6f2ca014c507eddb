"""From what a user calls a commit to the commit."""

from __future__ import annotations

import difflib
import re

from catalog_gen.repository.problem import RepositoryProblem, unknown
from catalog_gen.repository.program import Git

_MOST_NAMES = 20_000
_COMMIT_ID = re.compile(r"[0-9a-fA-F]{4,64}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def resolve(git: Git, ref: str) -> str:
    """The full id of the commit that a branch, tag, id or expression (`HEAD~2`) names; `RepositoryProblem` when none is."""
    if not ref or ref.startswith("-") or _UNPRINTABLE.search(ref):
        message = f"`{_UNPRINTABLE.sub('?', ref)}` cannot be the name of a commit."
        raise unknown(ref, message, "Name a branch, a tag or a commit, such as `main`, `v1.2.0` or `HEAD~1`.")
    found = git.try_ask("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}")
    if found is not None:
        return found.decode().strip()
    raise _unknown(git, ref)


def _unknown(git: Git, ref: str) -> RepositoryProblem:
    if git.ask("rev-list", "--all", "--max-count=1").strip() == b"":
        return unknown(ref, f"There is no commit `{ref}`: the repository has no commits yet.", "Commit first.")
    names = _names(git)
    near = difflib.get_close_matches(ref, names, n=3, cutoff=0.6) or [name for name in names if name.endswith("/" + ref)][:3]
    shallow = git.is_shallow()
    hints = [f"Did you mean {_listed(near)}?"] if near else []
    if shallow:
        hints.append(
            "The clone is shallow, so older commits and other branches are not in it: "
            "set `fetch-depth: 0` in actions/checkout, `GIT_DEPTH: 0` in GitLab, or run `git fetch --unshallow --tags`."
        )
    elif not near and _COMMIT_ID.fullmatch(ref):
        hints.append("No commit's id begins so. Fetch the branch that has it.")
    elif not near:
        hints.append("`git branch --all` and `git tag` list what there is; what only a remote has must be fetched first.")
    code = "git-shallow-clone" if shallow else "git-unknown-ref"
    return RepositoryProblem(code, f"The repository has no commit, branch or tag `{ref}`.", " ".join(hints), ref)


def _names(git: Git) -> list[str]:
    said = git.ask("for-each-ref", f"--count={_MOST_NAMES}", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    return said.decode("utf-8", "replace").split("\n")[:-1]


def _listed(names: list[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)
