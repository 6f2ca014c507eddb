"""Reading YAML: the fast way where it is safe, else from events, and on after a syntax error."""

from __future__ import annotations

from typing import Any

from catalog_gen.text.findings import Findings
from catalog_gen.text.limits import Limits
from catalog_gen.text.yaml_events import Builder
from catalog_gen.text.yaml_fast import UNSURE, read_fast
from catalog_gen.text.yaml_repair import read_on


def read_yaml(text: str, limits: Limits, findings: Findings) -> tuple[Any, bool]:
    """The value of a YAML text (its first document), as JSON types, and whether there is one."""
    value = read_fast(text, limits)
    if value is not UNSURE:
        return value, True
    value, ok = read_reference(text, limits, findings)
    return (value, ok) if ok else read_on(text, limits, findings)


def read_reference(text: str, limits: Limits, findings: Findings) -> tuple[Any, bool]:
    """The same without the fast way: what `read_yaml` must give for every text."""
    builder = Builder(findings, limits)
    builder.read(text)
    return builder.value, builder.ok
