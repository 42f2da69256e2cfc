"""
Troubled projects whose releases lie weeks apart, on SQLite or PostgreSQL.

Who wrote a row is told by its time. So each commit is four weeks younger than the one before it, and each row a day
younger than the release that wrote it.
"""

# ruff: noqa: S608 - the values are the tests' own

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.advice.project import Project
from tests.servers.postgres import PostgresServer

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)
WEEKS = timedelta(weeks=4)
NUMBERS = count(1)


class AgedProject(Project):
    """A project on SQLite whose releases lie apart."""

    moment = FIRST

    @property
    def start(self) -> str:
        """The commit that is checked out when the trouble is there: the newest tag."""
        return self.run("git tag --sort=-creatordate").stdout.split()[0]

    def release(self, tag: str, files: Mapping[str, str]) -> None:
        """Commit a release, four weeks after the one before."""
        self.age()
        self.moment = FIRST + WEEKS * len(self.run("git tag").stdout.split())
        super().release(tag, files)

    def run(self, command: str, *, answers: str = "") -> subprocess.CompletedProcess[str]:
        """Type a command; a commit has the time of its release."""
        if command.startswith("git commit"):
            moment = shlex.quote(self.moment.isoformat())
            command = f"GIT_AUTHOR_DATE={moment} GIT_COMMITTER_DATE={moment} {command}"
        return super().run(command, answers=answers)

    def age(self) -> None:
        """Let the rows that were written since the last release be a day younger than it, a second apart."""
        for id_ in self.new_rows():
            applied = self.moment + timedelta(days=1, seconds=id_)
            self.must(
                f"UPDATE django_migrations SET applied = '{applied:%Y-%m-%d %H:%M:%S}' WHERE id = {id_}"
            )

    def new_rows(self) -> list[int]:
        """The ids of the rows that no release of these months can have written."""
        if not self.columns("django_migrations"):
            return []
        lines = self.run(
            f"SELECT id FROM django_migrations WHERE applied > '{FIRST + WEEKS * 8:%Y-%m-%d}'"
        ).stdout
        return [int(line.strip("(,)")) for line in lines.splitlines()]

    def copy(self, folder: Path) -> "AgedProject":
        """The same project in another folder."""
        shutil.copytree(self.folder.parent, folder, dirs_exist_ok=True)
        return AgedProject(folder, self.django)


class PostgresProject(AgedProject):
    """The same on PostgreSQL."""

    def __init__(
        self, folder: Path, django: str, server: PostgresServer, *, copy_of: "PostgresProject | None" = None
    ) -> None:
        self.server = server
        self.name = f"aged_{os.getpid()}_{next(NUMBERS)}"
        if copy_of is None:
            server.create_database(self.name)
        else:
            with psycopg.connect(server.url, autocommit=True, connect_timeout=10) as connection:
                connection.execute(f"CREATE DATABASE {self.name} TEMPLATE {copy_of.name}")
        super().__init__(folder, django)

    @property
    def url(self) -> str:
        return self.server.dsn(self.name)

    @property
    def connection(self) -> dict[str, str]:
        parts = urlsplit(self.url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "USER": parts.username or "",
            "PASSWORD": parts.password or "",
        }

    def columns(self, table: str) -> set[str]:
        names = self._rows(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'")
        return {name for (name,) in names}

    def contents(self) -> tuple[str, ...]:
        """The rows of migrations and every column, in a form to compare."""
        columns = self._rows(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        return tuple(map(str, (*columns, *self._rows("SELECT * FROM django_migrations ORDER BY id"))))

    def copy(self, folder: Path) -> "PostgresProject":
        shutil.copytree(self.folder.parent, folder, dirs_exist_ok=True)
        return PostgresProject(folder, self.django, self.server, copy_of=self)

    def drop(self) -> None:
        """Drop the database."""
        self.server.drop_database(self.name)

    def _sql(self, statement: str) -> subprocess.CompletedProcess[str]:
        rows = "\n".join(map(str, self._rows(statement)))
        return subprocess.CompletedProcess(statement, 0, rows, "")

    def _rows(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=10) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []
