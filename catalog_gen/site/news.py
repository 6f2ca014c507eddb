"""What happened in the catalog: versions that came, and lifecycle dates that passed; newest first. Used by the page and by the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.evolution.catalogs.impact import reads_any
from catalog_gen.evolution.history import Step
from catalog_gen.model.base import Value
from catalog_gen.model.message import Message, MessageVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.evolution.history import Evolution
    from catalog_gen.model.catalog import Catalog

CAME = "came"
"""What happened to a version that is there; everything else is the name of a lifecycle state."""

_DAY = 10
"""Characters of an ISO 8601 date."""

_STATES = ("retired", "sunset", "deprecated")


class Happening(Value, frozen=True, kw_only=True):
    """One thing that happened to a version of a message. `date` is an ISO 8601 day, "" where nobody says when."""

    date: str = ""
    what: str = CAME
    message: Message
    version: MessageVersion
    previous: MessageVersion | None = None
    """The version before, of one that came."""
    step: Step | None = None
    """What changed since then."""

    @property
    def is_breaking(self) -> bool:
        """Whether it breaks somebody in any direction."""
        return self.step is not None and any(change.directions for change in self.step.changes)

    @property
    def order(self) -> tuple[tuple[int, ...], str, str]:
        """Newest first; what has no date last."""
        return tuple(-int(part) for part in self.date.split("-") if part.isdigit()) or (1,), self.message.name, self.message.id


def tell_news(catalog: Catalog, evolution: Evolution) -> list[Happening]:
    """Everything that happened up to the catalog's own day; newest first, then by message, its newest version first."""
    found = [one for message in catalog.messages for one in _of_message(message, evolution)]
    today = catalog.as_of or "9999-12-31"
    return sorted((one for one in found if one.date <= today), key=lambda one: one.order)


def _of_message(message: Message, evolution: Evolution) -> Iterator[Happening]:
    for number, version in enumerate(message.versions):
        for state in _STATES:
            date = getattr(version.lifecycle, state)
            if date:
                yield Happening(date=date[:_DAY], what=state, message=message, version=version)
        previous = message.versions[number + 1] if number + 1 < len(message.versions) else None
        date = arrived(version)
        if previous is not None or date:
            step = evolution.by_version.get((message.id, version.version)) if previous is not None else None
            yield Happening(date=date, message=message, version=version, previous=previous, step=step)


def arrived(version: MessageVersion) -> str:
    """The day on which the first registry got a version; "" where no registry says."""
    return min((kept.registered[:_DAY] for kept in version.registrations if kept.registered[:4].isdigit()), default="")


def affected(happening: Happening) -> Iterable[str]:
    """The services that read the version before and what changed in it so that somebody breaks; ids, each once."""
    if not happening.is_breaking or happening.previous is None or happening.step is None:
        return ()
    paths = [change.old_path or change.path for change in happening.step.changes if change.directions]
    readers = (party for party in happening.previous.consumers if party.live and reads_any(party.reads, paths))
    return dict.fromkeys(party.service for party in readers)
