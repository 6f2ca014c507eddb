"""Causes in words: what is wrong, what was expected and what to do, as a newcomer to AsyncAPI can read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.sources.asyncapi.validation.causes import Cause
from catalog_gen.sources.asyncapi.validation.grammar import Kind, noun_at
from catalog_gen.text.pointers import join

CODES = {
    "required": "asyncapi-required-field",
    "unknown": "asyncapi-unknown-field",
    "reference": "asyncapi-reference-misplaced",
    "name": "asyncapi-wrong-name",
    "type": "asyncapi-wrong-type",
    "value": "asyncapi-wrong-value",
    "format": "asyncapi-wrong-format",
    "bound": "asyncapi-out-of-bounds",
    "shape": "asyncapi-wrong-shape",
}

TITLES = {
    "asyncapi-required-field": "An object has the fields that the specification requires.",
    "asyncapi-unknown-field": "An object has no fields but those of the specification and extensions, whose names begin with `x-`.",
    "asyncapi-reference-misplaced": "A `$ref` stands only where the specification allows one.",
    "asyncapi-wrong-name": "Names of components, servers and parameters consist of the characters that the specification allows.",
    "asyncapi-wrong-type": "A field is of the type that the specification gives it.",
    "asyncapi-wrong-value": "A field has one of the values that the specification lists.",
    "asyncapi-wrong-format": "URLs and e-mail addresses are complete.",
    "asyncapi-out-of-bounds": "Numbers, lengths and lists keep within the bounds of the specification.",
    "asyncapi-wrong-shape": "Fields that rule each other out do not stand in one object.",
}
"""Code → what must be so, for the documentation."""

TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "nothing",
}

FORMATS = {"uri": "a complete URL or URN, as in `https://example.com/terms`", "email": "an e-mail address, as in `team@example.com`"}

MOVED = {
    (2, "document", "operations"): "In AsyncAPI 2 operations stand inside channels, as `publish` and `subscribe`.",
    (2, "server", "host"): "In AsyncAPI 2 a server has a `url`.",
    (2, "server", "pathname"): "In AsyncAPI 2 a server has a `url`, which holds the path too.",
    (2, "channel", "messages"): "In AsyncAPI 2 the message stands under `publish` or `subscribe`, as `message`.",
    (2, "channel", "address"): "In AsyncAPI 2 the key of the channel is its address.",
    (2, "info", "tags"): "In AsyncAPI 2 `tags` stand at the top level of the document.",
    (2, "info", "externalDocs"): "In AsyncAPI 2 `externalDocs` stands at the top level of the document.",
    (3, "document", "tags"): "In AsyncAPI 3 `tags` stand under `info`.",
    (3, "document", "externalDocs"): "In AsyncAPI 3 `externalDocs` stands under `info`.",
    (3, "server", "url"): "In AsyncAPI 3 a server has `host` and `pathname` in place of `url`.",
    (3, "channel", "publish"): "In AsyncAPI 3 operations stand under `operations`; `publish` became `action: receive`.",
    (3, "channel", "subscribe"): "In AsyncAPI 3 operations stand under `operations`; `subscribe` became `action: send`.",
    (3, "operation", "message"): "In AsyncAPI 3 an operation has `messages`, a list of references to the messages of its channel.",
    (3, "operation", "operationId"): "In AsyncAPI 3 the key of an operation is its id.",
    (2, "messageTrait", "payload"): "A trait cannot have a payload: it stands in the message itself.",
    (3, "messageTrait", "payload"): "A trait cannot have a payload: it stands in the message itself.",
    (2, "messageTrait", "traits"): "A trait cannot have traits; list them all in the message.",
    (3, "messageTrait", "traits"): "A trait cannot have traits; list them all in the message.",
    (2, "operationTrait", "message"): "A trait cannot have a message: it stands in the operation itself.",
    (3, "operationTrait", "messages"): "A trait cannot have messages: they stand in the operation itself.",
    (3, "operationTrait", "action"): "A trait cannot have an action: it stands in the operation itself.",
    (3, "operationTrait", "channel"): "A trait cannot have a channel: it stands in the operation itself.",
    (3, "operationTrait", "reply"): "A trait cannot have a reply: it stands in the operation itself.",
    (2, "operationTrait", "traits"): "A trait cannot have traits; list them all in the operation.",
    (3, "operationTrait", "traits"): "A trait cannot have traits; list them all in the operation.",
    (3, "message", "messageId"): "In AsyncAPI 3 the key of a message in its channel is its id.",
    (3, "message", "schemaFormat"): "In AsyncAPI 3 write `payload: {schemaFormat: …, schema: …}`.",
    (3, "message", "oneOf"): "In AsyncAPI 3 a channel lists all of its messages under `messages`.",
    (3, "parameter", "schema"): "In AsyncAPI 3 a parameter has `enum`, `default` and `examples` itself.",
}
"""Major version, kind of object and field that another version has there → where it went."""


def word(causes: Iterable[Cause], major: int, origin: tuple[str, str], kind: Kind) -> list[Diagnostic]:
    """The findings about one object of a kind that stands at `origin` (file and pointer)."""
    return [_word(cause, major, origin, kind) for cause in causes]


def _word(cause: Cause, major: int, origin: tuple[str, str], kind: Kind) -> Diagnostic:
    message, hint = _WORDS[cause.kind](cause, major, kind)
    span = Span(path=origin[0], pointer=join(origin[1], *cause.path))
    return Diagnostic(code=CODES[cause.kind], severity=Severity.ERROR, message=message, hint=hint, span=span)


def _required(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path)
    fields = _listed([f"`{name}`" for name in cause.names], "and")
    return (
        f"{_capital(what)} must have {fields}.",
        f"Add {'it' if len(cause.names) == 1 else 'them'}; the specification requires {fields} here.",
    )


def _unknown(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    holder, what = noun_at(major, kind, cause.path[:-1])
    key = str(cause.path[-1])
    message = f"`{key}` is no field of {what}"
    moved = MOVED.get((major, holder, key), "")
    if moved:
        return f"{message}.", moved
    if cause.near:
        return (
            f"{message}; did you mean `{cause.near}`?",
            f"Write `{cause.near}`, or begin the name with `x-` if it is an extension of your own.",
        )
    return f"{message}.", f"Its fields are {_listed([f'`{name}`' for name in cause.names], 'and')}; your own begin with `x-`."


def _misplaced(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path[:-1])
    return (
        f"A `$ref` is not allowed here: {what} must be written in place.",
        "Copy what it refers to, or refer to an object that contains it.",
    )


def _name(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    del major, kind
    key = cause.path[-1] if cause.path else cause.found
    return (
        f"The name `{key}` is not allowed here; it must consist of {cause.detail}.",
        "Choose another name, and change the references to it.",
    )


def _type(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path)
    wanted = _listed([TYPES.get(str(name), str(name)) for name in cause.names], "or")
    hint = (
        "Put quotation marks around it."
        if "string" in cause.names and isinstance(cause.found, (int, float))
        else ("Write it in the shape that the specification gives for this field.")
    )
    return f"{_capital(what)} must be {wanted}, but this is {kind_of(cause.found)}.", hint


def _value(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path)
    options = [f"`{plain(name)}`" for name in cause.names]
    message = f"{_capital(what)} must be {_listed(options, 'or')}, not `{plain(cause.found)}`."
    return message, f"Did you mean `{cause.near}`?" if cause.near else "Use one of the values that the specification lists."


def _format(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path)
    wanted = FORMATS.get(cause.detail, f"of the format `{cause.detail}`")
    return (
        f"{_capital(what)} must be {wanted}, not `{plain(cause.found)}`.",
        "Write it in full, beginning with its scheme." if cause.detail == "uri" else "",
    )


def _bound(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path)
    hint = "An expression looks like `$message.header#/correlationId`." if "$message" in cause.detail else "Change the value so that it is."
    return f"{_capital(what)} must be {cause.detail}.", hint


def _shape(cause: Cause, major: int, kind: Kind) -> tuple[str, str]:
    _, what = noun_at(major, kind, cause.path)
    if cause.names:
        fields = _listed([f"`{name}`" for name in cause.names], "and")
        return f"{_capital(what)} must not have {fields} here.", f"Remove {fields}, or change the fields that rule it out."
    return (
        f"{_capital(what)} has a combination of fields that the specification does not allow.",
        "Compare it with the specification's example.",
    )


def mismatch(cause: Cause) -> str:
    """Why a value does not fit a schema of the document, as the end of a sentence."""
    if cause.kind == "unknown":
        near = f"; did you mean `{cause.near}`?" if cause.near else "."
        return f"`{cause.path[-1]}` is none of the properties that it allows{near}"
    message, _ = _WORDS[cause.kind](cause, 3, "")
    return message[:1].lower() + message[1:] if message[:1] != "`" else message


_WORDS = {
    "required": _required,
    "unknown": _unknown,
    "reference": _misplaced,
    "name": _name,
    "type": _type,
    "value": _value,
    "format": _format,
    "bound": _bound,
    "shape": _shape,
}


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, (bool, int, float)):
        return f"`{plain(value)}`"
    return {dict: "a mapping", list: "a list", str: "a text", type(None): "nothing"}.get(type(value), "something else")


def plain(value: Any) -> str:
    """A value as it would be written, cut to one short line."""
    text = value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode()
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004


def _capital(text: str) -> str:
    return text if text.startswith("`") else text[:1].upper() + text[1:]


def _listed(names: list[str], word: str) -> str:
    return " ".join((", ".join(names[:-1]), word, names[-1])) if len(names) > 1 else "".join(names)
