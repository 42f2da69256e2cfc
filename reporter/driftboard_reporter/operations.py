"""The operations of a migration in brief, as Django has loaded them; the fingerprints come from their source."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from driftboard_reporter.operation_names import OBJECT_ARGUMENTS, UNKNOWN, operation_name

if TYPE_CHECKING:
    from driftboard_reporter.schema import Changes
    from driftboard_reporter.source import Source


def operations(
    loaded: list[Any], source: Source | None, schema: list[Changes | None]
) -> list[dict[str, Any]]:
    """
    Each operation in the form of the manifest. Without a source that matches them, none has a fingerprint.

    `schema` has what each does to tables and columns, as far as it is known.
    """
    expressions = source.elements("operations") if source else None
    if source is None or expressions is None or len(expressions) != len(loaded):
        briefs = [_brief(operation) for operation in loaded]
    else:
        briefs = [_brief(operation, source, expression) for operation, expression in zip(loaded, expressions)]
    for brief, changes in zip(briefs, schema):
        if changes is not None:
            brief["schema"] = changes
    return briefs


def _brief(
    operation: Any, source: Source | None = None, expression: ast.expr | None = None
) -> dict[str, Any]:
    kind = type(operation).__name__
    brief: dict[str, Any] = {"kind": kind}
    name = operation_name(kind, _Arguments(operation).text)
    if name is not None:
        brief["name"] = name
    brief["reversible"] = _reversible(operation)
    brief["elidable"] = bool(getattr(operation, "elidable", False))
    if source is not None and isinstance(expression, ast.Call):
        fingerprint = source.fingerprints.of(expression)
        if fingerprint is not None:
            brief["fingerprint"] = fingerprint
    return brief


class _Arguments:
    """The arguments of the call that made an operation; Django stores them in it."""

    def __init__(self, operation: Any) -> None:
        arguments: tuple[tuple[Any, ...], dict[str, Any]] = getattr(operation, "_constructor_args", ((), {}))
        self.args, self.keywords = arguments

    def text(self, keyword: str, position: int) -> str | None:
        """See `driftboard_reporter.operation_names.ArgumentText`."""
        value = self.keywords.get(keyword)
        if value is None and 0 <= position < len(self.args):
            value = self.args[position]
        if value is None:
            return None
        if keyword in OBJECT_ARGUMENTS:
            value = getattr(value, "name", None)
        return str(value) if isinstance(value, str) else UNKNOWN


def _reversible(operation: Any) -> bool:
    """Whether Django can reverse the operation, with all that it runs on the database."""
    inner = getattr(operation, "database_operations", None)
    if type(operation).__name__ == "SeparateDatabaseAndState" and inner is not None:
        return all(_reversible(inner_operation) for inner_operation in inner)
    return bool(getattr(operation, "reversible", True))
