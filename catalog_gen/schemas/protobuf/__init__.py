"""Protocol Buffers: a text and what it imports as one linked model."""

from catalog_gen.schemas.protobuf.model import Enum, EnumMember, File, FileSet, Message, ProtoField
from catalog_gen.schemas.protobuf.reader import read_text

__all__ = ["Enum", "EnumMember", "File", "FileSet", "Message", "ProtoField", "read_text"]
