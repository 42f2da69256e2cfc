"""The operations of a migration in brief, from what Django has loaded and, for the fingerprint, from their source."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from driftboard_reporter.operation_names import OBJECT_ARGUMENTS, UNKNOWN, operation_name

if TYPE_CHECKING:
    from driftboard_reporter.source import Source


def operations(loaded: list[Any], source: Source | None) -> list[dict[str, Any]]:
    """Each operation in the form of the manifest."""
    found = source.elements("operations") if source else None
    if source is None or found is None or len(found) != len(loaded):
        return [_brief(operation) for operation in loaded]
    return [_brief(operation, source, expression) for operation, expression in zip(loaded, found)]


def _brief(
    operation: Any, source: Source | None = None, expression: ast.expr | None = None
) -> dict[str, Any]:
    kind = type(operation).__name__
    brief: dict[str, Any] = {"kind": kind}
    named = operation_name(kind, _Arguments(operation).text)
    if named is not None:
        brief["name"] = named
    brief["reversible"] = _reversible(operation)
    brief["elidable"] = bool(getattr(operation, "elidable", False))
    if source is not None and isinstance(expression, ast.Call):
        fingerprint = source.digests.of(expression)
        if fingerprint is not None:
            brief["fingerprint"] = fingerprint
    return brief


class _Arguments:
    """The arguments that an operation was made with; Django keeps them."""

    def __init__(self, operation: Any) -> None:
        made: tuple[tuple[Any, ...], dict[str, Any]] = getattr(operation, "_constructor_args", ((), {}))
        self.args, self.given = made

    def text(self, keyword: str, position: int) -> str | None:
        """See `driftboard_reporter.operation_names.ArgumentText`."""
        value = self.given.get(keyword)
        if value is None and 0 <= position < len(self.args):
            value = self.args[position]
        if value is None:
            return None
        if keyword in OBJECT_ARGUMENTS:
            value = getattr(value, "name", None)
        return str(value) if isinstance(value, str) else UNKNOWN


def _reversible(operation: Any) -> bool:
    """Whether Django can take it back, with all that it runs on the database."""
    inner = getattr(operation, "database_operations", None)
    if type(operation).__name__ == "SeparateDatabaseAndState" and inner is not None:
        return all(_reversible(one) for one in inner)
    return bool(getattr(operation, "reversible", True))
