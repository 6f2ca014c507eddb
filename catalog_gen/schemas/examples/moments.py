"""Moments in the order in which things happen: what is created comes before what is updated, which comes before what expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalog_gen.schemas.examples.scene import Scene, tokens_of
from catalog_gen.schemas.examples.spots import Spot

_MINUTES = {
    "birth": -17_000_000, "born": -17_000_000, "dob": -17_000_000, "birthday": -17_000_000, "birthdate": -17_000_000,
    "joined": -300_000, "signup": -300_000, "previous": -1_500, "prev": -1_500, "since": -40_000, "effective": 0, "created": 0,
    "create": 0, "creation": 0, "opened": 0, "open": 0, "ordered": 0, "placed": 0, "registered": 0, "submitted": 0, "first": 0,
    "start": 2, "started": 2, "begin": 2, "began": 2, "begins": 2, "from": 2, "starts": 2, "requested": 1, "request": 1, "queued": 3,
    "scheduled": 5, "authorized": 6, "authorised": 6, "approved": 7, "accepted": 7, "confirmed": 8, "paid": 9, "captured": 10,
    "processing": 12, "occurred": 30, "event": 30, "happened": 30, "detected": 30, "measured": 30, "recorded": 30, "observed": 30,
    "captured_at": 30, "sent": 31, "published": 31, "emitted": 31, "produced": 31, "dvce": 30, "received": 32, "collector": 32,
    "ingested": 33, "processed": 34, "derived": 34, "etl": 35, "picked": 600, "packed": 660, "shipped": 720, "dispatched": 720,
    "departure": 800, "departed": 800, "updated": 40, "update": 40, "modified": 40, "changed": 40, "last": 40, "edited": 40, "seen": 40,
    "refreshed": 40, "end": 90, "ended": 90, "ends": 90, "finish": 90, "finished": 90, "stop": 90, "stopped": 90, "completed": 90,
    "closed": 95, "resolved": 92, "cancelled": 60, "canceled": 60, "failed": 60, "rejected": 60, "deleted": 100, "archived": 110,
    "removed": 100, "estimated": 2_900, "departs": 800, "depart": 800, "leaves": 800, "boarding": 780, "boarded": 790, "arrives": 2_880,
    "arrive": 2_880, "arrival": 2_880, "arrived": 2_880, "delivered": 2_880, "delivery": 2_880, "eta": 2_880, "refunded": 4_000,
    "renewal": 43_200, "due": 20_160, "deadline": 20_160, "until": 43_200, "to": 90, "expires": 43_200, "expiry": 43_200,
    "expiration": 43_200, "expired": 43_200, "expire": 43_200, "exp": 43_200, "next": 1_440, "retry": 50, "through": 43_200,
}  # fmt: skip
"""Word of a name → minutes after the payload's first moment. The last word of the name that is listed counts."""
_AT_LAST = 30
_LONG_AGO = -10_000_000


def moment_of(scene: Scene, spot: Spot) -> datetime:
    """The moment that a field speaks of."""
    minutes = _AT_LAST
    for word in (*tokens_of(spot.owner)[-1:], *tokens_of(spot.name)):
        if word in _MINUTES:
            minutes = _MINUTES[word]
    if minutes < _LONG_AGO:
        minutes -= scene.dice(spot.path, "moment").below(5_000) * 1_440
    return scene.moment + timedelta(minutes=minutes, days=sum(step for step in spot.path if isinstance(step, int)))


def date_time(scene: Scene, spot: Spot) -> str:
    """A moment as RFC 3339 has it."""
    return moment_of(scene, spot).strftime("%Y-%m-%dT%H:%M:%SZ")


def date(scene: Scene, spot: Spot) -> str:
    """A day as RFC 3339 has it."""
    return moment_of(scene, spot).strftime("%Y-%m-%d")


def epoch_milliseconds(scene: Scene, spot: Spot) -> int:
    """A moment in milliseconds since 1970."""
    return round(moment_of(scene, spot).timestamp() * 1000)
