"""
The tables and columns that migrations make, in words: what must be there, what goes, what is code.

The names are those that the operations are known to make (`app.domain.schema`). Where a release knows no more than the
model and the field, they are Django's default names, and that is said too.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.english import listed
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.schema import TableName
from app.domain.ways.traces import Trace, Traces, traces_of
from app.domain.ways.way import Step, StepKind

MAKING = frozenset({"CreateModel", "AddField"})
"""The kinds of operations that make a table or a column, and run again once that is dropped."""

CODE = frozenset({"RunPython", "RunSQL"})
"""The kinds that have no name: what they do is code."""

MOST_NAMES = 3
"""A sentence names this many migrations and counts the others."""

DEFAULT_NAMES = (
    "Some of these are Django's default names: models may have others; a foreign key's column ends with _id."
)
"""What is to be known where tables and columns are named that nobody has told us of."""

ASSUMED_TABLES = f"{DEFAULT_NAMES} A many-to-many field has a table of its own, which goes first."
"""The same where they are to be dropped."""

NO_NAME = "Look at the schema: what these migrations do has no name in their files."


@dataclass(frozen=True, slots=True)
class Made:
    """
    What migrations make: tables, columns of other tables (table and column), and what is not known by name.

    Each in the order in which it can be dropped: what refers to another table goes before it.
    """

    tables: tuple[TableName, ...] = ()
    columns: tuple[tuple[TableName, str], ...] = ()
    unknown: tuple[str, ...] = ()
    is_assumed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Everything in words: `table orders_order`, `column unique_id of users_user`, `RunPython of users.0010`."""
        return (*self.known, *self.unknown)

    @property
    def undone(self) -> Traces | None:
        """What is looked for where all of it was taken back; None where no name is sure."""
        if self.is_assumed or not self.known:
            return None
        columns: dict[TableName, list[str]] = {}
        for table, name in self.columns:
            columns.setdefault(table, []).append(name)
        return Traces(
            (
                *(Trace(table, is_there=False) for table in self.tables),
                *(Trace(table, gone=tuple(names)) for table, names in columns.items()),
            )
        )

    @property
    def known(self) -> tuple[str, ...]:
        """The tables and columns in words."""
        return (
            *(f"table {table}" for table in self.tables),
            *(f"column {column} of {table}" for table, column in self.columns),
        )


def not_there_yet(release: Release, keys: Iterable[MigrationKey]) -> tuple[Step, ...]:
    """The check that nothing of what these migrations make is there before they run; none where they make nothing."""
    absent = made_by(release, keys)
    if not absent.names:
        return ()
    text = f"Look that nothing of what then runs is there yet: {listed(absent.names)}."
    text += " Where it is, record the row instead."
    if absent.is_assumed:
        text += f" {DEFAULT_NAMES}"
    return (Step(StepKind.CHECK, text, traces=absent.undone),)


def made_by(release: Release, keys: Iterable[MigrationKey]) -> Made:
    """What these migrations make. Columns of a table that they make themselves come with it."""
    traces = traces_of(release, keys)
    made = [trace for trace in traces.tables if trace.is_there and trace.is_made]
    return Made(
        _before_what_they_refer_to(made),
        tuple(
            (trace.table, column.name)
            for trace in traces.tables
            if trace.is_there and not trace.is_made
            for column in trace.columns
        ),
        traces.unknown,
        traces.is_assumed,
    )


def _before_what_they_refer_to(made: list[Trace]) -> tuple[TableName, ...]:
    """Each table before those that it refers to, where there is such an order."""
    left, order = {trace.table: trace for trace in made}, list[TableName]()
    while left:
        referred = {
            column.references
            for trace in left.values()
            for column in trace.columns
            if column.references != trace.table
        }
        free = [table for table in left if table not in referred] or [next(iter(left))]
        order += free
        for table in free:
            del left[table]
    return tuple(order)


def schema_step(
    release: Release, keys: Iterable[MigrationKey], recorded: AbstractSet[MigrationKey] = frozenset()
) -> Step:
    """The step that says what must be there before rows say that these migrations ran, with the SQL that looks."""
    traces = traces_of(release, keys, recorded)
    is_sure = bool(traces.tables) and not traces.is_assumed
    return Step(StepKind.CHECK, " ".join(_sentences(traces)), traces=traces if is_sure else None)


def _sentences(traces: Traces) -> Iterator[str]:
    there, gone = _there(traces), _gone(traces)
    if there:
        yield f"Look whether all of it is there: {listed(there)}."
    if gone:
        yield f"Look whether it is gone: {listed(gone)}."
    if traces.unknown:
        yield f"{'Look at this too' if there or gone else 'Look at what it did'}: {listed(traces.unknown)}."
    if not (there or gone or traces.unknown):
        yield NO_NAME
    if traces.is_assumed:
        yield DEFAULT_NAMES


def _there(traces: Traces) -> list[str]:
    names = [f"table {trace.table}" for trace in traces.tables if trace.is_there and trace.is_made]
    return names + [
        f"column {column.name} of {trace.table}"
        for trace in traces.tables
        if not trace.is_made
        for column in trace.columns
    ]


def _gone(traces: Traces) -> list[str]:
    names = [f"table {trace.table}" for trace in traces.tables if not trace.is_there]
    return names + [f"column {name} of {trace.table}" for trace in traces.tables for name in trace.gone]


def there_already(keys: Iterable[MigrationKey]) -> str:
    """When rows may be put in for these migrations without running them."""
    return f"What running {listed(keys, MOST_NAMES)} would do is in this database already: tables, columns, and data."


def is_repeatable(migrations: Iterable[Migration]) -> bool:
    """Whether each operation makes a table or a column by a known name, or runs code."""
    return all(
        operation.kind in CODE or (operation.kind in MAKING and operation.name is not None)
        for migration in migrations
        for operation in migration.operations
    )
