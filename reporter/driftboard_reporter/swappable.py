"""The settings that decide a dependency, as in `swappable_dependency(settings.AUTH_USER_MODEL)`."""

from __future__ import annotations

import ast
from typing import Any

from django.apps import apps
from django.conf import settings

SETTING = "__setting__"
USER_MODEL = "AUTH_USER_MODEL"


class Swappable:
    """
    The settings that swap a model, with their `values`. `used` are those that dependencies name.

    Django stores only the value, `users.User`, which several settings may have. The source tells which one the
    dependency names; where it does not, AUTH_USER_MODEL goes before the others.
    """

    def __init__(self) -> None:
        self.values: dict[str, str] = {USER_MODEL: settings.AUTH_USER_MODEL}
        self.used: set[str] = set()
        for model in apps.get_models(include_swapped=True):
            options = model._meta  # noqa: SLF001 - Django documents it under this name
            if options.swappable:
                self.values[options.swappable] = getattr(settings, options.swappable, None) or options.label

    def dependency(self, dependency: Any, expression: ast.expr | None) -> list[str] | None:
        """A dependency in the form of the manifest; None where it is no pair. `expression` is its source, if known."""
        model = getattr(dependency, "setting", None)
        name = self._setting(model, expression) if isinstance(model, str) else None
        if name is None:
            return pair(dependency)
        self.used.add(name)
        return [SETTING, name]

    def _setting(self, model: str, expression: ast.expr | None) -> str | None:
        """The setting that a dependency on this model names; None where the source has the model itself."""
        if isinstance(expression, ast.Call) and len(expression.args) == 1:
            argument = expression.args[0]
            if isinstance(argument, ast.Constant):
                return None
            if isinstance(argument, ast.Attribute) and getattr(settings, argument.attr, None) == model:
                self.values.setdefault(argument.attr, model)
                return argument.attr
        names = sorted(name for name, value in self.values.items() if value == model)
        return USER_MODEL if USER_MODEL in names else next(iter(names), None)


def pair(value: Any) -> list[str] | None:
    """The app label and name of a key, as the manifest has them; None where the value is no such pair."""
    parts = list(value) if isinstance(value, (list, tuple)) else []
    is_key = len(parts) == 2 and all(isinstance(part, str) and part for part in parts)
    return [str(part) for part in parts] if is_key else None
