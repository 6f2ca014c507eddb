"""What an AsyncAPI document says about one service: servers, channels, operations, and the texts around them."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Json, Value
from catalog_gen.model.schema import Example, Schema


class ExternalDocs(Value, kw_only=True):
    """A link to further documentation."""

    url: str
    description: str = ""
    extensions: Json = None


class Tag(Value, kw_only=True):
    """A label of the author's."""

    name: str
    description: str = ""
    docs: ExternalDocs | None = None
    extensions: Json = None


class Contact(Value, kw_only=True):
    """Whom the document names as its contact."""

    name: str = ""
    email: str = ""
    url: str = ""
    extensions: Json = None


class License(Value, kw_only=True):
    """The licence that the document names."""

    name: str = ""
    url: str = ""
    extensions: Json = None


class Variable(Value, kw_only=True):
    """A server variable or a channel parameter: one `{placeholder}` of an address."""

    name: str
    description: str = ""
    default: str = ""
    enum: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    location: str = ""
    schema: Schema | None = None
    """The schema of a 2.x parameter, where it has one."""
    extensions: Json = None
    span: Span | None = None


class BindingSchema(Value, kw_only=True):
    """A field of a binding that is a schema itself: Kafka's `key`, the `query` and `headers` of HTTP and WebSocket."""

    field: str
    schema: Schema


class Binding(Value, kw_only=True):
    """What one protocol needs to know about a server, channel, operation or message.

    `protocol` is as written, `family` the name under which the protocol's definitions are published (`ws` is `websockets`).
    """

    protocol: str
    family: str
    version: str = ""
    """The `bindingVersion` that was stated."""
    fields: Json = None
    """All other members as written, references followed; those in `schemas` are left out."""
    schemas: tuple[BindingSchema, ...] = ()
    span: Span


class Scope(Value, kw_only=True):
    """One scope of an OAuth 2 flow."""

    name: str
    description: str = ""


class OAuthFlow(Value, kw_only=True):
    """One way to get a token. `kind` is the flow's key: `implicit`, `password`, `clientCredentials`, `authorizationCode`."""

    kind: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    scopes: tuple[Scope, ...] = ()
    extensions: Json = None


class SecurityScheme(Value, kw_only=True):
    """How a client proves who it is. Empty fields are those that the type does not have."""

    key: str
    type: str
    description: str = ""
    parameter: str = ""
    """Name of the header, query parameter or cookie that carries an API key."""
    place: str = ""
    """Where an API key goes: `user`, `password`, `header`, `query` or `cookie`."""
    scheme: str = ""
    """The HTTP authentication scheme, such as `bearer`."""
    bearer_format: str = ""
    flows: tuple[OAuthFlow, ...] = ()
    discovery_url: str = ""
    """Where OpenID Connect publishes its configuration."""
    scopes: tuple[str, ...] = ()
    """Scopes that the scheme itself asks for (3.x)."""
    extensions: Json = None
    span: Span


class SecurityNeed(Value, kw_only=True):
    """A scheme that must be satisfied, with the scopes that are needed. `inline` is the scheme where it is written on the spot."""

    scheme: str
    scopes: tuple[str, ...] = ()
    inline: SecurityScheme | None = None


class Trait(Value, kw_only=True):
    """A trait of an operation or message, and the members that come from it, as dotted ways (`bindings.kafka`)."""

    name: str
    fields: tuple[str, ...] = ()
    span: Span


class Correlation(Value, kw_only=True):
    """Which value ties messages together. `location` is a runtime expression."""

    location: str
    description: str = ""
    extensions: Json = None
    span: Span


class Server(Value, kw_only=True):
    """A broker that a document names. `url` is protocol, host and path in one, as 2.x writes it."""

    id: str
    url: str
    host: str = ""
    path: str = ""
    """Host and path as 3.x writes them."""
    protocol: str = ""
    protocol_version: str = ""
    title: str = ""
    summary: str = ""
    description: str = ""
    variables: tuple[Variable, ...] = ()
    security: tuple[tuple[SecurityNeed, ...], ...] = ()
    """Alternatives; all needs of one must be satisfied. An alternative without needs means that no credentials are needed."""
    bindings: tuple[Binding, ...] = ()
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    extensions: Json = None
    span: Span


class ContractChannel(Value, kw_only=True):
    """A channel as one document declares it. `messages` are keys of the document's message declarations."""

    key: str
    address: str | None
    deprecated: bool = False
    """Whether the contract says so (2.x)."""
    title: str = ""
    summary: str = ""
    description: str = ""
    parameters: tuple[Variable, ...] = ()
    servers: tuple[str, ...] = ()
    """Ids of the servers it is available on; empty means all of the document's servers."""
    owners: tuple[str, ...] = ()
    owned_at: Span | None = None
    """The place that names the owners."""
    messages: tuple[str, ...] = ()
    bindings: tuple[Binding, ...] = ()
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
    extensions: Json = None
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
    security: tuple[tuple[SecurityNeed, ...], ...] = ()
    """Alternatives; all needs of one must be satisfied. An alternative without needs means that no credentials are needed."""
    bindings: tuple[Binding, ...] = ()
    traits: tuple[Trait, ...] = ()
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    extensions: Json = None
    span: Span


class Component(Value, kw_only=True):
    """A component that nothing refers to, read like one that is used. `kind` is its section below `components`.

    Exactly the members that its kind has are filled.
    """

    kind: str
    key: str
    title: str = ""
    summary: str = ""
    description: str = ""
    content_type: str = ""
    server: Server | None = None
    channel: ContractChannel | None = None
    operation: Operation | None = None
    operations: tuple[Operation, ...] = ()
    """The operations inside a channel of 2.x; their `action` is the word that stands there, `publish` or `subscribe`."""
    reply: Reply | None = None
    variable: Variable | None = None
    correlation: Correlation | None = None
    bindings: tuple[Binding, ...] = ()
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    schema: Schema | None = None
    """The schema itself, or the payload of a message."""
    headers: Schema | None = None
    examples: tuple[Example, ...] = ()
    traits: tuple[Trait, ...] = ()
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
    owned_at: Span | None = None
    """The place that names the owners."""
    terms: str = ""
    contact: Contact | None = None
    license: License | None = None
    default_content_type: str = ""
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    servers: tuple[Server, ...] = ()
    channels: tuple[ContractChannel, ...] = ()
    operations: tuple[Operation, ...] = ()
    security_schemes: tuple[SecurityScheme, ...] = ()
    unused: tuple[Component, ...] = ()
    """Components that nothing in the document refers to."""
    extensions: Json = None
    span: Span
