"""The one gate through which an author's text and HTML enter a page."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markupsafe import Markup, escape

INLINE_TAGS = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span"}
    | {"strong", "sub", "sup", "u", "var", "wbr"}
)
"""What may stand within a line."""

BLOCK_TAGS = frozenset(
    {"blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li"}
    | {"ol", "p", "pre", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
"""What may stand on its own."""

WIKI = "wiki"
"""The scheme under which a wiki link waits for its address; it never reaches a page."""

SCHEMES = frozenset({"http", "https", "mailto"})
"""Where a link may lead, besides places on the site itself."""

_WITH_CONTENT = frozenset(
    {"script", "style", "iframe", "object", "embed", "noscript", "noembed", "noframes", "template", "textarea", "title", "svg", "math"}
    | {"select", "xmp", "plaintext"}
)
"""Elements of which not even the text is kept."""

_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "details": {"open"},
    "img": {"src", "alt", "title"},
    "li": {"id", "value"},
    "ol": {"start", "reversed", "type"},
    "sup": {"id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}

ADMONITIONS = frozenset(
    {"note", "info", "tip", "hint", "success", "important", "warning", "caution", "attention", "danger", "error", "example", "abstract"}
    | {"question", "failure", "bug", "quote", "todo", "seealso"}
)
"""The kinds of boxes that have a look of their own."""

_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"admonition", "footnote", *ADMONITIONS},
    "p": {"admonition-title"},
}

_MARK = re.compile("[&<>'\"]")
_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def escape_text(text: str) -> Markup:
    """A text that is shown as it is: escaped, without characters that HTML does not know (among them the mark `ROOT`).

    Characters that turn the direction of the text are spelt out, so that code reads as it is.
    """
    return escape(text if text.isprintable() else spell_out(text))


def escaped(text: str) -> str:
    """What `escape_text` gives, as a `str` to be put together with others: several times faster."""
    if not text.isprintable():
        text = spell_out(text)
    return text if _MARK.search(text) is None else str(escape(text))


def is_harmless(text: str) -> bool:
    """Whether a text is nothing but visible characters, spaces and line breaks, as nearly all are; much faster than any expression."""
    return text.isprintable() or text.replace("\n", "").isprintable()


def spell_out(text: str) -> str:
    """The text as `escape_text` shows it, before it is escaped."""
    if is_harmless(text):
        return text
    return _MISLEADING.sub(lambda match: f"\\u{ord(match[0]):04x}", drop_controls(text))


def drop_controls(text: str) -> str:
    """The text without characters that HTML does not know; half surrogate pairs become U+FFFD."""
    if is_harmless(text):
        return text
    return _NOT_HTML.sub(lambda match: "\ufffd" if match[0] >= "\ud800" else "", text)


def sanitise(html: str, *, inline: bool = False) -> str:
    """HTML with nothing left but harmless elements, attributes and links; always well formed. `inline` leaves no block."""
    return _cleaner(inline).clean(html)


@lru_cache(maxsize=2)
def _cleaner(inline: bool) -> nh3.Cleaner:  # noqa: FBT001 - the key of a cache of two
    tags = set(INLINE_TAGS if inline else INLINE_TAGS | BLOCK_TAGS)
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=set(_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items() if tag in tags},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items() if tag in tags},
        url_schemes={*SCHEMES, WIKI},
        link_rel="noopener nofollow",
        strip_comments=True,
    )
