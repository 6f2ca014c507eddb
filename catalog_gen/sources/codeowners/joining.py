"""From CODEOWNERS to rules about documents: which file counts for which, and which line matches last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.declaration import CodeOwners, CodeOwnersRule, Declarations, OwnershipRule
from catalog_gen.sources.codeowners.patterns import pattern


def own_documents(declared: Iterable[Declarations]) -> Declarations:
    """An ownership rule for every document that has owners, from the CODEOWNERS of the nearest folder around it that has one."""
    declared = list(declared)
    files, findings = _counting(one for said in declared for one in said.code_owners)
    if not files:
        return Declarations()
    paths = {contract.path for said in declared for contract in said.contracts}
    paths |= {message.span.path for said in declared for message in said.messages if not message.service}
    rules = [
        OwnershipRule(kind="document", pattern=path, owners=rule.owners, basis="codeowners", source="CODEOWNERS", span=rule.span)
        for path in sorted(paths)
        for file in [_nearest(path, files)]
        if file is not None
        for rule in owners_of(file, path)
    ]
    return Declarations(ownership=tuple(rules), diagnostics=tuple(findings))


def owners_of(file: CodeOwners, path: str) -> list[CodeOwnersRule]:
    """The lines that own a file: in each section the last that matches, unless it names nobody."""
    below = path.removeprefix(f"{file.base}/") if file.base else path
    found: dict[str, CodeOwnersRule] = {}
    for rule in reversed(file.rules):
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


def _nearest(path: str, files: dict[str, CodeOwners]) -> CodeOwners | None:
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
