"""The catalog's published form: the JSON of `catalog-gen inspect` and `api/v1/catalog.json`."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.model import addresses
from catalog_gen.model.catalog import Catalog, Exchange, Service
from catalog_gen.model.declaration import DocumentRow
from catalog_gen.model.message import Lifecycle, Message, MessageVersion, Party
from catalog_gen.model.people import Owner
from catalog_gen.model.registry import Registration
from catalog_gen.model.taking import published_facts

FORMAT = 1
"""Raised when a field changes its meaning or goes."""


def publish(catalog: Catalog) -> bytes:
    """UTF-8 JSON, two spaces deep, ending in a newline; the same bytes for equal catalogs."""
    return msgspec.json.format(msgspec.json.encode(_catalog(catalog)), indent=2) + b"\n"


def _catalog(catalog: Catalog) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "title": catalog.title,
        "as_of": catalog.as_of,
        "documents": [_document(row) for row in catalog.documents],
        "domains": [
            {"id": domain.id, "name": domain.name, "owners": list(domain.owners), "url": addresses.domain_url(domain)}
            for domain in catalog.domains
        ],
        "teams": [
            {"id": team.id, "name": team.name, "members": list(team.members), "url": addresses.team_url(team)} for team in catalog.teams
        ],
        "users": [{"id": user.id, "name": user.name, "url": addresses.user_url(user)} for user in catalog.users],
        "services": [row for service in catalog.services for row in _service(service)],
        "messages": [_message(message) for message in catalog.messages],
        "channels": [
            {
                "id": channel.id,
                "address": channel.address,
                "protocol": ", ".join(channel.protocols),
                "messages": list(channel.messages),
                "url": addresses.channel_url(channel),
            }
            for channel in catalog.channels
        ],
        "servers": [{"id": server.id, "url": server.url, "protocol": server.protocol} for server in catalog.servers],
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in catalog.diagnostics],
        "facts": published_facts(catalog),
    }


def _document(row: DocumentRow) -> dict[str, Any]:
    return {
        "path": row.path,
        "type": row.type,
        "spec_version": row.spec_version,
        "title": row.title,
        "version": row.version,
        "loaded": row.loaded,
        "counts": row.counts,
    }


def _owners(owners: Iterable[Owner]) -> list[str]:
    return [owner.id for owner in owners]


def _service(service: Service) -> list[dict[str, Any]]:
    return [
        {
            "id": service.id,
            "name": version.contract.name,
            "version": version.version,
            "latest": version.latest,
            "live": version.live,
            "domain": service.domain,
            "owners": _owners(service.owners),
            "url": addresses.service_url(service, version),
            "sends": [_exchange(exchange) for exchange in version.sends],
            "receives": [_exchange(exchange) for exchange in version.receives],
        }
        for version in service.versions
    ]


def _exchange(exchange: Exchange) -> dict[str, str]:
    return {"message": exchange.message, "version": exchange.version, "channel": exchange.channel}


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "name": message.name,
        "kind": message.kind,
        "domain": message.domain,
        "owners": _owners(message.owners),
        "latest": message.latest,
        "aliases": list(message.aliases),
        "url": addresses.message_url(message),
        "versions": [_version(message, version) for version in message.versions],
    }


def _version(message: Message, version: MessageVersion) -> dict[str, Any]:
    url = addresses.version_url(message, version)
    return {
        "version": version.version,
        "aliases": list(version.aliases),
        "url": url,
        "lifecycle": version.lifecycle.state,
        "dates": _dates(version.lifecycle),
        "content_type": version.content_type,
        "channels": list(version.channels),
        "schema": _schema(version, url),
        "producers": [_party(party) for party in version.producers],
        "consumers": [_party(party) for party in version.consumers],
        "registrations": [_registration(one) for one in version.registrations],
    }


def _registration(one: Registration) -> dict[str, Any]:
    return {
        "registry": one.registry,
        "context": one.context,
        "subject": one.subject,
        "version": one.version,
        "role": one.role,
        "id": one.identifier,
        "state": one.state,
        "registered": one.registered,
        "registered_by": one.registered_by,
        "compatibility": one.compatibility,
        "references": [{"name": needed.name, "subject": needed.subject, "version": needed.version} for needed in one.references],
        "labels": {label.name: label.value for label in one.labels},
        "tags": {place.path: list(place.tags) for place in one.tags},
        "path": one.span.path,
        "pointer": one.span.pointer,
    }


def _dates(lifecycle: Lifecycle) -> dict[str, str]:
    named = {"deprecated": lifecycle.deprecated, "sunset": lifecycle.sunset, "retired": lifecycle.retired}
    return {name: day for name, day in named.items() if day}


def _schema(version: MessageVersion, url: str) -> dict[str, str] | None:
    schema = version.payload
    if schema is None:
        return None
    return {
        "format": schema.format,
        "sha256": sha256(schema.written.encode("utf-8", "surrogatepass")).hexdigest(),
        "url": f"{url}schema.{schema.extension}",
        "bundled_url": f"{url}bundled.{'json' if schema.bundled else schema.extension}",
    }


def _party(party: Party) -> dict[str, Any]:
    return {"service": party.service, "version": party.version, "live": party.live}


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": diagnostic.span.path,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "pointer": diagnostic.span.pointer,
        "related": [{"path": span.path, "line": span.line, "column": span.column, "pointer": span.pointer} for span in diagnostic.related],
    }
