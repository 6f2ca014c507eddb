"""Services of two schemas: who calls a method must still find it, and be understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog_gen.evolution.changes import Change
from catalog_gen.evolution.protobuf.found import BACKWARD, BOTH, Found
from catalog_gen.evolution.protobuf.index import Index
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.values import SPECIAL, reads_special
from catalog_gen.schemas.protobuf.model import Method, Service

Reach = Callable[[str, str], None]


def compare_services(old: Index, new: Index, reach: Reach) -> Iterator[Found]:
    """The differences between the services of two main files. `reach` is told of message types that stand in one place."""
    before = {service.full_name: service for service in old.main.services}
    after = {service.full_name: service for service in new.main.services}
    for name, service in before.items():
        if name in new.services:
            yield from _service(service, new.services[name], reach)
        else:
            words = f"the service `{name}` was removed: its methods are not answered"
            hint = "keep it, marked as deprecated, until no one calls it"
            yield Found(Change(kind=Kind.SERVICE_REMOVED, path=name, directions=(BACKWARD,), message=words, hint=hint, rule_only=True))
    for name in after:
        if name not in old.services:
            yield Found(Change(kind=Kind.SERVICE_ADDED, path=name, message=f"the service `{name}` was added"))


def _service(old: Service, new: Service, reach: Reach) -> Iterator[Found]:
    before, after = {method.name: method for method in old.methods}, {method.name: method for method in new.methods}
    for name, method in before.items():
        path = f"{new.name}.{name}"
        if name in after:
            yield from _method(method, after[name], path, reach)
        else:
            yield Found(
                Change(
                    kind=Kind.METHOD_REMOVED,
                    path=path,
                    directions=(BACKWARD,),
                    message=f"the method `{path}` was removed: calls of it are not answered",
                    hint="keep it, marked as deprecated, until no one calls it",
                    rule_only=True,
                )
            )
    for name in after:
        if name not in before:
            yield Found(Change(kind=Kind.METHOD_ADDED, path=f"{new.name}.{name}", message=f"the method `{new.name}.{name}` was added"))


def _method(old: Method, new: Method, path: str, reach: Reach) -> Iterator[Found]:
    was, now = ((method.client_streaming, method.server_streaming) for method in (old, new))
    if was != now:
        words = f"`{path}` was {_streams(old)} and is {_streams(new)}"
        hint = "add a method beside it"
        yield Found(Change(kind=Kind.METHOD_STREAMING_CHANGED, path=path, directions=BOTH, message=words, hint=hint, rule_only=True))
    for what, before, after in (("takes", old.input, new.input), ("gives", old.output, new.output)):
        reach(before, after)
        if before != after:
            breaks = not reads_special(before, after) and bool({before, after} & SPECIAL)
            words = f"`{path}` {what} `{after}` instead of `{before}`"
            hint = "add a method beside it" if breaks else ""
            yield Found(
                Change(
                    kind=Kind.METHOD_TYPE_CHANGED,
                    path=path,
                    directions=BOTH if breaks else (),
                    message=words,
                    hint=hint,
                    rule_only=breaks,
                )
            )


def _streams(method: Method) -> str:
    ways = [name for name, streams in (("client", method.client_streaming), ("server", method.server_streaming)) if streams]
    return f"a stream of the {' and the '.join(ways)}" if ways else "a single call"
