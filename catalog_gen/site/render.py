"""From a page's view model to its HTML and its Markdown twin. Pure: the same page and templates give the same text."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from catalog_gen.site import comparing, fragments, twin
from catalog_gen.site.assets import Assets
from catalog_gen.site.drawing import draw
from catalog_gen.site.explanations import FILES, read_explanations
from catalog_gen.site.links import ROOT, link
from catalog_gen.site.lookup import KIND_LABELS
from catalog_gen.site.markdown import render_markdown
from catalog_gen.site.template_code import QuickCodeGenerator

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.site.page import Frame, Page

_KNOWN_LENGTH = 100
"""Characters of a text that is worth remembering escaped: names, versions, addresses."""

_SEPARATORS = re.compile(r"(?<=[/:#_-])(?=[^./:#_-])|(?<=[^\d./:#_-]\.)(?=[^\d./:#_-])")
_MARKS = {name: f"\x03{name}\x03" for name in ("title", "full_title", "summary", "canonical", "twin", "body", "class")}


class Renderer:
    """Renders pages. Make one for a site and use it for every page; it keeps what pages share."""

    def __init__(self, template_dir: Path, static_dir: Path) -> None:
        """Load the templates and name the static files; templates are compiled in memory only."""
        self.assets = Assets(static_dir)
        explanations = template_dir.parent / "docs"
        self.digest = _digest(template_dir, self.assets, explanations)
        self._html = _Environment(template_dir, _finalize_html, write_html)
        has_search = "search.js" in self.assets.names
        self._html.globals.update(_html_names(), asset=self._asset, has_search=has_search, explained=_explainer(explanations))
        self._markdown = _Environment(template_dir, twin.finalize, twin.write)
        self._markdown.globals.update(twin.names())
        self._frames: dict[tuple[Frame, str, str], tuple[str, ...]] = {}

    def render(self, page: Page) -> str:
        """The page's HTML, with ROOT wherever the way to the site's root belongs."""
        view: Any = page.view
        head = view.head
        body = self._html.get_template(f"{page.template}.html").render(view=view, head=head, frame=page.frame)
        parts = {
            "title": escape(fragments.printable(head.title)),
            "full_title": escape(fragments.printable(_full_title(page.frame, head.title))),
            "summary": escape(fragments.printable(head.summary)),
            "canonical": _canonical(page),
            "twin": Markup('<link rel="alternate" type="text/markdown" href="index.md">') if page.twin_paths else "",
            "class": page.template,
            "body": body,
        }
        text = "".join(parts.get(piece, piece) for piece in self._frame(page, head.section))
        if page.template == "missing" and page.frame.base_url:  # a server shows it at any depth, where no relative link would hold
            return text.replace(ROOT, escape(urlsplit(page.frame.base_url).path.rstrip("/") + "/"))
        return text

    def twin(self, page: Page) -> str:
        """The page's Markdown twin, with ROOT wherever the way to the site's root belongs."""
        view: Any = page.view
        text = self._markdown.get_template(f"{page.template}.md").render(view=view, head=view.head, frame=page.frame)
        return twin.tidy(text)

    def _asset(self, name: str) -> Markup:
        return href(self.assets.url(name))

    def _frame(self, page: Page, section: str) -> tuple[str, ...]:
        """The frame around a page as text pieces, with the names of the parts that go between them."""
        key = (page.frame, section, page.view.head.width)  # type: ignore[attr-defined]
        found = self._frames.get(key)
        if found is None:
            template = self._html.get_template("frame.html")
            slots = {name: Markup(mark) for name, mark in _MARKS.items()}  # noqa: S704 - marks of ours
            text = template.render(slot=slots, frame=page.frame, section=section, width=key[2])
            found = self._frames[key] = tuple(text.split("\x03"))
        return found


@lru_cache(maxsize=65536)
def href(url: str) -> Markup:
    """An address as it stands in an attribute: ours with ROOT (`""` is the home page), `#here` and other people's as they are."""
    if url.startswith(("#", "https://", "http://", "mailto:")):
        return escape(fragments.printable(url))
    return Markup(ROOT) + escape(link(url).removeprefix(ROOT))  # noqa: S704 - a mark of ours


def _full_title(frame: Frame, title: str) -> str:
    return frame.title if title == frame.title else f"{title} · {frame.title}"


def _canonical(page: Page) -> str:
    if not page.frame.base_url or page.template == "missing":
        return ""
    url = page.view.head.url  # type: ignore[attr-defined]
    return Markup('<link rel="canonical" href="{}/{}">').format(page.frame.base_url, url)


def _finalize_html(value: Any) -> Any:
    return fragments.printable(value) if value.__class__ is str else value


def write_html(value: Any) -> str:
    """What a template prints, escaped unless it is HTML already."""
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return _known_text(value) if len(value) < _KNOWN_LENGTH else escape(fragments.printable(value))
    return escape(value)


@lru_cache(maxsize=16384)
def _known_text(text: str) -> str:
    return escape(fragments.printable(text))


class _Environment(Environment):
    code_generator_class = QuickCodeGenerator

    def __init__(self, template_dir: Path, finalize: Callable[[Any], Any], write: Callable[[Any], str]) -> None:
        """`finalize` sees what is known when a template is compiled, `write` everything that is printed later."""
        super().__init__(
            loader=FileSystemLoader(template_dir),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            bytecode_cache=None,
            extensions=["jinja2.ext.do"],
            finalize=finalize,
        )
        self.write = write


def _html_names() -> dict[str, Any]:
    return {
        "root": Markup(ROOT),  # noqa: S704 - a mark of ours
        "href": href,
        "prose": fragments.prose,
        "inline": fragments.inline,
        "ticked": ticked,
        "broken": broken,
        "outline": fragments.outline,
        "code": fragments.code,
        "fields": fragments.fields,
        "located": fragments.located,
        "merged": comparing.merged,
        "field_diff": comparing.field_diff,
        "diff_summary": comparing.diff_summary,
        "text_diff": comparing.text_diff,
        "outline_data": comparing.outline_data,
        "kind_labels": KIND_LABELS,
        "plural": plural,
        "draw": lambda picture: Markup(draw(picture)),  # noqa: S704 - our own drawing, made from escaped texts
    }


@lru_cache(maxsize=8192)
def ticked(text: str) -> Markup:
    """A sentence of ours that marks code with backticks, as diagnostics do."""
    parts = fragments.printable(text).split("`")
    if len(parts) % 2 == 0:
        return escape("`".join(parts))
    return Markup("").join(Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts))


@lru_cache(maxsize=16384)
def broken(text: str) -> Markup:
    """An address or a place that may be broken over lines after its dots, slashes and dashes, and only there."""
    pieces = _SEPARATORS.split(fragments.printable(text))
    return Markup("<wbr>").join(pieces)


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 service`, `3 services`, `2 queries`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _explainer(folder: Path) -> Callable[[str], Markup | None]:
    """Gives the entry of a diagnostic code as HTML, None where the documentation has none. The files are read when first asked."""

    @lru_cache(maxsize=1)
    def entries() -> dict[str, str]:
        return read_explanations(folder)

    @lru_cache(maxsize=1024)
    def explain(code: str) -> Markup | None:
        entry = entries().get(code)
        return render_markdown(entry, {}) if entry else None

    return explain


def _digest(template_dir: Path, assets: Assets, explanations: Path) -> str:
    """A digest of everything but the view that a page's bytes depend on: templates, names of static files, the code that renders."""
    digest = blake2b(digest_size=16)
    package = Path(__file__).parent
    for folder in (template_dir, package, package.parent / "schemas"):
        for path in sorted(folder.iterdir()):
            if path.suffix in {".html", ".md", ".py"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for path in (explanations / name for name in FILES):
        digest.update(path.read_bytes() if path.is_file() else b"")
    for name in sorted(assets.names.values()):
        digest.update(name.encode() + b"\0")
    return digest.hexdigest()
