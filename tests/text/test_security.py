"""Attacks: none may crash or hang the process, reach outside, or go without a finding; harmless look-alikes must load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

EXPECTED: dict[str, list[str]] = json.loads((Path(__file__).parent / "security_expected.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.timeout(30)
"""Whatever grows without bound does not end within that."""
