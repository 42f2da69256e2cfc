"""
What the readers say of tables and columns, held against what real `migrate` makes of them, migration by migration.

`python -m tests.real.schemas` prints the table of docs/sources.md, on SQLite and PostgreSQL.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.schema import SchemaChange, SchemaChangeKind, schema_changes
from tests.real.histories import load_release, run
from tests.real.projects import LEAN, POPULAR, Project
from tests.real.reading import read_project
from tests.servers.postgres import PostgresServer, start_server

Tables = dict[str, dict[str, bool | None]]
CODE = ("RunPython", "RunSQL")
LIMITS = {"sqlite": None, "postgresql": 63}

SCRIPT = str(Path(__file__).with_name("migrated_script.py"))


def migrated(
    project: Project, version: str, database: Path, *, url: str = "", originals: bool = False
) -> Iterator[tuple[MigrationKey, Tables]]:
    """The tables before the first migration, under a key without a name, and after each as `migrate` runs it."""
    words = ("originals",) if originals else ()
    for line in run(project, version, database, SCRIPT, *words, REAL_POSTGRES=url).splitlines():
        if line.startswith("["):
            label, name, tables = json.loads(line)
            yield MigrationKey(label, name), tables


@dataclass
class Count:
    """How many operations are known and right, how many are code or not known, and what is wrong."""

    right: int = 0
    code: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    columns: int = 0
    unknown_columns: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def cells(self) -> tuple[object, ...]:
        total = self.right + self.code + self.unknown.total()
        return (
            total,
            self.right,
            self.code,
            self.unknown.total(),
            self.columns,
            self.unknown_columns,
            len(self.wrong),
        )


def counted(release: Release, steps: Iterable[tuple[MigrationKey, Tables]], vendor: str) -> Count:
    """What a release says of each step, held against the tables before and after it."""
    known = schema_changes(release)
    result = Count()
    before: Tables = {}
    for key, after in steps:
        if not key.name:
            before = after
            continue
        migration = release.migrations.get(key)
        operations = migration.operations if migration else ()
        tables = {name: dict(columns) for name, columns in before.items()}
        touched: dict[tuple[str, str], None] = {}
        partly: set[str] = set()
        is_whole = migration is not None
        for operation, changes in zip(operations, known.get(key, ()), strict=True):
            if changes is None:
                is_whole = False
                if operation.kind in CODE:
                    result.code += 1
                else:
                    result.unknown[operation.kind] += 1
                continue
            result.right += 1
            for change in changes:
                result.columns += len(change.columns)
                result.unknown_columns += len(change.unknown)
                applied(change, tables, touched, partly, LIMITS[vendor])
        wrong = differences(tables, after, touched, partly=partly, is_whole=is_whole)
        result.wrong += (f"{key}: {text}" for text in wrong)
        before = after
    return result


def applied(
    change: SchemaChange,
    tables: Tables,
    touched: dict[tuple[str, str], None],
    partly: set[str],
    limit: int | None,
) -> None:
    """Do to the tables what the change says; what cannot be done is left, and shows afterwards."""
    table = change.table.on(limit)
    names = [column.name[:limit] for column in change.columns]
    columns = tables.get(table, {})
    match change.kind:
        case SchemaChangeKind.CREATE_TABLE:
            tables[table] = {}
            if change.unknown:
                partly.add(table)
            touched[table, ""] = None
        case SchemaChangeKind.DROP_TABLE:
            touched[table, ""] = None
            tables.pop(table, None)
        case SchemaChangeKind.RENAME_TABLE:
            assert change.to
            to = change.to.on(limit)
            touched |= {(table, ""): None, (to, ""): None}
            touched |= {(to, column): None for name, column in touched if name == table and column}
            tables[to] = tables.pop(table, {})
            if table in partly:
                partly.add(to)
        case SchemaChangeKind.DROP_COLUMN:
            columns.pop(names[0], None)
        case SchemaChangeKind.RENAME_COLUMN:
            assert change.renamed
            columns[change.renamed] = columns.pop(names[0], None)
            touched[table, change.renamed] = None
    for name, column in zip(names, change.columns, strict=True):
        touched[table, name] = None
        if change.kind not in (SchemaChangeKind.DROP_COLUMN, SchemaChangeKind.RENAME_COLUMN):
            tables.setdefault(table, {})[name] = column.null


def differences(
    tables: Tables, after: Tables, touched: Iterable[tuple[str, str]], *, partly: set[str], is_whole: bool
) -> Iterator[str]:
    """Where the tables are others than was said: all of them, or where not all is known those that were touched."""
    if is_whole:
        names = {(name, "") for name in (*tables, *after)}
        names |= {
            (name, column)
            for each in (tables, after)
            for name in each
            for column in each[name]
            if name not in partly
        }
    else:
        names = set(touched)
    for table, column in sorted(names | set(touched)):
        if (table in tables) != (table in after):
            yield f"table {table} is {'not ' if table not in after else ''}there"
        elif column and table in after and (column in tables[table]) != (column in after[table]):
            yield f"column {column} of {table} is {'not ' if column not in after[table] else ''}there"
        elif column and table in after and column in after[table]:
            said = tables[table][column]
            if said is not None and said != after[table][column]:
                yield f"column {column} of {table} is said to be {'null' if said else 'not null'}"


HEAD = "| project | reader | database | operations | right | code | not known | columns | not known | wrong |"


def lines(project: Project, folder: Path, server: PostgresServer) -> Iterator[str]:
    """The rows of one project, for its last version, with squashes and with their originals."""
    version = project.versions[-1]
    source = read_project(project, version)
    for originals in (False, True) if source.squashes else (False,):
        for vendor in LIMITS:
            database = folder / f"{project}-{originals}.sqlite3"
            url = server.create_database("schemas") if vendor == "postgresql" else ""
            steps = list(migrated(project, version, database, url=url, originals=originals))
            reported = load_release(project, version, database, REAL_POSTGRES=url)
            for reader, release in (("reporter", reported), ("source", source)):
                count = counted(release, steps, vendor)
                name = f"{project} {version}{', originals' if originals else ''}"
                yield f"| {' | '.join(map(str, (name, reader, vendor, *count.cells)))} |"
                yield from (f"wrong: {text}" for text in count.wrong)


def main() -> None:
    """Print the table: of the projects that are named, or of all."""
    names = sys.argv[1:]
    print(HEAD, "|---|---|---" + "|--:" * (HEAD.count(" |") - 3) + "|", sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as folder, start_server() as server:
        for project in (*reversed(LEAN), POPULAR):
            if not names or project.name in names:
                for line in lines(project, Path(folder), server):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
