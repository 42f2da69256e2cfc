"""The line of a migration file on which an entry of one of its lists stands."""

import ast
from collections.abc import Iterable

from app.domain.keys import SETTING, MigrationKey
from app.sources.errors import UnreadableSource
from app.sources.python.syntax import parse


def entry_line(source: bytes, name: str, entry: MigrationKey | None) -> int | None:
    """
    The line, counted from 1, of an entry in the list of this name, such as `dependencies`.

    Where the entry does not stand there plainly, or is None, it is the line of the list; where there is no such list,
    that of the class Migration. None for a file that cannot be read, or has no such class.
    """
    try:
        module = parse(source)
        migration = next(
            node for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Migration"
        )
        statements = [statement for statement in migration.body if _names(statement, name)]
        # The list may be put together from others, which stand before the class.
        others = [node for node in module.body if not isinstance(node, ast.ClassDef)] if statements else []
        line = None if entry is None else _line_of(entry, (*statements, *others))
    except (UnreadableSource, RecursionError, StopIteration):
        return None
    return line or (statements[0] if statements else migration).lineno


def _names(statement: ast.stmt, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))


def _line_of(entry: MigrationKey, statements: Iterable[ast.stmt]) -> int | None:
    nodes = (node for statement in statements for node in ast.walk(statement))
    return next((node.lineno for node in nodes if isinstance(node, ast.expr) and _is(node, entry)), None)


def _is(node: ast.expr, entry: MigrationKey) -> bool:
    """Whether an expression is the entry: a pair of texts, or a call that names the setting."""
    if entry.app_label == SETTING:
        return isinstance(node, ast.Call) and any(
            (isinstance(each, ast.Attribute) and each.attr == entry.name)
            or (isinstance(each, ast.Constant) and each.value == entry.name)
            for each in ast.walk(node)
        )
    if not isinstance(node, (ast.Tuple, ast.List)):
        return False
    return [getattr(each, "value", None) for each in node.elts] == list(entry)
