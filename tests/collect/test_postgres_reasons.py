"""Why a PostgreSQL database is not read: every reason, provoked on a real server."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from app import collect
from app.domain.failure import Cause
from app.domain.history import History
from tests.collect.postgres_database import name_of, run
from tests.collect.reasons import (
    LOCAL_HOST,
    PASSWORD,
    ROLE,
    cause_without_a_leak,
    closed_port,
    server_that_says,
)
from tests.servers import postgres as postgres_server
from tests.servers.certificates import write_certificates
from tests.servers.postgres import PostgresServer

RULES = f"""host all {ROLE} {LOCAL_HOST}/32 scram-sha-256
host all rejected {LOCAL_HOST}/32 reject
host all ticketed {LOCAL_HOST}/32 gss
"""


@pytest.fixture(scope="module")
def rules(postgres: PostgresServer) -> Iterator[None]:
    """Roles, and rules of pg_hba.conf for them."""
    names = (ROLE, "rejected", "ticketed", "sleeper", "single", "stranger")
    for name in names:
        postgres.drop_role(name)
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'right/p@ss'")
        connection.execute("CREATE ROLE sleeper NOLOGIN")
        connection.execute("CREATE ROLE single LOGIN CONNECTION LIMIT 1")
        for name in ("rejected", "ticketed", "stranger"):
            connection.execute(f"CREATE ROLE {name} LOGIN")
        file = Path(connection.execute("SHOW hba_file").fetchone()[0])
        before = file.read_text()
        _write_rules(connection, file, RULES + before)
        yield
        _write_rules(connection, file, before)
    for name in names:
        postgres.drop_role(name)


def _write_rules(connection: psycopg.Connection, file: Path, text: str) -> None:
    """Put rules into force: the server loads them a moment after it was asked to."""
    file.write_text(text)
    _reload(connection)


def _reload(connection: psycopg.Connection) -> None:
    loaded = connection.execute("SELECT pg_conf_load_time()").fetchone()
    connection.execute("SELECT pg_reload_conf()")
    deadline = time.monotonic() + 10
    while connection.execute("SELECT pg_conf_load_time()").fetchone() == loaded:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("user", "password", "cause"),
    [
        (ROLE, PASSWORD, Cause.PASSWORD_REFUSED),
        (ROLE, None, Cause.PASSWORD_REFUSED),
        ("nobody_at_all", PASSWORD, Cause.NO_ROLE),
        ("rejected", PASSWORD, Cause.NOT_ADMITTED),
        ("sleeper", PASSWORD, Cause.NOT_ADMITTED),
        ("ticketed", PASSWORD, Cause.SIGN_IN_UNSUPPORTED),
        ("stranger", PASSWORD, Cause.FORBIDDEN),
        # A role may be called as it likes.
        ("password authentication failed", PASSWORD, Cause.NO_ROLE),
    ],
)
def test_a_role_is_refused_for_a_reason(  # noqa: PLR0913, PLR0917 - the fixtures and the three values of a line
    postgres: PostgresServer,
    database: str,
    user: str,
    password: str | None,
    cause: Cause,
    caplog: pytest.LogCaptureFixture,
):
    url = postgres.dsn(name_of(database), user=user, password=password)

    assert cause_without_a_leak(url, caplog) is cause


@pytest.mark.usefixtures("rules")
def test_the_right_password_is_not_refused(postgres: PostgresServer, postgres_database: str):
    right = postgres.dsn(name_of(postgres_database), user=ROLE, password="right/p@ss")

    assert collect.history(right) == History(has_table=False)


def test_a_database_that_is_not_there(postgres: PostgresServer, caplog: pytest.LogCaptureFixture):
    assert cause_without_a_leak(postgres.dsn("secret_database"), caplog) is Cause.NO_DATABASE


@pytest.mark.usefixtures("rules")
def test_a_database_that_is_closed_to_the_role(
    postgres: PostgresServer, database: str, caplog: pytest.LogCaptureFixture
):
    run(database, f"REVOKE CONNECT ON DATABASE {name_of(database)} FROM PUBLIC")

    url = postgres.dsn(name_of(database), user="stranger")
    assert cause_without_a_leak(url, caplog) is Cause.DATABASE_FORBIDDEN


def test_a_schema_that_is_not_there(database: str, caplog: pytest.LogCaptureFixture):
    url = f"{database}?options=-csearch_path%3Dsecret_database"

    assert cause_without_a_leak(url, caplog) is Cause.NO_SCHEMA


@pytest.mark.usefixtures("rules")
def test_the_connections_of_the_role_are_used_up(
    postgres: PostgresServer, database: str, caplog: pytest.LogCaptureFixture
):
    url = postgres.dsn(name_of(database), user="single")
    with psycopg.connect(url):
        assert cause_without_a_leak(url, caplog) is Cause.ROLE_CONNECTIONS


@pytest.mark.usefixtures("rules")
def test_the_connections_of_the_server_are_used_up(
    postgres: PostgresServer, database: str, caplog: pytest.LogCaptureFixture
):
    url = postgres.dsn(name_of(database), user="stranger")
    with ExitStack() as open_connections:
        with suppress(psycopg.OperationalError):
            while True:
                open_connections.enter_context(psycopg.connect(url))
        assert cause_without_a_leak(url, caplog) is Cause.SERVER_CONNECTIONS


def test_a_server_without_the_tls_that_was_asked_for(database: str, caplog: pytest.LogCaptureFixture):
    assert cause_without_a_leak(f"{database}?sslmode=require", caplog) is Cause.TLS_REFUSED


def test_a_certificate_that_is_not_trusted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("TEST_POSTGRES_DSN", raising=False)
    write_certificates(tmp_path)
    with postgres_server.start_server() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            data = Path(connection.execute("SHOW data_directory").fetchone()[0])
            write_certificates(data)
            for name in ("ca.pem", "server.pem", "server.key"):
                os.chown(data / name, data.stat().st_uid, -1)
                (data / name).chmod(0o600)
            connection.execute("ALTER SYSTEM SET ssl_cert_file = 'server.pem'")
            connection.execute("ALTER SYSTEM SET ssl_key_file = 'server.key'")
            connection.execute("ALTER SYSTEM SET ssl = on")
            _reload(connection)
        trusted, mode = f"sslrootcert={data}/ca.pem", "sslmode=verify-full"

        assert collect.history(f"{server.url}?{mode}&{trusted}") == History(has_table=False)
        for wrong in (
            f"{server.url}?{mode}&sslrootcert={tmp_path}/ca.pem",
            f"{server.url}?{mode}&sslrootcert={tmp_path}/none.pem",
            f"{server.url.replace(LOCAL_HOST, 'localhost')}?{mode}&{trusted}",
        ):
            assert cause_without_a_leak(wrong, caplog) is Cause.TLS_REFUSED


@pytest.mark.parametrize(
    ("place", "cause"),
    [
        ("nowhere.invalid", Cause.NO_HOST),
        (f"{LOCAL_HOST}:{PASSWORD}", Cause.WRONG_URL),
        (f"{LOCAL_HOST}:99999", Cause.WRONG_URL),
        pytest.param(f"{LOCAL_HOST}:{closed_port()}", Cause.NOT_LISTENING, id="a closed port"),
        (f"%2Ftmp%2F{LOCAL_HOST}", Cause.NOT_LISTENING),
    ],
)
def test_a_place_where_no_server_is(place: str, cause: Cause, caplog: pytest.LogCaptureFixture):
    assert cause_without_a_leak(f"postgresql://{ROLE}:{PASSWORD}@{place}/secret_database", caplog) is cause


def test_a_parameter_that_libpq_does_not_know(caplog: pytest.LogCaptureFixture):
    url = f"postgresql://{ROLE}:{PASSWORD}@{LOCAL_HOST}/secret_database?{PASSWORD}=red"

    assert cause_without_a_leak(url, caplog) is Cause.WRONG_URL


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", Cause.OTHER_SERVER),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Cause.OTHER_SERVER),
        (b"J\0\0\0\x0a5.5.5-10.11.18-MariaDB\0", Cause.OTHER_SERVER),
        (b"", Cause.UNREACHABLE),
        (None, Cause.TIMED_OUT),
    ],
)
def test_what_answers_is_no_postgresql(words: bytes | None, cause: Cause, caplog: pytest.LogCaptureFixture):
    with server_that_says(words) as port:
        url = f"postgresql://{ROLE}:{PASSWORD}@{LOCAL_HOST}:{port}/secret_database"

        assert cause_without_a_leak(url, caplog, timeout=timedelta(seconds=2)) is cause


def test_a_server_that_is_shutting_down(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    """A "smart" shutdown waits for those who are connected, and lets nobody in."""
    monkeypatch.delenv("TEST_POSTGRES_DSN", raising=False)
    with postgres_server.start_server() as server, psycopg.connect(server.url) as connection:
        data = Path(connection.execute("SHOW data_directory").fetchone()[0])
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), 15)
        deadline = time.monotonic() + 10
        while "received smart shutdown request" not in server.log_text():
            assert time.monotonic() < deadline
            time.sleep(0.02)

        assert cause_without_a_leak(server.url, caplog) is Cause.NOT_READY


def test_a_refusal_in_another_language_is_told_as_one(caplog: pytest.LogCaptureFixture):
    """PostgreSQL translates its texts (lc_messages), and libpq keeps the SQLSTATE of a refusal to itself."""
    fields = b"SFATAL\0VFATAL\0C3D000\0M" + "Datenbank »secret_database« existiert nicht".encode() + b"\0\0"
    refusal = b"E" + (len(fields) + 4).to_bytes(4, "big") + fields
    with server_that_says(refusal) as port:
        url = f"postgresql://{ROLE}:{PASSWORD}@{LOCAL_HOST}:{port}/secret_database?sslmode=disable"

        assert cause_without_a_leak(url, caplog) is Cause.REFUSED
