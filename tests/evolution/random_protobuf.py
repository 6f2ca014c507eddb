"""Random Protobuf schemas and mutations of them, valid by construction."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

SCALARS = (
    *("double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64"),
    *("fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes"),
)
KEYS = tuple(kind for kind in SCALARS if kind not in {"double", "float", "bytes"})
FILE_OPTIONS = {
    "go_package": ['"a/b"', '"a/c"'],
    "java_package": ['"a.b"', '"a.c"'],
    "java_multiple_files": ["true", "false"],
    "optimize_for": ["SPEED", "CODE_SIZE"],
    "cc_enable_arenas": ["true", "false"],
    "php_namespace": ['"A"', '"B"'],
}
Schema = dict[str, Any]


class Maker:
    """A source of schemas; names are never used twice."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def schema(self, package: str) -> Schema:
        random = self.random
        syntax = random.choice(["proto2", "proto3"])
        enums = [self.enum() for _ in range(random.randint(1, 2))]
        names = [self.name("M") for _ in range(random.randint(2, 4))]
        schema: Schema = {"syntax": syntax, "package": package, "options": {}, "enums": enums, "messages": [], "services": []}
        for name in names:
            schema["messages"].append(self.message(name, schema, names))
        if random.random() < 0.3:
            methods = [self.method(names) for _ in range(random.randint(1, 3))]
            schema["services"].append({"name": self.name("S"), "methods": methods})
        return schema

    def method(self, names: list[str]) -> Schema:
        random = self.random
        return {
            "name": self.name("Call"),
            "input": random.choice(names),
            "output": random.choice(names),
            "client": random.random() < 0.2,
            "server": random.random() < 0.2,
            "level": "",
        }

    def enum(self) -> Schema:
        name = self.name("E")
        count = self.random.randint(2, 4)
        return {
            "name": name,
            "values": [(self.name(f"{name}_V"), number) for number in range(count)],
            "ranges": [],
            "names": [],
            "alias": False,
        }

    def message(self, name: str, schema: Schema, names: list[str]) -> Schema:
        random = self.random
        message: Schema = {"name": name, "fields": [], "ranges": [], "names": [], "extensions": [], "enums": [], "messages": []}
        for number in range(1, random.randint(2, 6)):
            message["fields"].append(self.field(number, schema, names))
        if random.random() < 0.3:
            oneof = self.name("o")
            for number in (11, 12):
                field = self.field(number, schema, names, single=True)
                message["fields"].append({**field, "label": "", "oneof": oneof, "default": ""})
        if random.random() < 0.3:
            message["ranges"].append((20, 20 + random.randint(0, 5)))
            message["names"].append(self.name("gone"))
        if random.random() < 0.2:
            message["enums"].append(self.enum())
        if schema["syntax"] == "proto2" and random.random() < 0.2:
            message["extensions"].append((100, 199))
        return message

    def field(self, number: int, schema: Schema, names: list[str], *, single: bool = False) -> Schema:
        random = self.random
        field: Schema = {"name": self.name("field_"), "number": number, "oneof": "", "json": "", "default": "", "options": {}, "key": ""}
        field["type"] = self.type(schema, names)
        field["label"] = self.label(schema["syntax"])
        if not single and random.random() < 0.15:
            field.update(key=random.choice(KEYS), label="map")
        return field

    def type(self, schema: Schema, names: list[str]) -> str:
        random = self.random
        pick = random.random()
        if pick < 0.6:
            return random.choice(SCALARS)
        return random.choice(schema["enums"])["name"] if pick < 0.75 else random.choice(names)

    def label(self, syntax: str) -> str:
        return self.random.choice(
            ["optional", "optional", "repeated", "required"] if syntax == "proto2" else ["", "", "optional", "repeated"]
        )

    def mutate(self, schema: Schema) -> Schema:
        """A copy with a few changes."""
        changed = copy.deepcopy(schema)
        for _ in range(self.random.randint(1, 3)):
            self.random.choice(MUTATIONS)(self, changed)
        return changed


def _some_message(maker: Maker, schema: Schema) -> Schema:
    found: Schema = maker.random.choice(schema["messages"])
    return found


def _some_field(maker: Maker, schema: Schema) -> Schema | None:
    fields = [field for message in schema["messages"] for field in message["fields"]]
    return maker.random.choice(fields) if fields else None


def _names(schema: Schema) -> list[str]:
    return [message["name"] for message in schema["messages"]]


def add_field(maker: Maker, schema: Schema) -> None:
    message = _some_message(maker, schema)
    used = {field["number"] for field in message["fields"]}
    number = next(n for n in range(1, 20) if n not in used and not any(low <= n <= high for low, high in message["ranges"]))
    field = maker.field(number, schema, _names(schema))
    message["fields"].append(field)


def remove_field(maker: Maker, schema: Schema) -> None:
    message = _some_message(maker, schema)
    free = [field for field in message["fields"] if not field["oneof"]]
    if not free:
        return
    field = maker.random.choice(free)
    message["fields"].remove(field)
    if maker.random.random() < 0.5:
        message["ranges"].append((field["number"], field["number"]))
    if maker.random.random() < 0.5:
        message["names"].append(field["name"])


def rename_field(maker: Maker, schema: Schema) -> None:
    field = _some_field(maker, schema)
    if field is not None:
        if maker.random.random() < 0.3:
            field["json"] = field["json"] or _camel(field["name"])
        field["name"] = maker.name("field_")


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def retype_field(maker: Maker, schema: Schema) -> None:
    field = _some_field(maker, schema)
    if field is not None:
        field["type"] = maker.type(schema, _names(schema))
        field["default"] = ""
        field["options"] = {}


def relabel_field(maker: Maker, schema: Schema) -> None:
    field = _some_field(maker, schema)
    if field is not None and not field["oneof"]:
        field["label"] = maker.label(schema["syntax"])
        field["key"] = ""
        field["default"] = ""
        field["options"] = {}
        if maker.random.random() < 0.2:
            field.update(label="map", key=maker.random.choice(KEYS))


def json_name(maker: Maker, schema: Schema) -> None:
    field = _some_field(maker, schema)
    if field is not None:
        field["json"] = maker.random.choice(["", maker.name("json")])


def default(maker: Maker, schema: Schema) -> None:
    field = _some_field(maker, schema)
    if field is None or schema["syntax"] != "proto2" or field["label"] not in {"optional", "required"}:
        return
    values = {"string": ['"a"', '""'], "bool": ["true", "false"], "bytes": ['"b"'], "double": ["1.5", "0"], "float": ["2.5"]}
    enum = next((enum for enum in schema["enums"] if enum["name"] == field["type"]), None)
    if enum is not None:
        field["default"] = maker.random.choice(enum["values"])[0]
    elif field["type"] in SCALARS:
        field["default"] = maker.random.choice(values.get(field["type"], ["0", "7"]))


def option(maker: Maker, schema: Schema) -> None:
    field = _some_field(maker, schema)
    if field is None or field["key"]:
        return
    if field["type"] in {"int64", "uint64", "fixed64"}:
        field["options"]["jstype"] = maker.random.choice(["JS_STRING", "JS_NUMBER", "JS_NORMAL"])
    elif field["type"] == "string":
        field["options"]["ctype"] = maker.random.choice(["CORD", "STRING"])
    elif field["label"] == "repeated" and field["type"] in SCALARS and field["type"] != "bytes":
        field["options"]["packed"] = maker.random.choice(["true", "false"])
    else:
        field["options"]["deprecated"] = "true"


def move_field(maker: Maker, schema: Schema) -> None:
    """Into a oneof of its own, or out of the one that it is in."""
    message = _some_message(maker, schema)
    fields = [field for field in message["fields"] if not field["key"] and field["label"] not in {"repeated", "required"}]
    if not fields:
        return
    field = maker.random.choice(fields)
    if field["oneof"]:
        field.update(oneof="", label="optional" if schema["syntax"] == "proto2" else "")
        return
    known = [other["oneof"] for other in message["fields"] if other["oneof"]]
    field.update(oneof=maker.random.choice([*known, maker.name("o")]), label="", default="")


def enum_value(maker: Maker, schema: Schema) -> None:
    enum = maker.random.choice(schema["enums"])
    values = enum["values"]
    pick = maker.random.random()
    index = maker.random.randrange(len(values))
    if pick < 0.35:
        used = {number for _, number in values}
        number = next(n for n in range(1, 60) if n not in used and not any(low <= n <= high for low, high in enum["ranges"]))
        values.append((maker.name(f"{enum['name']}_V"), number))
    elif pick < 0.65 and index and values[index][0] not in _defaults(schema):
        name, number = values.pop(index)
        if maker.random.random() < 0.5 and all(number != other for _, other in values):
            enum["ranges"].append((number, number))
        if maker.random.random() < 0.5:
            enum["names"].append(name)
    elif pick < 0.85 and values[index][0] not in _defaults(schema):
        values[index] = (maker.name(f"{enum['name']}_V"), values[index][1])
    else:
        enum["alias"] = True
        values.append((maker.name(f"{enum['name']}_V"), values[index][1]))


def _defaults(schema: Schema) -> set[str]:
    return {field["default"] for message in schema["messages"] for field in message["fields"]}


def reserve(maker: Maker, schema: Schema) -> None:
    message = _some_message(maker, schema)
    if message["ranges"] and maker.random.random() < 0.6:
        low, high = message["ranges"].pop()
        if low < high:
            message["ranges"].append((low, maker.random.randint(low, high)))
    elif message["names"]:
        message["names"].pop()
    if message["extensions"] and maker.random.random() < 0.5:
        message["extensions"] = [(100, maker.random.choice([150, 199, 250]))]


def add_message(maker: Maker, schema: Schema) -> None:
    schema["messages"].append(maker.message(maker.name("M"), schema, _names(schema)))


def remove_message(maker: Maker, schema: Schema) -> None:
    used = {field["type"] for message in schema["messages"] for field in message["fields"]}
    used |= {method[side] for service in schema["services"] for method in service["methods"] for side in ("input", "output")}
    free = [message for message in schema["messages"] if message["name"] not in used]
    if free and len(schema["messages"]) > 1:
        schema["messages"].remove(maker.random.choice(free))


def nested_enum(maker: Maker, schema: Schema) -> None:
    message = _some_message(maker, schema)
    if message["enums"]:
        message["enums"].pop()
    else:
        message["enums"].append(maker.enum())


def service(maker: Maker, schema: Schema) -> None:
    if not schema["services"]:
        schema["services"].append({"name": maker.name("S"), "methods": [maker.method(_names(schema))]})
        return
    methods = schema["services"][0]["methods"]
    pick = maker.random.randrange(6)
    if pick == 0:
        schema["services"].clear()
    elif pick == 1:
        methods.pop()
    elif methods:
        method = maker.random.choice(methods)
        key = ("client", "server", "input", "level")[pick - 2]
        method[key] = {
            "input": maker.random.choice(_names(schema)),
            "level": maker.random.choice(["", "IDEMPOTENT", "NO_SIDE_EFFECTS"]),
        }.get(key, not method.get(key))


def file_option(maker: Maker, schema: Schema) -> None:
    name = maker.random.choice(list(FILE_OPTIONS))
    schema["options"][name] = maker.random.choice(FILE_OPTIONS[name])


def package(maker: Maker, schema: Schema) -> None:
    if maker.random.random() < 0.2:
        schema["package"] += "x"


MUTATIONS = (
    *(add_field, add_field, remove_field, remove_field, rename_field, retype_field, retype_field, relabel_field, json_name, default),
    *(option, move_field, enum_value, enum_value, reserve, add_message, remove_message, nested_enum, service, file_option, package),
)


def render(schema: Schema) -> str:
    """The text of a schema."""
    lines = [f'syntax = "{schema["syntax"]}";', f"package {schema['package']};"]
    lines += [f"option {name} = {value};" for name, value in schema["options"].items()]
    for enum in schema["enums"]:
        lines += _enum(enum)
    for message in schema["messages"]:
        lines += _message(message, schema)
    for service_ in schema["services"]:
        lines.append(f"service {service_['name']} {{")
        for method in service_["methods"]:
            one, other = ("stream " if method[side] else "" for side in ("client", "server"))
            level = f" {{ option idempotency_level = {method['level']}; }}" if method["level"] else ";"
            lines.append(f"  rpc {method['name']} ({one}{method['input']}) returns ({other}{method['output']}){level}")
        lines.append("}")
    return "\n".join(lines) + "\n"


def _enum(enum: Schema) -> list[str]:
    lines = [f"enum {enum['name']} {{", *(["  option allow_alias = true;"] if _aliased(enum) else [])]
    lines += [f"  {name} = {number};" for name, number in enum["values"]]
    return [*lines, *_reserved(enum), "}"]


def _aliased(enum: Schema) -> bool:
    return len({number for _, number in enum["values"]}) < len(enum["values"])


def _reserved(owner: Schema) -> list[str]:
    lines = [f"  reserved {low} to {high};" if low != high else f"  reserved {low};" for low, high in owner["ranges"]]
    return [*lines, *(f'  reserved "{name}";' for name in owner["names"])]


def _message(message: Schema, schema: Schema) -> list[str]:
    lines = [f"message {message['name']} {{"]
    for enum in message["enums"]:
        lines += _enum(enum)
    oneofs: dict[str, list[str]] = {}
    for field in message["fields"]:
        text = _field(field, schema)
        (oneofs.setdefault(field["oneof"], []) if field["oneof"] else lines).append(text)
    for name, texts in oneofs.items():
        lines += [f"  oneof {name} {{", *texts, "  }"]
    lines += [f"  extensions {low} to {high};" for low, high in message["extensions"]]
    return [*lines, *_reserved(message), "}"]


def _field(field: Schema, schema: Schema) -> str:
    options = dict(field["options"])
    if field["json"]:
        options["json_name"] = f'"{field["json"]}"'
    if field["default"] and not field["oneof"]:
        options["default"] = field["default"]
    kind = f"map<{field['key']}, {field['type']}>" if field["key"] else field["type"]
    label = "" if field["key"] or field["oneof"] else field["label"]
    if schema["syntax"] == "proto2" and not label and not field["key"] and not field["oneof"]:
        label = "optional"
    shown = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"  {label + ' ' if label else ''}{kind} {field['name']} = {field['number']}{f' [{shown}]' if shown else ''};"
