"""The words of a `.proto` text, with the comments between them (Protocol Buffers Language Specification, "Lexical Elements")."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple, NoReturn

from catalog_gen.schemas.protobuf.problems import refuse

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\f\v]+|//[^\n]*|/\*.*?\*/)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<number>0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fF]?)
    |(?P<string>"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*')
    |(?P<symbol>[-+;:={}\[\]()<>,.]|/(?!\*))""",
    re.VERBOSE | re.DOTALL,
)

_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_LETTERS = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_PLAIN = set(b"\\'\"?")

TOKEN_LIMIT = 2_000_000
"""Words of one text that are read."""


class Token(NamedTuple):
    """One word: its kind (`name`, `number`, `string`, `symbol`, `end`), its text, where it starts and where the gap before it starts."""

    kind: str
    text: str
    start: int
    gap: int


def tokenize(text: str) -> list[Token]:
    """Split a text into words; the last one is of kind `end`. Raises ProtoError at what is no word."""
    tokens: list[Token] = []
    position = 1 if text.startswith("\ufeff") else 0
    gap = position
    size = len(text)
    match = _TOKEN.match
    while position < size:
        found = match(text, position) or _fail(text, position)
        kind = found.lastgroup or ""
        end = found.end()
        if kind != "space":
            if kind == "number" and end < size and (text[end].isalnum() or text[end] in "_."):
                refuse("a number must be followed by a space or a symbol", position)
            tokens.append(Token(kind, found.group(), position, gap))
            if len(tokens) > TOKEN_LIMIT:
                refuse(f"the text has more than {TOKEN_LIMIT} words", position)
            gap = end
        position = end
    tokens.append(Token("end", "", size, gap))
    return tokens


def _fail(text: str, position: int) -> NoReturn:
    start = text[position : position + 2]
    if start == "/*":
        refuse("this comment is not closed: `*/` is missing", position)
    if start[0] in "\"'":
        refuse("this string is not closed on its line", position)
    refuse(f"unexpected character {start[0]!r}", position)


def unquote(token: Token) -> bytes:
    """The bytes that a string literal stands for."""
    raw = token.text[1:-1].encode("utf-8", "surrogatepass")
    if b"\\" not in raw:
        return raw

    def decode(found: re.Match[bytes]) -> bytes:
        octal, hexadecimal, short, long, letter = found.groups()
        if octal:
            return bytes([int(octal, 8) & 0xFF])
        if hexadecimal:
            return bytes([int(hexadecimal, 16)])
        if short or long:
            code = int(short or long, 16)
            if code > sys.maxunicode:
                refuse("a code point is at most 10FFFF", token.start)
            return chr(code).encode("utf-8", "surrogatepass")
        if letter in _LETTERS:
            return _LETTERS[letter]
        if letter[0] in _PLAIN:
            return letter
        return refuse(f"unknown escape `\\{letter.decode('utf-8', 'replace')}` in a string", token.start)

    return _ESCAPE.sub(decode, raw)


_SKIPPED = re.compile(r"""//[^\n]*|/\*.*?\*/|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""", re.DOTALL)


def strip_comments(text: str) -> str:
    """A text with a space for each comment; what looks like one inside a string stays."""
    return _SKIPPED.sub(lambda found: found[1] or " ", text)


_COMMENT = re.compile(r"//(?P<line>[^\n]*)(?:\n|$)|/\*(?P<block>.*?)\*/|(?P<newline>\n)|[^/\n]+", re.DOTALL)


def comments_between(gap: str, *, first: bool = False) -> tuple[str, str]:
    """The comment that belongs to what stands before a gap, and the one that belongs to what follows (descriptor.proto, `Location`).

    `first` says that nothing stands before. Consecutive `//` lines are one comment; a blank line parts two.
    """
    if "/" not in gap:
        return "", ""
    blocks: list[list[str]] = []
    places: list[tuple[int, int]] = []
    line = 0
    last_kind = ""
    for found in _COMMENT.finditer(gap):
        if found["newline"] is not None:
            line += 1
        elif found["line"] is not None:
            if last_kind == "line" and places and places[-1][1] == line - 1 and (places[-1][0] != 0 or first):
                blocks[-1].append(found["line"])
                places[-1] = (places[-1][0], line)
            else:
                blocks.append([found["line"]])
                places.append((line, line))
            last_kind = "line"
            line += 1
        elif found["block"] is not None:
            body = found["block"].split("\n")
            blocks.append([body[0], *(re.sub(r"^\s*\*?", "", row) for row in body[1:])])
            places.append((line, line + len(body) - 1))
            last_kind = "block"
            line += len(body) - 1
    return _attach(blocks, places, line, first=first)


def _attach(blocks: list[list[str]], places: list[tuple[int, int]], last: int, *, first: bool) -> tuple[str, str]:
    if not blocks:
        return "", ""
    trailing = leading = ""
    rest = list(range(len(blocks)))
    start, end = places[0]
    following = places[1][0] if len(places) > 1 else last
    if not first and ((start == 0 and end != last) or (start == 1 and following > end + 1)):
        trailing = _clean(blocks[0])
        rest = rest[1:]
    if rest and places[rest[-1]][1] >= last - 1:
        leading = _clean(blocks[rest[-1]])
    return trailing, leading


def _clean(lines: list[str]) -> str:
    rows = [row.rstrip() for row in lines]
    filled = [row for row in rows if row]
    indent = min((len(row) - len(row.lstrip()) for row in filled), default=0)
    return "\n".join(row[indent:] for row in rows).strip("\n")
