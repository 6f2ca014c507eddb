"""The writer that publishes a site into a folder: built beside, then swapped in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.output.blob import Blob, content_digest, digest_of
from catalog_gen.output.cache import Cache
from catalog_gen.output.ground import refusals
from catalog_gen.output.names import Claims, refused
from catalog_gen.output.present import Present, marker_bytes, record_bytes, record_from, settled
from catalog_gen.output.staging import FailedElsewhere, Staging
from catalog_gen.output.swap import exclusive, recover
from catalog_gen.output.writer import Published

_RECORD = "published"


class FolderWriter:
    """Publishes into `folder`, whole or not at all.

    * Files whose content is the same keep their bytes, their time and their inode (hard links; copies where there are none).
      When nothing differs, nothing is touched.
    * A folder with files in it and without our marker is refused, unless `force` is given. With it, files with the name of a
      page are overwritten; all others stay, also in later builds, because the marker lists what is ours. So do files that
      somebody adds to a folder of ours.
    * Never allowed, `force` or not: a file, a symbolic link, `/`, the home folder, `root` or a folder that holds one of them
      or one of `inputs`.
    * `cache` remembers how the files looked from outside, so that unchanged ones need not be read again.
    """

    def __init__(
        self, folder: Path, *, force: bool = False, cache: Cache | None = None, root: Path | None = None, inputs: Iterable[Path] = ()
    ) -> None:
        """Touch nothing yet. `root` is the catalog's folder, `inputs` the files and folders that it is read from."""
        self.folder = folder
        self._force = force
        self._cache = cache
        self._root = root
        self._inputs = tuple(inputs)

    def refusals(self) -> tuple[Diagnostic, ...]:
        """Why publishing would be refused, if it would: worth asking before a long build."""
        try:
            return refusals(self.folder, force=self._force, root=self._root, inputs=self._inputs)
        except (OSError, ValueError) as error:  # a folder that may not be looked into, a name that no system allows
            return (self._unwritable(error),)

    def publish(self, files: Iterable[tuple[str, bytes | Blob]]) -> Published:
        """See `Writer.publish`. A refusal, a full disk or a missing right is a diagnostic, and the old site stays."""
        if found := self.refusals():
            return Published(done=False, diagnostics=found)
        place = Path(os.path.abspath(self.folder))  # noqa: PTH100 - the last name is known not to be a link
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place = place.parent.resolve() / place.name
            with exclusive(place):
                recover(place)
                return self._publish(place, _kept_apart(files))
        except FailedElsewhere as failure:
            raise failure.error from None
        except OSError as error:
            return Published(done=False, diagnostics=(self._unwritable(error),))

    def _publish(self, place: Path, files: Iterable[tuple[str, bytes | Blob]]) -> Published:
        key = digest_of(os.fsencode(place))
        stored = self._cache.get(_RECORD, key) if self._cache else None
        present = Present(place, record_from(stored))
        with Staging(present) as staging:
            claims, diagnostics = Claims(), list[Diagnostic]()
            for path, content in files:
                if fault := claims.claim(path):
                    diagnostics.append(refused(path, fault))
                else:
                    _take(staging, present, path, content)
            staging.settle()
            written, unchanged = len(staging.written), len(staging.unchanged)
            removed = len(present.ours.difference(staging.written, staging.unchanged))
            marker = marker_bytes((*staging.written, *staging.unchanged))
            if marker != present.marker or written:
                staging.finish(marker)
            record = record_bytes(settled(staging.entries()))
        if self._cache and record != stored:
            self._cache.put_many(_RECORD, {key: record})
        return Published(written=written, unchanged=unchanged, removed=removed, diagnostics=tuple(diagnostics))

    def _unwritable(self, error: OSError | ValueError) -> Diagnostic:
        shown, why = self.folder.as_posix(), getattr(error, "strerror", None) or error
        return Diagnostic(
            code="output-unwritable",
            severity=Severity.ERROR,
            message=f"The site could not be written to `{shown}`: {why}. What stood there before is untouched.",
            hint="The folder beside it must be writable too: the site is built there and then swapped in.",
            span=Span(path=shown),
        )


def _take(staging: Staging, present: Present, path: str, content: bytes | Blob) -> None:
    size = None if isinstance(content, Blob) else len(content)
    there = present.digest_at(path, size)
    digest = content_digest(content) if there or isinstance(content, Blob) else ""
    if there and there == digest:
        staging.keep(path, digest)
        return
    staging.write(path, content, digest)


def _kept_apart(files: Iterable[tuple[str, bytes | Blob]]) -> Iterator[tuple[str, bytes | Blob]]:
    try:
        yield from files
    except OSError as error:
        raise FailedElsewhere(error) from error
