"""The last pass over an author's sanitised HTML: headings, links, images, tables and code as this site writes them.

The sanitiser leaves well-formed HTML in which `<` in a text is always escaped and attributes stand between double quotes, so
one regular expression sees every tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import unquote

from catalog_gen.site.highlight import highlight
from catalog_gen.site.links import link
from catalog_gen.site.sanitise import WIKI, escape_text

Heading = tuple[int, str, str]
"""Level on the page, id, title as plain text."""

_TAG = re.compile(
    r'<pre><code class="language-(?P<language>[^"]*)">(?P<code>[^<]*)</code></pre>'
    r'|<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:[^">]|"[^"]*")*)>'
)
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_HEADING = re.compile(r"<h([1-6])>")
_ANY_TAG = re.compile(r'<(?:[^">]|"[^"]*")*>')
_NOT_A_WORD = re.compile(r"[\W_]+")
_SPAN = re.compile(r"[1-9]\d?", re.ASCII)
_FOOTNOTE = re.compile(r"#?fn(?:ref\d*)?:[\w-]+")
_EXTERNAL = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_TITLE_LENGTH = 2_000
_LAST_LEVEL = 6


class Settings(NamedTuple):
    """Where the text stands: what its links mean, what its ids begin with, the level of its highest heading."""

    links: Mapping[str, str]
    prefix: str = ""
    top: int = 2
    inline: bool = False


def plain_text(html: str) -> str:
    """What a reader sees of some HTML, on one line."""
    return " ".join(unescape(_ANY_TAG.sub("", html)).split())


def headings_of(html: str, prefix: str, top: int) -> list[Heading]:
    """The headings in order, levels without gaps: the highest becomes `top`, no heading is more than one level below the last."""
    found: list[Heading] = []
    above: list[int] = []
    used: dict[str, int] = {}
    for match in _HEADING.finditer(html):
        level = int(match[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        end = html.find(f"</h{level}>", match.end(), match.end() + _TITLE_LENGTH)
        title = plain_text(html[match.end() : end]) if end >= 0 else ""
        slug = _NOT_A_WORD.sub("-", title.lower()).strip("-")[:80].rstrip("-") or "section"
        found.append((min(top + len(above) - 1, _LAST_LEVEL), prefix + _distinct(slug, used), title))
    return found


class TagPass:
    """One pass over one text. Make it, run it once."""

    def __init__(self, settings: Settings) -> None:
        """Prepare a pass for a text that stands as `settings` say."""
        self._settings = settings
        self._headings: list[Heading] = []
        self._fragments: frozenset[str] = frozenset()
        self._number = 0
        self._ids: set[str] = set()
        self._closers: dict[str, list[str]] = {}

    def run(self, html: str) -> str:
        """The HTML as a page may hold it, links written with `ROOT`."""
        self._headings = headings_of(html, self._settings.prefix, self._settings.top)
        self._fragments = frozenset(identifier for _, identifier, _ in self._headings)
        return _TAG.sub(self._tag, html)

    def _tag(self, match: re.Match[str]) -> str:
        tag = match["tag"]
        if tag is None:
            code = unescape(match["code"]).removesuffix("\n")
            return f'<pre class="highlight" tabindex="0"><code>{highlight(code, match["language"])}</code></pre>'
        if match["close"]:
            closers = self._closers.get(tag)
            return closers.pop() if closers else match[0]
        opener = _OPENERS.get(tag)
        if opener is None:
            return match[0]
        attributes = {name: unescape(value or "") for name, value in _ATTRIBUTE.findall(match["attributes"])} if match["attributes"] else {}
        return opener(self, tag, attributes)

    def _closes_with(self, tag: str, closer: str) -> None:
        self._closers.setdefault(tag, []).append(closer)

    def _open_heading(self, tag: str, _: dict[str, str]) -> str:
        if self._number >= len(self._headings):
            return f"<{tag}>"
        level, identifier, _title = self._headings[self._number]
        self._number += 1
        self._closes_with(tag, f"</h{level}>")
        return f'<h{level} id="{escape(identifier)}">'

    def _open_link(self, tag: str, attributes: dict[str, str]) -> str:
        href = attributes.get("href", "").strip()
        title = f' title="{escape(attributes["title"])}"' if attributes.get("title") else ""
        if _EXTERNAL.match(href):
            self._closes_with(tag, "</a>")
            return f'<a href="{escape(href)}"{title} rel="noopener nofollow">'
        if href.startswith("//"):
            self._closes_with(tag, "</a>")
            return f'<a href="https:{escape(href)}"{title} rel="noopener nofollow">'
        if href.startswith("#"):
            return self._open_fragment(tag, href[1:], attributes, title)
        reference = unquote(href.removeprefix(f"{WIKI}:")) if href.startswith(f"{WIKI}:") else href
        target = self._settings.links.get(reference)
        if target:
            self._closes_with(tag, "</a>")
            return f'<a href="{escape(link(target))}"{title}>'
        self._closes_with(tag, "</span>")
        if not reference:
            return "<span>"
        return f'<span class="missing" title="Nothing here is called {escape_text(reference[:200])}">'

    def _open_fragment(self, tag: str, fragment: str, attributes: dict[str, str], title: str) -> str:
        """A link within the page: to a footnote, to a heading of this text, or to something else on the page."""
        if self._settings.inline:
            self._closes_with(tag, "</span>")
            return "<span>"
        kind = attributes.get("class", "")
        name = f' class="{kind}"' if kind in {"footnote-ref", "footnote-backref"} else ""
        prefixed = self._settings.prefix + fragment
        if prefixed in self._fragments or (name and _FOOTNOTE.fullmatch(fragment)):
            fragment = prefixed
        self._closes_with(tag, "</a>")
        return f'<a href="#{escape(fragment)}"{name}{title}>'

    def _open_image(self, _: str, attributes: dict[str, str]) -> str:
        """Nothing is loaded from elsewhere: an image of another host becomes a link to it."""
        source = attributes.get("src", "").strip()
        text = escape(attributes.get("alt") or attributes.get("title") or source.rpartition("/")[2] or "image")
        target = self._settings.links.get(source) if source else None
        if target:
            return f'<img src="{escape(link(target))}" alt="{text}" loading="lazy">'
        if self._closers.get("a"):
            return text
        if _EXTERNAL.match(source) and not source.lower().startswith("mailto:"):
            return f'<a class="image" href="{escape(source)}" rel="noopener nofollow">{text}</a>'
        return f'<span class="missing">{text}</span>'

    def _open_table(self, tag: str, _: dict[str, str]) -> str:
        self._closes_with(tag, "</table></div>")
        return '<div class="table-scroll" tabindex="0"><table>'

    def _open_cell(self, tag: str, attributes: dict[str, str]) -> str:
        align = attributes.get("align", "")
        name = f' class="{align}"' if align in {"left", "center", "right"} else ""
        spans = "".join(f' {key}="{attributes[key]}"' for key in ("colspan", "rowspan") if _SPAN.fullmatch(attributes.get(key, "")))
        return f"<{tag}{name}{spans}>"

    def _open_identified(self, tag: str, attributes: dict[str, str]) -> str:
        """Only footnotes keep their ids, and each id stands once."""
        identifier = attributes.get("id", "")
        if not _FOOTNOTE.fullmatch(identifier) or identifier in self._ids or self._settings.inline:
            return f"<{tag}>"
        self._ids.add(identifier)
        return f'<{tag} id="{escape(self._settings.prefix + identifier)}">'

    def _open_list(self, tag: str, attributes: dict[str, str]) -> str:
        start = attributes.get("start", "")
        return f'<{tag} start="{start}">' if re.fullmatch(r"-?\d{1,9}", start, re.ASCII) else f"<{tag}>"


_OPENERS: dict[str, Callable[[TagPass, str, dict[str, str]], str]] = {
    "a": TagPass._open_link,  # noqa: SLF001 - the table of this class
    "code": lambda _self, tag, _attributes: f"<{tag}>",
    "img": TagPass._open_image,  # noqa: SLF001
    "li": TagPass._open_identified,  # noqa: SLF001
    "ol": TagPass._open_list,  # noqa: SLF001
    "pre": lambda _self, _tag, _attributes: '<pre class="highlight" tabindex="0">',
    "sup": TagPass._open_identified,  # noqa: SLF001
    "table": TagPass._open_table,  # noqa: SLF001
    "td": TagPass._open_cell,  # noqa: SLF001
    "th": TagPass._open_cell,  # noqa: SLF001
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), TagPass._open_heading),  # noqa: SLF001
}


def _distinct(slug: str, used: dict[str, int]) -> str:
    """The slug, numbered where it was used before."""
    found = slug
    while found in used:
        used[slug] += 1
        found = f"{slug}-{used[slug]}"
    used[found] = 1
    return found
