"""Differences between catalogs in the forms that people, pipelines and pull requests read; one module for each form."""

from __future__ import annotations

from collections.abc import Callable

from catalog_gen.cli.differences.difference import Difference
from catalog_gen.cli.differences.json_form import json_form
from catalog_gen.cli.differences.markdown_form import markdown_form
from catalog_gen.cli.differences.text_form import text_form

__all__ = ["FORMATS", "Difference"]

FORMATS: dict[str, Callable[[Difference], str]] = {"text": text_form, "json": json_form, "markdown": markdown_form}
"""What `--format` takes → who writes it."""
