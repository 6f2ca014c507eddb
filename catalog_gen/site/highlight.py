"""Source text with its tokens marked by the class names of Pygments, for `static/highlight.css`.

JSON has a highlighter of its own, because a schema stands on every page: for a schema of 3.6 KB, Pygments 2.21 takes 0.6 ms
and writes 17.9 KB of HTML, the one regular expression here 0.25 ms and 7.9 KB (no marks around white space and punctuation);
lines that were seen before take a fifth of that.
Every other language goes through Pygments.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from catalog_gen.site.memo import Memo
from catalog_gen.site.sanitise import escape_text, spell_out

if TYPE_CHECKING:
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

SIZE_LIMIT = 200_000
"""Characters above which a text is shown without marks."""

_JSON_LANGUAGES = frozenset({"json", "avro", "avsc", "json5", "jsonc", "json-schema", "geojson"})
_PLAIN_LANGUAGES = frozenset({"", "text", "txt", "plain", "plaintext", "none", "output"})
_ALIASES = {"proto": "protobuf", "proto3": "protobuf", "yml": "yaml", "sh": "bash", "shell": "bash", "console": "console", "raml": "yaml"}

_JSON_TOKEN = re.compile(r'("(?:[^"\\\n]|\\.)*")([ \t\r\n]*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b')

_LATE_COLON = re.compile(r"\n[ \t\r]*:")
_LINE_LIMIT = 200

_memo: Memo[Markup] = Memo(4_000_000)


def highlight(text: str, language: str) -> Markup:
    """The text escaped, with `<span class="…">` around its tokens; to be put into a `<pre>`.

    A language that nobody knows, and a text of more than `SIZE_LIMIT` characters, is only escaped.
    """
    language = language.strip().lower()
    if len(text) > SIZE_LIMIT or language in _PLAIN_LANGUAGES:
        return escape_text(text)
    if language in _JSON_LANGUAGES:
        return _highlight_json(text)
    return _memo.get((text, language), len(text), lambda: _highlight_other(text, language))


def _highlight_json(text: str) -> Markup:
    """Line by line, because schemas and examples repeat most of their lines and no token reaches over a line's end."""
    text = spell_out(text)
    if _LATE_COLON.search(text):  # of a name; nobody writes that
        return Markup(_mark_tokens(text))  # noqa: S704 - escaped; only spans of ours are added
    lines = [_known_line(line) if len(line) < _LINE_LIMIT else _mark_tokens(line) for line in text.split("\n")]
    return Markup("\n".join(lines))  # noqa: S704 - see above


def _mark_tokens(text: str) -> str:
    return _JSON_TOKEN.sub(_mark_json, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


_known_line = lru_cache(maxsize=8192)(_mark_tokens)


def _mark_json(match: re.Match[str]) -> str:
    string, colon, number, word = match.groups()
    if string is not None:
        return f'<span class="nt">{string}</span>{colon}' if colon is not None else f'<span class="s2">{string}</span>'
    if number is not None:
        return f'<span class="mi">{number}</span>'
    return f'<span class="kc">{word}</span>'


def _highlight_other(text: str, language: str) -> Markup:
    lexer = _lexer(_ALIASES.get(language, language))
    if lexer is None:
        return escape_text(text)
    from pygments import highlight as mark  # noqa: PLC0415 - Pygments is slow to import and most builds need only JSON

    try:
        marked = mark(spell_out(text), lexer, _formatter())
    except Exception:  # noqa: BLE001 - a lexer that stumbles over an author's text must not cost the page
        return escape_text(text)
    return Markup(marked if text.endswith("\n") else marked.removesuffix("\n"))  # noqa: S704 - Pygments' formatter escapes


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - see above
    from pygments.util import ClassNotFound  # noqa: PLC0415 - see above

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=True)
    except (ClassNotFound, ValueError):
        return None


@lru_cache(maxsize=1)
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415 - see above

    return HtmlFormatter(nowrap=True)
