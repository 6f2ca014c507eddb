"""Mutated Protobuf files, judged by us and by real `buf breaking`: `python benchmarks/protobuf_pairs.py [PAIRS] [SEED]`."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from catalog_gen import compare
from catalog_gen.evolution.protobuf.buf_rules import CATEGORIES
from tests.evolution.protobuf.buf_breaking import buf_findings
from tests.evolution.random_protobuf import Maker, render

BATCH = 500


def main() -> None:
    """Print how many pairs differ in each category, and the time that `semantic` takes for a pair."""
    wanted, seed = (int(text) for text in [*sys.argv[1:], *("5000", "1")[len(sys.argv) - 1 :]])
    different = dict.fromkeys(CATEGORIES, 0)
    times: list[float] = []
    for start in range(0, wanted, BATCH):
        maker = Maker(Random(seed + start))  # noqa: S311 - chance, not a secret
        schemas = [maker.schema(f"p{number}") for number in range(min(BATCH, wanted - start))]
        pairs = [(render(schema), render(maker.mutate(schema))) for schema in schemas]
        for pair in pairs:
            started = time.process_time()
            compare(*pair, "protobuf")
            times.append(time.process_time() - started)
        with tempfile.TemporaryDirectory() as folder:
            for dialect in CATEGORIES:
                for pair, theirs in zip(pairs, buf_findings(pairs, dialect, Path(folder)), strict=True):
                    changes = compare(*pair, "protobuf", dialect=dialect).changes
                    ours = {found[1] for change in changes if (found := re.search(r"\((\w+)\)$", change.message))}
                    different[dialect] += ours != set(theirs)
    shown = ", ".join(f"{name} {count}" for name, count in different.items())
    print(f"{wanted} pairs, judged differently: {shown}; median {1000 * sorted(times)[len(times) // 2]:.3f} ms a pair")


main()
