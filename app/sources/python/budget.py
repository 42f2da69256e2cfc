"""A bound on the steps of one reading: names that double each other would take for ever."""

import ast

from app.sources.errors import UnreadableSource


class Budget:
    """The steps that one reading has taken, in however many modules; `limit` of them are allowed."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.steps = 0

    @property
    def is_spent(self) -> bool:
        """Whether more steps were taken than are allowed."""
        return self.steps > self.limit

    def spend(self, expression: ast.expr, steps: int = 1) -> None:
        """Take more steps for an expression. Raises `UnreadableSource` when there are none left."""
        self.steps += steps
        if self.is_spent:
            raise UnreadableSource("names that stand for too much to be read", expression.lineno)
