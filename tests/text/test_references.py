from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.text.documents import parse_text
from catalog_gen.text.library import normalise
from catalog_gen.text.pointers import build, to_fragment
from catalog_gen.text.references import Library, Linked, Node, link


def linked(files: dict[str, str], path: str = "a.yaml") -> Linked:
    library = Library(lambda wanted: files[wanted].encode() if wanted in files else None)
    return link(library.document(path), library)


def codes(result: Linked) -> list[str]:
    return [found.code for found in result.diagnostics]


def at(result: Linked, *keys: str) -> Node:
    node = result.root
    for key in keys:
        below = node.get(key)
        assert below is not None, key
        node = below
    return node


OTHER = {
    "api/b.yaml": "Order: {type: object, next: {$ref: '#/Line'}}\nLine: {type: string}\nlist: [{x: 1}, {$ref: '../c.json'}]\n",
    "c.json": '{"title": "C", "a/b": {"m~n": 1, "": 2}}',
    "order.avsc": '{"type": "record", "name": "Order", "fields": []}',
    "order.proto": 'syntax = "proto3";\n',
    "my file.md": "# Order\n",
    "100%.yaml": "x: 1\n",
}
RESOLVED: list[tuple[str, str, str, str, Any]] = [
    ("#/here", "a.yaml", "/here", "here", {"v": 1}),
    ("#", "a.yaml", "", "a", None),
    ("api/b.yaml", "api/b.yaml", "", "b", None),
    ("./api/b.yaml#/Line", "api/b.yaml", "/Line", "Line", {"type": "string"}),
    ("api/../api//b.yaml#/Order/next", "api/b.yaml", "/Line", "Line", {"type": "string"}),
    ("api\\b.yaml#/Line", "api/b.yaml", "/Line", "Line", {"type": "string"}),
    ("api/b.yaml#/list/0", "api/b.yaml", "/list/0", "0", {"x": 1}),
    ("api/b.yaml#/list/1/title", "c.json", "/title", "title", "C"),
    ("c.json#/a~1b/m~0n", "c.json", "/a~1b/m~0n", "m~n", 1),
    ("c.json#/a%7E1b/m%7e0n", "c.json", "/a~1b/m~0n", "m~n", 1),
    ("c.json#/a~1b/", "c.json", "/a~1b/", "", 2),
    ("order.avsc", "order.avsc", "", "order", {"type": "record", "name": "Order", "fields": []}),
    ("order.proto", "order.proto", "", "order", 'syntax = "proto3";\n'),
    ("my file.md", "my file.md", "", "my file", "# Order\n"),
    ("my%20file.md", "my file.md", "", "my file", "# Order\n"),
    ("100%25.yaml#/x", "100%.yaml", "/x", "x", 1),
    ("#anchor", "a.yaml", "/named", "named", {"$anchor": "anchor"}),
    ("#old", "a.yaml", "/older", "older", {"$id": "#old"}),
    ("https://example.com/known", "a.yaml", "/known", "known", {"$id": "https://example.com/known", "in": {"k": 1}}),
    ("https://example.com/known#/in/k", "a.yaml", "/known/in/k", "k", 1),
]


@pytest.mark.parametrize(("text", "path", "pointer", "name", "value"), RESOLVED, ids=[row[0] for row in RESOLVED])
def test_a_reference_leads_to_its_target(text: str, path: str, pointer: str, name: str, value: Any) -> None:
    names = {"named": {"$anchor": "anchor"}, "older": {"$id": "#old"}, "known": {"$id": "https://example.com/known", "in": {"k": 1}}}
    document = json.dumps({"here": {"v": 1}, **names, "ref": {"$ref": text, "description": "d"}})
    result = linked({**OTHER, "a.yaml": document})
    node = at(result, "ref")
    assert codes(result) == []
    assert not node.broken
    assert (node.path, node.pointer, node.at) == (path, pointer, ("a.yaml", "/ref"))
    assert node.reference is not None
    assert (node.reference.text, node.reference.path, node.reference.pointer, node.reference.name) == (text, path, pointer, name)
    assert (node.reference.at_path, node.reference.at_pointer, node.reference.siblings) == ("a.yaml", "/ref", {"description": "d"})
    if value is not None:
        assert node.value == value


BROKEN: list[tuple[str, str, str]] = [
    ("#/componets/messages/OrderPlaced", "reference-missing-pointer", "Did you mean `#/components/messages/OrderPlaced`?"),
    ("#/components/messages/OrderPlacd", "reference-missing-pointer", "Did you mean `#/components/messages/OrderPlaced`?"),
    ("#/components/schemas/OrderPlaced", "reference-missing-pointer", "Did you mean `#/components/messages/OrderPlaced`?"),
    ("#/Components/Messages/OrderPlaced", "reference-missing-pointer", "Did you mean `#/components/messages/OrderPlaced`?"),
    ("#/Components/Messages/Unheard", "reference-missing-pointer", "Check the spelling"),
    ("c.json#/titel", "reference-missing-pointer", "Did you mean `c.json#/title`?"),
    ("#/list/2", "reference-missing-pointer", "Check"),
    ("#/list/-1", "reference-missing-pointer", "Check"),
    ("#/list/01", "reference-missing-pointer", "Check"),
    ("#/text/0", "reference-missing-pointer", "Check"),
    ("#nowhere", "reference-missing-pointer", "Write `#/…`"),
    ("#components/messages/OrderPlaced", "reference-missing-pointer", "Write `#/components/messages/OrderPlaced`"),
    ("gone.yaml#/x", "reference-missing-file", "Check the path"),
    ("c.json?x=1", "reference-missing-file", "Check the path"),
    ("a\x00b.yaml", "reference-missing-file", "Check the path"),
    ("%00", "reference-missing-file", "Check the path"),
    ("x" * 5_000, "reference-missing-file", "Check the path"),
    (".", "reference-missing-file", "Check the path"),
    ("../x.yaml", "reference-outside-root", "Refer to a file under the root"),
    ("%2e%2e/x.yaml", "reference-outside-root", "Refer to a file under the root"),
    ("%2E%2E%2Fx.yaml", "reference-outside-root", "Refer to a file under the root"),
    ("api/..%5c..%5cx.yaml", "reference-outside-root", "Refer to a file under the root"),
    ("/etc/passwd", "reference-outside-root", "Refer to a file under the root"),
    ("%2fetc/passwd", "reference-outside-root", "Refer to a file under the root"),
    ("C:/x.yaml", "reference-outside-root", "Refer to a file under the root"),
    ("C:\\x.yaml", "reference-outside-root", "Refer to a file under the root"),
    ("\\\\server\\share\\x.yaml", "reference-remote", "Save a copy"),
    ("file:///etc/passwd", "reference-scheme", "Put a copy"),
    ("FILE:x", "reference-scheme", "Put a copy"),
    ("urn:x:y", "reference-scheme", "Put a copy"),
    ("http://example.com/x.yaml#/a", "reference-remote", "Save a copy"),
    ("https://[::1/x", "reference-remote", "Save a copy"),
    ("//example.com/x", "reference-remote", "Save a copy"),
    ("#/ref", "reference-loop", "Let one of them"),
    ("#/ref/deeper", "reference-loop", "Let one of them"),
]


@pytest.mark.parametrize(("text", "code", "hint"), BROKEN, ids=[row[0][:40] for row in BROKEN])
def test_a_broken_reference_is_one_finding_and_costs_only_its_place(text: str, code: str, hint: str) -> None:
    document = json.dumps(
        {
            "components": {"messages": {"OrderPlaced": {"x": 1}}},
            "list": [1],
            "text": "t",
            "ref": {"$ref": text},
            "after": {"$ref": "#/list"},
        }
    )
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return OTHER[path].encode() if path in OTHER else None

    result = link(parse_text("a.yaml", document.encode()), Library(read))
    (found,) = result.diagnostics
    assert (found.code, found.span.path, found.span.pointer) == (code, "a.yaml", "/ref/$ref")
    assert found.hint.startswith(hint)
    node = at(result, "ref")
    assert (node.broken, node.value) == (True, None)
    assert node.reference is not None
    assert node.reference.text == text
    assert at(result, "after").value == [1]
    assert all(normalise(path) == path for path in asked)


DATA = """
payload:
  properties:
    default: {$ref: '#/gone1'}
    examples: {$ref: '#/gone2'}
    $ref: {type: string}
    x-header: {$ref: '#/gone3'}
  examples: [{$ref: '#/data'}]
  example: {$ref: '#/data'}
  default: {deep: [{$ref: '#/data'}]}
  const: {$ref: '#/data'}
  enum: [{$ref: 5}]
  x-note: {$ref: '#/data'}
channels:
  default: {messages: {examples: {$ref: '#/gone4'}}}
components:
  x-own: {$ref: '#/data'}
  schemas:
    const: {$ref: '#/gone5'}
    enum: {items: {$ref: '#/gone6'}}
"""


def test_what_looks_like_a_reference_in_data_is_data() -> None:
    result = linked({"a.yaml": DATA})
    missing = sorted(found.message.split("`")[1] for found in result.diagnostics)
    assert missing == [f"#/gone{number}" for number in range(1, 7)]
    assert at(result, "payload", "default", "deep").value == [{"$ref": "#/data"}]
    assert at(result, "payload", "example").reference is None


def test_cycles_are_linked_and_not_expanded() -> None:
    result = linked({"a.yaml": "Node: {children: {items: {$ref: '#/Node'}}, root: {$ref: '#'}}\n"})
    assert codes(result) == []
    node = at(result, "Node")
    for _ in range(50):
        node = at(result, "Node") if node.pointer != "/Node" else node
        below = node.get("children")
        assert below is not None
        again = below.get("items")
        assert again is not None
        assert again.value is node.value
        assert again.at == ("a.yaml", "/Node/children/items")
        node = again
    assert at(result, "Node", "root", "Node").value is node.value


def test_cycles_between_files_are_linked() -> None:
    result = linked({"a.yaml": "A: {b: {$ref: 'b.yaml#/B'}}\n", "b.yaml": "B: {a: {$ref: 'a.yaml#/A'}}\n"})
    assert codes(result) == []
    assert at(result, "A", "b", "a").value is at(result, "A").value
    assert set(result.files) == {"a.yaml", "b.yaml"}


def test_a_chain_names_its_steps() -> None:
    result = linked({"a.yaml": "a: {$ref: '#/b'}\nb: {$ref: 'c.yaml#/c'}\n", "c.yaml": "c: {$ref: '#/d'}\nd: 1\n"})
    node = at(result, "a")
    assert node.value == 1
    assert node.reference is not None
    assert node.reference.chain == (("a.yaml", "/b"), ("c.yaml", "/c"))
    assert (node.path, node.pointer) == ("c.yaml", "/d")


def test_a_loop_is_one_finding_wherever_it_is_entered() -> None:
    result = linked({"a.yaml": "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}\nd: {$ref: '#/c'}\n"})
    assert codes(result) == ["reference-loop"]
    assert all(at(result, key).broken for key in "abcd")


def test_raw_mappings_know_where_they_lead() -> None:
    result = linked({"a.yaml": "a: {$ref: '#/b'}\nb: {x: 1}\nc: {$ref: '#/no'}\nd: {x-data: {$ref: '#/b'}}\n"})
    value = result.root.value
    found = result.is_reference(value["a"])
    assert found is not None
    assert (found.path, found.pointer) == ("a.yaml", "/b")
    assert result.is_reference(value["c"]) is None
    assert result.is_reference(value["d"]["x-data"]) is None
    assert result.is_reference({"$ref": "#/b"}) is None


def test_nodes_are_found_by_place() -> None:
    result = linked({"a.yaml": "a: {$ref: 'b.yaml'}\n", "b.yaml": "l: [x, {y: 1}]\n"})
    node = result.node("a.yaml", "/a/l/1/y")
    assert node is not None
    assert (node.value, node.path, node.pointer) == (1, "b.yaml", "/l/1/y")
    assert result.node("a.yaml", "/a/l/2") is None
    assert result.node("a.yaml", "/nope/l") is None
    assert result.node("gone.yaml", "") is None
    assert [element.pointer for element in at(result, "a", "l").elements()] == ["/l/0", "/l/1"]


def test_only_what_is_reached_in_another_file_is_judged() -> None:
    files = {"a.yaml": "a: {$ref: 'b.yaml#/good'}\n", "b.yaml": "good: {x: {$ref: '#/other'}}\nother: 1\nbad: {$ref: '#/gone'}\n"}
    assert codes(linked(files)) == []
    assert codes(linked({**files, "a.yaml": "a: {$ref: 'b.yaml'}\n"})) == ["reference-missing-pointer"]


def test_a_file_that_cannot_be_read_is_reported_at_its_own_place() -> None:
    result = linked({"a.yaml": "a: {$ref: 'b.yaml#/x'}\nb: {$ref: 'b.yaml#/y'}\n", "b.yaml": "x: {\n"})
    assert [(found.code, found.span.path) for found in result.diagnostics] == [("yaml-syntax", "b.yaml")]
    assert at(result, "a").broken


def test_a_part_of_a_text_is_the_whole_text() -> None:
    result = linked({"a.yaml": "a: {$ref: 'order.proto#/acme.Order'}\n", **OTHER})
    assert codes(result) == ["reference-whole-text"]
    node = at(result, "a")
    assert node.reference is not None
    assert (node.value, node.reference.name) == (OTHER["order.proto"], "acme.Order")


def test_a_library_reads_each_file_once_and_remembers_what_is_missing() -> None:
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return b"x: 1\n" if path == "d/b.yaml" else None

    library = Library(read)
    assert library.document("d/./b.yaml") is library.document("d/../d/b.yaml")
    assert not library.document("gone.yaml").ok
    assert library.find("gone.yaml") is None
    assert library.find("../out.yaml") is None
    assert asked == ["d/b.yaml", "gone.yaml"]
    assert set(library.loaded) == {"d/b.yaml"}
    assert library.missing == frozenset({"gone.yaml"})


@given(st.lists(st.sampled_from(["..", ".", "", "a", "b c", "é", "...", "~"]), max_size=8))
def test_a_normal_path_is_inside_and_stays_normal(parts: list[str]) -> None:
    path = normalise("/".join(parts))
    if path is not None:
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        assert normalise(path) == path


keys = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=6)


@given(st.lists(keys, min_size=1, max_size=5).filter(lambda parts: "$ref" not in parts))
def test_any_place_can_be_referred_to(parts: list[str]) -> None:
    value: Any = "end"
    for part in reversed(parts):
        value = {part: value}
    reference = {"$ref": "#" + to_fragment(build(parts))}
    result = link(parse_text("a.json", json.dumps({**value, "\x01": reference}).encode()), Library(lambda _: None))
    node = at(result, "\x01")
    assert (codes(result), node.value, node.pointer) == ([], "end", build(parts))
