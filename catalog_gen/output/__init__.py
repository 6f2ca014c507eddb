"""The one place that writes."""

from catalog_gen.output.blob import Blob, digest_of
from catalog_gen.output.cache import Cache
from catalog_gen.output.folder import FolderWriter
from catalog_gen.output.writer import MemoryWriter, Published, Writer

__all__ = ["Blob", "Cache", "FolderWriter", "MemoryWriter", "Published", "Writer", "digest_of"]
