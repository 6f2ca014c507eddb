"""`example` and `validate`: what they print, and what they end with."""

from __future__ import annotations

import json
from pathlib import Path

import fastavro
import pytest

from catalog_gen.cli import main

DOCUMENT = """\
asyncapi: 3.0.0
info: {title: Shop, version: VERSION}
channels:
  orders: {address: shop.orders, messages: {OrderPlaced: {$ref: '#/components/messages/OrderPlaced'}}}
operations:
  place: {action: send, channel: {$ref: '#/channels/orders'}}
components:
  messages:
    OrderPlaced:
      payload:
        type: object
        required: [REQUIRED]
        properties: {orderId: {type: string}, total: {type: number, minimum: 0}}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for version, required in (("1.0.0", "orderId"), ("2.0.0", "orderId, total")):
        folder = tmp_path / "shop" / version
        folder.mkdir(parents=True)
        text = DOCUMENT.replace("VERSION", version).replace("REQUIRED", required)
        (folder / "asyncapi.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "shop")
    return tmp_path / "shop"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_messages_example_is_printed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = run(capsys, "example", "OrderPlaced", "--root", str(root))
    assert code == 0
    assert set(json.loads(printed)) == {"orderId", "total"}


def test_versions_and_variants_can_be_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001 - the folder to be in
    assert set(json.loads(run(capsys, "example", "OrderPlaced@1.0.0", "--variant", "minimal")[1])) == {"orderId"}
    assert set(json.loads(run(capsys, "example", "OrderPlaced", "--variant", "list")[1])) == {"full"}
    assert json.loads(run(capsys, "example", "OrderPlaced", "--envelope", "eventbridge")[1])["Entries"][0]["DetailType"] == "OrderPlaced"
    broken = [json.loads(line) for line in run(capsys, "example", "OrderPlaced", "--invalid")[1].splitlines()]
    assert {row["keyword"] for row in broken} == {"required", "type", "minimum"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["example", "OrderPlced"], "Did you mean `OrderPlaced`?"),
        (["example", "OrderPlaced@9"], "There are 2.0.0, 1.0.0."),
        (["example", "OrderPlaced", "--variant", "other"], "there is no variant `other`"),
        (["example", "OrderPlaced", "--draft", "draft-99"], "unknown draft"),
        (["example", "1.0.0/asyncapi.yaml"], "holds many schemas"),
        (["validate", "OrderPlaced", "nowhere.json"], "there is no payload file"),
        (["validate", "OrderPlaced", "1.0.0/asyncapi.yaml"], "is no JSON"),
    ],
)
def test_mistakes_are_explained(root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:  # noqa: ARG001
    code, printed, explained = run(capsys, *arguments)
    assert (code, printed) == (2, "")
    assert said in explained


def test_a_schema_file_has_examples_or_says_why_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "good.yaml").write_text("type: object\nproperties: {email: {type: string}}\n", encoding="utf-8")
    (root / "bad.json").write_text('{"type": "string", "minLength": 4, "maxLength": 2}', encoding="utf-8")
    assert json.loads(run(capsys, "example", "good.yaml")[1])["email"].endswith("@example.com")
    code, printed, said = run(capsys, "example", "bad.json")
    assert (code, printed) == (1, "")
    assert "`minLength` 4 is above `maxLength` 2" in said


def test_payloads_are_held_against_the_latest_version(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "good.json").write_text('{"orderId": "a", "total": 1}', encoding="utf-8")
    (root / "old.jsonl").write_text('{"orderId": "a"}\n\n{"orderId": 1, "total": -1}\n', encoding="utf-8")
    assert run(capsys, "validate", "OrderPlaced", "good.json") == (0, "", "1 payloads, 0 invalid\n")
    code, printed, said = run(capsys, "validate", "OrderPlaced", "good.json", "old.jsonl")
    assert (code, said) == (1, "3 payloads, 2 invalid\n")
    assert printed.splitlines() == [
        'old.jsonl:1: "total" is a required property [required at /required]',
        'old.jsonl:3#/orderId: 1 is not of type "string" [type at /properties/orderId/type]',
        "old.jsonl:3#/total: -1 is less than the minimum of 0 [minimum at /properties/total/minimum]",
        "by rule:",
        "       1 times minimum at /properties/total/minimum",
        "       1 times required at /required",
        "       1 times type at /properties/orderId/type",
    ]


def test_every_version_is_tried(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "some.jsonl").write_text('{"orderId": "a"}\n{"orderId": "a", "total": 1}\n{}\n', encoding="utf-8")
    code, printed, _ = run(capsys, "validate", "OrderPlaced", "some.jsonl", "--all-versions")
    assert code == 1
    assert printed.splitlines() == [
        "some.jsonl:1: OrderPlaced@1.0.0",
        "some.jsonl:2: OrderPlaced@2.0.0, OrderPlaced@1.0.0",
        "some.jsonl:3: no version",
    ]


AVRO = '{"type": "record", "name": "Paid", "fields": [{"name": "id", "type": "string"}, {"name": "cents", "type": ["null", "long"]}]}'


def test_avro_payloads_are_read_in_every_form(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "paid.avsc").write_text(AVRO, encoding="utf-8")
    (root / "paid.json").write_text('{"id": "a", "cents": {"long": 5}}', encoding="utf-8")
    (root / "wrong.json").write_text('{"id": "a", "cents": 5}', encoding="utf-8")
    (root / "paid.bin").write_bytes(bytes.fromhex(run(capsys, "example", "paid.avsc", "--hex")[1].strip()))
    with (root / "paid.avro").open("wb") as file:
        fastavro.writer(file, json.loads(AVRO), [{"id": "a", "cents": 5}, {"id": "b", "cents": None}])
    code, printed, said = run(capsys, "validate", "paid.avsc", "paid.json", "paid.bin", "paid.avro")
    assert (code, printed, said) == (0, "", "4 payloads, 0 invalid\n")
    code, printed, _ = run(capsys, "validate", "paid.avsc", "wrong.json")
    assert code == 1
    assert printed.startswith("wrong.json#/cents: 5 is not an object with the branch as its only member")
    (root / "other.avsc").write_text(AVRO.replace('"name": "id"', '"name": "number"'), encoding="utf-8")
    code, printed, said = run(capsys, "validate", "other.avsc", "paid.avro")
    assert (code, said) == (1, "2 payloads, 2 invalid\n")
    assert printed.startswith("paid.avro:1: it cannot be read: ")


def test_protobuf_payloads_are_read_in_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "paid.proto").write_text('syntax = "proto3"; message Paid { string id = 1; int64 cents = 2; }', encoding="utf-8")
    code, printed, _ = run(capsys, "example", "paid.proto")
    assert code == 0
    (root / "paid.json").write_text(printed, encoding="utf-8")
    assert run(capsys, "validate", "paid.proto", "paid.json")[0] == 0
    (root / "paid.bin").write_bytes(b"\xff\xfe")
    assert run(capsys, "validate", "paid.proto", "paid.bin")[0] == 2


def test_thousands_of_payloads_end_in_a_summary(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "many.jsonl").write_text('{"orderId": "a"}\n' * 1000, encoding="utf-8")
    code, printed, said = run(capsys, "validate", "OrderPlaced", "many.jsonl")
    assert (code, said) == (1, "1000 payloads, 1000 invalid\n")
    assert printed.splitlines()[-3:] == ["800 more invalid payloads", "by rule:", "    1000 times required at /required"]
