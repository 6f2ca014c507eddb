"""A rule is a record: its code, how grave a finding is, what it asks for, and a generator of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.sources.asyncapi.validation.subject import Spot, Subject

BOTH = (2, 3)


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found: in words, where (file and pointer), and what to do."""

    message: str
    spot: Spot
    hint: str = ""
    related: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule of the specification or of good style.

    `title` is a sentence that says what must be so, for the documentation; `majors` the major versions that it is a rule of.
    """

    code: str
    severity: Severity
    title: str
    find: Callable[[Subject], Iterator[Finding]]
    majors: tuple[int, ...] = BOTH

    def run(self, subject: Subject) -> Iterator[Diagnostic]:
        """The findings as diagnostics; none in documents of another major version."""
        if subject.major in self.majors:
            for found in self.find(subject):
                yield Diagnostic(
                    code=self.code,
                    severity=self.severity,
                    message=found.message,
                    hint=found.hint,
                    span=Span(path=found.spot[0], pointer=found.spot[1]),
                    related=tuple(Span(path=path, pointer=pointer) for path, pointer in found.related),
                )
