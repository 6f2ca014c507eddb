"""Reading settings: mappings whose keys are known, where a wrong key or type is a finding with a suggestion."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text.pointers import join


class Form:
    """One mapping of a settings file, with its place and the list that collects findings."""

    def __init__(self, value: dict[str, Any], path: str, pointer: str, diagnostics: list[Diagnostic]) -> None:
        self.value = value
        self.path = path
        self.pointer = pointer
        self.diagnostics = diagnostics

    @property
    def span(self) -> Span:
        """Where the mapping stands."""
        return Span(path=self.path, pointer=self.pointer)

    def report(self, code: str, severity: Severity, message: str, key: str = "", hint: str = "") -> None:
        """Add a finding about the mapping or about one of its keys."""
        pointer = join(self.pointer, key) if key else self.pointer
        self.diagnostics.append(
            Diagnostic(code=code, severity=severity, message=message, hint=hint, span=Span(path=self.path, pointer=pointer))
        )

    def check_keys(self, known: Collection[str], what: str) -> None:
        """Report each key that is not known; keys that begin with `x-` are the user's own."""
        for key in self.value:
            if key in known or key.startswith("x-"):
                continue
            near = get_close_matches(key, list(known), n=1, cutoff=0.6)
            hint = f"Did you mean `{near[0]}`?" if near else f"Known here are {', '.join(f'`{name}`' for name in sorted(known))}."
            self.report("config-unknown-key", Severity.WARNING, f"`{key}` is not a setting of {what}.", key, hint)

    def text(self, key: str, default: str = "") -> str:
        """A text; numbers are taken as they are spelt."""
        value = self.value.get(key)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        self._wrong(key, "a text")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        value = self.value.get(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        found = []
        for member in values:
            if isinstance(member, dict) and isinstance(member.get("id"), str):
                found.append(member["id"])
            elif isinstance(member, str):
                found.append(member)
            elif isinstance(member, (int, float)) and not isinstance(member, bool):
                found.append(str(member))
            else:
                self._wrong(key, "a list of texts")
        return tuple(found)

    def count(self, key: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = self.value.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        self._wrong(key, f"a whole number from 1 to {most}")
        return default

    def forms(self, key: str) -> Iterator[Form]:
        """A list of mappings."""
        value = self.value.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self._wrong(key, "a list of mappings")
            return
        for number, member in enumerate(value):
            pointer = join(self.pointer, key, str(number))
            if isinstance(member, dict):
                yield Form(member, self.path, pointer, self.diagnostics)
            else:
                Form({}, self.path, pointer, self.diagnostics).report(
                    "config-wrong-type", Severity.ERROR, f"Each entry of `{key}` must be a mapping."
                )

    def form(self, key: str) -> Form | None:
        """A mapping."""
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong(key, "a mapping")
            return None
        return Form(value, self.path, join(self.pointer, key), self.diagnostics)

    def choice(self, key: str, known: Collection[str], default: str = "") -> str:
        """A text out of a few."""
        text = self.text(key, default)
        if text in known or text == default:
            return text
        near = get_close_matches(text, list(known), n=1)
        hint = f"Did you mean `{near[0]}`?" if near else ""
        options = ", ".join(f"`{name}`" for name in sorted(known))
        self.report("config-unknown-value", Severity.ERROR, f"`{key}` must be one of {options}, not `{text}`.", key, hint)
        return default

    def _wrong(self, key: str, expected: str) -> None:
        self.report("config-wrong-type", Severity.ERROR, f"`{key}` must be {expected}.", key)
