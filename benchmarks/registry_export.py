"""Reading an export of a schema registry: CPU seconds and memory for `catalog_gen.load` of 10,000 subjects with three versions each.

    python benchmarks/registry_export.py [SUBJECTS] [--folder]

One file is the answer of `GET /schemas`; with `--folder`, each version is a file of its own, as `GET /subjects/…/versions/…` gives it.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import catalog_gen

VERSIONS = 3
MONEY = {
    "type": "record",
    "name": "Money",
    "namespace": "com.harbourline",
    "fields": [{"name": "amount", "type": "long"}, {"name": "currency", "type": "string"}],
}


def schema(number: int, version: int) -> tuple[str, str]:
    """Type and text of a schema: of ten, six are Avro, two JSON Schema and two Protobuf. Each version adds a field."""
    names = [f"field{count}" for count in range(8 + version)]
    kind = number % 10
    if kind in {6, 7}:
        properties = {name: {"type": "string", "description": f"What {name} says."} for name in names}
        return "JSON", json.dumps({"title": f"Shipment{number}", "type": "object", "properties": properties, "required": names[:2]})
    if kind in {8, 9}:
        fields = " ".join(f"string {name} = {count};" for count, name in enumerate(names, 1))
        return "PROTOBUF", f'syntax = "proto3"; package harbourline.loading; message Loading{number} {{ {fields} }}'
    fields_of = [{"name": name, "type": ["null", "string"], "default": None, "doc": f"What {name} says."} for name in names]
    total = [{"name": "total", "type": "com.harbourline.Money"}] if kind == 0 else []
    record = {"type": "record", "name": f"Order{number}", "namespace": f"com.harbourline.n{number % 50}", "fields": [*fields_of, *total]}
    return "AVRO", json.dumps(record)


def rows(subjects: int) -> Iterator[dict[str, Any]]:
    """The rows of `GET /schemas`; one subject in ten refers to another one."""
    yield {"subject": "com.harbourline.Money", "version": 1, "id": 0, "schema": json.dumps(MONEY)}
    for number in range(subjects):
        for version in range(1, VERSIONS + 1):
            kind, text = schema(number, version)
            row = {"subject": f"harbour.n{number}-value", "version": version, "id": number * VERSIONS + version, "schemaType": kind}
            if kind == "AVRO" and number % 10 == 0:
                row["references"] = [{"name": "com.harbourline.Money", "subject": "com.harbourline.Money", "version": 1}]
            yield {**row, "schema": text, "metadata": {"properties": {"owner": f"team-{number % 30}"}}}


def write(root: Path, subjects: int, *, folder: bool) -> int:
    """Write the export and give its size in bytes."""
    if not folder:
        return (root / "schemas.json").write_text(json.dumps(list(rows(subjects))), encoding="utf-8")
    size = 0
    for row in rows(subjects):
        place = root / "subjects" / row["subject"] / "versions"
        place.mkdir(parents=True, exist_ok=True)
        size += (place / f"{row['version']}.json").write_text(json.dumps(row), encoding="utf-8")
    return size


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", nargs="?", type=int, default=10_000)
    parser.add_argument("--folder", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        size = write(Path(name), options.subjects, folder=options.folder)
        started = time.process_time()
        catalog = catalog_gen.load(name, root=name)
        spent = time.process_time() - started
    versions = sum(len(message.versions) for message in catalog.messages)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent += children.ru_utime + children.ru_stime
    print(f"{len(catalog.messages):,} messages, {versions:,} versions, {size / 1e6:.1f} MB: {spent:.1f} s CPU, {memory:.0f} MB")
    print(f"findings: {len(catalog.diagnostics):,}")


if __name__ == "__main__":
    main()
