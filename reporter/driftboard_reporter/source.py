"""
The source of one migration: where it lies, and the expressions that its lists were made of.

    operations = FIRST + [AddField(…), RunPython(f)]      each element in its place, names followed

Only what stands plainly in the body of the class Migration, in one order, is answered: it is held against what has
been loaded, element by element, and anything else would be a guess.
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

CHANGES = frozenset(["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"])
"""Methods that change a list where it stands."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
STEPS = 50_000
"""So many steps one list may take: names that double each other would take for ever."""


class Source:
    """The text of a migration's module, as a tree."""

    def __init__(self, tree: ast.Module) -> None:
        self.digests = Fingerprints(tree)
        self._values = _bound_once(tree)
        classes = [item for item in tree.body if isinstance(item, ast.ClassDef) and item.name == "Migration"]
        self._body = classes[-1].body if classes else []

    def elements(self, fact: str) -> list[ast.expr] | None:
        """The expressions of the entries of `dependencies` or `operations`; None where they do not stand plainly."""
        found: list[ast.expr] | None = None
        names = dict(self._values)
        try:
            for statement in self._body:
                added = _added(statement, fact)
                if added is not None and isinstance(statement, (ast.Assign, ast.AnnAssign)):
                    found = _flat(added, names)
                elif added is not None and found is not None:
                    found += _flat(added, names)
                elif any(_name(node) == fact for node in ast.walk(statement)):
                    return None
                else:
                    _bind(names, statement)
        except _NotPlain:
            return None
        return found


def read(module: ModuleType) -> Source | None:
    """The source of a module; None where there is none, such as a compiled file alone."""
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
    """Where the module's file lies, from the folder that Python looks into, with slashes; nothing of this machine."""
    file = (getattr(module, "__file__", None) or "").replace(os.sep, "/")
    stem, dot, ending = file.rpartition(".")
    found = None
    dotted = module.__name__.replace(".", "/")
    if f"/{stem}".endswith(f"/{dotted}"):
        found = f"{dotted}{dot}{ending}"
    else:  # a package that looks for its modules elsewhere too
        roots = [os.path.abspath(root).replace(os.sep, "/").rstrip("/") + "/" for root in sys.path]  # noqa: PTH100
        holding = [root for root in roots if file.startswith(root)]
        found = file[len(max(holding, key=len)) :] if holding else None
    return found if found and found.isprintable() else None


class _NotPlain(Exception):
    """A list that is made in a way that is not followed."""


def _added(statement: ast.stmt, fact: str) -> ast.expr | None:
    """What a statement makes the list, or adds to its end."""
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Assign):
        return value if [_name(target) for target in statement.targets] == [fact] else None
    if isinstance(statement, ast.AnnAssign):
        return value if _name(statement.target) == fact else None
    if isinstance(statement, ast.AugAssign):
        return value if _name(statement.target) == fact and isinstance(statement.op, ast.Add) else None
    if isinstance(statement, ast.Expr) and isinstance(value, ast.Call) and len(value.args) == 1:
        function = value.func
        if isinstance(function, ast.Attribute) and _name(function.value) == fact and not value.keywords:
            if function.attr == "extend":
                return value.args[0]
            if function.attr == "append":
                return ast.List(elts=value.args, ctx=ast.Load())
    return None


def _flat(expression: ast.expr, names: dict[str, ast.expr]) -> list[ast.expr]:
    """The elements of a list, a tuple, or a sum of such."""
    found: list[ast.expr] = []
    waiting = [(expression, True)]
    for _ in range(STEPS):
        if not waiting:
            return found
        current, is_list = waiting.pop()
        if isinstance(current, ast.Starred):
            current, is_list = current.value, True
        current = _followed(current, names)
        if isinstance(current, (ast.List, ast.Tuple)) and is_list:
            waiting.extend((element, False) for element in reversed(current.elts))
        elif isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add) and is_list:
            waiting.extend([(current.right, True), (current.left, True)])
        elif is_list:
            raise _NotPlain
        else:
            found.append(current)
    raise _NotPlain


def _followed(expression: ast.expr, names: dict[str, ast.expr]) -> ast.expr:
    """The expression that a name stands for, in the end."""
    for _ in range(100):
        if not isinstance(expression, ast.Name) or expression.id not in names:
            return expression
        expression = names[expression.id]
    raise _NotPlain


def _bind(names: dict[str, ast.expr], statement: ast.stmt) -> None:
    """Let a statement of the class body hide the names that it binds or changes; a plain one says their value."""
    for name in (*_bindings(statement), *_changed(statement)):
        names.pop(name, None)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        names[_name(statement.targets[0])] = statement.value


def _bound_once(tree: ast.Module) -> dict[str, ast.expr]:
    """Names at the top of the module that are bound once, by a plain assignment, and changed nowhere."""
    bound: dict[str, ast.expr] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                bound[_name(target)] = statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            bound[_name(statement.target)] = statement.value
    times: dict[str, int] = {}
    for name in (*_bindings(tree), *_changed(tree)):
        times[name] = times.get(name, 0) + 1
    return {name: value for name, value in bound.items() if name and times.get(name) == 1}


def _bindings(tree: ast.AST) -> Iterator[str]:
    """Each name as often as it is bound, functions and classes not looked into."""
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


def _changed(tree: ast.AST) -> Iterator[str]:
    """Each name of what may be changed where it stands, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from node.names
        else:
            yield _name(_changed_by(node))


def _changed_by(node: ast.AST) -> ast.AST | None:
    """What `x.append` and `x[0] = …` change."""
    if isinstance(node, ast.Attribute) and node.attr in CHANGES:
        return node.value
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
        return node.value
    return None


def _name(node: ast.AST | None) -> str:
    return node.id if isinstance(node, ast.Name) else ""
