"""
The expressions that names stand for.

A name is looked up if it is bound once, by a plain assignment: in the class, in the module, or in the module that it is
imported from. Nothing is run, and nothing is guessed.
"""

import ast
from typing import Self

from app.sources.errors import UnreadableSource
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames, short_text

MAX_STEPS = 50_000
"""The most steps in reading one module. An expression that needs more is unreadable."""

MAX_DEPTH = 100
"""The deepest nesting of lists, and the longest chain of names. Deeper expressions are unreadable."""


class NameValues:
    """
    What the names of one module stand for.

    `class_names` are those of the class body; they hide the names of the module. Imported names are looked up only if
    `source` and `modules` are given. `uses_imports` tells that one was looked up, so that the result depends on other
    modules.
    """

    def __init__(
        self,
        names: ModuleNames,
        source: Source | None = None,
        modules: Modules | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.names = names
        self.source = source
        self.modules = modules
        self.budget = budget or Budget(MAX_STEPS)
        self.class_names: dict[str, ast.expr | None] = {}
        self.uses_imports = False

    def of(self, source: Source) -> Self:
        """The same for another module, with the same budget."""
        return type(self)(source.names, source, self.modules, self.budget)

    def error_at(self, unclear: UnreadableSource, expression: ast.expr) -> UnreadableSource:
        """An error of this module, reported at the expression of another module that led to it."""
        reason = unclear.reason
        if self.source and " (in " not in reason:
            reason = f"{reason} (in {self.source.path}:{unclear.line})"
        return UnreadableSource(reason, expression.lineno)

    def _resolve_here(self, expression: ast.expr) -> ast.expr:
        """The expression that a name stands for within this module; other expressions as they are."""
        for _ in range(MAX_DEPTH):
            if not isinstance(expression, ast.Name):
                return expression
            value = self._value_of_name(expression)
            if value is None:
                return expression
            expression = value
        return expression

    def _resolve(self, expression: ast.expr) -> tuple[Self, ast.expr]:
        """The expression that a name stands for in the end, and the values of the module that holds it."""
        if isinstance(expression, (ast.Constant, ast.Tuple)):
            return self, expression
        value = self._resolve_here(expression)
        if isinstance(value, ast.Name):
            if self._value_of_name(value) is not None:
                raise UnreadableSource("names that lead in a circle, or too far", value.lineno)
            return self._imported_value(value)
        if isinstance(value, ast.Attribute) and not (self.names.dotted(value) or "").startswith("django."):
            try:
                return self._imported_value(value)
            except UnreadableSource:
                return self, value
        return self, value

    def _imported_value(self, name: ast.Name | ast.Attribute) -> tuple[Self, ast.expr]:
        """The expression that another module binds to an imported name, and the values of that module."""
        first = name
        while isinstance(first, ast.Attribute) and isinstance(first.value, (ast.Attribute, ast.Name)):
            first = first.value
        dotted = self.names.dotted(name)
        if (
            self.source
            and self.modules
            and dotted
            and isinstance(first, ast.Name)
            and first.id in self.names.imports
            and first.id not in self.class_names
            and self.names.binding_count(first.id) == 1
        ):
            self.uses_imports = True
            binding = self.modules.binding(dotted, self.source)
            if binding is not None:
                source, inner_name = binding
                value = source.names.value(inner_name)
                if value is None:
                    reason = f"{short_text(name)} is not bound once, by a plain assignment, in {source.path}"
                    raise UnreadableSource(reason, name.lineno)
                self.budget.spend(name)
                return self.of(source), value
        raise UnreadableSource(self._reason(name), name.lineno)

    def _value_of_name(self, name: ast.Name) -> ast.expr | None:
        return self.class_names[name.id] if name.id in self.class_names else self.names.value(name.id)

    def _reason(self, expression: ast.expr) -> str:
        """Why an expression cannot be read, for the user."""
        if isinstance(expression, ast.Name):
            source = self.names.imports.get(expression.id)
            if source:
                return f"{expression.id} is imported ({source}); its value stands in another module"
            return f"{expression.id} is not bound once, by a plain assignment, in this module"
        if isinstance(expression, ast.Call):
            return f"{short_text(expression)} is a call; its value is known only when it runs"
        if isinstance(expression, ast.IfExp):
            return f"{short_text(expression)} depends on a condition"
        return f"{short_text(expression)} is known only when it runs"
