"""Patterns (ECMA 262) read into regular expressions whose matches are regular; what is not regular is refused."""

from __future__ import annotations

from collections.abc import Callable

from catalog_gen.evolution.json_schema.languages import (
    ANYTHING,
    EMPTY_TEXT,
    Expression,
    Ranges,
    alternatives,
    characters,
    inverse_ranges,
    joined,
    merged_ranges,
    repeated,
)

_DIGITS: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = (
    (9, 13),
    (32, 32),
    (160, 160),
    (5760, 5760),
    (8192, 8202),
    (8232, 8233),
    (8239, 8239),
    (8287, 8287),
    (12288, 12288),
    (65279, 65279),
)
_LINE_ENDS: Ranges = ((10, 10), (13, 13), (8232, 8233))
_CLASSES: dict[str, Ranges] = {
    "d": _DIGITS,
    "w": _WORD,
    "s": _SPACE,
    "D": inverse_ranges(_DIGITS),
    "W": inverse_ranges(_WORD),
    "S": inverse_ranges(_SPACE),
}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_LONGEST = 2000
_MOST_REPEATS = 5000
_BEGIN = Expression("begin")
_END = Expression("end")


class IrregularPatternError(ValueError):
    """A pattern that uses what regular languages do not have, or that is no pattern."""


def read_pattern(text: str) -> Expression:
    """The language of the strings in which a pattern matches somewhere; raises IrregularPatternError."""
    if len(text) > _LONGEST:
        message = "too long"
        raise IrregularPatternError(message)
    reader = _Reader(text)
    try:
        parsed = reader.alternation()
    except RecursionError as error:
        message = "nested too deeply"
        raise IrregularPatternError(message) from error
    if reader.at < len(text):
        message = "an unmatched bracket"
        raise IrregularPatternError(message)
    return _anywhere(parsed)


def _anywhere(parsed: Expression) -> Expression:
    """The strings that contain a match: anchors are only understood where a match begins and ends."""
    if parsed.kind == "or":
        return alternatives([_anywhere(part) for part in parsed.parts])
    parts = list(parsed.parts) if parsed.kind == "then" else [parsed]
    if len(parts) == 1 and parts[0].kind == "or":
        return _anywhere(parts[0])
    begins = bool(parts) and parts[0].kind == "begin"
    parts = parts[begins:]
    ends = bool(parts) and parts[-1].kind == "end"
    inner = parts[: len(parts) - ends]
    whole = joined([*([] if begins else [ANYTHING]), *inner, *([] if ends else [ANYTHING])])
    if _anchored(whole):
        message = "an anchor inside"
        raise IrregularPatternError(message)
    return whole


def _anchored(expression: Expression) -> bool:
    return expression.kind in {"begin", "end"} or any(_anchored(part) for part in expression.parts)


class _Reader:
    """A reader of one pattern, by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            message = "it ends too early"
            raise IrregularPatternError(message)
        self.at += 1
        return char

    def alternation(self) -> Expression:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        return alternatives(branches, plain=True)

    def sequence(self) -> Expression:
        parts: list[Expression] = []
        while (char := self.peek()) and char not in "|)":
            parts.append(self.quantified())
        return joined(parts) if parts else EMPTY_TEXT

    def quantified(self) -> Expression:
        part = self.single()
        while True:
            low, high = self.counts()
            if low is None:
                return part
            if part.kind in {"begin", "end"} or max(low, high or 0) > _MOST_REPEATS:
                message = "a repetition out of bounds"
                raise IrregularPatternError(message)
            part = repeated(part, low, high)

    def counts(self) -> tuple[int | None, int | None]:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        char = self.peek()
        found: tuple[int | None, int | None] = (None, None)
        if char in simple and char:
            self.at += 1
            found = simple[char]
        elif char == "{":
            end = self.text.find("}", self.at)
            low, comma, high = self.text[self.at + 1 : max(end, self.at + 1)].partition(",")
            if not low.isdecimal() or (high and not high.isdecimal()):
                return None, None
            self.at = end + 1
            found = (int(low), int(high) if high else None if comma else int(low))
        if found[0] is not None and self.peek() == "?":
            self.at += 1
        return found

    def single(self) -> Expression:
        char = self.take()
        readers: dict[str, Callable[[], Expression]] = {
            "^": lambda: _BEGIN,
            "$": lambda: _END,
            ".": lambda: characters(inverse_ranges(_LINE_ENDS)),
            "(": self.group,
            "[": lambda: characters(self.members()),
            "\\": lambda: characters(self.escape()),
        }
        if char in "*+?":
            message = "nothing to repeat"
            raise IrregularPatternError(message)
        read = readers.get(char)
        return read() if read else characters(((ord(char), ord(char)),))

    def group(self) -> Expression:
        if self.peek() == "?":
            if self.text[self.at : self.at + 2] != "?:":
                message = "a look-around, a name or a flag"
                raise IrregularPatternError(message)
            self.at += 2
        inner = self.alternation()
        if self.take() != ")":
            message = "an unmatched bracket"
            raise IrregularPatternError(message)
        return inner

    def escape(self) -> Ranges:
        char = self.take()
        if char in _CLASSES:
            return _CLASSES[char]
        if char in _CONTROLS:
            return ((_CONTROLS[char], _CONTROLS[char]),)
        if char in "ux":
            width = 4 if char == "u" else 2
            digits = self.text[self.at : self.at + width]
            try:
                code = int(digits, 16) if len(digits) == width else -1
            except ValueError:
                code = -1
            if code < 0 or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - halves of a character
                message = "a character out of range"
                raise IrregularPatternError(message)
            self.at += width
            return ((code, code),)
        if char.isalnum():
            message = f"the escape \\{char}"
            raise IrregularPatternError(message)
        return ((ord(char), ord(char)),)

    def members(self) -> Ranges:
        inverse = self.peek() == "^"
        self.at += inverse
        found: list[tuple[int, int]] = []
        while self.peek() != "]":
            first = self.member()
            if (
                self.peek() == "-"
                and self.text[self.at + 1 : self.at + 2] not in {"]", ""}
                and len(first) == 1
                and first[0][0] == first[0][1]
            ):
                self.at += 1
                last = self.member()
                if len(last) != 1 or last[0][1] < first[0][0]:
                    message = "a range out of order"
                    raise IrregularPatternError(message)
                first = ((first[0][0], last[0][1]),)
            found.extend(first)
        self.at += 1
        ranges = merged_ranges(found)
        return inverse_ranges(ranges) if inverse else ranges

    def member(self) -> Ranges:
        char = self.take()
        if char == "\\":
            if self.peek() == "b":
                self.at += 1
                return ((8, 8),)
            return self.escape()
        return ((ord(char), ord(char)),)
