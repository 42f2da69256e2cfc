"""A small Django project in a Git repository, with a database beside it; commands are typed in its folder."""

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from app import collect, sources
from app.config import Secret
from app.domain.drift import Drift, compare
from tests.oracle.django_versions import CHECKOUT, judge

MANAGE = """import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")
from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
"""
SETTINGS = """import json
import os

SECRET_KEY = "none"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {{"default": json.loads(os.environ["PROJECT_DATABASE"])}}
INSTALLED_APPS = {apps!r}
"""
GIT = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_PAGER": "cat",
}
DRIVERS = CHECKOUT / ".judges" / "drivers"
SQL = ("SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "CREATE", "DROP")


class Project:
    """
    A checkout of a project and its SQLite database.

    `release` commits the files of a release under a tag, `run` types a command, `drift` compares.
    """

    def __init__(self, folder: Path, django: str = "5.2") -> None:
        self.folder = folder / "checkout"
        self.database = folder / "db.sqlite3"
        self.site = folder / "lib" / "site-packages"
        self.django = django
        self.judge = judge(django)
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            self.run("git init -q -b main")
            self.database.touch()

    @property
    def url(self) -> str:
        """The database, as Driftboard reads it."""
        return f"sqlite:///{self.database}"

    @property
    def connection(self) -> dict[str, str]:
        """The database, as Django's settings name it."""
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(self.database)}

    @property
    def pip(self) -> dict[str, str]:
        """Variables with which pip installs into this project's site-packages, from the wheels beside them."""
        return {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.site.parent),
            "PIP_TARGET": str(self.site),
            "PIP_UPGRADE": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_CONFIG_FILE": os.devnull,
        }

    def install(self, package: str, files: Mapping[str, str]) -> None:
        """Install a package, with the texts of its migrations by name, from a wheel that is made for it."""
        texts = {f"{package}/{name}.py": "" for name in ("__init__", "models", "migrations/__init__")}
        texts |= {f"{package}/migrations/{name}.py": text for name, text in files.items()}
        about = f"{package}-1.0.dist-info"
        texts[f"{about}/METADATA"] = f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        texts[f"{about}/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        texts[f"{about}/RECORD"] = "".join(f"{path},,\n" for path in (*texts, f"{about}/RECORD"))
        self.site.mkdir(parents=True)
        with zipfile.ZipFile(self.site.parent / f"{package}-1.0-py3-none-any.whl", "w") as wheel:
            for path, text in texts.items():
                wheel.writestr(path, text)
        self.must(f"python -m pip install -q {package}")

    def copy(self, folder: Path) -> "Project":
        """The same project in another folder."""
        shutil.copytree(self.folder.parent, folder, dirs_exist_ok=True)
        return Project(folder, self.django)

    def release(self, tag: str, files: Mapping[str, str]) -> None:
        """Commit a release: texts of migrations by `app/name`, in place of all those before."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name != ".git":
                shutil.rmtree(path)
        apps = sorted({key.partition("/")[0] for key in files})
        installed = [*apps, *(path.name for path in self.site.glob("*[a-z]") if not path.suffix)]
        write(self.folder / "manage.py", MANAGE)
        write(self.folder / "conf" / "__init__.py", "")
        write(self.folder / "conf" / "settings.py", SETTINGS.format(apps=installed))
        for key, text in files.items():
            app, _, name = key.partition("/")
            for empty in (f"{app}/__init__.py", f"{app}/models.py", f"{app}/migrations/__init__.py"):
                write(self.folder / empty, "")
            write(self.folder / app / "migrations" / f"{name}.py", text)
        self.must("git add -A")
        self.must(f"git commit -q --allow-empty -m {tag}")
        self.must(f"git tag {tag}")

    def run(self, command: str, *, answers: str = "") -> subprocess.CompletedProcess[str]:
        """Type a command in the checkout, or give an SQL statement to the database, as a person does."""
        if command.startswith(SQL):
            return self._sql(command)
        words = shlex.split(command)
        variables = dict(GIT)
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            variables[name] = value
        if words[0] == "python":
            words[0] = str(self.judge.python)
        environment = self.judge.environment(
            PROJECT_DATABASE=json.dumps(self.connection),
            **self.pip,
            **variables,
        )
        environment["PYTHONPATH"] += os.pathsep.join(("", str(self.site), str(DRIVERS)))
        return subprocess.run(
            words,
            cwd=self.folder,
            env=environment,
            input=answers,
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, *commands: str) -> None:
        """Type commands that have to succeed."""
        for command in commands:
            typed = self.run(command)
            assert typed.returncode == 0, (command, typed.stdout, typed.stderr)

    def _sql(self, statement: str) -> subprocess.CompletedProcess[str]:
        with sqlite3.connect(self.database) as connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return subprocess.CompletedProcess(statement, 0, "\n".join(map(str, rows)), "")

    def columns(self, table: str) -> set[str]:
        """The columns of a table; empty if it is not there."""
        with sqlite3.connect(self.database) as connection:
            names = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        connection.close()
        return names

    def contents(self) -> tuple[str, ...]:
        """Rows and schema of the database, and every file of the checkout but Git's own, in a form to compare."""
        with sqlite3.connect(self.database) as connection:
            dump = tuple(connection.iterdump())
        connection.close()
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file() and ".git" not in path.parts)
        return (*dump, *(f"{path}: {path.read_text()}" for path in paths))

    def drift(self) -> Drift:
        """The comparison of the files that are checked out with the database."""
        roots = (self.site,) if self.site.exists() else ()
        release = sources.read(self.folder, sources.ReadingOptions(django=self.django, roots=roots))
        return compare(release, collect.history(Secret(self.url)))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def migration(
    needs: Iterable[str] = (), does: Iterable[str] = (), replaces: Iterable[str] = (), *, more: str = ""
) -> str:
    """The text of a migration file; keys are written `app.name`."""
    return (
        "from django.db import migrations, models\n\n\n"
        "class Migration(migrations.Migration):\n"
        f"    dependencies = {[tuple(key.split('.')) for key in needs]!r}\n"
        f"    replaces = {[tuple(key.split('.')) for key in replaces]!r}\n"
        f"{more}"
        f"    operations = [{', '.join(does)}]\n"
    )


def model(name: str, *fields: str) -> str:
    columns = "".join(f", ('{field}', models.IntegerField(null=True))" for field in fields)
    return f"migrations.CreateModel('{name}', [('id', models.AutoField(primary_key=True)){columns}])"


def field(model_name: str, name: str) -> str:
    return f"migrations.AddField('{model_name}', '{name}', models.IntegerField(null=True))"
