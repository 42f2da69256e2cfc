"""
What an expression of a settings module holds, by the names that are bound so far.

    ["shop.orders", *OTHERS]            texts and lists, sums and copies of lists
    ["toolbar" if env("X") else ""]     an entry in doubt
    [*plugins()]                        an open end
    [one for one in APPS if one]        a copy, without what the condition leaves out
"""

import ast
from collections.abc import Callable
from dataclasses import replace

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.python.syntax import short_text
from app.sources.settings.values import (
    ANY,
    Alternatives,
    ImportedValue,
    ListItem,
    ListValue,
    Namespace,
    TableValue,
    UnknownValue,
    Value,
    merged,
)

DEPTH = 20
STEPS = 100_000
"""So many statements and expressions are followed for the settings of one reading."""

ENTRIES = 2_000
"""No list of settings is longer; one that doubles itself is left."""

TEXT = 1_000
"""No text of settings is longer."""

COPIES = frozenset(["list", "tuple", "set", "sorted"])


class Expressions:
    """
    The expressions of one module, whose file is `path`; `names` are bound as it goes on.

    `imported` looks up what a name that is imported stands for.
    """

    def __init__(
        self, path: str, names: Namespace, budget: Budget, imported: Callable[[ImportedValue], Value]
    ) -> None:
        self.path = path
        self.names = names
        self.budget = budget
        self.imported = imported

    def place(self, node: ast.AST, reason: str) -> Unreadable:
        """A place in the module."""
        return Unreadable(self.path, getattr(node, "lineno", None), reason)

    def named(self, name: str, node: ast.AST) -> Value:
        """What a name holds."""
        if name in self.names:
            held = self.names[name]
            if isinstance(held, ImportedValue):
                held = self.names[name] = self.imported(held)
            return held
        found = self.names.get(ANY)
        return (
            found
            if isinstance(found, UnknownValue)
            else UnknownValue(self.place(node, f"{name} is not bound here"))
        )

    def value(self, expression: ast.expr, depth: int = 0) -> Value:  # noqa: C901, PLR0911 - a table of cases
        """What an expression holds."""
        self.budget.steps += 1
        if depth > DEPTH or self.budget.is_spent:
            return self._unknown(expression)
        match expression:
            case ast.Constant(value=str() | bool() | None as value):
                return value
            case ast.Name(id=name):
                return self.named(name, expression)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return self._list(elements, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.sum(self.value(left, depth + 1), self.value(right, depth + 1), expression)
            case ast.IfExp():
                return self._one_of(expression, depth)
            case ast.Dict(keys=keys, values=values):
                return self._table(keys, values, depth) or self._unknown(expression)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in COPIES and len(args) < 2:
                return self._copy(self.value(args[0], depth + 1) if args else ListValue(), expression)
            case ast.Call(func=ast.Name(id="filter"), args=[ast.Constant(None) | ast.Name("bool"), listed]):
                return self._copy(self.value(listed, depth + 1), expression)
            case (
                ast.ListComp(elt=ast.Name(id=name), generators=[each])
                | ast.GeneratorExp(elt=ast.Name(id=name), generators=[each])
                | ast.SetComp(elt=ast.Name(id=name), generators=[each])
            ) if isinstance(each.target, ast.Name) and each.target.id == name:
                return self._chosen(each, name, self._copy(self.value(each.iter, depth + 1), expression))
            case _:
                return self._unknown(expression)

    def _unknown(self, expression: ast.expr) -> UnknownValue:
        return UnknownValue(self.place(expression, f"{short_text(expression)} is known only when it runs"))

    def _copy(self, found: Value, expression: ast.expr) -> ListValue | UnknownValue:
        return found if isinstance(found, (ListValue, UnknownValue)) else self._unknown(expression)

    def _chosen(
        self, each: ast.comprehension, name: str, found: ListValue | UnknownValue
    ) -> ListValue | UnknownValue:
        """What the conditions of a comprehension leave of a list; in doubt where they do not tell."""
        if not isinstance(found, ListValue):
            return found
        before = dict(self.names)
        kept = []
        for one in found.entries:
            self.names[name] = one.text
            self.budget.steps += 1 + len(each.ifs)
            truths = [self.truth(test) for test in each.ifs]
            if False in truths:
                continue
            unclear = next(
                (test for test, truth in zip(each.ifs, truths, strict=True) if truth is None), None
            )
            doubt = None if unclear is None else self.place(unclear, f"depends on {short_text(unclear)}")
            kept.append(replace(one, doubt=one.doubt or doubt))
        self.names.clear()
        self.names.update(before)
        return ListValue(tuple(kept), found.open)

    def _one_of(self, expression: ast.IfExp, depth: int) -> Value:
        """One value of two: the one that is taken, or what both have in common, the rest in doubt."""
        truth = self.truth(expression.test)
        if truth is not None:
            return self.value(expression.body if truth else expression.orelse, depth + 1)
        both = [{"": self.value(part, depth + 1)} for part in (expression.body, expression.orelse)]
        return merged(both, self.place(expression, f"depends on {short_text(expression.test)}"))[""]

    def _list(self, elements: list[ast.expr], depth: int) -> ListValue:
        """A list; None is no entry, since a list that has it is filtered before it counts."""
        found = ListValue()
        for element in elements[: ENTRIES + 1]:
            added: ListValue | UnknownValue
            if isinstance(element, ast.Starred):
                value = self.value(element.value, depth + 1)
                added = (
                    value
                    if isinstance(value, (ListValue, UnknownValue))
                    else UnknownValue(self.place(element, "no list"))
                )
            else:
                value = self.value(element, depth + 1)
                if value is None:
                    continue
                if isinstance(value, str):
                    added = ListValue((ListItem(value),))
                elif isinstance(value, Alternatives):
                    added = value.listed()
                else:
                    why = self.place(element, f"{short_text(element)} is no text")
                    added = value if isinstance(value, UnknownValue) else UnknownValue(why)
            summed = self.sum(found, added, element)
            found = summed if isinstance(summed, ListValue) else found
        return found

    def _table(self, keys: list[ast.expr | None], values: list[ast.expr], depth: int) -> TableValue | None:
        items: dict[str, str | None] = {}
        for key, value in zip(keys[:ENTRIES], values, strict=False):
            name = self.value(key, depth + 1) if key is not None else None
            held = self.value(value, depth + 1)
            if not isinstance(name, str) or not (held is None or isinstance(held, str)):
                return None
            items[name] = held
        return TableValue(items) if len(keys) <= ENTRIES else None

    def sum(self, left: Value, right: Value, node: ast.AST) -> Value:
        """Two texts or two lists as one; with what is no list a list has an open end."""
        if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) < TEXT:
            return left + right
        if isinstance(left, ListValue) and isinstance(right, ListValue):
            self.budget.steps += (len(left.entries) + len(right.entries)) // 10
            if len(left.entries) + len(right.entries) > ENTRIES:
                return left.opened(self.place(node, "a list too long to be followed"))
            known = {one.text for one in left.entries if one.doubt is None}
            entries = (*left.entries, *(one for one in right.entries if one.text not in known))
            return ListValue(entries, (*left.open, *(one for one in right.open if one not in left.open)))
        for known_part, other in ((left, right), (right, left)):
            if isinstance(known_part, ListValue):
                why = (
                    other.why if isinstance(other, UnknownValue) else self.place(node, "adds what is no list")
                )
                return known_part.opened(why)
        return UnknownValue(self.place(node, "a sum that is known only when it runs"))

    def truth(self, test: ast.expr, depth: int = 0) -> bool | None:
        """Whether a condition holds; None where that is known only when it runs."""
        if depth > DEPTH:
            return None
        match test:
            case ast.Constant(value=constant):
                return bool(constant)
            case ast.Name(id=name):
                held = self.named(name, test)
                return bool(held) if held is None or isinstance(held, (bool, str)) else None
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self.truth(operand, depth + 1)
                return None if truth is None else not truth
            case ast.BoolOp(op=op, values=values):
                truths = [self.truth(one, depth + 1) for one in values]
                decides = isinstance(op, ast.Or)
                return decides if decides in truths else None if None in truths else not decides
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op], comparators=[right]):
                inside = self._holds(self.value(left, depth + 1), self.value(right, depth + 1))
                return inside if inside is None or isinstance(op, ast.In) else not inside
            case ast.Compare(
                left=left, ops=[ast.Eq() | ast.Is() | ast.NotEq() | ast.IsNot() as op], comparators=[right]
            ):
                same = self._is_same(self.value(left, depth + 1), self.value(right, depth + 1), op)
                return same if same is None or isinstance(op, ast.Eq | ast.Is) else not same
            case _:
                return None

    @staticmethod
    def _is_same(left: Value, right: Value, op: ast.cmpop) -> bool | None:
        plain = (str, bool, type(None))
        if not isinstance(left, plain) or not isinstance(right, plain):
            return None
        if isinstance(op, ast.Is | ast.IsNot) and isinstance(left, str) and isinstance(right, str):
            return None
        return type(left) is type(right) and left == right

    @staticmethod
    def _holds(text: Value, listed: Value) -> bool | None:
        if not isinstance(text, str) or not isinstance(listed, ListValue):
            return None
        doubts = [one.doubt for one in listed.entries if one.text == text]
        if None in doubts:
            return True
        return None if doubts or listed.open else False
