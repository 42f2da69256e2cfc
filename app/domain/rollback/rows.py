"""
Which migrations can stop on the rows that they find when they are unapplied, or run code then.

To unapply a `RemoveField` puts the column back, without its data: a database refuses that where the table has rows and
the column must have a value. A column that is narrow again may not take what it holds, and neither may a rule.
"""

from collections.abc import Iterable

from app.domain.keys import MigrationKey
from app.domain.release import Operation, Release
from app.domain.rollback.kinds import HARMLESS, RULES, kinds_within

PLAIN = frozenset(
    {
        "CreateModel",
        "DeleteModel",
        "RenameModel",
        "AlterModelTable",
        "AddField",
        "RenameField",
        "AddConstraint",
    }
)
"""The kinds that find no row that could stop them when they are unapplied."""


def may_stop_on_rows(release: Release, keys: Iterable[MigrationKey]) -> frozenset[MigrationKey]:
    """The migrations among `keys` that may stop on rows when they are unapplied, or run code."""
    return frozenset(key for key in keys if any(map(_may_stop, release.migrations[key].operations)))


def _may_stop(operation: Operation) -> bool:
    return any(kind in ("RunPython", "RunSQL") or not _is_plain(kind) for kind in kinds_within(operation))


def _is_plain(kind: str) -> bool:
    return kind in PLAIN or (kind in HARMLESS and kind not in RULES)
