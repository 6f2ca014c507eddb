"""Slugs: names as they stand in addresses.

NFKC, lower case, kebab-case, at most 80 characters; letters of other scripts stay. A slug never names a device or a file that
the site itself uses, and two things that would share one get a short hash of their ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

LENGTH = 80

RESERVED = frozenset(
    {"index", "latest", "compare", "page", "schema", "bundled", "examples", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)
"""Names that the site uses itself, or that Windows reserves for devices."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[\W_]+")


def slugify(name: str) -> str:
    """The slug of a name, or "" when nothing of it can stand in an address. Source: contracts for addresses, rule "Slug"."""
    text = _HUMP.sub("-", unicodedata.normalize("NFKC", name))
    slug = _OTHER.sub("-", unicodedata.normalize("NFKC", text.lower())).strip("-")
    slug = slug[:LENGTH].rstrip("-")
    return f"{slug}-item" if slug in RESERVED else slug


def version_slug(version: str) -> str:
    """The slug of a version label: its letters, digits, dots, `-`, `+` and `_` stay as they are, so `1.10.0` reads as it is written."""
    slug = re.sub(r"[^\w.+-]+", "-", unicodedata.normalize("NFKC", version).lower()).strip("-.")[:LENGTH].rstrip("-.")
    return f"v-{slug}" if not slug or slug in RESERVED or slug.partition(".")[0] in RESERVED else slug


def distinct_slugs(ids: Iterable[str], names: dict[str, str] | None = None) -> tuple[dict[str, str], list[tuple[str, ...]]]:
    """A slug for each id, and the groups of ids that collided. Every member of such a group carries a hash of its own id.

    `names` gives, for ids that should not be read as they are, the text to make the slug from.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(set(ids)):
        groups[slugify((names or {}).get(identifier, identifier))].append(identifier)
    slugs: dict[str, str] = {}
    collisions: list[tuple[str, ...]] = []
    for slug, members in groups.items():
        if len(members) == 1 and slug:
            slugs[members[0]] = slug
            continue
        if len(members) > 1:
            collisions.append(tuple(members))
        for member in members:
            mark = blake2b(member.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
            slugs[member] = f"{slug[: LENGTH - 7].rstrip('-')}-{mark}" if slug else f"item-{mark}"
    return slugs, collisions
