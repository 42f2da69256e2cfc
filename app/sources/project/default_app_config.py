"""
The `default_app_config` of a package, which names its configuration up to Django 4.0.

    default_app_config = "shop.orders.apps.OrdersConfig"

    if django.VERSION < (3, 2):                              it hangs on the version
        default_app_config = "shop.orders.apps.OrdersConfig"

Source: `AppConfig.create` in `django/apps/config.py` (3.2, 4.0).
"""

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any

from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source

NAME = "default_app_config"

LAST_VERSION = (4, 0)
"""The last Django that looks for it."""

COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

Values = frozenset[str | None]
"""What the name may be bound to after a statement; None stands for not bound."""


def of(modules: Modules, root: SourceRoot, folder: str, version: tuple[int, int]) -> Values:
    """
    What the `__init__.py` in a folder may bind it to, for a version of Django; several where a condition decides.

    Raises `UnreadableSource` where that is no plain text.
    """
    path = f"{folder}/__init__.py" if folder else "__init__.py"
    if version > LAST_VERSION or not root.has(path):
        return frozenset([None])
    return _Execution(modules, modules.at(root, path), version).after()


class _Execution:
    """One module for one version of Django."""

    def __init__(self, modules: Modules, source: Source, version: tuple[int, int]) -> None:
        self._modules = modules
        self._source = source
        self._version = version
        self._reader = Reader(source.names, source, modules)

    def after(self) -> Values:
        """What the name may be bound to at the end of the module."""
        return self._after(self._source.names.module.body, frozenset([None]))

    def _after(self, body: Iterable[ast.stmt], values: Values) -> Values:
        for statement in body:
            values = self._after_statement(statement, values)
        return values

    def _after_statement(self, statement: ast.stmt, values: Values) -> Values:
        match statement:
            case ast.Assign(targets=targets, value=value) if any(
                isinstance(target, ast.Name) and target.id == NAME for target in targets
            ):
                return frozenset([self._reader.text(value)])
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name == NAME:
                return frozenset([self._reader.text(value)])
            case ast.If(test=test, body=body, orelse=orelse):
                truth = self._truth(test)
                results = [
                    self._after(branch, values)
                    for branch, counts in ((body, truth is not False), (orelse, truth is not True))
                    if counts
                ]
                return frozenset[str | None]().union(*results)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                tried = self._after(body, values)
                results = [self._after(orelse, tried)]
                results += [self._after(handler.body, values | tried) for handler in handlers]
                return self._after(finalbody, frozenset[str | None]().union(*results))
            case ast.With(body=body):
                return self._after(body, values)
            case ast.ImportFrom(names=aliases):
                for alias in aliases:
                    if (alias.asname or alias.name) == NAME:
                        return self._imported(alias.asname or alias.name, statement)
                return values
        if any(
            (isinstance(node, ast.Name) and node.id == NAME and not isinstance(node.ctx, ast.Load))
            or (isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == NAME)
            for node in ast.walk(statement)
        ):
            raise UnreadableSource(f"{NAME} is not a plain text", statement.lineno)
        return values

    def _imported(self, name: str, statement: ast.stmt) -> Values:
        expression = ast.Name(name, ast.Load(), lineno=statement.lineno, col_offset=0)
        return frozenset([self._reader.text(expression)])

    def _truth(self, test: ast.expr) -> bool | None:
        """Whether a condition on Django's version holds; None for any other condition."""
        match test:
            case ast.Constant(value=bool() as value):
                return value
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self._truth(operand)
                return None if truth is None else not truth
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                sides = self._number(left), self._number(right)
                if None not in sides and type(sides[0]) is type(sides[1]):
                    return COMPARISONS[type(op)](*sides)
        return None

    def _number(self, expression: ast.expr) -> object:
        """The version, a part of it, or a constant to compare it with; None for any other expression."""
        match expression:
            case ast.Subscript(value=value, slice=position) if self._is_version(value):
                try:
                    if isinstance(position, ast.Slice):
                        upper = ast.literal_eval(position.upper) if position.upper else None
                        return (*self._version, 0)[:upper] if position.lower is None else None
                    return (*self._version, 0)[ast.literal_eval(position)]
                except (TypeError, ValueError, IndexError):
                    return None
            case _ if self._is_version(expression):
                return (*self._version, 0)
            case ast.Constant(value=int() as value):
                return value
            case ast.Tuple(elts=elements) if all(isinstance(element, ast.Constant) for element in elements):
                values = tuple(element.value for element in elements if isinstance(element, ast.Constant))
                return values if all(isinstance(value, int) for value in values) else None
        return None

    def _is_version(self, expression: ast.expr) -> bool:
        return self._source.names.dotted(expression) == "django.VERSION"
