"""
What the body of a class binds a name to, and the value of that expression.

    name = "shop.orders"                  the text shop.orders
    label = name.rpartition(".")[2]       the text orders
    name = __package__                    the package of the module

Anything else, such as a call or a name that a condition binds, is `UnreadableSource`. Nothing is run.
"""

import ast
from typing import Any, NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.python.literal import Reader
from app.sources.python.syntax import short_text

MAX_DEPTH = 30
"""The deepest nesting of expressions and names that is followed."""

MAX_LENGTH = 10_000
"""The longest text that an expression may have on the way to its value."""

TEXT_METHODS = frozenset(
    ["rpartition", "partition", "split", "rsplit", "replace", "join", "strip", "lstrip", "rstrip", "lower"]
)
"""The methods of texts that are followed."""

PLAIN = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Binding(NamedTuple):
    """An expression that the body of a class binds a name to, and the place of its statement in the body."""

    expression: ast.expr
    place: int


class ClassBody:
    """The body of one class. `module` is the dotted name of its module, `package` that of the module's package."""

    def __init__(self, reader: Reader, definition: ast.ClassDef, module: str, package: str) -> None:
        self.reader = reader
        self.definition = definition
        self._special_names = {"__name__": module, "__module__": module, "__package__": package}

    def binding(self, name: str, *, before: int | None = None) -> Binding | None:
        """
        What the body binds a name to at last, or before one of its statements; None where it does not.

        Raises `UnreadableSource` where that is no plain value.
        """
        for index, statement in reversed(list(enumerate(self.definition.body[:before]))):
            expression = _bound(statement, name)
            if expression is not None:
                return Binding(expression, index)
        return None

    def value(self, binding: Binding) -> object:
        """The value of a binding: a text, a number, True, False or None. Raises `UnreadableSource`."""
        return self._value(binding.expression, binding.place, 0)

    def text(self, binding: Binding) -> str:
        """The value of a binding that is a text. Raises `UnreadableSource`."""
        value = self.value(binding)
        if not isinstance(value, str):
            raise UnreadableSource(f"{short_text(binding.expression)} is no text", binding.expression.lineno)
        return value

    def _value(self, expression: ast.expr, index: int | None, depth: int) -> object:
        """The value of an expression in the statement at an index of the body; None stands for the module."""
        if depth > MAX_DEPTH:
            raise UnreadableSource("nested too deeply to be read", expression.lineno)
        value: object
        match expression:
            case ast.Constant(value=str() | int() | None as value):
                pass
            case ast.Name(id="__name__" | "__module__" | "__package__" as name):
                value = self._special_names[name]
            case ast.Name():
                value = self._value_of_name(expression, index, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                value = self._text(left, index, depth) + self._text(right, index, depth)
            case ast.JoinedStr(values=parts):
                value = "".join(self._part(part, index, depth) for part in parts)
            case ast.Call(func=ast.Attribute(value=text, attr=method), args=arguments, keywords=[]) if (
                method in TEXT_METHODS
            ):
                values = [self._argument(argument, index, depth) for argument in arguments]
                value = _called(expression, self._text(text, index, depth), method, values)
            case ast.Subscript(value=inner, slice=position):
                value = self._element(expression, self._value(inner, index, depth + 1), position)
            case _:
                value = self.reader.text(expression)
        if isinstance(value, str) and len(value) > MAX_LENGTH:
            raise UnreadableSource("too long a text", expression.lineno)
        return value

    def _text(self, expression: ast.expr, index: int | None, depth: int) -> str:
        value = self._value(expression, index, depth + 1)
        if not isinstance(value, str):
            raise UnreadableSource(f"{short_text(expression)} is no text", expression.lineno)
        return value

    def _value_of_name(self, name: ast.Name, index: int | None, depth: int) -> object:
        binding = self.binding(name.id, before=index) if index is not None else None
        if binding is not None:
            return self._value(binding.expression, binding.place, depth + 1)
        value = self.reader.names.value(name.id)
        return self.reader.text(name) if value is None else self._value(value, None, depth + 1)

    def _part(self, part: ast.expr, index: int | None, depth: int) -> str:
        match part:
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self._text(value, index, depth)
            case _:
                return self._text(part, index, depth)

    def _argument(self, argument: ast.expr, index: int | None, depth: int) -> object:
        """The value of an argument; a list of texts is one too."""
        if isinstance(argument, (ast.List, ast.Tuple)):
            return [self._text(element, index, depth) for element in argument.elts]
        return self._value(argument, index, depth + 1)

    def _element(self, expression: ast.Subscript, value: object, position: ast.expr) -> object:
        try:
            index: Any
            if isinstance(position, ast.Slice):
                index = slice(
                    *(
                        None if bound is None else ast.literal_eval(bound)
                        for bound in (position.lower, position.upper, position.step)
                    )
                )
            else:
                index = ast.literal_eval(position)
            if isinstance(value, (str, list, tuple)):
                return value[index]
        except (TypeError, ValueError, IndexError, RecursionError):
            pass
        raise UnreadableSource(f"{short_text(expression)} is known only when it runs", expression.lineno)


def _called(call: ast.expr, text: str, method: str, arguments: list[object]) -> object:
    """What a method of a text returns. Raises `UnreadableSource` where Python would refuse the call."""
    try:
        return getattr(text, method)(*arguments)
    except (TypeError, ValueError):
        raise UnreadableSource(f"{short_text(call)} is known only when it runs", call.lineno) from None


def _bound(statement: ast.stmt, name: str) -> ast.expr | None:
    """The expression that a statement of a body binds a name to; None where it binds it to nothing."""
    match statement:
        case ast.Assign(targets=targets, value=value) if any(
            isinstance(target, ast.Name) and target.id == name for target in targets
        ):
            return value
        case ast.AnnAssign(target=ast.Name(id=target), value=value) if target == name:
            return value
    keyword = type(statement).__name__.lower()
    for node in ast.walk(statement) if not isinstance(statement, PLAIN[2:]) else [statement]:
        if name == _name_of(node):
            reason = (
                f"{name} of the class is not a plain value"
                if isinstance(statement, PLAIN)
                else f"{name} of the class depends on the statement `{keyword}`"
            )
            raise UnreadableSource(reason, statement.lineno)
    return None


def _name_of(node: ast.AST) -> str | None:
    """The name that a node binds; None where it binds none."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name
        case ast.alias(name=name, asname=other):
            return other or name.partition(".")[0]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.ExceptHandler(name=other):
            return other
    return None
