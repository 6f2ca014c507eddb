"""The table behind `docs/asyncapi-coverage.md`, for the tests that hold it against the model and the pages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def _load() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "docs" / "_asyncapi.py"
    spec = importlib.util.spec_from_file_location("docs_asyncapi", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLE = _load()
