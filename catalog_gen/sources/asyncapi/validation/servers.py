"""Rules about servers: the placeholders of their addresses, and their variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Item, Subject

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FIELDS = {2: ("url",), 3: ("host", "pathname")}


def _placeholders(item: Item, major: int) -> dict[str, str]:
    """Names in braces in a server's address → the field that they stand in."""
    return {name: field for field in _FIELDS[major] for name in PLACEHOLDER.findall(item.text(field)) if name}


def undeclared(subject: Subject) -> Iterator[Finding]:
    """Placeholders of an address that are no variable."""
    for item in subject.of("server"):
        variables = item.mapping("variables")
        for name, field in _placeholders(item, subject.major).items():
            if name not in variables:
                yield Finding(
                    f"`{{{name}}}` in `{field}` of the server `{item.key}` is not declared under `variables`.",
                    item.below(field),
                    f"Add `variables: {{{name}: {{default: …}}}}` to the server.",
                )


def unused(subject: Subject) -> Iterator[Finding]:
    """Variables that the address has no placeholder for."""
    for item in subject.of("server"):
        used = _placeholders(item, subject.major)
        fields = " or ".join(f"`{field}`" for field in _FIELDS[subject.major])
        for name in item.mapping("variables"):
            if name not in used and not name.startswith("x-") and name != "$ref":
                yield Finding(
                    f"The variable `{name}` of the server `{item.key}` does not occur in its {fields}.",
                    item.below("variables", name),
                    f"Write `{{{name}}}` where its value belongs, or remove the variable.",
                )


def not_allowed(subject: Subject) -> Iterator[Finding]:
    """Defaults and examples of a variable or parameter that its own `enum` does not list."""
    for item in subject.of("serverVariable", *(("parameter",) if subject.major == 3 else ())):  # noqa: PLR2004 - the major version
        allowed = item.list("enum")
        if not allowed:
            continue
        values = [(("default",), item.mapping()["default"])] if "default" in item.mapping() else []
        for place, value in [*values, *((("examples", str(index)), one) for index, one in enumerate(item.list("examples")))]:
            if value not in allowed:
                yield Finding(
                    f"`{value}` is none of the values that `{item.key}` can have.",
                    item.below(*place),
                    f"Its `enum` lists {', '.join(f'`{one}`' for one in allowed[:8])}; add the value there, or use one of them.",
                )


def trailing_slash(subject: Subject) -> Iterator[Finding]:
    """Addresses that end with a slash; channel addresses are appended to them."""
    for item in subject.of("server"):
        for field in _FIELDS[subject.major]:
            if len(item.text(field)) > 1 and item.text(field).endswith("/"):
                yield Finding(
                    f"The `{field}` of the server `{item.key}` ends with a slash.", item.below(field), "Leave the last slash out."
                )


def empty_variable(subject: Subject) -> Iterator[Finding]:
    """Placeholders without a name."""
    for item in subject.of("server"):
        for field in _FIELDS[subject.major]:
            if "{}" in item.text(field):
                message = f"The `{field}` of the server `{item.key}` has a variable without a name."
                yield Finding(message, item.below(field), "Name it, as in `{region}`, and declare it under `variables`.")


def host(subject: Subject) -> Iterator[Finding]:
    """Hosts that hold more than a name and a port ("Server Object", `host`)."""
    for item in subject.of("server"):
        bare = PLACEHOLDER.sub("", item.text("host"))
        scheme, separator, rest = bare.partition("://")
        if separator or "/" in bare:
            path = (rest if separator else bare).partition("/")[2]
            parts = [f"`protocol: {scheme}`"] if scheme and separator else []
            parts += [f"`pathname: /{path}`"] if path else []
            yield Finding(
                f"The `host` of the server `{item.key}` must be a name or address with an optional port, not `{item.text('host')}`.",
                item.below("host"),
                f"Write what is before or after it as {' and '.join(parts)}." if parts else "Leave the slashes out.",
            )


RULES = (
    Rule("asyncapi-variable-undeclared", Severity.WARNING, "Each placeholder in a server's address is a declared variable.", undeclared),
    Rule("asyncapi-variable-unused", Severity.WARNING, "Each variable of a server occurs in its address.", unused),
    Rule("asyncapi-variable-value", Severity.ERROR, "Default and examples of a variable or parameter are among its `enum`.", not_allowed),
    Rule("asyncapi-variable-empty", Severity.INFO, "A variable in a server's address has a name.", empty_variable),
    Rule("asyncapi-server-host", Severity.WARNING, "A server's `host` holds neither a protocol nor a path.", host, (3,)),
    Rule("asyncapi-server-trailing-slash", Severity.INFO, "A server's address does not end with a slash.", trailing_slash),
)
