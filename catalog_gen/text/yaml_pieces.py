"""A large plain YAML text, parsed piece by piece.

The fast parser builds a tree of its own before it makes Python values of it, which takes ten times the room of the text. In pieces
of a quarter of a megabyte that tree stays small: five megabytes are read within seven times their size instead of fourteen.
"""

from __future__ import annotations

import re
from typing import Any

from ryaml import loads  # type: ignore[attr-defined] # its types leave out that it is public

from catalog_gen.text.block_positions import Block, Blocks, Member, is_plain

PIECE = 1 << 18
"""Characters of one piece; a member that is larger is divided where its own members begin."""

LARGE = 1 << 20
"""Characters from which a text is worth dividing."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NO_TEXTS = frozenset({"true", "false", "null"})


def load(text: str, *, piece: int = PIECE, large: int = LARGE) -> Any:
    """What the parser makes of the whole text; raises what it raises."""
    if len(text) < large or not is_plain(text):
        return loads(text)
    blocks = Blocks(text)
    top = blocks.top()
    found = _load(blocks, top, piece) if top is not None else None
    return loads(text) if found is None else found


def _load(blocks: Blocks, block: Block, piece: int) -> dict[str, Any] | None:
    """The value of a block mapping; None where it must be read as a whole."""
    members = blocks.members(block)
    if members is None or block.line == members[0][1].end or blocks.column(block.line) != block.column:
        return None
    found: dict[str, Any] = {}
    waiting: list[Member] = []
    for key, member in members:
        inner = _divisible(blocks, key, member, block, piece)
        if inner is None:
            waiting.append(member)
            if blocks.offset(member.end) - blocks.offset(waiting[0].line) < piece:
                continue
        if not _take(blocks, waiting, found):
            return None
        waiting = []
        if inner is not None:
            value = _load(blocks, inner, piece)
            if value is None:
                return None
            found[key] = value
    return found if _take(blocks, waiting, found) and len(found) == len(members) else None


def _divisible(blocks: Blocks, key: str, member: Member, block: Block, piece: int) -> Block | None:
    """The mapping below a key, when it is large and the key surely means itself."""
    if blocks.offset(member.end) - blocks.offset(member.line) < piece or not _WORD.fullmatch(key) or key.lower() in _NO_TEXTS:
        return None
    below = blocks.below(member, block)
    return below if below is not None and not blocks.is_list(below) else None


def _take(blocks: Blocks, members: list[Member], found: dict[str, Any]) -> bool:
    """Parse the lines of some members; False when they are not what their lines look like."""
    if not members:
        return True
    value = loads(blocks.text[blocks.offset(members[0].line) : blocks.offset(members[-1].end)])
    if not isinstance(value, dict) or len(value) != len(members) or not found.keys().isdisjoint(value):
        return False
    found.update(value)
    return True
