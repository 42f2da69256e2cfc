"""What cannot be read now, so that the log says it once: when it begins, when its cause is another, when it is over."""

from collections.abc import Iterable
from typing import Any

from app.domain.english import listed
from app.domain.failure import Cause
from app.domain.table_location import DEFAULT_ALIAS
from app.jobs.collection import CollectionResult

MAX_SCHEMAS = 3
"""Further schemas with the same cause are counted."""

MAX_DATABASES = 50
"""So many databases are named in one line of the log; the others are counted."""


class Failing:
    """Why databases could not be read in the last collection of each project."""

    def __init__(self) -> None:
        self._reasons: dict[str, dict[str, str]] = {}

    def changes(self, project: str, results: Iterable[CollectionResult]) -> dict[str, Any]:
        """What is another than after the last collection, as fields of the log; none where nothing is."""
        before = self._reasons.get(project, {})
        now = {_database(result): _reason(result) for result in results}
        self._reasons[project] = {name: reason for name, reason in now.items() if reason}
        failing = [
            f"{name}: {reason}" for name, reason in now.items() if reason and before.get(name) != reason
        ]
        recovered = [name for name in before if now.get(name) == ""]
        return {
            field: [
                *lines[:MAX_DATABASES],
                *([f"and {more} more"] if (more := len(lines) - MAX_DATABASES) > 0 else []),
            ]
            for field, lines in (("failing", failing), ("recovered", recovered))
            if lines
        }


def _database(result: CollectionResult) -> str:
    return result.environment if result.alias == DEFAULT_ALIAS else f"{result.environment} {result.alias}"


def _reason(result: CollectionResult) -> str:
    """Why a database or some of its schemas were not read; empty where all were."""
    if result.cause is not None:
        return result.cause.sentence
    schemas: dict[Cause, list[str]] = {}
    for schema, cause in sorted(result.causes.items()):
        schemas.setdefault(cause, []).append(schema)
    return "; ".join(f"{listed(names, MAX_SCHEMAS)}: {cause.sentence}" for cause, names in schemas.items())
