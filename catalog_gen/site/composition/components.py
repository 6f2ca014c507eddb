"""Components that nothing refers to, on the page of their service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.composition.addresses import compose_variables
from catalog_gen.site.composition.bindings import compose_bindings, compose_extensions
from catalog_gen.site.composition.contract import compose_channel, compose_operation, compose_reply, compose_server, compose_traits
from catalog_gen.site.composition.expressions import compose_correlation
from catalog_gen.site.composition.facts import json_text
from catalog_gen.site.composition.parts import anchor, compose_docs, compose_prose, compose_schema, compose_tags, place
from catalog_gen.site.views.examples import ExampleView
from catalog_gen.site.views.parts import Ref
from catalog_gen.site.views.service import ComponentBlock, ComponentGroup

if TYPE_CHECKING:
    from catalog_gen.model.contract import Component, Contract
    from catalog_gen.model.schema import Example
    from catalog_gen.site.lookup import Lookup

LIMIT = 60
"""How many components of one kind a page shows."""

TEXT_LIMIT = 100_000
"""Characters of schemas that a page shows as unused components, all together: a library may declare thousands of fields."""

KINDS = {
    "messages": "Messages",
    "schemas": "Schemas",
    "servers": "Servers",
    "serverVariables": "Server variables",
    "channels": "Channels",
    "parameters": "Channel parameters",
    "operations": "Operations",
    "replies": "Replies",
    "replyAddresses": "Reply addresses",
    "correlationIds": "Correlation ids",
    "operationTraits": "Operation traits",
    "messageTraits": "Message traits",
    "serverBindings": "Server bindings",
    "channelBindings": "Channel bindings",
    "operationBindings": "Operation bindings",
    "messageBindings": "Message bindings",
    "tags": "Tags",
    "externalDocs": "External documentation",
}
"""Section of the components → its heading, in the order of the page."""

LEVELS = {
    "serverBindings": "server",
    "channelBindings": "channel",
    "operationBindings": "operation",
    "messageBindings": "message",
    "messages": "message",
    "messageTraits": "message",
}
"""Section → the level of the bindings in it."""


def compose_unused(lookup: Lookup, contract: Contract) -> tuple[ComponentGroup, ...]:
    """The unused components of a contract, by kind."""
    groups = []
    left = TEXT_LIMIT
    for kind, title in KINDS.items():
        members = [component for component in contract.unused if component.kind == kind]
        shown = []
        for number, component in enumerate(members[:LIMIT], start=1):
            left -= sum(len(schema.text) for schema in (component.schema, component.headers) if schema is not None)
            if left < 0:
                break
            shown.append(_block(lookup, contract, component, number))
        if members:
            groups.append(ComponentGroup(title=title, components=tuple(shown), more=len(members) - len(shown)))
    return tuple(groups)


def _block(lookup: Lookup, contract: Contract, component: Component, number: int) -> ComponentBlock:
    name = f"unused-{anchor(component.kind)}-{number}"
    server, channel, operation, reply = component.server, component.channel, component.operation, component.reply
    return ComponentBlock(
        key=component.key,
        anchor=name,
        title=component.title if component.title != component.key else "",
        summary=component.summary,
        description=compose_prose(lookup, component.description) if component.variable is None else None,
        content_type=component.content_type,
        server=compose_server(lookup, contract, server, name) if server is not None else None,
        channel=compose_channel(lookup, contract, channel, name) if channel is not None else None,
        operation=compose_operation(lookup, contract, operation, name) if operation is not None else None,
        operations=tuple(
            compose_operation(lookup, contract, one, f"{name}-operation-{place_}")
            for place_, one in enumerate(component.operations, start=1)
        ),
        reply=compose_reply(lookup, reply, name, Ref(name=reply.channel) if reply.channel else None) if reply is not None else None,
        variables=compose_variables((component.variable,), f"{name}-variable") if component.variable is not None else (),
        correlation=compose_correlation(component.correlation, f"{name}-correlation"),
        bindings=compose_bindings(lookup, component.bindings, LEVELS.get(component.kind, ""), name),
        schema=compose_schema(lookup, component.schema),
        headers=compose_schema(lookup, component.headers),
        examples=tuple(_example(example, f"{name}-example-{place_}") for place_, example in enumerate(component.examples, start=1)),
        traits=compose_traits(component.traits),
        data=compose_extensions(f"{name}-extensions", component.extensions) if component.correlation is None else (),
        tags=compose_tags(component.tags),
        docs=compose_docs(component.docs),
        place=place(component.span),
    )


def _example(example: Example, name: str) -> ExampleView:
    return ExampleView(
        title=example.name or "Example",
        anchor=name,
        summary=example.summary,
        payload=json_text(example.payload) if example.has_payload else "",
        headers=json_text(example.headers) if example.headers is not None else "",
    )
