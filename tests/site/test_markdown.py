"""Authors' Markdown: what it becomes, what it may not do, and that no text keeps the machine busy."""

from __future__ import annotations

import pytest

from catalog_gen.site import markdown
from catalog_gen.site.links import ROOT
from catalog_gen.site.markdown import is_plain, outline, render_inline, render_markdown, summary_of, wiki_references
from catalog_gen.site.markdown_bounds import SIZE_LIMIT

BLOCKS = [
    ("plain text", "<p>plain text</p>"),
    ("", ""),
    ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
    ("| a | b |\n|---|--:|\n| 1 | 2 |", '<div class="table-scroll" tabindex="0"><table>'),
    ("| a | b |\n|---|--:|\n| 1 | 2 |", '<td class="right">2</td>'),
    ('!!! warning "Mind"\n    this', '<div class="admonition warning">\n<p class="admonition-title">Mind</p>\n<p>this</p>\n</div>'),
    ("x[^1]\n\n[^1]: note", '<sup id="text-fnref:1"><a href="#text-fn:1" class="footnote-ref">1</a></sup>'),
    ("x[^1]\n\n[^1]: note", '<li id="text-fn:1">'),
    (
        '```json title="x"\n{"a": 1}\n```',
        '<pre class="highlight" tabindex="0"><code>{<span class="nt">"a"</span>: <span class="mi">1</span>}</code></pre>',
    ),
    ("```\na < b", '<pre class="highlight" tabindex="0"><code>a &lt; b</code></pre>'),
    ("- a\n\n    ```\n    [[b]]\n    ```", "<code>[[b]]</code></pre>\n</li>"),
    ("    [[x]]", "<code>[[x]]"),
    ("3. a\n4. b", '<ol start="3">'),
    ("[x](https://y.example/ 'T')", '<a href="https://y.example/" title="T" rel="noopener nofollow">x</a>'),
    ("[x](//y.example/)", '<a href="https://y.example/" rel="noopener nofollow">x</a>'),
    ("<me@x.example>", 'href="mailto:me@x.example"'),
    ("[x](../other.md)", '<span class="missing" title="Nothing here is called ../other.md">x</span>'),
    ("![alt](https://y.example/i.png)", '<a class="image" href="https://y.example/i.png" rel="noopener nofollow">alt</a>'),
    ("[![alt](https://y.example/i.png)](https://ci.example)", '<a href="https://ci.example" rel="noopener nofollow">alt</a>'),
    ("![alt](i.png)", '<span class="missing">alt</span>'),
    ("<kbd>x</kbd> <u onclick='y'>z</u>", "<p><kbd>x</kbd> <u>z</u></p>"),
    ("a<script>b</script>c", "<p>ac</p>"),
    ("<div style='color:red' id='schema'>x</div>", "<div>x</div>"),
]


@pytest.mark.parametrize(("text", "html"), BLOCKS)
def test_blocks(text: str, html: str) -> None:
    assert html in render_markdown(text)


WIKI = [
    ("[[OrderPlaced]]", ("OrderPlaced",), f'<a href="{ROOT}x/index.html">OrderPlaced</a>'),
    ("see [[service:booking-service]].", ("service:booking-service",), f'<a href="{ROOT}x/index.html">service:booking-service</a>'),
    ("*[[OrderPlaced@1.0.0|the *order*]]*", ("OrderPlaced@1.0.0",), f'<a href="{ROOT}x/index.html">the'),
    ("| a |\n|---|\n| [[A|b]] |", ("A",), f'<td><a href="{ROOT}x/index.html">b</a></td>'),
    ("# About [[A]]", ("A",), f'<h2 id="text-about-a">About <a href="{ROOT}x/index.html">A</a></h2>'),
    ("[[A & B/c d]]", ("A & B/c d",), f'<a href="{ROOT}x/index.html">A &amp; B/c d</a>'),
    ("`[[A]]`", (), "<code>[[A]]</code>"),
    ("``` text\n[[A]]\n```", (), "[[A]]"),
    ("\\[[A]]", (), "[[A]]"),
    ("[[A]] and [[A|b]] and [[C]]", ("A", "C"), f'<a href="{ROOT}x/index.html">b</a>'),
]


@pytest.mark.parametrize(("text", "references", "html"), WIKI)
def test_wiki_links(text: str, references: tuple[str, ...], html: str) -> None:
    assert wiki_references(text) == references
    assert html in render_markdown(text, dict.fromkeys(references, "x/"))


def test_a_reference_that_nobody_knows_is_marked() -> None:
    assert render_markdown("[[Nope|that]]") == '<p><span class="missing" title="Nothing here is called Nope">that</span></p>'


def test_the_same_text_with_other_links_is_rendered_anew() -> None:
    assert "x/index.html" in render_markdown("[[A]]", {"A": "x/"})
    assert "y/index.html" in render_markdown("[[A]]", {"A": "y/", "B": "z/"})
    assert "missing" in render_markdown("[[A]]")


def test_headings_start_below_the_pages_own_and_leave_no_gap() -> None:
    text = "### One\n\n##### Two\n\n###### Three\n\n### One\n\n## Four\n\n#### Five <b>x</b> `y`\n"
    assert outline(text) == (
        (2, "text-one", "One"),
        (3, "text-two", "Two"),
        (4, "text-three", "Three"),
        (2, "text-one-2", "One"),
        (2, "text-four", "Four"),
        (3, "text-five-x-y", "Five x y"),
    )
    html = render_markdown(text)
    for level, identifier, _ in outline(text):
        assert f'<h{level} id="{identifier}">' in html
    assert "<h1" not in html
    assert [(level, identifier) for level, identifier, _ in outline("# A\n\n# A", prefix="note-", top=3)] == [
        (3, "note-a"),
        (3, "note-a-2"),
    ]


def test_a_link_to_a_heading_of_the_text_follows_its_prefix() -> None:
    html = render_markdown("[a](#there) [b](#schema)\n\n# There", prefix="n-")
    assert 'href="#n-there"' in html
    assert 'href="#schema"' in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b**", "a <strong>b</strong>"),
        ("one\n\n- two", "one\n\ntwo"),
        ("# Title", "Title"),
        ("x[^1]\n\n[^1]: y", "x<sup><span>1</span></sup>"),
        ("snake_case & 'x'", "snake_case &amp; &#39;x&#39;"),
    ],
)
def test_inline_leaves_no_block(text: str, html: str) -> None:
    assert render_inline(text).startswith(html)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("One sentence here. And another.", "One sentence here."),
        ("# Title\n\nThe **order** was [[Placed|placed]] by e.g. a customer. More.", "The order was placed by e.g. a customer."),
        ("```\ncode\n```\n\nText after code", "Text after code"),
        ("", ""),
        ("# Only", ""),
        ("word " * 100, ("word " * 47).strip() + "…"),
    ],
)
def test_summary(text: str, summary: str) -> None:
    assert summary_of(text) == summary


PLAIN = ["Hello!", "a > b", "snake_case", "a & b", "1.5 EUR", "x|y", "price ~ 5", "https://x.example/z_a"]
MARKED = ["_x_", "&amp;", "1. x", "- x", "> q", "# h", "`c`", "    code", "!!! note", "a\nb", "[x](y)", "<b>", "a\\*", "*x*"]


@pytest.mark.parametrize("text", PLAIN)
def test_the_short_cut_for_plain_texts_gives_what_markdown_gives(text: str) -> None:
    assert is_plain(text)
    assert markdown._converter().convert(text).replace("&gt;", ">") == f"<p>{text}</p>".replace("&", "&amp;").replace("&amp;gt;", ">")


@pytest.mark.parametrize("text", MARKED)
def test_marked_texts_take_no_short_cut(text: str) -> None:
    assert not is_plain(text)


PIECES = [
    "[",
    "![",
    "[a](",
    "![](",
    "<a ",
    "<![CDATA[",
    "[^1] ",
    ">",
    "*a_b* ",
    "**a ",
    "**_a",
    "`",
    "` a",
    "&",
    "<!--",
    "a\n===\n",
    "!!! x\n    a\n",
]
PIECES += [
    "[x]: <\n",
    "<div>",
    "<h1><div>",
    "- ",
    "    - a\n",
    "|",
    "a|b\n-|-\n",
    "\\",
    "[[a",
    "```\n",
    "#",
    "\n",
    "[a][b] ",
    "<b>",
    "a ",
    "(",
    ")]",
    "\t- a\n",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("size", [4_000, SIZE_LIMIT, 1_000_000])
@pytest.mark.timeout(60)  # without its bounds, the converter needs minutes for each of these
def test_no_text_takes_long(piece: str, size: int) -> None:
    text = (piece * (size // len(piece) + 1))[:size]
    assert render_markdown(text) or not text.strip()


def test_a_text_that_is_too_much_is_shown_as_it_is() -> None:
    html = render_markdown("[<" * 10_000)
    assert html.startswith('<pre class="highlight" tabindex="0">[&lt;')


def test_a_parser_that_fails_costs_only_the_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RecursionError

    monkeypatch.setattr(markdown, "_converter", fail)
    assert render_markdown("*never seen <before>*") == '<pre class="highlight" tabindex="0">*never seen &lt;before&gt;*</pre>'
