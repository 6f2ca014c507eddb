"""Times example payloads: the processor time of each schema of a folder or a file of cases, and of the variants around it.

python benchmarks/examples.py [SCHEMA.json | CASES.json | FOLDER] …
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from catalog_gen.schemas.examples import UnsatisfiableSchema, example, invalid_variants, variants


def schemas(path: Path) -> Iterator[tuple[str, Any]]:
    """Every schema at a path, with a name; a list is read as cases, each with an `id` and a `schema`."""
    for file in sorted(path.rglob("*.json")) if path.is_dir() else [path]:
        value = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(value, list):
            yield from ((str(case["id"]), case["schema"]) for case in value if isinstance(case, dict) and "schema" in case)
        else:
            yield file.name, value


def measure(name: str, function: Callable[[Any], Any], cases: list[tuple[str, Any]]) -> None:
    """Print the median and the worst time of a function, in milliseconds."""
    spent: list[tuple[float, str]] = []
    unsatisfiable = 0
    for label, schema in cases:
        started = time.process_time()
        try:
            function(schema)
        except UnsatisfiableSchema:
            unsatisfiable += 1
        spent.append((1000 * (time.process_time() - started), label))
    worst, where = max(spent)
    median = statistics.median(figure for figure, _ in spent)
    print(f"{name:>16}: median {median:7.3f} ms, worst {worst:8.3f} ms ({where}), {unsatisfiable} of {len(cases)} unsatisfiable")


def main() -> None:
    """Measure all schemas that are named on the command line."""
    cases = [case for argument in sys.argv[1:] for case in schemas(Path(argument))]
    if not cases:
        sys.exit("name a schema, a file of cases, or a folder of them")
    example({})  # what is loaded once belongs to no schema
    measure("example", example, cases)
    measure("variants", variants, cases)
    measure("invalid variants", invalid_variants, cases)


if __name__ == "__main__":
    main()
