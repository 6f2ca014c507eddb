"""The history of every message: each version against the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.comparison import Mode, compare, dialects_of
from catalog_gen.evolution.fields import Past, Stage
from catalog_gen.model.base import Value
from catalog_gen.model.governance import Policy, dialect_of_registry, mode_of_level, policy_of
from catalog_gen.model.registry import Registration
from catalog_gen.model.versions import version_key

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.schema import Schema

ENGINES = {"json-schema": "json-schema", "openapi": "json-schema", "avro": "avro", "protobuf": "protobuf"}
"""Format of a schema → the format by whose rules it is compared."""

DIALECTS = {"json-schema": "confluent-lenient", "avro": "semantic", "protobuf": "semantic"}
"""By whose rules a history is judged: for JSON Schema as if nobody writes more than a schema declares, which is what teams mean by
compatible. Taken literally, every optional property that is added to an open object breaks it."""

MOST_EARLIER = 100
"""Versions that a transitive mode looks back over, besides the one just before."""

FORMAT_NAMES = {
    "json-schema": "JSON Schema",
    "openapi": "OpenAPI schema",
    "avro": "Avro",
    "protobuf": "Protobuf",
    "raml": "RAML",
    "other": "another format",
    "": "no schema",
}


class Texts(Value, kw_only=True):
    """Two schemas to be compared: their formats, and their self-contained texts."""

    old_format: str = ""
    old: str = ""
    new_format: str = ""
    new: str = ""
    dialect: str = ""
    """By whose rules; "" for the format's own choice in `DIALECTS`, also where the format does not know the dialect."""


class Pair(Value, kw_only=True):
    """A version of a message and the one before it."""

    message: str
    version: str
    previous: str
    payload: Texts
    headers: Texts
    key: Texts = Texts()
    policy: Policy = Policy()
    direct: bool = True
    """Whether `previous` is the version just before; False for the earlier ones that a transitive mode cares for."""
    registration: Registration | None = None
    """For a pair in the history of one subject: where the registry keeps the later one. The labels are then the registry's numbers."""


class Step(Value, kw_only=True):
    """What changed from one version to the next."""

    message: str
    version: str
    previous: str
    changes: tuple[Change, ...] = ()
    """`breaking` is set on what breaks in any direction."""

    lenient: bool = False
    """Whether it is judged as if nobody writes more than a schema declares."""

    reason: str = ""
    """Why there is no verdict: a format that cannot be compared. Empty when there is one."""

    policy: Policy = Policy()
    """What is asked of the message."""

    registration: Registration | None = None
    """For a step in the history of one subject: where the registry keeps the later version."""

    def broken(self) -> tuple[Change, ...]:
        """The changes that break what the policy asks."""
        wanted = Mode(self.policy.mode).directions
        return tuple(change for change in self.changes if not wanted.isdisjoint(change.directions))

    def breaks(self, direction: Direction) -> bool:
        """Whether any change breaks in a direction."""
        return any(direction in change.directions for change in self.changes)

    def is_undecided(self, direction: Direction) -> bool:
        """Whether all that breaks in a direction does so only because it could not be decided."""
        breaking = [change for change in self.changes if direction in change.directions]
        return bool(breaking) and all(change.undecided for change in breaking)


class Opinion(Value, kw_only=True):
    """What the rules of one dialect say about the payloads of a step."""

    message: str
    version: str
    dialect: str
    breaks: tuple[Direction, ...] = ()
    undecided: tuple[Direction, ...] = ()
    """Of `breaks`, the directions in which it counts as breaking only because it could not be decided."""


class Recollection(Value, kw_only=True):
    """The past of the fields of a message's latest version."""

    message: str
    payload: Past = Past()
    headers: Past = Past()


class Evolution(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Every step of every message, in the order of the catalog."""

    steps: tuple[Step, ...] = ()
    earlier: tuple[Step, ...] = ()
    """Each version against those before the one just before it, of messages whose mode is transitive."""
    registered: tuple[Step, ...] = ()
    """Each version of each subject against those that its registry's level cares for, by the registry's own rules and numbers."""

    opinions: tuple[Opinion, ...] = ()
    """What every dialect says, of catalogs that are small enough to ask them all."""
    recollections: tuple[Recollection, ...] = ()
    """Of messages with a field that has a past."""

    @cached_property
    def opinions_of(self) -> dict[tuple[str, str], list[Opinion]]:
        """Message id and version label → what each dialect says about the step that led there."""
        found: dict[tuple[str, str], list[Opinion]] = {}
        for one in self.opinions:
            found.setdefault((one.message, one.version), []).append(one)
        return found

    @cached_property
    def past_of(self) -> dict[str, Recollection]:
        """Message id → the past of its fields."""
        return {one.message: one for one in self.recollections}

    @cached_property
    def by_version(self) -> dict[tuple[str, str], Step]:
        """Message id and version label → the step that led there."""
        return {(step.message, step.version): step for step in self.steps}

    @cached_property
    def earlier_of(self) -> dict[tuple[str, str], list[Step]]:
        """Message id and version label → the further steps that led there, from the newest earlier version back."""
        found: dict[tuple[str, str], list[Step]] = {}
        for one in self.earlier:
            found.setdefault((one.message, one.version), []).append(one)
        return found


def pairs(catalog: Catalog) -> Iterator[Pair]:
    """Each version that has one before it, newest first."""
    for message in catalog.messages:
        policy = policy_of(catalog.governance, message)
        for version, previous in zip(message.versions, message.versions[1:], strict=False):
            yield _pair(message, version, previous, policy)


def earlier_pairs(catalog: Catalog) -> Iterator[Pair]:
    """Each version with those before the one just before it, for messages whose mode is transitive; at most `MOST_EARLIER` of them."""
    for message in catalog.messages:
        policy = policy_of(catalog.governance, message)
        if policy.asked_by != "catalog.yaml" or not Mode(policy.mode).is_transitive:
            continue
        for number, version in enumerate(message.versions):
            for previous in message.versions[number + 2 : number + 2 + MOST_EARLIER]:
                yield _pair(message, version, previous, policy, direct=False)


def registered_pairs(catalog: Catalog) -> Iterator[Pair]:
    """Each version of each subject against those before it that its registry's level cares for; newest first.

    A registry compares within one subject only, whatever other subjects and documents the same message has.
    """
    for message in catalog.messages:
        asked = policy_of(catalog.governance, message)
        for versions in _subjects(message):
            level = next((mode for kept, _ in versions if (mode := mode_of_level(kept.compatibility))), "")
            if not level:
                continue
            reach = MOST_EARLIER if Mode(level).is_transitive else 1
            for number, (kept, version) in enumerate(versions):
                policy = Policy(mode=level, dialect=asked.dialect or dialect_of_registry(kept), asked_by="registry")
                for earlier, previous in versions[number + 1 : number + 1 + reach]:
                    pair = _pair(message, version, previous, policy)
                    only = {"payload": Texts(), "headers": Texts()} if kept.role == "key" else {"headers": Texts(), "key": Texts()}
                    yield msgspec.structs.replace(pair, version=kept.version, previous=earlier.version, registration=kept, **only)


def _subjects(message: Message) -> Iterable[list[tuple[Registration, MessageVersion]]]:
    """The versions of each subject that a message has, newest first, without those that were refused or switched off."""
    found: dict[tuple[str, str], list[tuple[Registration, MessageVersion]]] = {}
    for version in message.versions:
        for kept in version.registrations:
            if kept.state not in {"failed", "disabled"}:
                found.setdefault((kept.registry, kept.name), []).append((kept, version))
    for rows in found.values():
        yield sorted(rows, key=lambda row: version_key(row[0].version), reverse=True)


def governed(catalog: Catalog) -> Catalog:
    """The catalog with those messages only of which somebody asks a mode."""
    asked = tuple(message for message in catalog.messages if policy_of(catalog.governance, message).asked_by)
    return catalog if len(asked) == len(catalog.messages) else msgspec.structs.replace(catalog, messages=asked)


def _pair(message: Message, version: MessageVersion, previous: MessageVersion, policy: Policy, *, direct: bool = True) -> Pair:
    return Pair(
        message=message.id,
        version=version.version,
        previous=previous.version,
        payload=_texts(previous.payload, version.payload, policy.dialect),
        headers=_texts(previous.headers, version.headers, policy.dialect),
        key=_texts(previous.key, version.key, policy.dialect),
        policy=policy,
        direct=direct,
    )


def _texts(old: Schema | None, new: Schema | None, dialect: str) -> Texts:
    if old is not None and new is not None and (old.format, old.digest) == (new.format, new.digest):
        return Texts()  # the same contract, whatever the annotations say
    return Texts(
        old_format=old.format if old else "",
        old=old.text if old else "",
        new_format=new.format if new else "",
        new=new.text if new else "",
        dialect=dialect,
    )


def judge(texts: Texts) -> tuple[tuple[Change, ...], str]:
    """The changes between two schemas in both directions, and why there is no verdict, if there is none."""
    if texts.old_format == texts.new_format == "":
        return (), ""
    old, new = ENGINES.get(texts.old_format), ENGINES.get(texts.new_format)
    if old != new or old is None:
        return (), _without_verdict(texts)
    return compare(texts.old, texts.new, format=old, mode="full", dialect=dialect_for(old, texts.dialect)).changes, ""


def dialect_for(engine: str, wanted: str) -> str:
    """The dialect by which a format is judged: the wanted one where the format knows it."""
    return wanted if wanted in dialects_of(engine) else DIALECTS[engine]


def _without_verdict(texts: Texts) -> str:
    old, new = (FORMAT_NAMES.get(name, name) for name in (texts.old_format, texts.new_format))
    return f"{new} schemas are not compared." if old == new else f"The format changed from {old} to {new}; there is no verdict."


def dialect_texts(pair: Pair) -> Iterator[Texts]:
    """The payloads of a pair once for each dialect that their format knows; none where they are equal or cannot be compared."""
    engine = ENGINES.get(pair.payload.new_format, "")
    if engine and ENGINES.get(pair.payload.old_format) == engine:
        yield from (msgspec.structs.replace(pair.payload, dialect=name) for name in dialects_of(engine))


def opinion(pair: Pair, texts: Texts, known: Mapping[Texts, tuple[tuple[Change, ...], str]]) -> Opinion:
    """What one dialect says about a pair, from its judgement."""
    changes = known[texts][0]
    breaking = {direction: [change for change in changes if direction in change.directions] for direction in Direction}
    return Opinion(
        message=pair.message,
        version=pair.version,
        dialect=texts.dialect,
        breaks=tuple(direction for direction, found in breaking.items() if found),
        undecided=tuple(direction for direction, found in breaking.items() if found and all(change.undecided for change in found)),
    )


def stages(message: Message, part: str) -> tuple[Stage, ...]:
    """The versions of a message's `payload` or `headers`, oldest first."""
    found: list[Stage] = []
    for version in reversed(message.versions):
        schema: Schema | None = getattr(version, part)
        found.append(Stage(version=version.version, format=schema.format if schema else "", text=schema.text if schema else ""))
    return tuple(found)


def step(pair: Pair, known: Mapping[Texts, tuple[tuple[Change, ...], str]]) -> Step:
    """A step from the judgements about its payload, its headers and its key."""
    payload, headers, key = known[pair.payload], known[pair.headers], known[pair.key]
    return Step(
        message=pair.message,
        version=pair.version,
        previous=pair.previous,
        changes=(*payload[0], *_below("headers", headers[0]), *_below("key", key[0])),
        lenient=any(_is_lenient(texts) for texts in (pair.payload, pair.headers, pair.key)),
        reason=payload[1] or headers[1] or key[1],
        policy=pair.policy,
        registration=pair.registration,
    )


def _is_lenient(texts: Texts) -> bool:
    engine = ENGINES.get(texts.new_format, "")
    return engine in DIALECTS and dialect_for(engine, texts.dialect).endswith("lenient")


def _below(part: str, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with a part's name before their paths."""
    return tuple(
        msgspec.structs.replace(
            change,
            path=f"{part}.{change.path}" if change.path else part,
            old_path=f"{part}.{change.old_path}" if change.old_path else "",
        )
        for change in changes
    )
