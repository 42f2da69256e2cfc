"""
What an expression stands for, where its text alone tells: strings, keys of migrations, lists of keys.

Names that are bound once to such an expression, in the module, in the class or in a module that they are imported
from, are looked up. All else is `UnreadableSource`: nothing is run, nothing is guessed.
"""

import ast
from collections.abc import Iterator

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.sources.errors import UnreadableSource
from app.sources.python.budget import Budget
from app.sources.python.fingerprints import Fingerprints
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames, short_text

SETTINGS = "django.conf.settings."
SWAPPABLE = frozenset(
    ["django.db.migrations.swappable_dependency", "django.db.migrations.migration.swappable_dependency"]
)
STEPS = 50_000
"""Steps that the reading of one module may take."""

DEPTH = 100
"""So deep names and lists may lead from one to the next."""

Item = MigrationKey | UnreadableSource
"""One entry of a list of keys: the key, or why it cannot be read."""


class Reader:
    """
    Reads the expressions of one module; `inner` are names of the class body, by which the module's are hidden.

    With `source` and `modules` a name that is imported is looked up where it stands; `asked` says that one was, so
    that what was read hangs on more than this module. Not `is_exact` are the functions of a module that was mended.
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
        self.budget = budget or Budget(STEPS)
        self.is_exact = is_exact
        self.inner: dict[str, ast.expr | None] = {}
        self.lists: dict[str, tuple[Item, ...]] = {}
        self.asked = False
        self._digests: Fingerprints | None = None

    def fingerprint(self, expression: ast.expr) -> str | None:
        """The fingerprint of an expression of this module."""
        if not self.is_exact:
            return None
        if self._digests is None:
            self._digests = Fingerprints(self.names.module)
        return self._digests.of(expression)

    def of(self, source: Source) -> "Reader":
        """A reader of another module, on the same budget."""
        return Reader(source.names, source, self.modules, self.budget)

    def keys(self, expression: ast.expr, *, depth: int = 0) -> Iterator[Item]:
        """
        The keys that a list or tuple holds; an entry that cannot be read stands in its place as `UnreadableSource`.

        Raises `UnreadableSource` where there is no end to it.
        """
        self.budget.spend(expression)
        if depth > DEPTH:
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
            yield from self._named(expression, depth)
        elif copied := _copied(expression):
            yield from self.keys(copied, depth=depth + 1)
        else:
            yield UnreadableSource(self._why(expression), expression.lineno)

    def _named(self, name: ast.Name | ast.Attribute, depth: int) -> Iterator[Item]:
        if isinstance(name, ast.Name) and name.id in self.lists:
            yield from self.lists[name.id]
            return
        bound = self._bound(name) if isinstance(name, ast.Name) else None
        if bound is not None:
            yield from self.keys(bound, depth=depth + 1)
            return
        try:
            reader, expression = self._elsewhere(name)
        except UnreadableSource as unclear:
            yield unclear
            return
        for item in reader.keys(expression, depth=depth + 1):
            yield reader.moved(item, name) if isinstance(item, UnreadableSource) else item

    def key(self, expression: ast.expr) -> MigrationKey:
        """One dependency: a pair, or `swappable_dependency(…)`."""
        reader, found = self._followed(expression)
        if reader is not self:
            try:
                return reader.key(found)
            except UnreadableSource as unclear:
                raise reader.moved(unclear, expression) from None
        if isinstance(found, (ast.List, ast.Tuple)) and len(found.elts) == 2:
            label, name = (self.text(part) for part in found.elts)
            if not label or not name or label == SETTING:
                raise UnreadableSource("is no dependency of the form (app label, name)", found.lineno)
            return MigrationKey(label, name)
        if isinstance(found, ast.Call) and self.names.dotted(found.func) in SWAPPABLE:
            return self._swappable(found)
        if isinstance(found, (ast.List, ast.Tuple, ast.Constant)):
            raise UnreadableSource(f"{short_text(found)} is not of the form (app label, name)", found.lineno)
        raise UnreadableSource(self._why(found), found.lineno)

    def text(self, expression: ast.expr, *, depth: int = 0) -> str:
        """A string."""
        self.budget.spend(expression)
        if depth > DEPTH:
            raise UnreadableSource("nested too deeply to be read", expression.lineno)
        reader, found = (self, expression) if type(expression) is ast.Constant else self._followed(expression)
        if reader is not self:
            try:
                return reader.text(found, depth=depth + 1)
            except UnreadableSource as unclear:
                raise reader.moved(unclear, expression) from None
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            text = found.value
            if "\0" in text or not (text.isascii() or _is_whole(text)):
                raise UnreadableSource("holds a character that no name has", found.lineno)
            return text
        if isinstance(found, ast.BinOp) and isinstance(found.op, ast.Add):
            left, right = (self.text(part, depth=depth + 1) for part in (found.left, found.right))
            self.budget.spend(found, len(left) + len(right))
            return left + right
        raise UnreadableSource(self._why(found), found.lineno)

    def flag(self, expression: ast.expr) -> bool | None:
        """True, False or None."""
        _, found = self._followed(expression)
        if isinstance(found, ast.Constant) and (found.value is None or type(found.value) is bool):
            return found.value
        raise UnreadableSource(self._why(found), expression.lineno)

    def is_none(self, expression: ast.expr) -> bool:
        """Whether it is the constant None, directly or by a name of this module."""
        found = self._local(expression)
        return isinstance(found, ast.Constant) and found.value is None

    def elements(self, expression: ast.expr) -> Iterator[ast.expr]:
        """
        The elements of a list, tuple or sum of such, one level; what is no list is given as it is.

        Only names of this module are followed.
        """
        waiting = [expression]
        while waiting and not self.budget.is_spent:
            self.budget.steps += 1
            current = waiting.pop()
            current = self._local(current.value if isinstance(current, ast.Starred) else current)
            if isinstance(current, (ast.List, ast.Tuple)):
                waiting.extend(reversed(current.elts))
            elif isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
                waiting.extend([current.right, current.left])
            else:
                yield current
        if waiting:
            yield expression

    def moved(self, unclear: UnreadableSource, expression: ast.expr) -> UnreadableSource:
        """What is not clear in this module, as told of an expression that led here from another."""
        place = f"{self.source.path}:{unclear.line}" if self.source else ""
        told = unclear.reason if not place or " (in " in unclear.reason else f"{unclear.reason} (in {place})"
        return UnreadableSource(told, expression.lineno)

    def _item(self, expression: ast.expr) -> Item:
        try:
            return self.key(expression)
        except UnreadableSource as unclear:
            return unclear

    def _swappable(self, call: ast.Call) -> MigrationKey:
        if len(call.args) != 1 or call.keywords:
            raise UnreadableSource(self._why(call), call.lineno)
        value = self._local(call.args[0])
        dotted = self.names.dotted(value)
        if dotted and dotted.startswith(SETTINGS) and dotted.count(".") == SETTINGS.count("."):
            return MigrationKey(SETTING, dotted.removeprefix(SETTINGS))
        model = self.text(value)
        label = model.partition(".")[0]
        if not label:
            raise UnreadableSource(f"{model!r} names no model", call.lineno)
        return MigrationKey(label, FIRST)

    def _local(self, expression: ast.expr) -> ast.expr:
        """The expression that a name stands for, as far as this module says."""
        for _ in range(DEPTH):
            if not isinstance(expression, ast.Name):
                return expression
            bound = self._bound(expression)
            if bound is None:
                return expression
            expression = bound
        return expression

    def _followed(self, expression: ast.expr) -> "tuple[Reader, ast.expr]":
        """The expression that a name stands for in the end, and the reader of the module where that stands."""
        if isinstance(expression, (ast.Constant, ast.Tuple)):
            return self, expression
        found = self._local(expression)
        if isinstance(found, ast.Name):
            if self._bound(found) is not None:
                raise UnreadableSource("names that lead in a circle, or too far", found.lineno)
            return self._elsewhere(found)
        if isinstance(found, ast.Attribute) and not (self.names.dotted(found) or "").startswith("django."):
            try:
                return self._elsewhere(found)
            except UnreadableSource:
                return self, found
        return self, found

    def _elsewhere(self, name: ast.Name | ast.Attribute) -> "tuple[Reader, ast.expr]":
        """What an imported name is bound to, once, in the module that it leads to. Raises `UnreadableSource`."""
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
            and first.id not in self.inner
            and self.names.binding_counts.get(first.id) == 1
        ):
            self.asked = True
            found = self.modules.bound(dotted, self.source)
            value = found[0].names.value(found[1]) if found else None
            if found and value is not None:
                self.budget.spend(name)
                return self.of(found[0]), value
            if found:
                reason = f"{short_text(name)} is not bound once, by a plain assignment, in {found[0].path}"
                raise UnreadableSource(reason, name.lineno)
        raise UnreadableSource(self._why(name), name.lineno)

    def _bound(self, name: ast.Name) -> ast.expr | None:
        return self.inner[name.id] if name.id in self.inner else self.names.value(name.id)

    def _why(self, expression: ast.expr) -> str:
        """Why an expression is not read, for a sentence."""
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


def _is_whole(text: str) -> bool:
    """Whether it holds no half of a character, which no file's name has."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _copied(expression: ast.expr) -> ast.expr | None:
    """What `list(…)` or `tuple(…)` makes a copy of."""
    match expression:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[only], keywords=[]):
            return only
        case _:
            return None
