"""Tables without rows and schemas of a search path: what real Django does there, and what is said and advised."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from app import collect, sources
from app.collect import CollectionError
from app.domain.drift import Drift, compare
from app.domain.drift.headline import headline
from app.domain.failure import Cause
from app.domain.findings import Code, Verdict
from app.domain.runbook import entry_of
from app.sources import ReadingOptions
from tests.oracle import django_versions as judges
from tests.servers.postgres import PostgresServer
from tests.sources.folder import migration, written

MODEL = "migrations.CreateModel('Order', [('id', models.AutoField(primary_key=True))])"
FIELD = "migrations.AddField('order', 'total', models.IntegerField(null=True))"
MANAGE = """
import json, os, sys
from django.conf import settings
from django.core.management import execute_from_command_line
settings.configure(
    INSTALLED_APPS=["orders"], DATABASES={"default": json.loads(os.environ["DATABASE"])}, SECRET_KEY="none",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField")
execute_from_command_line(sys.argv)
"""


class Shop:
    """A project of one app with two migrations, and a real Django that runs it."""

    def __init__(self, root: Path, judge: judges.Judge) -> None:
        self.judge = judge
        self.root = written(
            root,
            {
                "manage.py": MANAGE,
                "orders/__init__.py": "",
                "orders/migrations/0001_initial.py": migration(f"initial = True\noperations = [{MODEL}]"),
                "orders/migrations/0002_total.py": migration(
                    f"dependencies = [('orders', '0001_initial')]\noperations = [{FIELD}]"
                ),
            },
        )

    def django(self, database: dict[str, object], *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.judge.python, "manage.py", *arguments],
            cwd=self.root,
            env=self.judge.environment(DATABASE=json.dumps(database)),
            capture_output=True,
            text=True,
            check=False,
        )

    def compare(self, url: str) -> Drift:
        options = ReadingOptions(
            django=self.judge.version, settings={"AUTH_USER_MODEL": "auth.User"}, installed_apps=("orders",)
        )
        return compare(sources.read(self.root, options), collect.history(url))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop", judges.judge("5.2"))


def sqlite(file: Path) -> dict[str, object]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}


def schema_of(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE name LIKE 'orders%' ORDER BY name"
        ).fetchall()


@pytest.mark.parametrize("damage", ["DELETE FROM django_migrations", "DROP TABLE django_migrations"])
def test_migrate_meets_the_tables_and_the_advised_fake_mends_it(shop: Shop, tmp_path: Path, damage: str):
    file, wreck = tmp_path / "db.sqlite3", tmp_path / "wreck.sqlite3"
    assert shop.django(sqlite(file), "migrate").returncode == 0
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(damage)
    shutil.copy(file, wreck)

    drift = shop.compare(f"sqlite:///{file}")
    refused = shop.django(sqlite(wreck), "migrate")
    before = schema_of(file)
    way = entry_of(drift.findings[0]).ways[1]
    assert way.commands == ("python manage.py migrate --fake",)
    mended = shop.django(sqlite(file), *way.commands[0].split()[2:])

    assert 'table "orders_order" already exists' in refused.stderr
    assert (drift.verdict, drift.findings[0].code) == (Verdict.DRIFTED, Code.TABLES_WITHOUT_ROWS)
    assert drift.findings[0].names == ("orders_order",)
    assert mended.returncode == 0, mended.stderr
    assert schema_of(file) == before
    assert shop.compare(f"sqlite:///{file}").verdict is Verdict.IN_STEP


def test_where_only_the_first_migrations_ran_the_advised_fake_initial_mends_it(shop: Shop, tmp_path: Path):
    file = tmp_path / "db.sqlite3"
    assert shop.django(sqlite(file), "migrate", "orders", "0001").returncode == 0
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DELETE FROM django_migrations")

    way = entry_of(shop.compare(f"sqlite:///{file}").findings[0]).ways[2]
    assert way.commands == ("python manage.py migrate --fake-initial",)
    mended = shop.django(sqlite(file), *way.commands[0].split()[2:])

    assert mended.returncode == 0, mended.stderr
    assert "total" in schema_of(file)[0][1]
    assert shop.compare(f"sqlite:///{file}").verdict is Verdict.IN_STEP


def on_path(url: str, path: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": parts.username,
        "HOST": parts.hostname,
        "PORT": str(parts.port),
        "OPTIONS": {"options": f"-c search_path={path}"},
    }


def test_a_search_path_that_names_no_schema_is_refused_by_django(shop: Shop, postgres_database: str):
    answer = shop.django(on_path(postgres_database, "appx"), "migrate")

    assert "MigrationSchemaMissing: Unable to create the django_migrations table" in answer.stderr
    with pytest.raises(CollectionError) as caught:
        shop.compare(f"{postgres_database}?options=-csearch_path%3Dappx")
    assert caught.value.cause is Cause.NO_SCHEMA


def test_the_schema_that_is_named_in_the_way_out_has_the_rows(
    shop: Shop, postgres: PostgresServer, postgres_database: str
):
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute('CREATE SCHEMA "The app"')
    done = shop.django(on_path(postgres_database, '"The\\ app"'), "migrate")
    assert done.returncode == 0, done.stderr

    drift = shop.compare(postgres_database)
    option = entry_of(drift.findings[0]).ways[0].when.partition("add ")[2].partition(" to the URL")[0]

    assert (drift.verdict, drift.findings[0].code) == (Verdict.DRIFTED, Code.TABLE_ELSEWHERE)
    assert drift.findings[0].names == ("The app",)
    assert option.startswith("?options=-csearch_path%3D")
    assert shop.compare(f"{postgres_database}{option}").verdict is Verdict.IN_STEP


def test_django_reads_the_rows_of_a_later_schema_too(shop: Shop, postgres_database: str):
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA orphan")
    assert shop.django(on_path(postgres_database, "public"), "migrate").returncode == 0

    plan = shop.django(on_path(postgres_database, "orphan,public"), "migrate", "--plan")
    drift = shop.compare(f"{postgres_database}?options={quote('-c search_path=orphan,public')}")
    alone = shop.compare(f"{postgres_database}?options=-csearch_path%3Dorphan")

    assert "No planned migration operations." in plan.stdout
    assert drift.verdict is Verdict.IN_STEP
    assert "schema orphan, which the search_path names first, has none" in str(headline(drift, label="v1"))
    assert (alone.verdict, len(alone.outcome.plan or ())) == (Verdict.BEHIND, 2)
    assert str(headline(alone, label="v1")).endswith("Schema public has one.")
