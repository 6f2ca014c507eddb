"""Links between pages, written so that a fragment reads the same on a page of any depth."""

from __future__ import annotations

ROOT = "\x02"
"""Stands for the way back to the site's root until a page's bytes are made; no HTML text may hold it otherwise."""


def page_file(url: str) -> str:
    """The file behind a page's address: a folder's `index.html`, because `file://` serves no folders."""
    path, hash_sign, fragment = url.partition("#")
    file = path + "index.html" if not path or path.endswith("/") else path
    return file + hash_sign + fragment


def link(url: str) -> str:
    """An address relative to the site's root, as a page writes it."""
    return ROOT + page_file(url)


def root_prefix(path: str) -> str:
    """The way from the file at `path` back to the site's root: `""`, `../`, `../../`."""
    return "../" * path.count("/")


def settle(html: str, path: str) -> str:
    """Turn every link of a finished page into one relative to the file at `path`."""
    return html.replace(ROOT, root_prefix(path))
