"""The fast way through YAML must mean what the reference means, or leave the text to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog_gen.text.documents import Limits, parse_text
from catalog_gen.text.findings import Findings
from catalog_gen.text.yaml_documents import read_reference
from catalog_gen.text.yaml_fast import UNSURE, read_fast


def assert_same(text: str) -> bool:
    """Compare both ways on one text; gives whether the fast one was taken. Types and the order of keys count."""
    fast = read_fast(text, Limits())
    if fast is UNSURE:
        return False
    findings = Findings("a.yaml", text)
    value, ok = read_reference(text, Limits(), findings)
    assert ok
    assert findings.all() == ()
    assert repr(fast) == repr(value)
    return True


SCALARS = [
    *("~", "null", "Null", "true", "False", "yes", "NO", "on", "1", "-1", "+1", "014", "0o14", "0x1F", "0b11", "1_000", "1.10", "1.", ".5"),
    *("1e3", "1e999", "1E-400", ".inf", "-.Inf", ".nan", "12:30", "2024-01-01", "9" * 18, "9" * 25, "-" + "9" * 25, "0x8000000000000000"),
    *(
        "-0",
        "0.0",
        "-0.0",
        "00.5",
        "'1'",
        '"true"',
        "''",
        '"a\\tb"',
        "=",
        "<<",
        "*a",
        "&a x",
        "!t x",
        "!!str 1",
        "text",
        "a b",
        "a#b",
        "a #b",
    ),
    *(
        "|\n  x\n   y\n",
        ">-\n  x\n  y\n",
        "é",
        "😀",
        "{}",
        "[]",
        "[a, 1.10]",
        "{a: 1}",
        "{a: , b}",
        "- x",
        "{'a': 1}",
        "[a, ]",
        "\u0085",
        "% x",
    ),
    *("4e274-uuid", "a4e274", "1e100", "1e308", "123e456x", "https://x/y#z", "@x", "`x`", "{{x}}", "x: y", "x:y", "? x", "1.2.3", "v1.10"),
]
KEYS = [
    "a",
    "b",
    "version",
    "asyncapi",
    "x-version",
    "1",
    "true",
    "~",
    "'1'",
    "1.10",
    "2024-01-01",
    "default",
    "examples",
    '"k"',
    "<<",
    "? q",
    "é",
]

lines = st.builds(
    lambda depth, key, scalar, comment: f"{'  ' * depth}{key}: {scalar}{comment}",
    st.integers(0, 2),
    st.sampled_from(KEYS),
    st.sampled_from(["", *SCALARS]),
    st.sampled_from(["", "", " # c", "  "]),
) | st.builds(lambda depth, scalar: f"{'  ' * depth}- {scalar}", st.integers(0, 2), st.sampled_from(SCALARS))


@given(st.lists(lines, min_size=1, max_size=8).map("\n".join))
@settings(max_examples=600)
@example("version: 1.10")
@example("version: 1.1\nd: |\n  version: 1.10")
@example("? version\n: 1.10\nd: |\n  version: 1.1\n")
@example("version:\n  1.10")
@example("examples:\n  version: 1.10")
@example("a: 1\n...\nb")
@example("a: &x [1]\nb: *x")
@example("a: {<<: {b: 1}}")
def test_both_ways_mean_the_same_on_lines_of_yaml(text: str) -> None:
    assert_same(text)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | texts | st.sampled_from(["1.10", "no", "<<", "*a", "!x"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts | st.sampled_from(["version", "asyncapi"]), inner, max_size=4),
    max_leaves=25,
)


@given(values, st.booleans(), st.booleans())
def test_both_ways_mean_the_same_on_dumped_values(value: Any, flow: bool, style: bool) -> None:  # noqa: FBT001 - drawn
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, default_style='"' if style else None)
    assert_same(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=25,
).filter(lambda value: isinstance(value, (dict, list)))


class Quoting(yaml.SafeDumper):
    """Puts every text in double quotes: PyYAML leaves some bare that are numbers today, such as 0E0."""


Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@given(json_values)
def test_what_was_dumped_is_read_back(value: Any) -> None:
    parsed = parse_text("a.yaml", yaml.dump(value, Dumper=Quoting, allow_unicode=True, sort_keys=False).encode())
    assert [found.code for found in parsed.diagnostics if found.code != "text-bidi-control"] == []
    assert parsed.value == value


def test_both_ways_mean_the_same_on_real_documents(corpus: Path) -> None:
    taken = total = 0
    for path in sorted(corpus.glob("**/*.y*ml")):
        if not path.is_file():
            continue
        parsed = parse_text("a.yaml", path.read_bytes())
        if parsed.format == "yaml" and parsed.ok:
            total += 1
            taken += assert_same(parsed.text)
    assert taken > 0.9 * total > 500
