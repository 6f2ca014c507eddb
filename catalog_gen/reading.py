"""Reading and parsing all inputs: what the cache knows is taken from it, the rest is parsed, in several processes when it is much."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence

from catalog_gen.files import FolderReader
from catalog_gen.inputs import sniffed
from catalog_gen.parsing import DECODE, ENCODE, Input, Outcome, digest, parse, still_valid
from catalog_gen.run import Run
from catalog_gen.sources.source import Source
from catalog_gen.workers import run_parallel

KIND = "declarations"

PARALLEL_FROM = 2_000_000
"""Bytes of YAML and JSON from which other processes are worth their start-up (about 0.15 s each)."""


def parse_all(inputs: Sequence[Input], sources: Mapping[str, Source], run: Run) -> list[Outcome]:
    """The outcome of every input that some source recognises, in the order of the inputs."""
    gc.disable()
    try:
        keys: dict[str, str] = {}
        wanted: list[Input] = []
        size = 0
        for item in inputs:
            raw = run.reader.read(item.path)
            if raw is None or not (item.named or item.options.type or sniffed(item.path, raw, sources)):
                continue
            wanted.append(item)
            size += len(raw)
            keys[item.path] = digest(ENCODE(item) + b"\0" + digest(raw).encode())
        known = _from_cache(wanted, keys, run)
        missing = [item for item in wanted if item.path not in known]
        fresh = _parse(missing, sources, run, parallel=size > PARALLEL_FROM)
        run.cache.put_many(KIND, {keys[path]: encoded for path, encoded in fresh.items()})
        for path, encoded in fresh.items():
            known[path] = DECODE(encoded)
        return [known[item.path] for item in wanted]
    finally:
        gc.enable()


def _from_cache(wanted: Sequence[Input], keys: Mapping[str, str], run: Run) -> dict[str, Outcome]:
    found = run.cache.get_many(KIND, [keys[item.path] for item in wanted])
    outcomes = {item.path: DECODE(found[keys[item.path]]) for item in wanted if keys[item.path] in found}
    return {path: outcome for path, outcome in outcomes.items() if still_valid(outcome, run.reader)}


def _parse(missing: Sequence[Input], sources: Mapping[str, Source], run: Run, *, parallel: bool) -> dict[str, bytes]:
    """Encoded outcomes by path. Other processes read the files themselves, so only folders can be read in parallel."""
    encoded: dict[str, bytes] = {}
    reader = run.reader
    if parallel and isinstance(reader, FolderReader) and run.jobs > 1 and len(missing) > 1:
        setup = str(reader.root).encode("utf-8", "surrogateescape")
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
