"""Commands that publish a payload, by the protocol of its channel. Nothing of a source reaches a shell unquoted."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING

from catalog_gen.site.bindings import name_of
from catalog_gen.site.views.examples import SnippetView

if TYPE_CHECKING:
    from catalog_gen.site.lookup import Lookup

MOST = 4
"""Commands on one page."""

PAYLOAD = "payload.json"
"""The file that the commands read."""

_LONGEST = 300
"""Characters of an address that stands in a command."""


def compose_snippets(lookup: Lookup, channels: tuple[str, ...], name: str) -> tuple[SnippetView, ...]:
    """A command for each protocol that carries the message, with the address of the first channel that has it."""
    found: dict[str, SnippetView] = {}
    for identifier in channels:
        channel = lookup.catalog.channel_by_id.get(identifier)
        address = (channel.address or "") if channel is not None else ""
        for protocol in channel.protocols if channel is not None else ():
            family = _FAMILIES.get(protocol.lower(), protocol.lower())
            make = _COMMANDS.get(family)
            if make is not None and family not in found and len(address) <= _LONGEST:
                title = f"Publish with {_TOOLS[family]} ({name_of(family, protocol)})"
                found[family] = SnippetView(title=title, text=make(address, name))
    return tuple(found.values())[:MOST]


def _quoted(text: str) -> str:
    return shlex.quote(text.replace("\n", " "))


def _entry(address: str, name: str) -> str:
    """The entries of PutEvents; the payload is put in by jq, as the text that `Detail` is."""
    entry = json.dumps({"Source": "example.source", "DetailType": name, "EventBusName": address or "default"}, ensure_ascii=False)
    program = _quoted(f"[{entry} + {{Detail: tostring}}]")
    return f'aws events put-events --entries "$(jq -c {program} {PAYLOAD})"'


_FAMILIES = {
    "kafka-secure": "kafka",
    "amqps": "amqp",
    "mqtts": "mqtt",
    "mqtt5": "mqtt",
    "secure-mqtt": "mqtt",
    "https": "http",
    "wss": "ws",
    "rediss": "redis",
    "pulsar+ssl": "pulsar",
    "stomps": "stomp",
}
_TOOLS = {
    "kafka": "kcat",
    "amqp": "rabbitmqadmin",
    "mqtt": "mosquitto_pub",
    "nats": "nats",
    "http": "curl",
    "ws": "websocat",
    "redis": "redis-cli",
    "pulsar": "pulsar-client",
    "sns": "aws sns",
    "sqs": "aws sqs",
    "eventbridge": "aws events",
    "googlepubsub": "gcloud",
}
_COMMANDS: dict[str, Callable[[str, str], str]] = {
    "kafka": lambda address, _name: f'jq -c . {PAYLOAD} | kcat -P -b "$BROKER" -t {_quoted(address)}',
    "amqp": lambda address, _name: (
        f'rabbitmqadmin publish exchange=amq.default routing_key={_quoted(address)} payload="$(jq -c . {PAYLOAD})"'
    ),
    "mqtt": lambda address, _name: f'mosquitto_pub -h "$BROKER" -t {_quoted(address)} -f {PAYLOAD}',
    "nats": lambda address, _name: f'nats pub -s "$BROKER" {_quoted(address)} < {PAYLOAD}',
    "http": lambda address, _name: (
        f"curl -H 'content-type: application/json' --data @{PAYLOAD} \"$HOST\"{_quoted('/' + address.lstrip('/'))}"
    ),
    "ws": lambda address, _name: f'jq -c . {PAYLOAD} | websocat -1 "$HOST"{_quoted("/" + address.lstrip("/"))}',
    "redis": lambda address, _name: f'redis-cli -h "$BROKER" -x publish {_quoted(address)} < {PAYLOAD}',
    "pulsar": lambda address, _name: f"pulsar-client produce {_quoted(address)} --files {PAYLOAD}",
    "sns": lambda _address, _name: f'aws sns publish --topic-arn "$TOPIC_ARN" --message file://{PAYLOAD}',
    "sqs": lambda _address, _name: f'aws sqs send-message --queue-url "$QUEUE_URL" --message-body file://{PAYLOAD}',
    "eventbridge": _entry,
    "googlepubsub": lambda address, _name: (
        f'gcloud pubsub topics publish {_quoted(address.rpartition("/")[2])} --message "$(jq -c . {PAYLOAD})"'
    ),
}
"""Family of protocols → the command, by address and message."""
