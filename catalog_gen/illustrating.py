"""Example payloads for every message version, remembered by content and worked out by several processes."""

from __future__ import annotations

import json

import msgspec

from catalog_gen.collector import rare_collection
from catalog_gen.model.base import Value
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.schema import Schema
from catalog_gen.output.blob import digest_of
from catalog_gen.run import Run
from catalog_gen.schemas.examples import UnsatisfiableSchema, variants
from catalog_gen.schemas.examples.illustration import Illustration, Illustrations, Specimen
from catalog_gen.workers import run_parallel

ILLUSTRATIONS = "illustrations"
"""Kind of the cached values: illustrations, by the digest of what they were made from."""

PARALLEL_FROM = 400
"""Schemas from which other processes are worth their start-up."""

FORMATS = {"json-schema": "json-schema", "openapi": "json-schema", "avro": "avro", "protobuf": "protobuf"}
"""Format of a schema → the generator for it."""

SIZE_LIMIT = 2_000_000
"""Characters of a schema above which no payload is made during a build."""

LARGEST = 40_000
"""Characters of a payload above which it is no illustration any more."""


class _Order(Value, frozen=True, kw_only=True):
    """A schema to illustrate. Payloads of all versions of a message have one seed, so that only what changed differs."""

    format: str
    text: str
    seed: str


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Illustration).decode
_decode_order = msgspec.msgpack.Decoder(_Order).decode


def illustrate(catalog: Catalog, run: Run) -> Illustrations:
    """Payloads of every version whose schema can be read."""
    orders: dict[tuple[str, str], bytes] = {}
    for message in catalog.messages:
        for version in message.versions:
            if version.payload is not None and _is_readable(version.payload):
                order = _Order(format=FORMATS[version.payload.format], text=version.payload.text, seed=message.id)
                orders[message.id, version.version] = _encode(order)
    keys = {item: digest_of(item) for item in sorted(set(orders.values()))}
    stored = run.cache.get_many(ILLUSTRATIONS, keys.values())
    missing = [item for item, key in keys.items() if key not in stored]
    jobs = run.jobs if len(missing) >= PARALLEL_FROM else 1
    fresh = dict(zip(missing, run_parallel("catalog_gen.illustrating:illustrate_item", missing, jobs), strict=True))
    run.cache.put_many(ILLUSTRATIONS, {keys[item]: answer for item, answer in fresh.items()})
    known = {item: _decode(fresh[item] if item in fresh else stored[key]) for item, key in keys.items()}
    return {place: known[item] for place, item in orders.items()}


def illustrate_item(item: bytes) -> bytes:
    """Illustrate one encoded order."""
    order = _decode_order(item)
    with rare_collection():
        try:
            found = variants(order.text, order.format, seed=order.seed)
        except UnsatisfiableSchema as error:
            return _encode(Illustration(reason=str(error), place=error.place))
        except (ValueError, RecursionError) as error:
            return _encode(Illustration(reason=str(error).partition("\n")[0][:300]))
    texts = ((one, json.dumps(one.payload, indent=2, ensure_ascii=False)) for one in found)
    return _encode(
        Illustration(specimens=tuple(Specimen(name=one.name, title=one.title, text=text) for one, text in texts if len(text) <= LARGEST))
    )


def _is_readable(schema: Schema) -> bool:
    return schema.format in FORMATS and len(schema.text) <= SIZE_LIMIT
