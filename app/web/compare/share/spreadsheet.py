"""What differs between two sides as CSV: a row for each migration that one has alone, or recorded in another order."""

from collections.abc import Iterator

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.pair.pair import HistoryPair
from app.web.compare.facts import CompareFacts
from app.web.wording.spreadsheet import Value
from app.web.wording.spreadsheet import spreadsheet as written

COLUMNS = (
    "difference",
    "app",
    "migration",
    "applied_in_first",
    "applied_in_second",
    "needs",
    "in_release",
    "irreversible",
)


def spreadsheet(facts: CompareFacts) -> str:
    """The whole file, without a limit; without a pair only the names of the columns."""
    return written(COLUMNS, () if facts.pair is None else _rows(facts.pair))


def _rows(pair: HistoryPair) -> Iterator[tuple[Value, ...]]:
    for key in pair.only_first:
        yield _row(pair, "only in first", key, "")
    for key in pair.only_second:
        yield _row(pair, "only in second", key, "")
    for order in pair.other_orders:
        in_order = "first" if order.first else "second"
        yield _row(pair, f"other order, {in_order} is in order", order.child, str(order.parent))


def _row(pair: HistoryPair, difference: str, key: MigrationKey, needs: str) -> tuple[Value, ...]:
    migration = pair.release.migrations.get(key)
    return (
        difference,
        key.app_label,
        key.name,
        _applied(pair.first, key),
        _applied(pair.second, key),
        needs,
        "no" if migration is None else "yes",
        "yes" if migration is not None and migration.irreversible else "",
    )


def _applied(history: History, key: MigrationKey) -> str:
    position = history.first_position.get(key)
    return "" if position is None else history.rows[position].applied
