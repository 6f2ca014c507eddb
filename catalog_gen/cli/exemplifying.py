"""`catalog-gen example`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from catalog_gen.cli.command import Command, UsageError
from catalog_gen.cli.contract import Contract, Load, configure_subject, contracts
from catalog_gen.cli.options import load

_ENVELOPES = ("cloudevents", "cloudevents-binary", "eventbridge", "kafka")


def _configure(parser: argparse.ArgumentParser) -> None:
    configure_subject(parser)
    parser.add_argument("--seed", default="", metavar="TEXT", help="chooses among likely values (default: the message)")
    parser.add_argument("--variant", metavar="NAME", help="full (default), minimal, or the name of a branch; `list` lists them")
    parser.add_argument("--invalid", action="store_true", help="print payloads that break one rule each, one on each line, with the rule")
    parser.add_argument("--envelope", choices=_ENVELOPES, help="wrap the payload")
    parser.add_argument("--hex", action="store_true", help="print an Avro payload in binary, as hexadecimal digits")


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
    if options.hex:
        sys.stdout.write(_binary(contract, payload).hex() + "\n")
        return 0
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


def _binary(contract: Contract, payload: Any) -> bytes:
    from catalog_gen.schemas.avro.types import read  # noqa: PLC0415
    from catalog_gen.schemas.examples.avro_checking import encoded  # noqa: PLC0415

    if contract.format != "avro":
        message = f"--hex knows Avro only; `{contract.label}` is {contract.format}."
        raise UsageError(message)
    return encoded(read(contract.text, {}), payload)


def _only_json_schema(contract: Contract, what: str) -> None:
    if contract.format != "json-schema":
        message = f"{what} knows JSON Schema only; `{contract.label}` is {contract.format}."
        raise UsageError(message)


EXAMPLE = Command(
    "example",
    "print a payload that validates",
    "Print an example payload of a schema file, or of a message of the catalog: JSON, for Avro in its JSON encoding, for Protobuf in its "
    "JSON mapping.",
    "examples:\n  catalog-gen example OrderPlaced --root contracts\n  catalog-gen example OrderPlaced@1.1.0 --variant minimal\n"
    "  catalog-gen example order.json --envelope kafka\n  catalog-gen example order.avsc --hex",
    _configure,
    lambda options: print_example(options, lambda: load(options)[0]),
)
