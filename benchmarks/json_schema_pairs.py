"""Compare random pairs of JSON Schemas and look for payloads that prove the verdict wrong.

    PYTHONPATH=. python benchmarks/json_schema_pairs.py [PAIRS] [SEED]

Prints how many pairs are compatible, incompatible and undecided, how many incompatible ones show a payload, how many pairs that were
made by widening are accepted, how many "compatible" verdicts a random payload refutes, and the CPU time a pair.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter
from random import Random

import catalog_gen
from catalog_gen.schemas.validator import compile_schema
from tests.evolution import random_schemas

INSTANCES = 25


def main() -> None:
    """Run the comparison."""
    pairs, seed = (int(sys.argv[index]) if len(sys.argv) > index else default for index, default in ((1, 100_000), (2, 1)))
    random = Random(seed)  # noqa: S311 - no secret
    counts: Counter[str] = Counter()
    times = []
    for number in range(pairs):
        widened = number % 4 == 0
        old = random_schemas.schema(random)
        new = (
            random_schemas.widened(random, old)
            if widened
            else random_schemas.pair(random)[1]
            if number % 4 == 1
            else random_schemas.changed(random, old)
        )
        started = time.process_time()
        result = catalog_gen.compare(old, new)
        times.append(1000 * (time.process_time() - started))
        verdict = "compatible" if result.compatible else "undecided" if result.undecided else "incompatible"
        counts[verdict] += 1
        counts["shown"] += verdict == "incompatible" and any(change.counterexample is not None for change in result.changes)
        if widened:
            counts["widened"] += 1
            counts["widened accepted"] += result.compatible
        if not result.compatible and (verdict == "undecided" or widened) and "-v" in sys.argv:
            print(verdict, "widened" if widened else "", json.dumps(old), "=>", json.dumps(new), [c.counterexample for c in result.changes])
        if result.compatible:
            writer, reader = compile_schema(old, formats=False), compile_schema(new, formats=False)
            for value in (random_schemas.instance(random) for _ in range(INSTANCES)):
                if writer.is_valid(value) and not reader.is_valid(value):
                    counts["refuted"] += 1
                    print("REFUTED", json.dumps(old), json.dumps(new), json.dumps(value))
    for name in ("compatible", "incompatible", "undecided", "shown", "widened", "widened accepted", "refuted"):
        print(f"{name:18} {counts[name]:7}")
    print(f"median {statistics.median(times):.2f} ms, worst {max(times):.0f} ms a pair")


if __name__ == "__main__":
    main()
