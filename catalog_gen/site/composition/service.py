"""The page of a service version: everything that its AsyncAPI document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.composition.bindings import compose_extensions
from catalog_gen.site.composition.components import compose_unused
from catalog_gen.site.composition.contract import compose_channel, compose_operations, compose_server, server_anchor
from catalog_gen.site.composition.facts import compose_pairs
from catalog_gen.site.composition.parts import (
    FINDING_LIMIT,
    anchor,
    compose_docs,
    compose_findings,
    compose_notes,
    compose_rest,
    compose_tags,
    place,
    safe_url,
)
from catalog_gen.site.composition.registrations import compose_ways
from catalog_gen.site.composition.security import compose_schemes
from catalog_gen.site.views.message import VersionLine
from catalog_gen.site.views.parts import FactTable, Head, LabelView, Ref
from catalog_gen.site.views.service import ExchangeLine, ServiceView

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Exchange, Service, ServiceVersion
    from catalog_gen.model.contract import Contract, License
    from catalog_gen.site.lookup import Lookup

OTHERS_LIMIT = 6
"""How many services on the other side one row names."""

_READINGS = {
    "application": "As the specification says: publish means that the application receives, subscribe that it sends.",
    "client": "From the client's side: publish means that the service sends, subscribe that it receives.",
}


def compose_service(lookup: Lookup, service: Service, version: ServiceVersion) -> ServiceView:
    """Everything that the page of one service version shows."""
    contract = version.contract
    summary = lookup.summary("", contract.description)
    return ServiceView(
        head=_head(lookup, service, version, summary),
        id=service.id,
        name=service.name,
        summary=summary,
        version=version.version,
        latest=version.latest,
        live=version.live,
        versions=_versions(service, version),
        domain=lookup.domain(service.domain),
        owners=lookup.owners(service.owners, service.overruled),
        specification=contract.spec_version,
        reading=_READINGS.get(contract.point_of_view, "") if contract.spec_version.startswith("2") else "",
        urn=contract.urn,
        content_type=contract.default_content_type,
        contact=_contact(contract),
        license=_license(contract.license),
        terms=safe_url(contract.terms),
        docs=compose_docs(contract.docs),
        tags=compose_tags(contract.tags),
        picture=lookup.pictures.service(service, version),
        description=compose_rest(lookup, contract.description, summary),
        notes=compose_notes(lookup, "service", service.id, version.version),
        sends=tuple(_exchange(lookup, exchange, (service.id, version.version), sends=True) for exchange in version.sends),
        receives=tuple(_exchange(lookup, exchange, (service.id, version.version), sends=False) for exchange in version.receives),
        operations=compose_operations(lookup, version),
        channels=tuple(
            compose_channel(lookup, contract, channel, f"channel-{number}-{anchor(channel.key)}")
            for number, channel in enumerate(contract.channels, start=1)
        ),
        servers=tuple(
            compose_server(lookup, contract, server, server_anchor(number, server))
            for number, server in enumerate(contract.servers, start=1)
        ),
        security=compose_schemes(lookup, contract),
        unused=compose_unused(lookup, contract),
        data=compose_extensions("extensions", contract.extensions),
        findings=compose_findings(lookup.findings_in(contract.path))[:FINDING_LIMIT],
        place=place(contract.span),
    )


def _head(lookup: Lookup, service: Service, version: ServiceVersion, summary: str) -> Head:
    domain = lookup.domain(service.domain)
    services = Ref(name="Services", url="services/")
    return Head(
        title=service.name if version.latest else f"{service.name} {version.version}",
        summary=summary or f"Service {service.name}, version {version.version}.",
        url=addresses.service_url(service, None if version.latest else version),
        section="services",
        crumbs=(domain, services) if domain else (services,),
    )


def _versions(service: Service, shown: ServiceVersion) -> tuple[VersionLine, ...]:
    return tuple(
        VersionLine(
            label=version.version,
            url=addresses.service_url(service, None if version.latest else version),
            state="live" if version.live else "",
            latest=version.latest,
            shown=version is shown,
        )
        for version in service.versions
    )


def _exchange(lookup: Lookup, exchange: Exchange, here: tuple[str, str], *, sends: bool) -> ExchangeLine:
    message = lookup.catalog.message_by_id.get(exchange.message)
    version = message.version(exchange.version) if message else None
    others: dict[str, Ref] = {}
    mine = (version.producers if sends else version.consumers) if version is not None else ()
    ways = [one for party in mine if (party.service, party.version) == here for one in party.deliveries]
    if version is not None:
        for party in version.consumers if sends else version.producers:
            others.setdefault(party.service, lookup.service(party.service))
    return ExchangeLine(
        message=lookup.message(exchange.message),
        kind=message.kind if message else "message",
        summary=lookup.summary(version.summary, version.description) if version else "",
        version=lookup.message_version(exchange.message, exchange.version),
        state=version.lifecycle.state if version else "",
        channel=lookup.channel(exchange.channel) if exchange.channel else None,
        others=tuple(others.values())[:OTHERS_LIMIT],
        more=max(0, len(others) - OTHERS_LIMIT),
        ways=compose_ways(tuple(ways)),
    )


def _contact(contract: Contract) -> tuple[FactTable, ...]:
    contact = contract.contact
    if contact is None:
        return ()
    pairs = (("Name", contact.name), ("E-mail", contact.email), ("Web", contact.url))
    return (
        *compose_pairs("Contact", "contact", pairs),
        *compose_extensions("contact-extensions", contact.extensions, "Contact, extensions"),
    )


def _license(license_: License | None) -> LabelView | None:
    if license_ is None:
        return None
    return LabelView(
        name=license_.name or license_.url,
        url=safe_url(license_.url),
        data=compose_extensions("license-extensions", license_.extensions, "Licence, extensions"),
    )
