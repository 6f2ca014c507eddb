"""Numbers by name: money, counts, measures, moments in seconds or milliseconds, positions on the globe."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog_gen.schemas.examples.dice import Dice
from catalog_gen.schemas.examples.leaves import exact
from catalog_gen.schemas.examples.moments import epoch_milliseconds, moment_of
from catalog_gen.schemas.examples.scene import Scene, tokens_of
from catalog_gen.schemas.examples.shapes import Shape
from catalog_gen.schemas.examples.spots import Spot

Range = tuple[float, float]

_COUNTS: Range = (2, 40)
_RANGES: dict[str, Range] = {
    "quantity": (1, 4), "qty": (1, 4), "count": _COUNTS, "number": _COUNTS, "num": _COUNTS, "size": (512, 4096), "bytes": (512, 65_536),
    "length": (10, 200), "age": (24, 61), "attempts": (1, 3), "attempt": (1, 3), "retries": (0, 2), "retry": (0, 2), "index": (0, 4),
    "idx": (1, 4), "position": (1, 5), "step": (1, 5), "rank": (1, 10), "priority": (1, 3), "level": (1, 5), "sequence": (1, 900),
    "seq": (1, 900), "revision": (1, 9), "version": (1, 4), "major": (1, 3), "minor": (0, 9), "patch": (0, 9), "page": (1, 9),
    "limit": (20, 100), "offset": (0, 60), "timeout": (5, 60), "time": (5, 90), "ttl": (60, 3600), "duration": (30, 900),
    "latency": (12, 180), "ms": (12, 900), "milliseconds": (12, 900), "seconds": (5, 120), "minutes": (5, 90), "hours": (1, 48),
    "days": (1, 30), "months": (1, 12), "years": (1, 9), "weight": (1, 12), "width": (320, 1280), "height": (240, 960),
    "depth": (5, 60), "distance": (1, 80), "speed": (3, 90), "altitude": (20, 900), "bearing": (0, 359), "heading": (0, 359),
    "accuracy": (3, 25), "temperature": (16, 27), "temp": (16, 27), "humidity": (35, 65), "pressure": (990, 1030), "battery": (20, 95),
    "percent": (5, 95), "percentage": (5, 95), "progress": (5, 95), "score": (60, 98), "rating": (3, 5), "stars": (3, 5),
    "stock": (5, 120), "available": (5, 120), "port": (8080, 8080), "status": (200, 200), "errors": (0, 2), "failures": (0, 2),
    "year": (2026, 2026), "month": (1, 3), "day": (1, 28), "hour": (8, 17), "minute": (0, 59), "second": (0, 59), "views": (40, 900),
    "visits": (2, 40), "employees": (20, 900), "followers": (40, 900), "x": (10, 300), "y": (10, 300), "row": (1, 40),
    "column": (1, 20), "partition": (0, 5), "floor": (1, 6), "urlport": (443, 443), "kg": (1, 40), "grams": (50, 900),
    "litres": (20, 900), "liters": (20, 900), "metres": (5, 200), "meters": (5, 200), "km": (2, 90), "cm": (20, 200), "mm": (20, 900),
    "knots": (4, 22), "celsius": (4, 27), "points": (20, 900), "seats": (1, 6), "nights": (1, 9), "kwh": (2, 90), "volume": (10, 80),
    "memory": (256, 2048), "cpu": (5, 80), "tokens": (40, 900), "threshold": (10, 80), "interval": (10, 60), "capacity": (20, 200),
}  # fmt: skip
"""Last word of a name → the range of likely whole numbers."""

_MEASURED = {
    "kg", "litres", "liters", "km", "celsius", "knots", "kwh", "duration", "latency", "seconds", "weight", "distance", "speed",
    "altitude", "bearing", "heading", "accuracy", "temperature", "temp", "humidity", "pressure", "battery", "percent", "percentage",
    "score", "rating", "x", "y", "volume", "cpu", "threshold", "width", "height", "depth", "length",
}  # fmt: skip
"""What is measured rather than counted, and so may have a fraction."""

_MONEY = {
    "price", "amount", "total", "subtotal", "cost", "fee", "tax", "shipping", "discount", "balance", "revenue", "payment", "refund",
    "salary", "budget", "charge", "vat", "net", "gross", "sum", "paid", "due", "tip", "deposit", "credit", "debit", "value",
}  # fmt: skip
_SMALL = {"tax", "vat", "shipping", "discount", "fee", "tip"}
_SHARES = {"rate", "ratio", "probability", "confidence", "share", "fraction", "likelihood"}
_MOMENTS = {"timestamp", "ts", "tstamp", "time", "epoch", "at", "date", "datetime", "millis", "msec", "tstmp", "on", "exp", "iat", "nbf"}
_SPANS = {
    "current", "elapsed", "playback", "seek", "remaining", "response", "load", "processing", "total", "run", "taken", "spent", "wait",
    "lead", "up", "idle",
}  # fmt: skip
"""Words that make a time a span: how long, not when."""
_GLOBE = {"latitude": 6, "lat": 6, "longitude": 7, "lng": 7, "lon": 7, "long": 7}
_SECONDS_END = 10**11
"""Numbers below this are moments in seconds, those above in milliseconds, as in 1973 there were no events."""


def quantities(scene: Scene, spot: Spot, shape: Shape, described: str, *, whole: bool) -> Iterator[float]:
    """Likely numbers for a field, the likeliest first; none for a name that says nothing."""
    words = tokens_of(spot.name)
    if not words:
        return
    last = words[-1].removesuffix("s") if words[-1] not in _RANGES else words[-1]
    dice = scene.dice(spot.path, "number")
    for applies, make in _KINDS:
        if applies(words, last, described):
            yield from make(scene, spot, shape, described, dice=dice, whole=whole)
            return
    for word in (*words[::-1], *tokens_of(spot.owner)[-1:]):
        if word in _RANGES:
            low, high = _RANGES[word]
            yield dice.between(int(low), int(high)) if whole else _fine(dice, word, low, high, shape)
            return


def _fine(dice: Dice, word: str, low: float, high: float, shape: Shape) -> float:
    if shape.high is not None and shape.high <= 1:
        return dice.between(5, 95) / 100
    if low == high or word not in _MEASURED:
        return dice.between(int(low), int(high))
    return dice.between(int(low) * 10, int(high) * 10) / 10


def _is_globe(_: tuple[str, ...], last: str, __: str) -> bool:
    return last in _GLOBE


def _globe(scene: Scene, spot: Spot, _: Shape, __: str, *, dice: Dice, whole: bool) -> Iterator[float]:
    at = scene.place[_GLOBE[tokens_of(spot.name)[-1]]]
    shifted = round(float(at) + (dice.between(-40, 40) / 10_000 if len(spot.path) > 1 else 0), 4)
    yield int(shifted) if whole else shifted


def _is_moment(words: tuple[str, ...], last: str, described: str) -> bool:
    if last in {"time", "m", "milli"} and not _SPANS.isdisjoint(words[:-1]):
        return False
    return last in _MOMENTS or words[-1] in _MOMENTS or ("unix" in described.lower() and "time" in described.lower())


def _moment(scene: Scene, spot: Spot, shape: Shape, described: str, *, dice: Dice, whole: bool) -> Iterator[float]:  # noqa: ARG001
    milliseconds = epoch_milliseconds(scene, spot)
    told, words = described.lower(), tokens_of(spot.name)
    seconds = "second" in told and "milli" not in told and "micro" not in told
    seconds = seconds or words[-1] in {"exp", "iat", "nbf"} or (shape.high is not None and shape.high < exact(_SECONDS_END))
    if "micro" in told:
        yield milliseconds * 1000
    elif "nano" in told:
        yield milliseconds * 1_000_000
    yield from (milliseconds // 1000, milliseconds) if seconds else (milliseconds, milliseconds // 1000)
    yield moment_of(scene, spot).year


def _is_money(words: tuple[str, ...], last: str, described: str) -> bool:
    return (words[-1] in _MONEY or last in _MONEY or "cents" in words or "currency" in described.lower()) and words[0] not in {
        "num",
        "count",
    }


def _money(scene: Scene, spot: Spot, shape: Shape, described: str, *, dice: Dice, whole: bool) -> Iterator[float]:  # noqa: ARG001
    words = set(tokens_of(spot.name))
    small = not _SMALL.isdisjoint(words)
    amount = dice.between(2, 9) if small else dice.between(12, 180)
    cents = dice.pick((0, 25, 50, 90, 95, 99))
    if not whole:
        yield round(amount + cents / 100, 2)
    elif "cent" in described.lower() or "minor" in described.lower() or "cents" in words:
        yield amount * 100 + cents
    yield amount


def _is_share(_: tuple[str, ...], last: str, __: str) -> bool:
    return last in _SHARES


def _share(scene: Scene, spot: Spot, shape: Shape, described: str, *, dice: Dice, whole: bool) -> Iterator[float]:  # noqa: ARG001
    if whole:
        yield dice.between(5, 95)
    else:
        yield dice.between(5, 95) / 100


_Applies = Callable[[tuple[str, ...], str, str], bool]
_Make = Callable[..., Iterator[float]]
_KINDS: tuple[tuple[_Applies, _Make], ...] = ((_is_globe, _globe), (_is_moment, _moment), (_is_money, _money), (_is_share, _share))


def is_quantity(spot: Spot) -> bool:
    """Whether a name speaks of a number."""
    words = tokens_of(spot.name)
    return (
        bool(words)
        and (words[-1] in _RANGES or words[-1] in _GLOBE or (words[-1] in _MONEY and words[-1] != "value"))
        and words[-1] not in _TEXTUAL
    )


_TEXTUAL = {"status", "version", "level", "number", "size", "priority", "day", "duration", "position"}
