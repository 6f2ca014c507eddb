"""Amazon EventBridge: what `aws events …` prints about buses, rules and their targets. The targets of a rule are consumers.

Source: Amazon EventBridge API Reference.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import Attachment, Label
from catalog_gen.sources.registries.answers import AnswersSource, list_of
from catalog_gen.sources.registries.reading import mapping, rows, text
from catalog_gen.sources.registries.schema_text import load
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.registries.targets import labels_of, service_of

NAME = "aws-eventbridge"

_RULE = re.compile(r"arn:[\w-]*:events:[\w-]*:\d*:rule/(?:(.+)/)?([^/]+)")
_KIND = re.compile(r"arn:[\w-]*:events:[\w-]*:\d*:([\w-]+)/.+")
_BUS = "default"


def _kind(arn: Any) -> str:
    match = _KIND.fullmatch(arn) if isinstance(arn, str) else None
    return match[1] if match is not None else ""


def _is_rule(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("Name"), str):
        return False
    return _kind(value.get("Arn")) == "rule" or ("State" in value and bool({"EventPattern", "ScheduleExpression"} & set(value)))


def _is_bus(value: Any) -> bool:
    return isinstance(value, dict) and _kind(value.get("Arn")) == "event-bus"


def _is_target(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("Id"), str) and str(value.get("Arn", "")).startswith("arn:")


def _has(*keys: str) -> Any:
    return lambda value: isinstance(value, dict) and any(isinstance(value.get(key), str) for key in keys)


def _read_rules(statement: Statement, value: Any, span: Span) -> None:
    for index, row in enumerate(value["Rules"]):
        if _is_rule(row):
            _read_rule(statement, row, msgspec.structs.replace(span, pointer=f"{span.pointer}/Rules/{index}"))


def _read_rule(statement: Statement, value: Any, span: Span) -> None:
    match = _RULE.fullmatch(text(value.get("Arn")))
    bus = text(value.get("EventBusName")) or (match[1] if match is not None else "") or _BUS
    written = value.get("EventPattern")
    pattern = written if isinstance(written, str) else json.dumps(written) if isinstance(written, dict) else ""
    if pattern and not isinstance(load(pattern), dict):
        statement.warn(
            "eventbridge-pattern-unreadable",
            f"The event pattern of the rule `{value['Name']}` is no JSON object, so nobody knows what it lets through.",
            "Export the rule again with `aws events describe-rule`.",
            span,
        )
        pattern = ""
    said = (("Description", text(value.get("Description"))), ("Schedule", text(value.get("ScheduleExpression"))))
    rule = Attachment(
        registry=NAME,
        export=statement.export,
        action="receive",
        service="",
        context=bus.rpartition("/")[2],
        pattern=pattern,
        via=value["Name"],
        state="disabled" if text(value.get("State")).upper() == "DISABLED" else "active",
        labels=tuple(Label(name=name, value=words) for name, words in said if words),
        span=span,
    )
    statement.attachments.append(rule)
    _add_targets(statement, rows(value.get("Targets")), span, rule.via, rule.context)


def _read_targets(statement: Statement, value: Any, span: Span) -> None:
    bus = text(value.get("EventBusName")).rpartition("/")[2]
    _add_targets(statement, rows(value["Targets"]), span, text(value.get("Rule")), bus)


def _add_targets(statement: Statement, targets: list[dict[str, Any]], span: Span, rule: str, bus: str) -> None:
    for index, target in enumerate(targets):
        name, _ = service_of(target)
        if name:
            statement.attachments.append(
                Attachment(
                    registry=NAME,
                    export=statement.export,
                    action="receive",
                    service=name,
                    context=bus,
                    via=rule,
                    labels=labels_of(target),
                    span=msgspec.structs.replace(span, pointer=f"{span.pointer}/Targets/{index}"),
                )
            )


def _read_destinations(statement: Statement, value: Any, span: Span) -> None:
    """Where API destinations lead; a rule's target only names them."""
    for index, row in enumerate(rows(value.get("ApiDestinations", [value]))):
        said = (("Endpoint", f"{text(row.get('HttpMethod'))} {text(row.get('InvocationEndpoint'))}".strip()),)
        statement.attachments.append(
            Attachment(
                registry=NAME,
                export=statement.export,
                action="describe",
                service=text(row.get("Name")),
                labels=tuple(Label(name=name, value=words) for name, words in said if words),
                span=msgspec.structs.replace(span, pointer=f"{span.pointer}/ApiDestinations/{index}"),
            )
        )


def _read_nothing(statement: Statement, value: Any, span: Span) -> None:
    """Buses, archives and connections by themselves neither send nor read a message."""
    del statement, value, span


def _is_names(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("RuleNames"), list) and set(mapping(value)) <= {"RuleNames", "NextToken"}


_TARGETS_MORE = frozenset({"Rule", "EventBusName"})

source = AnswersSource(
    NAME,
    (
        "Rules", "RuleNames", "Targets", "EventPattern", "EventBuses", "Archives", "ArchiveName", "Connections", "ConnectionArn",
        "ApiDestinations", "ApiDestinationArn", "ScheduleExpression", "Arn",
    ),
    (
        (_is_rule, _read_rule),
        (list_of("Rules", _is_rule), _read_rules),
        (list_of("Targets", _is_target, _TARGETS_MORE), _read_targets),
        (_is_names, _read_nothing),
        (_is_bus, _read_nothing),
        (list_of("EventBuses", _is_bus), _read_nothing),
        (list_of("Archives", _has("ArchiveName")), _read_nothing),
        (_has("ArchiveArn"), _read_nothing),
        (list_of("Connections", _has("ConnectionArn")), _read_nothing),
        (_has("ConnectionArn"), _read_nothing),
        (list_of("ApiDestinations", _has("ApiDestinationArn")), _read_destinations),
        (_has("ApiDestinationArn"), _read_destinations),
    ),
    "Write what `aws events list-rules` and `aws events list-targets-by-rule` print into files of their own.",
)  # fmt: skip
