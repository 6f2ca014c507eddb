"""Karapace's backups of its topic: V1 (a list of pairs), V2 (pairs in hexadecimal) and V3 (binary files with checksums)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.diagnostics import Severity, Span
from catalog_gen.model.declaration import Declarations
from catalog_gen.sources.registries.checksums import Checksum
from catalog_gen.sources.registries.karapace_binary import (
    ALGORITHMS,
    MARK,
    BackupRecord,
    BinaryError,
    DataFile,
    Metadata,
    is_data,
    read_metadata,
    read_records,
)
from catalog_gen.sources.registries.reading import LARGEST
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.registries.topic_records import Record, decoded, is_key, record_of, replay
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed

MARK_2 = b"/V2\n"
_LIST_OF_PAIRS = re.compile(rb"\s*\[\s*\[\s*(?:\{|\")")
_LOOK = 64 * 1024
_AGAIN = "Make the backup again with `karapace_schema_backup get`."


class KarapaceSource:
    """The source `karapace`."""

    name = "karapace"

    def sniff(self, path: str, raw: bytes) -> bool:
        """None is a text that could be parsed; see `claims`."""
        del path, raw
        return False

    def recognises(self, parsed: Parsed) -> bool:
        """None is a text that could be parsed; see `claims`."""
        del parsed
        return False

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """Say that this is no backup: backups are claimed by their bytes, so only what somebody took for one comes here."""
        del context
        statement = Statement(self.name, parsed.path)
        statement.fail("registry-export-unrecognised", "This is no backup of Karapace's.", "A backup begins with `/V3`, `/V2` or `[[`.")
        return statement.declarations()

    def claims(self, path: str, raw: bytes) -> bool:
        """The marks of the versions, a list of records, or a file of binary records."""
        del path
        if raw.startswith((MARK, MARK_2)):
            return True
        return (_LIST_OF_PAIRS.match(raw) is not None and b"keytype" in raw[:_LOOK]) or is_data(raw)

    def declare_bytes(self, path: str, raw: bytes, context: Context) -> Declarations:
        """What the records of a backup leave."""
        statement = Statement(self.name, path)
        statement.version = next((version for mark, version in ((MARK, "V3"), (MARK_2, "V2")) if raw.startswith(mark)), "V1")
        if len(raw) > LARGEST:
            statement.fail(
                "registry-export-too-large", "This backup is larger than 64 MiB. It is not read.", "Export `GET /schemas` instead."
            )
        elif statement.version == "V3":
            _read_binary(statement, raw, context)
        elif statement.version == "V2":
            _replay(statement, _hexadecimal(statement, raw))
        elif _LIST_OF_PAIRS.match(raw):
            _replay(statement, _pairs(statement, raw))
        else:
            _belong(statement, context)
        return statement.declarations()


# --- V1 and V2


def _pairs(statement: Statement, raw: bytes) -> Iterator[Record | None]:
    try:
        rows = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        _fail(statement, f"it is no JSON ({error})")
        return
    for index, row in enumerate(rows):
        found = record_of(row)
        yield None if found is None else (*found, statement.span(f"/{index}"))


def _hexadecimal(statement: Statement, raw: bytes) -> Iterator[Record | None]:
    for number, line in enumerate(raw.splitlines()[1:], 2):
        if not line.strip():
            continue
        place = statement.span(line=number)
        key, _, value = line.partition(b"\t")
        try:
            yield _record(bytes.fromhex(key.decode()) if key != b"null" else None, bytes.fromhex(_filled(value)), place)
        except ValueError:
            _fail(statement, "a line is not two texts in hexadecimal with a tab between", place)
            return


def _filled(value: bytes) -> str:
    return "" if value.strip() == b"null" else value.decode()


def _record(key: bytes | None, value: bytes | None, place: Span) -> Record | None:
    found: Any = decoded(key or b"")
    return (found, decoded(value or b""), place) if is_key(found) else None


def _replay(statement: Statement, rows: Iterator[Record | None]) -> None:
    """Apply the records; a backup without one of a registry's is one of another topic."""
    found = list(rows)
    records = [row for row in found if row is not None]
    if found and not records and not statement.diagnostics:
        statement.find(
            "registry-backup-of-other-topic",
            Severity.INFO,
            "This backup holds records, but none of a schema registry's.",
            "It adds nothing to the catalog. The topic to back up is mostly `_schemas`.",
        )
    replay(records, statement)


def _fail(statement: Statement, why: str, span: Span | None = None) -> None:
    statement.fail("registry-backup-damaged", f"This backup is damaged: {why}.", _AGAIN, span)


# --- V3


def _read_binary(statement: Statement, raw: bytes, context: Context) -> None:
    try:
        metadata = read_metadata(raw)
    except BinaryError as error:
        _fail(statement, str(error))
        return
    statement.title = metadata.topic
    if metadata.version != 3:  # noqa: PLR2004 - the version that this reads
        _fail(statement, f"its metadata is of version {metadata.version}, and 3 was expected")
        return
    if metadata.algorithm not in ALGORITHMS[1:]:
        statement.warn(
            "registry-backup-unchecked",
            f"This backup's checksums are of a kind that is not known (`{metadata.algorithm}`), so it is read without checking them.",
            f"It was made by {metadata.tool} {metadata.tool_version}. Make it again with a released version to have it checked.",
        )
    rows: list[Record | None] = []
    for file in metadata.files:
        rows += _records(statement, metadata, file, context)
    if not any(finding.severity is Severity.ERROR for finding in statement.diagnostics):
        _replay(statement, iter(rows))


def _records(statement: Statement, metadata: Metadata, file: DataFile, context: Context) -> list[Record | None]:
    """The records of one data file; none where it is missing or damaged, which is a finding."""
    path = posixpath.join(posixpath.dirname(statement.path), posixpath.basename(file.name))
    raw = context.library.raw(path)
    if raw is None:
        _fail(statement, f"there is no file `{file.name}` beside it")
        return []
    try:
        found = list(_checked(raw, metadata, file))
    except BinaryError as error:
        _fail(statement, f"{error} (in `{file.name}`)")
        return []
    return [_record(one.key, one.value, statement.span()) for one in found]


def _checked(raw: bytes, metadata: Metadata, file: DataFile) -> Iterator[BackupRecord]:
    """The records, once each checkpoint and the checksum of the whole file is what it should be."""
    known = metadata.algorithm in ALGORITHMS[1:]
    checksum, count, added = Checksum(), 0, 0
    for record in read_records(raw):
        if known and record.checkpoint is not None:
            checksum.update(raw[added : record.start])
            added = record.start
            _compare(checksum.digest(), record.checkpoint, f"up to offset {record.start}")
        count += 1
        yield record
    if known and count != file.records:
        message = f"there should be {file.records} records, and there are {count}"
        raise BinaryError(message)
    if known:
        checksum.update(raw[added:])
        _compare(checksum.digest(), file.checksum, "of the whole file")


def _compare(found: bytes, stated: bytes, what: str) -> None:
    if found != stated:
        message = f"the checksum {what} is {found.hex()}, and should be {stated.hex()}"
        raise BinaryError(message)


def _belong(statement: Statement, context: Context) -> None:
    """A data file is read with its metadata; one without is a finding."""
    statement.version = "V3"
    whole = statement.path.rpartition(":")[0] + ".metadata"
    if context.library.raw(whole) is None:
        statement.warn(
            "registry-backup-incomplete",
            f"The records of a backup stand here, but its metadata, `{posixpath.basename(whole)}`, is missing.",
            "Keep all files of a backup in one folder. Without the metadata its records are not read.",
        )


source = KarapaceSource()
