"""Authors' Markdown as HTML that a page may hold: sanitised, bounded, with links to the things of the catalog.

Python-Markdown with tables, footnotes, admonitions, sane lists, our fenced code and wiki links; then nh3; then one pass over
the tags. Whatever goes wrong on the way, the text itself is shown, escaped.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from catalog_gen.site.markdown_bounds import is_tractable
from catalog_gen.site.markdown_tags import Heading, Settings, TagPass, headings_of, plain_text
from catalog_gen.site.memo import Memo
from catalog_gen.site.sanitise import WIKI, drop_controls, escape_text, sanitise

if TYPE_CHECKING:
    from markdown import Markdown

PREFIX = "text-"
"""What ids begin with unless the caller says otherwise, so that a heading "Schema" does not take the page's own `#schema`."""

NO_LINKS: Mapping[str, str] = MappingProxyType({})

_EXTENSIONS = ("tables", "footnotes", "admonition", "sane_lists")
_SPECIAL = re.compile(
    r"[`*\[<\\\n\r\t]|(?<![^\W_])_|_(?![^\W_])|&[#\w]"  # marks that mean something anywhere
    r"|^[ ]{0,3}(?:[#>]|[-+]\s|\d{1,9}[.)]\s|=+$|-+$|!!!|~~~)|^[ ]{4}"  # and at the start of a line
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .,;:?'()/-]*")
_WIKI = f"{WIKI}:"
_TARGET = re.compile(r' (?:href|src)="(?!https?:|mailto:|#)([^"]+)"')
_SENTENCE = re.compile(r"(.{12,}?(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bcf)(?<!\bapprox)[.!?])(?=\s|$)", re.DOTALL)
_SKIPPED_BLOCK = re.compile(r"\s*(?:#{1,6}(?:\s|$)|`{3}|~{3}|!{3}|<[!a-zA-Z/]|\||[-*_]{3,}\s*$|\[[^\]]+\]:)")
_SUMMARY_LENGTH = 240

_local = threading.local()


class _Clean(NamedTuple):
    """A text after the sanitiser: HTML with wiki links still unresolved, the references in it, and all that might be looked up."""

    html: str
    references: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


_clean_texts: Memo[_Clean] = Memo(4_000_000)
_rendered: Memo[Markup] = Memo(4_000_000)


def is_plain(text: str) -> bool:
    """Whether Markdown would give the text back as it is: one line without any mark."""
    return _PLAIN.fullmatch(text) is not None or _SPECIAL.search(text) is None


def render_markdown(text: str, links: Mapping[str, str] = NO_LINKS, *, prefix: str = PREFIX, top: int = 2) -> Markup:
    """Block HTML, sanitised.

    `links`: wiki reference as written (or relative address, for links and images) → address below the site's root. A reference
    that `links` does not know is shown as marked text. The highest heading becomes `<h{top}>`; ids of headings and footnotes
    begin with `prefix`: give each text of a page its own.
    """
    text = text.strip("\n\r")
    if is_plain(text):
        return Markup("<p>%s</p>") % escape_text(text) if text.strip() else Markup()
    clean = _clean(text, inline=False)
    return _settle(text, clean, Settings(links, prefix, top))


def render_inline(text: str, links: Mapping[str, str] = NO_LINKS) -> Markup:
    """HTML that may stand within a line: code, emphasis and links stay, blocks become running text."""
    text = text.strip()
    if is_plain(text):
        return escape_text(text)
    return _settle(text, _clean(text, inline=True), Settings(links, inline=True))


def wiki_references(text: str) -> tuple[str, ...]:
    """What stands inside `[[…]]` before any `|`, in order, each once; code does not count."""
    if "[[" not in text:
        return ()
    return _clean(text.strip("\n\r"), inline=False).references


def outline(text: str, *, prefix: str = PREFIX, top: int = 2) -> tuple[Heading, ...]:
    """(level, id, title) of each heading, as `render_markdown` with the same arguments writes them."""
    text = text.strip("\n\r")
    return () if is_plain(text) else tuple(headings_of(_clean(text, inline=False).html, prefix, top))


def summary_of(text: str) -> str:
    """The first sentence of the first paragraph as plain text, at most 240 characters; "" when there is no paragraph."""
    for block in re.split(r"\n[ \t]*\n", drop_controls(text.replace("\r\n", "\n"))[: _SUMMARY_LENGTH * 40]):
        if block.strip() and not _SKIPPED_BLOCK.match(block):
            plain = plain_text(render_inline(block[: _SUMMARY_LENGTH * 8]))
            if plain:
                sentence = _SENTENCE.match(plain)
                plain = sentence[1] if sentence else plain
                return plain if len(plain) <= _SUMMARY_LENGTH else plain[: _SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    return ""


def _settle(text: str, clean: _Clean, settings: Settings) -> Markup:
    """The clean text in its place, remembered by everything that decides how it looks."""
    known = tuple((target, settings.links[target]) for target in clean.targets if target in settings.links)
    key = (text, known, settings.prefix, settings.top, settings.inline)
    return _rendered.get(key, len(text), lambda: Markup(TagPass(settings).run(clean.html)))  # noqa: S704 - sanitised; the pass adds only tags of ours


def _clean(text: str, *, inline: bool) -> _Clean:
    return _clean_texts.get((text, inline), len(text), lambda: _convert(text, inline=inline))


def _convert(text: str, *, inline: bool) -> _Clean:
    text = drop_controls(text)
    html = ""
    if is_tractable(text):
        try:
            html = _converter().convert(text)
        except Exception:  # noqa: BLE001 - RecursionError and what else a parser does with texts that nobody foresaw; the page matters more
            _local.__dict__.clear()
    if not html:
        return _Clean(_as_written(text, inline=inline))
    clean = sanitise(drop_controls(html), inline=inline).strip()
    targets = dict.fromkeys(unescape(target) for target in _TARGET.findall(clean))
    references = tuple(unquote(target.removeprefix(_WIKI)) for target in targets if target.startswith(_WIKI))
    return _Clean(clean, references, (*references, *(target for target in targets if not target.startswith(_WIKI))))


def _as_written(text: str, *, inline: bool) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped if inline else f"<pre>{escaped}</pre>"


def _converter() -> Markdown:
    """Python-Markdown, made once for each thread: making it takes longer than most texts."""
    made: Markdown | None = getattr(_local, "markdown", None)
    if made is None:
        made = _local.markdown = _make_converter()
    made.reset()
    return made


def _make_converter() -> Markdown:
    from markdown import Markdown  # noqa: PLC0415 - slow to import, and many catalogs hold only plain texts

    from catalog_gen.site.markdown_syntax import CatalogSyntax  # noqa: PLC0415 - see above

    return Markdown(
        extensions=[*_EXTENSIONS, CatalogSyntax()],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
