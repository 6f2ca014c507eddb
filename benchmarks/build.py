"""Time the builds that matter to people: the first one, one with nothing changed, and one after an edit."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    """Copy the catalog, build it three times and print a row for each build."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", type=Path, help="folder of the catalog to build")
    root: Path = arguments.parse_args().root
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "catalog"
        output = Path(folder) / "site"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git", ".catalog-gen-cache"))
        print(f"{'build':<12}{'seconds':>9}{'MB':>8}")
        _report("clean", copy, output)
        _report("unchanged", copy, output)
        _edit(copy)
        _report("one edit", copy, output)
    return 0


def _report(name: str, root: Path, output: Path) -> None:
    """Build once in a process of its own and print how long it took and how much memory it held at most."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "catalog_gen", "build", str(root), "-o", str(output), "--quiet"])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the build failed with exit code {process.returncode}")
    print(f"{name:<12}{seconds:>9.2f}{_megabytes(usage):>8.0f}")


def _megabytes(usage: resource.struct_rusage) -> float:
    """Peak memory; the kernel counts in KiB, on macOS in bytes."""
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _edit(root: Path) -> None:
    """Add a sentence to the first description of the first AsyncAPI document, as an author would."""
    for file in sorted(root.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        if text.startswith("asyncapi:") and "title: " in text:
            file.write_text(text.replace("title: ", "title: Revised ", 1), encoding="utf-8")
            return
    sys.exit(f"no AsyncAPI document to edit under {root}")


if __name__ == "__main__":
    sys.exit(main())
