"""
Values as plain Python objects, and what Python itself computes of them: comparisons, sums, methods of strings.

Only operations are computed whose results stay small, whatever the source says.
"""

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

from app.sources.settings.values.kinds import CONSTANTS, Element, Sequence, Table, Value
from app.sources.settings.values.world import World

MAX_ITEMS = 2_000
"""The most items of a list or dictionary. The value of a longer one is unknown."""

MAX_TEXT_LENGTH = 1_000
"""The longest string that is computed, in characters. The value of a longer one is unknown."""

MAX_NUMBER = 10**9
"""The greatest number that is computed."""

SIMPLE_FORMAT = re.compile(r"(?:[^{}]|\{\{|\}\}|\{\w*\})*")
SIMPLE_PERCENT = re.compile(r"(?:[^%]|%%|%[sdr])*")

TEXT_METHODS = frozenset(
    [
        "capitalize",
        "count",
        "endswith",
        "find",
        "format",
        "isdigit",
        "join",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "title",
        "upper",
    ]
)

OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Mod: lambda left, right: left % right,
    ast.BitOr: lambda left, right: left | right,
    ast.BitAnd: lambda left, right: left & right,
    ast.BitXor: lambda left, right: left ^ right,
}

COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "all": all, "any": any, "bool": bool, "enumerate": lambda *args: list(enumerate(*args)), "int": int, "len": len,
    "max": max, "min": min, "reversed": lambda one: list(reversed(one)), "str": str,
    "zip": lambda *args: list(zip(*args, strict=False)),
    "range": lambda *args: list(range(*args)[: MAX_ITEMS + 1]),
}  # fmt: skip


ORDERLESS: frozenset[Callable[..., Any]] = frozenset(
    [all, any, len, max, min, sorted, *OPERATORS.values(), *COMPARISONS.values()]
)
"""Functions for which the order of a set does not matter."""


class NotPlain(Exception):
    """A value is not known to the last, or too large to be computed; or Python raises an exception of this `kind`."""

    def __init__(self, kind: type[BaseException] | None = None) -> None:
        super().__init__(kind)
        self.kind = kind


def plain(world: World, value: Value, depth: int = 0) -> Any:
    """The Python object that a value is. Raises `NotPlain`."""
    if isinstance(value, CONSTANTS):
        return value
    content = world.get(value)
    if content is None or not content.is_exact or depth > 5:
        raise NotPlain
    if isinstance(content, Table):
        world.budget.steps += len(content.entries) // 10
        return {key: plain(world, item, depth + 1) for key, item in content.entries.items()}
    world.budget.steps += len(content.elements) // 10
    items = [plain(world, one.value, depth + 1) for one in content.elements]
    try:
        return {"list": list, "tuple": tuple, "set": set}[content.kind](items)
    except TypeError:
        raise NotPlain from None


def value_of(world: World, result: Any) -> Value:
    """The value of a Python object. Raises `NotPlain` if it is too large, or of another kind."""
    if isinstance(result, str) and len(result) > MAX_TEXT_LENGTH:
        raise NotPlain
    if isinstance(result, int | float) and abs(result) > MAX_NUMBER:
        raise NotPlain
    if isinstance(result, CONSTANTS):
        return result
    if isinstance(result, (list, tuple, set, frozenset, dict)) and len(result) > MAX_ITEMS:
        raise NotPlain
    world.budget.steps += 1
    if isinstance(result, dict):
        return world.new(Table({key: value_of(world, item) for key, item in result.items()}))
    if isinstance(result, (list, tuple, set, frozenset)):
        kind = "set" if isinstance(result, (set, frozenset)) else type(result).__name__
        elements = tuple(Element(value_of(world, item)) for item in result)
        return world.new(Sequence(kind, elements, is_ordered=kind != "set" or len(elements) < 2))
    raise NotPlain


def computed(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """What a function of Python returns. Raises `NotPlain` where it raises, or where a set would have an order."""
    if (
        function not in ORDERLESS
        and function is not bool
        and any(isinstance(one, set) and len(one) > 1 for one in arguments)
    ):
        raise NotPlain
    try:
        return function(*arguments, **keywords)
    except Exception as error:  # noqa: BLE001 - whatever the source makes of its values
        raise NotPlain(type(error)) from None


def operation(operator: ast.operator, left: Any, right: Any) -> Any:
    """The result of `left + right` and the like. Raises `NotPlain`."""
    function = OPERATORS.get(type(operator))
    if function is None:
        raise NotPlain
    if isinstance(operator, ast.Mult) and not (
        isinstance(left, int | float) and isinstance(right, int | float)
    ):
        raise NotPlain
    if isinstance(operator, ast.Mod) and isinstance(left, str) and not SIMPLE_PERCENT.fullmatch(left):
        raise NotPlain
    return computed(function, left, right)


def text_method(text: str, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """What a method of a string returns. Raises `NotPlain`."""
    if name not in TEXT_METHODS or (name == "format" and not SIMPLE_FORMAT.fullmatch(text)):
        raise NotPlain
    return computed(getattr(text, name), *arguments, **keywords)
