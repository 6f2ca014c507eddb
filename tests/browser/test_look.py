"""The look itself: each kind of fault that the other tests rely on is seen on a page that has it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage
    from tests.conftest import ServeStrictly

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">{head}</head>
<body><main><h1>A page</h1><p>Some text that can be read.</p>{body}</main></body></html>
"""

FAULTS = {
    "nothing": ("", "", ""),
    "complaint": ("", "<img src='gone.png' alt='A picture that is not there'>", ""),
    "refusal": ("<script>document.title = 'changed'</script>", "", ""),
    "overflow": ("", "<pre>" + "wide " * 200 + "</pre>", ""),
    "accessibility": ("", "<button type='button'></button>", ""),
    "contrast": ("", "", "p { color: #bbb }"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_look_sees(fault: str, tmp_path: Path, serve_strictly: ServeStrictly, open_page: OpenPage, axe: str) -> None:
    head, body, style = FAULTS[fault]
    (tmp_path / "index.html").write_text(PAGE.format(head=head, body=body), encoding="utf-8")
    (tmp_path / "page.css").write_text(style, encoding="utf-8")
    with serve_strictly(tmp_path) as address, open_page(address("index.html"), width=390, engine=axe) as look:
        seen = {"complaint": bool(look.complaints), "refusal": bool(look.refused()), "overflow": look.overflow() > 0}
        findings = "\n".join(look.accessibility())
    seen["contrast"] = "color-contrast" in findings
    seen["accessibility"] = "button-name" in findings
    expected = {fault, "complaint"} if fault == "refusal" else {fault}
    assert {name for name, found in seen.items() if found} == expected - {"nothing"}
