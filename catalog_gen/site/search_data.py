"""How search data is written down: small, in plain ASCII, as classic scripts that hand over one value each.

Every file is `(self.catalogSearch = self.catalogSearch || []).push([kind, name, value, rows])`: it works from a folder, needs neither
`fetch` nor modules, and waits in a list when the search itself is not there yet. Numbers in strings use the 64 characters of
base64url: five bits each, and a sixth bit that says that more follow. `static/search.js` reads what is written here.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_BITS = 5
_MORE = 1 << _BITS
_RUN = 3
"""Consecutive numbers from which a run is written instead of them."""

_SEPARATORS = {ord(character): None for character in " \t\n-._/\\:#$"}


def script(kind: str, name: str, value: object, rows: str) -> bytes:
    """One data file. Nothing in it can end a script element or a line of JavaScript, whatever the value holds.

    `rows` tells one numbering of the rows from another, so that a browser never joins files of two builds.
    """
    text = json.dumps([kind, name, value, rows], ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f"(self.catalogSearch=self.catalogSearch||[]).push({text});\n".encode("ascii")


def number(value: int) -> str:
    """A number from 0, lowest bits first."""
    digits = []
    while value >= _MORE:
        digits.append(DIGITS[_MORE | (value & (_MORE - 1))])
        value >>= _BITS
    return "".join(digits) + DIGITS[value]


_SMALL = tuple(number(value) for value in range(4096))


def numbers(values: Sequence[int]) -> str:
    """Increasing numbers as steps from one to the next, the first from -1; a step of 0 says: that many further steps of 1."""
    text: list[str] = []
    last = -1
    run = 0
    for value in values:
        step = value - last
        last = value
        if step == 1:
            run += 1
            continue
        if run:
            text.append(_steps(run))
            run = 0
        text.append(_SMALL[step] if step < len(_SMALL) else number(step))
    return "".join(text) + _steps(run)


def _steps(run: int) -> str:
    return DIGITS[0] + number(run) if run > _RUN else DIGITS[1] * run


def runs(values: Iterable[int]) -> str:
    """Numbers that often repeat, as pairs of number and count."""
    text: list[str] = []
    last, count = -1, 0
    for value in values:
        if value == last:
            count += 1
            continue
        if count:
            text.append(number(last) + number(count))
        last, count = value, 1
    return "".join(text) + (number(last) + number(count) if count else "")


def front_coded(rows: Iterable[tuple[str, str]]) -> str:
    """Sorted names with something behind each, one a line: how much it shares with the one above, the rest of it, the addition."""
    return "\n".join(_front_coded(rows))


def _front_coded(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    above = ""
    for name, addition in rows:
        shared = _shared(above, name)
        yield f"{DIGITS[shared]}{name[shared:]}{addition}"
        above = name


def _shared(above: str, name: str) -> int:
    """How many characters two names have in common at their beginning, at most as many as one digit can say.

    Stops at characters that JavaScript counts as two.
    """
    length = min(len(above), len(name), len(DIGITS) - 1)
    for place in range(length):
        if above[place] != name[place] or above[place] > "\uffff":
            return place
    return length


NAME_LENGTH = 200


def one_line(text: str) -> str:
    """A name as it may stand on a line of its own: no line breaks, and cut where nobody would read on."""
    text = " ".join(text.split())
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1] + "…"


def normal(text: str) -> str:
    """What a search compares: no case, no accents, no separators."""
    if text.isascii():
        return text.lower().translate(_SEPARATORS)
    plain = "".join(character for character in unicodedata.normalize("NFKD", text) if unicodedata.category(character)[0] != "M")
    return plain.lower().translate(_SEPARATORS)
