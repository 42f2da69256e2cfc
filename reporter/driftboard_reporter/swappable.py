"""The settings that decide a dependency: `swappable_dependency(settings.AUTH_USER_MODEL)` goes back to its name."""

from __future__ import annotations

import ast
from typing import Any

from django.apps import apps
from django.conf import settings

SETTING = "__setting__"
USER_MODEL = "AUTH_USER_MODEL"


class Swappable:
    """
    The settings that swap a model, and what they say. `used` are those that a dependency was found to name.

    Django keeps the value alone, `users.User`, and several settings may have it. The source says which was meant; where
    it does not, the user model goes before the others.
    """

    def __init__(self) -> None:
        self.values: dict[str, str] = {USER_MODEL: settings.AUTH_USER_MODEL}
        self.used: set[str] = set()
        for model in apps.get_models(include_swapped=True):
            options = model._meta  # noqa: SLF001 - Django documents it under this name
            if options.swappable:
                self.values[options.swappable] = getattr(settings, options.swappable, None) or options.label

    def dependency(self, found: Any, expression: ast.expr | None) -> list[str] | None:
        """A pair as the manifest has it; None for what is none. `expression` is its source, where that is known."""
        model = getattr(found, "setting", None)
        name = self._name(model, expression) if isinstance(model, str) else None
        if name is None:
            return pair(found)
        self.used.add(name)
        return [SETTING, name]

    def _name(self, model: str, expression: ast.expr | None) -> str | None:
        if isinstance(expression, ast.Call) and len(expression.args) == 1:
            said = expression.args[0]
            if isinstance(said, ast.Constant):
                return None
            if isinstance(said, ast.Attribute) and getattr(settings, said.attr, None) == model:
                self.values.setdefault(said.attr, model)
                return said.attr
        holding = sorted(name for name, value in self.values.items() if value == model)
        return USER_MODEL if USER_MODEL in holding else next(iter(holding), None)


def pair(found: Any) -> list[str] | None:
    """A key as the manifest has it; None for what is none."""
    parts = list(found) if isinstance(found, (list, tuple)) else []
    is_key = len(parts) == 2 and all(isinstance(part, str) and part for part in parts)
    return [str(part) for part in parts] if is_key else None
