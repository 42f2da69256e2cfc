"""The lines of a migration file in which its class states a list, as they stand in the file."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.sources.errors import UnreadableSource
from app.sources.python.syntax import parse

LINE_END = re.compile(rb"\r\n|\r|\n")
"""What ends a line for Python. Other characters that Unicode calls line ends do not."""

MAX_BYTES = 1_000
"""More of one line is not looked at."""


@dataclass(frozen=True, slots=True)
class ListLines:
    """The lines, and the number of the first of them, counted from 1."""

    first: int
    lines: tuple[str, ...]


NO_LINES = ListLines(1, ())


def list_lines(source: bytes, name: str) -> ListLines:
    """
    The lines of the statements in the body of the class Migration that name a list, such as `dependencies`.

    `NO_LINES` where there are none, or the file cannot be read.
    """
    try:
        statements = list(_statements(parse(source), name))
    except (UnreadableSource, RecursionError):
        return NO_LINES
    lines = LINE_END.split(source)
    found = [line for statement in statements for line in _of(statement, lines)]
    return ListLines(statements[0].lineno, tuple(found)) if found else NO_LINES


def _statements(module: ast.Module, name: str) -> Iterator[ast.stmt]:
    for definition in module.body:
        if isinstance(definition, ast.ClassDef) and definition.name == "Migration":
            for statement in definition.body:
                if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement)):
                    yield statement


def _of(statement: ast.stmt, lines: Sequence[bytes]) -> Iterator[str]:
    for line in lines[statement.lineno - 1 : statement.end_lineno]:
        yield line[:MAX_BYTES].decode("utf-8", "replace")
