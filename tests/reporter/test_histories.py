"""`driftboard_report`: the histories of a project's databases, read by the project itself, on each Django."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from app import collect
from app.config import Secret
from app.domain.pushed import handover
from app.domain.pushed.handover import Handover
from app.domain.table_location import TableLocation
from tests.oracle.django_versions import Judge
from tests.reporter import deployed
from tests.servers.mariadb import MariaDBServer
from tests.servers.postgres import PostgresServer

SAID = ("driftboard_report", "--environment", "sandbox-3")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return deployed.made(tmp_path / "checkout")


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'shop.sqlite3'}"


@pytest.fixture
def mariadb_url(mariadb: MariaDBServer, mariadb_database: str) -> str:
    return mariadb.dsn(mariadb_database)


def handed_over(judge: Judge, project: Path, *words: str, databases: deployed.Databases) -> Handover:
    return handover.loads(json.dumps(deployed.report(judge, project, *words, databases=databases)))


def test_each_kind_of_database_is_read_as_the_dashboard_would_read_it(
    judge: Judge, project: Path, file_url: str, postgres_database: str, mariadb_url: str
):
    """To the letter: the ids, the names, the times. So it does not matter who looks."""
    urls = {"default": postgres_database, "files": file_url, "other": mariadb_url}
    databases = {alias: deployed.database(url) for alias, url in urls.items()}
    deployed.migrate(judge, project, *urls, databases=databases)
    found = handed_over(judge, project, "--label", "v1.2", "--commit", "3f2c1a", databases=databases)

    assert [located.location for located in found.histories] == [
        TableLocation(alias) for alias in sorted(urls)
    ]
    for located in found.histories:
        seen = collect.history(Secret(urls[located.location.alias]))
        assert len(seen.rows) == 3
        assert located.history == seen
    assert found.reporter == "driftboard-reporter 1.2.0"
    assert found.release == handover.ToldRelease("v1.2", "3f2c1a")


def test_nothing_is_written_and_no_table_is_made(  # noqa: PLR0913, PLR0917 - a database of each kind
    judge: Judge,
    project: Path,
    file_url: str,
    postgres: PostgresServer,
    postgres_database: str,
    mariadb: MariaDBServer,
    mariadb_database: str,
):
    mariadb.run(None, "DROP USER IF EXISTS deployer", "CREATE USER deployer", "GRANT ALL ON *.* TO deployer")
    url = mariadb.dsn(mariadb_database, user="deployer")
    urls = {"default": postgres_database, "files": file_url, "other": url}
    databases = {alias: deployed.database(url) for alias, url in urls.items()}
    found = handed_over(judge, project, databases=databases)

    assert [(located.history.has_table, located.history.rows) for located in found.histories] == [
        (False, ())
    ] * 3
    assert not Path(file_url.removeprefix("sqlite:///")).exists()
    # A statement that begins with a line break is shown empty; Django's look for tables is one.
    words = {
        text.strip().upper().partition(" ")[0]
        for text in postgres.statements(urlsplit(postgres_database).path[1:])
    }
    assert {"SET", "ROLLBACK"} <= words <= {"BEGIN", "SET", "SHOW", "SELECT", "ROLLBACK", ""}
    asked = {tuple(text.split()[:2]) for text in mariadb.commands("deployer")}
    assert ("Query", "ROLLBACK") in asked
    assert asked <= {("Query", word) for word in ("SET", "SELECT", "SHOW", "ROLLBACK", "COMMIT")} | {
        ("Quit",)
    } | {("Init", "DB")}


def test_a_database_that_would_be_written_to_refuses(
    either: Judge, project: Path, file_url: str, postgres_database: str
):
    """What the reporter opens is read-only by itself: here a row is added behind its back, and no kind takes it."""
    sabotage = """
        from driftboard_reporter import histories

        reads = histories._rows

        def writes(cursor, vendor, table):
            cursor.execute(f"DELETE FROM {table}")
            return reads(cursor, vendor, table)

        histories._rows = writes
        """
    deployed.made(project, {"deployed/orders/models.py": sabotage})
    urls = {"default": postgres_database, "files": file_url}
    databases = {alias: deployed.database(url) for alias, url in urls.items()}
    plain = deployed.made(project.parent / "plain")
    deployed.migrate(either, plain, *urls, databases=databases)
    done = deployed.run(either, project, *SAID, databases=databases)

    assert done.returncode == 2
    for alias, error in (("default", "InternalError"), ("files", "OperationalError")):
        assert f"The history of {alias} cannot be read ({error})" in done.stderr
    assert all(len(collect.history(Secret(url)).rows) == 3 for url in urls.values())


def test_one_database_may_be_named(either: Judge, project: Path, file_url: str):
    databases = {"default": deployed.database(file_url), "other": deployed.database(file_url)}
    found = handed_over(either, project, "--database", "other", databases=databases)
    unknown = deployed.run(either, project, *SAID, "--database", "none", databases=databases)

    assert [located.location.alias for located in found.histories] == ["other"]
    assert unknown.returncode == 2
    assert "CommandError: There is no database none in DATABASES: default, other." in unknown.stderr


@pytest.mark.parametrize("database", [{}, {"ENGINE": "django.db.backends.dummy"}])
def test_a_project_without_a_database_has_no_history(either: Judge, project: Path, database: dict[str, Any]):
    done = deployed.run(either, project, *SAID, databases={"default": database})

    assert done.returncode == 2
    assert "CommandError: The settings name no database." in done.stderr


def test_schemas_are_read_by_name_and_by_glob(either: Judge, project: Path, postgres_database: str):
    names = ("tenant_1", 'tenant_"2%s', "tenant_3", "Other")
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        for name in names:
            connection.execute(psycopg.sql.SQL("CREATE SCHEMA {}").format(psycopg.sql.Identifier(name)))
        for number, name in enumerate(names[:2], 1):
            table = psycopg.sql.Identifier(name, "django_migrations")
            connection.execute(
                psycopg.sql.SQL("CREATE TABLE {} (id int, app text, name text, applied timestamptz)").format(
                    table
                )
            )
            connection.execute(
                psycopg.sql.SQL("INSERT INTO {} VALUES ({}, 'orders', '0001', '2026-05-01 13:58+02')").format(
                    table, number
                )
            )
    databases = {"default": deployed.database(postgres_database)}
    found = handed_over(either, project, "--schema", "tenant_*", "--schema", "Other", databases=databases)
    missing = deployed.run(either, project, *SAID, "--schema", "none", databases=databases)

    assert [
        (
            located.location.schema,
            located.history.has_table,
            [(row.id, row.applied) for row in located.history.rows],
        )
        for located in found.histories
    ] == [
        ("Other", False, []),
        ('tenant_"2%s', True, [(2, "2026-05-01 11:58:00+00")]),
        ("tenant_1", True, [(1, "2026-05-01 11:58:00+00")]),
        ("tenant_3", False, []),
    ]
    assert missing.returncode == 2
    assert "CommandError: The database default has no schema none." in missing.stderr


def test_many_schemas_are_read_in_several_looks(project: Path, postgres_database: str):
    """One transaction that reads some thousand tables would need more locks than a server has."""
    from tests.oracle import django_versions as judges

    with psycopg.connect(postgres_database, autocommit=True) as connection:
        for number in range(250):
            connection.execute(f"CREATE SCHEMA s{number}")
            connection.execute(
                f"CREATE TABLE s{number}.django_migrations (id int, app text, name text, applied date)"
            )
    databases = {"default": deployed.database(postgres_database)}
    found = handed_over(judges.judge("5.2"), project, "--schema", "s*", databases=databases)

    assert len(found.histories) == 250


def test_tenants_are_asked_of_django_tenants_alone(either: Judge, project: Path, postgres_database: str):
    databases = {"default": deployed.database(postgres_database)}
    done = deployed.run(either, project, *SAID, "--tenants", databases=databases)

    assert done.returncode == 2
    assert "--tenants asks django-tenants, which is not installed here; name the --schema." in done.stderr


def test_without_an_environment_it_asks_for_one(either: Judge, project: Path):
    done = deployed.run(either, project, "driftboard_report", databases={})

    assert done.returncode == 2
    assert "Say with --environment which environment this is" in done.stderr
