"""Regular expressions as trees, read by a parser of our own, so that none from a source ever runs in an engine without bounds.

Source: ECMA-262, section 22.2.1 (patterns), as JSON Schema recommends it (2020-12 validation, section 4.3 and core, section 6.4).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from catalog_gen.model.base import Value

Ranges: TypeAlias = tuple[tuple[int, int], ...]

_MAX_NODES = 5_000
_MAX_DEPTH = 60
_BOUND_DIGITS = 12
_GROUP_DIGITS = 3
_TOP = 0x10FFFF


class PatternError(ValueError):
    """The expression is none, or uses what is not understood here, or is out of bounds."""


class Characters(Value, frozen=True, kw_only=True):
    """One character out of ranges of code points."""

    ranges: Ranges


class Anchor(Value, frozen=True, kw_only=True):
    """A condition on a position: `^`, `$`, `b` or `B`."""

    sign: str


class Sequence(Value, frozen=True, kw_only=True):
    """One part after the other."""

    parts: tuple[Part, ...]


class Choice(Value, frozen=True, kw_only=True):
    """One of several parts."""

    parts: tuple[Part, ...]


class Repeat(Value, frozen=True, kw_only=True):
    """A part, at least `low` times; `high` is None where there is no bound."""

    part: Part
    low: int
    high: int | None


class Group(Value, frozen=True, kw_only=True):
    """A part whose text may be wanted again by its number."""

    part: Part
    number: int


class Back(Value, frozen=True, kw_only=True):
    """The text of an earlier group again."""

    number: int


class Look(Value, frozen=True, kw_only=True):
    """A condition on what stands ahead or behind."""

    part: Part
    ahead: bool
    negative: bool


Part: TypeAlias = Characters | Anchor | Sequence | Choice | Repeat | Group | Back | Look

DIGITS: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACE: Ranges = ((9, 13), (32, 32), (160, 160), (0x2028, 0x2029))
UPPER: Ranges = ((65, 90), (192, 214), (216, 222), (0x391, 0x3A1), (0x410, 0x42F))
LOWER: Ranges = ((97, 122), (223, 246), (248, 255), (0x3B1, 0x3C9), (0x430, 0x44F))
PUNCTUATION: Ranges = ((33, 35), (37, 42), (44, 47), (58, 59), (63, 64), (91, 93), (95, 95), (123, 123), (125, 125))

_LETTERS: Ranges = tuple(sorted(UPPER + LOWER))
_PROPERTIES: dict[str, Ranges] = {
    "L": _LETTERS,
    "Letter": _LETTERS,
    "Alphabetic": _LETTERS,
    "Lu": UPPER,
    "Uppercase_Letter": UPPER,
    "Uppercase": UPPER,
    "Ll": LOWER,
    "Lowercase_Letter": LOWER,
    "Lowercase": LOWER,
    "N": DIGITS,
    "Nd": DIGITS,
    "Number": DIGITS,
    "Decimal_Number": DIGITS,
    "digit": DIGITS,
    "P": PUNCTUATION,
    "Punctuation": PUNCTUATION,
    "punct": PUNCTUATION,
    "S": ((36, 36), (43, 43), (60, 62), (94, 94), (96, 96), (124, 124), (126, 126)),
    "Z": SPACE[1:],
    "Zs": ((32, 32), (160, 160)),
    "White_Space": SPACE,
    "ASCII": ((0, 127),),
    "Any": ((0, _TOP),),
    "Script=Latin": ((65, 90), (97, 122), (192, 214), (216, 246), (248, 591)),
    "Script=Greek": ((0x391, 0x3A1), (0x3B1, 0x3C9)),
    "Script=Cyrillic": ((0x410, 0x44F),),
}
"""Unicode properties, each by a core of its members: enough to choose from."""

_CLASSES: dict[str, Ranges] = {"d": DIGITS, "w": WORD, "s": SPACE}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}


def complement(ranges: Ranges) -> Ranges:
    """Every code point that is in none of the ranges."""
    found: list[tuple[int, int]] = []
    low = 0
    for start, end in sorted(ranges):
        if start > low:
            found.append((low, start - 1))
        low = max(low, end + 1)
    if low <= _TOP:
        found.append((low, _TOP))
    return tuple(found)


_DOT = complement(((10, 10), (13, 13), (0x2028, 0x2029)))


@lru_cache(maxsize=512)
def parse_pattern(text: str) -> Part:
    """The tree of an expression. Raises PatternError."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._nodes = 0
        self._depth = 0
        self._groups = 0
        self._names: dict[str, int] = {}

    def read(self) -> Part:
        part = self._choice()
        if self._at < len(self._text):
            self._fail("there is a `)` too many")
        return part

    def _fail(self, why: str) -> None:
        message = f"{why} (at character {self._at + 1})"
        raise PatternError(message)

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _take(self) -> str:
        sign = self._peek()
        if not sign:
            self._fail("the expression ends too early")
        self._at += 1
        return sign

    def _skip(self, sign: str) -> bool:
        if self._text.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def _choice(self) -> Part:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._fail("groups are nested too deep")
        parts = [self._sequence()]
        while self._skip("|"):
            parts.append(self._sequence())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Choice(parts=tuple(parts))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in {"", "|", ")"}:
            self._nodes += 1
            if self._nodes > _MAX_NODES:
                self._fail("the expression is too long")
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(parts=tuple(parts))

    def _repeated(self, part: Part) -> Part:
        bounds = self._bounds()
        if bounds is None:
            return part
        self._skip("?")
        self._skip("+")
        low, high = bounds
        if high is not None and high < low:
            self._fail("a repetition's bounds are in the wrong order")
        return Repeat(part=part, low=low, high=high)

    def _bounds(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._peek() in simple:
            return simple[self._take()]
        if self._peek() != "{":
            return None
        end = self._text.find("}", self._at)
        low, comma, high = self._text[self._at + 1 : max(end, 0)].partition(",")
        if end < 0 or not low.isdecimal() or (high and not high.isdecimal()) or len(low) + len(high) > _BOUND_DIGITS:
            return None  # then the brace is a brace
        self._at = end + 1
        return int(low), int(high) if high else None if comma else int(low)

    def _atom(self) -> Part:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return Characters(ranges=self._class())
        if sign in "^$":
            return Anchor(sign=sign)
        if sign == ".":
            return Characters(ranges=_DOT)
        if sign == "\\":
            return self._escape()
        if sign in "*+?":
            self._fail("there is nothing to repeat")
        return Characters(ranges=((ord(sign), ord(sign)),))

    def _group(self) -> Part:
        looks = {"?=": (True, False), "?!": (True, True), "?<=": (False, False), "?<!": (False, True)}
        for start in ("?<=", "?<!", "?=", "?!"):
            if self._skip(start):
                ahead, negative = looks[start]
                return Look(part=self._closed(), ahead=ahead, negative=negative)
        if self._skip("?:"):
            return self._closed()
        self._groups += 1
        number = self._groups
        if self._skip("?<") or self._skip("?P<"):
            end = self._text.find(">", self._at)
            if end < 0:
                self._fail("a group's name does not end")
            self._names[self._text[self._at : end]] = number
            self._at = end + 1
        elif self._peek() == "?":
            self._fail("this kind of group is not known")
        return Group(part=self._closed(), number=number)

    def _closed(self) -> Part:
        part = self._choice()
        if not self._skip(")"):
            self._fail("a `)` is missing")
        return part

    def _escape(self) -> Part:
        sign = self._peek()
        if sign in {"b", "B"}:
            self._at += 1
            return Anchor(sign=sign)
        if sign.isdigit() and sign != "0":
            digits = ""
            while self._peek().isdigit() and len(digits) < _GROUP_DIGITS:
                digits += self._take()
            return Back(number=int(digits))
        if self._skip("k<"):
            end = self._text.find(">", self._at)
            name = self._text[self._at : max(end, self._at)]
            self._at = end + 1
            return Back(number=self._names.get(name, 0))
        if sign and sign in "AzZG":  # other dialects' anchors
            self._at += 1
            return Anchor(sign="^" if sign == "A" else "$")
        return Characters(ranges=self._escaped())

    def _escaped(self) -> Ranges:
        sign = self._take()
        if sign.lower() in _CLASSES:
            ranges = _CLASSES[sign.lower()]
            return ranges if sign.islower() else complement(ranges)
        if sign in "pP":
            ranges = self._property()
            return ranges if sign == "p" else complement(ranges)
        code = self._code(sign)
        return ((code, code),)

    def _property(self) -> Ranges:
        if not self._skip("{"):
            name = self._take()
        else:
            end = self._text.find("}", self._at)
            if end < 0:
                self._fail("a property's name does not end")
            name = self._text[self._at : end]
            self._at = end + 1
        name = name.removeprefix("General_Category=").removeprefix("gc=").replace("sc=", "Script=")
        ranges = _PROPERTIES.get(name) or _PROPERTIES.get("Script=" + name) or _PROPERTIES.get(name[:1])
        if ranges is None:
            self._fail(f"the property `{name}` is not known")
        return ranges or ()

    def _code(self, sign: str) -> int:
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign == "c":
            return ord(self._take()) % 32
        if sign == "u" and self._skip("{"):
            end = self._text.find("}", self._at)
            return self._hexadecimal(max(end, self._at) - self._at, 1)
        if sign == "u":
            return self._hexadecimal(4)
        if sign == "x":
            return self._hexadecimal(2)
        return ord(sign)

    def _hexadecimal(self, length: int, closing: int = 0) -> int:
        digits = self._text[self._at : self._at + length]
        if len(digits) < length or not digits or any(sign not in "0123456789abcdefABCDEF" for sign in digits) or int(digits, 16) > _TOP:
            self._fail("a character's number is wrong")
        self._at += length + closing
        return int(digits, 16)

    def _class(self) -> Ranges:
        negative = self._skip("^")
        ranges: list[tuple[int, int]] = []
        while not self._skip("]"):
            low = self._member()
            single = len(low) == 1 and low[0][0] == low[0][1]
            if single and self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in {"]", ""}:
                mark = self._at
                self._at += 1
                high = self._member()
                if len(high) == 1 and high[0][0] == high[0][1]:
                    if high[0][0] < low[0][0]:
                        self._fail("a range of characters is in the wrong order")
                    low = ((low[0][0], high[0][0]),)
                else:
                    self._at = mark
            ranges.extend(low)
        return complement(tuple(ranges)) if negative else tuple(sorted(ranges))

    def _member(self) -> Ranges:
        sign = self._take()
        if sign != "\\":
            return ((ord(sign), ord(sign)),)
        if self._skip("b"):
            return ((8, 8),)
        return self._escaped()
