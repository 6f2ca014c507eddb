"""What kind of data a field holds (`PII`, `sensitive`, …), as authors write it into their schemas.

Sources: Confluent's data contracts (`confluent:tags` in Avro and JSON Schema, `confluent.field_meta` in Protobuf), and the extensions that
teams use: a flag (`pii: true`), a class (`x-data-classification: confidential`), or a list of names (`x-tags`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TAG_LIMIT = 20
"""Tags that are kept of one field."""

_LONGEST = 80

_LISTS = frozenset({"confluent:tags", "tags", "tag", "x-tags", "x-confluent-tags", "labels", "x-labels"})
_FLAGS = {
    **dict.fromkeys(("pii", "is-pii", "ispii", "personal-data", "personaldata"), "PII"),
    **dict.fromkeys(("phi", "is-phi"), "PHI"),
    **dict.fromkeys(("pci", "is-pci"), "PCI"),
    **dict.fromkeys(("sensitive", "is-sensitive", "issensitive", "sensitive-data"), "sensitive"),
    **dict.fromkeys(("confidential", "secret", "gdpr", "encrypted"), ""),
}
"""Flag → the tag that it stands for; "" stands for its own name."""

_CLASSES = frozenset({"classification", "data-classification", "dataclassification", "sensitivity", "privacy", "data-class", "pii-type"})


def read_tags(said: Mapping[str, Any]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The tags among the properties that an author gave a field, and the properties that they were read from."""
    tags: dict[str, None] = {}
    used: set[str] = set()
    for key, value in said.items():
        if len(key) > _LONGEST:
            continue
        found = _listed(value) if key in _LISTS else _by_name(_plain(key), value)
        if found:
            used.add(key)
            tags.update(dict.fromkeys(found))
    return tuple(tags)[:TAG_LIMIT], frozenset(used)


def _plain(key: str) -> str:
    """`x-PII`, `x_pii`, `com.acme/pii`: what is meant is `pii`."""
    return key.lower().rpartition("/")[2].rpartition(":")[2].removeprefix("x-").removeprefix("x_").replace("_", "-")


def _by_name(name: str, value: Any) -> tuple[str, ...]:
    if name in _FLAGS:
        tag = _FLAGS[name] or name
        if value is True or (isinstance(value, str) and value.lower() in {"true", "yes"}):
            return (tag,)
        if isinstance(value, str) and value and value.lower() not in {"false", "no", "none"}:
            return (f"{tag}: {value}"[:_LONGEST],)
        return ()
    return (value[:_LONGEST],) if name in _CLASSES and isinstance(value, str) and value else ()


def _listed(value: Any) -> tuple[str, ...]:
    members = [value] if isinstance(value, str) else value
    if not isinstance(members, (list, tuple)) or not members or not all(isinstance(member, str) and member for member in members):
        return ()
    return tuple(member[:_LONGEST] for member in members[:TAG_LIMIT])
