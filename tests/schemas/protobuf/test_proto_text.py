"""Texts of Protobuf: what is read, and what is refused and where."""

from __future__ import annotations

import pytest

from catalog_gen.schemas.protobuf import read_text

ORDER = """
syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
// An order.
message Order {
  reserved 9, 20 to max;
  reserved "old";
  enum State { option allow_alias = true; NEW = 0; FRESH = 0; }
  string order_id = 1; // Its number.
  optional int32 count = 2;
  map<string, Line> lines = 3;
  oneof payment { Card card = 4; string iban = 5; }
  repeated sint32 codes = 6;
  google.protobuf.Timestamp at = 7;
  State state = 8 [deprecated = true, (shop.tag) = { key: "a" list: [1, 2] }];
  message Line { Order parent = 1; }
  message Card {}
}
"""


def test_a_message_is_read_with_everything_it_says() -> None:
    files, findings = read_text(ORDER)
    assert findings == ()
    (order,) = files.main.messages
    fields = {field.name: field for field in order.fields}
    assert order.doc == "An order."
    assert order.reserved_ranges == ((9, 9), (20, 536_870_911))
    assert order.reserved_names == ("old",)
    assert order.oneofs == ("payment",)
    assert [fields[name].type for name in ("order_id", "lines", "card", "state")] == ["string", "map", "message", "enum"]
    assert fields["order_id"].doc == "Its number."
    assert fields["order_id"].json_name == "orderId"
    assert (fields["lines"].type_name, fields["lines"].key_type) == ("shop.Order.Line", "string")
    assert [fields[name].presence for name in ("order_id", "count", "card", "iban")] == [False, True, True, True]
    assert fields["codes"].packed
    assert fields["at"].type_name == "google.protobuf.Timestamp"
    assert fields["state"].options == (("(shop.tag)", {"key": "a", "list": [1, 2]}), ("deprecated", "true"))


REFUSED = {
    "unclosed message": ('syntax = "proto3";\nmessage A {\n', 3, 1),
    "unclosed string": ('syntax = "proto3;\n', 1, 10),
    "unclosed comment": ("/* a", 1, 1),
    "number zero": ('syntax = "proto3";\nmessage A { string a = 0; }', 2, 24),
    "unknown syntax": ('syntax = "proto4";', 1, 10),
    "missing import": ('import "a.proto";', 1, 9),
    "no label in proto2": ("message A { string a = 1; }", 1, 13),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_mistake_is_told_with_its_place(name: str) -> None:
    text, line, column = REFUSED[name]
    _, findings = read_text(text)
    assert [(finding.span.line, finding.span.column) for finding in findings] == [(line, column)]


def test_depth_is_bounded() -> None:
    _, findings = read_text("message A {" * 100_000)
    assert len(findings) == 1
