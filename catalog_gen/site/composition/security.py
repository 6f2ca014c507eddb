"""Security: the schemes of a contract, and what servers and operations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.composition.bindings import compose_extensions
from catalog_gen.site.composition.facts import compose_pairs
from catalog_gen.site.composition.parts import anchor, compose_prose, distinct_anchors
from catalog_gen.site.views.security import FlowView, NeedView, SchemeView, ScopeLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.model.contract import Contract, OAuthFlow, SecurityNeed, SecurityScheme
    from catalog_gen.site.lookup import Lookup

TYPES = {
    "apiKey": "API key",
    "asymmetricEncryption": "Asymmetric encryption",
    "gssapi": "SASL/GSSAPI (Kerberos)",
    "http": "HTTP authentication",
    "httpApiKey": "API key over HTTP",
    "oauth2": "OAuth 2",
    "openIdConnect": "OpenID Connect",
    "plain": "SASL/PLAIN",
    "scramSha256": "SASL/SCRAM with SHA-256",
    "scramSha512": "SASL/SCRAM with SHA-512",
    "symmetricEncryption": "Symmetric encryption",
    "userPassword": "User name and password",
    "X509": "Client certificate (X.509)",
}
"""Type of a security scheme → what it is, in words."""

FLOWS = {
    "authorizationCode": "Authorization code",
    "clientCredentials": "Client credentials",
    "implicit": "Implicit",
    "password": "Resource owner's password",
}

PLACES = {
    "user": "in place of the user name",
    "password": "in place of the password",
    "header": "in a header",
    "query": "in the query of the address",
    "cookie": "in a cookie",
}


def compose_schemes(lookup: Lookup, contract: Contract) -> tuple[SchemeView, ...]:
    """The security schemes of a contract; those that nothing asks for say so."""
    stated = [one.security for one in contract.servers] + [one.security for one in contract.operations]
    asked = {need.scheme for security in stated for alternative in security for need in alternative}
    places = _places(contract)
    return tuple(_scheme(lookup, scheme, places[scheme.key], used=scheme.key in asked) for scheme in contract.security_schemes)


def _places(contract: Contract) -> dict[str, str]:
    """Where each scheme stands on its service's page."""
    return distinct_anchors((scheme.key for scheme in contract.security_schemes), "security")


def _scheme(lookup: Lookup, scheme: SecurityScheme, place: str, *, used: bool = True) -> SchemeView:
    pairs = (
        ("Where the key goes", PLACES.get(scheme.place, scheme.place)),
        ("Parameter", scheme.parameter),
        ("Scheme", scheme.scheme),
        ("Token format", scheme.bearer_format),
        ("Discovery", scheme.discovery_url),
        ("Scopes needed", ", ".join(scheme.scopes)),
    )
    return SchemeView(
        key=scheme.key,
        anchor=place,
        type=TYPES.get(scheme.type, scheme.type),
        description=compose_prose(lookup, scheme.description),
        facts=compose_pairs("Details", f"{place}-details", pairs),
        flows=tuple(_flow(flow, place) for flow in scheme.flows),
        data=compose_extensions(f"{place}-extensions", scheme.extensions),
        used=used,
    )


def _flow(flow: OAuthFlow, place: str) -> FlowView:
    pairs = (("Authorization", flow.authorization_url), ("Token", flow.token_url), ("Refresh", flow.refresh_url))
    return FlowView(
        title=FLOWS.get(flow.kind, flow.kind),
        facts=compose_pairs("Addresses", f"{place}-{anchor(flow.kind)}", pairs),
        scopes=tuple(ScopeLine(name=scope.name, description=scope.description) for scope in flow.scopes),
        data=compose_extensions(f"{place}-{anchor(flow.kind)}-extensions", flow.extensions),
    )


def compose_needs(lookup: Lookup, contract: Contract, security: Iterable[Iterable[SecurityNeed]]) -> tuple[tuple[NeedView, ...], ...]:
    """Alternatives, each of them schemes that are needed together; a scheme leads to its place on the page."""
    types = {scheme.key: scheme.type for scheme in contract.security_schemes}
    places = _places(contract)
    return tuple(tuple(_need(lookup, need, types, places) for need in alternative) for alternative in security)


def _need(lookup: Lookup, need: SecurityNeed, types: dict[str, str], places: dict[str, str]) -> NeedView:
    if need.inline is not None:
        kind = need.inline.type
        return NeedView(name=TYPES.get(kind, kind), scopes=need.scopes, inline=_scheme(lookup, need.inline, "security-inline"))
    kind = types.get(need.scheme, "")
    url = f"#{places[need.scheme]}" if need.scheme in places else ""
    return NeedView(name=need.scheme, url=url, type=TYPES.get(kind, kind), scopes=need.scopes)
