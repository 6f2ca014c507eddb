"""`example` and `validate`: payloads of a message, or of a schema file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_gen.cli.command import UsageError

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message
    from catalog_gen.schemas.examples.json_schema import Subject

Load = Callable[[], "Catalog"]
_FORMATS = {".avsc": "avro", ".proto": "protobuf"}
_ENVELOPES = ("cloudevents", "cloudevents-binary", "eventbridge", "kafka")
_SHOWN = 20


@dataclass(frozen=True)
class Contract:
    """A schema to work with: a file's, or that of one version of a message."""

    label: str
    format: str
    text: str
    name: str = ""
    version: str = ""
    source: str = ""
    channel: str = ""


# --- example


def configure_example(parser: argparse.ArgumentParser) -> None:
    """The arguments of `example`."""
    parser.add_argument("subject", metavar="SUBJECT", help="a schema file, or MESSAGE or MESSAGE@VERSION of the catalog")
    parser.add_argument("--draft", metavar="DRAFT", help="draft-04, draft-06, draft-07, 2019-09 or 2020-12 (default: what $schema says)")
    parser.add_argument("--seed", default="", metavar="TEXT", help="chooses among likely values (default: the message)")
    parser.add_argument("--variant", metavar="NAME", help="full (default), minimal, or the name of a branch; `list` lists them")
    parser.add_argument("--invalid", action="store_true", help="print payloads that break one rule each, one on each line, with the rule")
    parser.add_argument("--envelope", choices=_ENVELOPES, help="wrap the payload")


def print_example(options: argparse.Namespace, load: Load) -> int:
    """Print a payload; exit code 1 when the schema has none."""
    from catalog_gen.schemas.examples import UnsatisfiableSchema, invalid_variants  # noqa: PLC0415 - a command imports what it needs

    contract = contracts(options.subject, load)[0]
    seed = options.seed or contract.name
    try:
        if options.invalid:
            _only_json_schema(contract, "--invalid")
            for broken in invalid_variants(contract.text, options.draft, seed=seed):
                row = {"keyword": broken.keyword, "place": broken.place, "title": broken.title, "payload": broken.payload}
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            return 0
        payload = _payload(options, contract, seed)
    except UnsatisfiableSchema as error:
        sys.stderr.write(f"{contract.label}: {error}\n")
        return 1
    except ModuleNotFoundError as error:
        message = f"there are no examples for {contract.format} ({error})."
        raise UsageError(message) from error
    sys.stdout.write(json.dumps(_wrapped(options, contract, payload, seed), indent=2, ensure_ascii=False) + "\n")
    return 0


def _payload(options: argparse.Namespace, contract: Contract, seed: str) -> Any:
    from catalog_gen.schemas.examples import example, variants  # noqa: PLC0415

    try:
        if options.variant is None:
            return example(contract.text, contract.format, options.draft, seed=seed)
        found = {variant.name: variant for variant in variants(contract.text, contract.format, options.draft, seed=seed)}
    except ValueError as error:
        if "unknown draft" not in str(error):
            raise
        raise UsageError(str(error)) from error
    if options.variant == "list":
        return {name: variant.title for name, variant in found.items()}
    if options.variant not in found:
        message = f"there is no variant `{options.variant}`.\n  There are {', '.join(found)}."
        raise UsageError(message)
    return found[options.variant].payload


def _wrapped(options: argparse.Namespace, contract: Contract, payload: Any, seed: str) -> Any:
    if options.envelope is None:
        return payload
    from catalog_gen.schemas.examples.envelopes import ENVELOPES, Origin  # noqa: PLC0415

    name = contract.name or Path(contract.label).stem
    return ENVELOPES[options.envelope][1](payload, Origin(type=name, source=contract.source, channel=contract.channel, seed=seed))


# --- what a name means


def contracts(subject: str, load: Load) -> list[Contract]:
    """The schemas that SUBJECT names: of a file, or of a message, the named or the latest version first. Raises UsageError."""
    file = Path(subject)
    if file.is_file():
        return [_of_file(file)]
    name, _, version = subject.partition("@")
    catalog = load()
    message = catalog.message_by_id.get(name)
    if message is None:
        near = get_close_matches(name, list(catalog.message_by_id), n=1)
        hint = f"  Did you mean `{near[0]}`?" if near else "  `catalog-gen inspect | jq -r '.messages[].id'` lists the messages."
        message_text = f"there is no file and no message `{name}`.\n{hint}"
        raise UsageError(message_text)
    return _of_message(message, version)


def _of_file(file: Path) -> Contract:
    from catalog_gen.text.documents import parse_text  # noqa: PLC0415

    kind = _FORMATS.get(file.suffix.lower(), "json-schema")
    parsed = parse_text(file.name, file.read_bytes())
    if not parsed.ok:
        message = f"`{file}` cannot be read: {parsed.diagnostics[0].message if parsed.diagnostics else 'it is no text'}"
        raise UsageError(message)
    if isinstance(parsed.value, dict) and not {"asyncapi", "openapi"}.isdisjoint(parsed.value):
        message = f"`{file}` holds many schemas.\n  Name a message: catalog-gen example MESSAGE --root {file.parent}"
        raise UsageError(message)
    text = parsed.text if kind != "json-schema" else json.dumps(parsed.value)
    return Contract(label=str(file), format=kind, text=text)


def _of_message(message: Message, label: str) -> list[Contract]:
    first = message.version(label) if label else message.current
    if first is None:
        text = f"`{message.id}` has no version `{label}`.\n  There are {', '.join(version.version for version in message.versions)}."
        raise UsageError(text)
    found = [first, *(version for version in message.versions if version is not first)]
    rows = [
        Contract(
            label=f"{message.id}@{version.version}",
            format="json-schema" if version.payload.format == "openapi" else version.payload.format,
            text=version.payload.text,
            name=message.id,
            version=version.version,
            source=next((party.service for party in version.producers), ""),
            channel=next(iter(version.channels), ""),
        )
        for version in found
        if version.payload is not None
    ]
    if not rows or rows[0].version != first.version:
        text = f"`{message.id}@{first.version}` has no schema."
        raise UsageError(text)
    return rows


def _only_json_schema(contract: Contract, what: str) -> None:
    if contract.format != "json-schema":
        message = f"{what} knows JSON Schema only; `{contract.label}` is {contract.format}."
        raise UsageError(message)


# --- validate


def configure_validate(parser: argparse.ArgumentParser) -> None:
    """The arguments of `validate`."""
    parser.add_argument("subject", metavar="SUBJECT", help="a schema file, or MESSAGE or MESSAGE@VERSION of the catalog")
    parser.add_argument("payloads", nargs="+", metavar="PAYLOAD", help="a file of JSON or JSON lines; - is standard input")
    parser.add_argument("--all-versions", action="store_true", help="say which versions each payload satisfies")
    parser.add_argument("--draft", metavar="DRAFT", help="draft-04, draft-06, draft-07, 2019-09 or 2020-12 (default: what $schema says)")


def validate(options: argparse.Namespace, load: Load) -> int:
    """Print every mismatch of every payload; exit code 1 when one is invalid (with all versions: satisfies none)."""
    wanted = contracts(options.subject, load)
    if not options.all_versions:
        wanted = wanted[:1]
    subjects = [(contract.label, _subject(contract, options.draft)) for contract in wanted]
    counts = [0, 0]
    for place, payload in _payloads(options.payloads):
        counts[0] += 1
        good = _all_versions(place, payload, subjects) if options.all_versions else _one_version(place, payload, *subjects[0])
        counts[1] += not good
    sys.stderr.write(f"{counts[0]} payloads, {counts[1]} invalid\n")
    return 1 if counts[1] else 0


def _subject(contract: Contract, draft: str | None) -> Subject:
    from catalog_gen.schemas.examples import UnsatisfiableSchema  # noqa: PLC0415
    from catalog_gen.schemas.examples.json_schema import Subject  # noqa: PLC0415

    _only_json_schema(contract, "validate")
    try:
        return Subject(contract.text, draft=draft)
    except UnsatisfiableSchema as error:
        message = f"`{contract.label}` cannot be read: {error.message}."
        raise UsageError(message) from error
    except ValueError as error:
        raise UsageError(str(error)) from error


def _one_version(place: str, payload: Any, label: str, subject: Subject) -> bool:
    mismatches = _check(label, subject, payload)
    for found in mismatches[:_SHOWN]:
        where = f"#{found.place}" if found.place else ""
        sys.stdout.write(f"{place}{where}: {found.message} [{found.keyword} at {found.schema_place or '/'}]\n")
    if len(mismatches) > _SHOWN:
        sys.stdout.write(f"{place}: … and {len(mismatches) - _SHOWN} more\n")
    return not mismatches


def _all_versions(place: str, payload: Any, subjects: list[tuple[str, Subject]]) -> bool:
    satisfied = [label for label, subject in subjects if not _check(label, subject, payload)]
    sys.stdout.write(f"{place}: {', '.join(satisfied) or 'no version'}\n")
    return bool(satisfied)


def _check(label: str, subject: Subject, payload: Any) -> tuple[Any, ...]:
    from catalog_gen.schemas.examples.checking import check_payload  # noqa: PLC0415

    try:
        return check_payload(subject, payload)
    except ValueError as error:
        message = f"`{label}`: {error}."
        raise UsageError(message) from error


def _payloads(names: list[str]) -> Iterator[tuple[str, Any]]:
    """Every payload with its place: a file, or a file and a line. A text that is no JSON as a whole is read line by line."""
    for name in names:
        text = _text(name)
        label = "standard input" if name == "-" else name
        try:
            yield label, json.loads(text)
        except (ValueError, RecursionError) as error:
            rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
            if len(rows) < 2 or not _is_json(rows[0][1]):  # noqa: PLR2004 - one line is not several
                message = f"{label} is no JSON: {error}"
                raise UsageError(message) from error
            yield from ((f"{label}:{number}", _line(label, number, line)) for number, line in rows)


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"there is no payload file `{name}`."
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        message = f"`{name}` is no UTF-8 text."
        raise UsageError(message) from error


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
