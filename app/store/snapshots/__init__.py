"""
Snapshots: a history of an environment, and when it was seen.

A snapshot is never edited nor deleted. Only its `seen_at` moves, as long as the same history is seen again. All
moments are aware and in UTC. `received_at` is read from our own clock; it rises within an environment, unless the
clock was wrong (`app.store.clock`). The number decides which snapshot is the newest.

    snapshot     the newest of a table, of all tables, as of a moment, or by fingerprint
    summaries    the same without the histories, and every snapshot of a table
    adding       a history that was seen is added
    keyframes    as its changes, or whole
    looks        what a round found in many databases is stored at once
    neighbours   what was seen just before and just after
    queries      private to this package
"""

from app.store.environments import TableKey
from app.store.snapshots.adding import add
from app.store.snapshots.neighbours import Neighbours, neighbours
from app.store.snapshots.snapshot import (
    FINGERPRINT_PREFIX,
    NewestSnapshots,
    Snapshot,
    as_of,
    as_of_all,
    environments,
    history_of_project,
    latest,
    latest_of_all,
    of_rows,
    readable_of_rows,
    with_fingerprint,
)
from app.store.snapshots.summaries import (
    SnapshotSummary,
    latest_summaries,
    latest_summary,
    seen_at,
    summaries,
)

__all__ = [
    "FINGERPRINT_PREFIX",
    "Neighbours",
    "NewestSnapshots",
    "Snapshot",
    "SnapshotSummary",
    "TableKey",
    "add",
    "as_of",
    "as_of_all",
    "environments",
    "history_of_project",
    "latest",
    "latest_of_all",
    "latest_summaries",
    "latest_summary",
    "neighbours",
    "of_rows",
    "readable_of_rows",
    "seen_at",
    "summaries",
    "with_fingerprint",
]
