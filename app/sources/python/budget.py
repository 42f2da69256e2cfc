"""What a reading may cost: a bound on its steps, so that no source takes it for ever."""

import ast

from app.sources.errors import Unclear

STEPS = 50_000
"""So many steps one module may take: names that double each other would take for ever."""


class Budget:
    """The steps that one reading has taken, in however many modules."""

    def __init__(self) -> None:
        self.steps = 0

    def spend(self, expression: ast.expr, steps: int = 1) -> None:
        """Take so many more. Raises `Unclear` when there are none left."""
        self.steps += steps
        if self.steps > STEPS:
            raise Unclear("names that stand for too much to be read", expression.lineno)
