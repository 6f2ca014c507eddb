"""Badges: small pictures that a README shows, with the latest version and the lifecycle of a message, or a service's version."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from catalog_gen.model.addresses import KIND_FOLDERS
from catalog_gen.site.fragments import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.catalog import Catalog

_COLOURS = {"active": "#1a6b3c", "draft": "#5d656d", "deprecated": "#8a4b00", "sunset": "#8a4b00", "retired": "#a8201a"}
_VERSION_COLOUR = "#0a6b77"
_CHARACTER = 6.6
"""Mean width of a character at 11 px; `textLength` makes the text fit where a font differs."""


def badge_files(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every badge."""
    for message in catalog.messages:
        folder = f"badges/{KIND_FOLDERS[message.kind]}/{message.slug}/"
        state = message.current.lifecycle.state
        yield folder + "version.svg", draw_badge(message.name, message.current.version, _VERSION_COLOUR)
        yield folder + "lifecycle.svg", draw_badge(message.name, state, _COLOURS.get(state, "#5d656d"))
    for service in catalog.services:
        yield f"badges/services/{service.slug}/version.svg", draw_badge(service.name, service.current.version, _VERSION_COLOUR)


def draw_badge(label: str, value: str, colour: str) -> bytes:
    """A badge: a grey label and a coloured value, white on both."""
    label, value = printable(label)[:60], printable(value)[:40]
    left, right = round(len(label) * _CHARACTER) + 14, round(len(value) * _CHARACTER) + 14
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img"'
        f' aria-label="{escape(label)}: {escape(value)}">'
        f'<rect width="{left + right}" height="20" rx="4" fill="#3f464d"/>'
        f'<path d="M{left} 0h{right - 4}a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H{left}z" fill="{colour}"/>'
        '<g fill="#fff" font-family="system-ui,Segoe UI,Roboto,Helvetica,Arial,sans-serif" font-size="11">'
        f'<text x="7" y="14" textLength="{left - 14}">{escape(label)}</text>'
        f'<text x="{left + 7}" y="14" textLength="{right - 14}">{escape(value)}</text></g></svg>\n'
    )
    return text.encode("utf-8", "replace")
