"""
The values that stand plainly in the calls of one module: texts, flags, names of models and tables.

Nothing is looked up in other modules, and the steps have a budget of their own.
"""

import ast
import re

from app.sources.errors import UnreadableSource
from app.sources.python.budget import Budget
from app.sources.python.literal import Reader

MAX_STEPS = 50_000
"""The most steps in reading the operations of one list. What needs more is not known."""

NAME = re.compile(r"[^\"\0]+")
"""A name of a table or a column that is no more than a name: some put a schema into it, in quotes."""


class Literals:
    """Reads the arguments of calls, with a reader of the module."""

    def __init__(self, reader: Reader) -> None:
        self.reader = Reader(reader.names, budget=Budget(MAX_STEPS))
        self.reader.class_names = reader.class_names

    def value(self, expression: ast.expr) -> ast.expr:
        """The expression that a name of this module stands for."""
        return next(self.reader.elements(expression), expression)

    def name(self, call: ast.Call, keywords: dict[str, ast.expr], position: int, keyword: str) -> str:
        """The name of a model in lower case. Raises `UnreadableSource`."""
        return self.reader.text(needed(call, keywords, position, keyword)).lower()

    def text(self, expression: ast.expr) -> str | None:
        try:
            return self.reader.text(expression)
        except UnreadableSource:
            return None

    def table(self, expression: ast.expr) -> str | None:
        """A name that is given; None where it is not known, or is no plain name."""
        if self.reader.is_none(expression):
            return ""
        text = self.text(expression)
        return text if text is not None and (not text or NAME.fullmatch(text)) else None

    def flag(self, expression: ast.expr | None, *, is_default: bool) -> bool | None:
        if expression is None:
            return is_default
        try:
            return bool(self.reader.flag(expression))
        except UnreadableSource:
            return None


def class_name(reader: Reader, call: ast.Call) -> tuple[str | None, str]:
    """The dotted name of what is called, and its last part."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        function = next(reader.elements(function), function)
    dotted = reader.names.dotted(function)
    return dotted, dotted.rpartition(".")[2] if dotted else getattr(function, "attr", "")


def keywords_of(call: ast.Call) -> dict[str, ast.expr] | None:
    """The arguments with a keyword; None where some come out of a dictionary or a list."""
    if any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(part, ast.Starred) for part in call.args
    ):
        return None
    return {str(keyword.arg): keyword.value for keyword in call.keywords}


def argument(call: ast.Call, keywords: dict[str, ast.expr], position: int, keyword: str) -> ast.expr | None:
    return keywords.get(keyword) or (call.args[position] if len(call.args) > position else None)


def needed(call: ast.Call, keywords: dict[str, ast.expr], position: int, keyword: str) -> ast.expr:
    found = argument(call, keywords, position, keyword)
    if found is None:
        raise UnreadableSource(f"{keyword} is missing", call.lineno)
    return found
