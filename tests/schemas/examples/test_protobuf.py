"""Examples of Protobuf messages: in the JSON mapping, complete, and understood by the real runtime through real descriptors."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc_tools
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_tools import protoc

import catalog_gen
from catalog_gen.schemas.examples import variants
from catalog_gen.schemas.examples.checkers import checker

if TYPE_CHECKING:
    from google.protobuf.message import Message

ORDER = """
syntax = "proto3";
package com.harbourline.orders.v1;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
// An order was placed.
message OrderPlaced {
  string order_id = 1;
  Customer customer = 2;
  google.protobuf.Timestamp placed_at = 3;
  google.protobuf.Duration hold = 4;
  repeated Line lines = 5;
  map<string, string> labels = 6;
  map<int32, Line> by_number = 7;
  map<bool, Status> flags = 8;
  Status status = 9;
  oneof delivery {
    Pickup pickup = 10;
    Parcel parcel = 11;
    string drone_id = 12;
  }
  int64 total_cents = 13;
  float weight = 14;
  double ratio = 15;
  bytes signature = 16;
  bool gift = 17;
  google.protobuf.StringValue note = 18;
  google.protobuf.Int64Value points = 19;
  google.protobuf.Struct extra = 20;
  google.protobuf.Any detail = 21;
  google.protobuf.Empty nothing = 22;
  google.protobuf.FieldMask changed = 23;
  google.protobuf.Value anything = 24;
  google.protobuf.ListValue some = 25;
  repeated OrderPlaced replaces = 26;
  optional string email = 27;
  uint32 retries = 28;
  fixed64 digest = 29;
  sint32 delta = 30;
}
message Customer { uint64 id = 1; string first_name = 2; Customer referred_by = 3; }
message Line { string sku = 1; int32 quantity = 2; Money unit_price = 3; }
message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }
enum Status { STATUS_UNSPECIFIED = 0; STATUS_NEW = 1; STATUS_PAID = 2; }
message Pickup { string store_id = 1; }
message Parcel { string tracking_number = 1; string carrier = 2; }
"""

OLD = """
syntax = "proto2";
message Parcel {
  required string tracking_number = 1;
  optional int32 weight = 2 [default = 500];
  repeated group Stop = 3 { required string town = 1; optional Parcel inside = 2; }
  enum Size { SMALL = 0; LARGE = 1; }
  optional Size size = 4 [default = LARGE];
  extensions 100 to 199;
}
"""


def real(text: str, folder: Path) -> tuple[type[Message], descriptor_pool.DescriptorPool]:
    """The first message of a text, from the real compiler, with everything that it may name."""
    (folder / "schema.proto").write_text(text, encoding="utf-8")
    included = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")  # noqa: PTH118, PTH120 - the package has no other handle
    out = folder / "set"
    assert protoc.main(["", f"-I{folder}", f"-I{included}", "--include_imports", f"--descriptor_set_out={out}", "schema.proto"]) == 0
    files = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file
    pool = descriptor_pool.DescriptorPool()
    for file in files:
        pool.Add(file)
    main = files[-1]
    name = f"{main.package}.{main.message_type[0].name}".strip(".")
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name)), pool


@pytest.mark.parametrize("text", [ORDER, OLD], ids=["proto3", "proto2"])
def test_each_payload_comes_back_equal_from_the_real_runtime(text: str, tmp_path: Path) -> None:
    kind, pool = real(text, tmp_path)
    known = checker(text, "protobuf")
    for variant in variants(text, "protobuf"):
        message = json_format.ParseDict(variant.payload, kind(), descriptor_pool=pool)
        back = kind.FromString(message.SerializeToString())
        assert back == message
        again = json_format.MessageToDict(back, descriptor_pool=pool)
        assert again == variant.payload or variant.name == "minimal", "what has no presence and is zero is not written"
        assert known.check(variant.payload) == ()
        assert known.check(again) == () or text is OLD


def test_every_field_is_shown_and_looks_like_its_name() -> None:
    payload = catalog_gen.example(ORDER, "protobuf")
    assert payload["orderId"].startswith("order-")
    assert payload["placedAt"].startswith("2026-")
    assert payload["status"] == "STATUS_NEW", "a value that says something"
    assert payload["lines"][0]["unitPrice"]["currencyCode"] == "EUR"
    assert isinstance(payload["totalCents"], str), "64 bits are a text"
    assert {"pickup", "parcel", "droneId"} & set(payload) == {"pickup"}
    assert "replaces" not in payload["replaces"][0], "two levels of a recursion"


def test_variants_take_each_member_of_a_oneof() -> None:
    assert [variant.name for variant in variants(ORDER, "protobuf")] == ["full", "minimal", "delivery-parcel", "delivery-drone-id"]


def test_rules_of_validators_count() -> None:
    text = """
syntax = "proto3";
message Signup {
  string contact = 1 [(validate.rules).string.email = true];
  int32 seats = 2 [(validate.rules).int32 = {gte: 7, lte: 9}];
}
"""
    payload = catalog_gen.example(text, "protobuf", references={})
    assert "@" in payload["contact"]
    assert 7 <= payload["seats"] <= 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('syntax = "proto2"; message A { required A a = 1; }', "`A` requires another of itself"),
        ('syntax = "proto3"; enum E { Z = 0; }', "declares no message"),
        ('syntax = "proto3"; message A { B b = 1; }', "B"),
    ],
    ids=["endless", "no message", "unknown type"],
)
def test_what_has_no_payload_is_said(text: str, said: str) -> None:
    with pytest.raises(catalog_gen.UnsatisfiableSchema, match=said):
        catalog_gen.example(text, "protobuf")


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"orderId": 5}, "/orderId", "5 is not a text"),
        ({"customer": {"id": -1}}, "/customer/id", "-1 is not a whole number from 0 to 18446744073709551615"),
        ({"placedAt": "yesterday"}, "/placedAt", "'yesterday' is not a moment such as 2026-02-03T09:30:00Z"),
        ({"lines": {}}, "/lines", "an object is not an array"),
        ({"byNumber": {"a": {}}}, "/byNumber/a", "as the map's keys are of type int32"),
        ({"status": "NEW"}, "/status", "'NEW' is not one of STATUS_UNSPECIFIED, STATUS_NEW, STATUS_PAID"),
        ({"droneId": "1"}, "/droneId", "of the oneof `delivery` only one member can be set; `pickup` is set already"),
        ({"signature": "ä"}, "/signature", "'ä' is not a text in base64"),
        ({"order_id": "x"}, "/order_id", "is given twice"),
        ({"colour": "red"}, "/colour", "has no field `colour`"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_mismatch_is_named(change: dict[str, Any], place: str, said: str) -> None:
    payload = {**catalog_gen.example(ORDER, "protobuf"), **change}
    (found,) = checker(ORDER, "protobuf").check(payload)
    assert found.place == place
    assert said in found.message
