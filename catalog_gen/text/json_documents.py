"""Reading JSON (RFC 8259), strictly, but helpfully: comments and trailing commas are errors that cost nothing else."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError
from typing import Any

from catalog_gen.text import json_tokens
from catalog_gen.text.findings import Findings
from catalog_gen.text.limits import Limits
from catalog_gen.text.pointers import build
from catalog_gen.text.scalars import DATA_KEYS, OutOfRange, is_version_key, number

_ODD_NUMBER = re.compile(r"[eE][-+]?[0-9]{3}|[0-9]{309}|NaN|Infinity")
_VERSION = re.compile(r'(?:[vV][eE][rR][sS][iI][oO][nN]|"asyncapi)"\s*:\s*-?[0-9]')
_SURROGATES = re.compile(r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})")


class _Spelt(str):
    """A number that is still as it was spelt."""

    __slots__ = ()


def read_json(text: str, limits: Limits, findings: Findings) -> tuple[Any, bool]:
    """The value of a JSON text and whether there is one. Findings are added only where it is JSON, if with mistakes."""
    text = _without_half_characters(text, findings)
    try:
        value = _decode_or_mend(text, findings)
        if not _is_deep(value, limits.max_depth):
            return value, True
    except RecursionError:
        # The decoder stops by itself at Python's own limit, which is further down than ours.
        pass
    findings.error(
        "text-too-deep",
        f"Values are nested more than {limits.max_depth} levels deep here; the file was not read.",
        "Give inner parts a name and refer to them with `$ref`.",
        findings.span(json_tokens.offset_of_depth(text, limits.max_depth)),
    )
    return None, False


def report_no_json(error: JSONDecodeError, findings: Findings) -> None:
    """Add the finding for a text that is not JSON."""
    expected = error.msg[:1].lower() + error.msg[1:]
    findings.error(
        "json-syntax",
        f"This is not valid JSON: {expected}.",
        _hint(findings.text, error.pos),
        findings.span(error.pos),
    )


def _decode_or_mend(text: str, findings: Findings) -> Any:
    try:
        return _decode(text, findings)
    except JSONDecodeError as error:
        return _decode_mended(text, findings, error)


def _decode_mended(text: str, findings: Findings, error: JSONDecodeError) -> Any:
    """Decode what is JSON but for comments, trailing commas or a second value; raises the error of what is not."""
    mended = json_tokens.mend(text)
    if mended.text != text:
        try:
            value = _decode(mended.text, findings)
        except JSONDecodeError as second:
            error = second
        else:
            for offset, what in mended.mistakes:
                findings.error(
                    "json-syntax",
                    f"JSON has no {what}; the file was read without it.",
                    f"Remove the {what}, or use YAML.",
                    findings.span(offset),
                )
            return value
    if error.msg == "Extra data":
        try:
            value = _decode(mended.text[: error.pos], findings)
        except JSONDecodeError:
            raise error from None
        findings.warning(
            "json-several-documents",
            "A second JSON value starts here; only the first one is read.",
            "Put it in a file of its own, or make the values the elements of a list.",
            findings.span(error.pos),
        )
        return value
    raise error


def _decode(text: str, findings: Findings) -> Any:
    """Decode, noticing what `json` swallows: duplicate keys, numbers that are none, versions that are numbers."""
    duplicates = False

    def as_mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal duplicates
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            duplicates = True
        return mapping

    if _ODD_NUMBER.search(text) is not None or _VERSION.search(text) is not None:
        value = json.loads(text, object_pairs_hook=as_mapping, parse_float=_Spelt, parse_int=_Spelt, parse_constant=_Spelt)
        holder = [value]
        if _settle(holder):
            _report_numbers(text, findings)
        value = holder[0]
    else:
        value = json.loads(text, object_pairs_hook=as_mapping)
    if duplicates:
        _report_duplicates(text, findings)
    return value


def _settle(root: list[Any]) -> bool:
    """Turn spelt numbers into numbers, versions into texts, in place; whether a number was out of range."""
    out_of_range = False
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        container, data = waiting.pop()
        members = container.items() if isinstance(container, dict) else enumerate(container)
        for key, item in members:
            if isinstance(item, (dict, list)):
                waiting.append((item, data or key in DATA_KEYS))
            elif type(item) is _Spelt:
                if not data and isinstance(key, str) and is_version_key(key):
                    container[key] = str(item)
                    continue
                found = number(item)
                is_lost = found is None or isinstance(found, OutOfRange)
                container[key] = str(item) if is_lost else found
                out_of_range = out_of_range or is_lost
    return out_of_range


def _report_numbers(text: str, findings: Findings) -> None:
    for offset, spelling in json_tokens.numbers(text):
        if not isinstance(number(spelling), (int, float)) and not findings.is_full():
            findings.warning(
                "number-out-of-range",
                f"`{spelling[:40]}` is not a number that JSON can hold; it is read as a text.",
                "Write a finite number of at most 308 digits, or put the value in quotes.",
                findings.span(offset),
            )


def _report_duplicates(text: str, findings: Findings) -> None:
    for key, parts, first, second in json_tokens.duplicates(text):
        if findings.is_full():
            continue
        pointer = build(parts())
        findings.warning(
            "json-duplicate-key",
            f"The key `{key}` stands twice in this object; the last value is used.",
            "Remove or rename one of them.",
            findings.span(second, pointer),
            (findings.span(first, pointer),),
        )


def _is_deep(value: Any, max_depth: int) -> bool:
    level = [value] if type(value) is dict or type(value) is list else []
    for _ in range(max_depth):
        members = (item for container in level for item in (container.values() if type(container) is dict else container))
        level = [item for item in members if type(item) is dict or type(item) is list]
    return bool(level)


def _without_half_characters(text: str, findings: Findings) -> str:
    """Replace escapes of half a character (lone surrogates), which no encoding can write, by U+FFFD."""
    if "\\u" not in text:
        return text
    halves: list[int] = []

    def replace(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        halves.append(match.start())
        return "\\ufffd"

    text = _SURROGATES.sub(replace, text)
    if halves:
        findings.warning(
            "text-surrogate",
            "This escape is half of a character and its other half is missing; it is read as U+FFFD.",
            "Write the character itself, or both halves.",
            findings.span(halves[0]),
        )
    return text


def _hint(text: str, offset: int) -> str:
    found = text[offset : offset + 1]
    if found == "'":
        return 'JSON puts texts and keys in double quotes: "…".'
    if found in {"\n", "\r"} or not found:
        return "Close every quote, `{` and `[`."
    return "Check commas, quotes and brackets before this place, or use YAML."
