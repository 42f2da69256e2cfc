"""
What the migrations of a newer release do to the code of an older one that runs on: a bearing for each operation.

    v2 drops column total of shop_order        v1 reads and writes it: breaks
    v2 adds column note, which may be empty    v1 names its columns, and leaves this one out: harmless
    v2 runs code                               nobody can tell

Django names every column that it reads and writes. So a new column harms nobody who need not fill it, and a column that
goes breaks every query of its table. What only the newer release has made may change as it likes.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from app.domain.keys import MigrationKey
from app.domain.release import Operation
from app.domain.resolution import declare
from app.domain.rollback.bearing import Bearing, JudgedStep, Reason
from app.domain.rollback.kinds import by_kind, kinds_within
from app.domain.rollback.known import KnownToOld
from app.domain.schema import Column, SchemaChange, SchemaChangeKind, TableName, schema_changes
from app.domain.schema.names_in_use import NamesInUse, names_in_use

Changes = tuple[SchemaChange, ...]
Place = tuple[TableName, str]
"""A table, and a column of it; an empty text stands for the table itself."""

MAKING_BACK = {
    Reason.TABLE_GOES: True,
    Reason.TABLE_RENAMED: True,
    Reason.COLUMN_GOES: True,
    Reason.COLUMN_RENAMED: True,
    Reason.NEEDS_VALUE: False,
    Reason.REFUSES_EMPTY: False,
}
"""For what breaks, whether a later step that makes its table or column takes that back; else one that changes it."""


def judged_steps(known: KnownToOld, recorded: AbstractSet[MigrationKey]) -> tuple[JudgedStep, ...]:
    """
    What each migration that the older release does not have does to its code, in an order in which they run.

    `recorded` is what has run by then. Of a squash the originals are judged, where they have files.
    """
    files = known.new.migrations
    steps = {
        key
        for key in (known.unknown | known.open) & recorded
        if not files[key].replaces or not files.keys() >= set(files[key].replaces)
    }
    return _Judging(known, steps).steps(recorded)


class _Judging:
    """The tables and columns while the migrations are followed."""

    def __init__(self, known: KnownToOld, steps: AbstractSet[MigrationKey]) -> None:
        self._known, self._new, self._steps = known, known.new, steps
        self._used: NamesInUse = names_in_use(known.old)
        self._columns: dict[TableName, dict[str, Column]] = {}
        self._made: set[Place] = set()
        self._made_names: set[str] = set()
        self._broken: dict[Place, list[tuple[MigrationKey, int]]] = {}
        self._found: dict[MigrationKey, list[Bearing]] = {}

    def steps(self, recorded: AbstractSet[MigrationKey]) -> tuple[JudgedStep, ...]:
        known = schema_changes(self._new)
        order = declare(self._new).graph.topological_order
        left = sorted(self._steps - frozenset(order))
        for key in (*(key for key in order if key in recorded and key in known), *left):
            migration = self._new.migrations[key]
            is_new = key in self._steps and not self._is_open(key)
            for operation, changes in zip(migration.operations, known[key], strict=True):
                if is_new:
                    self._judge(key, operation, changes)
                self._follow(changes or (), is_new=is_new)
        ordered = (key for key in (*order, *left) if key in self._steps)
        return tuple(JudgedStep(key, tuple(self._found.get(key, ()))) for key in ordered)

    def _is_open(self, key: MigrationKey) -> bool:
        """Whether nothing can be judged, as the older release may have the migration, or has a part of it."""
        if key in self._known.open:
            self._found[key] = [Bearing(None, Reason.NOT_COVERED)]
        elif key in self._known.partly:
            self._found[key] = [Bearing(None, Reason.PARTLY_KNOWN)]
        return key in self._found

    def _judge(self, key: MigrationKey, operation: Operation, changes: Changes | None) -> None:
        for change in changes or ():
            self._take_back(change)
        bearings = self._found.setdefault(key, [])
        for bearing, place in self._bearings(key.app_label, operation, changes):
            if place is not None:
                self._broken.setdefault(place, []).append((key, len(bearings)))
            bearings.append(bearing)

    def _bearings(
        self, label: str, operation: Operation, changes: Changes | None
    ) -> Iterator[tuple[Bearing, Place | None]]:
        """The bearings of an operation, each with the place of what breaks there."""
        name = f"{label}.{operation.name or ''}".lower()
        is_new = not self._made_names.isdisjoint((name, ".".join(name.split(".")[:2])))
        if operation.kind in ("CreateModel", "AddField"):
            self._made_names.add(name)
        if changes is None:
            yield Bearing(operation, by_kind(operation, is_new=is_new)), None
            return
        count = 0
        for change in changes:
            yield self._of_change(label, operation, change)
            count += 1
        for kind in kinds_within(operation):
            reason = by_kind(operation, kind, is_new=is_new, has_changes=count > 0)
            if reason is not Reason.NOTHING or not count:
                yield Bearing(operation, reason), None
                count += 1

    def _of_change(
        self, label: str, operation: Operation, change: SchemaChange
    ) -> tuple[Bearing, Place | None]:
        table, column = change.table, change.columns[0] if change.columns else None
        refers = self._refers(label, change)
        if change.kind is SchemaChangeKind.CREATE_TABLE:
            return Bearing(operation, Reason.NEW_TABLE, str(table), refers=refers), None
        of_column = column is not None
        name = column.name if column is not None else ""
        to = str(change.to) if change.to is not None else change.renamed or ""
        if (table, "") in self._made:
            return Bearing(operation, Reason.ONLY_NEW, str(table), name, to, refers), None
        if change.kind is SchemaChangeKind.ADD_COLUMN or (table, name) in self._made:
            reason, place = self._of_new_column(change, column), (table, name)
            used = self._used.has(label, table)
        else:
            reason, place = self._of_old(change, column), (table, name if of_column else "")
            used = self._used.has(label, table, name)
        if used is False:
            reason = Reason.NOT_USED
        elif used is None and reason in MAKING_BACK:
            reason = Reason.MAY_BE_USED
        bearing = Bearing(operation, reason, str(table), name, to, refers)
        return bearing, place if reason in MAKING_BACK else None

    def _of_new_column(self, change: SchemaChange, column: Column | None) -> Reason:
        """A column that only the newer release has: old code leaves it out where it writes a row."""
        if column is None or change.kind in (SchemaChangeKind.DROP_COLUMN, SchemaChangeKind.RENAME_COLUMN):
            return Reason.ONLY_NEW
        if column.null or column.filled:
            return Reason.NEW_COLUMN if change.kind is SchemaChangeKind.ADD_COLUMN else Reason.ONLY_NEW
        return Reason.NEEDS_VALUE if _needs_value(column) else Reason.MAY_NEED_VALUE

    def _of_old(self, change: SchemaChange, column: Column | None) -> Reason:
        """A table or a column that was there before."""
        if change.kind is SchemaChangeKind.DROP_TABLE:
            return Reason.TABLE_GOES
        if column is None:
            return Reason.TABLE_RENAMED
        if change.kind is SchemaChangeKind.DROP_COLUMN:
            return Reason.COLUMN_GOES
        if change.kind is SchemaChangeKind.RENAME_COLUMN:
            return Reason.COLUMN_RENAMED
        before = self._columns.get(change.table, {}).get(column.name)
        if before is not None and before.null and column.null is False:
            return Reason.REFUSES_EMPTY
        return Reason.ALTERED

    def _refers(self, label: str, change: SchemaChange) -> tuple[str, ...]:
        """The tables of old code to which new rows may refer."""
        if change.kind not in (SchemaChangeKind.CREATE_TABLE, SchemaChangeKind.ADD_COLUMN):
            return ()
        referred = {column.references for column in change.columns if column.references is not None}
        old = (table for table in referred if (table, "") not in self._made and table != change.table)
        return tuple(sorted(str(table) for table in old if self._used.has(label, table) is not False))

    def _follow(self, changes: Changes, *, is_new: bool) -> None:
        """Count in what an operation has changed."""
        for change in changes:
            if is_new:
                self._made |= set(_made_by(change))
            self._keep(change)

    def _take_back(self, change: SchemaChange) -> None:
        """What a later step changes again may be whole at the end: nobody looks that far."""
        made = set(_made_by(change))
        touched = {(change.table, column.name) for column in change.columns}
        for place in made | (touched if change.kind is not SchemaChangeKind.CREATE_TABLE else set()):
            kept = []
            for key, number in self._broken.pop(place, ()):
                bearing = self._found[key][number]
                is_back = place in made if MAKING_BACK[bearing.reason] else _is_eased(change)
                if is_back and bearing.operation is not None:
                    self._found[key][number] = Bearing(
                        bearing.operation,
                        Reason.CHANGED_LATER,
                        bearing.table,
                        bearing.column,
                        bearing.to,
                        bearing.refers,
                    )
                else:
                    kept.append((key, number))
            if kept:
                self._broken[place] = kept

    def _keep(self, change: SchemaChange) -> None:
        """The columns as they are after a change."""
        if change.kind is SchemaChangeKind.DROP_TABLE:
            self._columns.pop(change.table, None)
        elif change.to is not None:
            self._columns[change.to] = self._columns.pop(change.table, {})
        elif change.kind is SchemaChangeKind.CREATE_TABLE:
            self._columns[change.table] = {column.name: column for column in change.columns}
        else:
            columns = self._columns.setdefault(change.table, {})
            for column in change.columns:
                former = columns.pop(column.name, None)
                if change.renamed is not None and former is not None:
                    columns[change.renamed] = former
                elif change.kind in (SchemaChangeKind.ADD_COLUMN, SchemaChangeKind.ALTER_COLUMN):
                    columns[column.name] = column


def _made_by(change: SchemaChange) -> Iterable[Place]:
    """The names that are there after a change and were not before it."""
    if change.kind is SchemaChangeKind.CREATE_TABLE:
        yield change.table, ""
    elif change.to is not None:
        yield change.to, ""
    elif change.renamed is not None:
        yield change.table, change.renamed
    elif change.kind is SchemaChangeKind.ADD_COLUMN:
        yield change.table, change.columns[0].name


def _is_eased(change: SchemaChange) -> bool:
    """Whether a change of a column takes back that it needs a value: it goes, or it may be empty, or is filled."""
    return change.kind is not SchemaChangeKind.ALTER_COLUMN or not _needs_value(change.columns[0])


def _needs_value(column: Column) -> bool:
    """Whether it is known that a row cannot be written without a value of this column."""
    return column.null is False and not column.filled and (column.filled is False or column.default is False)
