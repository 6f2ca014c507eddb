"""The dialect `semantic`: what data that was written with one schema means to the other, on the wire and in JSON.

A reader keeps or skips what it does not declare; so to add or to remove a field is safe, and to remove it without reserving its number
is a warning. What a reader does declare must be what was written.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.changes import Change
from catalog_gen.evolution.protobuf import services
from catalog_gen.evolution.protobuf.enums import Enums
from catalog_gen.evolution.protobuf.fields import Fields
from catalog_gen.evolution.protobuf.found import BACKWARD, BOTH, Found
from catalog_gen.evolution.protobuf.index import NAMED, Index, walk
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.oneofs import compare_oneofs
from catalog_gen.evolution.protobuf.values import SPECIAL, WRAPPED
from catalog_gen.schemas.protobuf import Message


class Meaning:
    """One comparison of two schemas by what their data means."""

    def __init__(self, old: Index, new: Index) -> None:
        self.old, self.new = old, new
        self.seen: set[tuple[str, str]] = set()
        self.reached: set[str] = set()
        self.pending: list[tuple[Message, Message]] = []
        self.enums = Enums(old, new)
        self.fields = Fields(old, new, self.enums, self._reach)

    def changes(self) -> Iterator[Found]:
        """Every difference, breaking or not, each once."""
        yield from self._file()
        after = {self.new.local(message.full_name): message for message in walk(self.new.main.messages)}
        before = {self.old.local(message.full_name): message for message in walk(self.old.main.messages)}
        for name, message in before.items():
            if name in after:
                yield from self._pair(message, after[name])
        yield from self._moved(before, after)
        yield from services.compare_services(self.old, self.new, self._reach)
        yield from self._drain()
        yield from self._gone(before, after)
        yield from self.enums.rest()

    def _file(self) -> Iterator[Found]:
        old, new = self.old.main, self.new.main
        if old.package != new.package:
            message = f"the package was `{old.package}` and is `{new.package}`; names in `Any` and the paths of methods change with it"
            yield Found(Change(kind=Kind.PACKAGE_CHANGED, message=message))
        if (old.syntax, old.edition) != (new.syntax, new.edition):
            was, now = old.edition or old.syntax, new.edition or new.syntax
            yield Found(Change(kind=Kind.SYNTAX_CHANGED, message=f"the syntax was {was} and is {now}"))
        before, after = ({entry.path for entry in file.imports} for file in (old, new))
        for path in sorted(after - before):
            yield Found(Change(kind=Kind.IMPORT_ADDED, message=f"`{path}` is imported now"))
        for path in sorted(before - after):
            yield Found(Change(kind=Kind.IMPORT_REMOVED, message=f"`{path}` is imported no longer"))

    def _reach(self, old_name: str, new_name: str) -> None:
        """Two message types stand in one place: they must mean the same."""
        old, new = self.old.messages.get(old_name), self.new.messages.get(new_name)
        if old is not None and new is not None and (old_name, new_name) not in self.seen:
            self.pending.append((old, new))

    def _drain(self) -> Iterator[Found]:
        while self.pending:
            yield from self._pair(*self.pending.pop())

    def _pair(self, old: Message, new: Message) -> Iterator[Found]:
        key = (old.full_name, new.full_name)
        if key in self.seen:
            return
        self.seen.add(key)
        self.reached.add(old.full_name)
        if key[0] == key[1] and (key[0] in SPECIAL or key[0] in WRAPPED):
            return
        path = self.new.local(new.full_name)
        yield from self.fields.compare(old, new, path)
        yield from compare_oneofs(old, new, path)
        yield from self._settings(old, new, path)

    def _settings(self, old: Message, new: Message, path: str) -> Iterator[Found]:
        was, now = (dict(message.options).get("message_set_wire_format") == "true" for message in (old, new))
        if was != now:
            message = f"`message_set_wire_format` of `{path}` was {str(was).lower()} and is {str(now).lower()}"
            hint = "keep the option: it decides how extensions are written"
            yield Found(
                Change(kind=Kind.MESSAGE_OPTION_CHANGED, path=path, directions=BOTH, message=message, hint=hint, rule_only=True), old, new
            )
        kept_ranges = [low_high for low_high in old.reserved_ranges if not _covered(low_high, new)]
        kept_names = [name for name in old.reserved_names if name not in new.reserved_names]
        if kept_ranges or kept_names:
            what = ", ".join(
                [*(str(low) if low == high else f"{low} to {high}" for low, high in kept_ranges), *(f'"{n}"' for n in kept_names)]
            )
            message = f"`{path}` reserves {what} no longer; whoever uses it again gives old data another meaning"
            yield Found(Change(kind=Kind.RESERVED_REMOVED, path=path, message=message))

    def _moved(self, before: dict[str, Message], after: dict[str, Message]) -> Iterator[Found]:
        """Messages that are declared in another file now."""
        for name, message in before.items():
            other = None if name in after else self.new.messages.get(message.full_name)
            if other is not None:
                yield Found(Change(kind=Kind.MESSAGE_MOVED, path=name, message=f"the message `{name}` is declared in an imported file now"))
                yield from self._pair(message, other)
        for name, message in after.items():
            if name in before:
                continue
            other = self.old.messages.get(message.full_name)
            if other is not None:
                yield Found(Change(kind=Kind.MESSAGE_MOVED, path=name, message=f"the message `{name}` was declared in an imported file"))
                yield from self._pair(other, message)

    def _gone(self, before: dict[str, Message], after: dict[str, Message]) -> Iterator[Found]:
        old_parts, new_parts = _parts(self.old), _parts(self.new)
        paired_new = {new for _, new in self.seen}
        for name, message in before.items():
            if name in after or message.full_name in self.new.messages:
                continue
            if message.full_name in self.reached or message.full_name in old_parts:
                words = f"the message `{name}` was removed; it was part of others, which are judged by themselves"
                yield Found(Change(kind=Kind.MESSAGE_REMOVED, path=name, message=words))
            else:
                words = f"the message `{name}` was removed: nothing reads what was written as it"
                hint = "keep it, marked as deprecated, until no data of it is left"
                yield Found(Change(kind=Kind.MESSAGE_REMOVED, path=name, directions=(BACKWARD,), message=words, hint=hint), message, None)
        for name, message in after.items():
            if name in before or message.full_name in self.old.messages:
                continue
            words = f"the message `{name}` was added"
            part = message.full_name in paired_new or message.full_name in new_parts
            unknown = "" if part else "; readers of the old schema have no type for it"
            yield Found(Change(kind=Kind.MESSAGE_ADDED, path=name, message=words + unknown))


def _covered(wanted: tuple[int, int], message: Message) -> bool:
    return any(low <= wanted[0] and wanted[1] <= high for low, high in message.reserved_ranges)


def _parts(index: Index) -> frozenset[str]:
    """Messages of the main file that live within others: all that the messages which nothing refers to can reach."""
    uses: dict[str, set[str]] = {
        message.full_name: {
            field.type_name for field in message.fields if field.type in NAMED or (field.type == "map" and field.value_type == "message")
        }
        for message in index.messages.values()
    }
    used = {name for owner, names in uses.items() for name in names if name != owner}
    pending = [name for name in uses if name not in used]
    reached: set[str] = set()
    while pending:
        for name in uses.get(pending.pop(), ()):
            if name not in reached and name in used:
                reached.add(name)
                pending.append(name)
    return frozenset(reached)
