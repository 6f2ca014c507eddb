"""Random pairs of Avro schemas, judged by us and by Apache Avro's own checker: `python benchmarks/avro_pairs.py [PAIRS] [SEED]`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

import avro.compatibility
import avro.schema

from catalog_gen import compare
from tests.evolution.random_avro import pair


def main() -> None:
    """Print how many pairs differ, how many breaking ones have a payload, and the time a pair takes."""
    wanted, seed = (int(text) for text in [*sys.argv[1:], *("100000", "1")[len(sys.argv) - 1 :]])
    random, seen, different, breaking, shown, spent = Random(seed), 0, 0, 0, 0, 0.0  # noqa: S311 - chance, not a secret
    while seen < wanted:
        old, new = pair(random)
        try:
            writer, reader = (avro.schema.parse(json.dumps(side)) for side in (old, new))
        except avro.errors.AvroException:
            continue
        seen += 1
        found = avro.compatibility.ReaderWriterCompatibilityChecker().get_compatibility(reader=reader, writer=writer)  # type: ignore[no-untyped-call]
        started = time.process_time()
        result = compare(old, new, format="avro")
        spent += time.process_time() - started
        different += result.compatible is not (found.compatibility is avro.compatibility.SchemaCompatibilityType.compatible)
        breaking += not result.compatible
        shown += any(change.counterexample is not None for change in result.changes)
    print(f"{seen} pairs, {different} judged differently, {shown} of {breaking} with a payload, {1000 * spent / seen:.3f} ms each")


main()
