"""Words for extensions (`x-…`) whose meaning is known: those that decide something here, and those of common tools."""

from __future__ import annotations

import re

from catalog_gen.site.bindings import Row

EXTENSIONS: dict[str, Row] = {
    "x-deprecated": Row("Deprecated", "Whether it should no longer be used."),
    "x-domain": Row("Domain", "The domain that the service belongs to."),
    "x-eventcatalog-channels": Row("Channels", "How EventCatalog routes the message."),
    "x-eventcatalog-deprecated": Row("Deprecated", "Whether it should no longer be used."),
    "x-eventcatalog-domain": Row("Domain", "The domain that the service belongs to."),
    "x-eventcatalog-draft": Row("Draft", "Whether it is still being worked on."),
    "x-eventcatalog-lifecycle": Row("Lifecycle", "Where the message stands."),
    "x-eventcatalog-message-id": Row("Message id", "The id under which the message stands in the catalog."),
    "x-eventcatalog-message-name": Row("Message name", "What the message is called in EventCatalog."),
    "x-eventcatalog-message-type": Row("Kind", "Whether the message is an event, a command or a query."),
    "x-eventcatalog-message-version": Row("Message version", "The version of the message, apart from that of the document."),
    "x-eventcatalog-owners": Row("Owners", "The teams or people who own it."),
    "x-eventcatalog-role": Row("Role", "Whether the service provides the message or is its client."),
    "x-eventcatalog-service-id": Row("Service id", "The id under which the service stands in the catalog."),
    "x-eventcatalog-service-version": Row("Service version", "The version of the service, apart from that of the document."),
    "x-kind": Row("Kind", "Whether the message is an event, a command or a query."),
    "x-lifecycle": Row("Lifecycle", "Where the message stands."),
    "x-message-id": Row("Message id", "The id under which the message stands in the catalog."),
    "x-owner": Row("Owner", "The team or person who owns it."),
    "x-owners": Row("Owners", "The teams or people who own it."),
    "x-registry-subject": Row("Subject", "The subject under which a registry keeps the payload's schema."),
    "x-schema-registry-subject": Row("Subject", "The subject under which a registry keeps the payload's schema."),
    "x-service-id": Row("Service id", "The id under which the service stands in the catalog."),
    "x-subject": Row("Subject", "The subject under which a registry keeps the payload's schema."),
    "x-version": Row("Message version", "The version of the message, apart from that of the document."),
    "x-logo": Row("Logo", "A picture that stands for the service."),
    "x-linkedin": Row("LinkedIn", "A page about the author."),
    "x-twitter": Row("Twitter", "An account of the author."),
    "x-scs-function-name": Row("Function", "The Spring Cloud Stream function that handles the operation."),
    "x-scs-destination": Row("Destination", "The destination that Spring Cloud Stream binds to."),
    "x-scs-group": Row("Consumer group", "The group that Spring Cloud Stream reads in."),
}
"""Extension → what it is called, and what it says."""

_PORTAL = "x-ep-"
_PORTAL_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_PORTAL_PARTS = (
    ("state", "Where it stands in its life cycle in Solace Event Portal."),
    ("version", "The version in Solace Event Portal that this was exported from."),
    ("id", "Under which it is found in Solace Event Portal."),
    ("name", "What it is called in Solace Event Portal."),
    ("shared", "Whether other application domains may use it in Solace Event Portal."),
)


def describe_extension(way: str) -> Row | None:
    """What is known about an extension, by its name; members inside it keep their names."""
    known = EXTENSIONS.get(way)
    if known is not None or not way.startswith(_PORTAL) or "." in way:
        return known
    words = [word.lower() for word in _PORTAL_WORDS.findall(way.removeprefix(_PORTAL))]
    label = " ".join(words).capitalize()
    meaning = next((text for part, text in _PORTAL_PARTS if part in words), "A fact from Solace Event Portal.")
    return Row(f"{label}, Event Portal", meaning) if words else None
