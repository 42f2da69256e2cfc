"""Evaluates conditions: comparisons, `and`, `or`, and whether a value is true."""

import ast

from app.sources.python.syntax import short_text
from app.sources.settings.expressions.names import Names
from app.sources.settings.values import external, plain
from app.sources.settings.values.kinds import (
    CONSTANTS,
    OPTIONAL_STAR,
    STAR,
    External,
    Function,
    Globals,
    Method,
    Module,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.plain import NotPlain
from app.sources.settings.values.world import fork


class Conditions(Names):
    """Evaluates conditions in the scope in which the execution is."""

    def truth(self, test: ast.expr) -> bool | UnknownValue:
        """Whether a condition is true; the unknown value if that is known only at run time."""
        if isinstance(test, ast.BoolOp):
            value = self.any_or_all(test.values, test, is_or=isinstance(test.op, ast.Or), is_test=True)
            return self.truth_of(value, test)
        return self.truth_of(self.value(test), test)

    def truth_of(self, value: Value, node: ast.AST) -> bool | UnknownValue:
        """Whether a value is true."""
        if isinstance(value, CONSTANTS):
            return bool(value)
        content = self.world.get(value)
        if isinstance(content, Sequence):
            is_safe = (
                content.is_certain or content.is_ordered
            )  # an open end of a merged list may have emptied it
            if is_safe and any(element.doubt is None for element in content.elements):
                return True
            doubts = [element.doubt for element in content.elements if element.doubt]
            return UnknownValue((*doubts, *content.open_ends)[0]) if doubts or content.open_ends else False
        if isinstance(content, Table):
            return UnknownValue(content.open_ends[0]) if content.open_ends else bool(content.entries)
        if isinstance(value, (Function, Method, Module, Globals)):
            return True
        if isinstance(value, UnknownValue):
            return value
        if isinstance(value, External) and value.is_module:
            return True
        return self.unknown(node, value, is_safe=True)

    def any_or_all(
        self, operands: list[ast.expr], expression: ast.expr, *, is_or: bool, is_test: bool = False
    ) -> Value:
        """
        The value of `a or b` or `a and b`.

        If it `is_test`, only its truth counts: an operand that decides it does so, even after one that is unknown.
        """
        first, *rest = operands
        value = self.value(first)
        if not rest:
            return value
        truth = self.truth_of(value, first)
        if not isinstance(truth, UnknownValue):
            return (
                value if truth is is_or else self.any_or_all(rest, expression, is_or=is_or, is_test=is_test)
            )
        cause = self.cause(expression, f"depends on {short_text(first)}", truth)
        further: list[Value] = []

        def rest_of_it() -> Value:
            further.append(self.any_or_all(rest, expression, is_or=is_or, is_test=is_test))
            return further[0]

        result = fork(self.world, [lambda: value, rest_of_it], cause)
        decisive = self.truth_of(further[0], expression)
        if is_test and decisive is is_or:
            return is_or
        if isinstance(decisive, UnknownValue) and isinstance(result, UnknownValue):
            both = self.cause(expression, result.cause.reason, truth, decisive)
            return result._replace(cause=both)
        return result

    def _comparison(self, expression: ast.Compare) -> Value:
        left = self.value(expression.left)
        for operator, right_expression in zip(expression.ops, expression.comparators, strict=True):
            right = self.value(right_expression)
            result = self._compared(operator, left, right, expression)
            if result is not True:
                return result
            left = right
        return True

    def _compared(  # noqa: C901, PLR0911, PLR0912 - a table of cases
        self, operator: ast.cmpop, left: Value, right: Value, node: ast.AST
    ) -> bool | UnknownValue:
        known = external.compared(operator, left, right, self.world)
        if known is not None:
            return known
        if isinstance(operator, ast.Is | ast.IsNot):
            return self._identical(operator, left, right, node)
        if isinstance(operator, ast.In | ast.NotIn):
            content = self.world.get(right)
            if isinstance(right, Globals) and isinstance(left, str):
                names = right.scope.names
                if left in names and not isinstance(names[left], UnknownValue):
                    return isinstance(operator, ast.In)
                if left not in names and STAR not in names and OPTIONAL_STAR not in names:
                    return isinstance(operator, ast.NotIn)
            elif isinstance(content, Sequence) and isinstance(left, str):
                doubts = [one.doubt for one in content.elements if one.value == left]
                if None in doubts:
                    return isinstance(operator, ast.In)
                may_be = [one for one in content.elements if not isinstance(one.value, CONSTANTS)]
                if not doubts and not may_be and not content.open_ends:
                    return isinstance(operator, ast.NotIn)
            elif isinstance(content, Table) and content.is_exact and isinstance(left, CONSTANTS):
                return (left in content.entries) is isinstance(operator, ast.In)
        try:
            arguments = plain.plain(self.world, left), plain.plain(self.world, right)
            return bool(plain.computed(plain.COMPARISONS[type(operator)], *arguments))
        except NotPlain as error:
            if error.kind is not None:
                return self.failed(error, node)
            is_safe = isinstance(operator, ast.Eq | ast.NotEq) or isinstance(right, External)
            match node:  # a length can be compared
                case ast.Compare(
                    left=ast.Call(func=ast.Name(id="len")), comparators=[ast.Constant(value=int())]
                ):
                    is_safe = True
            return self.unknown(node, *self._why(left), *self._why(right), is_safe=is_safe)

    def _why(self, value: Value) -> list[Value]:
        """A value, and those in doubt that it holds: what a comparison with it depends on."""
        content = self.world.get(value)
        if isinstance(content, Sequence):
            doubts = [one.doubt for one in content.elements if one.doubt]
            return [value, *map(UnknownValue, (*doubts, *content.open_ends))]
        return [value]

    def _identical(
        self, operator: ast.cmpop, left: Value, right: Value, node: ast.AST
    ) -> bool | UnknownValue:
        singletons = (bool, type(None))
        is_known = isinstance(left, singletons) or isinstance(right, singletons)
        unknown = next((one for one in (left, right) if isinstance(one, (UnknownValue, External))), None)
        if isinstance(unknown, External) and unknown.is_module:
            unknown = None
        if unknown is None and (is_known or (isinstance(left, Ref) and left == right)):
            return (left is right or (isinstance(left, Ref) and left == right)) is isinstance(
                operator, ast.Is
            )
        return self.unknown(node, left, right, is_safe=True)
