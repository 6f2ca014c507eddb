"""What changed in the servers and the security schemes of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from catalog_gen.evolution.catalogs.bindings import binding_changes
from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, shown
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.evolution.catalogs.settings import matched, schema_changes, security_changes, variable_changes

if TYPE_CHECKING:
    from catalog_gen.evolution.catalogs.contracts import Contracts


def server_changes(own: Contracts) -> Iterator[CatalogChange]:
    """Servers that came, went, moved or ask for more."""
    peers = own.impact.peers(own.service)
    for key, old, new in matched(own.old.servers, own.new.servers):
        place = own.place(old, new)
        named = f"The server `{key}` of `{own.service}`"
        if old is None:
            yield change(CatalogKind.SERVER_ADDED, "server", key, f"{named} is new.", **place)
        elif new is None:
            moved = next((other for other, thing in own.new.servers.items() if thing.facts.get("url") == old.facts.get("url")), "")
            text = f"{named} is gone{f'; `{moved}` has its address' if moved else ''}."
            yield change(CatalogKind.SERVER_REMOVED, "server", key, text, breaks=Breaks.NOBODY if moved else None, affected=peers, **place)
        else:
            for fact, kind, word in _SERVER_FACTS:
                before, after = old.facts.get(fact), new.facts.get(fact)
                if before != after:
                    text = f"{named} has another {word}: {shown(before)} was it, {shown(after)} it is."
                    yield change(kind, "server", key, text, affected=peers, before=before, after=after, **place)
            yield from security_changes("server", key, old, new, affected=peers, **place)
            yield from variable_changes(own, "variables", key, old, new, affected=peers)
            yield from binding_changes(old.facts, new.facts, "server", key, affected=peers, **place)
            yield from schema_changes(own, "server", key, old, new, affected=peers)


_SERVER_FACTS = (
    ("url", CatalogKind.SERVER_ADDRESS_CHANGED, "address"),
    ("protocol", CatalogKind.SERVER_PROTOCOL_CHANGED, "protocol"),
    ("protocol_version", CatalogKind.SERVER_PROTOCOL_VERSION_CHANGED, "version of its protocol"),
)


def scheme_changes(own: Contracts) -> Iterator[CatalogChange]:
    """Security schemes that a contract declares."""
    for key, old, new in matched(own.old.schemes, own.new.schemes):
        named, place = f"The security scheme `{key}` of `{own.service}`", own.place(old, new)
        if old is None:
            yield change(CatalogKind.SECURITY_SCHEME_ADDED, "security", key, f"{named} is new.", **place)
        elif new is None:
            yield change(CatalogKind.SECURITY_SCHEME_REMOVED, "security", key, f"{named} is gone.", **place)
        elif old.facts != new.facts:
            text = f"{named} was {shown(old.facts)} and is {shown(new.facts)}."
            yield change(CatalogKind.SECURITY_SCHEME_CHANGED, "security", key, text, before=old.facts, after=new.facts, **place)
