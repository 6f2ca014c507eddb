"""What the examples of a message page show."""

from __future__ import annotations

from catalog_gen.model.base import Value


class ExampleView(Value, frozen=True, kw_only=True):
    """An authored example as text, with its file."""

    title: str
    anchor: str
    summary: str = ""
    payload: str = ""
    headers: str = ""
    file: str = ""
    problem: str = ""
    """What is wrong with it, where a check says so."""


class SpecimenView(Value, frozen=True, kw_only=True):
    """A generated payload: its text where it is shown on the page, and its file."""

    title: str
    file: str
    text: str = ""


class SnippetView(Value, frozen=True, kw_only=True):
    """Something to copy, behind its title."""

    title: str
    text: str
    language: str = "bash"


class ExamplesView(Value, frozen=True, kw_only=True):
    """All examples of a message version."""

    authored: tuple[ExampleView, ...] = ()
    generated: tuple[SpecimenView, ...] = ()
    """The first one is shown, the others are linked."""
    format: str = "json-schema"
    reason: str = ""
    """Why nothing was generated, where something was tried."""
    envelopes: tuple[SnippetView, ...] = ()
    """The payload in what carries it; the payload itself left out."""
    snippets: tuple[SnippetView, ...] = ()
    command: str = ""
    """What prints an example."""
