"""Identifiers: readable, and the same wherever one payload speaks of the same entity."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.schemas.examples.dice import Dice
from catalog_gen.schemas.examples.formats import uuid_for
from catalog_gen.schemas.examples.leaves import exact
from catalog_gen.schemas.examples.scene import Scene, scope_of, tokens_of
from catalog_gen.schemas.examples.shapes import Shape
from catalog_gen.schemas.examples.spots import Spot

_MARKS = {"id", "ids", "identifier", "uuid", "guid", "uid"}
_RUN_TOGETHER = (
    "user", "session", "order", "event", "message", "customer", "account", "product", "device", "transaction", "request", "trace",
    "span", "click", "campaign", "correlation", "payment", "tenant", "client", "visitor", "item", "group", "network", "page", "job",
    "task", "incident",
)  # fmt: skip
_JOINED = {f"{entity}id": entity for entity in _RUN_TOGETHER}
_RANDOM = {
    "event",
    "message",
    "correlation",
    "causation",
    "request",
    "trace",
    "span",
    "session",
    "transaction",
    "idempotency",
    "client",
    "device",
    "visitor",
}
_LONGEST = 24


def entity_of(spot: Spot, shape: Shape) -> str | None:
    """What a field identifies (`orderId` and the `id` of `order` both say "order"); None for a field that identifies nothing."""
    words = tokens_of(spot.name)
    if not words:
        return None
    if words[-1] in _JOINED:
        return _JOINED[words[-1]]
    if words[-1] not in _MARKS:
        return None
    named = words[:-1]
    if not named:
        owner = tokens_of(spot.owner)
        return _singular(owner[-1]) if owner and owner[-1] not in {"data", "payload", "body", "content"} else _titled(shape)
    return "-".join(named)


def _titled(shape: Shape) -> str:  # noqa: ARG001 - the place for a title, which says too little to use
    return ""


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def identifiers(scene: Scene, spot: Spot, entity: str, described: str) -> Iterator[str]:
    """Forms of the identifier of an entity, the likeliest first: a readable one, a UUID, digits, hexadecimal digits."""
    scope = _home(scene, spot, entity)
    dice = Dice(scene.seed, "id", entity, repr(scope))
    number = str(dice.between(10_000, 99_999))
    uuid = uuid_for(scene, (*scope, "id", entity))
    told = described.lower()
    readable = f"{entity}-{number}"
    wants_uuid = "uuid" in tokens_of(spot.name) or "guid" in tokens_of(spot.name) or "uuid" in told or "guid" in told
    if wants_uuid or not entity or entity.rsplit("-", maxsplit=1)[-1] in _RANDOM or len(readable) > _LONGEST:
        yield uuid
    yield from (readable, uuid, f"{entity[:3]}-{number}", number, uuid.replace("-", ""), uuid.replace("-", "")[:24], uuid[:8])


def numeric_identifier(scene: Scene, spot: Spot, shape: Shape) -> int:
    """The number that identifies an entity."""
    entity = entity_of(spot, shape) or ""
    dice = Dice(scene.seed, "number", entity, repr(_home(scene, spot, entity)))
    if shape.high is not None and shape.high < exact(99_999):
        return dice.between(1, max(1, int(shape.high)))
    return dice.between(10_000, 99_999)


def _home(scene: Scene, spot: Spot, entity: str) -> tuple[str | int, ...]:
    """Where an entity was met first: in the same item of an array, or in what that item is a part of."""
    scope = scope_of(spot.path)
    while True:
        if (scope, entity, "home") in scene.known:
            return scope
        if not scope:
            break
        scope = scope_of(scope[:-1])
    scope = scope_of(spot.path)
    if entity:
        scene.known[scope, entity, "home"] = True
        return scope
    return spot.path
