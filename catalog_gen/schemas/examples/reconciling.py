"""Makes the values of one payload agree: totals are sums, counts count, the lower bound is below the upper."""

from __future__ import annotations

from typing import Any

from catalog_gen.schemas.examples.leaves import is_number
from catalog_gen.schemas.examples.scene import tokens_of

_LINES = {"items", "lines", "lineitems", "orderlines", "orderitems", "positions", "products", "entries"}
_EACH = ("unitprice", "price", "priceperunit", "amount", "cost")
_TIMES = ("quantity", "qty", "count", "units")
_LINE_TOTALS = (
    "linetotal",
    "total",
    "totalprice",
    "subtotal",
    "lineamount",
    "totalamount",
    "totalproductamount",
    "lineprice",
    "lineitemtotal",
)
_SUBTOTALS = ("subtotal", "itemstotal", "netamount", "nettotal", "net")
_TOTALS = ("total", "totalamount", "totalprice", "ordertotal", "grandtotal", "totalvalue", "grosstotal", "grossamount")
_ADDED = ("tax", "vat", "shipping", "shippingcost", "fee", "taxamount", "deliveryfee")
_TAKEN = ("discount", "discountamount")
_AMOUNT_LENGTH = 20
_LOW_HIGH = (("min", "max"), ("minimum", "maximum"), ("from", "to"), ("start", "end"), ("low", "high"), ("lower", "upper"))


def reconcile(payload: Any) -> Any:
    """The payload with values that agree; the same object when nothing had to change."""
    if isinstance(payload, list):
        items = [reconcile(item) for item in payload]
        return items if any(new is not old for new, old in zip(items, payload, strict=True)) else payload
    if not isinstance(payload, dict):
        return payload
    result = {key: reconcile(value) for key, value in payload.items()}
    if all(isinstance(value, str) for value in result.values()):
        return payload
    names = {"".join(tokens_of(key)): key for key in result}
    _total(result, names)
    _order(result, names)
    _count(result, names)
    return payload if all(result[key] is payload[key] or result[key] == payload[key] for key in result) else result


def _first(names: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def _set(result: dict[str, Any], key: str, value: float) -> None:
    """Put an amount, as whole as the one that it replaces."""
    if isinstance(result[key], str):
        result[key] = f"{value:.2f}"
    elif isinstance(result[key], int) and not isinstance(result[key], bool):
        result[key] = round(value)
    elif is_number(result[key]):
        result[key] = round(float(value), 2)


def _amount(value: Any) -> float | None:
    if is_number(value):
        return float(value)
    if isinstance(value, str) and value.replace(".", "", 1).isdecimal() and len(value) < _AMOUNT_LENGTH:
        return float(value)
    return None


def _total(result: dict[str, Any], names: dict[str, str]) -> None:
    lines = next((result[key] for name, key in names.items() if name in _LINES and isinstance(result[key], list)), None)
    if lines is None or not lines or not all(isinstance(line, dict) for line in lines):
        return
    sums: list[float] = []
    for number, line in enumerate(lines):
        summed = _line(line)
        if summed is None:
            return
        amount, changed = summed
        lines[number] = changed
        sums.append(amount)
    total = sum(sums)
    subtotal = _first(names, _SUBTOTALS)
    if subtotal is not None:
        _set(result, subtotal, total)
    extra = sum(_amount(result[names[name]]) or 0 for name in _ADDED if name in names)
    extra -= sum(min(_amount(result[names[name]]) or 0, total) for name in _TAKEN if name in names)
    key = _first(names, _TOTALS)
    if key is not None and _amount(result[key]) is not None:
        _set(result, key, total + extra)
    elif key is not None and isinstance(result[key], dict):
        inner = {"".join(tokens_of(name)): name for name in result[key]}
        money = _first(inner, ("amount", "value"))
        if money is not None and _amount(result[key][money]) is not None:
            result[key] = dict(result[key])
            _set(result[key], money, total + extra)


def _line(line: dict[str, Any]) -> tuple[float, dict[str, Any]] | None:
    """What a line comes to, and the line with its own total set."""
    names = {"".join(tokens_of(key)): key for key in line}
    price, times, own = _first(names, _EACH), _first(names, _TIMES), _first(names, _LINE_TOTALS)
    each = line.get(price) if price is not None else None
    if isinstance(each, dict):
        each = next((each[key] for key in each if key in {"amount", "value"}), None)
    amount, count = _amount(each), _amount(line.get(times)) if times is not None else 1.0
    if amount is None or count is None:
        return None
    total = round(amount * count, 2)
    changed = dict(line)
    if own is not None and own != price and _amount(line[own]) is not None:
        _set(changed, own, total)
    return total, changed


def _order(result: dict[str, Any], names: dict[str, str]) -> None:
    for name, key in names.items():
        for low, high in _LOW_HIGH:
            if name.startswith(low) or name.endswith(low):
                other = names.get(high + name[len(low) :]) if name.startswith(low) else names.get(name[: -len(low)] + high)
                if other is not None and is_number(result[key]) and is_number(result[other]) and result[key] > result[other]:
                    result[key], result[other] = result[other], result[key]


def _count(result: dict[str, Any], names: dict[str, str]) -> None:
    """`itemCount` beside `items` is their number."""
    for name, key in names.items():
        if not isinstance(result[key], int) or isinstance(result[key], bool):
            continue
        stem = next(
            (name.removesuffix(end) for end in ("count", "total") if name.endswith(end) and name != end), name.removeprefix("numberof")
        )
        if stem == name:
            continue
        listed = next((result[names[form]] for form in (stem, stem + "s", stem.removesuffix("s")) if form in names), None)
        if isinstance(listed, list):
            result[key] = len(listed)
