"""Publishing into memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog_gen.output import Blob, MemoryWriter, Published, digest_of


def test_a_publication_replaces_the_whole_site() -> None:
    writer = MemoryWriter()
    assert writer.publish([("a", b"1"), ("b", b"2")]) == Published(written=2)
    before = writer.files
    assert writer.publish([("b", b"2"), ("c", b"3")]) == Published(written=1, unchanged=1, removed=1)
    assert dict(writer.files) == {"b": b"2", "c": b"3"}
    assert dict(before) == {"a": b"1", "b": b"2"}


def test_a_failing_page_leaves_the_old_site() -> None:
    def failing() -> Iterator[tuple[str, bytes]]:
        yield "b", b"2"
        raise LookupError

    writer = MemoryWriter()
    writer.publish([("a", b"1")])
    with pytest.raises(LookupError):
        writer.publish(failing())
    assert dict(writer.files) == {"a": b"1"}


def test_a_blob_is_loaded_once_for_each_content() -> None:
    writer, loaded = MemoryWriter(), list[bytes]()

    def blob(content: bytes) -> Blob:
        def load() -> bytes:
            loaded.append(content)
            return content

        return Blob(digest=digest_of(content), load=load)

    for content in (b"1", b"1", b"2"):
        writer.publish([("a", blob(content))])
    assert loaded == [b"1", b"2"]
    assert dict(writer.files) == {"a": b"2"}


def test_a_successor_changes_nothing_until_it_is_taken() -> None:
    writer = MemoryWriter()
    writer.publish([("a", b"1"), ("b", b"2")])
    other = writer.successor()
    assert other.differences(writer) == 0
    other.publish([("a", b"1"), ("c", b"3"), ("d", b"4")])
    assert other.differences(writer) == 3
    assert dict(writer.files) == {"a": b"1", "b": b"2"}


def test_bad_paths_are_left_out_and_reported() -> None:
    writer = MemoryWriter()
    assert [found.code for found in writer.publish([("../a", b"1"), ("b", b"2")]).diagnostics] == ["output-path-invalid"]
    assert dict(writer.files) == {"b": b"2"}
