"""
What an expression stands for, where its text alone tells: strings, keys of migrations, lists of keys.

Names that are bound once to such an expression, in the module or in the class, are looked up. All else is `Unclear`:
nothing is run, nothing is guessed.
"""

import ast
from collections.abc import Iterator
from functools import cached_property

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.sources.digest import Digests
from app.sources.error import Unclear
from app.sources.syntax import Names, described

SETTINGS = "django.conf.settings."
SWAPPABLE = frozenset(
    ["django.db.migrations.swappable_dependency", "django.db.migrations.migration.swappable_dependency"]
)
DEPTH = 100
"""So deep names and lists may lead from one to the next."""

STEPS = 50_000
"""So many steps one module may take: names that double each other would take for ever."""

Item = MigrationKey | Unclear
"""One entry of a list of keys: the key, or why it cannot be read."""


class Reader:
    """Reads the expressions of one module. `inner` are names of the class body, by which the module's are hidden."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.inner: dict[str, ast.expr | None] = {}
        self.lists: dict[str, tuple[Item, ...]] = {}
        self.steps = 0

    @cached_property
    def digests(self) -> Digests:
        """The fingerprints of this module's expressions."""
        return Digests(self.names.module)

    def keys(self, expression: ast.expr, *, depth: int = 0) -> Iterator[Item]:
        """
        The keys that a list or tuple holds; an entry that cannot be read stands in its place as `Unclear`.

        Raises `Unclear` where there is no end to it.
        """
        self._step(expression)
        if depth > DEPTH:
            yield Unclear("names that lead in a circle, or too far", expression.lineno)
        elif isinstance(expression, (ast.List, ast.Tuple)):
            for element in expression.elts:
                if isinstance(element, ast.Starred):
                    yield from self.keys(element.value, depth=depth + 1)
                else:
                    yield self._item(element)
        elif isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
            yield from self.keys(expression.left, depth=depth + 1)
            yield from self.keys(expression.right, depth=depth + 1)
        elif isinstance(expression, ast.Name):
            yield from self._named(expression, depth)
        elif copied := _copied(expression):
            yield from self.keys(copied, depth=depth + 1)
        else:
            yield Unclear(self._why(expression), expression.lineno)

    def _named(self, name: ast.Name, depth: int) -> Iterator[Item]:
        if name.id in self.lists:
            yield from self.lists[name.id]
            return
        try:
            bound = self._bound(name)
        except Unclear as unclear:
            yield unclear
        else:
            yield from self.keys(bound, depth=depth + 1)

    def key(self, expression: ast.expr) -> MigrationKey:
        """One dependency: a pair, or `swappable_dependency(…)`."""
        expression = self._followed(expression)
        if isinstance(expression, (ast.List, ast.Tuple)) and len(expression.elts) == 2:
            label, name = (self.text(part) for part in expression.elts)
            if not label or not name or label == SETTING:
                raise Unclear("is no dependency of the form (app label, name)", expression.lineno)
            return MigrationKey(label, name)
        if isinstance(expression, ast.Call) and self.names.dotted(expression.func) in SWAPPABLE:
            return self._swappable(expression)
        if isinstance(expression, (ast.List, ast.Tuple, ast.Constant)):
            raise Unclear(f"{described(expression)} is not of the form (app label, name)", expression.lineno)
        raise Unclear(self._why(expression), expression.lineno)

    def text(self, expression: ast.expr, *, depth: int = 0) -> str:
        """A string."""
        self._step(expression)
        if depth > DEPTH:
            raise Unclear("nested too deeply to be read", expression.lineno)
        expression = self._followed(expression)
        if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
            text = expression.value
            if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
                raise Unclear("holds a character that no name has", expression.lineno)
            return text
        if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
            left, right = (self.text(part, depth=depth + 1) for part in (expression.left, expression.right))
            self.steps += len(left) + len(right)
            return left + right
        raise Unclear(self._why(expression), expression.lineno)

    def flag(self, expression: ast.expr) -> bool | None:
        """True, False or None."""
        expression = self._followed(expression)
        if isinstance(expression, ast.Constant) and (
            expression.value is None or type(expression.value) is bool
        ):
            return expression.value
        raise Unclear(self._why(expression), expression.lineno)

    def is_none(self, expression: ast.expr) -> bool:
        """Whether it is the constant None, directly or by a name."""
        try:
            return self.flag(expression) is None
        except Unclear:
            return False

    def elements(self, expression: ast.expr) -> Iterator[ast.expr]:
        """The elements of a list, tuple or sum of such, one level; what is no list is given as it is."""
        waiting = [expression]
        while waiting and self.steps <= STEPS:
            self.steps += 1
            current = waiting.pop()
            try:
                current = self._followed(current.value if isinstance(current, ast.Starred) else current)
            except Unclear:
                yield current
                continue
            if isinstance(current, (ast.List, ast.Tuple)):
                waiting.extend(reversed(current.elts))
            elif isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
                waiting.extend([current.right, current.left])
            else:
                yield current
        if waiting:
            yield expression

    def _step(self, expression: ast.expr) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise Unclear("names that stand for too much to be read", expression.lineno)

    def _item(self, expression: ast.expr) -> Item:
        try:
            return self.key(expression)
        except Unclear as unclear:
            return unclear

    def _swappable(self, call: ast.Call) -> MigrationKey:
        if len(call.args) != 1 or call.keywords:
            raise Unclear(self._why(call), call.lineno)
        value = self._followed(call.args[0])
        dotted = self.names.dotted(value)
        if dotted and dotted.startswith(SETTINGS) and dotted.count(".") == SETTINGS.count("."):
            return MigrationKey(SETTING, dotted.removeprefix(SETTINGS))
        model = self.text(value)
        label = model.partition(".")[0]
        if not label:
            raise Unclear(f"{model!r} names no model", call.lineno)
        return MigrationKey(label, FIRST)

    def _followed(self, expression: ast.expr) -> ast.expr:
        """The expression that a name stands for, in the end."""
        for _ in range(DEPTH):
            if not isinstance(expression, ast.Name):
                return expression
            expression = self._bound(expression)
        raise Unclear("names that lead in a circle, or too far", expression.lineno)

    def _bound(self, name: ast.Name) -> ast.expr:
        found = self.inner[name.id] if name.id in self.inner else self.names.values.get(name.id)
        if found is None:
            raise Unclear(self._why(name), name.lineno)
        return found

    def _why(self, expression: ast.expr) -> str:
        """Why an expression is not read, for a sentence."""
        if isinstance(expression, ast.Name):
            source = self.names.imports.get(expression.id)
            if source:
                return f"{expression.id} is imported ({source}); its value stands in another module"
            return f"{expression.id} is not bound once, by a plain assignment, in this module"
        if isinstance(expression, ast.Call):
            return f"{described(expression)} is a call; its value is known only when it runs"
        if isinstance(expression, ast.IfExp):
            return f"{described(expression)} depends on a condition"
        return f"{described(expression)} is known only when it runs"


def _copied(expression: ast.expr) -> ast.expr | None:
    """What `list(…)` or `tuple(…)` makes a copy of."""
    match expression:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[only], keywords=[]):
            return only
        case _:
            return None
