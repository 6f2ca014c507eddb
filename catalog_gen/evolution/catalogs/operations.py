"""What changed in operations: what a service sends, what it handles, and what it merely reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, listed, shown
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.model.snapshot import Thing

if TYPE_CHECKING:
    from catalog_gen.evolution.catalogs.contracts import Contracts

REQUESTS = frozenset({"command", "query"})
"""Kinds of messages that somebody waits to have handled."""


def operation_removed(own: Contracts, key: str, old: Thing) -> Iterator[CatalogChange]:
    """An operation that went. It breaks nobody when another operation of the contract does the same."""
    action, channel = old.facts.get("action"), old.facts.get("channel")
    messages = set(old.facts.get("messages", []))
    left = messages - _done(own, action, channel) if messages else messages
    twin = (not messages or not left) and any(_same_work(old, other) for other in own.new.operations.values())
    place = own.place(old, None)
    carried = listed(messages) or "messages"
    if action == "send":
        text = f"`{own.service}` no longer sends {carried} to {shown(channel)} (operation `{key}`)."
        yield change(
            CatalogKind.SEND_OPERATION_REMOVED,
            "operation",
            key,
            text + (" Another operation does." if twin else ""),
            breaks=Breaks.NOBODY if twin else None,
            affected=sorted({one for message in left for one in own.impact.consumers(message, but=own.service)}, key=repr),
            **place,
        )
        return
    asked = not twin and (bool(old.facts.get("reply")) or any(_is_request(own, message) for message in left))
    kind = CatalogKind.REQUEST_OPERATION_REMOVED if asked else CatalogKind.RECEIVE_OPERATION_REMOVED
    text = f"`{own.service}` no longer {'handles' if asked else 'reads'} {carried} on {shown(channel)} (operation `{key}`)."
    affected = sorted({one for message in left for one in own.impact.producers(message, but=own.service)}, key=repr)
    yield change(kind, "operation", key, text, affected=affected, **place)


def _done(own: Contracts, action: object, channel: object) -> set[str]:
    """The messages that the new contract's operations still send to or read from a channel."""
    return {
        message
        for one in own.new.operations.values()
        if one.facts.get("action") == action and one.facts.get("channel") == channel
        for message in one.facts.get("messages", [])
    }


def _same_work(old: Thing, new: Thing) -> bool:
    return all(old.facts.get(fact) == new.facts.get(fact) for fact in ("action", "channel"))


def _is_request(own: Contracts, message: str) -> bool:
    known = own.before.message_by_id.get(message)
    return known is not None and known.kind in REQUESTS


def operation_changed(own: Contracts, key: str, old: Thing, new: Thing) -> Iterator[CatalogChange]:
    """An operation that is still there: its action, its channel, its messages, its reply."""
    place = own.place(old, new)
    everyone = own.impact.everyone(old.facts.get("messages", []), but=own.service)
    for fact, kind, verb in _FACTS:
        before, after = old.facts.get(fact), new.facts.get(fact)
        if before != after and not (fact == "channel" and _is_moved(own, before, after)):
            text = f"The operation `{key}` of `{own.service}` {verb} {shown(before)} before and {shown(after)} now."
            yield change(kind, "operation", key, text, affected=everyone, before=before, after=after, **place)
    yield from _messages(own, key, old, new)
    yield from _reply(own, key, old, new)


_FACTS = (
    ("action", CatalogKind.OPERATION_ACTION_CHANGED, "did"),
    ("channel", CatalogKind.OPERATION_CHANNEL_CHANGED, "used"),
)


def _is_moved(own: Contracts, before: object, after: object) -> bool:
    """Whether the channel is the same one with another address, which is told as such."""
    keys = {thing.facts.get("address") or key: key for key, thing in own.old.channels.items()}
    now = {thing.facts.get("address") or key: key for key, thing in own.new.channels.items()}
    return before in keys and keys.get(before) == now.get(after)


def _messages(own: Contracts, key: str, old: Thing, new: Thing) -> Iterator[CatalogChange]:
    before, after = (set(thing.facts.get("messages", [])) for thing in (old, new))
    sends = old.facts.get("action") == "send"
    for message in sorted(before - after):
        done = message in _done(own, old.facts.get("action"), new.facts.get("channel"))
        safe = done or (not sends and not _is_request(own, message))
        affected = (own.impact.consumers if sends else own.impact.producers)(message, but=own.service)
        text = f"The operation `{key}` of `{own.service}` no longer {'sends' if sends else 'receives'} `{message}`."
        breaks = Breaks.NOBODY if safe else Breaks.CONSUMERS if sends else Breaks.PRODUCERS
        yield change(
            CatalogKind.OPERATION_MESSAGE_REMOVED,
            "operation",
            key,
            text,
            breaks=breaks,
            affected=affected,
            detail=message,
            **own.place(old, new),
        )
    for message in sorted(after - before):
        text = f"The operation `{key}` of `{own.service}` {'sends' if sends else 'receives'} `{message}` now."
        yield change(CatalogKind.OPERATION_MESSAGE_ADDED, "operation", key, text, detail=message, **own.place(old, new))


def _reply(own: Contracts, key: str, old: Thing, new: Thing) -> Iterator[CatalogChange]:
    before, after = old.facts.get("reply"), new.facts.get("reply")
    if before == after:
        return
    kind = CatalogKind.REPLY_ADDED if before is None else CatalogKind.REPLY_REMOVED if after is None else CatalogKind.REPLY_CHANGED
    more = before is not None and after is not None and _answers_more(before, after)
    yield change(
        kind,
        "operation",
        key,
        f"The reply of the operation `{key}` of `{own.service}` was {shown(before)} and is {shown(after)}.",
        breaks=Breaks.NOBODY if more else None,
        affected=own.impact.everyone([*old.facts.get("messages", []), *(before or {}).get("messages", [])], but=own.service),
        before=before,
        after=after,
        **own.place(old, new),
    )


def _answers_more(before: dict[str, list[str]], after: dict[str, list[str]]) -> bool:
    """Whether only further messages may come as an answer."""
    where = all(before.get(fact) == after.get(fact) for fact in ("channel", "address"))
    return where and set(before.get("messages", [])) <= set(after.get("messages", []))
