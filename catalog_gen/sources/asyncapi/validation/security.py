"""Rules about security: that schemes exist, and that they know the scopes that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Item, Subject

SCOPED = frozenset({"oauth2", "openIdConnect"})
HOLDERS = ("server", "operation", "operationTrait")


def _requirements(subject: Subject) -> Iterator[tuple[Item, int, str, Any]]:
    """Each scheme that an object of a 2.x document asks for: the object, which alternative, the scheme's name, the scopes."""
    for item in subject.of(*HOLDERS):
        for index, requirement in enumerate(item.list("security")):
            if isinstance(requirement, dict):
                for name, scopes in requirement.items():
                    yield item, index, name, scopes


def undeclared(subject: Subject) -> Iterator[Finding]:
    """Schemes that are asked for, and that no component declares."""
    known = subject.components("securitySchemes")
    for item, index, name, _ in _requirements(subject):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            listed = ", ".join(f"`{one}`" for one in list(known)[:8])
            declare = f"Declare it under `components: securitySchemes:`{f'; there are {listed}' if listed else ''}."
            yield Finding(
                f"The security scheme `{name}` is not declared.",
                item.below("security", index, name),
                f"Did you mean `{near[0]}`?" if near else declare,
            )


def unknown_scope(subject: Subject) -> Iterator[Finding]:
    """Scopes that no flow of an OAuth scheme offers."""
    schemes = subject.components("securitySchemes")
    for item, index, name, scopes in _requirements(subject):
        scheme = schemes.get(name)
        if scheme is None or scheme.broken or not isinstance(scopes, list):
            continue
        yield from _unknown_scopes(
            scheme, scopes, lambda number, item=item, index=index, name=name: item.below("security", index, name, number)
        )
    for item in subject.of("securityScheme"):
        if subject.major == 3:  # noqa: PLR2004 - the major version
            yield from _unknown_scopes(item.place, item.list("scopes"), lambda number, item=item: item.below("scopes", number))


def _unknown_scopes(scheme: Place, scopes: list[Any], spot: Any) -> Iterator[Finding]:
    if not isinstance(scheme.value, dict) or scheme.value.get("type") != "oauth2":
        return
    flows = scheme.get("flows")
    offered: dict[str, None] = {}
    for _, flow in flows.items() if flows is not None else ():
        for field in ("scopes", "availableScopes"):
            member = flow.get(field)
            if member is not None and isinstance(member.value, dict):
                offered.update(dict.fromkeys(member.value))
    for number, scope in enumerate(scopes):
        if offered and isinstance(scope, str) and scope not in offered:
            near = get_close_matches(scope, offered, n=1)
            listed = ", ".join(f"`{one}`" for one in list(offered)[:8])
            yield Finding(
                f"No flow of the security scheme offers the scope `{scope}`.",
                spot(number),
                f"Did you mean `{near[0]}`?" if near else f"Offered are {listed}.",
            )


def needless_scope(subject: Subject) -> Iterator[Finding]:
    """Scopes for a scheme that knows none."""
    schemes = subject.components("securitySchemes")
    for item, index, name, scopes in _requirements(subject):
        scheme = schemes.get(name)
        kind = scheme.value.get("type") if scheme is not None and isinstance(scheme.value, dict) else None
        if isinstance(scopes, list) and scopes and isinstance(kind, str) and kind not in SCOPED:
            yield Finding(
                f"The security scheme `{name}` is of the type `{kind}`, which has no scopes.",
                item.below("security", index, name),
                f"Write `{name}: []`.",
            )


RULES = (
    Rule("asyncapi-security-undeclared", Severity.ERROR, "Security schemes that are asked for are declared.", undeclared, (2,)),
    Rule("asyncapi-security-scope-unknown", Severity.ERROR, "Scopes that are asked for are offered by a flow.", unknown_scope),
    Rule("asyncapi-security-scope-needless", Severity.ERROR, "Only OAuth 2 and OpenID Connect have scopes.", needless_scope, (2,)),
)
