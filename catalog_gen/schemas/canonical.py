"""A digest of what a schema means, equal for every way of writing it.

References and inline schemas, key order, the order of sets and every annotation are levelled out; whatever can change a
verdict or a reader's behaviour (`default`, `deprecated`, `readOnly`) stays. Two schemas have one digest when following their
references without end gives the same tree.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from catalog_gen.schemas.unfolding import Positions, TooManyPositionsError, Unfolding


def digest_text(text: str) -> str:
    """A digest of a text in which white space does not count."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=4096)
def digest_schema_text(text: str) -> str:
    """The canonical digest of a self-contained JSON Schema given as JSON text."""
    return digest_schema(json.loads(text))


def digest_schema(schema: Any) -> str:
    """The canonical digest of a self-contained JSON Schema (its references point into its own `definitions` or `$defs`)."""
    try:
        positions = Positions(schema)
    except TooManyPositionsError:
        return _digest(json.dumps(schema, sort_keys=True, ensure_ascii=True))
    return _digest(Unfolding(positions).digests[positions.root])


def digest_parts(schema: Any, keys: list[str]) -> dict[str, str]:
    """The canonical digests of definitions of a self-contained schema, by key."""
    try:
        positions = Positions(schema)
        places = {key: positions.target(f"#/definitions/{key.replace('~', '~0').replace('/', '~1')}") for key in keys}
        positions.read()
    except TooManyPositionsError:
        text = json.dumps(schema, sort_keys=True, ensure_ascii=True)
        return {key: _digest(key + text) for key in keys}
    digests = Unfolding(positions).digests
    return {key: _digest(digests[place]) for key, place in places.items()}


@lru_cache(maxsize=4096)
def digest_avro_text(text: str) -> str:
    """The digest of an Avro schema's JSON text without `doc` texts and key order; names, defaults and aliases count."""
    return _digest(json.dumps(_without_docs(json.loads(text)), sort_keys=True, ensure_ascii=True))


def _without_docs(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_docs(member) for key, member in value.items() if key != "doc"}
    if isinstance(value, list):
        return [_without_docs(member) for member in value]
    return value


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
