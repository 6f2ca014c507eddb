"""The findings of real `buf breaking`, many files at once."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sysconfig
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from catalog_gen.evolution.protobuf.buf_rules import CATEGORIES

BUF = shutil.which("buf", path=sysconfig.get_path("scripts")) or shutil.which("buf")


def buf_findings(pairs: Sequence[tuple[str, str]], dialect: str, folder: Path) -> list[Counter[str]]:
    """For each pair of texts, the rules that it breaks in a category. The texts must declare different packages."""
    assert BUF is not None
    configuration = f"version: v2\nbreaking:\n  use: [{CATEGORIES[dialect]}]\n"
    for side in (0, 1):
        root = folder / dialect / str(side)
        root.mkdir(parents=True)
        (root / "buf.yaml").write_text(configuration)
        for number, pair in enumerate(pairs):
            (root / f"f{number}.proto").write_text(pair[side])
    (folder / dialect / "run").mkdir()
    done = subprocess.run(
        [BUF, "breaking", "../1", "--against", "../0", "--error-format", "json"],
        cwd=folder / dialect / "run",
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "BUF_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    found: list[Counter[str]] = [Counter() for _ in pairs]
    assert done.returncode in {0, 100}, done.stderr[:2000]
    for line in done.stdout.splitlines():
        row = json.loads(line)
        place = re.search(r"f(\d+)\.proto$", row.get("path", "")) or re.search(r"\bp(\d+)", row["message"])  # a package has no path
        assert place is not None, row
        found[int(place[1])][row["type"]] += 1
    return found
