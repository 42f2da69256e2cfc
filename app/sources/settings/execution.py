"""
Follows the statements of a settings module, as Python would run them, to find the values of its names. Nothing is run.

    from .base import *                    the names of the other module
    INSTALLED_APPS += ["shop.orders"]      one more item
    if DEBUG:
        INSTALLED_APPS += ["toolbar"]      an item in doubt, unless DEBUG is known
    INSTALLED_APPS += plugins()            an open end: there may be further items
"""

import ast

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import short_text
from app.sources.settings.expressions import MAX_STEPS, Expressions
from app.sources.settings.values import (
    STAR,
    ImportedValue,
    ListItem,
    ListValue,
    Namespace,
    UnknownValue,
    Value,
    merge,
)

MAX_DEPTH = 20
"""The longest chain of imports. Modules behind it count as empty, and values imported through it as unknown."""

ADDING_METHODS = frozenset(["append", "extend", "insert"])
MUTATING_METHODS = ADDING_METHODS | {"remove", "pop", "clear", "sort", "reverse", "update", "setdefault"}


class Namespaces:
    """The namespaces of settings modules. Each module is executed once."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.budget = Budget(MAX_STEPS)
        self._namespaces: dict[int, Namespace] = {}

    def of(self, source: Source, depth: int = 0) -> Namespace:
        """The names of a module after its last statement."""
        if id(source) not in self._namespaces:
            # For modules that import each other: in Python too, the second one sees the first one unfinished.
            self._namespaces[id(source)] = {}
            if depth <= MAX_DEPTH:
                self._namespaces[id(source)] = _Execution(self, source, depth).names
        return self._namespaces[id(source)]

    def resolve(self, imported: ImportedValue, depth: int = 0) -> Value:
        """The value of an imported name, where its module defines it."""
        source = self.modules.find(imported.module, imported.importer)
        names = self.of(source) if source is not None else {}
        value = names.get(imported.name, names.get(STAR, UnknownValue(imported.cause)))
        if not isinstance(value, ImportedValue):
            return value
        return UnknownValue(imported.cause) if depth > MAX_DEPTH else self.resolve(value, depth + 1)

    def value(self, source: Source, name: str) -> Value | None:
        """The value of a module's name after its last statement; None if the name is not bound."""
        value = self.of(source).get(name)
        return self.resolve(value) if isinstance(value, ImportedValue) else value


class _Execution:
    """The execution of one module, statement by statement."""

    def __init__(self, namespaces: Namespaces, source: Source, depth: int) -> None:
        self.namespaces = namespaces
        self.source = source
        self.depth = depth
        self.names: Namespace = {}
        self.expressions = Expressions(source.path, self.names, namespaces.budget, namespaces.resolve)
        for statement in source.names.module.body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912 - a table of cases
        self.namespaces.budget.steps += 1
        if self.namespaces.budget.is_spent:
            self._doubt_all(self.expressions.cause(statement, "there is more than is followed"))
            return
        match statement:
            case ast.Assign(targets=targets, value=expression):
                value = self.expressions.value(expression)
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as expression):
                self._bind(target, self.expressions.value(expression))
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=expression):
                self.names[name] = self.expressions.sum(
                    self.expressions.name_value(name, statement),
                    self.expressions.value(expression),
                    statement,
                )
            case ast.ImportFrom():
                self._import(statement)
            case ast.If(test=test, body=body, orelse=orelse):
                truth = self.expressions.truth(test)
                if truth is None:
                    self._branches(statement, body, orelse)
                else:
                    self._block(body if truth else orelse)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                self._branches(statement, [*body, *orelse], *(handler.body for handler in handlers))
                self._block(finalbody)
            case ast.With(items=items, body=body):
                for item in items:
                    self._doubt_targets(item, statement)
                self._block(body)
            case ast.Import(names=aliases):
                for alias in aliases:
                    name = alias.asname or alias.name.partition(".")[0]
                    self.names[name] = UnknownValue(self.expressions.cause(statement, "is imported"))
            case ast.Expr(value=ast.Call() as call):
                self._call(call)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._definition(statement)
            case _:
                self._other(statement)

    def _block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self._statement(statement)

    def _bind(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
            return
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self._doubt(node.id, self.expressions.cause(target, "is changed in part"))

    def _import(self, statement: ast.ImportFrom) -> None:
        module = "." * statement.level + (statement.module or "")
        for alias in statement.names:
            if alias.name != "*":
                cause = self.expressions.cause(statement, f"is imported from {module}")
                self.names[alias.asname or alias.name] = ImportedValue(self.source, module, alias.name, cause)
                continue
            source = self.namespaces.modules.find(module, self.source)
            if source is None:
                reason = f"takes everything from {module}, which is not here"
                self._doubt_all(self.expressions.cause(statement, reason))
            else:
                self.names.update(self.namespaces.of(source, self.depth + 1))

    def _doubt_all(self, cause: Unreadable) -> None:
        """Any name may be bound from here on, and any list may have changed."""
        self.names[STAR] = UnknownValue(cause)
        for name, value in self.names.items():
            if isinstance(value, ListValue):
                self.names[name] = value.with_open_end(cause)

    def _branches(self, statement: ast.stmt, *branches: list[ast.stmt]) -> None:
        """Execute each branch of an `if` or `try` from the same start, and merge the names afterwards."""
        names_before = dict(self.names)
        branch_names = []
        for branch in branches:
            self.namespaces.budget.steps += len(names_before) // 10
            self._replace_names(names_before)
            self._block(branch)
            branch_names.append(dict(self.names))
        keyword = type(statement).__name__.lower()
        cause = self.expressions.cause(statement, f"depends on the statement `{keyword}`")
        self._replace_names(merge(branch_names, cause))

    def _replace_names(self, names: Namespace) -> None:
        self.names.clear()
        self.names.update(names)

    def _call(self, call: ast.Call) -> None:
        """A call that is a statement: a method that changes a list, or a function that may change its arguments."""
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=args) if (
                method in MUTATING_METHODS and name in self.names
            ):
                self._method_call(name, method, args, call)
            case _:
                for node in ast.walk(call):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                        if node.func.id in ("locals", "globals", "vars", "exec", "eval"):
                            reason = f"{short_text(call)} may change every setting"
                            self._doubt_all(self.expressions.cause(call, reason))
                    elif isinstance(node, ast.Name):
                        value = self.names.get(node.id)
                        if isinstance(value, ListValue):
                            cause = self.expressions.cause(call, f"is handed to {short_text(call)}")
                            self.names[node.id] = value.with_open_end(cause)

    def _method_call(self, name: str, method: str, args: list[ast.expr], call: ast.Call) -> None:
        """Apply a method that changes a list in place."""
        value = self.expressions.name_value(name, call)
        argument = self.expressions.value(args[-1]) if args else None
        if isinstance(value, ListValue) and method in ADDING_METHODS:
            addend = argument
            if method != "extend":
                addend = ListValue((ListItem(argument),)) if isinstance(argument, str) else argument
                if isinstance(argument, ListValue):
                    addend = UnknownValue(self.expressions.cause(call, f"{short_text(call)} is no entry"))
            self.names[name] = self.expressions.sum(value, addend, call)
        elif (
            isinstance(value, ListValue)
            and method == "remove"
            and isinstance(argument, str)
            and not value.open_ends
        ):
            items = tuple(item for item in value.items if item.text != argument)
            self.names[name] = ListValue(items, value.open_ends)
        elif method not in ("sort", "reverse"):
            self._doubt(name, self.expressions.cause(call, f"is changed by {short_text(call)}"))

    def _value(self, name: str) -> Value:
        return self.expressions.name_value(name, self.source.names.module) if name in self.names else None

    def _doubt(self, name: str, cause: Unreadable) -> None:
        """The value of a name may have changed: a list gets doubts and an open end, another value is unknown."""
        value = self._value(name)
        if isinstance(value, ListValue):
            self.names[name] = value.with_doubt(cause).with_open_end(cause)
        else:
            self.names[name] = UnknownValue(cause)

    def _definition(self, statement: ast.stmt) -> None:
        """A function or class. A function may change globals, and a class may hold settings of its own."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self._doubt(name, self.expressions.cause(statement, "is changed by a function"))
            elif isinstance(statement, ast.ClassDef) and isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name) and target.id.isupper() and target.id not in self.names:
                        cause = self.expressions.cause(node, "stands in a class")
                        self.names[target.id] = UnknownValue(cause)

    def _doubt_targets(self, node: ast.AST, statement: ast.stmt) -> None:
        """The names that a loop, a `with` or a `:=` binds are unknown from here on."""
        for target in (getattr(node, field, None) for field in ("target", "optional_vars")):
            for inner in ast.walk(target) if target is not None else ():
                if isinstance(inner, ast.Name) and inner.id in self.names:
                    self._doubt(inner.id, self.expressions.cause(statement, "is bound as it runs"))

    def _other(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912 - a table of cases
        """A statement that is not executed, such as a loop. What it binds or changes is in doubt from here on."""
        cause = self.expressions.cause(
            statement, f"depends on the statement `{type(statement).__name__.lower()}`"
        )
        for node in ast.walk(statement):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if (
                    method in MUTATING_METHODS
                ):
                    value = self._value(name)
                    if isinstance(value, ListValue) and method in ADDING_METHODS:
                        self.names[name] = value.with_open_end(cause)
                    elif name in self.names:
                        self._doubt(name, cause)
                case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()):
                    value = self._value(name)
                    self.names[name] = (
                        value.with_open_end(cause) if isinstance(value, ListValue) else UnknownValue(cause)
                    )
                case ast.Assign(targets=targets):
                    for target in targets:
                        for inner in ast.walk(target):
                            if isinstance(inner, ast.Name):
                                self._doubt(inner.id, cause)
                case ast.For() | ast.AsyncFor() | ast.withitem() | ast.NamedExpr():
                    self._doubt_targets(node, statement)
                case ast.ImportFrom() if any(alias.name == "*" for alias in node.names):
                    self._doubt_all(cause)
                case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                    for alias in aliases:
                        name = alias.asname or alias.name.partition(".")[0]
                        if name in self.names:
                            self._doubt(name, cause)
                case _:
                    pass
