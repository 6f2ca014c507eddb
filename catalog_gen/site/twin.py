"""How Markdown twins are written: texts from sources escaped, links to other twins.

`Markup` marks a text that is Markdown already; whatever else a template prints is escaped for Markdown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from catalog_gen.site import comparing, fragments
from catalog_gen.site.links import ROOT
from catalog_gen.site.lookup import KIND_LABELS

if TYPE_CHECKING:
    from catalog_gen.site.views.parts import Prose, Ref

_KNOWN_LENGTH = 100
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_SPACES = re.compile(r"\s+")
_WIKI = re.compile(r"\[\[([^\]\n]+)\]\]")
_FENCES = re.compile(r"`{3,}")
_GAPS = re.compile(r"\n{3,}")


def finalize(value: Any) -> Any:
    """Escape what a template prints, unless it is Markdown already."""
    return Markup(escape_markdown(value)) if value.__class__ is str else value  # noqa: S704 - marks it as finished; it is no HTML


def write(value: Any) -> str:
    """What a template prints, escaped unless it is Markdown already."""
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return escape_markdown(value) if kind is str else escape(value)


def escape_markdown(text: str) -> str:
    """A text on one line, with every character that Markdown would read as a mark escaped."""
    return text if text.isalnum() else _escape_known(text) if len(text) < _KNOWN_LENGTH else _escape(text)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _SPACES.sub(" ", fragments.printable(text)).strip())


_escape_known = lru_cache(maxsize=16384)(_escape)


@lru_cache(maxsize=16384)
def target(url: str) -> Markup:
    """The address of a page's twin; a file's address stays."""
    if not url or url.startswith(("#", "https://", "http://", "mailto:")):
        return Markup(fragments.printable(url).replace(" ", "%20").replace(")", "%29"))  # noqa: S704 - Markdown, not HTML
    path, hash_sign, fragment = url.partition("#")
    if not path or path.endswith("/"):
        path += "index.md"
    return Markup(ROOT + path + hash_sign + fragment)  # noqa: S704 - Markdown, not HTML


def ref(value: Ref | None) -> Markup:
    """A name with its link, or the bare name."""
    if value is None:
        return Markup("")
    name = escape_markdown(value.name)
    return Markup(f"[{name}]({target(value.url)})" if value.url else name)  # noqa: S704 - Markdown, not HTML


def refs(values: tuple[Ref, ...]) -> Markup:
    """Names with links, one after the other."""
    return Markup(", ".join(ref(value) for value in values))  # noqa: S704 - Markdown, not HTML


def words(texts: tuple[str, ...]) -> Markup:
    """Texts, one after the other."""
    return Markup(", ".join(escape_markdown(text) for text in texts))  # noqa: S704 - Markdown, not HTML


def tick(text: str) -> Markup:
    """A text as inline code."""
    clean = _SPACES.sub(" ", fragments.printable(text)).strip().replace("|", "\\|")
    fence = "``" if "`" in clean else "`"
    return Markup(f"{fence}{' ' if '`' in clean else ''}{clean}{' ' if '`' in clean else ''}{fence}" if clean else "")  # noqa: S704 - Markdown, not HTML


def ticked(text: str) -> Markup:
    """A sentence of ours that marks code with backticks, as diagnostics do."""
    parts = _SPACES.sub(" ", fragments.printable(text)).strip().split("`")
    return Markup("`".join(part if number % 2 else _SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts)))  # noqa: S704 - Markdown, not HTML


def block(text: str, language: str = "") -> Markup:
    """A text as a code block, behind a fence longer than any inside."""
    longest = max((len(match) for match in _FENCES.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return Markup(f"{fence}{'' if language == 'text' else language}\n{fragments.printable(text).rstrip()}\n{fence}")  # noqa: S704 - Markdown, not HTML


def prose(value: Prose) -> Markup:
    """An author's Markdown with its wiki links written out."""
    links = dict(value.links)

    def write(match: re.Match[str]) -> str:
        reference, _, label = match[1].partition("|")
        name = escape_markdown(label or reference)
        url = links.get(reference)
        return f"[{name}]({target(url)})" if url else name

    return Markup(_WIKI.sub(write, fragments.printable(value.text)).strip())  # noqa: S704 - Markdown, not HTML


def tidy(text: str) -> str:
    """One blank line at most between blocks, one line break at the end."""
    return (_GAPS.sub("\n\n", text) if "\n\n\n" in text else text).strip() + "\n"


def names() -> dict[str, Any]:
    """What the templates of twins may call."""
    return {
        "ref": ref,
        "refs": refs,
        "target": target,
        "words": words,
        "tick": tick,
        "ticked": ticked,
        "block": block,
        "prose": prose,
        "fields": fragments.field_list,
        "merged": comparing.merged,
        "diff_summary": comparing.diff_summary,
        "field_diff": comparing.field_diff_list,
        "kind_labels": KIND_LABELS,
    }
