"""`catalog-gen validate`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_gen.cli.command import Command, UsageError
from catalog_gen.cli.contract import Contract, Load, configure_subject, contracts
from catalog_gen.cli.options import load

if TYPE_CHECKING:
    from catalog_gen.schemas.examples.checkers import Checker
    from catalog_gen.schemas.examples.checking import Mismatch

_SHOWN = 20
"""Mismatches that are printed of one payload."""
_TOLD = 200
"""Payloads whose mismatches are printed; those of the others are counted."""


@dataclass(frozen=True)
class Payload:
    """One payload: JSON, or bytes in the format's binary form."""

    place: str
    value: Any = None
    raw: bytes | None = None
    writer: Any = None
    """The schema that the bytes were written with, where a file says so."""


@dataclass
class Tally:
    """What the payloads had, over all of them."""

    payloads: int = 0
    invalid: int = 0
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Keyword and place in the schema → payloads that break it."""


def _configure(parser: argparse.ArgumentParser) -> None:
    configure_subject(parser)
    words = "a file of JSON, JSON lines, or Avro (a container file, or one payload in binary); - is standard input"
    parser.add_argument("payloads", nargs="+", metavar="PAYLOAD", help=words)
    parser.add_argument("--all-versions", action="store_true", help="say which versions each payload satisfies")


def validate(options: argparse.Namespace, load: Load) -> int:
    """Print every mismatch of every payload; exit code 1 when one is invalid (with all versions: satisfies none)."""
    wanted = contracts(options.subject, load)
    if not options.all_versions:
        wanted = wanted[:1]
    checkers = [(contract, _checker(contract, options.draft)) for contract in wanted]
    tally = Tally()
    for payload in _payloads(options.payloads, wanted[0]):
        tally.payloads += 1
        good = _all_versions(payload, checkers) if options.all_versions else _one_version(payload, *checkers[0], tally)
        tally.invalid += not good
    _sum_up(tally)
    return 1 if tally.invalid else 0


def _sum_up(tally: Tally) -> None:
    if tally.invalid > _TOLD:
        sys.stdout.write(f"{tally.invalid - _TOLD} more invalid payloads\n")
    if tally.invalid > 1 and tally.rules:
        sys.stdout.write("by rule:\n")
        for (keyword, place), count in sorted(tally.rules.items(), key=lambda row: (-row[1], row[0])):
            sys.stdout.write(f"  {count:>6} times {keyword} at {place or '/'}\n")
    sys.stderr.write(f"{tally.payloads} payloads, {tally.invalid} invalid\n")


def _checker(contract: Contract, draft: str | None) -> Checker:
    from catalog_gen.schemas.examples import UnsatisfiableSchema  # noqa: PLC0415 - a command imports what it needs
    from catalog_gen.schemas.examples.checkers import checker  # noqa: PLC0415

    try:
        return checker(contract.text, contract.format, draft)
    except UnsatisfiableSchema as error:
        message = f"`{contract.label}` cannot be read: {error.message}."
        raise UsageError(message) from error
    except ValueError as error:
        raise UsageError(str(error)) from error


def _one_version(payload: Payload, contract: Contract, known: Checker, tally: Tally) -> bool:
    mismatches = _check(contract, known, payload)
    tally.rules.update({(found.keyword, found.schema_place) for found in mismatches})
    if tally.invalid >= _TOLD:
        return not mismatches
    for found in mismatches[:_SHOWN]:
        where = f"#{found.place}" if found.place else ""
        rule = f"{found.keyword} at {found.schema_place}" if found.schema_place else found.keyword
        sys.stdout.write(f"{payload.place}{where}: {found.message} [{rule}]\n")
    if len(mismatches) > _SHOWN:
        sys.stdout.write(f"{payload.place}: … and {len(mismatches) - _SHOWN} more\n")
    return not mismatches


def _all_versions(payload: Payload, checkers: list[tuple[Contract, Checker]]) -> bool:
    satisfied = [contract.label for contract, known in checkers if not _check(contract, known, payload)]
    sys.stdout.write(f"{payload.place}: {', '.join(satisfied) or 'no version'}\n")
    return bool(satisfied)


def _check(contract: Contract, known: Checker, payload: Payload) -> tuple[Mismatch, ...]:
    try:
        if payload.raw is None:
            return known.check(payload.value)
        found = known.check_bytes(payload.raw, payload.writer)
    except ValueError as error:
        message = f"`{contract.label}`: {error}."
        raise UsageError(message) from error
    if found is None:
        message = f"{payload.place} is no JSON, and payloads of {contract.format} are checked in JSON only."
        raise UsageError(message)
    return found


# --- files


def _payloads(names: list[str], contract: Contract) -> Iterator[Payload]:
    """Every payload with its place: a file, a file and a line, or a file and the number of its record."""
    for name in names:
        label = "standard input" if name == "-" else name
        raw = _bytes(name)
        if contract.format == "avro" and raw.startswith(b"Obj\x01"):
            yield from _records(label, raw)
            continue
        text = _text(label, raw, contract)
        if text is None:
            yield Payload(label, raw=raw)
        else:
            yield from _json(label, text)


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        message = f"there is no payload file `{name}`."
        raise UsageError(message) from error


def _text(label: str, raw: bytes, contract: Contract) -> str | None:
    """The text of a payload file; None for one in binary."""
    binary = contract.format == "avro"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if binary:
            return None
        message = f"`{label}` is no UTF-8 text."
        raise UsageError(message) from error
    lines = text.split("\n", 1)
    return None if binary and not (_is_json(text) or _is_json(lines[0])) else text


def _records(label: str, raw: bytes) -> Iterator[Payload]:
    """The records of an Avro container file, which are read with the contract as the reader's schema."""
    from catalog_gen.schemas.examples.avro_checking import records_of_file  # noqa: PLC0415

    try:
        for number, (writer, record) in enumerate(records_of_file(raw), 1):
            yield Payload(f"{label}:{number}", raw=record, writer=writer)
    except ValueError as error:
        message = f"{label} is a broken Avro file: {error}."
        raise UsageError(message) from error


def _json(label: str, text: str) -> Iterator[Payload]:
    """A text that is no JSON as a whole is read line by line."""
    try:
        yield Payload(label, json.loads(text))
    except (ValueError, RecursionError) as error:
        rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(rows) < 2 or not _is_json(rows[0][1]):  # noqa: PLR2004 - one line is not several
            message = f"{label} is no JSON: {error}"
            raise UsageError(message) from error
        yield from (Payload(f"{label}:{number}", _line(label, number, line)) for number, line in rows)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _line(label: str, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        message = f"{label}:{number} is no JSON: {error}"
        raise UsageError(message) from error


VALIDATE = Command(
    "validate",
    "hold payloads against a contract",
    "Read payloads and print every rule of the message's schema that they break. Payloads are JSON or JSON lines; those of Avro in its "
    "JSON encoding or in binary, those of Protobuf in its JSON mapping.",
    "examples:\n  catalog-gen validate OrderPlaced sample.json --root contracts\n"
    "  catalog-gen validate OrderPlaced recorded.jsonl --all-versions\n  catalog-gen validate order.json sample.json\n"
    "  catalog-gen validate order.avsc recorded.avro",
    _configure,
    lambda options: validate(options, lambda: load(options)[0]),
)
