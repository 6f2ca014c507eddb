"""Maps as the messages that they are on the wire: what buf sees, where our model has a map."""

from __future__ import annotations

import msgspec

from catalog_gen.schemas.protobuf import FileSet, Message, ProtoField


def with_entries(files: FileSet) -> FileSet:
    """The same files, whose main file declares the entries of maps as messages."""
    main = files.main
    changed = msgspec.structs.replace(main, messages=tuple(_message(message) for message in main.messages))
    return FileSet(files=(*files.files[:-1], changed))


def _message(message: Message) -> Message:
    maps = [field for field in message.fields if field.type == "map"]
    if not maps and not message.messages:
        return message
    nested = (*(_message(inner) for inner in message.messages), *(_entry(message, field) for field in maps))
    return msgspec.structs.replace(message, messages=nested)


def entry_name(field: ProtoField) -> str:
    """The name of a map's entry (descriptor.proto, `map_entry`): the field's name in camel case, and `Entry`."""
    parts: list[str] = []
    capital = True
    for letter in field.name:
        if letter == "_":
            capital = True
        else:
            parts.append(letter.upper() if capital else letter)
            capital = False
    return "".join(parts) + "Entry"


def _entry(message: Message, field: ProtoField) -> Message:
    name = entry_name(field)
    key = ProtoField(name="key", json_name="key", number=1, type=field.key_type, presence=True)
    value = ProtoField(name="value", json_name="value", number=2, type=field.value_type, type_name=field.type_name, presence=True)
    return Message(name=name, full_name=f"{message.full_name}.{name}", fields=(key, value), json_strict=message.json_strict)
