"""Random messages of the Protobuf runtime."""

from __future__ import annotations

from random import Random
from typing import Any

from catalog_gen.evolution.protobuf.proofs import _set, _value_field, _values, complete


def random_message(random: Random, kind: Any, depth: int = 0) -> Any:
    """A message with some of its fields set to values at the edges of their types."""
    message = kind()
    complete(message)
    for field in message.DESCRIPTOR.fields:
        if random.random() < 0.4:
            continue
        value = _value_field(field)
        if value.message_type is None:
            _set(message, field, random.choice(list(_values(field, ()))))
        elif depth < 3:
            _set(message, field, None)
    return message
