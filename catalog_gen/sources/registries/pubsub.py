"""Google Pub/Sub: schemas with their revisions, topics, and subscriptions, as `gcloud pubsub …` and the REST API print them.

Revisions have ids that say nothing; their times order them. Source: Google Cloud Pub/Sub, REST resources `projects.schemas`,
`projects.topics` and `projects.subscriptions`.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import Attachment, Label, Registration, SubjectSetting
from catalog_gen.sources.registries.answers import AnswersSource
from catalog_gen.sources.registries.reading import labels, mapping, moment, owners_of, rows, text
from catalog_gen.sources.registries.statement import Statement

NAME = "google-pubsub"

_SCHEMA = re.compile(r"projects/([^/]+)/schemas/([^/@]+)(?:@([^/]+))?")
_TOPIC = re.compile(r"projects/([^/]+)/topics/([^/]+)")
_SUBSCRIPTION = re.compile(r"projects/([^/]+)/subscriptions/([^/]+)")
_TYPES = {"AVRO": "AVRO", "PROTOCOL_BUFFER": "PROTOBUF", "PROTOBUF": "PROTOBUF"}
_SERVICE_LABELS = ("service", "app", "application", "component", "consumer")
"""Labels of a subscription that name the program which reads it, the first one that is there."""


def _match(pattern: re.Pattern[str], value: Any, key: str = "name") -> re.Match[str] | None:
    name = value.get(key) if isinstance(value, dict) else None
    return pattern.fullmatch(name) if isinstance(name, str) else None


def _is_schema(value: Any) -> bool:
    return _match(_SCHEMA, value) is not None and bool({"definition", "revisionId", "type"} & set(value))


def _is_topic(value: Any) -> bool:
    return _match(_TOPIC, value) is not None


def _is_subscription(value: Any) -> bool:
    return _match(_SUBSCRIPTION, value) is not None and isinstance(value.get("topic"), str)


def _is_answer(value: Any) -> bool:
    """A page of the REST API: the rows stand under the resource's name."""
    fits = {"schemas": _is_schema, "topics": _is_topic, "subscriptions": _is_subscription}
    return isinstance(value, dict) and any(rows(value.get(key)) and fit(rows(value[key])[0]) for key, fit in fits.items())


def _read_answer(statement: Statement, value: Any, span: Span) -> None:
    for key, fits, read in (
        ("schemas", _is_schema, _read_schema),
        ("topics", _is_topic, _read_topic),
        ("subscriptions", _is_subscription, _read_subscription),
    ):
        for index, row in enumerate(value.get(key, ()) if isinstance(value.get(key), list) else ()):
            if fits(row):
                read(statement, row, msgspec.structs.replace(span, pointer=f"{span.pointer}/{key}/{index}"))


def _read_schema(statement: Statement, value: Any, span: Span) -> None:
    match = _match(_SCHEMA, value)
    if match is None:
        return
    revision = text(value.get("revisionId")) or match[3] or ""
    definition = value.get("definition")
    if not isinstance(definition, str):
        statement.warn(
            "registry-schema-missing",
            f"The schema `{match[2]}` stands here without its definition.",
            "Export it with its definition: `gcloud pubsub schemas list-revisions NAME --view=FULL --format=json`.",
            span,
        )
        return
    kind = text(value.get("type"))
    registration = Registration(
        registry=NAME,
        context=match[1],
        subject=match[2],
        version=revision or "1",
        identifier=value["name"],
        registered=moment(value.get("revisionCreateTime")),
        span=span,
    )
    statement.add_version(registration, _TYPES.get(kind, kind), definition, export="")


def _read_topic(statement: Statement, value: Any, span: Span) -> None:
    match = _match(_TOPIC, value)
    settings = mapping(value.get("schemaSettings"))
    schema = _match(_SCHEMA, settings, "schema")
    if match is None or schema is None:
        return
    found = labels(value.get("labels"))
    said = (
        ("Encoding", settings.get("encoding")),
        ("First revision", settings.get("firstRevisionId")),
        ("Last revision", settings.get("lastRevisionId")),
    )
    more = tuple(Label(name=name, value=text(words)) for name, words in said if words)
    statement.settings.append(
        SubjectSetting(
            registry=NAME,
            export="",
            context=schema[1],
            subject=schema[2],
            topics=(match[2],),
            owners=owners_of(found),
            labels=(*found, *more),
            span=span,
        )
    )


def _read_subscription(statement: Statement, value: Any, span: Span) -> None:
    match, topic = _match(_SUBSCRIPTION, value), _match(_TOPIC, value, "topic")
    if match is None or topic is None:
        # The topic of a subscription that outlived it is called `_deleted-topic_`.
        return
    found = labels(value.get("labels"))
    name = next((label.value for key in _SERVICE_LABELS for label in found if label.name == key and label.value), match[2])
    statement.attachments.append(
        Attachment(
            registry=NAME,
            export="",
            action="receive",
            service=name,
            context=topic[2],
            topics=(topic[2],),
            condition=text(value.get("filter")),
            via=match[2],
            state="disabled" if value.get("detached") is True else "active",
            labels=tuple(Label(name=key, value=words) for key, words in _described(value) if words),
            owners=owners_of(found),
            span=span,
        )
    )


def _described(value: dict[str, Any]) -> list[tuple[str, str]]:
    push, dead = mapping(value.get("pushConfig")), mapping(value.get("deadLetterPolicy"))
    retry, query = mapping(value.get("retryPolicy")), mapping(value.get("bigqueryConfig"))
    attempts = text(dead.get("maxDeliveryAttempts"))
    waits = [text(retry.get(key)) for key in ("minimumBackoff", "maximumBackoff")]
    return [
        ("Push endpoint", _address(text(push.get("pushEndpoint")))),
        ("BigQuery table", text(query.get("table"))),
        ("Storage bucket", text(mapping(value.get("cloudStorageConfig")).get("bucket"))),
        ("Dead-letter topic", text(dead.get("deadLetterTopic")).rpartition("/")[2]),
        ("Delivery attempts", f"at most {attempts}" if attempts else ""),
        ("Retries", f"after {waits[0]} to {waits[1]}" if all(waits) else ""),
        ("Order", "kept for each ordering key" if value.get("enableMessageOrdering") is True else ""),
        ("Delivery", "exactly once" if value.get("enableExactlyOnceDelivery") is True else ""),
    ]


def _address(url: str) -> str:
    """A URL without what may be secret in it: user, password and query."""
    parts = urlsplit(url) if "://" in url else None
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}" if parts is not None else url


source = AnswersSource(
    NAME,
    ("name", "schemas", "topics", "subscriptions"),
    ((_is_schema, _read_schema), (_is_topic, _read_topic), (_is_subscription, _read_subscription), (_is_answer, _read_answer)),
    "Write what `gcloud pubsub schemas list-revisions` and its siblings print with `--format=json` into files of their own.",
)
