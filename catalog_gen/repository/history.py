"""When files changed: along the commits of a branch, with renames followed, and at tags.

A branch's history is that of its first parents: what a merge brought counts as one change, made by the merge. So a version is something
that the branch once held, not what somebody tried on the way there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from catalog_gen.repository.program import Git

_MOST_RENAMES = 20
"""How often one file may have been renamed before nobody asks what it was called earlier."""

_MOST_TAGS = 1000
_ARGUMENT_BYTES = 60_000
_TAG_PARTS = (
    "refname:strip=2",
    *("objecttype", "objectname", "committerdate:unix"),
    *("*objecttype", "*objectname", "*committerdate:unix"),
)
"""What is asked about a tag: its name, then about its object, then about what that leads to where it is a tag with a message."""

_REGULAR = ("100644", "100755", "100664")


class Revision(NamedTuple):
    """A file as one commit left it."""

    commit: str
    seconds: int
    """When the commit was made, in seconds since 1970."""
    path: str
    """Where the file stood then, from the top of the repository."""
    blob: str
    """The name of the object that holds its content."""
    until: str
    """The last commit that has it so. What the file refers to is read from there, as it was when the file changed again."""
    tag: str = ""


class _Commit(NamedTuple):
    rank: int
    seconds: int
    parent: str


class _Event(NamedTuple):
    """One row of a comparison of two trees: what happened to a path (`A`, `D`, `M`, `T`), and its content after."""

    commit: str
    kind: str
    mode: str
    blob: str
    path: str


def changes(git: Git, start: str, paths: Sequence[str]) -> dict[str, list[Revision]]:
    """For each path, from the top of the repository, the contents that it had in the history of a commit, newest first."""
    line = _first_parents(git, start)
    found: dict[str, list[Revision]] = {path: [] for path in paths}
    waiting = {path: (path, "") for path in paths}
    """File → what it was called, and the commit that called it otherwise ("" for nobody did)."""
    for _ in range(_MOST_RENAMES):
        if not waiting:
            break
        events = _events(git, start, sorted({name for name, _ in waiting.values()}), line)
        births = {event.commit for rows in events.values() for event in rows if event.kind == "A"}
        renames = _renames(git, births, line)
        following = {}
        for path, (name, above) in waiting.items():
            newer = above
            for event in events.get(name, ()):
                if newer and line[event.commit].rank <= line[newer].rank:
                    continue
                if event.kind != "D" and event.mode in _REGULAR:
                    until = line[newer].parent if newer else start
                    found[path].append(Revision(event.commit, line[event.commit].seconds, name, event.blob, until))
                newer = event.commit
                if event.kind == "A" and (event.commit, name) in renames:
                    following[path] = (renames[event.commit, name], event.commit)
                    break
        waiting = following
    return found


def tags(git: Git, pattern: str, merged_into: str = "") -> list[tuple[str, str, int]]:
    """Tags of commits whose name matches a glob, newest first: name, commit, and the commit's time in seconds since 1970."""
    only = [f"--merged={merged_into}"] if merged_into else []
    form = "%00".join(f"%({part})" for part in _TAG_PARTS)
    found = []
    for row in git.ask("for-each-ref", *only, f"--format={form}", "refs/tags").decode("utf-8", "surrogateescape").split("\n")[:-1]:
        name, *parts = row.split("\0")
        kind, commit, seconds = parts[3:] if parts[3] else parts[:3]
        if kind == "commit" and fnmatchcase(name, pattern) and name.isprintable():
            found.append((name, commit, int(seconds)))
    return sorted(found, key=lambda tag: (tag[2], tag[0]), reverse=True)[:_MOST_TAGS]


def at_tags(git: Git, tagged: Sequence[tuple[str, str, int]], names: dict[str, list[str]]) -> dict[str, list[Revision]]:
    """For each file, its content at each tag that has it, newest first. `names` gives what a file was ever called, newest name first."""
    wanted = [(commit, name) for _, commit, _ in tagged for name in sorted({name for group in names.values() for name in group})]
    blobs = dict(zip(wanted, _blobs(git, wanted), strict=True))
    found: dict[str, list[Revision]] = {path: [] for path in names}
    for tag, commit, seconds in tagged:
        for path, group in names.items():
            name = next((name for name in group if blobs[commit, name]), "")
            if name:
                found[path].append(Revision(commit, seconds, name, blobs[commit, name], commit, tag))
    return found


def _first_parents(git: Git, start: str) -> dict[str, _Commit]:
    rows = git.ask("rev-list", "--first-parent", "--parents", "--timestamp", start).decode().split("\n")[:-1]
    split = (row.split(" ") for row in rows)
    return {commit: _Commit(rank, int(seconds), "".join(parents[:1])) for rank, (seconds, commit, *parents) in enumerate(split)}


def _events(git: Git, start: str, paths: Sequence[str], line: dict[str, _Commit]) -> dict[str, list[_Event]]:
    """What happened to paths along the line, newest first."""
    found: dict[str, list[_Event]] = {}
    for some in _batches(paths):
        commits = git.ask("rev-list", "--first-parent", start, "--", *some).decode().split()
        for event in _compare(git, (commit for commit in commits if commit in line), line, ("--no-renames", "--", *some)):
            found.setdefault(event.path, []).append(event)
    return found


def _renames(git: Git, commits: Iterable[str], line: dict[str, _Commit]) -> dict[tuple[str, str], str]:
    """(commit, new path) → old path."""
    pairs = sorted(commit for commit in commits if line[commit].parent)
    events = _compare(git, pairs, line, ("--find-renames", "--diff-filter=R"))
    return {(event.commit, event.path): event.kind[1:] for event in events}


def _compare(git: Git, commits: Iterable[str], line: dict[str, _Commit], options: Sequence[str]) -> Iterator[_Event]:
    """Each commit against its first parent, in the order given. The kind of a rename is `R` and the old path."""
    asked = "".join(f"{commit} {line[commit].parent}".rstrip() + "\n" for commit in commits)
    if not asked:
        return
    said = git.ask("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev", *options, text=asked.encode())
    fields = iter(said.decode("utf-8", "surrogateescape").split("\0"))
    commit = ""
    for about in fields:
        if not about.startswith(":"):
            commit = about.partition(" ")[0].strip() or commit
            continue
        _, mode, _, blob, kind = about.split(" ")
        path = next(fields)
        if kind.startswith("R"):
            kind, path = "R" + path, next(fields)
        yield _Event(commit, kind, mode, blob, path)


def _blobs(git: Git, wanted: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The name of the object at each path of a commit, "" where there is no regular content."""
    plain = [(commit, path) for commit, path in wanted if "\n" not in path]
    asked = "".join(f"{commit}:{path}\n" for commit, path in plain).encode("utf-8", "surrogateescape")
    said = git.ask("cat-file", "--batch-check=%(objecttype) %(objectname)", text=asked).decode("utf-8", "surrogateescape") if asked else ""
    answers = dict(zip(plain, said.split("\n"), strict=False))
    for commit, path in wanted:
        if "\n" in path:
            answer = (git.try_ask("ls-tree", "-z", "--full-tree", commit, "--", path) or b"").decode("utf-8", "surrogateescape")
            yield answer.split()[2] if answer.split()[:1] and answer.split()[0] in _REGULAR else ""
        else:
            kind, _, name = answers[commit, path].partition(" ")
            yield name if kind == "blob" else ""


def _batches(paths: Sequence[str]) -> Iterator[list[str]]:
    """Paths in groups that fit on a command line."""
    batch, size = list[str](), 0
    for path in paths:
        batch.append(path)
        size += len(path.encode("utf-8", "surrogateescape")) + 1
        if size > _ARGUMENT_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
