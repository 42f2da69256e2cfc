"""
A made-up project over time: commits of migrations in a real repository, and databases that real Django migrates.

Days are simulated: a commit carries the date of its day, and the rows that a run added get that day's time.
"""

import json
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from app import collect
from app.domain.drift import Drift, compare
from app.domain.history import History
from app.domain.provenance import Knowledge, with_knowledge
from app.domain.release import Release
from app.sources import ReadingOptions
from app.sources.git import Repository
from app.sources.git import history as code_history
from app.sources.git.releases import releases
from tests.oracle.django_versions import judge
from tests.sources.git.imported import Imported

FIRST_DAY = datetime(2025, 1, 1, 12, tzinfo=UTC)
HEAD = """from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
"""
Files = Mapping[str, Mapping[str, str]]
"""For each app label, the text of each migration by name."""


def text(needs: Sequence[str] = (), *operations: str, replaces: Sequence[str] = ()) -> str:
    """The text of one migration; `needs` and `replaces` are keys, `shop.0001_initial`, or Python expressions."""
    lines = [
        f"    replaces = [{', '.join(map(_entry, replaces))}]" if replaces else "",
        f"    dependencies = [{', '.join(map(_entry, needs))}]",
        f"    operations = [{', '.join(operations)}]",
    ]
    return HEAD + "\n".join(filter(None, lines)) + "\n"


def _entry(key: str) -> str:
    return key if "(" in key else repr(tuple(key.split(".")))


USER = "migrations.swappable_dependency(settings.AUTH_USER_MODEL)"


def model(name: str, *fields: str, table: str = "") -> str:
    columns = "".join(f", ('{field}', models.IntegerField(null=True))" for field in fields)
    options = f", options={{'db_table': '{table}'}}" if table else ""
    return f"migrations.CreateModel('{name}', [('id', models.AutoField(primary_key=True)){columns}]{options})"


def add(model_name: str, field: str) -> str:
    return f"migrations.AddField('{model_name}', '{field}', models.IntegerField(null=True))"


class Django:
    """Real Django in a process of its own, which migrates with the texts that it is given."""

    def __init__(self, version: str = "5.2") -> None:
        django = judge(version)
        script = Path(__file__).with_name("written_migrations.py")
        self._process = subprocess.Popen(
            [django.python, str(script)],
            env=django.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout

    def migrate(
        self, files: Files, database: Path, *arguments: str, settings: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Run `migrate` with these arguments; the answer of the script."""
        question = {
            "files": files,
            "database": str(database),
            "arguments": arguments,
            "settings": settings or {},
        }
        self._stdin.write(json.dumps(question) + "\n")
        self._stdin.flush()
        answer: dict[str, Any] = json.loads(self._stdout.readline())
        return answer

    def close(self) -> None:
        self._stdin.close()
        self._stdout.close()
        self._process.wait()


class Story:
    """A repository whose commits are days, and the databases beside it."""

    def __init__(self, folder: Path, django: Django) -> None:
        self.folder, self.django = folder, django
        self.repository = Imported(folder / "repository")
        self.commits: dict[str, tuple[Files, dict[str, str]]] = {}
        self._branch, self._heads = "main", dict[str, str]()

    def switch(self, branch: str) -> None:
        """Go to a branch; a new one begins where we are."""
        if branch not in self._heads:
            self._heads[branch] = self._heads[self._branch]
        self._branch = branch

    def commit(self, label: str, files: Files, *, day: int, user_model: str = "") -> None:
        """Replace all migrations by these in one commit, with a tag."""
        paths = {
            f"{app}/migrations/{name}.py": content
            for app, migrations in files.items()
            for name, content in {"__init__": "", **migrations}.items()
        }
        settings = {"AUTH_USER_MODEL": user_model} if user_model else {}
        lines = [
            f"INSTALLED_APPS = {sorted(files)!r}",
            *(f"{name} = {value!r}" for name, value in settings.items()),
        ]
        paths |= {f"{app}/__init__.py": "" for app in files}
        paths |= {"settings.py": "\n".join(lines) + "\n", "requirements.txt": "Django==5.2.8\n"}
        self.repository.commit(
            label,
            paths,
            time=FIRST_DAY + timedelta(days=day),
            branch=self._branch,
            parent=self._heads.get(self._branch),
        )
        self._heads[self._branch] = label
        self.commits[label] = (files, settings)
        self.__dict__.pop("knowledge", None)

    def migrate(self, label: str, *arguments: str, day: int, database: str = "db") -> dict[str, Any]:
        """Run `migrate` of a commit on a database on a day; raises where Django does."""
        files, settings = self.commits[label]
        path = self.folder / f"{database}.sqlite3"
        before = self._last_id(path)
        answer = self.django.migrate(files, path, *arguments, settings=settings)
        time = (FIRST_DAY + timedelta(days=day, hours=1)).isoformat(sep=" ")
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE django_migrations SET applied = ? WHERE id > ?", (time, before))
        connection.close()
        return answer

    def execute(self, statement: str, *, database: str = "db") -> None:
        """Run one statement of SQL."""
        with sqlite3.connect(self.folder / f"{database}.sqlite3") as connection:
            connection.execute(statement)
        connection.close()

    def rows(self, database: str = "db") -> History:
        return collect.history(f"sqlite:///{self.folder / database}.sqlite3")

    def release(self, label: str) -> Release:
        with Repository(self.repository.path) as repository:
            return repository.release(label, ReadingOptions())

    @cached_property
    def knowledge(self) -> Knowledge:
        with Repository(self.repository.path) as repository:
            options = ReadingOptions()
            code = code_history.read(repository, repository.refs(), options=options)
            return Knowledge(code, releases(repository, code, options))

    def drift(self, label: str, *, database: str = "db", knowledge: Knowledge | None = None) -> Drift:
        """What is said of a database against a commit, with what the repository knows or with other knowledge."""
        drift = compare(self.release(label), self.rows(database))
        return with_knowledge(drift, self.knowledge if knowledge is None else knowledge)

    @staticmethod
    def _last_id(path: Path) -> int:
        with sqlite3.connect(path) as connection:
            try:
                return int(
                    connection.execute("SELECT coalesce(max(id), 0) FROM django_migrations").fetchone()[0]
                )
            except sqlite3.OperationalError:
                return 0
            finally:
                connection.commit()


def said(drift: Drift) -> list[str]:
    """The findings in short: `D208 shop.0002_blah`, with the related keys."""
    return [
        " ".join([finding.code.value, str(finding.subject), *map(str, finding.related)])
        for finding in drift.findings
    ]
