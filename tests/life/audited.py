"""
A database that keeps an account of its own of every row of django_migrations: what was written, row by row.

Triggers write it, so it knows of each row which one it was, whatever its id, its time and its name became.
"""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

SQLITE = """
CREATE TABLE IF NOT EXISTS account (number INTEGER PRIMARY KEY AUTOINCREMENT, act TEXT,
    old_id, old_app, old_name, old_applied, new_id, new_app, new_name, new_applied);
CREATE TRIGGER written AFTER INSERT ON django_migrations BEGIN
    INSERT INTO account (act, new_id, new_app, new_name, new_applied)
    VALUES ('insert', NEW.id, NEW.app, NEW.name, NEW.applied); END;
CREATE TRIGGER edited AFTER UPDATE ON django_migrations BEGIN
    INSERT INTO account (act, old_id, old_app, old_name, old_applied, new_id, new_app, new_name, new_applied)
    VALUES ('update', OLD.id, OLD.app, OLD.name, OLD.applied, NEW.id, NEW.app, NEW.name, NEW.applied); END;
CREATE TRIGGER taken AFTER DELETE ON django_migrations BEGIN
    INSERT INTO account (act, old_id, old_app, old_name, old_applied)
    VALUES ('delete', OLD.id, OLD.app, OLD.name, OLD.applied); END;
"""

POSTGRESQL = """
CREATE TABLE IF NOT EXISTS account (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, act text,
    old_id bigint, old_app text, old_name text, old_applied text,
    new_id bigint, new_app text, new_name text, new_applied text);
CREATE OR REPLACE FUNCTION keep_account() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO account (act, old_id, old_app, old_name, old_applied, new_id, new_app, new_name, new_applied)
    VALUES (lower(TG_OP), OLD.id, OLD.app, OLD.name, OLD.applied, NEW.id, NEW.app, NEW.name, NEW.applied);
    RETURN NULL; END $$;
CREATE TRIGGER written AFTER INSERT OR UPDATE OR DELETE ON django_migrations
    FOR EACH ROW EXECUTE FUNCTION keep_account();
"""

Stored = tuple[int, str, str, str]
"""A row: its id, app, name, and its time as text."""


@dataclass
class AuditedDatabase:
    """A SQLite file or a PostgreSQL database, by its URL."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite:")

    @property
    def mark(self) -> str:
        return "?" if self.is_sqlite else "%s"

    def run(self, statement: str, *values: Any) -> list[tuple]:
        """Run one statement, as a hand does."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)) as it:
                return it.execute(statement, values).fetchall()
        with psycopg.connect(self.url, autocommit=True) as it:
            cursor = it.execute(statement.replace("?", "%s"), values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def watch(self) -> None:
        """Keep account of the table, which was just made."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)) as it:
                it.executescript(SQLITE)
        else:
            with psycopg.connect(self.url, autocommit=True) as it:
                it.execute(POSTGRESQL)

    def rows(self) -> list[Stored]:
        """Every row by id."""
        query = "SELECT id, app, name, CAST(applied AS TEXT) FROM django_migrations ORDER BY id"
        return [tuple(row) for row in self.run(query)]

    def account(self, after: int) -> list[tuple]:
        """What was written since an entry of the account."""
        return self.run("SELECT * FROM account WHERE number > ? ORDER BY number", after)


def told(before: list[Stored], entries: list[tuple]) -> dict[str, Counter[str]]:
    """What the account says of the time since there were these rows: what came, went, and was rewritten."""
    first = {row[0]: row for row in before}
    origin: dict[int, int | None] = {id_: id_ for id_ in first}
    now: dict[int, Stored] = dict(first)
    for _, act, old_id, _, _, _, new_id, app, name, applied in entries:
        came_from = origin.pop(old_id) if act != "insert" else None
        if act != "insert":
            del now[old_id]
        if act != "delete":
            origin[new_id] = came_from
            now[new_id] = (new_id, app, name, applied)
    found: dict[str, Counter[str]] = {"recorded": Counter(), "removed": Counter(), "rewritten": Counter()}
    for id_, came_from in origin.items():
        if came_from is None:
            found["recorded"][key(now[id_])] += 1
        elif now[id_] != first[came_from]:
            found["rewritten"][key(now[id_])] += 1
    for id_ in set(first) - {each for each in origin.values() if each is not None}:
        found["removed"][key(first[id_])] += 1
    return {what: keys for what, keys in found.items() if keys}


def key(row: Stored) -> str:
    return f"{row[1]}.{row[2]}"


def sqlite(folder: Path) -> AuditedDatabase:
    return AuditedDatabase(f"sqlite:///{folder / 'lived.sqlite3'}")
