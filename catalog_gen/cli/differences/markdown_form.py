"""A difference as a comment on a pull request: a short summary, the details folded, never longer than a comment may be."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence

from catalog_gen.cli.differences.difference import Difference
from catalog_gen.cli.differences.text_form import SIGNS, kind_of, place
from catalog_gen.cli.reports.report import encodable, plain
from catalog_gen.diagnostics import Span
from catalog_gen.evolution.catalogs.changes import CatalogChange, sign_of

MOST_CHARACTERS = 60_000
"""What a comment may hold; GitHub refuses 65,536 characters, and others count bytes of a few signs differently."""

MARK = "<!-- catalog-gen diff -->"
"""The first line: by it a script finds the comment that it wrote before."""

_SHOWN = 10
"""Breaking changes that stand in the open, before the folded details."""
_TAIL = 400
"""Characters kept for the line that says what was left out."""
_PAYLOAD = 1_500
_WORDS = 600
"""Characters of one sentence from a catalog."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-!|~>.:@$^=&<]")


def markdown_form(difference: Difference) -> str:
    """The comment. Every name and text from the catalogs is escaped: none can become a heading, link, mention, image or tag."""
    head = "\n".join(_head(difference)).rstrip("\n") + "\n"
    room = MOST_CHARACTERS - _TAIL - len(head)
    body, left = list[str](), 0
    counted, excused, safe = difference.parts
    sections = (
        ("What breaks, in detail", counted, _details),
        ("Accepted", excused, _row),
        ("Safe changes", safe, _row),
    )
    for title, changes, write in sections:
        if not changes:
            continue
        frame = f"\n<details><summary>{title} ({len(changes)})</summary>\n\n", "\n</details>\n"
        room -= sum(map(len, frame))
        rows = []
        for number, change in enumerate(changes):
            text = write(difference, change)
            if len(text) > room:
                left += len(changes) - number
                break
            room -= len(text)
            rows.append(text)
        if rows:
            body.append(frame[0] + "".join(rows) + frame[1])
    tail = f"\n… and {left} more; `catalog-gen diff` on the command line lists them all.\n" if left else ""
    return encodable(head + "".join(body) + tail)


def _head(difference: Difference) -> Iterator[str]:
    counted, _, _ = difference.parts
    yield MARK
    yield f"### {'🔴' if counted else '🟢'} {difference.sentence()}"
    yield ""
    yield f"{code(difference.old)} → {code(difference.new)}" + (f", as of {text(difference.as_of)}" if difference.as_of else "")
    yield ""
    names = difference.summary
    if names["affected"]:
        yield f"**Affected:** {_names(names['affected'])}  "
    if names["owners"]:
        yield f"**Ask:** {_names(names['owners'])}"
    if names["affected"] or names["owners"]:
        yield ""
    if counted:
        yield "| | what breaks | whom |"
        yield "|---|---|---|"
        for change in counted[:_SHOWN]:
            whom = _names([one.service for one in change.affected], most=4) or (text(str(change.breaks)) if change.breaks else "")
            yield f"| {SIGNS[sign_of(change)]} | {text(change.message, 300)} | {whom} |"
        if len(counted) > _SHOWN:
            yield f"| | … and {len(counted) - _SHOWN} more | |"
        yield ""
    for found in difference.findings[:_SHOWN]:
        yield f"* ⚠️ {text(found.message, 300)} {text(found.hint, 300)}"
    for note in difference.notes:
        yield f"* {text(note, 300)}"


def _details(difference: Difference, change: CatalogChange) -> str:
    rows = [f"* **{text(change.message)}** {code(kind_of(change))} {code(change.fingerprint)}\n"]
    rows += [f"  * {name}: {code(place(span))}\n" for name, span in _places(difference, change)]
    if change.schema is not None and change.schema.counterexample is not None:
        payload = json.dumps(change.schema.counterexample, ensure_ascii=False, default=str)
        rows.append(f"  * payload: {code(payload, _PAYLOAD)}\n")
    if change.schema is not None and change.schema.explanation:
        rows.append(f"  * why: {text(change.schema.explanation)}\n")
    if change.affected:
        listed = [f"{one.service} {one.version}".strip() + (f" ({', '.join(one.owners)})" if one.owners else "") for one in change.affected]
        rows.append(f"  * affects: {_names(listed, most=20)}\n")
    if change.hint:
        rows.append(f"  * hint: {text(change.hint)}\n")
    return "".join(rows)


def _places(difference: Difference, change: CatalogChange) -> Iterator[tuple[str, Span]]:
    if change.old is not None:
        yield "old", difference.locate_old(change.old)
    if change.new is not None:
        yield "new", difference.locate_new(change.new)


def _row(difference: Difference, change: CatalogChange) -> str:
    why = difference.accepted.get(change.fingerprint)
    reason = f" ({text(' '.join(part for part in (why.by, why.reason) if part))})" if why is not None else ""
    return f"* {SIGNS[sign_of(change)]} {text(change.message)} {code(kind_of(change))}{reason}\n"


def _names(names: Sequence[str], most: int = 10) -> str:
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - most} more" if len(unique) > most else ""
    return ", ".join(code(name) for name in unique[:most]) + more


def text(words: str, most: int = _WORDS) -> str:
    """A text from a catalog as plain words: one line, every sign of Markdown and HTML made harmless, mentions and links too."""
    cut = plain(words[: most + 1])
    cut = cut[:most] + "…" if len(cut) > most else cut
    parts = cut.split("`")
    return "".join(code(part) if number % 2 else _SPECIAL.sub(_escaped, part) for number, part in enumerate(parts))


def _escaped(found: re.Match[str]) -> str:
    """A sign that means nothing any more. Code hosts look for mentions in the finished text, so a space without width parts these."""
    sign = found[0]
    return f"&#{ord(sign)};&#8203;" if sign in "@#!" else html.escape(sign) if sign in "<>&" else "&#58;" if sign == ":" else f"\\{sign}"


def code(words: str, most: int = 200) -> str:
    """A text as code, as HTML: inside, nothing is Markdown; a bar would end a table's cell."""
    cut = plain(words[: most + 1])
    cut = cut[:most] + "…" if len(cut) > most else cut
    return f"<code>{_CODE.sub(_referred, cut)}</code>" if cut else ""


def _referred(found: re.Match[str]) -> str:
    """A sign as a character reference; what looks like a mail address gets a space without width, because it is linked even here."""
    return f"&#{ord(found[0][0])};{'&#8203;' if found[0] == '@' and _MAIL.match(found.string, found.start()) else ''}"


_MAIL = re.compile(r"@[\w-]+\.")
_CODE = re.compile(r"[^\w\s/\-…]|_")
"""Everything that Markdown, HTML or a code host could read as more than a letter becomes a character reference."""
