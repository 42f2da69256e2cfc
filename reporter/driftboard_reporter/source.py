"""
The source of one migration: its path, and the expressions of the entries of its lists.

    operations = FIRST + [AddField(…), RunPython(f)]      the elements in order; names are followed

Only a list that stands plainly in the body of the class Migration has an answer. The caller matches its elements with
the loaded ones by position, so anything else would be a guess.
"""

from __future__ import annotations

import ast
import os
import sys
import warnings
from typing import TYPE_CHECKING, Iterator

from driftboard_reporter.fingerprints import Fingerprints

if TYPE_CHECKING:
    from types import ModuleType

CHANGING_METHODS = frozenset(["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"])
"""Methods that change a list where it stands."""

PACKAGE_FOLDERS = ("site-packages", "dist-packages")
"""The names of folders that hold installed packages and nothing else."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MAX_STEPS = 50_000
"""A list that takes more steps has no answer: names that double each other would take for ever."""

MAX_NAMES = 100
"""A name that leads through more names has no answer."""


class Source:
    """The syntax tree of a migration's module."""

    def __init__(self, tree: ast.Module) -> None:
        self.fingerprints = Fingerprints(tree)
        self._values = _constants(tree)
        classes = [item for item in tree.body if isinstance(item, ast.ClassDef) and item.name == "Migration"]
        self._body = classes[-1].body if classes else []

    def elements(self, attribute: str) -> list[ast.expr] | None:
        """The expressions of the entries of `dependencies` or `operations`; None where they do not stand plainly."""
        elements: list[ast.expr] | None = None
        names = dict(self._values)
        try:
            for statement in self._body:
                value = _list_value(statement, attribute)
                if value is not None and isinstance(statement, (ast.Assign, ast.AnnAssign)):
                    elements = _flat(value, names)
                elif value is not None and elements is not None:
                    elements += _flat(value, names)
                elif any(_name(node) == attribute for node in ast.walk(statement)):
                    return None
                else:
                    _bind(names, statement)
        except _NotPlain:
            return None
        return elements


def read(module: ModuleType) -> Source | None:
    """The source of a module; None where there is none, for example only a compiled file."""
    file = getattr(module, "__file__", None) or ""
    if not file.endswith(".py"):
        return None
    try:
        with open(file, "rb") as opened, warnings.catch_warnings():  # noqa: PTH123 - a path as Python gives it
            warnings.simplefilter("ignore")
            return Source(ast.parse(opened.read()))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def path(module: ModuleType) -> str | None:
    """
    The path of the module's file, below the folder of Python's path, with slashes; None where it is in none.

    It begins with the name of that folder where this holds installed packages, such as `site-packages`.
    """
    file = (getattr(module, "__file__", None) or "").replace(os.sep, "/")
    stem, dot, ending = file.rpartition(".")
    relative_path = None
    dotted = module.__name__.replace(".", "/")
    if f"/{stem}".endswith(f"/{dotted}"):
        relative_path = f"{dotted}{dot}{ending}"
    else:  # a package with modules in other folders too
        roots = [os.path.abspath(root).replace(os.sep, "/").rstrip("/") + "/" for root in sys.path]  # noqa: PTH100
        parents = [root for root in roots if file.startswith(root)]
        relative_path = file[len(max(parents, key=len)) :] if parents else None
    if not relative_path or not relative_path.isprintable():
        return None
    place = file[: -len(relative_path)].rstrip("/").rpartition("/")[2]
    return f"{place}/{relative_path}" if place in PACKAGE_FOLDERS else relative_path


class _NotPlain(Exception):
    """Raised for a list that is made in a way that is not followed."""


def _list_value(statement: ast.stmt, attribute: str) -> ast.expr | None:
    """The list that a statement assigns to the attribute, or adds to its end; None where it does neither."""
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Assign):
        return value if [_name(target) for target in statement.targets] == [attribute] else None
    if isinstance(statement, ast.AnnAssign):
        return value if _name(statement.target) == attribute else None
    if isinstance(statement, ast.AugAssign):
        return value if _name(statement.target) == attribute and isinstance(statement.op, ast.Add) else None
    if isinstance(statement, ast.Expr) and isinstance(value, ast.Call) and len(value.args) == 1:
        function = value.func
        if isinstance(function, ast.Attribute) and _name(function.value) == attribute and not value.keywords:
            if function.attr == "extend":
                return value.args[0]
            if function.attr == "append":
                return ast.List(elts=value.args, ctx=ast.Load())
    return None


def _flat(expression: ast.expr, names: dict[str, ast.expr]) -> list[ast.expr]:
    """The elements of a list, a tuple, or a sum of such. Raises `_NotPlain`."""
    elements: list[ast.expr] = []
    waiting = [(expression, True)]
    for _ in range(MAX_STEPS):
        if not waiting:
            return elements
        current, is_list = waiting.pop()
        if isinstance(current, ast.Starred):
            current, is_list = current.value, True
        current = _resolve(current, names)
        if isinstance(current, (ast.List, ast.Tuple)) and is_list:
            waiting.extend((element, False) for element in reversed(current.elts))
        elif isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add) and is_list:
            waiting.extend([(current.right, True), (current.left, True)])
        elif is_list:
            raise _NotPlain
        else:
            elements.append(current)
    raise _NotPlain


def _resolve(expression: ast.expr, names: dict[str, ast.expr]) -> ast.expr:
    """The expression that a name stands for in the end. Raises `_NotPlain`."""
    for _ in range(MAX_NAMES):
        if not isinstance(expression, ast.Name) or expression.id not in names:
            return expression
        expression = names[expression.id]
    raise _NotPlain


def _bind(names: dict[str, ast.expr], statement: ast.stmt) -> None:
    """Remove the names that a statement of the class body binds or changes; add the one that it plainly assigns."""
    for name in (*_bindings(statement), *_changes(statement)):
        names.pop(name, None)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        names[_name(statement.targets[0])] = statement.value


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The names at the top of the module that are bound once, by a plain assignment, and changed nowhere."""
    values: dict[str, ast.expr] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                values[_name(target)] = statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            values[_name(statement.target)] = statement.value
    counts: dict[str, int] = {}
    for name in (*_bindings(tree), *_changes(tree)):
        counts[name] = counts.get(name, 0) + 1
    return {name: value for name, value in values.items() if name and counts.get(name) == 1}


def _bindings(tree: ast.AST) -> Iterator[str]:
    """Each name, once for each time that it is bound; the bodies of functions and classes are left out."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, DEFINITIONS):
            yield node.name
        if not isinstance(node, (*DEFINITIONS, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


def _changes(tree: ast.AST) -> Iterator[str]:
    """Each name, once for each time that its value may be changed, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from node.names
        else:
            yield _name(_changed_expression(node))


def _changed_expression(node: ast.AST) -> ast.AST | None:
    """The `x` of `x.append` and `x[0] = …`; None for other nodes."""
    if isinstance(node, ast.Attribute) and node.attr in CHANGING_METHODS:
        return node.value
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
        return node.value
    return None


def _name(node: ast.AST | None) -> str:
    return node.id if isinstance(node, ast.Name) else ""
