"""What was seen last, as JSON."""

from datetime import UTC, datetime
from typing import Any

from app.domain.fleet.last_seen.values import LastSeen, NamedRelease, SeenEnvironment, SeenTable
from app.domain.label import Label

FORMAT = "driftboard-last-seen/1"
LABEL_FORMAT = "driftboard-label/1"


def document(seen: LastSeen) -> dict[str, Any]:
    """The JSON object of what was seen last."""
    return {
        "format": FORMAT,
        "project": seen.project,
        "environments": [_environment(environment) for environment in seen.environments],
    }


def label_document(label: Label) -> dict[str, Any]:
    """The JSON object of where a label points."""
    return {
        "format": LABEL_FORMAT,
        "label": label.label,
        "fingerprint": label.fingerprint,
        "commit": label.commit,
        "added_at": _iso(label.added_at),
    }


def _environment(environment: SeenEnvironment) -> dict[str, Any]:
    return {
        "environment": environment.slug,
        "release": None if environment.release is None else _release(environment.release),
        "tables": [_table(table) for table in environment.tables],
        "left_out": environment.left_out,
        "pushed": environment.is_pushed,
    }


def _release(release: NamedRelease) -> dict[str, Any]:
    return {
        "name": release.name,
        "basis": release.basis.value,
        "label": release.label,
        "fingerprint": release.fingerprint,
        "commit": release.commit,
    }


def _table(table: SeenTable) -> dict[str, Any]:
    return {
        "database": table.location.alias,
        "schema": table.location.schema,
        "schemas": list(table.schemas),
        "history": table.fingerprint,
        "seen_at": None if table.seen_at is None else _iso(table.seen_at),
        "stale": table.is_stale,
        "failure": None if table.failure is None else table.failure.value,
        "apps": None if table.apps is None else sorted(table.apps),
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
