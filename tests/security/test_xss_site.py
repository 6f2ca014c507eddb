"""Attack strings in every text field of a catalog: nothing of them runs in a browser, under the policy or without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import catalog_gen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog

OWN = (
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "[x](javascript:window.pwned=1)",
    '"><svg onload=window.pwned=1>',
    "{{ 7 * 7 }}{% import os %}",
    "javascript:window.pwned=1",
    "</title><script>window.pwned=1</script>",
    "[[x|<script>window.pwned = 1</script>]]",
)


def document(text: str, number: int) -> dict[str, Any]:
    """An AsyncAPI document with the text in every field that a page may show."""
    docs = {"url": text, "description": text}
    schema = {
        "type": "object",
        "title": text,
        "description": text,
        "properties": {
            text: {"type": "string", "format": text, "pattern": text, "enum": [text], "default": text, "examples": [text], "const": text},
            "plain": {"type": text, "description": text, "deprecated": True, "x-note": text},
        },
        "oneOf": [{"title": text}, {"$ref": f"#/{text}"}],
    }
    message = {
        "name": f"{text} {number}",
        "title": text,
        "summary": text,
        "description": text,
        "contentType": text,
        "tags": [{"name": text, "description": text, "externalDocs": docs}],
        "externalDocs": docs,
        "payload": schema,
        "headers": schema,
        "bindings": {text: {text: text}},
        "correlationId": {"description": text, "location": text},
        "examples": [{"name": text, "summary": text, "payload": {text: text}, "headers": {text: text}}],
        "x-owner": text,
        "x-extra": {text: [text]},
    }
    return {
        "asyncapi": "3.0.0",
        "id": text,
        "info": {
            "title": f"{text} {number}",
            "version": text,
            "description": text,
            "termsOfService": text,
            "contact": {"name": text, "url": text, "email": text},
            "license": {"name": text, "url": text},
            "tags": [{"name": text}],
            "externalDocs": docs,
            "x-domain": text,
        },
        "servers": {
            f"s{number}": {"host": text, "protocol": text, "description": text, "variables": {text: {"default": text, "enum": [text]}}}
        },
        "channels": {
            "c": {
                "address": f"{text}/{number}",
                "title": text,
                "description": text,
                "parameters": {text: {"description": text, "location": text}},
                "messages": {"m": message},
            }
        },
        "operations": {
            "o": {
                "action": "send",
                "channel": {"$ref": "#/channels/c"},
                "title": text,
                "summary": text,
                "description": text,
                "security": [{"type": text, "description": text}],
                "reply": {"address": {"location": text, "description": text}},
            }
        },
    }


def texts(corpus: Path | None) -> list[str]:
    """Our own strings, and those of the corpus many to a field, so that all of them are shown on few pages."""
    if corpus is None:
        return list(OWN)
    lines = (corpus / "security" / "xss.jsonl").read_text(encoding="utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    return [*OWN, *("\n\n".join(payloads[start : start + 60]) for start in range(0, len(payloads), 60))]


@pytest.mark.browser
def test_nothing_runs(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    try:
        corpus: Path | None = request.getfixturevalue("corpus")
    except pytest.skip.Exception:
        corpus = None
    root = tmp_path / "root"
    root.mkdir()
    for number, text in enumerate(texts(corpus)):
        (root / f"d{number}.json").write_text(json.dumps(document(text, number)), encoding="utf-8")
        (root / f"page{number}.md").write_text(f"---\ntitle: {json.dumps(text[:200])}\n---\n{text}\n", encoding="utf-8")
    settings = dict.fromkeys(("title", "tagline", "logo", "base_url"), OWN[0])
    team = dict.fromkeys(("id", "name", "summary", "description", "email", "slack", "url"), OWN[1])
    (root / "catalog.yaml").write_text(
        json.dumps({**settings, "teams": [team], "domains": [{"id": OWN[0], "name": OWN[3]}]}), encoding="utf-8"
    )
    report = catalog_gen.build(root, tmp_path / "site", use_cache=False)
    assert report.published.done
    page = browser.new_page()
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.add_init_script("window.pwned = 0")
    for path in sorted((tmp_path / "site").rglob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("window.pwned") == 0, path
        hostile = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name) ||"
            " (/^(href|src|action|formaction|data)$/i.test(a.name) && /^\\s*(javascript|vbscript|data):/i.test(a.value)))).length"
        )
        assert hostile == 0, path
    assert dialogs == []
    page.close()
