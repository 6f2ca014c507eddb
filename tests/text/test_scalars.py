from __future__ import annotations

import pytest

from catalog_gen.text.scalars import OutOfRange, is_version_key, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, None) for text in ("", "~", "null", "Null", "NULL")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        *((text, text) for text in ("yes", "no", "on", "off", "y", "N", "tRue", "nULL", "=", "<")),
        *(
            (text, text)
            for text in ("12:30", "2024-01-01", "1.10.2", "1_000", "014", "00", "0o8", "0b2", "0X1f", "--1", ".", "-", "+", "1e")
        ),
        *((text, text) for text in ("infinity", "nan", "NaN", "\u0661")),
        ("0", 0),
        ("-12", -12),
        ("+12", 12),
        ("0x1F", 31),
        ("-0x1f", -31),
        ("0o14", 12),
        ("0b11", 3),
        ("1.10", 1.1),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-1.5E+2", -150.0),
        ("9" * 30, int("9" * 30)),
    ],
)
def test_an_unquoted_scalar_means_what_json_would_say(text: str, value: object) -> None:
    found = resolve(text)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("text", ["1e999", "-1e999", ".inf", "-.INF", "+.Inf", ".nan", ".NaN", "9" * 5000, "0x" + "f" * 5000])
def test_a_number_that_json_cannot_hold_stays_a_text(text: str) -> None:
    found = resolve(text)
    assert type(found) is OutOfRange
    assert found == text


@pytest.mark.parametrize(
    ("key", "expected"),
    [("version", True), ("asyncapi", True), ("x-version", True), ("x-Schema-Version", True), ("versions", False), ("schemaVersion", False)],
)
def test_which_keys_hold_versions(key: str, expected: bool) -> None:  # noqa: FBT001 - a column of a table
    assert is_version_key(key) is expected
