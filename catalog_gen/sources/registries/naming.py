"""What a subject's name means: which topic it belongs to, whether it describes keys or values, and which message that is.

The strategies are those of Confluent's serializers: `TopicNameStrategy` (`<topic>-key`, `<topic>-value`), `RecordNameStrategy`
(`<record>`) and `TopicRecordNameStrategy` (`<topic>-<record>`).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from catalog_gen.model.registry import RegisteredVersion, Registration, qualified
from catalog_gen.sources.asyncapi.identity import is_generic

_WITH_STRATEGIES = frozenset({"confluent", "karapace", "apicurio"})
_ROLES = {"-value": "value", "-key": "key"}
_GENERIC = frozenset({"envelope", "key", "object", "record", "root", "schema", "toplevelrecord", "value"})
"""Names of records that tools give to whatever they write, besides those that say nothing anywhere."""


def role_of(registration: Registration) -> str:
    """Whether a subject describes the `key` or the `value` of its topic's records."""
    if registration.registry in _WITH_STRATEGIES and registration.subject.endswith("-key"):
        return "key"
    return registration.role


def base_of(registration: Registration) -> str:
    """A subject without what tells keys from values."""
    subject = registration.subject
    if registration.registry in _WITH_STRATEGIES or registration.role == "key":
        for suffix in _ROLES:
            if subject.endswith(suffix) and len(subject) > len(suffix):
                return subject.removesuffix(suffix)
    return subject


def topics_of(row: RegisteredVersion) -> tuple[str, ...]:
    """Addresses of the channels that carry a version, as far as the subject's name or the registry says."""
    if row.topics or row.registration.registry not in _WITH_STRATEGIES:
        return row.topics
    subject, base = row.registration.subject, base_of(row.registration)
    if base != subject:
        return (base,)
    if row.record and subject.endswith(f"-{row.record}"):
        return (subject.removesuffix(f"-{row.record}"),)
    return ()


def message_id(row: RegisteredVersion) -> tuple[str, str]:
    """The message's id and the rule that gave it. A name that any schema might have does not count; the subject's does then."""
    if row.id:
        return row.id, "registry"
    one = row.registration
    if row.record and role_of(one) != "key" and not _says_nothing(row.record):
        return row.record, "payload"
    return qualified(one.registry, one.context, base_of(one)), "subject"


def tell_apart(rows: Sequence[RegisteredVersion]) -> list[RegisteredVersion]:
    """Rows whose stated id several subjects of one registry claim get their subject for it: one detail type may come from many sources."""
    claims: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        if row.id:
            claims.setdefault((row.registration.registry, row.export, row.id), set()).add(row.registration.subject)
    shared = {key for key, subjects in claims.items() if len(subjects) > 1}
    return [_by_subject(row) if (row.registration.registry, row.export, row.id) in shared else row for row in rows]


def _by_subject(row: RegisteredVersion) -> RegisteredVersion:
    also = tuple(name for name in row.also if name != row.registration.subject)
    return msgspec.structs.replace(row, id=row.registration.subject, also=also)


def _says_nothing(record: str) -> bool:
    last = record.rpartition(".")[2]
    return is_generic(last) or last.casefold() in _GENERIC
