"""A limit on the steps of one reading. Without it, names that double each other would take forever."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from app.sources.errors import UnreadableSource


class Budget:
    """Counts the steps of one reading, over all the modules that it visits. At most `limit` steps are allowed."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.steps = 0

    @property
    def is_spent(self) -> bool:
        """Whether more steps were taken than are allowed."""
        return self.steps > self.limit

    @contextmanager
    def share(self) -> Iterator[None]:
        """
        Allow half of the steps that are left, for a part without which the reading can go on.

        Within it the budget is spent when these are; afterwards the other half is left.
        """
        limit = self.limit
        self.limit -= max(0, limit - self.steps) // 2
        try:
            yield
        finally:
            self.limit = limit

    def spend(self, expression: ast.expr, steps: int = 1) -> None:
        """Count steps for an expression. Raises `UnreadableSource` when the limit is exceeded."""
        self.steps += steps
        if self.is_spent:
            raise UnreadableSource("names that stand for too much to be read", expression.lineno)
