"""The binary files of Karapace's V3 backups: metadata, and records with checkpoints.

Source: Karapace, `backup/backends/v3/schema.py` and `readers.py`: records of Avro's binary encoding (Avro 1.12, "Binary Encoding"),
each after its length in four bytes, the highest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MARK = b"/V3\n"
_SIZE = 4
_MOST_ITEMS = 100_000
_LONGEST_NUMBER = 10
"""Bytes that a long takes at most."""

ALGORITHMS = ("unknown", "xxhash3_64_be")
"""Names of checksums by their index. The second one is, in spite of its name, XXH64."""


class BinaryError(Exception):
    """The bytes are not what was expected here; the text says what is wrong."""


@dataclass(frozen=True)
class DataFile:
    """A file with the records of one partition, as the metadata tells it."""

    name: str
    partition: int
    checksum: bytes
    records: int


@dataclass(frozen=True)
class Metadata:
    """What a backup says of itself."""

    version: int
    tool: str
    tool_version: str
    topic: str
    algorithm: str
    files: tuple[DataFile, ...] = field(default=())


@dataclass(frozen=True)
class BackupRecord:
    """A record of the topic, where it begins, and the checksum of all bytes before it, where it has one."""

    key: bytes | None
    value: bytes | None
    checkpoint: bytes | None
    start: int
    end: int


class _Cursor:
    """Reads Avro's binary encoding from some bytes, never past their end."""

    def __init__(self, raw: bytes, at: int, end: int) -> None:
        self.raw = raw
        self.at = at
        self.end = end

    def long(self) -> int:
        value = shift = 0
        for _ in range(_LONGEST_NUMBER):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
                return value >> 1 ^ -(value & 1)
        message = "a number has more than ten bytes"
        raise BinaryError(message)

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > self.end:
            message = f"{size} bytes were expected at offset {self.at}, and there are {self.end - self.at}"
            raise BinaryError(message)
        self.at += size
        return self.raw[self.at - size : self.at]

    def sized(self) -> bytes:
        return self.take(self.long())

    def text(self) -> str:
        return self.sized().decode("utf-8", "replace")

    def optional(self) -> bytes | None:
        """A union of bytes and null, in this order."""
        branch = self.long()
        if branch not in {0, 1}:
            message = f"a union has no branch {branch}"
            raise BinaryError(message)
        return None if branch else self.sized()

    def items(self) -> Iterator[None]:
        """Once for each item of an array or a map, which come in blocks."""
        seen = 0
        while count := self.long():
            if count < 0:
                self.long()
            seen += abs(count)
            if seen > _MOST_ITEMS:
                message = f"a list of {seen} items is longer than any real one"
                raise BinaryError(message)
            for _ in range(abs(count)):
                yield


def read_metadata(raw: bytes) -> Metadata:
    """The metadata in a `.metadata` file. Raises BinaryError. What follows the metadata does not count."""
    size = int.from_bytes(raw[len(MARK) : len(MARK) + _SIZE], "big")
    start = len(MARK) + _SIZE
    if not raw.startswith(MARK) or start + size > len(raw):
        message = f"the metadata should be {size} bytes long, and there are {max(len(raw) - start, 0)}"
        raise BinaryError(message)
    cursor = _Cursor(raw, start, start + size)
    version, tool, tool_version = cursor.long(), cursor.text(), cursor.text()
    for _ in range(3):  # started, finished, records
        cursor.long()
    topic = cursor.text()
    cursor.optional()  # the topic's id
    for _ in range(2):  # partitions, replicas
        cursor.long()
    for _ in cursor.items():  # the topic's configuration
        cursor.sized(), cursor.sized()
    files = tuple(_data_file(cursor) for _ in cursor.items())
    index = cursor.long()
    algorithm = ALGORITHMS[index] if 0 <= index < len(ALGORITHMS) else f"number {index}"
    return Metadata(version=version, tool=tool, tool_version=tool_version, topic=topic, algorithm=algorithm, files=files)


def _data_file(cursor: _Cursor) -> DataFile:
    name, partition, checksum, records = cursor.text(), cursor.long(), cursor.sized(), cursor.long()
    for _ in range(2):  # the first and the last offset
        cursor.long()
    return DataFile(name=name, partition=partition, checksum=checksum, records=records)


def read_records(raw: bytes) -> Iterator[BackupRecord]:
    """The records in a `.data` file, in order. Raises BinaryError at the first one that cannot be read."""
    start = 0
    while start < len(raw):
        size = int.from_bytes(raw[start : start + _SIZE], "big")
        end = start + _SIZE + size
        if end > len(raw):
            message = f"the record at offset {start} should be {size} bytes long, and there are {max(len(raw) - start - _SIZE, 0)}"
            raise BinaryError(message)
        cursor = _Cursor(raw, start + _SIZE, end)
        key, value = cursor.optional(), cursor.optional()
        for _ in cursor.items():  # headers
            cursor.sized(), cursor.sized()
        for _ in range(2):  # offset, timestamp
            cursor.long()
        checkpoint = cursor.optional()
        if cursor.at != end:
            message = f"the record at offset {start} ends {end - cursor.at} bytes early"
            raise BinaryError(message)
        yield BackupRecord(key=key, value=value, checkpoint=checkpoint, start=start, end=end)
        start = end


def is_data(raw: bytes) -> bool:
    """Whether bytes begin as a `.data` file does: with one whole record."""
    size = int.from_bytes(raw[:_SIZE], "big")
    if not 0 < size <= len(raw) - _SIZE:
        return False
    try:
        next(read_records(raw[: _SIZE + size]), None)
    except BinaryError:
        return False
    return True
