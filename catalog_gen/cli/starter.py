"""`catalog-gen new`: a small catalog to start from."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from catalog_gen.cli.command import UsageError
from catalog_gen.resources import resource


def start(folder: Path) -> int:
    """Copy the starter catalog into a folder that does not exist yet or is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"`{folder}` exists and is not empty; name a new folder."
        raise UsageError(message)
    shutil.copytree(resource("content") / "starter", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    sys.stdout.write(f"Made {folder} with {len(files)} files:\n" + "".join(f"  {file}\n" for file in files))
    sys.stdout.write(f"\nNext:\n  catalog-gen serve {folder}\n")
    return 0
