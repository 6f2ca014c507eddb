"""What the preview shows: the last good site, and what is wrong with the sources now."""

from __future__ import annotations

import secrets
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.output.writer import MemoryWriter, Writer


class Report(Protocol):
    """What a build tells about itself."""

    @property
    def diagnostics(self) -> Iterable[Diagnostic]:
        """Every finding of the build."""
        ...


Build = Callable[[Writer], Report]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a page in a browser needs to know.

    `site` names the publication that is served: a page that came from another one is out of date. `stale` says that the
    sources have moved on, but are broken. `problems` are the errors in them.
    """

    site: str
    stale: bool = False
    problems: tuple[Diagnostic, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One rebuild, for whoever watches the terminal. `changed` counts the files that differ from those served before."""

    seconds: float
    changed: int = 0
    problems: tuple[Diagnostic, ...] = ()
    stale: bool = False
    trace: str = ""


class Preview:
    """Holds the site that is served, and the state that browsers are told.

    A build is taken over when it brings no error that the last good one did not have; else the last good site stays and the new
    errors become the state's problems. So a catalog with a known error can still be worked on, and a slip of the
    keyboard never costs the page that the author is looking at. The first build is taken over with whatever it has.
    """

    def __init__(self, build: Build) -> None:
        """`build` publishes the whole site into the writer that it is given."""
        self._build = build
        self._session = secrets.token_hex(4)
        self._publications = 0
        self._known: frozenset[tuple[str, str, str]] = frozenset()
        self._changed = threading.Condition()
        self._closed = False
        self.site = MemoryWriter()
        self.state = State(site=self._name())

    def rebuild(self) -> Outcome:
        """Build once, and take it over if it is good. Never raises: what a build raises becomes a problem."""
        started = time.perf_counter()
        draft = self.site.successor()
        try:
            found = tuple(self._build(draft).diagnostics)
            trace = ""
        except Exception as error:  # noqa: BLE001 - the preview outlives whatever a build does
            found, trace = (_crash(error),), traceback.format_exc()
        errors = tuple(one for one in found if one.severity is Severity.ERROR)
        new = tuple(one for one in errors if _identity(one) not in self._known)
        if trace or (new and self._publications):
            self._tell(State(site=self.state.site, stale=True, problems=new or errors))
            return Outcome(seconds=time.perf_counter() - started, problems=new or errors, stale=True, trace=trace)
        changed = draft.differences(self.site)
        if changed or not self._publications:
            self._publications += 1
        self._known = frozenset(map(_identity, errors))
        self.site = draft
        self._tell(State(site=self._name(), problems=errors))
        return Outcome(seconds=time.perf_counter() - started, changed=changed, problems=errors)

    def wait(self, seen: State | None, seconds: float) -> State | None:
        """The state, as soon as it is not `seen` any more; None when nothing happened for so long, or after `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self.state is not seen, seconds)
            return None if self._closed or self.state is seen else self.state

    @property
    def closed(self) -> bool:
        """Whether nothing more will happen."""
        return self._closed

    def close(self) -> None:
        """Send everybody home who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _name(self) -> str:
        return f"{self._session}-{self._publications}"

    def _tell(self, state: State) -> None:
        if state != self.state:
            with self._changed:
                self.state = state
                self._changed.notify_all()


def _identity(found: Diagnostic) -> tuple[str, str, str]:
    """What makes a finding the same one after lines were inserted above it."""
    return found.code, found.span.path, found.message


def _crash(error: Exception) -> Diagnostic:
    return Diagnostic(
        code="internal-error",
        severity=Severity.ERROR,
        message=f"The build ended early: {type(error).__name__}: {error}",
        hint="This is a mistake in catalog-gen, not in your files; the terminal shows where. Please report it.",
        span=Span(path="catalog-gen"),
    )
