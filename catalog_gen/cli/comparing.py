"""`catalog-gen compat`: two schema files, and whether the one can follow the other."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.cli.command import Command, UsageError

if TYPE_CHECKING:
    from catalog_gen.cli.schema_file import SchemaFile
    from catalog_gen.diagnostics import Span
    from catalog_gen.evolution import Change, Comparison

FORMATS = ("auto", "json-schema", "avro", "protobuf")
MODES = ("backward", "forward", "full")
MEANINGS = {
    "backward": "the new schema must read what was written with the old one",
    "forward": "the old schema must read what is written with the new one",
    "full": "each schema must read what was written with the other",
}
_PAYLOAD_WIDTH = 400


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the schema as it is: a file")
    parser.add_argument("new", metavar="NEW", help="the schema as it shall be: a file")
    parser.add_argument("--format", choices=FORMATS, default="auto", help="what the files hold (default: what they look like)")
    parser.add_argument("--mode", choices=MODES, default="backward", help="what must hold between the two (default: backward)")
    parser.add_argument(
        "--dialect", default="semantic", metavar="NAME", help="whose rules: semantic (default), confluent, apicurio, buf-wire, …"
    )
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")


def _run(options: argparse.Namespace) -> int:
    from catalog_gen.cli.schema_file import read_schema  # noqa: PLC0415 - a command imports what it needs
    from catalog_gen.evolution import compare  # noqa: PLC0415

    old, new = (read_schema(Path(name), options.format) for name in (options.old, options.new))
    if old.format != new.format:
        message = f"`{options.old}` looks like {old.format} and `{options.new}` like {new.format}; say --format when that is wrong."
        raise UsageError(message)
    try:
        result = compare(
            old.schema,
            new.schema,
            format=new.format,
            mode=options.mode,
            dialect=options.dialect,
            old_references=old.references,
            new_references=new.references,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    if options.json:
        sys.stdout.write(_json(result, old, new))
    else:
        _print(result, old, new)
    return 0 if result.compatible else 1


def _json(result: Comparison, old: SchemaFile, new: SchemaFile) -> str:
    """The comparison, and for each change where it is written in both files (null where a file has no such part)."""
    import msgspec  # noqa: PLC0415

    from catalog_gen.cli.reports.report import json_text  # noqa: PLC0415

    told = msgspec.to_builtins(result)
    for row, change in zip(told["changes"], result.changes, strict=True):
        before, after = _places(change, old, new)
        row["old"], row["new"] = (None if span is None else msgspec.to_builtins(span) for span in (before, after))
    return json_text(told)


def _places(change: Change, old: SchemaFile, new: SchemaFile) -> tuple[Span | None, Span | None]:
    return old.span(change.pointer, change.old_path or change.path), new.span(change.pointer, change.path)


def _print(result: Comparison, old: SchemaFile, new: SchemaFile) -> None:
    from catalog_gen.cli.reports.report import plain  # noqa: PLC0415
    from catalog_gen.cli.reports.text import excerpt  # noqa: PLC0415
    from catalog_gen.diagnostics import Span as Place  # noqa: PLC0415

    for change in sorted(result.changes, key=lambda change: not change.breaking):
        before, after = _places(change, old, new)
        file, span = (new, after) if after is not None or before is None else (old, before)
        verdict = "undecided" if change.undecided and change.breaking else "breaking" if change.breaking else "safe"
        shown = span if span is not None else Place(path=file.path)
        sys.stdout.write(f"{plain(str(shown))}: {verdict}: {plain(change.message)} [{change.kind}]\n")
        sys.stdout.writelines(f"{line}\n" for line in excerpt(shown, file.lines))
        if file is new and before is not None:
            sys.stdout.write(f"    before: {plain(str(before))}\n")
            sys.stdout.writelines(f"  {line}\n" for line in excerpt(before, old.lines))
        if change.breaking:
            sys.stdout.writelines(f"    {line}\n" for line in _reasons(change))
    sys.stdout.write(_verdict(result))


def _reasons(change: Change) -> list[str]:
    from catalog_gen.cli.reports.report import plain  # noqa: PLC0415

    lines = []
    if change.counterexample is not None:
        payload = json.dumps(change.counterexample, ensure_ascii=False, default=str)
        lines.append(f"payload: {plain(payload[:_PAYLOAD_WIDTH])}{'…' if len(payload) > _PAYLOAD_WIDTH else ''}")
    if change.explanation:
        lines.append(f"why: {plain(change.explanation)}")
    if change.hint:
        lines.append(f"hint: {plain(change.hint)}")
    return lines


def _verdict(result: Comparison) -> str:
    """The last line, which says what was asked as well."""
    word = "compatible" if result.compatible else "undecided, which counts as incompatible" if result.undecided else "incompatible"
    breaking = sum(change.breaking for change in result.changes)
    total = len(result.changes)
    changes = f"{total} change{'s' if total != 1 else ''}" + (f", {breaking} of them breaking" if breaking else "")
    return f"{word}: {changes} ({result.mode}, {result.dialect}: {MEANINGS[result.mode]}).\n"


COMPAT = Command(
    "compat",
    "may this schema follow that one?",
    "Compare two schema files and print every change, with a payload that shows what breaks. Exit code 1 means that they are incompatible.",
    "examples:\n  catalog-gen compat order-1.json order-2.json\n  catalog-gen compat old.avsc new.avsc --mode full\n"
    "  catalog-gen compat old.proto new.proto --dialect buf-wire --json",
    _configure,
    _run,
)
