"""What we add to Python-Markdown: code blocks that nest anywhere, and wiki links."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

from catalog_gen.site.markdown_inline import QuickInlineProcessor
from catalog_gen.site.sanitise import WIKI

if TYPE_CHECKING:
    from markdown import Markdown

_OPEN = re.compile(r"^(?P<indent>[ ]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_LANGUAGE = re.compile(r"[\w#.+-]+")
_WIKI_LINK = r"(?<!\\)\[\[([^\[\]|\n\\\x02]{1,200})(?:\\?\|([^\[\]\n]{1,200}))?\]\]"
_PIPE_IN_LINK = re.compile(r"(\[\[[^\[\]|\n\\]{1,200})\|(?=[^\[\]\n]{1,200}\]\])")


class CatalogSyntax(Extension):
    """The extension; to be registered after all others."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the parts: wiki links after code in backticks (190) and before escapes (180), our search in place of the library's."""
        md.preprocessors.register(FencedBlocks(md), "catalog-fenced", 25)
        md.inlinePatterns.register(WikiLinks(_WIKI_LINK, md), "catalog-wiki", 182)
        md.treeprocessors.register(QuickInlineProcessor(md), "inline", 20)


class FencedBlocks(Preprocessor):
    """Code between fences (CommonMark 0.31 section 4.5), at any indentation; an unclosed one reaches to the end of the text.

    The code becomes `<pre><code class="language-…">`, escaped, and is highlighted after the text was sanitised.
    """

    def run(self, lines: list[str]) -> list[str]:
        """Replace each block by one stashed line. Linear: no line is looked at twice."""
        kept: list[str] = []
        block: list[str] = []
        opened: re.Match[str] | None = None
        for line in lines:
            if opened is None:
                opened = _OPEN.match(line)
                if opened is None:
                    kept.append(_protect_pipes(line))
            elif _closes(line, opened["fence"]):
                self._stash(opened, block, kept)
                opened, block = None, []
            else:
                block.append(_dedent(line, len(opened["indent"])))
        if opened is not None:
            while block and not block[-1].strip():
                block.pop()
            self._stash(opened, block, kept)
        return kept

    def _stash(self, opened: re.Match[str], block: list[str], kept: list[str]) -> None:
        language = _LANGUAGE.search(opened["info"].strip().lstrip("{. "))
        name = escape(language[0].lower()) if language else "text"
        code = escape("\n".join(block), quote=False)
        placeholder = self.md.htmlStash.store(f'<pre><code class="language-{name}">{code}\n</code></pre>')
        kept += ["", opened["indent"] + placeholder, "", ""]


class WikiLinks(InlineProcessor):
    """`[[OrderPlaced]]`, `[[service:booking]]`, `[[OrderPlaced@1.0.0|label]]`: a link whose address is found later."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802 - Python-Markdown's signature
        """The link, with the reference as it was written under the scheme `wiki`."""
        link = Element("a")
        link.set("href", f"{WIKI}:{quote(m[1], safe='')}")
        link.text = (m[2] or m[1]).strip()
        return link, m.start(0), m.end(0)


def _closes(line: str, fence: str) -> bool:
    text = line.strip()
    return len(text) >= len(fence) and not text.strip(fence[0])


def _dedent(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


def _protect_pipes(line: str) -> str:
    """A label's pipe must not split the cell of a table."""
    return _PIPE_IN_LINK.sub(r"\1\\|", line) if "[[" in line and line.lstrip().startswith("|") else line
