"""What an address of a registry's API names: a subject, maybe with a context and a version, or the id of a schema.

Nothing is fetched: the address only leads to what an export holds. The shapes are those of the registries' published APIs: Confluent's
and those compatible with it (`/subjects/S/versions/V`, `/schemas/ids/N`), Apicurio's (`/groups/G/artifacts/A/versions/V`), xRegistry's
(`/schemagroups/G/schemas/S/versions/V`), Azure's (`/$schemagroups/G/schemas/S`), Google's (`projects/P/schemas/S@R`), Pulsar's
(`/admin/v2/schemas/T/N/S/schema/V`), Amazon EventBridge's (`/registries/name/R/schemas/name/S`) and the resource names of AWS.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from catalog_gen.model.base import Value

LATEST = frozenset({"", "-1", "latest", "branch=latest"})
"""How registries spell "the newest version" where a version is expected."""

_PART = r"([^/?#]+)"
_VERSION = rf"(?:/(?:versions|revisions)/{_PART})?"
_SHAPES = tuple(
    (re.compile(shape), names)
    for shape, names in (
        (rf"(?:/contexts/{_PART})?/subjects/{_PART}{_VERSION}", ("context", "subject", "version")),
        (r"/schemas/ids/(\d+)", ("identifier",)),
        (r"/ids/(?:globalIds|contentIds)/(\d+)", ("identifier",)),
        (rf"/groups/{_PART}/artifacts/{_PART}{_VERSION}", ("context", "subject", "version")),
        (rf"/\$?schema[gG]roups/{_PART}/schemas/{_PART}{_VERSION}", ("context", "subject", "version")),
        (rf"/registries/name/{_PART}/schemas/name/{_PART}{_VERSION}", ("context", "subject", "version")),
        (rf"(?:^|/)projects/{_PART}/schemas/([^/?#@:]+)(?:@{_PART})?", ("context", "subject", "version")),
        (rf"/admin/v2/schemas/([^/]+/[^/]+)/{_PART}/schema(?:/(\d+))?", ("context", "subject", "version")),
        (rf"^arn:[\w-]+:(?:glue|schemas):[\w-]*:\d*:schema/{_PART}/{_PART}", ("context", "subject")),
    )
)
_LONGEST = 2_000
"""Characters of an address that is looked at."""


class RegistryAddress(Value, kw_only=True):
    """What an address names; "" is what it leaves open. An `identifier` names a schema by itself."""

    context: str = ""
    subject: str = ""
    version: str = ""
    identifier: str = ""


def read_address(url: str) -> RegistryAddress | None:
    """What a registry's address names; None for any other address."""
    if len(url) > _LONGEST:
        return None
    try:
        parsed = urlsplit(url)
        versions = parse_qs(parsed.query).get("versionNumber", parse_qs(parsed.query).get("version", [""]))
    except ValueError:
        return None
    if parsed.fragment.strip("/"):
        return None
    where = url if parsed.scheme == "arn" else parsed.path
    for shape, names in _SHAPES:
        match = shape.search(where)
        if match is not None:
            found = {name: unquote(value) for name, value in zip(names, match.groups(), strict=True) if value}
            version = (found.get("version") or versions[0]).removesuffix("$details")
            return _with_context(
                RegistryAddress(
                    context=found.get("context", ""),
                    subject=found.get("subject", ""),
                    version="" if version in LATEST else version,
                    identifier=found.get("identifier", ""),
                )
            )
    return None


def _with_context(address: RegistryAddress) -> RegistryAddress:
    """An address whose subject names its context: `:.billing:invoices-value`. Source: Confluent, "Schema contexts"."""
    match = re.fullmatch(r":\.([^:]*):(.*)", address.subject, re.DOTALL)
    context = (match[1] if match is not None else address.context).strip(":").removeprefix(".")
    subject = match[2] if match is not None else address.subject
    return RegistryAddress(context=context, subject=subject, version=address.version, identifier=address.identifier)
