"""
The body of a migration class, followed line by line: what it gives each fact, and what is not plain.

Each body is its own: what a base gives is not known in it, as in Python.
"""

import ast

from app.domain.release import Operation
from app.sources.errors import UnreadableSource
from app.sources.migration.operations import UNREADABLE, operations
from app.sources.python.literal import Item, Reader

LISTS = ("dependencies", "run_before", "replaces")
FLAGS = ("initial", "atomic")
FACTS = frozenset([*LISTS, *FLAGS, "operations"])
GROWING = frozenset([*LISTS, "operations"])
GROWS = frozenset(["append", "extend"])


class Body:
    """What one class body gives: `lists`, `flags` and `operations` that it sets, and the `unclear` places in it."""

    def __init__(self, reader: Reader, definition: ast.ClassDef) -> None:
        self.reader = reader
        self.flags: dict[str, bool | None] = {}
        self.operations: tuple[Operation, ...] | None = None
        self.unclear: list[UnreadableSource] = []
        reader.class_names, reader.key_lists = {}, {}
        if definition.decorator_list or definition.keywords:
            self._add(
                f"the class {definition.name} has a decorator or keywords, which may change it", definition
            )
        for statement in definition.body:
            self._statement(statement)
        self.lists: dict[str, tuple[Item, ...]] = reader.key_lists

    def _add(self, reason: str, node: ast.stmt) -> None:
        self.unclear.append(UnreadableSource(reason, node.lineno))

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._assign(name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                if value is not None:
                    self._assign(name, value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name in GROWING:
                self._extend(name, value)
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=how), args=[value])
            ) if name in GROWING and how in GROWS:
                self._extend(name, ast.List([value], lineno=value.lineno) if how == "append" else value)
            case ast.FunctionDef(name="__init__" | "__new__" | "__init_subclass__" as name):
                self._add(f"the class has an {name} of its own, which may change it", statement)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if name in FACTS:
                    self._add(f"{name} is not a plain value", statement)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                self._other(statement)

    def _other(self, statement: ast.stmt) -> None:
        """A statement that is not followed: what it may bind or change is not known from here on."""
        what = type(statement).__name__.lower()
        for node in ast.walk(statement):
            name = node.id if isinstance(node, ast.Name) else None
            if isinstance(node, ast.alias):
                name = node.asname or node.name
            if name in LISTS:
                unclear = UnreadableSource(f"depends on the statement `{what}`", statement.lineno)
                self.reader.key_lists[name] = (*self.reader.key_lists.get(name, ()), unclear)
            elif name == "operations":
                self.operations = (*(self.operations or ()), Operation(UNREADABLE))
            elif name in FACTS:
                self._add(f"{name} depends on the statement `{what}`", statement)
            elif name and not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
                self.reader.class_names[name] = None

    def _assign(self, name: str, value: ast.expr) -> None:
        if name in LISTS:
            self.reader.key_lists[name] = tuple(self.reader.keys(value))
        elif name == "operations":
            self.operations = operations(self.reader, value)
        elif name in FLAGS:
            try:
                self.flags[name] = self.reader.flag(value)
            except UnreadableSource as unclear:
                self.unclear.append(UnreadableSource(f"{name}: {unclear.reason}", unclear.line))
        else:
            self.reader.class_names[name] = None if name in self.reader.class_names else value

    def _extend(self, name: str, value: ast.expr) -> None:
        if name == "operations":
            self.operations = (*(self.operations or ()), *operations(self.reader, value))
        else:
            self.reader.key_lists[name] = (*self.reader.key_lists.get(name, ()), *self.reader.keys(value))
