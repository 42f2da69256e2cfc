"""
Evaluates the expressions of a settings module, with the names that are bound so far. Nothing is run.

    ["shop.orders", *OTHERS]            a list: strings and lists, sums and copies of lists
    ["toolbar" if env("X") else ""]     a list whose element is in doubt
    [*plugins()]                        a list with an open end
    [app for app in APPS if app]        a copy of APPS, without the elements that fail the condition
"""

import ast

from app.sources.python.syntax import short_text
from app.sources.settings.expressions.conditions import Conditions
from app.sources.settings.expressions.lists import Lists
from app.sources.settings.expressions.lookups import Lookups
from app.sources.settings.values import plain
from app.sources.settings.values.kinds import CONSTANTS, Function, UnknownValue, Value
from app.sources.settings.values.plain import NotPlain
from app.sources.settings.values.world import fork

MAX_DEPTH = 100
"""The deepest nesting of statements, expressions and calls. The value of a deeper one is unknown."""


class Expressions(Conditions, Lookups, Lists):
    """Evaluates expressions in the scope in which the execution is."""

    def value(self, expression: ast.expr) -> Value:
        """The value of an expression."""
        world = self.world
        world.budget.steps += 1
        if world.depth > MAX_DEPTH or world.budget.is_spent:
            return self.unknown(expression)
        world.depth += 1
        try:
            return self._value(expression)
        finally:
            world.depth -= 1

    def _value(self, expression: ast.expr) -> Value:  # noqa: C901, PLR0911, PLR0912 - a table of cases
        match expression:
            case ast.Constant(value=constant):
                return constant if isinstance(constant, CONSTANTS) else self.unknown(expression)
            case ast.Name(id=name):
                return self.name_value(name, expression)
            case ast.List(elts=elements):
                return self.world.new(self._sequence("list", elements))
            case ast.Tuple(elts=elements):
                return self.world.new(self._sequence("tuple", elements))
            case ast.Set(elts=elements):
                return self.world.new(self._sequence("set", elements))
            case ast.Dict(keys=keys, values=values):
                return self._table(expression, keys, values)
            case ast.BinOp(left=left, op=operator, right=right):
                return self.operation(operator, self.value(left), self.value(right), expression)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self.truth(operand)
                return truth if isinstance(truth, UnknownValue) else not truth
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.BoolOp(op=operator, values=operands):
                return self.any_or_all(operands, expression, is_or=isinstance(operator, ast.Or))
            case ast.Compare():
                return self._comparison(expression)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                truth = self.truth(test)
                if not isinstance(truth, UnknownValue):
                    return self.value(body if truth else orelse)
                cause = self.cause(expression, f"depends on {short_text(test)}", truth)
                return fork(self.world, [lambda: self.value(body), lambda: self.value(orelse)], cause)
            case ast.NamedExpr(target=target, value=inner):
                value = self.value(inner)
                self.scope.names[target.id] = value
                return value
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() | ast.DictComp():
                return self._comprehension(expression)
            case ast.Attribute(value=owner, attr=name):
                return self.attribute(self.value(owner), name, expression)
            case ast.Subscript(value=owner, slice=key):
                return self._item(self.value(owner), key, expression)
            case ast.Call():
                return self.call(expression)
            case ast.JoinedStr(values=parts):
                return self._joined(parts, expression)
            case ast.Lambda():
                return Function(expression, self.scope, self.scope.path)
            case _:
                return self.opaque(expression)

    def _joined(self, parts: list[ast.expr], expression: ast.expr) -> Value:
        values: list[Value] = []
        for part in parts:
            if isinstance(part, ast.FormattedValue) and part.format_spec is None and part.conversion == -1:
                values.append(self.value(part.value))
            else:
                values.append(self.value(part) if isinstance(part, ast.Constant) else self.unknown(part))
        try:
            texts = [str(plain.plain(self.world, value)) for value in values]
            return plain.value_of(self.world, "".join(texts))
        except NotPlain:
            return self.unknown(expression, *values)
