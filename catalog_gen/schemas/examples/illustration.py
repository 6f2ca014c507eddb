"""The payloads that a page shows of a message version."""

from __future__ import annotations

from collections.abc import Mapping

from catalog_gen.model.base import Value


class Specimen(Value, frozen=True, kw_only=True):
    """One generated payload, as JSON text."""

    name: str
    """A word for files and addresses, such as `full`."""
    title: str
    text: str


class Illustration(Value, frozen=True, kw_only=True):
    """What was generated for one schema: payloads, the full one first, or why there is none."""

    specimens: tuple[Specimen, ...] = ()
    reason: str = ""
    place: str = ""
    """Where in the schema the reason stands, as a pointer."""


Illustrations = Mapping[tuple[str, str], Illustration]
"""Message id and version → what was generated."""
