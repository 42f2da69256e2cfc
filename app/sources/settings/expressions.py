"""
Evaluates the expressions of a settings module, with the names that are bound so far. Nothing is run.

    ["shop.orders", *OTHERS]            a list: strings and lists, sums and copies of lists
    ["toolbar" if env("X") else ""]     a list whose item is in doubt
    [*plugins()]                        a list with an open end
    [app for app in APPS if app]        a copy of APPS, without the items that fail the condition
"""

import ast
from collections.abc import Callable
from dataclasses import replace

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.python.syntax import short_text
from app.sources.settings.values import (
    STAR,
    Alternatives,
    DictValue,
    ImportedValue,
    ListItem,
    ListValue,
    Namespace,
    UnknownValue,
    Value,
    merge,
)

MAX_DEPTH = 20
"""The deepest nesting of expressions. The value of a deeper one is unknown."""

MAX_STEPS = 100_000
"""The most statements and expressions for the settings of one reading. Values that need more are unknown."""

MAX_ITEMS = 2_000
"""The most items of a list or dictionary. A list that would have more gets an open end."""

MAX_TEXT_LENGTH = 1_000
"""The longest sum of strings, in characters. The value of a longer one is unknown."""

COPY_FUNCTIONS = frozenset(["list", "tuple", "set", "sorted"])


class Expressions:
    """
    Evaluates the expressions of the module in the file `path`.

    `names` are the names of the module; the caller binds them as it executes statements. `resolve` looks up the value
    of an imported name.
    """

    def __init__(
        self, path: str, names: Namespace, budget: Budget, resolve: Callable[[ImportedValue], Value]
    ) -> None:
        self.path = path
        self.names = names
        self.budget = budget
        self.resolve = resolve

    def cause(self, node: ast.AST, reason: str) -> Unreadable:
        """The place of a node in the module, with the reason why something is unknown there."""
        return Unreadable(self.path, getattr(node, "lineno", None), reason)

    def name_value(self, name: str, node: ast.AST) -> Value:
        """The value of a name. `node` is where it is used."""
        if name in self.names:
            value = self.names[name]
            if isinstance(value, ImportedValue):
                value = self.names[name] = self.resolve(value)
            return value
        unknown = self.names.get(STAR)
        if isinstance(unknown, UnknownValue):
            return unknown
        return UnknownValue(self.cause(node, f"{name} is not bound here"))

    def value(self, expression: ast.expr, depth: int = 0) -> Value:  # noqa: C901, PLR0911 - a table of cases
        """The value of an expression."""
        self.budget.steps += 1
        if depth > MAX_DEPTH or self.budget.is_spent:
            return self._unknown(expression)
        match expression:
            case ast.Constant(value=str() | bool() | None as value):
                return value
            case ast.Name(id=name):
                return self.name_value(name, expression)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return self._list(elements, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.sum(self.value(left, depth + 1), self.value(right, depth + 1), expression)
            case ast.IfExp():
                return self._conditional(expression, depth)
            case ast.Dict(keys=keys, values=values):
                return self._dict(keys, values, depth) or self._unknown(expression)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if (
                name in COPY_FUNCTIONS and len(args) < 2
            ):
                return self._copy(self.value(args[0], depth + 1) if args else ListValue(), expression)
            case ast.Call(func=ast.Name(id="filter"), args=[ast.Constant(None) | ast.Name("bool"), iterable]):
                return self._copy(self.value(iterable, depth + 1), expression)
            case (
                ast.ListComp(elt=ast.Name(id=name), generators=[generator])
                | ast.GeneratorExp(elt=ast.Name(id=name), generators=[generator])
                | ast.SetComp(elt=ast.Name(id=name), generators=[generator])
            ) if isinstance(generator.target, ast.Name) and generator.target.id == name:
                copy = self._copy(self.value(generator.iter, depth + 1), expression)
                return self._filter(copy, name, generator.ifs)
            case _:
                return self._unknown(expression)

    def _unknown(self, expression: ast.expr) -> UnknownValue:
        return UnknownValue(self.cause(expression, f"{short_text(expression)} is known only when it runs"))

    def _copy(self, value: Value, expression: ast.expr) -> ListValue | UnknownValue:
        return value if isinstance(value, (ListValue, UnknownValue)) else self._unknown(expression)

    def _filter(
        self, value: ListValue | UnknownValue, name: str, conditions: list[ast.expr]
    ) -> ListValue | UnknownValue:
        """The items of a list that satisfy the conditions; in doubt if a condition is unknown. `name` is the item."""
        if not isinstance(value, ListValue):
            return value
        names_before = dict(self.names)
        items = []
        for item in value.items:
            self.names[name] = item.text
            self.budget.steps += 1 + len(conditions)
            truths = [self.truth(condition) for condition in conditions]
            if False in truths:
                continue
            unclear = next(
                (condition for condition, truth in zip(conditions, truths, strict=True) if truth is None),
                None,
            )
            doubt = None if unclear is None else self.cause(unclear, f"depends on {short_text(unclear)}")
            items.append(replace(item, doubt=item.doubt or doubt))
        self.names.clear()
        self.names.update(names_before)
        return ListValue(tuple(items), value.open_ends)

    def _conditional(self, expression: ast.IfExp, depth: int) -> Value:
        """The value of `a if test else b`. If the test is unknown, both are merged, as two branches are."""
        truth = self.truth(expression.test)
        if truth is not None:
            return self.value(expression.body if truth else expression.orelse, depth + 1)
        branches = [{"": self.value(branch, depth + 1)} for branch in (expression.body, expression.orelse)]
        return merge(branches, self.cause(expression, f"depends on {short_text(expression.test)}"))[""]

    def _list(self, elements: list[ast.expr], depth: int) -> ListValue:
        """The value of a list. None is left out as an element: such lists are filtered before Django sees them."""
        total = ListValue()
        for element in elements[: MAX_ITEMS + 1]:
            addend: ListValue | UnknownValue
            if isinstance(element, ast.Starred):
                value = self.value(element.value, depth + 1)
                addend = (
                    value
                    if isinstance(value, (ListValue, UnknownValue))
                    else UnknownValue(self.cause(element, "no list"))
                )
            else:
                value = self.value(element, depth + 1)
                if value is None:
                    continue
                if isinstance(value, str):
                    addend = ListValue((ListItem(value),))
                elif isinstance(value, Alternatives):
                    addend = value.as_list()
                elif isinstance(value, UnknownValue):
                    addend = value
                else:
                    addend = UnknownValue(self.cause(element, f"{short_text(element)} is no text"))
            new_total = self.sum(total, addend, element)
            total = new_total if isinstance(new_total, ListValue) else total
        return total

    def _dict(
        self, key_expressions: list[ast.expr | None], value_expressions: list[ast.expr], depth: int
    ) -> DictValue | None:
        """The value of a dictionary; None if a key or value is unknown, or if it has too many items."""
        items: dict[str, str | None] = {}
        for key_expression, value_expression in zip(
            key_expressions[:MAX_ITEMS], value_expressions, strict=False
        ):
            key = self.value(key_expression, depth + 1) if key_expression is not None else None
            value = self.value(value_expression, depth + 1)
            if not isinstance(key, str) or not (value is None or isinstance(value, str)):
                return None
            items[key] = value
        return DictValue(items) if len(key_expressions) <= MAX_ITEMS else None

    def sum(self, left: Value, right: Value, node: ast.AST) -> Value:
        """The sum of two strings or two lists. The sum of a list and another value is the list with an open end."""
        if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) < MAX_TEXT_LENGTH:
            return left + right
        if isinstance(left, ListValue) and isinstance(right, ListValue):
            return self._list_sum(left, right, node)
        for list_value, other in ((left, right), (right, left)):
            if isinstance(list_value, ListValue):
                return list_value.with_open_end(
                    other.cause
                    if isinstance(other, UnknownValue)
                    else self.cause(node, "adds what is no list")
                )
        return UnknownValue(self.cause(node, "a sum that is known only when it runs"))

    def _list_sum(self, left: ListValue, right: ListValue, node: ast.AST) -> ListValue:
        """The items of both lists, without those of the right one that the left one has for certain."""
        length = len(left.items) + len(right.items)
        self.budget.steps += length // 10
        if length > MAX_ITEMS:
            return left.with_open_end(self.cause(node, "a list too long to be followed"))
        certain = {item.text for item in left.items if item.doubt is None}
        return ListValue(
            (*left.items, *(item for item in right.items if item.text not in certain)),
            (*left.open_ends, *(cause for cause in right.open_ends if cause not in left.open_ends)),
        )

    def truth(self, test: ast.expr, depth: int = 0) -> bool | None:  # noqa: PLR0911 - a table of cases
        """Whether a condition is true; None if that is known only at run time."""
        if depth > MAX_DEPTH:
            return None
        match test:
            case ast.Constant(value=constant):
                return bool(constant)
            case ast.Name(id=name):
                value = self.name_value(name, test)
                return bool(value) if value is None or isinstance(value, (bool, str)) else None
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self.truth(operand, depth + 1)
                return None if truth is None else not truth
            case ast.BoolOp(op=op, values=values):
                truths = [self.truth(operand, depth + 1) for operand in values]
                decisive = isinstance(op, ast.Or)  # a true operand decides `or`, a false one decides `and`
                if decisive in truths:
                    return decisive
                return None if None in truths else not decisive
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op], comparators=[right]):
                is_item = self._is_item(self.value(left, depth + 1), self.value(right, depth + 1))
                return is_item if is_item is None or isinstance(op, ast.In) else not is_item
            case ast.Compare(
                left=left, ops=[ast.Eq() | ast.Is() | ast.NotEq() | ast.IsNot() as op], comparators=[right]
            ):
                is_equal = self._is_equal(self.value(left, depth + 1), self.value(right, depth + 1), op)
                return is_equal if is_equal is None or isinstance(op, ast.Eq | ast.Is) else not is_equal
            case _:
                return None

    @staticmethod
    def _is_equal(left: Value, right: Value, op: ast.cmpop) -> bool | None:
        constants = (str, bool, type(None))
        if not isinstance(left, constants) or not isinstance(right, constants):
            return None
        if isinstance(op, ast.Is | ast.IsNot) and isinstance(left, str) and isinstance(right, str):
            return None
        return type(left) is type(right) and left == right

    @staticmethod
    def _is_item(text: Value, list_value: Value) -> bool | None:
        if not isinstance(text, str) or not isinstance(list_value, ListValue):
            return None
        doubts = [item.doubt for item in list_value.items if item.text == text]
        if None in doubts:
            return True
        return None if doubts or list_value.open_ends else False
