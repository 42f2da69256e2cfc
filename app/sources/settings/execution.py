"""
What the names of a settings module hold once it has run, as far as its text tells; it is never run.

    from .base import *                    statement by statement, as Python would
    INSTALLED_APPS += ["shop.orders"]      an entry
    if DEBUG:
        INSTALLED_APPS += ["toolbar"]      an entry in doubt, unless DEBUG is a constant
    INSTALLED_APPS += plugins()            an open end: there may be more
"""

import ast

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import short_text
from app.sources.settings.expressions import STEPS, Expressions
from app.sources.settings.values import (
    ANY,
    ImportedValue,
    ListItem,
    ListValue,
    Namespace,
    UnknownValue,
    Value,
    merged,
)

DEPTH = 20
GROWS = frozenset(["append", "extend", "insert"])
CHANGES = GROWS | {"remove", "pop", "clear", "sort", "reverse", "update", "setdefault"}


class Namespaces:
    """The names of settings modules, each followed once."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.budget = Budget(STEPS)
        self._found: dict[int, Namespace] = {}

    def of(self, source: Source, depth: int = 0) -> Namespace:
        """The names that the module has in the end."""
        if id(source) not in self._found:
            self._found[id(source)] = {}  # a circle of imports meets what is there by then, as in Python
            if depth <= DEPTH:
                self._found[id(source)] = _Run(self, source, depth).names
        return self._found[id(source)]

    def imported(self, later: ImportedValue, depth: int = 0) -> Value:
        """What an imported name stands for, where its module is here."""
        other = self.modules.find(later.called, later.near)
        names = self.of(other) if other is not None else {}
        found = names.get(later.name, names.get(ANY, UnknownValue(later.why)))
        if not isinstance(found, ImportedValue):
            return found
        return UnknownValue(later.why) if depth > DEPTH else self.imported(found, depth + 1)

    def held(self, source: Source, name: str) -> Value | None:
        """What a name of a module holds in the end; None where it is not bound."""
        found = self.of(source).get(name)
        return self.imported(found) if isinstance(found, ImportedValue) else found


class _Run:
    """One module while it is followed."""

    def __init__(self, namespaces: Namespaces, source: Source, depth: int) -> None:
        self.namespaces = namespaces
        self.source = source
        self.depth = depth
        self.names: Namespace = {}
        self.expressions = Expressions(source.path, self.names, namespaces.budget, namespaces.imported)
        for statement in source.names.module.body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912 - a table of cases
        self.namespaces.budget.steps += 1
        if self.namespaces.budget.is_spent:
            self._open_all(self.expressions.place(statement, "there is more than is followed"))
            return
        match statement:
            case ast.Assign(targets=targets, value=value):
                found = self.expressions.value(value)
                for target in targets:
                    self._bind(target, found)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, self.expressions.value(value))
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
                self.names[name] = self.expressions.sum(
                    self.expressions.named(name, statement), self.expressions.value(value), statement
                )
            case ast.ImportFrom():
                self._import(statement)
            case ast.If(test=test, body=body, orelse=orelse):
                truth = self.expressions.truth(test)
                if truth is None:
                    self._branches(statement, body, orelse)
                else:
                    self._all(body if truth else orelse)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                self._branches(statement, [*body, *orelse], *(one.body for one in handlers))
                self._all(finalbody)
            case ast.With(items=items, body=body):
                for item in items:
                    self._other_targets(item, statement)
                self._all(body)
            case ast.Import(names=aliases):
                for alias in aliases:
                    name = alias.asname or alias.name.partition(".")[0]
                    self.names[name] = UnknownValue(self.expressions.place(statement, "is imported"))
            case ast.Expr(value=ast.Call() as call):
                self._call(call)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._definition(statement)
            case _:
                self._other(statement)

    def _all(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self._statement(statement)

    def _bind(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
            return
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self._change(node.id, self.expressions.place(target, "is changed in part"))

    def _import(self, statement: ast.ImportFrom) -> None:
        called = "." * statement.level + (statement.module or "")
        for alias in statement.names:
            if alias.name != ANY:
                why = self.expressions.place(statement, f"is imported from {called}")
                self.names[alias.asname or alias.name] = ImportedValue(self.source, called, alias.name, why)
                continue
            other = self.namespaces.modules.find(called, self.source)
            if other is None:
                place = self.expressions.place(
                    statement, f"takes everything from {called}, which is not here"
                )
                self._open_all(place)
            else:
                self.names.update(self.namespaces.of(other, self.depth + 1))

    def _open_all(self, place: Unreadable) -> None:
        self.names[ANY] = UnknownValue(place)
        for name, value in self.names.items():
            if isinstance(value, ListValue):
                self.names[name] = value.opened(place)

    def _branches(self, statement: ast.stmt, *branches: list[ast.stmt]) -> None:
        """Of an `if` both branches; of a `try` what went well and what did not."""
        before = dict(self.names)
        ends = []
        for branch in branches:
            self.namespaces.budget.steps += len(before) // 10
            self._start_from(before)
            self._all(branch)
            ends.append(dict(self.names))
        what = type(statement).__name__.lower()
        self._start_from(
            merged(ends, self.expressions.place(statement, f"depends on the statement `{what}`"))
        )

    def _start_from(self, names: Namespace) -> None:
        self.names.clear()
        self.names.update(names)

    def _call(self, call: ast.Call) -> None:
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=how), args=args) if (
                how in CHANGES and name in self.names
            ):
                self._changed(name, how, args, call)
            case _:
                for node in ast.walk(call):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                        if node.func.id in ("locals", "globals", "vars", "exec", "eval"):
                            self._open_all(
                                self.expressions.place(call, f"{short_text(call)} may change every setting")
                            )
                    elif isinstance(node, ast.Name) and isinstance(
                        held := self.names.get(node.id), ListValue
                    ):
                        self.names[node.id] = held.opened(
                            self.expressions.place(call, f"is handed to {short_text(call)}")
                        )

    def _changed(self, name: str, how: str, args: list[ast.expr], call: ast.Call) -> None:
        """A method that changes a list where it stands."""
        value, given = self.expressions.named(name, call), self.expressions.value(args[-1]) if args else None
        if isinstance(value, ListValue) and how in GROWS:
            added = given
            if how != "extend":
                added = ListValue((ListItem(given),)) if isinstance(given, str) else given
                if isinstance(given, ListValue):
                    added = UnknownValue(self.expressions.place(call, f"{short_text(call)} is no entry"))
            self.names[name] = self.expressions.sum(value, added, call)
        elif isinstance(value, ListValue) and how == "remove" and isinstance(given, str) and not value.open:
            entries = tuple(one for one in value.entries if one.text != given)
            self.names[name] = ListValue(entries, value.open)
        elif how not in ("sort", "reverse"):
            self._change(name, self.expressions.place(call, f"is changed by {short_text(call)}"))

    def _held(self, name: str) -> Value:
        return self.expressions.named(name, self.source.names.module) if name in self.names else None

    def _change(self, name: str, place: Unreadable) -> None:
        """A name whose value may be another from here on: what it held is in doubt, and it may hold more."""
        value = self._held(name)
        self.names[name] = (
            value.doubted(place).opened(place) if isinstance(value, ListValue) else UnknownValue(place)
        )

    def _definition(self, statement: ast.stmt) -> None:
        """A function may change a global; a class may hold settings of its own."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self._change(name, self.expressions.place(statement, "is changed by a function"))
            elif isinstance(statement, ast.ClassDef) and isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name) and target.id.isupper() and target.id not in self.names:
                        self.names[target.id] = UnknownValue(
                            self.expressions.place(node, "stands in a class")
                        )

    def _other_targets(self, node: ast.AST, statement: ast.stmt) -> None:
        """What a loop, a `with` or a `:=` binds is not known from here on."""
        for target in (getattr(node, name, None) for name in ("target", "optional_vars")):
            for inner in ast.walk(target) if target is not None else ():
                if isinstance(inner, ast.Name) and inner.id in self.names:
                    self._change(inner.id, self.expressions.place(statement, "is bound as it runs"))

    def _other(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912 - a table of cases
        """A statement that is not followed, such as a loop: what it binds or changes is not known from here on."""
        place = self.expressions.place(
            statement, f"depends on the statement `{type(statement).__name__.lower()}`"
        )
        for node in ast.walk(statement):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=how)) if how in CHANGES:
                    value = self._held(name)
                    if isinstance(value, ListValue) and how in GROWS:
                        self.names[name] = value.opened(place)
                    elif name in self.names:
                        self._change(name, place)
                case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()):
                    value = self._held(name)
                    self.names[name] = (
                        value.opened(place) if isinstance(value, ListValue) else UnknownValue(place)
                    )
                case ast.Assign(targets=targets):
                    for target in targets:
                        for inner in ast.walk(target):
                            if isinstance(inner, ast.Name):
                                self._change(inner.id, place)
                case ast.For() | ast.AsyncFor() | ast.withitem() | ast.NamedExpr():
                    self._other_targets(node, statement)
                case ast.ImportFrom() if any(alias.name == ANY for alias in node.names):
                    self._open_all(place)
                case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                    for alias in aliases:
                        name = alias.asname or alias.name.partition(".")[0]
                        if name in self.names:
                            self._change(name, place)
                case _:
                    pass
