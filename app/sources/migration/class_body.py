"""
The body of a migration class, followed line by line: the lists, flags and operations that it sets.

Each class body is read by itself: as in Python, it does not see what a base class sets.
"""

import ast

from app.domain.release import Operation
from app.sources.errors import UnreadableSource
from app.sources.migration.operations import UNREADABLE, operations
from app.sources.python.literal import Item, Reader

LISTS = ("dependencies", "run_before", "replaces")
FLAGS = ("initial", "atomic")
ATTRIBUTES = frozenset([*LISTS, *FLAGS, "operations"])
APPENDABLE = frozenset([*LISTS, "operations"])
APPENDING_METHODS = frozenset(["append", "extend"])


class ClassBody:
    """
    One class body once it has been followed to its end.

    `lists`, `flags` and `operations` hold what it sets; `operations` is None where it sets none. `unclear` are the
    places that could not be read.
    """

    def __init__(self, reader: Reader, definition: ast.ClassDef) -> None:
        self.reader = reader
        self.flags: dict[str, bool | None] = {}
        self.operations: tuple[Operation, ...] | None = None
        self.unclear: list[UnreadableSource] = []
        reader.class_names, reader.key_lists = {}, {}
        if definition.decorator_list or definition.keywords:
            self._add_unclear(
                f"the class {definition.name} has a decorator or keywords, which may change it", definition
            )
        for statement in definition.body:
            self._follow(statement)
        self.lists: dict[str, tuple[Item, ...]] = reader.key_lists

    def _add_unclear(self, reason: str, node: ast.stmt) -> None:
        self.unclear.append(UnreadableSource(reason, node.lineno))

    def _follow(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._assign(name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                if value is not None:
                    self._assign(name, value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name in APPENDABLE:
                self._extend(name, value)
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[value])
            ) if name in APPENDABLE and method in APPENDING_METHODS:
                self._extend(name, ast.List([value], lineno=value.lineno) if method == "append" else value)
            case ast.FunctionDef(name="__init__" | "__new__" | "__init_subclass__" as name):
                self._add_unclear(f"the class has an {name} of its own, which may change it", statement)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if name in ATTRIBUTES:
                    self._add_unclear(f"{name} is not a plain value", statement)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                self._forget_names(statement)

    def _forget_names(self, statement: ast.stmt) -> None:
        """Treat the names in a statement that is not followed as not known from here on: it may bind or change them."""
        keyword = type(statement).__name__.lower()
        for node in ast.walk(statement):
            name = node.id if isinstance(node, ast.Name) else None
            if isinstance(node, ast.alias):
                name = node.asname or node.name
            if name in LISTS:
                unclear = UnreadableSource(f"depends on the statement `{keyword}`", statement.lineno)
                self.reader.key_lists[name] = (*self.reader.key_lists.get(name, ()), unclear)
            elif name == "operations":
                self.operations = (*(self.operations or ()), Operation(UNREADABLE))
            elif name in ATTRIBUTES:
                self._add_unclear(f"{name} depends on the statement `{keyword}`", statement)
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
