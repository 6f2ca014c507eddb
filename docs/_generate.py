"""Write the parts of the documentation that the code knows best; `make docs` runs it.

A generated part stands between `<!-- NAME: generated -->` and `<!-- NAME: end -->` in a Markdown file; the rest of the
file is written by hand.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "catalog_gen"


def module_tree(package: Path = PACKAGE) -> str:
    """Every module with the first line of its docstring, folders before files, as a block of plain text."""
    rows = [(f"{package.name}/", _first_line(package / "__init__.py")), *_rows(package, "  ")]
    width = max(len(name) for name, _ in rows) + 2
    return "```text\n" + "\n".join(f"{name:<{width}}{line}".rstrip() for name, line in rows) + "\n```"


def _rows(folder: Path, indent: str) -> Iterator[tuple[str, str]]:
    for package in sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file()):
        yield f"{indent}{package.name}/", _first_line(package / "__init__.py")
        yield from _rows(package, indent + "  ")
    for module in sorted(folder.glob("*.py")):
        if module.name != "__init__.py":
            yield f"{indent}{module.name}", _first_line(module)


def _first_line(module: Path) -> str:
    """What a module says of itself in one line."""
    return (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def command_line() -> str:
    """A section for each command: what it does, how it is called, its options, and examples, from the argument parser itself."""
    from catalog_gen.cli.commands import COMMANDS  # noqa: PLC0415 - the other parts need no package
    from catalog_gen.cli.program import parser  # noqa: PLC0415

    subparsers = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001 - argparse has no other way to ask
    return "\n\n".join(_command(command.summary, command.description, subparsers.choices[command.name]) for command in COMMANDS)


def _command(summary: str, description: str, parser: argparse.ArgumentParser) -> str:
    actions = [action for action in parser._actions if action.help != argparse.SUPPRESS and action.dest != "help"]  # noqa: SLF001 - as above
    needed = [_needed(action) for action in actions if action.required or not action.option_strings]
    optional = ["[OPTIONS]"] if any(action.option_strings for action in actions) else []
    return "\n".join(
        (
            f"## {parser.prog.partition(' ')[2]}",
            "",
            f"{_sentence(summary)}. {description}",
            "",
            "```text",
            " ".join((parser.prog, *needed, *optional)),
            "```",
            "",
            "| argument | meaning |",
            "|---|---|",
            *(f"| {_spelt(action)} | {_sentence(action.help or '')} |" for action in actions),
            "",
            "```sh",
            *(line.strip() for line in (parser.epilog or "").splitlines()[1:]),
            "```",
        )
    )


def _needed(action: argparse.Action) -> str:
    """An argument as it stands in the shortest call."""
    value = str(action.metavar or action.dest.upper())
    if action.option_strings:
        return f"{action.option_strings[0]} {value}"
    return f"[{value}]" if action.nargs == "?" else value


def _spelt(action: argparse.Action) -> str:
    """Every spelling of an argument, with the value that it takes."""
    if not action.option_strings:
        return f"`{action.metavar}`"
    value = "" if action.nargs == 0 else f" {','.join(action.choices) if action.choices else action.metavar or action.dest.upper()}"
    return ", ".join(f"`{name}{value}`" for name in action.option_strings)


def _sentence(text: str) -> str:
    """A help text as it stands in a table: with a capital, and no character that ends a cell."""
    return text[:1].upper() + text[1:].replace("|", "\\|")


_CODE = re.compile(r"^### `([^`]+)`\n\n\*\*([^*]+)\*\* · (.+)$|^## (.+)$", re.MULTILINE)


def diagnostic_codes(page: Path = CHECKOUT / "docs" / "diagnostics.md") -> str:
    """A table of all codes above their entries on the same page, each with its severity and its first sentence."""
    rows, heading = [], ""
    for code, severity, text, section in _CODE.findall(page.read_text(encoding="utf-8")):
        if section:
            heading = f"**{section}** | | |"
        else:
            if heading:
                rows.append(f"| {heading}")
                heading = ""
            sentence = re.split(r"(?<=\.) ", text)[0]
            rows.append(f"| [`{code}`](#{code}) | {severity} | {sentence} |")
    return "\n".join(("| code | severity | what was found |", "|---|---|---|", *rows))


def rules(cases: Path = CHECKOUT / "tests" / "sources" / "asyncapi" / "rules") -> str:
    """A section for each rule about AsyncAPI documents: what must be so, since when, and the documents that test it."""
    from catalog_gen.sources.asyncapi.validation.rules import RULES  # noqa: PLC0415 - the other parts need no package
    from catalog_gen.sources.asyncapi.validation.wording import TITLES  # noqa: PLC0415

    rows = [(code, "error", "2.0 to 3.1", title) for code, title in TITLES.items()]
    for rule in RULES:
        versions = "2.0 to 3.1" if len(rule.majors) > 1 else f"{rule.majors[0]}.x"
        rows.append((rule.code, rule.severity.value, versions, rule.title))
    return "\n\n".join(
        _rule_section(cases / code, code, f"{severity}, AsyncAPI {versions}", title) for code, severity, versions, title in rows
    )


def _rule_section(case: Path, code: str, kind: str, title: str) -> str:
    wrong, right = ((case / f"{name}.yaml").read_text(encoding="utf-8").rstrip("\n") for name in ("wrong", "right"))
    return f"## {code}\n\n{title} ({kind})\n\nWrong:\n\n```yaml\n{wrong}\n```\n\nRight:\n\n```yaml\n{right}\n```"


def asyncapi_objects() -> str:
    """Every object and field of the AsyncAPI specification, and where it appears."""
    return str(_asyncapi().objects_table())


def asyncapi_bindings() -> str:
    """Every member of every binding, and what it is called on a page."""
    return str(_asyncapi().bindings_table())


def _asyncapi() -> Any:
    """The module beside this one, which is no package's."""
    path = CHECKOUT / "docs" / "_asyncapi.py"
    module = ModuleType("docs_asyncapi")
    module.__file__ = str(path)
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), module.__dict__)  # noqa: S102 - our own file
    return module


def catalog_kinds() -> str:
    """A table of all kinds of change between two catalogs, from the enum and what is known about each."""
    from catalog_gen.evolution.catalogs.kinds import KINDS  # noqa: PLC0415 - the other parts need no package

    rows = [f"| `{kind}` | {row.meaning} | {row.breaks.value or 'nobody'} | {row.hint} |" for kind, row in KINDS.items()]
    return "\n".join(("| kind | what it means | breaks | how to do it safely |", "|---|---|---|---|", *rows))


GENERATED: dict[str, tuple[str, Callable[[], str]]] = {
    "module tree": ("docs/architecture.md", module_tree),
    "command line": ("docs/cli.md", command_line),
    "diagnostic codes": ("docs/diagnostics.md", diagnostic_codes),
    "rules": ("docs/rules.md", rules),
    "asyncapi objects": ("docs/asyncapi-coverage.md", asyncapi_objects),
    "catalog kinds": ("docs/evolution/asyncapi.md", catalog_kinds),
    "asyncapi bindings": ("docs/asyncapi-coverage.md", asyncapi_bindings),
}
"""Name of the part → the file that holds it, and what belongs there."""


def with_part(text: str, name: str, content: str) -> str:
    """`text` with what stands between the marks of the part replaced by `content`; a file without the marks is an error."""
    marks = re.compile(rf"(<!-- {re.escape(name)}: generated -->\n).*?(<!-- {re.escape(name)}: end -->)", re.DOTALL)
    replaced, count = marks.subn(lambda found: f"{found[1]}{content}\n{found[2]}", text)
    if count != 1:
        message = f"expected the marks of the part {name!r} once, found them {count} times"
        raise ValueError(message)
    return replaced


def main() -> int:
    """Bring every generated part up to date and name the files that changed."""
    for name, (path, content) in GENERATED.items():
        file = CHECKOUT / path
        before = file.read_text(encoding="utf-8")
        after = with_part(before, name, content())
        if after != before:
            file.write_text(after, encoding="utf-8", newline="\n")
            print(f"{path}: {name} written again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
