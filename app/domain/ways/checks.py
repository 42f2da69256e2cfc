"""
The SQL that looks whether a schema is as migrations leave it: for each kind of database, with the answer to expect.

    SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('"orders_order"');  -- 1

It reads only. Where an answer is another one, a migration did not run, or somebody has changed what it made.
"""

# ruff: noqa: S608 - statements for people to read and run; every name is quoted

from collections.abc import Iterable, Iterator

from app.domain.schema import Column
from app.domain.ways.dialect import Dialect, comment, identifier, literal, search_path
from app.domain.ways.traces import Trace, Traces

PURPOSE = "It only reads. Behind each statement stands the answer that it must give."


def checks(traces: Traces, dialect: Dialect, schemas: tuple[str, ...]) -> Iterator[str]:
    """The lines of the statements; with schemas, of PostgreSQL, they look there alone."""
    has_path = bool(schemas) and dialect is Dialect.POSTGRESQL
    yield f"-- {PURPOSE}"
    if has_path:
        yield "BEGIN READ ONLY;"
        yield search_path(schemas)
    for trace in traces.tables:
        yield from _Table(trace, dialect).checks()
    if has_path:
        yield "COMMIT;"


class _Table:
    """The statements about one table."""

    def __init__(self, trace: Trace, dialect: Dialect) -> None:
        self._trace = trace
        self._dialect = dialect
        self._name = trace.table.on(dialect.limit)
        self._place = identifier(self._name, dialect)

    def checks(self) -> Iterator[str]:
        trace, name = self._trace, comment(self._name)
        if not trace.is_there:
            yield from _counted(f"the table {name} is not there", self._tables(), 0)
            return
        if trace.is_made:
            yield from _counted(f"the table {name} is there", self._tables(), 1)
        if trace.columns:
            columns = [self._column(column.name) for column in trace.columns]
            title = f"{name} has {comment(', '.join(columns))}"
            yield from _counted(title, self._columns(columns), len(columns))
        if trace.gone:
            gone = [self._column(column) for column in trace.gone]
            yield from _counted(f"{name} does not have {comment(', '.join(gone))}", self._columns(gone), 0)
        if not trace.is_made:
            yield from self._values(trace.columns)

    def _column(self, name: str) -> str:
        """The name of a column as the database has it."""
        return name[: self._dialect.limit]

    def _values(self, columns: Iterable[Column]) -> Iterator[str]:
        """That no row is without a value where there must be one."""
        for column in columns:
            if column.null is False:
                name = self._column(column.name)
                title = f"no row of {comment(self._name)} is without a value in {comment(name)}"
                condition = f"{identifier(name, self._dialect)} IS NULL"
                rows = f"(SELECT 1 AS found FROM {self._place} WHERE {condition} LIMIT 1) AS found_rows"
                yield from _counted(title, rows, 0)

    def _tables(self) -> str:
        text = literal(self._name, self._dialect)
        if self._dialect is Dialect.POSTGRESQL:
            return f"pg_catalog.pg_class WHERE oid = to_regclass({literal(self._place, self._dialect)})"
        if self._dialect is Dialect.MYSQL:
            return f"information_schema.tables WHERE table_schema = DATABASE() AND table_name = {text}"
        return f"sqlite_master WHERE type = 'table' AND name = {text}"

    def _columns(self, columns: Iterable[str]) -> str:
        names = ", ".join(literal(column, self._dialect) for column in columns)
        text = literal(self._name, self._dialect)
        if self._dialect is Dialect.POSTGRESQL:
            table = f"attrelid = to_regclass({literal(self._place, self._dialect)})"
            return f"pg_catalog.pg_attribute WHERE {table} AND NOT attisdropped AND attname IN ({names})"
        if self._dialect is Dialect.MYSQL:
            table = f"table_schema = DATABASE() AND table_name = {text}"
            return f"information_schema.columns WHERE {table} AND column_name IN ({names})"
        return f"pragma_table_xinfo({text}) WHERE name IN ({names})"


def _counted(title: str, source: str, number: int) -> Iterator[str]:
    yield f"-- {title}:"
    yield f"SELECT count(*) FROM {source};  -- {number}"
