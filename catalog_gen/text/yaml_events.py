"""YAML read from its events: the reference for what a YAML text means, and the reader of texts that hold surprises.

Events come from a parser that does not recurse and are put together without recursion, so that no nesting can crash the
process, and limits apply before anything grows.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from catalog_gen.text import yaml_problems
from catalog_gen.text.findings import Findings
from catalog_gen.text.limits import Limits
from catalog_gen.text.pointers import build
from catalog_gen.text.scalars import DATA_KEYS, OutOfRange, is_version_key, resolve
from catalog_gen.text.yaml_tags import Tagged, apply_tag

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its events are used. The pure parser stands in where PyYAML was built without its C library."""

_SURROGATE_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


_MOST_SHOWN = 40


class _Missing:
    """Marks the place of a key that has not come yet, or that cannot be used."""


_NO_KEY = _Missing()
_UNUSABLE = _Missing()
_MERGE = _Missing()


class _Anchored(NamedTuple):
    value: Any
    size: int
    spelling: str | None
    """Of a scalar, for when it is used as a key."""


class _Frame:
    """A mapping or list that is being filled."""

    __slots__ = ("anchor", "container", "data", "is_mapping", "key", "keys", "mark", "merged", "size")

    def __init__(self, container: Any, event: Any, *, data: bool) -> None:
        self.mark = event.start_mark
        self.container = container
        self.is_mapping = isinstance(container, dict)
        self.anchor: str | None = event.anchor
        self.data = data
        self.key: Any = _NO_KEY
        self.keys: dict[str, Any] = {}
        self.merged: list[dict[str, Any]] = []
        self.size = 1


class _TooDeepError(Exception):
    """Ends the reading of a document that is nested too deeply."""


class Builder:
    """Builds the value of the first document of a text."""

    def __init__(self, findings: Findings, limits: Limits) -> None:
        self.findings = findings
        self.limits = limits
        self.value: Any = None
        self.ok = False
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        """None while the anchor's own value is still open."""
        self._expansion = 0
        self._handlers: dict[type, Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }

    def read(self, text: str) -> None:
        """Read the first document that holds anything; `value`, `ok` and the findings are the result."""
        try:
            self._read_documents(text)
        except _TooDeepError:
            self.value, self.ok = None, False
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            if mark is not None and "invalid Unicode character escape" in (error.problem or "") and _SURROGATE.search(text):
                self._read_repaired(text, mark.index)
                return
            self.value, self.ok = None, False
            yaml_problems.report(self.findings, error)

    def _read_repaired(self, text: str, offset: int) -> None:
        """Read again with surrogate escapes, which JSON allows in pairs and YAML does not, replaced by what they mean."""
        self.findings.warning(
            "text-surrogate",
            "This escape is half of a character, which YAML does not allow; a half without its other half is read as U+FFFD.",
            r"Write the character itself, or one escape of the form \U0001F600.",
            self.findings.span(max(text.rfind("\\", 0, offset + 1), 0)),
        )
        text = _SURROGATE_PAIR.sub(lambda pair: _escape_pair(pair[1], pair[2]), text)
        self._stack, self._anchors, self._expansion = [], {}, 0
        self.read(_SURROGATE.sub(r"\\uFFFD", text))

    def _read_documents(self, text: str) -> None:
        loader = LOADER(text)
        try:
            start = None
            while loader.check_event():
                event = loader.get_event()
                handler = self._handlers.get(type(event))
                if handler is None:
                    if type(event) is yaml.DocumentStartEvent:
                        start = event
                    continue
                if self.ok and not self._stack:
                    if _is_empty(event):
                        continue
                    self._report_several(start)
                    return
                if not self._stack and _is_empty(event):
                    continue
                handler(event)
        finally:
            loader.dispose()

    def _start(self, event: Any) -> None:
        if len(self._stack) >= self.limits.max_depth:
            self.findings.error(
                "text-too-deep",
                f"Values are nested more than {self.limits.max_depth} levels deep here; the file was not read.",
                "Give inner parts a name and refer to them with `$ref`.",
                self.findings.span(event.start_mark.index),
            )
            raise _TooDeepError
        frame = self._stack[-1] if self._stack else None
        data = frame is not None and (frame.data or frame.key in DATA_KEYS)
        container: Any = {} if type(event) is yaml.MappingStartEvent else []
        if event.tag is not None:
            apply_tag(self.findings, event, self._pointer)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(container, event, data=data))

    def _end(self, _event: Any) -> None:
        frame = self._stack.pop()
        if frame.merged:
            explicit = dict(frame.container)
            frame.container.clear()
            for source in reversed(frame.merged):
                frame.container.update(source)
            frame.container.update(explicit)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchored(frame.container, frame.size, None)
        self._place(frame.container, frame.size, None, frame.mark)

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is _NO_KEY and frame.is_mapping:
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(text, 1, text)
            if text == "<<" and event.implicit[0]:
                frame.key = _MERGE
            else:
                self._set_key(frame, text, event.start_mark)
            return
        value: Any
        if event.tag is not None:
            tagged = apply_tag(self.findings, event, self._pointer)
            value = text if tagged is Tagged.TEXT else resolve(text)
        else:
            value = resolve(text) if event.implicit[0] else text
        if type(value) is OutOfRange:
            value = self._out_of_range(value, event)
        elif type(value) in {int, float} and frame is not None and not frame.data and frame.is_mapping and _versioned(frame.key):
            value = text
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, text)
        self._place(value, 1, text, event.start_mark)

    def _alias(self, event: Any) -> None:
        anchored = self._anchors.get(event.anchor, _UNKNOWN)
        if anchored is None:
            self._complain(
                "yaml-cycle",
                f"`*{event.anchor}` stands inside the value that it stands for; it was left empty.",
                "YAML values cannot contain themselves; use `$ref` for a recursive structure.",
                event.start_mark,
            )
        elif anchored is _UNKNOWN:
            self._complain(
                "yaml-unknown-alias",
                f"No `&{event.anchor}` stands before `*{event.anchor}`; it was left empty.",
                "Define the anchor above, or put a text that starts with `*` in quotes.",
                event.start_mark,
            )
        else:
            before = self._expansion
            self._expansion += anchored.size
            if self._expansion <= self.limits.max_expansion:
                self._place(anchored.value, anchored.size, anchored.spelling, event.start_mark)
                return
            if before <= self.limits.max_expansion:
                self._complain(
                    "yaml-alias-bomb",
                    f"Aliases blow this document up by more than {self.limits.max_expansion} values; from here on they were left empty.",
                    "Use `$ref` instead of YAML aliases.",
                    event.start_mark,
                )
        self._place(None, 1, "", event.start_mark)

    def _place(self, value: Any, size: int, spelling: str | None, mark: Any) -> None:
        """Put a finished value where it belongs: into its list or mapping, or make it a key or the document."""
        if not self._stack:
            self.value, self.ok = value, True
            return
        frame = self._stack[-1]
        frame.size += size
        if not frame.is_mapping:
            frame.container.append(value)
        elif frame.key is _NO_KEY:
            if spelling is None:
                self._refuse_key(frame, mark)
            else:
                self._set_key(frame, spelling, mark)
        else:
            if frame.key is _MERGE:
                self._merge(frame, value, mark)
            elif frame.key is not _UNUSABLE:
                frame.container[frame.key] = value
            frame.key = _NO_KEY

    def _set_key(self, frame: _Frame, text: str, mark: Any) -> None:
        frame.key = text
        first = frame.keys.setdefault(text, mark)
        if first is mark or self.findings.is_full():
            return
        self.findings.error(
            "yaml-duplicate-key",
            f"The key `{text}` stands twice in this mapping; the last value is used.",
            "Remove or rename one of them.",
            self.findings.span(mark.index, self._pointer()),
            (self.findings.span(first.index, self._pointer()),),
        )

    def _refuse_key(self, frame: _Frame, mark: Any) -> None:
        self._complain(
            "yaml-key-not-text",
            "A mapping or list cannot be a key; the entry was left out.",
            "Use a text as key; put a text that starts with `{`, `[` or `*` in quotes.",
            mark,
        )
        frame.key = _UNUSABLE

    def _merge(self, frame: _Frame, value: Any, mark: Any) -> None:
        sources = value if isinstance(value, list) else [value]
        usable = [source for source in sources if isinstance(source, dict)]
        if len(usable) != len(sources) and self._expansion <= self.limits.max_expansion:
            self._complain(
                "yaml-merge-key",
                "The merge key `<<` takes a mapping or a list of mappings; anything else was left out.",
                "Refer to a mapping, as in `<<: *name`.",
                mark,
            )
        frame.merged.extend(usable)

    def _out_of_range(self, value: str, event: Any) -> str:
        if not self.findings.is_full():
            self.findings.warning(
                "number-out-of-range",
                f"`{_shortened(value)}` is not a number that JSON can hold; it is read as a text.",
                "Write a finite number of at most 308 digits, or put the value in quotes.",
                self.findings.span(event.start_mark.index, self._pointer()),
            )
        return str(value)

    def _complain(self, code: str, message: str, hint: str, mark: Any) -> None:
        if not self.findings.is_full():
            self.findings.error(code, message, hint, self.findings.span(mark.index, self._pointer()))

    def _report_several(self, start: Any) -> None:
        self.findings.warning(
            "yaml-several-documents",
            "A second YAML document starts here; only the first one is read.",
            "Put it in a file of its own.",
            self.findings.span(start.start_mark.index),
        )

    def _pointer(self) -> str:
        parts: list[str | int] = []
        for frame in self._stack:
            if not frame.is_mapping:
                parts.append(len(frame.container))
            elif isinstance(frame.key, str):
                parts.append(frame.key)
            elif frame.key is _MERGE:
                parts.append("<<")
        return build(parts)


_UNKNOWN = _Anchored(None, 0, None)


def _versioned(key: Any) -> bool:
    return isinstance(key, str) and is_version_key(key)


def _is_empty(event: Any) -> bool:
    return type(event) is yaml.ScalarEvent and not event.value and event.implicit[0] and event.anchor is None


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _escape_pair(high: str, low: str) -> str:
    return f"\\U{0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00:08X}"
