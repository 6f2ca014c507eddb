"""What an AsyncAPI document says about one service: servers, channels, operations, and the texts around them."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Json, Value


class ExternalDocs(Value, kw_only=True):
    """A link to further documentation."""

    url: str
    description: str = ""


class Tag(Value, kw_only=True):
    """A label of the author's."""

    name: str
    description: str = ""
    docs: ExternalDocs | None = None


class Contact(Value, kw_only=True):
    """Whom the document names as its contact."""

    name: str = ""
    email: str = ""
    url: str = ""


class License(Value, kw_only=True):
    """The licence that the document names."""

    name: str = ""
    url: str = ""


class Variable(Value, kw_only=True):
    """A server variable or a channel parameter: one `{placeholder}` of an address."""

    name: str
    description: str = ""
    default: str = ""
    enum: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    location: str = ""
    schema: Json = None


class Server(Value, kw_only=True):
    """A broker that a document names. `url` is protocol, host and path in one, as 2.x writes it."""

    id: str
    url: str
    protocol: str = ""
    protocol_version: str = ""
    title: str = ""
    summary: str = ""
    description: str = ""
    variables: tuple[Variable, ...] = ()
    security: Json = None
    bindings: Json = None
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    extensions: Json = None
    span: Span


class ContractChannel(Value, kw_only=True):
    """A channel as one document declares it. `messages` are keys of the document's message declarations."""

    key: str
    address: str | None
    title: str = ""
    summary: str = ""
    description: str = ""
    parameters: tuple[Variable, ...] = ()
    servers: tuple[str, ...] = ()
    """Ids of the servers it is available on; empty means all of the document's servers."""
    messages: tuple[str, ...] = ()
    bindings: Json = None
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    extensions: Json = None
    span: Span


class Reply(Value, kw_only=True):
    """The answer that a request expects: where (channel key or a runtime expression) and which messages."""

    channel: str = ""
    address: str = ""
    description: str = ""
    messages: tuple[str, ...] = ()
    span: Span


class Operation(Value, kw_only=True):
    """Something the service does with a channel. `action` is `send` or `receive`, always seen from the service."""

    key: str
    action: str
    channel: str
    messages: tuple[str, ...] = ()
    title: str = ""
    summary: str = ""
    description: str = ""
    reply: Reply | None = None
    security: Json = None
    bindings: Json = None
    traits: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    extensions: Json = None
    span: Span


class Contract(Value, kw_only=True):
    """One version of one service's contract, without its messages."""

    service: str
    """The service's id."""
    name: str
    version: str
    path: str
    spec_version: str = ""
    point_of_view: str = "application"
    """How 2.x directions were read: `application` (the specification's way) or `client`."""
    urn: str = ""
    description: str = ""
    domain: str = ""
    owners: tuple[str, ...] = ()
    terms: str = ""
    contact: Contact | None = None
    license: License | None = None
    default_content_type: str = ""
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    servers: tuple[Server, ...] = ()
    channels: tuple[ContractChannel, ...] = ()
    operations: tuple[Operation, ...] = ()
    security_schemes: Json = None
    extensions: Json = None
    span: Span
