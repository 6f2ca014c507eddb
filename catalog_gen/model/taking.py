"""Take the snapshot of a catalog that was read from files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import msgspec

from catalog_gen.diagnostics import Severity, Span
from catalog_gen.model.base import Json
from catalog_gen.model.catalog import Catalog, Service, ServiceVersion
from catalog_gen.model.contract import Binding, ContractChannel, Operation, SecurityNeed, SecurityScheme, Server, Variable
from catalog_gen.model.governance import policy_of, reads_of
from catalog_gen.model.message import Message, MessageVersion, Party
from catalog_gen.model.people import Owner
from catalog_gen.model.schema import Schema
from catalog_gen.model.snapshot import (
    ChannelFacts,
    ContractFacts,
    GroupFacts,
    MessageFacts,
    PartyFacts,
    SchemaFacts,
    ServiceFacts,
    Snapshot,
    Thing,
    VersionFacts,
)

Reads = dict[tuple[str, str], tuple[str, ...]]
"""(service, `path#pointer` of a message object) → fields that an operation says it reads."""

READS_KEY = "x-reads"
"""The extension of an operation or a message that lists the fields which the service reads."""


_UNREADABLE = ("asyncapi-", "channel-", "json-", "reference-", "text-", "yaml-")
"""How the codes of errors begin because of which something that stands in a document may not be in the catalog."""


def take(catalog: Catalog) -> Snapshot:
    """The facts of a catalog that can be compared."""
    names = {
        _key(party.span): message.id
        for message in catalog.messages
        for version in message.versions
        for party in (*version.producers, *version.consumers)
    }
    broken = {found.span.path for found in catalog.diagnostics if found.severity is Severity.ERROR and found.code.startswith(_UNREADABLE)}
    reads = dict(_reads(catalog))
    return Snapshot(
        as_of=catalog.as_of,
        governance=catalog.governance,
        services=tuple(_service(service, names, broken) for service in catalog.services),
        messages=tuple(_message(message, catalog, reads) for message in catalog.messages),
        channels=tuple(
            ChannelFacts(
                id=channel.id,
                address=channel.address,
                protocols=channel.protocols,
                owners=_ids(channel.owners),
                messages=channel.messages,
            )
            for channel in catalog.channels
        ),
        domains=tuple(GroupFacts(id=one.id, name=one.name, owners=one.owners) for one in catalog.domains),
        teams=tuple(GroupFacts(id=one.id, name=one.name, owners=one.members) for one in catalog.teams),
        users=tuple(GroupFacts(id=one.id, name=one.name) for one in catalog.users),
    )


def _ids(owners: Iterable[Owner]) -> tuple[str, ...]:
    return tuple(owner.id for owner in owners)


def _key(span: Span) -> str:
    return f"{span.path}#{span.pointer}"


# --- messages


def _message(message: Message, catalog: Catalog, reads: Reads) -> MessageFacts:
    return MessageFacts(
        id=message.id,
        name=message.name,
        kind=message.kind,
        domain=message.domain,
        owners=_ids(message.owners),
        latest=message.latest,
        aliases=message.aliases,
        policy=policy_of(catalog.governance, message),
        versions=tuple(_version(message, version, catalog, reads) for version in message.versions),
    )


def _version(message: Message, version: MessageVersion, catalog: Catalog, reads: Reads) -> VersionFacts:
    facts: dict[str, Json] = {}
    for binding in version.bindings:
        facts |= _binding_facts(binding)
    if version.correlation is not None:
        facts["correlation"] = version.correlation.location
    key = version.key or next((one.schema for binding in version.bindings for one in binding.schemas if one.field == "key"), None)
    return VersionFacts(
        version=version.version,
        aliases=version.aliases,
        lifecycle=version.lifecycle,
        content_type=version.content_type,
        channels=version.channels,
        payload=schema_facts(version.payload),
        headers=schema_facts(version.headers),
        key=schema_facts(key),
        facts=facts,
        producers=tuple(_party(party, message, catalog, reads) for party in version.producers),
        consumers=tuple(_party(party, message, catalog, reads) for party in version.consumers),
        registered=bool(version.registrations),
        span=version.span,
    )


def _party(party: Party, message: Message, catalog: Catalog, reads: Reads) -> PartyFacts:
    names = (message.id, *message.aliases)
    stated = next((found for name in names if (found := reads_of(catalog.governance.reads, party.service, name))), ())
    return PartyFacts(
        service=party.service,
        version=party.version,
        live=party.live,
        reads=stated or reads.get((party.service, _key(party.span)), ()) or party.reads,
        drifts=party.schema is not None,
        span=party.span,
    )


def _reads(catalog: Catalog) -> Iterable[tuple[tuple[str, str], tuple[str, ...]]]:
    for service in catalog.services:
        for version in service.versions:
            for operation in version.contract.operations:
                fields = reads_in(operation.extensions)
                for name in operation.messages if fields and operation.action == "receive" else ():
                    yield (service.id, name), fields


def reads_in(extensions: Json) -> tuple[str, ...]:
    """The fields that an `x-reads` lists."""
    listed = extensions.get(READS_KEY) if isinstance(extensions, dict) else None
    return tuple(field for field in listed if isinstance(field, str)) if isinstance(listed, list) else ()


def schema_facts(schema: Schema | None) -> SchemaFacts | None:
    """What is compared of a schema."""
    if schema is None:
        return None
    return SchemaFacts(
        format=schema.format,
        sha256=sha256(schema.written.encode("utf-8", "surrogatepass")).hexdigest(),
        digest=schema.digest,
        text=schema.text,
        span=schema.span,
        parts={part.key.replace("~", "~0").replace("/", "~1"): part.span for part in schema.parts},
    )


# --- contracts


def _service(service: Service, names: dict[str, str], broken: set[str]) -> ServiceFacts:
    return ServiceFacts(
        id=service.id,
        name=service.name,
        domain=service.domain,
        owners=_ids(service.owners),
        latest=service.latest,
        versions=tuple(contract_facts(version, names, broken) for version in service.versions),
    )


def contract_facts(version: ServiceVersion, names: dict[str, str], broken: set[str]) -> ContractFacts:
    """What is compared of a contract. `names` is `path#pointer` of a message object → the message's id."""
    contract = version.contract
    schemes = {one.key: one for one in contract.security_schemes}
    addresses = {channel.key: channel.address or channel.key for channel in contract.channels}
    return ContractFacts(
        version=version.version,
        live=version.live,
        facts=_filled({"default_content_type": contract.default_content_type, "spec_version": contract.spec_version}),
        servers={server.id: _server(server, schemes) for server in contract.servers},
        channels={channel.key: _channel(channel, names) for channel in contract.channels},
        operations={operation.key: _operation(operation, names, addresses, schemes) for operation in contract.operations},
        schemes={one.key: Thing(facts=_scheme(one), span=one.span) for one in contract.security_schemes},
        broken=contract.path in broken,
        span=contract.span,
    )


def _filled(facts: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}


def _server(server: Server, schemes: dict[str, SecurityScheme]) -> Thing:
    facts = _filled({"url": server.url, "protocol": server.protocol, "protocol_version": server.protocol_version})
    facts["security"] = _security(server.security, schemes)
    return _with_parts(facts, server.variables, server.bindings, "variables", server.span)


def _channel(channel: ContractChannel, names: dict[str, str]) -> Thing:
    facts = _filled({"servers": sorted(channel.servers), "deprecated": channel.deprecated or None})
    facts["address"] = channel.address
    facts["messages"] = sorted({names[key] for key in channel.messages if key in names})
    return _with_parts(facts, channel.parameters, channel.bindings, "parameters", channel.span)


def _operation(operation: Operation, names: dict[str, str], addresses: dict[str, str], schemes: dict[str, SecurityScheme]) -> Thing:
    reply = operation.reply
    facts = _filled({"channel": addresses.get(operation.channel, operation.channel)})
    facts["action"] = operation.action
    facts["messages"] = sorted({names[key] for key in operation.messages if key in names})
    facts["security"] = _security(operation.security, schemes)
    if reply is not None:
        facts["reply"] = _filled(
            {
                "channel": addresses.get(reply.channel, reply.channel),
                "address": reply.address,
                "messages": sorted({names[key] for key in reply.messages if key in names}),
            }
        )
    return _with_parts(facts, (), operation.bindings, "", operation.span)


def _with_parts(facts: dict[str, Json], variables: Iterable[Variable], bindings: Iterable[Binding], part: str, span: Span) -> Thing:
    schemas: dict[str, SchemaFacts] = {}
    for variable in variables:
        facts[f"{part}.{variable.name}"] = _filled(
            {"default": variable.default, "enum": list(variable.enum), "location": variable.location}
        )
        found = schema_facts(variable.schema)
        if found is not None:
            schemas[f"{part}.{variable.name}.schema"] = found
    for binding in bindings:
        facts |= _binding_facts(binding)
        for one in binding.schemas:
            found = schema_facts(one.schema)
            if found is not None:
                schemas[f"bindings.{binding.protocol}.{one.field}"] = found
    return Thing(facts=facts, schemas=schemas, span=span)


def _binding_facts(binding: Binding) -> dict[str, Json]:
    """Each member of a binding by its dotted way; lists are one value."""
    found: dict[str, Json] = {}
    waiting: list[tuple[str, Json]] = [(f"bindings.{binding.protocol}", binding.fields if isinstance(binding.fields, dict) else {})]
    while waiting:
        way, value = waiting.pop()
        if isinstance(value, dict) and way.count(".") < _MOST_LEVELS:
            waiting += ((f"{way}.{name}", member) for name, member in value.items())
        else:
            found[way] = value
    if not binding.schemas and not found:
        found[f"bindings.{binding.protocol}"] = {}
    return dict(sorted(found.items()))


_MOST_LEVELS = 8


def _security(alternatives: Iterable[Iterable[SecurityNeed]], schemes: dict[str, SecurityScheme]) -> list[list[dict[str, Json]]]:
    """Alternatives, each a list of needs: the scheme as it is defined (so that renaming its key changes nothing) and the scopes."""
    return [sorted((_need(need, schemes) for need in needs), key=repr) for needs in alternatives]


def _need(need: SecurityNeed, schemes: dict[str, SecurityScheme]) -> dict[str, Json]:
    scheme = need.inline or schemes.get(need.scheme)
    scopes = sorted({*need.scopes, *(scheme.scopes if scheme is not None else ())})
    return _filled({"name": need.scheme or (scheme.type if scheme is not None else ""), "scopes": scopes}) | {
        "scheme": _scheme(scheme) if scheme is not None else {}
    }


def _scheme(scheme: SecurityScheme) -> dict[str, Json]:
    """What a client must do; flows by their addresses, without descriptions."""
    flows = {
        flow.kind: _filled({"authorization": flow.authorization_url, "token": flow.token_url, "refresh": flow.refresh_url})
        for flow in scheme.flows
    }
    return _filled(
        {
            "type": scheme.type,
            "parameter": scheme.parameter,
            "place": scheme.place,
            "scheme": scheme.scheme.lower(),
            "flows": flows,
            "discovery": scheme.discovery_url,
        }
    )


# --- as a published catalog holds it

FACTS_FORMAT = 1
"""Raised when the facts in a `catalog.json` change their meaning."""


def published_facts(catalog: Catalog) -> dict[str, Json]:
    """What a `catalog.json` tells of contracts and versions for a later comparison, besides its rows.

    Contracts that run, message versions, and each text of headers, keys and bindings once, by its hash; default values and places left out.
    """
    snapshot = take(catalog)
    texts: dict[str, str] = {}
    return {
        "format": FACTS_FORMAT,
        "services": {
            service.id: {version.version: _contract_told(version, texts) for version in service.versions if version.live}
            for service in snapshot.services
        },
        "messages": {
            message.id: {
                "policy": _compact(msgspec.structs.replace(message.policy, span=None)),
                "versions": {one.version: _version_told(one, texts) for one in message.versions},
            }
            for message in snapshot.messages
        },
        "texts": dict(sorted(texts.items())),
    }


def _contract_told(version: ContractFacts, texts: dict[str, str]) -> Json:
    things = {
        part: {key: msgspec.structs.replace(one, span=None, schemas=_told_schemas(one.schemas, texts)) for key, one in found.items()}
        for part, found in (("servers", version.servers), ("channels", version.channels), ("operations", version.operations))
    }
    schemes = {key: msgspec.structs.replace(one, span=None) for key, one in version.schemes.items()}
    span = Span(path=version.span.path) if version.span is not None else None
    return _compact(msgspec.structs.replace(version, span=span, schemes=schemes, **things))


def _version_told(version: VersionFacts, texts: dict[str, str]) -> Json:
    told = _told_schemas({"headers": version.headers, "key": version.key}, texts)
    bare = VersionFacts(version="", payload=_bare(version.payload), facts=version.facts, **told)
    says = [
        msgspec.structs.replace(party, span=None, live=True) for party in version.consumers if party.live and (party.reads or party.drifts)
    ]
    return _compact(msgspec.structs.replace(bare, consumers=tuple(says))) | {"version": version.version}


def _told_schemas(schemas: Mapping[str, SchemaFacts | None], texts: dict[str, str]) -> dict[str, Any]:
    """Schemas whose texts are told elsewhere."""
    found = {name: one for name, one in schemas.items() if one is not None}
    told = {}
    for name, one in found.items():
        key = sha256(one.text.encode("utf-8", "surrogatepass")).hexdigest()
        texts[key] = one.text.encode("utf-8", "replace").decode()
        told[name] = msgspec.structs.replace(one, text="", sha256=key, span=None, parts={})
    return told


def _bare(schema: SchemaFacts | None) -> SchemaFacts | None:
    return None if schema is None else SchemaFacts(format=schema.format, digest=schema.digest)


def _compact(value: Json) -> Json:
    """A value as JSON, its fields that say nothing left out."""
    if isinstance(value, msgspec.Struct):
        found = {field.name: (getattr(value, field.name), _default(field)) for field in msgspec.structs.fields(value)}
        return {name: _compact(member) for name, (member, default) in found.items() if member != default}
    if isinstance(value, dict):
        return {name: _compact(member) for name, member in value.items()}
    return [_compact(member) for member in value] if isinstance(value, (list, tuple)) else value


def _default(field: msgspec.structs.FieldInfo) -> Json:
    return field.default_factory() if callable(field.default_factory) else field.default
