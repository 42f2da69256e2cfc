"""Why a MySQL or MariaDB database is not read: every reason, provoked on a real MariaDB."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pymysql
import pytest

from app import collect
from app.domain.failure import Cause
from app.domain.history import History
from tests.collect.mysql_database import TABLE, account, address_of, auth_switch, greeting_of
from tests.collect.reasons import (
    LOCAL_HOST,
    PASSWORD,
    ROLE,
    cause_without_a_leak,
    closed_port,
    server_that_says,
)
from tests.servers import mariadb as mariadb_server
from tests.servers.mariadb import MariaDBServer

RIGHT = "right/p@sß"


@pytest.fixture
def database(mariadb: MariaDBServer, mariadb_database: str) -> str:
    mariadb.run(mariadb_database, TABLE)
    return mariadb_database


@pytest.mark.parametrize(
    ("identified", "password", "cause"),
    [
        (f"IDENTIFIED BY '{RIGHT}'", PASSWORD, Cause.PASSWORD_REFUSED),
        (f"IDENTIFIED BY '{RIGHT}'", None, Cause.PASSWORD_REFUSED),
        (f"IDENTIFIED BY '{RIGHT}' ACCOUNT LOCK", RIGHT, Cause.NOT_ADMITTED),
        (f"IDENTIFIED BY '{RIGHT}' PASSWORD EXPIRE", RIGHT, Cause.PASSWORD_REFUSED),
        (f"IDENTIFIED BY '{RIGHT}'", RIGHT, Cause.DATABASE_FORBIDDEN),
    ],
)
def test_an_account_is_refused_for_a_reason(  # noqa: PLR0913, PLR0917 - the fixtures and the three values of a line
    mariadb: MariaDBServer,
    database: str,
    identified: str,
    password: str | None,
    cause: Cause,
    caplog: pytest.LogCaptureFixture,
):
    grants = [] if cause is Cause.DATABASE_FORBIDDEN else [f"SELECT ON {database}.*"]
    with account(mariadb, ROLE, *grants, identified=identified):
        url = mariadb.dsn(database, user=ROLE, password=password)

        assert cause_without_a_leak(url, caplog) is cause


def test_an_account_that_is_not_there(
    mariadb: MariaDBServer, database: str, caplog: pytest.LogCaptureFixture
):
    """The server does not tell it from a wrong password, and neither do we."""
    url = mariadb.dsn(database, user="nobody_at_all", password=PASSWORD)

    assert cause_without_a_leak(url, caplog) is Cause.PASSWORD_REFUSED


def test_an_account_of_another_host(mariadb: MariaDBServer, database: str, caplog: pytest.LogCaptureFixture):
    with account(mariadb, ROLE), account_elsewhere(mariadb):
        url = mariadb.dsn(database, user="traveller", password=PASSWORD)

        assert cause_without_a_leak(url, caplog) is Cause.PASSWORD_REFUSED


@contextmanager
def account_elsewhere(server: MariaDBServer) -> Iterator[None]:
    server.run(None, "CREATE USER 'traveller'@'10.0.0.1'")
    yield
    server.run(None, "DROP USER 'traveller'@'10.0.0.1'")


def test_a_host_that_may_not_connect_at_all(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("TEST_MARIADB_DSN", raising=False)
    with (
        mariadb_server.start_server() as server,
        server.connect() as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM mysql.global_priv WHERE Host NOT IN ('localhost', '::1')")
        cursor.execute("FLUSH PRIVILEGES")

        assert cause_without_a_leak(server.dsn("shop"), caplog) is Cause.NOT_ADMITTED


def test_the_right_password_is_not_refused(mariadb: MariaDBServer, database: str):
    with account(mariadb, ROLE, f"SELECT ON {database}.*", identified=f"IDENTIFIED BY '{RIGHT}'"):
        assert collect.history(mariadb.dsn(database, user=ROLE, password=RIGHT)) == History()


@pytest.mark.parametrize("plugin", ["client_ed25519", "auth_gssapi_client"])
def test_a_way_to_sign_in_that_is_not_ours(
    mariadb: MariaDBServer, plugin: str, caplog: pytest.LogCaptureFixture
):
    """The plugins are in packages that few servers have, so the question for one is put by hand."""
    with server_that_says(greeting_of(mariadb), auth_switch(plugin)) as port:
        url = f"mysql://{ROLE}:{PASSWORD}@{LOCAL_HOST}:{port}/secret_database?ssl-mode=DISABLED"

        assert cause_without_a_leak(url, caplog) is Cause.SIGN_IN_UNSUPPORTED


def test_a_database_that_is_not_there(mariadb: MariaDBServer, caplog: pytest.LogCaptureFixture):
    assert cause_without_a_leak(mariadb.dsn("secret_database"), caplog) is Cause.NO_DATABASE


def test_no_grant_on_the_table(mariadb: MariaDBServer, database: str, caplog: pytest.LogCaptureFixture):
    mariadb.run(database, "CREATE TABLE other (id int)")
    with account(mariadb, ROLE, f"SELECT ON {database}.other"):
        assert cause_without_a_leak(mariadb.dsn(database, user=ROLE), caplog) is Cause.FORBIDDEN


def test_a_grant_on_some_columns(mariadb: MariaDBServer, database: str, caplog: pytest.LogCaptureFixture):
    with account(mariadb, ROLE, f"SELECT (id, app) ON {database}.django_migrations"):
        assert cause_without_a_leak(mariadb.dsn(database, user=ROLE), caplog) is Cause.FORBIDDEN


def test_the_connections_of_the_account_are_used_up(
    mariadb: MariaDBServer, database: str, caplog: pytest.LogCaptureFixture
):
    with (
        account(mariadb, ROLE, f"SELECT ON {database}.*", identified="WITH MAX_USER_CONNECTIONS 1"),
        connection_of(mariadb, ROLE),
    ):
        assert cause_without_a_leak(mariadb.dsn(database, user=ROLE), caplog) is Cause.ROLE_CONNECTIONS


def connection_of(server: MariaDBServer, user: str) -> pymysql.Connection:
    host, port = address_of(server)
    return pymysql.connect(host=host, port=port, user=user, ssl_disabled=True)


def test_the_connections_of_the_server_are_used_up(
    mariadb: MariaDBServer, database: str, caplog: pytest.LogCaptureFixture
):
    with account(mariadb, ROLE, f"SELECT ON {database}.*"), ExitStack() as open_connections:
        with suppress(pymysql.OperationalError):
            while True:
                open_connections.enter_context(connection_of(mariadb, ROLE))
        assert cause_without_a_leak(mariadb.dsn(database, user=ROLE), caplog) is Cause.SERVER_CONNECTIONS


@pytest.mark.parametrize(
    ("place", "cause"),
    [
        ("nowhere.invalid", Cause.NO_HOST),
        (f"{'x' * 70}.invalid", Cause.NO_HOST),
        pytest.param(f"{LOCAL_HOST}:{closed_port()}", Cause.NOT_LISTENING, id="a closed port"),
        (f"{LOCAL_HOST}:{PASSWORD}", Cause.WRONG_URL),
        (f"{LOCAL_HOST}:99999", Cause.WRONG_URL),
    ],
)
def test_a_place_where_no_server_is(place: str, cause: Cause, caplog: pytest.LogCaptureFixture):
    assert cause_without_a_leak(f"mysql://{ROLE}:{PASSWORD}@{place}/secret_database", caplog) is cause


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "/",
        "/secret_database/table",
        f"/secret_database?{PASSWORD}=red",
        f"/secret_database?ssl-mode={PASSWORD}",
        "/secret_database?ssl-mode",
        "/%ff",
    ],
)
def test_a_url_with_a_part_that_is_not_understood(rest: str, caplog: pytest.LogCaptureFixture):
    url = f"mariadb://{ROLE}:{PASSWORD}@{LOCAL_HOST}{rest}"

    assert cause_without_a_leak(url, caplog) is Cause.WRONG_URL


def test_a_url_without_a_user(caplog: pytest.LogCaptureFixture):
    assert cause_without_a_leak(f"mysql://{LOCAL_HOST}/secret_database", caplog) is Cause.WRONG_URL


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", Cause.OTHER_SERVER),
        (b"220 mail.example ESMTP\r\n", Cause.OTHER_SERVER),
        (b"\5\0\0\0\x0a8.0.", Cause.OTHER_SERVER),
        (b"", Cause.UNREACHABLE),
        (b"\5", Cause.UNREACHABLE),
        (None, Cause.TIMED_OUT),
    ],
)
def test_what_answers_is_no_mysql(words: bytes | None, cause: Cause, caplog: pytest.LogCaptureFixture):
    with server_that_says(words) as port:
        url = f"mysql://{ROLE}:{PASSWORD}@{LOCAL_HOST}:{port}/secret_database"

        assert cause_without_a_leak(url, caplog, timeout=timedelta(seconds=1)) is cause


def test_a_server_that_greets_and_then_says_nothing(mariadb: MariaDBServer, caplog: pytest.LogCaptureFixture):
    """The limit of connecting is that of signing in too."""
    with server_that_says(greeting_of(mariadb), None) as port:
        begun = time.monotonic()
        url = f"mysql://{ROLE}:{PASSWORD}@{LOCAL_HOST}:{port}/secret_database?ssl-mode=DISABLED"

        assert cause_without_a_leak(url, caplog, timeout=timedelta(seconds=1)) is Cause.TIMED_OUT
    assert time.monotonic() - begun < 5


def test_a_server_that_is_shutting_down(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TEST_MARIADB_DSN", raising=False)
    with mariadb_server.start_server() as server:
        url = server.create_database("shop")
        with server.connect() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT @@pid_file")
            ((pid_file,),) = cursor.fetchall()
        process = int(Path(pid_file).read_text())
        read = collect.mysql.read

        def read_of_a_dying_server(connection: pymysql.Connection) -> History:
            os.kill(process, signal.SIGTERM)
            while "shutdown" not in (server.log.parent / "server.log").read_text():
                time.sleep(0.02)
            return read(connection)

        monkeypatch.setattr(collect.mysql, "read", read_of_a_dying_server)
        assert cause_without_a_leak(url, caplog) in (Cause.NOT_READY, Cause.UNREACHABLE)
        while Path(pid_file).exists():
            time.sleep(0.02)
        assert cause_without_a_leak(url, caplog) is Cause.NOT_LISTENING
