"""The forms of a difference: golden outputs, and a Markdown comment that stays harmless and short whatever the catalogs hold."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.cli.differences import FORMATS, Difference
from catalog_gen.cli.differences.markdown_form import MARK, MOST_CHARACTERS, code, markdown_form, text
from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.evolution.catalogs.acceptance import Accepted
from catalog_gen.evolution.catalogs.changes import Affected, CatalogChange
from catalog_gen.evolution.catalogs.drafting import change
from catalog_gen.evolution.catalogs.kinds import CatalogKind
from catalog_gen.evolution.changes import Change, Direction

GOLDENS = Path(__file__).parent / "goldens"
ATTACKS = (Path(__file__).parents[1] / "security" / "attacks.txt").read_text(encoding="utf-8").splitlines()
ATTACKS += [
    "</details><img src=x onerror=alert(1)>",
    "![x](http://evil.example/x.png)",
    "@everyone and @org/team, fixes #1 and org/repo#2 and !3",
    "http://evil.example www.evil.example me@evil.example",
    "a|b|c\n\n# heading\n\n| x |",
    "&lt;b&gt; &#60;script&#62;",
    "x`@me`y`<b>`",
    "`` `a` ``",
    "<!-- --> *b* _i_ ~~s~~ $x$ ``` ~~~",
]
PLAIN_TAG = re.compile(r"</?(?:code|details|summary)>|<!-- catalog-gen diff -->")


def changes_of(words: str) -> list[CatalogChange]:
    """A breaking change and a safe one that say the words wherever a catalog's words can stand."""
    inside = Change(
        kind="type-changed", path=words, message=words, directions=(Direction.FORWARD,), counterexample={words: words}, explanation=words
    )
    return [
        change(
            CatalogKind.PAYLOAD_CHANGED,
            "message",
            words,
            f"`{words}` 2.0.0: {words}",
            affected=[Affected(service=words, version=words, owners=(words,))],
            hint=words,
            old=Span(path=words),
            new=Span(path=words, line=3, column=4),
            schema=inside,
        ),
        change(CatalogKind.MESSAGE_ADDED, "message", words, words),
    ]


def difference_of(words: str, number: int = 1) -> Difference:
    changes = [one for _ in range(number) for one in changes_of(words)]
    finding = Diagnostic(code="ignore-expired", severity=Severity.WARNING, message=words, hint=words, span=Span(path=words))
    return Difference(old=words, new=words, as_of=words, changes=changes, findings=[finding], notes=[words])


def seen(markdown: str) -> str:
    """What is left when the tags that the form itself writes are taken away."""
    return PLAIN_TAG.sub("", markdown)


@pytest.mark.parametrize("words", ATTACKS)
def test_no_text_becomes_markup(words: str) -> None:
    comment = markdown_form(difference_of(words))
    assert "<" not in seen(comment), "a tag of the text's own"
    assert not re.search(r"(?<![\\\w&])@|(?<!&)#\d|://|www\.", re.sub(r"^#+ ", "", seen(comment), flags=re.MULTILINE)), (
        "a mention or a link"
    )
    assert comment.count("<details>") == comment.count("</details>")
    assert comment.count("<code>") == comment.count("</code>")


@given(st.text())
def test_code_and_text_hold_no_sign_of_markup(words: str) -> None:
    inner = code(words).removeprefix("<code>").removesuffix("</code>")
    assert not set(inner) & set("<>`*_[]|\\@~!\n")
    assert not set(re.sub(r"\\.", "", text(words).replace("<code>", "").replace("</code>", ""))) & set("<>`*_[]|@~\n")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=100))
def test_code_says_what_was_said(words: str) -> None:
    said = html.unescape(code(words).replace("&#8203;", "").removeprefix("<code>").removesuffix("</code>"))
    assert said == "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)


@pytest.mark.parametrize("number", [0, 1, 50, 1_000])
@pytest.mark.parametrize("words", ["short", "x" * 5_000, "|<@" * 2_000])
def test_a_comment_is_never_too_long(number: int, words: str) -> None:
    comment = markdown_form(difference_of(words, number))
    assert len(comment) <= MOST_CHARACTERS
    assert comment.startswith(MARK)
    assert comment.count("<details>") == comment.count("</details>")
    assert ("more; `catalog-gen diff`" in comment) == (number == 1_000 or (number == 50 and words != "short"))


def example() -> Difference:
    """One change of each sort, for the goldens."""
    billing = Affected(service="billing", version="1.2.0", owners=("money",), reads=("total",))
    breaking = change(
        CatalogKind.PAYLOAD_CHANGED,
        "message",
        "OrderPlaced",
        '`OrderPlaced` 2.0.0 (against 1.0.0): `type` was "number" and is "string"',
        version="2.0.0",
        previous="1.0.0",
        detail="total",
        affected=[billing],
        old=Span(path="orders.yaml", line=9, column=5, pointer="/a"),
        new=Span(path="orders.yaml", line=10, column=5, pointer="/a"),
        schema=Change(
            kind="type-changed", path="total", message="…", counterexample={"total": 1}, explanation="1 is no string", breaking=True
        ),
        hint="Add a new property.",
        mode="full",
    )
    moved = change(
        CatalogKind.CHANNEL_ADDRESS_CHANGED,
        "channel",
        "returns",
        "The channel `returns` of `orders` was at `a` and is at `b`.",
        service="orders",
        before="a",
        after="b",
    )
    excused = change(CatalogKind.MESSAGE_REMOVED, "message", "OrderNoted", "`OrderNoted` is gone from the catalog.")
    safe = change(CatalogKind.MESSAGE_ADDED, "message", "OrderSplit", "`OrderSplit` is new, sent by `orders`.")
    expired = Diagnostic(
        code="ignore-expired",
        severity=Severity.WARNING,
        message="The change `x` was accepted until 2026-05-01 (why); that day is over.",
        hint="Undo it.",
        span=Span(path="catalog.yaml"),
    )
    return Difference(
        old="git:main",
        new="contracts",
        as_of="2026-06-01",
        changes=[breaking, moved, excused, safe],
        accepted={excused.fingerprint: Accepted(by="ignore", reason="nobody reads it", expires="2026-12-31")},
        findings=[expired],
        notes=["The old catalog does not tell everything."],
    )


@pytest.mark.parametrize("form", FORMATS)
def test_goldens(form: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDENS / f"diff.{form}"
    told = FORMATS[form](example())
    if request.config.getoption("--update-goldens", default=False):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert told == golden.read_text(encoding="utf-8"), "--update-goldens accepts it"


def test_nothing_is_said_in_every_form() -> None:
    empty = Difference(old="a", new="b")
    assert FORMATS["text"](empty) == "Nothing that matters is different.\n"
    assert json.loads(FORMATS["json"](empty))["changes"] == []
    assert "Nothing that matters is different" in FORMATS["markdown"](empty)
