"""Line and column of any value of a document, looked up only when there is something to say about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol

import msgspec
import yaml

from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.text import json_tokens
from catalog_gen.text.block_positions import Blocks, Place, is_plain
from catalog_gen.text.documents import Parsed
from catalog_gen.text.places import Lines
from catalog_gen.text.pointers import split
from catalog_gen.text.yaml_events import LOADER

_MOST_LEVELS = 200

_LARGE = 20_000
"""Characters from which following indentation beats reading every token."""


class _Spot:
    """Where a value is written: offsets of its key (-1: it has none) and of itself, and the spots of its members."""

    __slots__ = ("key", "members", "offset")

    def __init__(self, key: int, offset: int, members: dict[str, _Spot] | None = None) -> None:
        self.key = key
        self.offset = offset
        self.members = members


class Positions:
    """The places of all values of one file. Making one costs nothing; the first lookup reads the file's tokens once."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self._lines = Lines(parsed.text)

    @cached_property
    def _root(self) -> _Spot:
        readers: dict[str, Callable[[str], _Spot]] = {"yaml": _read_yaml, "json": _read_json}
        reader = readers.get(self.parsed.format)
        return reader(self.parsed.text) if reader is not None else _Spot(-1, 0)

    def _find_plainly(self, pointer: str) -> Place | None:
        """The place by indentation alone, in a large plain file."""
        return None if "_root" in self.__dict__ or self._blocks is None else self._blocks.find(split(pointer))

    @cached_property
    def _blocks(self) -> Blocks | None:
        text = self.parsed.text
        plain = self.parsed.ok and self.parsed.format == "yaml" and len(text) > _LARGE and is_plain(text)
        return Blocks(text) if plain else None

    def span(self, pointer: str, *, key: bool = False) -> Span:
        """The place of the value at a pointer, or of its key; where there is none, that of the nearest value around it.

        Line and column count from 1. The pointer of the span is the one asked for. A member that came through an alias or a
        merge key is found where it is written.
        """
        plain = self._find_plainly(pointer)
        if plain is not None:
            line, column = self._lines.at(plain.key if key and plain.key >= 0 else plain.value)
            return Span(path=self.parsed.path, line=line, column=column, pointer=pointer)
        spot = self._root
        exists = True
        for part in split(pointer):
            below = (spot.members or {}).get(part)
            if below is None:
                exists = False
                break
            spot = below
        line, column = self._lines.at(spot.key if key and exists and spot.key >= 0 else spot.offset)
        return Span(path=self.parsed.path, line=line, column=column, pointer=pointer)


class Places(Protocol):
    """Knows where the values of one file stand."""

    def span(self, pointer: str, /) -> Span:
        """The place of the value at a pointer."""
        ...


def locate(diagnostics: Iterable[Diagnostic], places: Callable[[str], Places | None]) -> tuple[Diagnostic, ...]:
    """Add line and column to diagnostics that know only a pointer. `places` knows a path's file, and is None where there is none."""
    known: dict[str, Places | None] = {}

    def placed(span: Span) -> Span:
        if span.line:
            return span
        if span.path not in known:
            known[span.path] = places(span.path)
        file = known[span.path]
        return span if file is None else file.span(span.pointer)

    return tuple(
        msgspec.structs.replace(found, span=placed(found.span), related=tuple(placed(span) for span in found.related))
        for found in diagnostics
    )


class _Open:
    """A mapping or list whose end has not come."""

    __slots__ = ("expects_key", "index", "is_mapping", "key", "key_offset", "merged", "name", "spot")

    def __init__(self, spot: _Spot, name: str | None, *, is_mapping: bool) -> None:
        self.spot = spot
        self.name = name
        self.is_mapping = is_mapping
        self.expects_key = is_mapping
        self.key: str | None = None
        self.key_offset = -1
        self.index = 0
        self.merged: list[_Spot] = []

    def add(self, spot: _Spot) -> None:
        """Take in a finished or just opened member."""
        members = self.spot.members
        if members is None:
            return
        if not self.is_mapping:
            members[str(self.index)] = spot
            self.index += 1
        elif self.expects_key:
            # A mapping or list as a key: what follows has no name.
            self.key, self.expects_key = None, False
        else:
            if self.key is not None:
                spot.key = self.key_offset
                members[self.key] = spot
            self.expects_key = True

    def take_key(self, key: str, offset: int) -> None:
        """Note the key of the next member."""
        self.key, self.key_offset, self.expects_key = key, offset, False


class _YamlReader:
    """Builds the spots of the first document of a YAML text."""

    def __init__(self) -> None:
        self.root: _Spot | None = None
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Spot] = {}

    def read(self, text: str) -> _Spot:
        loader = LOADER(text)
        try:
            while loader.check_event():
                if not self._take(loader.get_event()):
                    break
        except yaml.YAMLError:
            # What was read before the mistake still has its place.
            pass
        finally:
            loader.dispose()
        return self.root or _Spot(-1, 0)

    def _take(self, event: Any) -> bool:
        """Take in one event; False when the document is complete."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.AliasEvent:
            known = self._anchors.get(event.anchor)
            self._add(_Spot(-1, event.start_mark.index, known.members if known is not None else None))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(self._stack) >= _MOST_LEVELS:
                return False
            spot = _Spot(-1, event.start_mark.index, {})
            self._note(event, spot)
            self._add(spot)
            self._stack.append(_Open(spot, event.anchor, is_mapping=kind is yaml.MappingStartEvent))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(self._stack.pop())
        return self.root is None or bool(self._stack)

    def _scalar(self, event: Any) -> bool:
        offset = event.start_mark.index
        top = self._stack[-1] if self._stack else None
        if top is not None and top.expects_key:
            top.take_key(event.value, offset)
            self._note(event, _Spot(-1, offset))
            return True
        if not event.value and event.implicit[0] and event.anchor is None:
            if top is None:
                return True
            offset = top.key_offset if top.is_mapping and top.key_offset >= 0 else offset
        spot = _Spot(-1, offset)
        self._note(event, spot)
        self._add(spot)
        return bool(self._stack)

    def _add(self, spot: _Spot) -> None:
        if not self._stack:
            self.root = spot
            return
        top = self._stack[-1]
        if top.is_mapping and not top.expects_key and top.key == "<<":
            top.merged.append(spot)
        top.add(spot)

    def _close(self, done: _Open) -> None:
        members = done.spot.members
        for source in done.merged:
            found = source.members or {}
            # A list of mappings has spots under numbers; the earlier one wins.
            sources = [spot for key, spot in found.items() if key.isdecimal() and spot.members] or [source]
            for each in sources:
                for key, spot in (each.members or {}).items():
                    if members is not None:
                        members.setdefault(key, spot)

    def _note(self, event: Any, spot: _Spot) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = spot


def _read_yaml(text: str) -> _Spot:
    return _YamlReader().read(text)


def _read_json(text: str) -> _Spot:
    """The spots of a JSON text, comments and trailing commas forgiven."""
    root: _Spot | None = None
    stack: list[_Open] = []
    for offset, symbol in json_tokens.tokens(json_tokens.mend(text).text):
        if symbol in {",", ":"}:
            continue
        if symbol in {"}", "]"}:
            if stack:
                stack.pop()
            if not stack:
                break
            continue
        top = stack[-1] if stack else None
        if top is not None and top.expects_key:
            top.take_key(_key(symbol), offset)
            continue
        opens = symbol in {"{", "["}
        spot = _Spot(-1, offset, {} if opens else None)
        if top is not None:
            top.add(spot)
        root = root or spot
        if opens and len(stack) < _MOST_LEVELS:
            stack.append(_Open(spot, None, is_mapping=symbol == "{"))
        if not stack:
            break
    return root or _Spot(-1, 0)


def _key(symbol: str) -> str:
    try:
        key = json.loads(symbol, strict=False)
    except ValueError:
        return symbol
    return key if isinstance(key, str) else symbol
