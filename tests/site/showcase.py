"""A rich catalog made by hand: every page type, every state, long and short texts. Goldens and page tests are drawn from it."""

from __future__ import annotations

import json

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.catalog import Catalog, CatalogServer, Channel, Exchange, SchemaVariant, Service, ServiceVersion, SharedSchema
from catalog_gen.model.contract import (
    Binding,
    BindingSchema,
    Contact,
    Contract,
    ContractChannel,
    Correlation,
    ExternalDocs,
    License,
    OAuthFlow,
    Operation,
    Reply,
    Scope,
    SecurityNeed,
    SecurityScheme,
    Server,
    Tag,
    Trait,
    Variable,
)
from catalog_gen.model.declaration import Counts, DocumentRow, TextDeclaration
from catalog_gen.model.message import Lifecycle, Message, MessageVersion, Party
from catalog_gen.model.people import Domain, Owner, Team, User
from catalog_gen.model.schema import Example, Schema, SchemaPart

ORDERS = "specs/orders.yaml"


def span(path: str, pointer: str = "", line: int = 0) -> Span:
    return Span(path=path, line=line, column=5 if line else 0, pointer=pointer)


def kafka(fields: object, pointer: str, *schemas: BindingSchema) -> Binding:
    return Binding(protocol="kafka", family="kafka", version="0.5.0", fields=fields, schemas=schemas, span=span(ORDERS, f"{pointer}/kafka"))


def schema(value: object, path: str, pointer: str, name: str = "", parts: tuple[SchemaPart, ...] = ()) -> Schema:
    text = json.dumps(value, indent=2)
    return Schema(format="json-schema", name=name, written=text, digest=f"{abs(hash_of(text)):x}", parts=parts, span=span(path, pointer))


def hash_of(text: str) -> int:
    return sum(ord(character) * (position + 1) for position, character in enumerate(text))


MONEY = {
    "type": "object",
    "description": "An amount in minor units.",
    "required": ["amount", "currency"],
    "properties": {
        "amount": {"type": "integer", "minimum": 0, "examples": [1999]},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 code"},
    },
}

ORDER_PLACED = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "OrderPlaced",
    "type": "object",
    "required": ["orderId", "placedAt", "customer", "lines", "total"],
    "properties": {
        "orderId": {"type": "string", "format": "uuid", "description": "Identifies the order for its whole life."},
        "placedAt": {"type": "string", "format": "date-time", "description": "When the customer confirmed the order."},
        "channel": {
            "type": "string",
            "enum": ["web", "app", "store", "partner"],
            "default": "web",
            "description": "Where the order came from.",
        },
        "customer": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "maxLength": 36},
                "email": {"type": "string", "format": "email", "deprecated": True, "description": "Use `id` and look it up."},
                "tier": {"type": ["string", "null"], "enum": ["basic", "gold", None]},
            },
        },
        "lines": {
            "type": "array",
            "minItems": 1,
            "maxItems": 200,
            "items": {
                "type": "object",
                "required": ["sku", "quantity", "price"],
                "properties": {
                    "sku": {"type": "string", "minLength": 6, "maxLength": 14},
                    "quantity": {"type": "integer", "exclusiveMinimum": 0},
                    "price": {"$ref": "#/definitions/Money"},
                    "gift": {"type": "boolean", "default": False},
                },
            },
        },
        "total": {"$ref": "#/definitions/Money"},
        "payment": {
            "oneOf": [
                {"title": "Card", "type": "object", "properties": {"last4": {"type": "string", "pattern": "^\\d{4}$"}}},
                {"title": "Invoice", "type": "object", "properties": {"dueDate": {"type": "string", "format": "date"}}},
            ]
        },
    },
    "additionalProperties": False,
    "definitions": {"Money": MONEY},
}

DESCRIPTION = """Published once for each order, when the customer confirms it and before payment is captured.
See [[PaymentCaptured]] for what follows, and [[NoSuchThing]] for nothing.

!!! warning "Order of delivery"
    Orders of one customer arrive in order; orders of different customers do not.

| Field | Comes from |
|---|---|
| `orderId` | the checkout |
| `customer.id` | the account service |

```json
{"orderId": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "channel": "web"}
```

Readers must be **idempotent**: the event may be delivered twice.[^1]

[^1]: After a failover of the broker.
"""


ORDERS_DESCRIPTION = """Takes orders from every shop front and keeps their state until they are delivered.

It is the only writer of [[orders.placed]]."""

NAMING = """Events are facts in the past tense.

## Names

`OrderPlaced`, never `PlaceOrder`.

### Case

Pascal case.

## Versions

Semantic versions. See [[OrderPlaced@1.0.0]].
"""


def order_placed() -> Message:
    money = SchemaPart(key="Money", name="Money", digest="money-1", span=span("schemas/money.json"))
    latest = MessageVersion(
        version="2.1.0",
        slug="2.1.0",
        aliases=("2.0.1",),
        title="Order placed",
        summary="A customer confirmed an order; stock is reserved and payment is about to be captured.",
        description=DESCRIPTION,
        content_type="application/json",
        channels=("orders.placed",),
        payload=schema(ORDER_PLACED, ORDERS, "/components/messages/OrderPlaced/payload", "OrderPlaced", (money,)),
        headers=schema(
            {
                "type": "object",
                "required": ["traceparent"],
                "properties": {"traceparent": {"type": "string"}, "tenant": {"type": "string"}},
            },
            ORDERS,
            "/components/messages/OrderPlaced/headers",
        ),
        examples=(
            Example(
                name="A small web order",
                summary="One line, paid by card.",
                payload={
                    "orderId": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
                    "placedAt": "2024-03-05T10:15:00Z",
                    "channel": "web",
                    "customer": {"id": "c-1042", "tier": "gold"},
                    "lines": [{"sku": "CHAIR-01", "quantity": 2, "price": {"amount": 4900, "currency": "EUR"}}],
                    "total": {"amount": 9800, "currency": "EUR"},
                },
                has_payload=True,
                headers={"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
                span=span(ORDERS, "/components/messages/OrderPlaced/examples/0"),
            ),
        ),
        correlation=Correlation(location="$message.header#/traceparent", span=span(ORDERS, "/components/correlationIds/trace")),
        bindings=(
            kafka(
                {"schemaIdLocation": "header"},
                "/components/messages/OrderPlaced/bindings",
                BindingSchema(
                    field="key", schema=schema({"type": "string", "format": "uuid"}, ORDERS, "/components/messages/OrderPlaced/key")
                ),
            ),
        ),
        tags=(Tag(name="pii", description="Holds personal data"), Tag(name="core", docs=ExternalDocs(url="https://example.com/core"))),
        docs=ExternalDocs(url="https://example.com/orders", description="Ordering handbook"),
        extensions={"x-retention": "P30D", "x-classification": {"level": "confidential", "reviewed": True}},
        traits=(Trait(name="traced", fields=("headers.properties.traceparent",), span=span(ORDERS, "/components/messageTraits/traced")),),
        producers=(
            Party(
                service="orders", version="2.1.0", channels=("orders.placed",), span=span(ORDERS, "/components/messages/OrderPlaced", 214)
            ),
        ),
        consumers=(
            Party(
                service="shipping",
                version="1.4.0",
                channels=("orders.placed",),
                span=span("specs/shipping.yaml", "/components/messages/OrderPlaced", 88),
            ),
            Party(
                service="billing",
                version="3.0.0",
                channels=("orders.placed",),
                span=span("specs/billing.yaml", "/channels/orders/messages/OrderPlaced", 61),
                schema=schema(
                    {
                        "type": "object",
                        "required": ["orderId", "total"],
                        "properties": {"orderId": {"type": "integer"}, "total": {"type": "number"}},
                    },
                    "specs/billing.yaml",
                    "/channels/orders/messages/OrderPlaced/payload",
                ),
            ),
            Party(
                service="analytics", version="0.9.0", channels=("orders.placed",), span=span("specs/analytics.yaml", "/channels/all", 12)
            ),
        ),
        span=span(ORDERS, "/components/messages/OrderPlaced", 214),
    )
    old = MessageVersion(
        version="1.0.0",
        slug="1.0.0",
        lifecycle=Lifecycle(
            state="deprecated",
            deprecated="2024-02-01",
            sunset="2024-09-30",
            replacement="OrderPlaced@2.1.0",
            note="Totals are **without** tax here.",
        ),
        summary="A customer confirmed an order.",
        channels=("orders.placed.v1",),
        payload=schema(
            {"type": "object", "properties": {"id": {"type": "string"}, "total": {"type": "number"}}}, "specs/orders-1.yaml", "/p"
        ),
        producers=(
            Party(service="orders", version="2.1.0", channels=("orders.placed.v1",), span=span(ORDERS, "/channels/v1/messages/m", 30)),
        ),
        consumers=(
            Party(
                service="analytics", version="0.9.0", channels=("orders.placed.v1",), span=span("specs/analytics.yaml", "/channels/old", 40)
            ),
            Party(service="billing", version="3.0.0", channels=("orders.placed.v1",), span=span("specs/billing.yaml", "/channels/old", 90)),
        ),
        span=span("specs/orders-1.yaml", "/components/messages/OrderPlaced", 20),
    )
    return Message(
        id="com.acme.OrderPlaced",
        slug="order-placed",
        name="OrderPlaced",
        kind="event",
        domain="ordering",
        owners=(Owner(id="team-checkout", source="owner of its service"),),
        aliases=("orders.placed-value",),
        id_rule="key of the final $ref target",
        latest="2.1.0",
        versions=(latest, old),
    )


def small_message(
    name: str, slug: str, kind: str, domain: str, owner: str, producer: str, consumers: tuple[str, ...], channel: str
) -> Message:
    path = f"specs/{producer or 'loose'}.yaml"
    version = MessageVersion(
        version="1.0.0",
        slug="1.0.0",
        summary=f"{name.replace('-', ' ')} as the domain {domain or 'of nobody'} understands it.",
        channels=(channel,) if channel else (),
        payload=schema({"type": "object", "properties": {"id": {"type": "string"}}}, path, f"/components/messages/{name}/payload"),
        producers=(Party(service=producer, version="2.1.0", channels=(channel,), span=span(path, f"/components/messages/{name}")),)
        if producer
        else (),
        consumers=tuple(
            Party(service=one, version="1.0.0", channels=(channel,), span=span(f"specs/{one}.yaml", f"/m/{name}")) for one in consumers
        ),
        span=span(path, f"/components/messages/{name}"),
    )
    return Message(
        id=name,
        slug=slug,
        name=name,
        kind=kind,
        domain=domain,
        owners=(Owner(id=owner, source="catalog.yaml"),) if owner else (),
        id_rule="x-message-id",
        latest="1.0.0",
        versions=(version,),
    )


def orders_contract() -> Contract:
    return Contract(
        service="orders",
        name="Orders Service",
        version="2.1.0",
        path=ORDERS,
        spec_version="2.6.0",
        urn="urn:com:acme:orders",
        description=ORDERS_DESCRIPTION,
        domain="ordering",
        terms="https://example.com/terms",
        contact=Contact(name="Checkout team", email="checkout@example.com", url="https://example.com/checkout"),
        license=License(name="Apache 2.0", url="https://www.apache.org/licenses/LICENSE-2.0"),
        default_content_type="application/json",
        tags=(Tag(name="tier-1", description="Pages someone at night"),),
        docs=ExternalDocs(url="https://example.com/orders", description="Runbook"),
        servers=(
            Server(
                id="production",
                url="kafka-secure://broker-{region}.example.com:9093",
                protocol="kafka-secure",
                protocol_version="3.5",
                description="The shared cluster.",
                variables=(Variable(name="region", description="Nearest region", default="eu-1", enum=("eu-1", "us-1")),),
                security=((SecurityNeed(scheme="saslScram"),),),
                bindings=(kafka({"schemaRegistryUrl": "https://registry.example.com", "schemaRegistryVendor": "confluent"}, "/servers"),),
                span=span(ORDERS, "/servers/production", 12),
            ),
        ),
        channels=(
            ContractChannel(
                key="orders.placed",
                address="orders.placed",
                description="Every confirmed order, keyed by order id.",
                parameters=(Variable(name="tenant", description="Tenant id", examples=("acme",), location="$message.header#/tenant"),),
                servers=("production",),
                bindings=(kafka({"topic": "orders.placed", "partitions": 24, "replicas": 3}, "/channels"),),
                span=span(ORDERS, "/channels/orders.placed", 40),
            ),
            ContractChannel(key="orders.cancel", address="orders.cancel", span=span(ORDERS, "/channels/orders.cancel", 75)),
        ),
        operations=(
            Operation(
                key="publishOrderPlaced",
                action="send",
                channel="orders.placed",
                messages=(f"{ORDERS}#/components/messages/OrderPlaced",),
                summary="Tells everyone that an order exists.",
                bindings=(kafka({"acks": "all"}, "/operations"),),
                traits=(Trait(name="kafka", fields=("bindings.kafka",), span=span(ORDERS, "/components/operationTraits/kafka")),),
                span=span(ORDERS, "/channels/orders.placed/subscribe", 44),
            ),
            Operation(
                key="handleCancel",
                action="receive",
                channel="orders.cancel",
                title="Cancel an order",
                reply=Reply(
                    channel="orders.cancel", address="$message.header#/replyTo", description="Whether it worked", span=span(ORDERS)
                ),
                security=((SecurityNeed(scheme="oauth", scopes=("orders:write",)), SecurityNeed(scheme="saslScram")), ()),
                span=span(ORDERS, "/channels/orders.cancel/publish", 80),
            ),
        ),
        security_schemes=(
            SecurityScheme(
                key="saslScram", type="scramSha512", description="One user for each service", span=span(ORDERS, "/components/1")
            ),
            SecurityScheme(
                key="oauth",
                type="oauth2",
                flows=(
                    OAuthFlow(
                        kind="clientCredentials",
                        token_url="https://id.example.com/token",  # noqa: S106 - an address
                        scopes=(Scope(name="orders:write", description="Change orders"),),
                    ),
                ),
                span=span(ORDERS, "/components/2"),
            ),
        ),
        extensions={"x-owner": "team-checkout"},
        span=span(ORDERS),
    )


def service(
    identifier: str, name: str, domain: str, owner: str, version: str, description: str, contract: Contract | None = None
) -> Service:
    path = f"specs/{identifier}.yaml"
    found = contract or Contract(
        service=identifier, name=name, version=version, path=path, spec_version="3.0.0", description=description, span=span(path)
    )
    sends = {
        "orders": (
            Exchange(message="com.acme.OrderPlaced", version="2.1.0", channel="orders.placed"),
            Exchange(message="com.acme.OrderPlaced", version="1.0.0", channel="orders.placed.v1"),
        ),
        "billing": (Exchange(message="PaymentCaptured", version="1.0.0", channel="payments"),),
    }
    receives = {
        "orders": (Exchange(message="CancelOrder", version="1.0.0", channel="orders.cancel"),),
        "billing": (Exchange(message="com.acme.OrderPlaced", version="2.1.0", channel="orders.placed"),),
        "shipping": (Exchange(message="com.acme.OrderPlaced", version="2.1.0", channel="orders.placed"),),
        "analytics": (
            Exchange(message="com.acme.OrderPlaced", version="2.1.0", channel="orders.placed"),
            Exchange(message="PaymentCaptured", version="1.0.0", channel="payments"),
        ),
    }
    return Service(
        id=identifier,
        slug=identifier,
        name=name,
        domain=domain,
        owners=(Owner(id=owner, source="catalog.yaml"),) if owner else (),
        latest=version,
        versions=(
            ServiceVersion(
                version=version,
                slug=version,
                latest=True,
                live=True,
                contract=found,
                sends=sends.get(identifier, ()),
                receives=receives.get(identifier, ()),
            ),
        ),
    )


def texts() -> tuple[TextDeclaration, ...]:
    return (
        TextDeclaration(
            path="docs/naming.md",
            slug="naming",
            title="How we name events",
            body=NAMING,
            order=1,
            span=span("docs/naming.md"),
        ),
        TextDeclaration(
            path="docs/guides/replay.md",
            slug="guides/replay",
            title="Replaying a topic",
            body="Ask [[team-checkout]] first.\n\n## Steps\n\n1. Stop the readers.\n2. Move the offsets.\n\n## After\n\nWatch the lag.\n",
            span=span("docs/guides/replay.md"),
        ),
        TextDeclaration(
            path="notes/order-placed.md",
            title="Operating it",
            body="The topic keeps **30 days**. Replay with `kcat`.\n\n!!! tip\n    Start from a timestamp, not from an offset.\n",
            target_kind="message",
            target="com.acme.OrderPlaced",
            span=span("notes/order-placed.md"),
        ),
    )


def diagnostics() -> tuple[Diagnostic, ...]:
    return (
        Diagnostic(
            code="message-contracts-disagree",
            severity=Severity.ERROR,
            message="`billing` declares another payload for `OrderPlaced` 2.1.0 than its producer `orders`.",
            hint="Agree on one schema, or publish the change as a new version.",
            span=span("specs/billing.yaml", "/channels/orders/messages/OrderPlaced", 61),
            related=(span(ORDERS, "/components/messages/OrderPlaced", 214),),
        ),
        Diagnostic(
            code="channel-parameter-unused",
            severity=Severity.WARNING,
            message="The parameter `tenant` does not occur in the address `orders.placed`.",
            hint="Remove it or write `{tenant}` into the address.",
            span=span(ORDERS, "/channels/orders.placed/parameters/tenant", 47),
        ),
        Diagnostic(
            code="message-orphan",
            severity=Severity.INFO,
            message="Nobody reads `StockCounted`.",
            span=span("specs/shipping.yaml", "/components/messages/StockCounted", 140),
        ),
    )


def messages() -> tuple[Message, ...]:
    return (
        small_message("CancelOrder", "cancel-order", "command", "ordering", "team-checkout", "", ("orders",), "orders.cancel"),
        small_message("GetOrder", "get-order", "query", "ordering", "team-checkout", "analytics", ("orders",), "orders.get"),
        small_message("PaymentCaptured", "payment-captured", "event", "billing", "mira", "billing", ("analytics", "shipping"), "payments"),
        small_message("StockCounted", "stock-counted", "message", "", "", "shipping", (), "stock/{warehouse}/counted"),
        order_placed(),
    )


def channels(of: tuple[Message, ...]) -> tuple[Channel, ...]:
    found: dict[str, list[str]] = {}
    for message in of:
        for version in message.versions:
            for channel in version.channels:
                found.setdefault(channel, []).append(message.id)
    return tuple(
        Channel(
            id=channel,
            slug=channel.replace(".", "-").replace("/", "-").replace("{", "").replace("}", ""),
            address=channel,
            protocols=("kafka",) if channel.startswith("orders") else ("amqp", "mqtt"),
            owners=(Owner(id="team-checkout", source="owner of its service"),),
            messages=tuple(dict.fromkeys(ids)),
            services=("orders", "shipping"),
        )
        for channel, ids in sorted(found.items())
    )


def people() -> tuple[tuple[Team, ...], tuple[User, ...]]:
    place = span("owners.yaml")
    teams = (
        Team(
            id="team-checkout",
            slug="team-checkout",
            name="Checkout",
            summary="Everything between the basket and the confirmation.",
            email="checkout@example.com",
            slack="#team-checkout",
            url="https://example.com/teams/checkout",
            members=("mira", "jonas"),
            span=place,
        ),
        Team(id="team-logistics", slug="team-logistics", name="Logistics", slack="#logistics", span=place),
    )
    users = (
        User(id="mira", slug="mira", name="Mira Adler", role="Engineer", email="mira@example.com", slack="@mira", span=place),
        User(id="jonas", slug="jonas", name="Jonas Weber", role="Product owner", span=place),
    )
    return teams, users


def showcase(base_url: str = "") -> Catalog:
    """The catalog of a small company that sells chairs."""
    every = messages()
    teams, users = people()
    return Catalog(
        title="Acme events",
        tagline="What our services tell each other, and who to ask.",
        base_url=base_url,
        as_of="2024-06-30",
        documents=(
            DocumentRow(
                path=ORDERS, type="asyncapi", spec_version="2.6.0", title="Orders Service", version="2.1.0", counts=Counts(channels=2)
            ),
        ),
        domains=(
            Domain(
                id="billing", slug="billing", name="Billing", summary="Money in, money out.", owners=("mira",), span=span("catalog.yaml")
            ),
            Domain(
                id="ordering",
                slug="ordering",
                name="Ordering",
                summary="From the basket to the confirmed order.",
                description="The heart of the shop.\n\n* takes orders\n* changes them\n* cancels them\n",
                owners=("team-checkout",),
                span=span("catalog.yaml", "/domains/0", 8),
            ),
        ),
        teams=teams,
        users=users,
        services=(
            service("analytics", "Analytics", "", "", "0.9.0", ""),
            service("billing", "Billing", "billing", "mira", "3.0.0", "Captures payments and writes invoices."),
            service("orders", "Orders Service", "ordering", "team-checkout", "2.1.0", "", orders_contract()),
            service("shipping", "Shipping", "ordering", "team-logistics", "1.4.0", "Brings parcels to people."),
        ),
        messages=every,
        channels=channels(every),
        servers=(
            CatalogServer(
                id="kafka-secure://broker-{region}.example.com:9093",
                slug="broker-region-example-com",
                url="kafka-secure://broker-{region}.example.com:9093",
                protocol="kafka-secure",
                services=("orders", "shipping"),
            ),
        ),
        schemas=(
            SharedSchema(
                id="Money",
                slug="money",
                name="Money",
                variants=(
                    SchemaVariant(
                        digest="money-1",
                        text=json.dumps(MONEY, indent=2),
                        path="schemas/money.json",
                        messages=(("com.acme.OrderPlaced", "2.1.0"),),
                    ),
                    SchemaVariant(digest="money-2", text='{"type": "number"}', path=ORDERS, pointer="/components/schemas/Money"),
                ),
            ),
        ),
        texts=texts(),
        diagnostics=diagnostics(),
    )
