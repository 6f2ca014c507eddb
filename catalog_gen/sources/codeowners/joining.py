"""From CODEOWNERS to rules about documents: which file counts for which, and which line matches last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.declaration import CodeOwners, CodeOwnersRule, Declarations, OwnershipRule
from catalog_gen.sources.codeowners.patterns import pattern


def own_documents(declared: Iterable[Declarations]) -> Declarations:
    """An ownership rule for every document that has owners, from the CODEOWNERS of the nearest folder around it that has one."""
    declared = list(declared)
    counting, findings = _counting(one for said in declared for one in said.code_owners)
    if not counting:
        return Declarations()
    files = {base: Lines(file) for base, file in counting.items()}
    paths = {contract.path for said in declared for contract in said.contracts}
    paths |= {message.span.path for said in declared for message in said.messages if not message.service}
    rules = [
        OwnershipRule(kind="document", pattern=path, owners=rule.owners, basis="codeowners", source="CODEOWNERS", span=rule.span)
        for path in sorted(paths)
        for file in [_nearest(path, files)]
        if file is not None
        for rule in file.owning(path)
    ]
    return Declarations(ownership=tuple(rules), diagnostics=tuple(findings))


class Lines:
    """The lines of one CODEOWNERS file, found by what their patterns begin with: such files may have thousands, catalogs too."""

    def __init__(self, file: CodeOwners) -> None:
        self._file = file
        self._by_key: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for number, rule in enumerate(file.rules):
            self._by_key[pattern(rule.pattern, gitlab=rule.gitlab).key].append(number)

    def owning(self, path: str) -> list[CodeOwnersRule]:
        """The lines that own a file: in each section the last that matches, unless it names nobody."""
        base, rules = self._file.base, self._file.rules
        below = path.removeprefix(f"{base}/") if base else path
        parts = below.split("/")
        keys = {(True, "/".join(parts[:count])) for count in range(len(parts) + 1)} | {(False, name) for name in ("", *parts)}
        found: dict[str, CodeOwnersRule] = {}
        for number in sorted((number for key in keys for number in self._by_key.get(key, ())), reverse=True):
            rule = rules[number]
            if rule.section not in found and pattern(rule.pattern, gitlab=rule.gitlab).matches(below):
                found[rule.section] = rule
        return [rule for rule in sorted(found.values(), key=lambda rule: rule.span) if rule.owners]


def _counting(files: Iterable[CodeOwners]) -> tuple[dict[str, CodeOwners], list[Diagnostic]]:
    """The file that counts for each folder, and a finding for every other."""
    kept: dict[str, CodeOwners] = {}
    findings = []
    for file in sorted(files, key=lambda file: (file.base, file.rank, file.span)):
        first = kept.setdefault(file.base, file)
        if first is not file:
            findings.append(_shadowed(file, first))
    return kept, findings


def _nearest(path: str, files: dict[str, Lines]) -> Lines | None:
    parts: Sequence[str] = path.split("/")[:-1]
    folders = ("/".join(parts[:count]) for count in range(len(parts), -1, -1))
    return next((files[folder] for folder in folders if folder in files), None)


def _shadowed(file: CodeOwners, first: CodeOwners) -> Diagnostic:
    return Diagnostic(
        code="codeowners-shadowed",
        severity=Severity.INFO,
        message=f"This file does not count, because `{first.span.path}` does: hosts take one CODEOWNERS of a repository.",
        hint="Keep one of them.",
        span=file.span,
        related=(first.span,),
    )
