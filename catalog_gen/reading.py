"""Reading and parsing all inputs: what the cache knows is taken from it, the rest is parsed, in several processes when it is much."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog_gen.inputs import sniffed
from catalog_gen.parsing import DECODE, ENCODE, Input, Outcome, key_of, parse, past_key, setup_of, unchanged
from catalog_gen.run import Run
from catalog_gen.sources.source import Source
from catalog_gen.workers import run_parallel

KIND = "declarations"

PARALLEL_FROM = 2_000_000
"""Bytes of YAML and JSON from which other processes are worth their start-up (about 0.15 s each)."""


PAST_BYTES = 10_000
"""How large an older version is taken to be; it is only read when it must be parsed."""


@dataclass(frozen=True)
class Material:
    """An input that some source may recognise, and a digest of how it is to be read and of its bytes."""

    item: Input
    key: str
    size: int


def read_all(inputs: Sequence[Input], sources: Mapping[str, Source], run: Run) -> list[Material]:
    """The inputs worth parsing, in their order."""
    materials = []
    for item in inputs:
        if item.moment is not None:
            materials.append(Material(item, past_key(item, item.moment), PAST_BYTES))
            continue
        raw = run.reader.read(item.path)
        if raw is not None and (item.named or item.options.type or sniffed(item.path, raw, sources)):
            materials.append(Material(item, key_of(item, raw), len(raw)))
    return materials


def parse_all(materials: Sequence[Material], sources: Mapping[str, Source], run: Run) -> list[Outcome]:
    """The outcome of every input, in their order."""
    gc.disable()
    try:
        known = _from_cache(materials, run)
        missing = [one for one in materials if one.item.path not in known]
        fresh = _parse([one.item for one in missing], sources, run, parallel=sum(one.size for one in missing) > PARALLEL_FROM)
        run.cache.put_many(KIND, {one.key: fresh[one.item.path] for one in missing if not _is_lost(one.item, fresh[one.item.path])})
        known |= {path: DECODE(encoded) for path, encoded in fresh.items()}
        return [known[one.item.path] for one in materials]
    finally:
        gc.enable()


def _from_cache(materials: Sequence[Material], run: Run) -> dict[str, Outcome]:
    found = run.cache.get_many(KIND, [one.key for one in materials])
    outcomes = ((one.item, DECODE(found[one.key])) for one in materials if one.key in found)
    return {item.path: known for item, known in outcomes if item.moment is not None or unchanged(known.looked_at, run.reader)}


def _is_lost(item: Input, outcome: bytes) -> bool:
    """Whether the content of an older version is not in this clone; it may be in the next."""
    return item.moment is not None and outcome == ENCODE(Outcome(path=item.path))


def _parse(missing: Sequence[Input], sources: Mapping[str, Source], run: Run, *, parallel: bool) -> dict[str, bytes]:
    """Encoded outcomes by path. Other processes read the files themselves, so only what is in folders can be read in parallel."""
    encoded: dict[str, bytes] = {}
    reader = run.reader
    setup = setup_of(reader)
    if parallel and setup and run.jobs > 1 and len(missing) > 1:
        answers = run_parallel("catalog_gen.parsing:parse_item", [ENCODE(item) for item in missing], run.jobs, setup=setup)
        for item, answer in zip(missing, answers, strict=True):
            encoded[item.path] = answer
            run.watch("parse", len(encoded), len(missing))
        return encoded
    for item in missing:
        raw = reader.read(item.path)
        encoded[item.path] = ENCODE(parse(item, raw, reader, dict(sources)) if raw is not None else Outcome(path=item.path))
        run.watch("parse", len(encoded), len(missing))
    return encoded
