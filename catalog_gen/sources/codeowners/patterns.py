"""Patterns of CODEOWNERS: like those of gitignore, without negation and character sets.

`*` stands for anything in one name, `?` for one character of it, `**` for any folders; a backslash takes the next character as it is. On
GitHub a pattern with a slash anywhere but at its end is about the root, any other about every folder; it matches a folder with all
that is in it, except that a `*` in the last place matches files only. On GitLab only a slash at the start ties a pattern to
the root, and only one at the end makes it match a folder.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

STAR, ANY = "*", "?"
_DEEP = ("**",)

Name = tuple[str, ...]
"""One part of a pattern: literal characters as `=c`, `*` and `?`; or `**` alone."""


class Pattern:
    """A pattern, ready to be held against paths."""

    def __init__(self, text: str, *, gitlab: bool = False) -> None:
        tied = text.startswith("/") or (not gitlab and "/" in text.rstrip("/"))
        self._folder = text.endswith("/")
        self._names = [_read_name(part) for part in _split(text) if part]
        if self._names and self._names[-1] == _DEEP:
            self._names.append((STAR,))
        elif not gitlab and not self._folder and len(self._names) > 1 and self._names[-1] == (STAR,):
            self._descends = False
            self._tie(tied=tied)
            return
        self._descends = self._folder or not gitlab
        self._tie(tied=tied)

    def _tie(self, *, tied: bool) -> None:
        if not tied and self._names[:1] != [_DEEP]:
            self._names.insert(0, _DEEP)

    @property
    def key(self) -> tuple[bool, str]:
        """What every path that it matches has: (True, folders that it begins with) or (False, the name of a part); "" for anything."""
        if self._names[:1] == [_DEEP]:
            return False, next((_literal(name) for name in self._names if _literal(name)), "")
        literals = list(takewhile(bool, map(_literal, self._names)))
        return True, "/".join(literals)

    def matches(self, path: str) -> bool:
        """Whether a file is meant."""
        parts = path.split("/")
        ends = {0}
        for name in self._names:
            if name == _DEEP:
                ends = set(range(min(ends), len(parts)))
            else:
                ends = {end + 1 for end in ends if end < len(parts) and _fits(name, parts[end])}
            if not ends:
                return False
        if len(parts) in ends and not self._folder:
            return True
        return self._descends and any(0 < end < len(parts) for end in ends)


@lru_cache(maxsize=10_000)
def pattern(text: str, *, gitlab: bool = False) -> Pattern:
    """The pattern that a text writes."""
    return Pattern(text, gitlab=gitlab)


def _literal(name: Name) -> str:
    """The one text that a part of a pattern stands for; "" when there are several."""
    return "" if name == _DEEP or STAR in name or ANY in name else "".join(sign[1:] for sign in name)


def _split(text: str) -> list[str]:
    return text.strip("/").split("/")


def _read_name(part: str) -> Name:
    if part == "**":
        return _DEEP
    found = list[str]()
    characters = iter(part)
    for character in characters:
        if character == "\\":
            found.append("=" + next(characters, "\\"))
        elif character == STAR:
            if found[-1:] != [STAR]:
                found.append(STAR)
        else:
            found.append(ANY if character == ANY else "=" + character)
    return tuple(found)


def _fits(name: Name, text: str) -> bool:
    """Whether a part of a path fits one of a pattern; takes steps in proportion to the product of their lengths at most."""
    at = in_text = 0
    star = mark = -1
    while in_text < len(text):
        if at < len(name) and name[at] == STAR:
            star, mark = at, in_text
            at += 1
        elif at < len(name) and name[at] in {ANY, "=" + text[in_text]}:
            at += 1
            in_text += 1
        elif star >= 0:
            mark += 1
            at, in_text = star + 1, mark
        else:
            return False
    return all(sign == STAR for sign in name[at:])
