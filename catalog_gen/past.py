"""The past of files: which older versions git has of the files whose source says `history`, and what they declare.

An older version is an input like any other, read from its commit. What it declares about contracts and messages counts; its findings do
not, since nobody can change them any more, nor what it says about people, pages and settings, which is about now. An export of a registry
holds its versions itself.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from catalog_gen.configuration import Configuration
from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.files import FolderReader, Reader
from catalog_gen.inputs import sniffed
from catalog_gen.model.declaration import Declarations
from catalog_gen.model.versions import version_key
from catalog_gen.parsing import Input, Moment, Outcome
from catalog_gen.repository import GitReader, PastReader, RepositoryProblem
from catalog_gen.repository.history import Revision, at_tags, changes, tags
from catalog_gen.repository.problem import no_repository
from catalog_gen.repository.program import Git
from catalog_gen.repository.revisions import resolve
from catalog_gen.sources.source import History, Source

MARK = "@"
"""Begins the name of every folder of an older commit."""

_READ_FOR_EACH = 10
"""So many contents are looked at for each version that is wanted: most changes of a file come without a new version."""

_PLAIN = re.compile(r"[A-Za-z0-9._/+-]+")
_VERSION = re.compile(r"(?:^|[/_-])v?(\d[\w.+-]*)$")
_SHORT = 10
_SHA1_DIGITS = 40
_REFERS = re.compile(rb"""\$ref["']?\s*:\s*["']?[^#"'\s]""")
"""A reference to another file, in YAML or JSON."""


@dataclass(frozen=True)
class Past:
    """Older versions as inputs, a reader that has them, and what is in the way of reading more."""

    inputs: list[Input]
    reader: Reader
    labels: Mapping[str, str] = field(default_factory=dict)
    """What a file as it is now is called where it does not say, by its path."""
    findings: tuple[Diagnostic, ...] = ()


def look_back(inputs: Sequence[Input], reader: Reader, configuration: Configuration, sources: Mapping[str, Source]) -> Past:
    """The older versions of all inputs that want them; without git, or without a repository, a finding and no versions."""
    wanting = [item for item in inputs if item.options.history is not None and _is_worth(item, reader, sources)]
    if not wanting:
        return Past([], reader)
    place = next((entry.span for entry in configuration.sources if entry.options.history is not None), Span(path=""))
    try:
        return _look_back(wanting, reader, place)
    except RepositoryProblem as problem:
        return Past([], reader, findings=(msgspec.structs.replace(problem.diagnostic, span=place),))


def _is_worth(item: Input, reader: Reader, sources: Mapping[str, Source]) -> bool:
    raw = reader.read(item.path)
    return raw is not None and (item.named or bool(item.options.type) or sniffed(item.path, raw, sources))


@dataclass(frozen=True)
class _Place:
    """Where to look: the repository, the commit that the files are from, and the one that tags must be in ("" for any)."""

    git: Git
    start: str
    upto: str = ""
    shallow: bool = False


def _look_back(wanting: Sequence[Input], reader: Reader, place: Span) -> Past:
    where = _repository(reader)
    findings = [_shallow(place)] if where.shallow else []
    root = where.git.prefix
    found: list[Input] = []
    labels: dict[str, str] = {}
    folders: dict[str, tuple[str, str]] = {}
    for history in sorted({item.options.history for item in wanting if item.options.history is not None}, key=str):
        items = {f"{root}/{item.path}" if root else item.path: item for item in wanting if item.options.history == history}
        revisions = _revisions(where, list(items), history)
        if revisions is None:
            findings.append(_no_tags(history.pattern, place))
            continue
        for path, item in items.items():
            options = msgspec.structs.replace(item.options, history=None)
            raw = reader.read(item.path) or b""
            refers = _REFERS.search(raw) is not None
            for rank, (revision, seconds) in enumerate(_distinct(revisions[path], history.limit * _READ_FOR_EACH, refers=refers), 1):
                label = _label(revision, seconds)
                if rank == 1:
                    labels[item.path] = _label_now(raw, revision.blob, label)
                    if labels[item.path] == label:
                        continue  # the file as it is now
                name, folder, below = _stands(revision, root)
                folders[name] = (revision.until, folder)
                moment = Moment(
                    of=item.path,
                    path=below,
                    label=label,
                    ref=_ref(revision),
                    rank=rank,
                    limit=history.limit,
                    blob=revision.blob,
                    commit=revision.until,
                )
                found.append(Input(path=f"{name}/{below}", options=options, named=item.named, moment=moment))
    return Past(sorted(found, key=lambda item: item.path), PastReader(reader, where.git, folders), labels, tuple(findings))


def _repository(reader: Reader) -> _Place:
    if isinstance(reader, GitReader):
        return _Place(reader.git, reader.commit, reader.commit, reader.git.is_shallow())
    if not isinstance(reader, FolderReader):
        raise no_repository()
    git = Git(reader.root)
    return _Place(git, resolve(git, "HEAD"), shallow=git.is_shallow())


def _revisions(where: _Place, paths: list[str], history: History) -> dict[str, list[Revision]] | None:
    """The contents of each file, newest first; None when there is no tag to look at."""
    along = _along(where, tuple(paths))
    if history.by == "commits":
        return along
    tagged = tags(where.git, history.pattern, where.upto)
    names = {path: list(dict.fromkeys((path, *(one.path for one in along[path])))) for path in paths}
    return at_tags(where.git, tagged, names) if tagged else None


_known: dict[tuple[str, str, tuple[str, ...]], dict[str, list[Revision]]] = {}
"""What the last search found: in a whole clone the past of a commit never changes, and a preview asks for it with every edit."""


def _along(where: _Place, paths: tuple[str, ...]) -> dict[str, list[Revision]]:
    key = (str(where.git.folder), where.start, paths)
    found = _known.get(key)
    if found is None:
        found = changes(where.git, where.start, paths)
        _known.clear()
        if not where.shallow:
            _known[key] = found
    return found


def _distinct(revisions: Sequence[Revision], most: int, *, refers: bool) -> list[tuple[Revision, int]]:
    """Newest first, each content once, under the oldest commit of a run that has it; with times that rise with every version.

    What refers to other files may mean something else with the same content, so of such a file every tag is kept, and the commit is the
    last of a run; of any other the first, which does not change while the history goes on.
    """
    kept = list[Revision]()
    for one in revisions:
        same = bool(kept) and kept[-1].blob == one.blob
        if not refers:
            one = one._replace(until=one.commit)  # noqa: PLW2901
        if same and not (refers and one.tag):
            kept[-1] = one._replace(until=kept[-1].until, path=kept[-1].path) if refers else one
        else:
            kept.append(one)
    moments = list[int]()
    for one in reversed(kept):
        moments.append(max(one.seconds, moments[-1] + 1) if moments else one.seconds)
    return list(zip(kept, reversed(moments), strict=True))[:most]


def _stands(revision: Revision, root: str) -> tuple[str, str, str]:
    """The name of the folder that an older version is read from, that folder in its commit, and the path in it."""
    name = MARK + _ref(revision)
    if not root or revision.path.startswith(root + "/"):
        return name, root, revision.path.removeprefix(root + "/") if root else revision.path
    folder, _, file = revision.path.rpartition("/")
    return f"{name}/{folder}", folder, file


def _ref(revision: Revision) -> str:
    return revision.tag if revision.tag and _PLAIN.fullmatch(revision.tag) else revision.until[:_SHORT]


def _label(revision: Revision, seconds: int) -> str:
    """The version in a tag's name (`orders/v1.2.0` is 1.2.0); without a tag, the commit's moment and short id."""
    if revision.tag:
        version = _VERSION.search(revision.tag)
        return version[1] if version else revision.tag.rpartition("/")[2]
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H%M%S}-{revision.commit[:7]}"


def _label_now(raw: bytes, blob: str, label: str) -> str:
    """The label of what is committed, or one just above it when that was edited since."""
    algorithm = "sha1" if len(blob) == _SHA1_DIGITS else "sha256"
    for content in (raw, raw.replace(b"\r\n", b"\n")):
        digest = hashlib.new(algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False)
        if digest.hexdigest() == blob:
            return label
    edited = f"{label}+edited"
    return edited if version_key(edited) > version_key(label) else f"{label}.0+edited"


# --- after parsing


def settle(outcomes: Sequence[Outcome], inputs: Sequence[Input], labels: Mapping[str, str]) -> list[Outcome]:
    """The outcomes with what counts of older versions: of each file its newest contents by version, at most as many as wanted."""
    outcomes = [_named(outcome, labels[outcome.path]) if outcome.path in labels else outcome for outcome in outcomes]
    moments = {item.path: item.moment for item in inputs if item.moment is not None}
    current = {outcome.path: outcome.declarations for outcome in outcomes if outcome.path not in moments}
    known = {(one.service, one.version) for said in current.values() for one in said.contracts}
    by_file: dict[str, list[tuple[Moment, Outcome]]] = defaultdict(list)
    for outcome in outcomes:
        moment = moments.get(outcome.path)
        if moment is not None:
            by_file[moment.of].append((moment, outcome))
    settled = [outcome for outcome in outcomes if outcome.path not in moments]
    for path in sorted(by_file):
        older = sorted(by_file[path], key=lambda pair: pair[0].rank)
        settled += _settle_file(path, current.get(path, Declarations()), older, set(known))
    return settled


def _settle_file(path: str, now: Declarations, older: Sequence[tuple[Moment, Outcome]], known: set[tuple[str, str]]) -> Iterator[Outcome]:
    left = older[0][0].limit
    for number, (moment, outcome) in enumerate(older):
        if number + 1 < len(older) and _means(moment, outcome) == _means(*older[number + 1]):
            continue
        said = outcome.declarations
        if any(not row.loaded for row in said.documents):
            yield Outcome(path=outcome.path, declarations=Declarations(diagnostics=(_unreadable(path, moment, said),)))
            continue
        said = _of_service(_labelled(said, moment.label), now)
        kept = tuple(one for one in said.contracts if (one.service, one.version) not in known)
        services = {(one.service, one.version) for one in kept}
        messages = tuple(one for one in said.messages if not one.service or (one.service, one.service_version) in services)
        if not (kept or messages):
            continue
        if not left:
            yield Outcome(path=outcome.path, declarations=Declarations(diagnostics=(_cut(path, moment.limit, len(older) - number),)))
            return
        left -= 1
        known |= services
        yield Outcome(path=outcome.path, declarations=Declarations(contracts=kept, messages=messages))


def _means(moment: Moment, outcome: Outcome) -> tuple[str, list[tuple[str, str]]]:
    """What the declarations of an older version were made from: its content and that of the files that it refers to."""
    folder = outcome.path.removesuffix(moment.path)
    return moment.blob, sorted((path.removeprefix(folder), known) for path, known in outcome.looked_at)


def _named(outcome: Outcome, label: str) -> Outcome:
    return msgspec.structs.replace(outcome, declarations=_labelled(outcome.declarations, label))


def _labelled(said: Declarations, label: str) -> Declarations:
    """Declarations that call themselves something: what has no version of its own has the label."""
    contracts = tuple(msgspec.structs.replace(one, version=one.version or label) for one in said.contracts)
    messages = tuple(
        msgspec.structs.replace(one, service_version=one.service_version or label)
        if one.service
        else msgspec.structs.replace(one, version=one.version or label)
        for one in said.messages
    )
    return msgspec.structs.replace(said, contracts=contracts, messages=messages)


def _of_service(said: Declarations, now: Declarations) -> Declarations:
    """An older contract is of the service that its file describes now, whatever its title was then."""
    if len(now.contracts) != 1 or len(said.contracts) != 1 or now.contracts[0].service == said.contracts[0].service:
        return said
    service = now.contracts[0].service
    return msgspec.structs.replace(
        said,
        contracts=tuple(msgspec.structs.replace(one, service=service) for one in said.contracts),
        messages=tuple(msgspec.structs.replace(one, service=service) if one.service else one for one in said.messages),
    )


def is_past(span: Span, reader: Reader) -> bool:
    """Whether a place is in an older version, where nobody can change anything."""
    return isinstance(reader, PastReader) and reader.is_past(span.path)


# --- findings


def _shallow(place: Span) -> Diagnostic:
    return Diagnostic(
        code="git-shallow-clone",
        severity=Severity.WARNING,
        message="The clone is shallow: only a part of the history is here, so older versions are missing from the catalog.",
        hint="Set `fetch-depth: 0` in actions/checkout, `GIT_DEPTH: 0` in GitLab, or run `git fetch --unshallow --tags`.",
        span=place,
    )


def _no_tags(pattern: str, place: Span) -> Diagnostic:
    return Diagnostic(
        code="git-no-tags",
        severity=Severity.WARNING,
        message=f"No tag of the repository matches `{pattern}`, so there are no older versions.",
        hint="Look at `git tag --list`. In CI, fetch tags too: `fetch-depth: 0`, or `fetch-tags: true`.",
        span=place,
    )


def _unreadable(path: str, moment: Moment, said: Declarations) -> Diagnostic:
    first = next((found.message for found in said.diagnostics if found.severity is Severity.ERROR), "It is of no known kind.")
    return Diagnostic(
        code="git-version-unreadable",
        severity=Severity.INFO,
        message=f"At `{moment.ref}` this file could not be read, so that version is missing: {first}",
        hint="Nothing needs to be done: what is committed stays as it is.",
        span=Span(path=path),
    )


def _cut(path: str, limit: int, left: int) -> Diagnostic:
    return Diagnostic(
        code="git-history-cut",
        severity=Severity.INFO,
        message=f"The {limit} newest older versions of this file are read; {left} older contents are left out.",
        hint="Set `history: {limit: …}` on its source for more.",
        span=Span(path=path),
    )
