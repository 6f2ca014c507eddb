"""Backups of Karapace's topic, of every version, whole and damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.sources.registries.checksums import Checksum, checksum_of
from catalog_gen.sources.registries.karapace_binary import BinaryError, read_metadata, read_records
from tests.sources.registries.exports import catalog, codes, corpus, declare, errors, registered

V3 = "backup_v3_single_partition/0cdc85dc/0cdc85dc"


def test_v1_and_v2_of_the_corpus_value_by_value() -> None:
    files = corpus("karapace")
    found = registered({"v1.log": files["test_restore_v1.log"]})
    assert [(one.registration.subject, one.registration.version, one.registration.identifier) for one in found] == [
        ("subject-1", "1", "1"),
        ("subject-1", "2", "2"),
    ]
    assert [one.schema.written for one in found if one.schema is not None] == ['"string"', '"string"']
    found = registered({"v2.log": files["test_restore_v2.log"]})
    assert [(one.registration.subject, one.registration.version, one.registration.identifier) for one in found] == [("subject-1", "1", "1")]


def test_v3_of_the_corpus_value_by_value() -> None:
    files = corpus("karapace")
    for name in [name for name in files if "single_partition" in name and name.endswith(".metadata")]:
        metadata = read_metadata(files[name])
        topic = name.rpartition("/")[2].removesuffix(".metadata")
        assert (metadata.version, metadata.tool, metadata.topic, metadata.algorithm) == (3, "karapace", topic, "xxhash3_64_be")
        assert [(file.name, file.partition, file.records, file.checksum.hex()) for file in metadata.files] == [
            (f"{topic}:0.data", 0, 2, "f414f504a8e49313")
        ]
        records = list(read_records(files[name.replace(".metadata", ":0.data")]))
        assert [(one.key, one.value, one.checkpoint) for one in records] == [(b"bar", b"foo", None), (b"foo", b"bar", None)]


EXPECTED = [
    ("backup_v3_corrupt_last_record_bit_flipped_no_checkpoints", ["registry-backup-damaged"], 1),
    ("backup_v3_future_algorithm", ["registry-backup-unchecked"], 0),
    ("backup_v3_single_partition", ["registry-backup-of-other-topic"], 0),
    ("", ["registry-backup-damaged", "registry-backup-of-other-topic", "registry-backup-unchecked", "registry-row-unreadable"], 1),
]


@pytest.mark.parametrize(("folder", "expected", "wrong"), EXPECTED)
def test_what_is_found_in_the_corpus(folder: str, expected: list[str], wrong: int) -> None:
    found = catalog(corpus("karapace", folder))
    assert codes(found) == expected
    assert len(errors(found)) == wrong


def test_every_file_of_the_corpus_is_recognised() -> None:
    files = corpus("karapace")
    rows = [one.documents[0] for one in declare(files) if one.documents]
    assert {row.path for row in rows} == set(files)
    assert {row.type for row in rows} == {"karapace"}


# --- backups made here, in the way of the tool


def zigzag(number: int) -> bytes:
    number = number << 1 ^ number >> 63
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*out, number))


def sized(raw: bytes) -> bytes:
    return zigzag(len(raw)) + raw


def optional(raw: bytes | None) -> bytes:
    return zigzag(1) if raw is None else zigzag(0) + sized(raw)


def data(records: list[tuple[bytes | None, bytes | None]], every: int = 2) -> bytes:
    """A data file with a checkpoint in every second record."""
    out, checksum = b"", Checksum()
    for offset, (key, value) in enumerate(records):
        checkpoint = None if offset % every else checksum.digest()
        record = optional(key) + optional(value) + zigzag(0) + zigzag(offset) + zigzag(1_700_000_000) + optional(checkpoint)
        framed = len(record).to_bytes(4, "big") + record
        checksum.update(framed)
        out += framed
    return out


def metadata(name: str, raw: bytes, records: int, algorithm: int = 1) -> bytes:
    parts = [zigzag(3), sized(b"karapace"), sized(b"4.0.0"), zigzag(1), zigzag(2), zigzag(records), sized(b"_schemas"), optional(None)]
    parts += [zigzag(1), zigzag(1), zigzag(1), sized(b"cleanup.policy"), sized(b"compact"), zigzag(0)]
    parts += [
        zigzag(1),
        sized(name.encode()),
        zigzag(0),
        sized(checksum_of(raw)),
        zigzag(records),
        zigzag(0),
        zigzag(records - 1),
        zigzag(0),
    ]
    whole = b"".join((*parts, zigzag(algorithm)))
    return b"/V3\n" + len(whole).to_bytes(4, "big") + whole


KEY = b'{"keytype": "SCHEMA", "subject": "orders-value", "version": %d, "magic": 1}'
VALUE = b'{"subject": "orders-value", "version": %d, "id": %d, "schema": "\\"string\\"", "deleted": false}'
RECORDS: list[tuple[bytes | None, bytes | None]] = [
    (KEY % 1, VALUE % (1, 1)),
    (KEY % 2, VALUE % (2, 2)),
    (KEY % 3, VALUE % (3, 3)),
    (KEY % 1, None),
    (b'{"keytype": "CONFIG", "subject": null, "magic": 0}', b'{"compatibilityLevel": "FULL"}'),
]


def backup(algorithm: int = 1) -> dict[str, bytes]:
    raw = data(RECORDS)
    return {"b/_schemas.metadata": metadata("_schemas:0.data", raw, len(RECORDS), algorithm), "b/_schemas:0.data": raw}


def test_records_of_a_v3_backup_are_replayed() -> None:
    found = catalog(backup())
    assert codes(found) == []
    assert [one.id for one in found.messages] == ["orders"]
    assert {one.registration.version for one in registered(backup())} == {"2", "3"}
    assert found.messages[0].versions[0].registrations[0].compatibility == "FULL"


def test_a_data_file_without_its_metadata_is_a_finding() -> None:
    assert codes(catalog({"b/_schemas:0.data": backup()["b/_schemas:0.data"]})) == ["registry-backup-incomplete"]


def test_metadata_without_its_data_is_one_error() -> None:
    found = catalog({"b/_schemas.metadata": backup()["b/_schemas.metadata"]})
    assert codes(found) == ["registry-backup-damaged"]
    assert len(errors(found)) == 1


@given(st.data())
def test_any_changed_byte_is_one_error_and_nothing_is_read(given: st.DataObject) -> None:
    files = backup()
    raw = bytearray(files["b/_schemas:0.data"])
    raw[given.draw(st.integers(0, len(raw) - 1))] ^= given.draw(st.integers(1, 255))
    found = [one for one in declare({**files, "b/_schemas:0.data": bytes(raw)}) if one.documents[0].path.endswith(".metadata")]
    assert [finding.code for one in found for finding in one.diagnostics] == ["registry-backup-damaged"]
    assert not any(one.registered for one in found)


@given(st.data())
def test_a_backup_that_was_cut_off_is_one_error(given: st.DataObject) -> None:
    files = backup()
    raw = files["b/_schemas:0.data"]
    cut = raw[: given.draw(st.integers(0, len(raw) - 1))]
    found = [one for one in declare({**files, "b/_schemas:0.data": cut}) if one.documents[0].path.endswith(".metadata")]
    assert [finding.code for one in found for finding in one.diagnostics] == ["registry-backup-damaged"]


@given(st.binary(max_size=200))
def test_any_bytes_end_in_records_or_in_an_error_that_says_why(raw: bytes) -> None:
    said = "nothing"
    try:
        list(read_records(raw))
        read_metadata(b"/V3\n" + raw)
    except BinaryError as error:
        said = str(error)
    assert said


DAMAGED = [
    b"/V2\nzz\tzz\n",
    b"/V2\n7B\n" * 2,
    b'[[{"keytype": "SCHEMA"',
    b"/V3\n",
    b"/V3\n\xff\xff\xff\xff",
    b"/V3\n\x00\x00\x00\x04\x06\xff\xff\xff",
]


@pytest.mark.parametrize("raw", DAMAGED)
def test_a_damaged_backup_is_one_finding(raw: bytes) -> None:
    found = catalog({"backup": raw})
    assert len(found.diagnostics) == 1


def test_checksums_of_known_texts() -> None:
    # The first is the specification's; the others were made with the reference implementation.
    assert checksum_of(b"").hex() == "ef46db3751d8e999"
    assert checksum_of(b"a").hex() == "d24ec4f1a98c6e5b"
    assert checksum_of(b"abc").hex() == "44bc2cf5ad770999"
    assert checksum_of(b"Nobody inspects the spammish repetition").hex() == "fbcea83c8a378bf1"


@given(st.binary(max_size=300), st.integers(0, 300))
def test_a_checksum_is_the_same_in_pieces(raw: bytes, cut: int) -> None:
    checksum = Checksum()
    checksum.update(raw[:cut])
    checksum.digest()
    checksum.update(raw[cut:])
    assert checksum.digest() == checksum_of(raw)
