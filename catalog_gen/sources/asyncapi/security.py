"""Security: how a client proves who it is, and which schemes a server or an operation asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model.contract import OAuthFlow, Scope, SecurityNeed, SecurityScheme
from catalog_gen.sources.asyncapi.reading import extensions_of, scalar, span_of, text_of, texts_of

if TYPE_CHECKING:
    from catalog_gen.sources.asyncapi.layers import Place
    from catalog_gen.sources.asyncapi.reading import Reading

Alternatives = tuple[tuple[SecurityNeed, ...], ...]


def schemes_of(reading: Reading, root: Place) -> tuple[SecurityScheme, ...]:
    """The security schemes among a document's components."""
    components = root.get("components")
    if components is None or not isinstance(components.value, dict):
        return ()
    return tuple(_scheme(reading, key, place) for key, place in reading.entries(components, "securitySchemes"))


def security_of(reading: Reading, place: Place) -> Alternatives:
    """What a server or an operation asks for: alternatives, each a combination of schemes that are needed together.

    2.x writes a list of mappings from a scheme's name to scopes; the schemes of one mapping belong together (AsyncAPI 2.x,
    "Security Requirement Object"). 3.x writes a list of schemes, any of which is enough.
    """
    member = place.get("security")
    if member is None or not isinstance(member.value, list):
        return ()
    return tuple(_alternative(reading, element) for element in member.elements() if isinstance(element.value, dict))


def _alternative(reading: Reading, place: Place) -> tuple[SecurityNeed, ...]:
    if place.reference is not None:
        return (SecurityNeed(scheme=place.reference.name, scopes=texts_of(place, "scopes")),)
    if isinstance(place.value.get("type"), str):
        kind = text_of(place, "type")
        return (SecurityNeed(scheme=kind, scopes=texts_of(place, "scopes"), inline=_scheme(reading, kind, place)),)
    return tuple(
        SecurityNeed(scheme=name, scopes=tuple(text for scope in scopes.elements() if (text := scalar(scope.value))))
        for name, scopes in place.items()
        if not name.startswith("x-")
    )


def _scheme(reading: Reading, key: str, place: Place) -> SecurityScheme:
    return SecurityScheme(
        key=key,
        type=text_of(place, "type"),
        description=text_of(place, "description"),
        parameter=text_of(place, "name"),
        place=text_of(place, "in"),
        scheme=text_of(place, "scheme"),
        bearer_format=text_of(place, "bearerFormat"),
        flows=tuple(_flow(kind, flow) for kind, flow in reading.entries(place, "flows")),
        discovery_url=text_of(place, "openIdConnectUrl"),
        scopes=texts_of(place, "scopes"),
        extensions=extensions_of(place),
        span=span_of(place),
    )


def _flow(kind: str, place: Place) -> OAuthFlow:
    scopes = place.get("availableScopes") or place.get("scopes")
    return OAuthFlow(
        kind=kind,
        authorization_url=text_of(place, "authorizationUrl"),
        token_url=text_of(place, "tokenUrl"),
        refresh_url=text_of(place, "refreshUrl"),
        scopes=tuple(Scope(name=name, description=scalar(text.value)) for name, text in scopes.items()) if scopes is not None else (),
        extensions=extensions_of(place),
    )
