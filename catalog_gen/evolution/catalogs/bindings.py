"""What changed in bindings: the settings that clients have to know, and those that concern the broker only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from catalog_gen.evolution.catalogs.changes import Affected, CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, shown
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.model.base import Json

BROKER_ONLY = (
    r"amqp\d*\.(queue|exchange)\.(autoDelete|durable)",
    r"amqp\d*\.(expiration|priority|timestamp|deliveryMode|mandatory|bcc|userId|cc|ack)",
    r"anypointmq\.\w*[dD]escription",
    r"googlepubsub\.(labels|messageRetentionDuration|messageStoragePolicy)(\..*)?",
    r"ibmmq\.(queue|topic)?\.?(isPartitioned|durable|maxMsgLength|expiry|description|groupId|heartBeatInterval)",
    r"jms\.(clientID|properties\..*)",
    r"kafka\.(partitions|replicas|topicConfiguration(\..*)?|groupId(\..*)?|clientId(\..*)?)",
    r"mqtt5?\.(cleanSession|keepAlive|lastWill(\..*)?|clientId|sessionExpiryInterval|maximumPacketSize|messageExpiryInterval)",
    r"nats\.queue",
    r"pulsar\.(compaction|deduplication|retention(\..*)?|ttl|geo-replication(\..*)?)",
    r"solace\.(clientName|msgVpn|timeToLive|priority|dmqEligible|destinations)",
    r"(sns|sqs)\..*(tags|policy|redrivePolicy|deliveryDelay|receiveMessageWaitTime|messageRetentionPeriod|visibilityTimeout)(\..*)?",
    r".*\.(bindingVersion|description)",
    r".*\.x-.*",
)
"""Settings of brokers that may change under running clients, as patterns of `protocol.field.field`; clients know all others."""

_TUNING = re.compile("|".join(f"(?:{pattern})" for pattern in BROKER_ONLY))
_PREFIX = "bindings."


def is_tuning(name: str) -> bool:
    """Whether a fact of a binding concerns the broker only."""
    return _TUNING.fullmatch(name.removeprefix(_PREFIX)) is not None


def binding_changes(
    old: dict[str, Json],
    new: dict[str, Json],
    what: str,
    subject: str,
    /,
    *,
    affected: Collection[Affected],
    parallel: bool = False,
    **place: Any,
) -> Iterator[CatalogChange]:
    """Each setting of a binding that is new, gone or different. `parallel`: the old one goes on beside it, so nothing breaks."""
    for name in sorted(name for name in old.keys() | new.keys() if name.startswith(_PREFIX)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        setting = name.removeprefix(_PREFIX)
        if is_tuning(name):
            kind, words = CatalogKind.BINDING_TUNED, f"was {shown(before)} and is {shown(after)}"
        elif name not in old:
            kind, words = CatalogKind.BINDING_ADDED, f"is {shown(after)}; nothing was said before"
        elif name not in new:
            kind, words = CatalogKind.BINDING_REMOVED, f"is no longer given; it was {shown(before)}"
        else:
            kind, words = CatalogKind.BINDING_CHANGED, f"was {shown(before)} and is {shown(after)}"
        yield change(
            kind,
            what,
            subject,
            f"The binding `{setting}` of the {what} `{subject}` {words}.",
            breaks=Breaks.NOBODY if parallel else None,
            affected=affected,
            detail=setting,
            before=before,
            after=after,
            **place,
        )
