"""What must hold of every fragment of HTML that holds an author's text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import html5lib

from catalog_gen.site.sanitise import BLOCK_TAGS, INLINE_TAGS

VOID = frozenset({"br", "hr", "img", "wbr"})
ATTRIBUTES = frozenset(
    {"href", "class", "id", "title", "rel", "tabindex", "open", "start", "colspan", "rowspan", "alt", "src", "loading", "aria-label"}
)
ADDRESS = re.compile(r"(?:https?://|mailto:|#|\x02)", re.IGNORECASE)


class _Balance(HTMLParser):
    """Fails on an element that is not closed, or closed in another order than it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> in the wrong place"


def assert_harmless(html: str) -> None:
    """No element, attribute or address outside the lists, however a browser reads the fragment; well formed; ids unique."""
    balance = _Balance()
    balance.feed(html)
    balance.close()
    assert not balance.open, f"never closed: {balance.open}"
    assert not re.search("[\x00-\x01\x03-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", html)
    ids: set[str] = set()
    for element in _elements(html):
        assert element.tag in INLINE_TAGS | BLOCK_TAGS, element.tag
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES, (element.tag, name, value)
            if name in {"href", "src"}:
                assert ADDRESS.match(value), value
            if name == "src":
                assert value.startswith("\x02"), "an image of another host is loaded"
            if name == "id":
                assert value not in ids, f"id {value} stands twice"
                assert value
                assert not re.search(r"\s", value)
                ids.add(value)


def _elements(html: str) -> list[Any]:
    # A browser replaces the mark by U+FFFD where it is text; where it is an address, it has been replaced by then.
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in fragment.iter() if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT"]


def visible(html: str) -> str:
    """The text that a browser shows."""
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())
