"""AsyncAPI documents: which version of the specification, the service they describe, and everything in them."""

from __future__ import annotations

import re
import shlex
from difflib import get_close_matches
from pathlib import PurePosixPath

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.contract import Contract
from catalog_gen.model.declaration import Counts, Declarations, DocumentRow
from catalog_gen.model.slugs import slugify
from catalog_gen.sources.asyncapi import version2, version3
from catalog_gen.sources.asyncapi.components import unused_components
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.messages import Messages
from catalog_gen.sources.asyncapi.reading import (
    Reading,
    contact_of,
    docs_of,
    extensions_of,
    license_of,
    place_of,
    scalar,
    span_of,
    tags_of,
    text_of,
    texts_of,
)
from catalog_gen.sources.asyncapi.security import schemes_of
from catalog_gen.sources.asyncapi.servers import servers_of
from catalog_gen.sources.asyncapi.validation import validate
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed
from catalog_gen.text.references import link

TYPE = "asyncapi"
KNOWN = ("2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0", "3.0.0", "3.1.0")
_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:[-.]?([A-Za-z].*))?")


def declare(parsed: Parsed, context: Context) -> Declarations:
    """Everything that one AsyncAPI document declares; where it cannot be read, its row and the reason."""
    value = parsed.value
    if not isinstance(value, dict) or "asyncapi" not in value:
        refused = _refused(parsed, "", _finding(parsed, "asyncapi-not-a-document", _no_document(value), pointer=""))
        return msgspec.structs.replace(refused, diagnostics=(*refused.diagnostics, *link(parsed, context.library).diagnostics))
    spec_version = scalar(value["asyncapi"]).strip()
    major, problem = _judge_version(parsed, spec_version)
    if major == 0:
        return _refused(parsed, spec_version, problem)
    reading = Reading(parsed, link(parsed, context.library))
    if problem is not None:
        reading.diagnostics.append(problem)
    reading.owner_keys = context.options.owner_extensions
    return _read(reading, spec_version, major, context.options.point_of_view)


def _read(reading: Reading, spec_version: str, major: int, point_of_view: str) -> Declarations:
    root: Place = reading.linked.root
    contract = _contract(reading, root, spec_version, point_of_view if major == 2 else "application")  # noqa: PLR2004 - the specification's major version
    messages = Messages()
    if major == 2:  # noqa: PLR2004
        channels, operations = version2.read_channels(reading, root, messages, contract.point_of_view)
    else:
        channels, operations = version3.read_channels(reading, root, messages)
    declared = messages.declare(reading, contract.service, contract.version, trait_wins=major == 2)  # noqa: PLR2004
    reading.forget_digests()
    unused = tuple(unused_components(reading, root, trait_wins=major == 2))  # noqa: PLR2004
    contract = msgspec.structs.replace(contract, channels=channels, operations=operations, unused=unused)
    row = DocumentRow(
        path=reading.parsed.path,
        type=TYPE,
        spec_version=spec_version,
        title=contract.name,
        version=contract.version,
        counts=Counts(
            channels=len(channels),
            operations=len(operations),
            messages=len({key for channel in channels for key in channel.messages}),
            servers=len(contract.servers),
        ),
    )
    return Declarations(
        documents=(row,), contracts=(contract,), messages=declared, diagnostics=tuple(validate(reading, root, spec_version))
    )


def _contract(reading: Reading, root: Place, spec_version: str, point_of_view: str) -> Contract:
    parsed = reading.parsed
    info = reading.mapping(root, "info") or root
    named = info is not root
    name = text_of(info, "title") if named else ""
    fallback = _name_of_file(parsed.path)
    described = root if root.get("tags") is not None or root.get("externalDocs") is not None else info
    return Contract(
        service=text_of(info, "x-service-id", "x-eventcatalog-service-id") or slugify(name) or slugify(fallback) or "service",
        name=name or fallback,
        version=text_of(info, "version") if named else "",
        path=parsed.path,
        spec_version=spec_version,
        point_of_view=point_of_view,
        urn=text_of(root, "id"),
        description=text_of(info, "description"),
        domain=text_of(info, "x-domain", "x-eventcatalog-domain"),
        owners=texts_of(info, *reading.owner_keys),
        owned_at=place_of(info, *reading.owner_keys),
        terms=text_of(info, "termsOfService"),
        contact=contact_of(info),
        license=license_of(info),
        default_content_type=text_of(root, "defaultContentType"),
        tags=tags_of(described) or tags_of(info),
        docs=docs_of(described) or docs_of(info),
        servers=servers_of(reading, root),
        security_schemes=schemes_of(reading, root),
        extensions={**(extensions_of(root) or {}), **((extensions_of(info) or {}) if named else {})} or None,
        span=span_of(root),
    )


def _name_of_file(path: str) -> str:
    """A name for a document without a title: its file's stem, or its folder's where the file is just `asyncapi.yaml`."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem.lower() in {"asyncapi", "index", "spec"} and pure.parent.name else pure.stem


def _judge_version(parsed: Parsed, spec_version: str) -> tuple[int, Diagnostic | None]:
    """The major version to read the document as (0: cannot be read) and what there is to say about it."""
    match = _VERSION.fullmatch(spec_version)
    if match is None:
        near = get_close_matches(spec_version, KNOWN, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"Known versions are {', '.join(KNOWN)}."
        message = f"`asyncapi` must be a version of the specification such as `3.0.0`, not `{spec_version}`."
        return 0, _finding(parsed, "asyncapi-version-unknown", message, hint=hint)
    major, minor, patch, pre_release = int(match[1]), int(match[2]), match[3] or "0", match[4]
    if major < 2:  # noqa: PLR2004
        message = f"AsyncAPI {spec_version} is not read; the oldest version that is, is 2.0.0."
        file = shlex.quote(parsed.path)
        hint = f"Run `npx @asyncapi/cli convert {file} --target-version 3.0.0 --output {file}`, which converts the document in place."
        return 0, _finding(parsed, "asyncapi-version-unsupported", message, hint=hint)
    if major > 3:  # noqa: PLR2004
        message = f"AsyncAPI {spec_version} is newer than what is known here."
        hint = f"Known versions are {', '.join(KNOWN)}; a newer release of catalog-gen may know more."
        return 0, _finding(parsed, "asyncapi-version-unsupported", message, hint=hint)
    if pre_release:
        message = f"AsyncAPI {spec_version} is a release candidate; it is read as {major}.{minor}.{patch}."
        return major, _finding(
            parsed,
            "asyncapi-release-candidate",
            message,
            hint=f"Write `asyncapi: {major}.{minor}.{patch}`, then run `catalog-gen check` to see what has changed since.",
            severity=Severity.WARNING,
        )
    if f"{major}.{minor}.{patch}" not in KNOWN:
        message = f"AsyncAPI {spec_version} is not a published version; it is read as the nearest one."
        hint = f"Known versions are {', '.join(KNOWN)}."
        return major, _finding(parsed, "asyncapi-version-unknown", message, hint=hint)
    return major, None


def _no_document(value: object) -> str:
    return "This file has no `asyncapi` field at its top level, so it is no AsyncAPI document." + (
        "" if isinstance(value, dict) else " Its top level must be a mapping."
    )


def _finding(
    parsed: Parsed, code: str, message: str, *, hint: str = "", severity: Severity = Severity.ERROR, pointer: str = "/asyncapi"
) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, message=message, hint=hint, span=Span(path=parsed.path, pointer=pointer))


def _refused(parsed: Parsed, spec_version: str, problem: Diagnostic | None) -> Declarations:
    row = DocumentRow(path=parsed.path, type=TYPE, spec_version=spec_version, loaded=False)
    return Declarations(documents=(row,), diagnostics=() if problem is None else (problem,))
