"""Every kind of change between two catalogs: what it is, whom it breaks, and how to reach the same goal safely."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Breaks(StrEnum):
    """Whom a change breaks."""

    NOBODY = ""
    CONSUMERS = "consumers"
    PRODUCERS = "producers"
    EVERYONE = "everyone"
    """Whoever sends or reads over the channel or through the server."""


class Row(NamedTuple):
    """What is known about a kind."""

    meaning: str
    breaks: Breaks = Breaks.NOBODY
    hint: str = ""


class CatalogKind(StrEnum):
    """The kinds. Their values are stable: baselines, ignores and scripts name them."""

    SERVICE_ADDED = "service-added"
    SERVICE_REMOVED = "service-removed"
    SERVICE_RENAMED = "service-renamed"
    SERVICE_VERSION_ADDED = "service-version-added"
    SERVICE_VERSION_REMOVED = "service-version-removed"
    SPECIFICATION_VERSION_CHANGED = "specification-version-changed"
    CHANNEL_ADDED = "channel-added"
    CHANNEL_REMOVED = "channel-removed"
    CHANNEL_ADDRESS_CHANGED = "channel-address-changed"
    CHANNEL_DEPRECATED = "channel-deprecated"
    CHANNEL_MESSAGE_ADDED = "channel-message-added"
    CHANNEL_MESSAGE_REMOVED = "channel-message-removed"
    CHANNEL_SERVER_ADDED = "channel-server-added"
    CHANNEL_SERVER_REMOVED = "channel-server-removed"
    PARAMETER_ADDED = "parameter-added"
    PARAMETER_REMOVED = "parameter-removed"
    PARAMETER_NARROWED = "parameter-narrowed"
    PARAMETER_CHANGED = "parameter-changed"
    OPERATION_ADDED = "operation-added"
    SEND_OPERATION_REMOVED = "send-operation-removed"
    RECEIVE_OPERATION_REMOVED = "receive-operation-removed"
    REQUEST_OPERATION_REMOVED = "request-operation-removed"
    OPERATION_ACTION_CHANGED = "operation-action-changed"
    OPERATION_CHANNEL_CHANGED = "operation-channel-changed"
    OPERATION_MESSAGE_ADDED = "operation-message-added"
    OPERATION_MESSAGE_REMOVED = "operation-message-removed"
    REPLY_ADDED = "reply-added"
    REPLY_REMOVED = "reply-removed"
    REPLY_CHANGED = "reply-changed"
    SERVER_ADDED = "server-added"
    SERVER_REMOVED = "server-removed"
    SERVER_ADDRESS_CHANGED = "server-address-changed"
    SERVER_PROTOCOL_CHANGED = "server-protocol-changed"
    SERVER_PROTOCOL_VERSION_CHANGED = "server-protocol-version-changed"
    SERVER_VARIABLE_ADDED = "server-variable-added"
    SERVER_VARIABLE_REMOVED = "server-variable-removed"
    SERVER_VARIABLE_NARROWED = "server-variable-narrowed"
    SERVER_VARIABLE_CHANGED = "server-variable-changed"
    SECURITY_REQUIRED = "security-required"
    SECURITY_RELAXED = "security-relaxed"
    SECURITY_SCHEME_ADDED = "security-scheme-added"
    SECURITY_SCHEME_REMOVED = "security-scheme-removed"
    SECURITY_SCHEME_CHANGED = "security-scheme-changed"
    BINDING_ADDED = "binding-added"
    BINDING_REMOVED = "binding-removed"
    BINDING_CHANGED = "binding-changed"
    BINDING_TUNED = "binding-tuned"
    BINDING_SCHEMA_CHANGED = "binding-schema-changed"
    MESSAGE_ADDED = "message-added"
    MESSAGE_REMOVED = "message-removed"
    MESSAGE_RENAMED = "message-renamed"
    MESSAGE_KIND_CHANGED = "message-kind-changed"
    MESSAGE_VERSION_ADDED = "message-version-added"
    MESSAGE_VERSION_REMOVED = "message-version-removed"
    MESSAGE_VERSION_RELABELLED = "message-version-relabelled"
    PAYLOAD_CHANGED = "payload-changed"
    HEADERS_CHANGED = "headers-changed"
    KEY_CHANGED = "key-changed"
    SCHEMA_FORMAT_CHANGED = "schema-format-changed"
    CONTENT_TYPE_CHANGED = "content-type-changed"
    CORRELATION_CHANGED = "correlation-changed"
    PRODUCER_ADDED = "producer-added"
    PRODUCER_REMOVED = "producer-removed"
    CONSUMER_ADDED = "consumer-added"
    CONSUMER_REMOVED = "consumer-removed"
    LIFECYCLE_CHANGED = "lifecycle-changed"
    SUNSET_CHANGED = "sunset-changed"
    SUNSET_TOO_SOON = "sunset-too-soon"
    OWNERSHIP_CHANGED = "ownership-changed"
    DOMAIN_CHANGED = "domain-changed"
    DOMAIN_ADDED = "domain-added"
    DOMAIN_REMOVED = "domain-removed"
    TEAM_ADDED = "team-added"
    TEAM_REMOVED = "team-removed"
    USER_ADDED = "user-added"
    USER_REMOVED = "user-removed"


_K, _B = CatalogKind, Breaks
_KEEP = "Keep the old one beside it until every consumer has moved."
_ADDRESS = "Send to both addresses until everybody has moved, then drop the old one."

KINDS: dict[CatalogKind, Row] = {
    _K.SERVICE_ADDED: Row("A service is new in the catalog."),
    _K.SERVICE_REMOVED: Row(
        "A service is gone. It breaks the consumers of what nobody else sends, and the senders of what only it handled.",
        _B.CONSUMERS,
        "Move its messages to another service first, and let their consumers know.",
    ),
    _K.SERVICE_RENAMED: Row("The title of a service changed; its id did not."),
    _K.SERVICE_VERSION_ADDED: Row("A service has a new version of its contract. What is different in it is told by further changes."),
    _K.SERVICE_VERSION_REMOVED: Row(
        "A version of a contract is gone. What is different in the one that runs now is told by further changes."
    ),
    _K.SPECIFICATION_VERSION_CHANGED: Row("A contract is written for another version of AsyncAPI."),
    _K.CHANNEL_ADDED: Row("A channel is new."),
    _K.CHANNEL_REMOVED: Row("A channel is gone: no service declares it any more. It breaks whoever reads from it.", _B.CONSUMERS, _KEEP),
    _K.CHANNEL_ADDRESS_CHANGED: Row(
        "A channel has the same name and another address. It breaks everyone who sends or reads there.", _B.EVERYONE, _ADDRESS
    ),
    _K.CHANNEL_DEPRECATED: Row("A channel is marked as deprecated."),
    _K.CHANNEL_MESSAGE_ADDED: Row("A channel carries one more message. Consumers that read everything on it have to pass it over."),
    _K.CHANNEL_MESSAGE_REMOVED: Row("A channel no longer carries a message. It breaks those who read it there.", _B.CONSUMERS, _KEEP),
    _K.CHANNEL_SERVER_ADDED: Row("A channel is available on one more server."),
    _K.CHANNEL_SERVER_REMOVED: Row(
        "A channel is no longer available on a server. It breaks everyone who is connected there.",
        _B.EVERYONE,
        "Keep it on both servers until everybody has moved.",
    ),
    _K.PARAMETER_ADDED: Row(
        "The address of a channel has one more parameter, so it is another address.", _B.EVERYONE, "Declare a second channel for it."
    ),
    _K.PARAMETER_REMOVED: Row(
        "The address of a channel has one parameter less, so it is another address.", _B.EVERYONE, "Declare a second channel for it."
    ),
    _K.PARAMETER_NARROWED: Row(
        "A parameter takes fewer values. It breaks those who use the others.", _B.EVERYONE, "Keep the values that are in use."
    ),
    _K.PARAMETER_CHANGED: Row("A parameter takes more values, or has another default or location."),
    _K.OPERATION_ADDED: Row("A service does something new with a channel."),
    _K.SEND_OPERATION_REMOVED: Row(
        "A service no longer sends to a channel. It breaks the consumers of what it sent there.",
        _B.CONSUMERS,
        "Deprecate the messages with a date first, and go on sending until it has come.",
    ),
    _K.RECEIVE_OPERATION_REMOVED: Row("A consumer no longer reads from a channel. It breaks nobody."),
    _K.REQUEST_OPERATION_REMOVED: Row(
        "A service no longer handles requests or commands. It breaks those who send them.",
        _B.PRODUCERS,
        "Let another service handle them first.",
    ),
    _K.OPERATION_ACTION_CHANGED: Row(
        "An operation sends where it received, or the other way round. It breaks the other side.",
        _B.EVERYONE,
        "If the contract was written from the other point of view, set `point_of_view` of its source instead.",
    ),
    _K.OPERATION_CHANNEL_CHANGED: Row(
        "An operation uses another channel. It breaks the consumers of what it sends, or those who send what it handles.",
        _B.EVERYONE,
        _ADDRESS,
    ),
    _K.OPERATION_MESSAGE_ADDED: Row("An operation sends or receives one more message."),
    _K.OPERATION_MESSAGE_REMOVED: Row(
        "An operation no longer sends a message. It breaks its consumers. Where it no longer receives one, it breaks nobody.",
        _B.CONSUMERS,
        _KEEP,
    ),
    _K.REPLY_ADDED: Row("A request is answered now."),
    _K.REPLY_REMOVED: Row("A request is no longer answered. It breaks those who wait.", _B.EVERYONE, "Keep answering until nobody waits."),
    _K.REPLY_CHANGED: Row(
        "A request is answered elsewhere, or with other messages. It breaks those who wait for the former.", _B.EVERYONE, _KEEP
    ),
    _K.SERVER_ADDED: Row("A contract names one more server."),
    _K.SERVER_REMOVED: Row("A server is gone. It breaks everyone who is connected to it.", _B.EVERYONE, _KEEP),
    _K.SERVER_ADDRESS_CHANGED: Row(
        "A server has another address. It breaks everyone who is connected to the old one.",
        _B.EVERYONE,
        "Keep the old address reachable until everybody has moved.",
    ),
    _K.SERVER_PROTOCOL_CHANGED: Row("A server speaks another protocol. It breaks everyone.", _B.EVERYONE, "Add a second server for it."),
    _K.SERVER_PROTOCOL_VERSION_CHANGED: Row(
        "A server speaks another version of its protocol. It breaks clients that cannot.",
        _B.EVERYONE,
        "Make sure that the broker goes on speaking the old version.",
    ),
    _K.SERVER_VARIABLE_ADDED: Row(
        "The address of a server has one more variable. Without a default it breaks everyone.", _B.EVERYONE, "Give it a default."
    ),
    _K.SERVER_VARIABLE_REMOVED: Row("The address of a server has one variable less. What the address is now is told by another change."),
    _K.SERVER_VARIABLE_NARROWED: Row(
        "A variable takes fewer values. It breaks those who use the others.", _B.EVERYONE, "Keep the values that are in use."
    ),
    _K.SERVER_VARIABLE_CHANGED: Row("A variable takes more values, or has another default."),
    _K.SECURITY_REQUIRED: Row(
        "A server or an operation asks for more than before. It breaks clients that cannot give it.",
        _B.EVERYONE,
        "Accept the old way as an alternative until every client has moved.",
    ),
    _K.SECURITY_RELAXED: Row("A server or an operation accepts what it accepted before, and more."),
    _K.SECURITY_SCHEME_ADDED: Row("A contract declares one more security scheme."),
    _K.SECURITY_SCHEME_REMOVED: Row("A contract no longer declares a security scheme. Where it was asked for is told by other changes."),
    _K.SECURITY_SCHEME_CHANGED: Row(
        "A security scheme is another one under the same name. Where it was asked for is told by other changes."
    ),
    _K.BINDING_ADDED: Row("A binding says something that it did not say before."),
    _K.BINDING_REMOVED: Row(
        "A binding no longer says something that clients have to know.", _B.EVERYONE, "Keep the setting, or show that nobody relies on it."
    ),
    _K.BINDING_CHANGED: Row(
        "A binding says something else that clients have to know.", _B.EVERYONE, "Add a second channel or server with the new setting."
    ),
    _K.BINDING_TUNED: Row(
        "A binding says something else that concerns the broker only, such as the number of partitions or the retention."
    ),
    _K.BINDING_SCHEMA_CHANGED: Row("A schema inside a binding or of a parameter changed.", _B.EVERYONE),
    _K.MESSAGE_ADDED: Row("A message is new in the catalog."),
    _K.MESSAGE_REMOVED: Row(
        "A message is gone from the catalog. It breaks its consumers.", _B.CONSUMERS, "Deprecate it with a date first, then retire it."
    ),
    _K.MESSAGE_RENAMED: Row("A message has another name for people; its id did not change."),
    _K.MESSAGE_KIND_CHANGED: Row("A message is of another kind: event, command, query."),
    _K.MESSAGE_VERSION_ADDED: Row("A message has a new version. What is different in it is told by further changes."),
    _K.MESSAGE_VERSION_REMOVED: Row(
        "A version is gone. It breaks those who still read it, unless the version that is sent now can be read the same way.",
        _B.CONSUMERS,
        "Send both versions until every consumer has moved; mark the old one as deprecated, with a date.",
    ),
    _K.MESSAGE_VERSION_RELABELLED: Row("The same payload has another version number."),
    _K.PAYLOAD_CHANGED: Row("The payload changed; the change itself is one of its format's kinds.", _B.CONSUMERS),
    _K.HEADERS_CHANGED: Row("The headers changed; the change itself is one of their format's kinds.", _B.CONSUMERS),
    _K.KEY_CHANGED: Row("The key of the records changed; the change itself is one of its format's kinds.", _B.CONSUMERS),
    _K.SCHEMA_FORMAT_CHANGED: Row(
        "A schema is of another format, is new, or is gone. Nothing says that who reads the one can read the other.",
        _B.CONSUMERS,
        "Give the message a new version, and send both.",
    ),
    _K.CONTENT_TYPE_CHANGED: Row(
        "The bytes of a message mean something else, whatever its schema says.",
        _B.CONSUMERS,
        "Give the message a new version, and send both.",
    ),
    _K.CORRELATION_CHANGED: Row(
        "What ties messages together is found elsewhere.", _B.CONSUMERS, "Write the value to both places until every consumer has moved."
    ),
    _K.PRODUCER_ADDED: Row("One more service sends a message."),
    _K.PRODUCER_REMOVED: Row(
        "A service no longer sends a message. It breaks its consumers where nobody else sends it.", _B.CONSUMERS, _KEEP
    ),
    _K.CONSUMER_ADDED: Row("One more service reads a message."),
    _K.CONSUMER_REMOVED: Row("A service no longer reads a message. It breaks nobody."),
    _K.LIFECYCLE_CHANGED: Row("A version is a draft, active, deprecated, sunset or retired now."),
    _K.SUNSET_CHANGED: Row("The day on which a version may stop is another one."),
    _K.SUNSET_TOO_SOON: Row(
        "A version may stop sooner after its deprecation, or sooner than was promised, than the policy's notice allows.",
        _B.CONSUMERS,
        "Choose a later day.",
    ),
    _K.OWNERSHIP_CHANGED: Row("A service, message or channel has other owners."),
    _K.DOMAIN_CHANGED: Row("A service or message belongs to another domain."),
    _K.DOMAIN_ADDED: Row("A domain is new."),
    _K.DOMAIN_REMOVED: Row("A domain is gone."),
    _K.TEAM_ADDED: Row("A team is new."),
    _K.TEAM_REMOVED: Row("A team is gone."),
    _K.USER_ADDED: Row("A user is new."),
    _K.USER_REMOVED: Row("A user is gone."),
}
"""Kind → what it means, whom it breaks unless its circumstances say otherwise, and the hint."""
