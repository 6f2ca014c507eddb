"""The history of every message, remembered by content and worked out by several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from catalog_gen.collector import rare_collection
from catalog_gen.evolution.changes import Change
from catalog_gen.evolution.fields import Past, Stage, tell_past
from catalog_gen.evolution.history import (
    Evolution,
    Recollection,
    Texts,
    dialect_texts,
    earlier_pairs,
    judge,
    opinion,
    pairs,
    registered_pairs,
    stages,
    step,
)
from catalog_gen.model.catalog import Catalog
from catalog_gen.output.blob import digest_of
from catalog_gen.run import Run
from catalog_gen.workers import run_parallel

JUDGEMENTS = "judgements"
"""Kind of the cached values: changes and the reason for no verdict, by the digest of the two texts."""

PARALLEL_FROM = 400
"""Comparisons from which other processes are worth their start-up."""

PASTS = "pasts"
"""Kind of the cached values: the past of a schema's fields, by the digest of its versions."""

ASKED_UP_TO = 300
"""Pairs of versions up to which every dialect is asked, and not only the one by which a message is judged."""

Judgement = tuple[tuple[Change, ...], str]
_decode = msgspec.msgpack.Decoder(Judgement).decode
_decode_texts = msgspec.msgpack.Decoder(Texts).decode
_decode_stages = msgspec.msgpack.Decoder(tuple[Stage, ...]).decode
_decode_past = msgspec.msgpack.Decoder(Past).decode
_encode = msgspec.msgpack.Encoder().encode


def evolve(catalog: Catalog, run: Run) -> Evolution:
    """Each version of each message against the one before it, by what its format means and its policy asks."""
    sets = [list(some) for some in (pairs(catalog), earlier_pairs(catalog), registered_pairs(catalog))]
    known = judge_all([texts for some in sets for pair in some for texts in (pair.payload, pair.headers, pair.key)], run)
    steps, earlier, registered = (tuple(step(pair, known) for pair in some) for some in sets)
    return Evolution(steps=steps, earlier=earlier, registered=registered)


def recollect(catalog: Catalog, evolution: Evolution, run: Run) -> Evolution:
    """An evolution with what pages tell besides verdicts: the past of fields, and what other dialects say."""
    found = [pair for pair in pairs(catalog) if pair.payload != Texts()]
    asked = [(pair, texts) for pair in found for texts in dialect_texts(pair)] if len(found) <= ASKED_UP_TO else []
    known = judge_all([texts for _, texts in asked], run)
    opinions = tuple(opinion(pair, texts, known) for pair, texts in asked)
    return msgspec.structs.replace(evolution, opinions=opinions, recollections=tuple(_recollect(catalog, run)))


def _recollect(catalog: Catalog, run: Run) -> Iterator[Recollection]:
    """The past of every message that has one."""
    several = [message for message in catalog.messages if len(message.versions) > 1]
    encoded = [(message.id, _encode(stages(message, "payload")), _encode(stages(message, "headers"))) for message in several]
    items = [item for _, payload, headers in encoded for item in (payload, headers)]
    known = _remembered(PASTS, "catalog_gen.evolving:tell_item", items, run)
    for identifier, payload, headers in encoded:
        found = Recollection(message=identifier, payload=_decode_past(known[payload]), headers=_decode_past(known[headers]))
        if found.payload or found.headers:
            yield found


def tell_item(item: bytes) -> bytes:
    """Tell the past of one encoded row of versions."""
    with rare_collection():
        return _encode(tell_past(_decode_stages(item)))


def judge_all(wanted: Iterable[Texts], run: Run) -> dict[Texts, Judgement]:
    """The judgement of each pair of texts, each worked out once and remembered."""
    encoded = {texts: _encode(texts) for texts in wanted}
    known = {
        item: _decode(answer) for item, answer in _remembered(JUDGEMENTS, "catalog_gen.evolving:judge_item", encoded.values(), run).items()
    }
    return {texts: known[item] for texts, item in encoded.items()}


def _remembered(kind: str, task: str, items: Iterable[bytes], run: Run) -> dict[bytes, bytes]:
    """The answer of a task for each item, from the cache where it is known and put there where it is not."""
    keys = {item: digest_of(item) for item in sorted(set(items))}
    stored = run.cache.get_many(kind, keys.values())
    missing = [item for item, key in keys.items() if key not in stored]
    jobs = run.jobs if len(missing) >= PARALLEL_FROM else 1
    fresh = dict(zip(missing, run_parallel(task, missing, jobs), strict=True))
    run.cache.put_many(kind, {keys[item]: answer for item, answer in fresh.items()})
    return {item: fresh[item] if item in fresh else stored[key] for item, key in keys.items()}


def judge_item(item: bytes) -> bytes:
    """Judge one encoded pair of texts."""
    with rare_collection():
        return _encode(judge(_decode_texts(item)))
