"""Where a site may be built: the refusals that keep a slip of the keyboard from costing somebody their files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.output.names import MARKER


def refusals(folder: Path, *, force: bool, root: Path | None, inputs: Iterable[Path]) -> tuple[Diagnostic, ...]:
    """Say why `folder` must not be built into; empty when it may.

    `force` lifts one refusal only: that of a folder which holds files that are not ours.
    """
    place = Path(os.path.abspath(folder))  # noqa: PTH100 - a symbolic link must stay visible, so nothing may resolve it
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        expected = "is a file or a symbolic link; expected a folder or nothing"
        return (_refusal(folder, "output-not-a-folder", expected, "Choose another folder."),)
    real = place.resolve()
    if found := _protected(real, root, inputs):
        return (_refusal(folder, "output-forbidden", f"{found}; expected a folder of its own", "Choose a folder such as `site`."),)
    if not force and is_foreign(real):
        hint = "Choose another folder, or pass --force: files with the name of a page are then overwritten, all others stay."
        return (_refusal(folder, "output-not-ours", f"is not empty and was not made by catalog-gen (it has no `{MARKER}` file)", hint),)
    return ()


def is_foreign(folder: Path) -> bool:
    """Whether a folder holds something and is not marked as ours."""
    if (folder / MARKER).is_file():
        return False
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except (FileNotFoundError, NotADirectoryError):  # the second when a folder above is a file, which making it will explain
        return False


def _protected(real: Path, root: Path | None, inputs: Iterable[Path]) -> str:
    if real.parent == real:
        return "is the root of the file system"
    try:
        home = Path.home().resolve()
    except RuntimeError:  # no home at all, as in some containers
        home = real.parent
    if home.is_relative_to(real):
        return "is your home folder or holds it"
    if root is not None and root.resolve().is_relative_to(real):
        return "is the catalog's own root or holds it"
    held = f"{real}{os.sep}"
    taken = next((path for path in inputs if f"{path.resolve()}{os.sep}".startswith(held)), None)
    return f"holds an input of the catalog ({taken.name})" if taken else ""


def _refusal(folder: Path, code: str, message: str, hint: str) -> Diagnostic:
    shown = folder.as_posix()
    message = f"The output folder `{shown}` {message}."
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint, span=Span(path=shown))
