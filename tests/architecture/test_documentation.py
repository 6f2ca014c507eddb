"""The documentation holds together: its links lead somewhere, and every decision can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def texts(checkout: Path) -> list[Path]:
    """The Markdown files that people read about the project; `content/` is an example and has its own checks."""
    return sorted([*checkout.glob("*.md"), *checkout.glob("docs/**/*.md"), *checkout.glob("benchmarks/**/*.md")])


def anchors(text: str) -> set[str]:
    """The anchors that a repository's host gives to the headings of a file."""
    return {re.sub(r"[^\w\- ]", "", heading.replace("`", "")).lower().replace(" ", "-") for heading in HEADING.findall(text)}


def broken_links(file: Path) -> Iterator[str]:
    """The relative links of a file that lead nowhere."""
    for address in LINK.findall(CODE.sub("", file.read_text(encoding="utf-8"))):
        path, _, fragment = address.partition("#")
        target = (file.parent / path).resolve() if path else file
        if re.match(r"[a-z]+:", address):
            continue
        if not target.exists() or (fragment and target.suffix == ".md" and fragment not in anchors(target.read_text(encoding="utf-8"))):
            yield f"{file.name}: {address}"


def test_links_lead_somewhere(checkout: Path) -> None:
    files = texts(checkout)
    assert len(files) > 10
    assert not [link for file in files for link in broken_links(file)]


def test_every_decision_is_listed(checkout: Path) -> None:
    listed = LINK.findall((checkout / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert {f"decisions/{file.name}" for file in checkout.glob("docs/decisions/*.md")} == {
        link for link in listed if link.startswith("decisions/")
    }


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[here](other.md)", []),
        ("[here](other.md#a-heading)", []),
        ("[out](https://example.com/)", []),
        ("`[code](gone.md)`", []),
        ("[gone](gone.md)", ["page.md: gone.md"]),
        ("[gone](other.md#no)", ["page.md: other.md#no"]),
    ],
)
def test_the_check_of_links_sees_faults(tmp_path: Path, text: str, broken: list[str]) -> None:
    (tmp_path / "other.md").write_text("# A heading\n")
    page = tmp_path / "page.md"
    page.write_text(text)
    assert list(broken_links(page)) == broken
