"""Protobuf messages as a tree of fields: in Protobuf's words, bounded, and never failing."""

from __future__ import annotations

import pytest

from catalog_gen.schemas.fields import FIELD_LIMIT
from catalog_gen.schemas.protobuf.tree import read_protobuf
from catalog_gen.site.field_markdown import describe_fields

ORDER = """
syntax = "proto3";
package com.harbourline;
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
// Placed on the web.
message Order {
  reserved 4, 9 to 11;
  reserved "remark";
  string id = 1;  // Never reused.
  optional string note = 2 [deprecated = true];
  repeated Line lines = 3;
  map<string, Line> by_sku = 5;
  State state = 6;
  google.protobuf.Timestamp placed_at = 7 [json_name = "when"];
  google.protobuf.StringValue coupon = 8;
  oneof way {
    Ferry ferry = 12;
    string tunnel = 13;
  }
  Order previous = 14;
  repeated int32 points = 15;
}
message Line { string sku = 1; }
message Ferry {}
// Where it stands.
enum State {
  STATE_UNSPECIFIED = 0;
  NEW = 1;  // Not yet paid.
}
message Invoice { string number = 1; }
service Orders { rpc Follow(Order) returns (stream Invoice); }
"""

WORDS = """\
message com.harbourline.Order, reserved 4, 9 to 11, `remark`, fields without `optional` have implicit presence: Placed on the web.

- **id** string, = 1: Never reused.
- **note** optional string, = 2, deprecated
- **lines** repeated Line, = 3
  - **sku** string, = 1
- **by_sku** map<string, Line>, = 5, same as `lines[]`
- **state** State, = 6: Where it stands.
  - `STATE_UNSPECIFIED = 0`
  - `NEW = 1` Not yet paid.
- **placed_at** google.protobuf.Timestamp, = 7, a moment; in JSON a text, `2026-01-31T09:30:00Z`, `when` in JSON
- **coupon** google.protobuf.StringValue, = 8, string or not set; in JSON the bare value or `null`
- **previous** Order, = 14, contains itself, see the whole
- **points** repeated int32, = 15
- oneof `way`: at most one of:
  - **ferry** Ferry, = 12
  - **tunnel** string, = 13
- Further messages of the file:
  - **Invoice** message Invoice
    - **number** string, = 1
- service `Orders`:
  - **Follow** rpc (Order) returns (stream Invoice)
"""


def test_everything_is_said_in_the_words_of_the_format() -> None:
    said = describe_fields(read_protobuf(ORDER)).replace("\\_", "_").replace("\\<", "<").replace("\\>", ">")
    assert said.strip() == WORDS.strip()


def test_a_text_that_cannot_be_read_says_why() -> None:
    assert read_protobuf("message {").problem
    assert "missing.proto" in read_protobuf('syntax = "proto3"; import "missing.proto"; message A {}').problem


@pytest.mark.timeout(60)
def test_large_and_recursive_messages_give_bounded_trees() -> None:
    fields = " ".join(f"A f{number} = {number};" for number in range(1, 5000))
    tree = read_protobuf(f'syntax = "proto3"; message A {{ {fields} }}')
    assert len(tree.children) <= FIELD_LIMIT
    assert all(child.circular for child in tree.children)
