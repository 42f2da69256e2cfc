"""
Reads the values of literal expressions: strings, flags, migration keys, lists of migration keys.

Names are looked up as `app.sources.python.name_values` says. Any other expression is `UnreadableSource`.
"""

import ast
from collections.abc import Iterator
from functools import cached_property

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.sources.errors import UnreadableSource
from app.sources.python.budget import Budget
from app.sources.python.fingerprints import Fingerprints
from app.sources.python.modules import Modules, Source
from app.sources.python.name_values import MAX_DEPTH, NameValues
from app.sources.python.portable import PortableFingerprints, may_move
from app.sources.python.syntax import ModuleNames, short_text

SETTINGS_PREFIX = "django.conf.settings."
SWAPPABLE_DEPENDENCY = frozenset(
    ["django.db.migrations.swappable_dependency", "django.db.migrations.migration.swappable_dependency"]
)
Item = MigrationKey | UnreadableSource
"""One element of a list of keys: the key, or why it cannot be read."""


class Reader(NameValues):
    """
    Reads the expressions of one module.

    `key_lists` are the lists of keys that the names of the class body stand for; they hide the names of the module.
    `is_exact` is False if the source was repaired and so lacks the bodies of some functions; then there are no
    fingerprints.
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
        super().__init__(names, source, modules, budget)
        self.is_exact = is_exact
        self.key_lists: dict[str, tuple[Item, ...]] = {}
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
