"""Evaluates lists, sets, dictionaries, their sums, and comprehensions."""

import ast
from abc import abstractmethod

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.expressions.names import Names
from app.sources.settings.values import plain
from app.sources.settings.values.kinds import (
    CONSTANTS,
    Element,
    Key,
    Scope,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.plain import MAX_ITEMS, NotPlain
from app.sources.settings.values.signals import Raised

COMPREHENSIONS = {ast.ListComp: "list", ast.GeneratorExp: "list", ast.SetComp: "set"}


class Lists(Names):
    """Evaluates lists and dictionaries in the scope in which the execution is."""

    @abstractmethod
    def truth(self, test: ast.expr) -> bool | UnknownValue:
        """Whether a condition is true; the unknown value if that is known only at run time."""

    def _sequence(self, kind: str, elements: list[ast.expr]) -> Sequence:
        total = Sequence(kind)
        items: list[Element] = []
        open_ends: list[Unreadable] = []
        is_ordered = True
        for element in elements:
            if not isinstance(element, ast.Starred):
                items.append(Element(self.value(element)))
                continue
            content = self.world.get(value := self.value(element.value))
            if isinstance(content, Sequence):
                items.extend(content.elements)
                open_ends.extend(content.open_ends)
                is_ordered = is_ordered and content.is_ordered
            elif isinstance(content, Table) and content.is_exact:
                items.extend(Element(key) for key in content.entries)
            else:
                open_ends.append(self.unknown(element.value, value).cause)
            self.world.budget.steps += len(items) // 10
        if len(items) > MAX_ITEMS:
            return total.with_open_end(self.cause(elements[0], "a list too long to be followed"))
        return _without_doubles(Sequence(kind, tuple(items), tuple(dict.fromkeys(open_ends)), is_ordered))

    def _table(
        self, expression: ast.Dict, key_expressions: list[ast.expr | None], value_expressions: list[ast.expr]
    ) -> Value:
        entries: dict[Key, Value] = {}
        open_ends: list[Unreadable] = []
        for key_expression, value_expression in zip(key_expressions, value_expressions, strict=True):
            if key_expression is None:
                content = self.world.get(value := self.value(value_expression))
                if isinstance(content, Table):
                    entries.update(content.entries)
                    open_ends.extend(content.open_ends)
                else:
                    open_ends.append(self.unknown(value_expression, value).cause)
                continue
            key, value = self.value(key_expression), self.value(value_expression)
            if isinstance(key, CONSTANTS):
                entries[key] = value
            else:
                open_ends.append(self.unknown(key_expression, key).cause)
        if len(entries) > MAX_ITEMS:
            return self.unknown(expression, reason="a dictionary too long to be followed")
        return self.world.new(Table(entries, tuple(dict.fromkeys(open_ends))))

    def operation(self, operator: ast.operator, left: Value, right: Value, node: ast.AST) -> Value:
        """The result of `left + right` and the like. A sum with a list keeps the elements that are known."""
        one, other = self.world.get(left), self.world.get(right)
        if isinstance(operator, ast.Add) and (isinstance(one, Sequence) or isinstance(other, Sequence)):
            return self._sum(left, right, node)
        if isinstance(operator, ast.BitOr) and isinstance(one, Table) and isinstance(other, Table):
            return self.world.new(Table({**one.entries, **other.entries}, (*one.open_ends, *other.open_ends)))
        if isinstance(operator, ast.Mod) and isinstance(one, Sequence):
            return self.unknown(node, left, right)
        try:
            arguments = plain.plain(self.world, left), plain.plain(self.world, right)
            return plain.value_of(self.world, plain.operation(operator, *arguments))
        except NotPlain as error:
            return self.failed(error, node, left, right)

    def _sum(self, left: Value, right: Value, node: ast.AST) -> Value:
        """The sum of two sequences; that of a sequence and another value is the sequence with an open end."""
        parts = []
        for value in (left, right):
            content = self.world.get(value)
            if isinstance(content, Sequence):
                parts.append(content)
            else:
                cause = value.cause if isinstance(value, UnknownValue) else None
                parts.append(Sequence("list", (), (cause or self.unknown(node, value).cause,)))
        one, other = parts
        if {one.kind, other.kind} == {"list", "tuple"} and one.is_certain and other.is_certain:
            raise Raised(TypeError, self.cause(node, "adds a list and a tuple"))
        self.world.budget.steps += (len(one.elements) + len(other.elements)) // 10
        if len(one.elements) + len(other.elements) > MAX_ITEMS:
            return self.world.new(one.with_open_end(self.cause(node, "a list too long to be followed")))
        elements = (*one.elements, *other.elements)
        open_ends = tuple(dict.fromkeys((*one.open_ends, *other.open_ends)))
        is_ordered = one.is_ordered and other.is_ordered
        return self.world.new(_without_doubles(Sequence(one.kind, elements, open_ends, is_ordered)))

    def _comprehension(  # noqa: C901 - a table of cases
        self, expression: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp
    ) -> Value:
        """The value of a comprehension, if what it goes through is known."""
        parent = self.scope
        self.scope = Scope(parent.source, parent=parent)
        self.world.calls.append(self.scope)
        elements: list[Element] = []
        open_ends: list[Unreadable] = []
        order: list[bool] = []
        keys: list[tuple[Value, Value]] = []

        def add(doubt: Unreadable | None) -> None:
            if isinstance(expression, ast.DictComp):
                keys.append((self.value(expression.key), self.value(expression.value)))
                open_ends.extend([doubt] if doubt else ())
            else:
                elements.append(Element(self.value(expression.elt), doubt))

        def go(generators: list[ast.comprehension], doubt: Unreadable | None) -> None:
            if not generators:
                add(doubt)
                return
            generator, *rest = generators
            content = self.world.get(iterable := self.value(generator.iter))
            if isinstance(content, Table) and content.is_exact:
                content = Sequence("list", tuple(Element(key) for key in content.entries))
            if not isinstance(content, Sequence) or generator.is_async:
                open_ends.append(self.unknown(generator.iter, iterable).cause)
                self.opaque(expression)
                return
            open_ends.extend(content.open_ends)
            order.append(content.is_ordered)
            for element in content.elements:
                if len(elements) + len(keys) > MAX_ITEMS or self.world.budget.is_spent:
                    open_ends.append(self.cause(expression, "a list too long to be followed"))
                    return
                self.bind(generator.target, element.value)
                here = doubt or element.doubt
                for condition in generator.ifs:
                    truth = self.truth(condition)
                    if truth is False:
                        break
                    if isinstance(truth, UnknownValue):
                        here = here or self.cause(condition, f"depends on {short_text(condition)}", truth)
                else:
                    go(rest, here)

        try:
            go(expression.generators, None)
        finally:
            self.world.calls.pop()
            self.scope = parent
        open_ends = list(dict.fromkeys(open_ends))
        if isinstance(expression, ast.DictComp):
            entries = {key: value for key, value in keys if isinstance(key, CONSTANTS)}
            open_ends += [
                self.unknown(expression, key).cause for key, _ in keys if not isinstance(key, CONSTANTS)
            ]
            return self.world.new(Table(entries, tuple(open_ends)))
        kind = COMPREHENSIONS[type(expression)]
        is_ordered = all(order)
        return self.world.new(_without_doubles(Sequence(kind, tuple(elements), tuple(open_ends), is_ordered)))


def _without_doubles(content: Sequence) -> Sequence:
    """A set without elements that it has twice; another sequence as it is."""
    if content.kind != "set":
        return content
    elements: dict[tuple[type, Value], Element] = {}
    for one in content.elements:
        key = type(one.value), one.value
        if key not in elements or one.doubt is None:
            elements[key] = one
    return content._replace(elements=tuple(elements.values()), is_ordered=len(elements) < 2)
