"""
Reads the values of literal expressions: strings, flags, migration keys, lists of migration keys.

A name is looked up if it is bound once, by a plain assignment: in the class, in the module, or in the module that it is
imported from. Any other expression is `UnreadableSource`. Nothing is run, and nothing is guessed.
"""

import ast
from collections.abc import Iterator
from functools import cached_property

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.sources.errors import UnreadableSource
from app.sources.python.budget import Budget
from app.sources.python.fingerprints import Fingerprints
from app.sources.python.modules import Modules, Source
from app.sources.python.portable import PortableFingerprints, may_move
from app.sources.python.syntax import ModuleNames, short_text

SETTINGS_PREFIX = "django.conf.settings."
SWAPPABLE_DEPENDENCY = frozenset(
    ["django.db.migrations.swappable_dependency", "django.db.migrations.migration.swappable_dependency"]
)
MAX_STEPS = 50_000
"""The most steps in reading one module. An expression that needs more is unreadable."""

MAX_DEPTH = 100
"""The deepest nesting of lists, and the longest chain of names. Deeper expressions are unreadable."""

Item = MigrationKey | UnreadableSource
"""One element of a list of keys: the key, or why it cannot be read."""


class Reader:
    """
    Reads the expressions of one module.

    `class_names` and `key_lists` are what the names of the class body stand for; they hide the names of the module.
    Imported names are looked up only if `source` and `modules` are given. `uses_imports` tells that one was looked
    up, so that the result depends on other modules. `is_exact` is False if the source was repaired and so lacks the
    bodies of some functions; then there are no fingerprints.
    """

    def __init__(
        self,
        names: ModuleNames,
        source: Source | None = None,
        modules: Modules | None = None,
        budget: Budget | None = None,
        *,
        is_exact: bool = True,
    ) -> None:
        self.names = names
        self.source = source
        self.modules = modules
        self.budget = budget or Budget(MAX_STEPS)
        self.is_exact = is_exact
        self.class_names: dict[str, ast.expr | None] = {}
        self.key_lists: dict[str, tuple[Item, ...]] = {}
        self.uses_imports = False
        self._fingerprints: Fingerprints | None = None
        self._portable: PortableFingerprints | None = None

    def fingerprint(self, expression: ast.expr) -> str | None:
        """The fingerprint of an expression of this module; None if it has none."""
        if not self.is_exact:
            return None
        if self._fingerprints is None:
            self._fingerprints = Fingerprints(self.names.module)
        return self._fingerprints.of(expression)

    def portable_fingerprint(self, expression: ast.expr) -> str | None:
        """The fingerprint that stays when an object of this project moves to another module; None without such one."""
        if not self.is_exact or self.source is None or self.modules is None or not self._has_movable:
            return None
        if self._portable is None:
            self._portable = PortableFingerprints(self.source, self.modules.outlines)
        fingerprint = self._portable.of(expression)
        self.uses_imports = self.uses_imports or self._portable.has_looked
        return fingerprint

    @cached_property
    def _has_movable(self) -> bool:
        return any(may_move(dotted) for dotted in self.names.imports.values())

    def of(self, source: Source) -> "Reader":
        """A reader of another module with the same budget."""
        return Reader(source.names, source, self.modules, self.budget)

    def keys(self, expression: ast.expr, *, depth: int = 0) -> Iterator[Item]:
        """
        The keys in a list or tuple. An element that cannot be read is yielded as `UnreadableSource`.

        Raises `UnreadableSource` if the budget is spent.
        """
        self.budget.spend(expression)
        if depth > MAX_DEPTH:
            yield UnreadableSource("names that lead in a circle, or too far", expression.lineno)
        elif isinstance(expression, (ast.List, ast.Tuple)):
            for element in expression.elts:
                if isinstance(element, ast.Starred):
                    yield from self.keys(element.value, depth=depth + 1)
                else:
                    yield self._item(element)
        elif isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
            yield from self.keys(expression.left, depth=depth + 1)
            yield from self.keys(expression.right, depth=depth + 1)
        elif isinstance(expression, (ast.Name, ast.Attribute)):
            yield from self._keys_of_name(expression, depth)
        elif argument := _copy_argument(expression):
            yield from self.keys(argument, depth=depth + 1)
        else:
            yield UnreadableSource(self._reason(expression), expression.lineno)

    def _keys_of_name(self, name: ast.Name | ast.Attribute, depth: int) -> Iterator[Item]:
        if isinstance(name, ast.Name) and name.id in self.key_lists:
            yield from self.key_lists[name.id]
            return
        value = self._value_of_name(name) if isinstance(name, ast.Name) else None
        if value is not None:
            yield from self.keys(value, depth=depth + 1)
            return
        try:
            reader, expression = self._imported_value(name)
        except UnreadableSource as unclear:
            yield unclear
            return
        for item in reader.keys(expression, depth=depth + 1):
            yield reader.error_at(item, name) if isinstance(item, UnreadableSource) else item

    def key(self, expression: ast.expr) -> MigrationKey:
        """The key of one dependency: a pair of label and name, or `swappable_dependency(…)`."""
        reader, value = self._resolve(expression)
        if reader is not self:
            try:
                return reader.key(value)
            except UnreadableSource as unclear:
                raise reader.error_at(unclear, expression) from None
        if isinstance(value, (ast.List, ast.Tuple)) and len(value.elts) == 2:
            label, name = (self.text(element) for element in value.elts)
            if not label or not name or label == SETTING:
                raise UnreadableSource("is no dependency of the form (app label, name)", value.lineno)
            return MigrationKey(label, name)
        if isinstance(value, ast.Call) and self.names.dotted(value.func) in SWAPPABLE_DEPENDENCY:
            return self._swappable_key(value)
        if isinstance(value, (ast.List, ast.Tuple, ast.Constant)):
            raise UnreadableSource(f"{short_text(value)} is not of the form (app label, name)", value.lineno)
        raise UnreadableSource(self._reason(value), value.lineno)

    def text(self, expression: ast.expr, *, depth: int = 0) -> str:
        """The value of a string, or of a sum of strings."""
        self.budget.spend(expression)
        if depth > MAX_DEPTH:
            raise UnreadableSource("nested too deeply to be read", expression.lineno)
        reader, value = (self, expression) if type(expression) is ast.Constant else self._resolve(expression)
        if reader is not self:
            try:
                return reader.text(value, depth=depth + 1)
            except UnreadableSource as unclear:
                raise reader.error_at(unclear, expression) from None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            text = value.value
            if "\0" in text or (not text.isascii() and _has_surrogate(text)):
                raise UnreadableSource("holds a character that no name has", value.lineno)
            return text
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            left, right = (self.text(operand, depth=depth + 1) for operand in (value.left, value.right))
            self.budget.spend(value, len(left) + len(right))
            return left + right
        raise UnreadableSource(self._reason(value), value.lineno)

    def flag(self, expression: ast.expr) -> bool | None:
        """The value of True, False or None."""
        _, value = self._resolve(expression)
        if isinstance(value, ast.Constant) and (value.value is None or type(value.value) is bool):
            return value.value
        raise UnreadableSource(self._reason(value), expression.lineno)

    def is_none(self, expression: ast.expr) -> bool:
        """Whether an expression is None, or a name of this module for None."""
        value = self._resolve_here(expression)
        return isinstance(value, ast.Constant) and value.value is None

    def elements(self, expression: ast.expr) -> Iterator[ast.expr]:
        """
        The elements of a list, of a tuple, or of a sum of these, one level deep.

        An expression of another kind is its own only element. Only the names of this module are resolved. If the
        budget is spent, the last element is the whole expression.
        """
        stack = [expression]
        while stack and not self.budget.is_spent:
            self.budget.steps += 1
            current = stack.pop()
            current = self._resolve_here(current.value if isinstance(current, ast.Starred) else current)
            if isinstance(current, (ast.List, ast.Tuple)):
                stack.extend(reversed(current.elts))
            elif isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
                stack.extend([current.right, current.left])
            else:
                yield current
        if stack:
            yield expression

    def error_at(self, unclear: UnreadableSource, expression: ast.expr) -> UnreadableSource:
        """An error of this module, reported at the expression of another module that led to it."""
        reason = unclear.reason
        if self.source and " (in " not in reason:
            reason = f"{reason} (in {self.source.path}:{unclear.line})"
        return UnreadableSource(reason, expression.lineno)

    def _item(self, expression: ast.expr) -> Item:
        try:
            return self.key(expression)
        except UnreadableSource as unclear:
            return unclear

    def _swappable_key(self, call: ast.Call) -> MigrationKey:
        """The key of a call of `swappable_dependency`: the setting, or the first migration of the model's app."""
        if len(call.args) != 1 or call.keywords:
            raise UnreadableSource(self._reason(call), call.lineno)
        value = self._resolve_here(call.args[0])
        dotted = self.names.dotted(value)
        if dotted and dotted.startswith(SETTINGS_PREFIX) and dotted.count(".") == SETTINGS_PREFIX.count("."):
            return MigrationKey(SETTING, dotted.removeprefix(SETTINGS_PREFIX))
        model = self.text(value)
        label = model.partition(".")[0]
        if not label:
            raise UnreadableSource(f"{model!r} names no model", call.lineno)
        return MigrationKey(label, FIRST)

    def _resolve_here(self, expression: ast.expr) -> ast.expr:
        """The expression that a name stands for within this module; other expressions as they are."""
        for _ in range(MAX_DEPTH):
            if not isinstance(expression, ast.Name):
                return expression
            value = self._value_of_name(expression)
            if value is None:
                return expression
            expression = value
        return expression

    def _resolve(self, expression: ast.expr) -> "tuple[Reader, ast.expr]":
        """The expression that a name stands for in the end, and the reader of the module that holds it."""
        if isinstance(expression, (ast.Constant, ast.Tuple)):
            return self, expression
        value = self._resolve_here(expression)
        if isinstance(value, ast.Name):
            if self._value_of_name(value) is not None:
                raise UnreadableSource("names that lead in a circle, or too far", value.lineno)
            return self._imported_value(value)
        if isinstance(value, ast.Attribute) and not (self.names.dotted(value) or "").startswith("django."):
            try:
                return self._imported_value(value)
            except UnreadableSource:
                return self, value
        return self, value

    def _imported_value(self, name: ast.Name | ast.Attribute) -> "tuple[Reader, ast.expr]":
        """The expression that another module binds to an imported name, and the reader of that module."""
        first = name
        while isinstance(first, ast.Attribute) and isinstance(first.value, (ast.Attribute, ast.Name)):
            first = first.value
        dotted = self.names.dotted(name)
        if (
            self.source
            and self.modules
            and dotted
            and isinstance(first, ast.Name)
            and first.id in self.names.imports
            and first.id not in self.class_names
            and self.names.binding_count(first.id) == 1
        ):
            self.uses_imports = True
            binding = self.modules.binding(dotted, self.source)
            if binding is not None:
                source, inner_name = binding
                value = source.names.value(inner_name)
                if value is None:
                    reason = f"{short_text(name)} is not bound once, by a plain assignment, in {source.path}"
                    raise UnreadableSource(reason, name.lineno)
                self.budget.spend(name)
                return self.of(source), value
        raise UnreadableSource(self._reason(name), name.lineno)

    def _value_of_name(self, name: ast.Name) -> ast.expr | None:
        return self.class_names[name.id] if name.id in self.class_names else self.names.value(name.id)

    def _reason(self, expression: ast.expr) -> str:
        """Why an expression cannot be read, for the user."""
        if isinstance(expression, ast.Name):
            source = self.names.imports.get(expression.id)
            if source:
                return f"{expression.id} is imported ({source}); its value stands in another module"
            return f"{expression.id} is not bound once, by a plain assignment, in this module"
        if isinstance(expression, ast.Call):
            return f"{short_text(expression)} is a call; its value is known only when it runs"
        if isinstance(expression, ast.IfExp):
            return f"{short_text(expression)} depends on a condition"
        return f"{short_text(expression)} is known only when it runs"


def _has_surrogate(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, which no file name can hold."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _copy_argument(expression: ast.expr) -> ast.expr | None:
    """The argument of `list(…)` or `tuple(…)`; None for any other expression."""
    match expression:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[argument], keywords=[]):
            return argument
        case _:
            return None
