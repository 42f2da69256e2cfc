"""
A PostgreSQL server for the tests.

It is the one that `TEST_POSTGRES_DSN` names. Without that variable a private one is started in a temporary folder, from
the binaries on this machine. Without either, the tests that need a server fail: none is skipped.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.ending import base_folder

MISSING = """No PostgreSQL server was found. Run `make setup`, or install one by hand:

    apt-get install --no-install-recommends postgresql

or name a running one, with a role that may create databases: TEST_POSTGRES_DSN=postgresql://…"""

PACKAGED = Path("/usr/lib/postgresql")
"""The folder of all versions on Debian and Ubuntu."""

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "log_statement": "all",
    "log_line_prefix": "%d|%u|%p|",
    "logging_collector": "off",
    "unix_socket_directories": "",
    "timezone": "UTC",
}


class MissingServerError(Exception):
    """There is no PostgreSQL on this machine; the message says what to install."""


@dataclass(frozen=True)
class PostgresServer:
    """
    A running server. `url` is that of its database `postgres`.

    `log` is the file to which it logs every statement, each line after `database|role|process|`. It is None for the
    server of `TEST_POSTGRES_DSN`.
    """

    url: str
    log: Path | None = None

    def dsn(self, database: str = "postgres", *, user: str | None = None, password: str | None = None) -> str:
        """The URL of one database, for the server's owner or for another role."""
        parts = urlsplit(self.url)
        netloc = parts.netloc
        if user is not None:
            secret = f":{quote(password, safe='')}" if password else ""
            netloc = f"{quote(user, safe='')}{secret}@{netloc.rpartition('@')[2]}"
        return urlunsplit(parts._replace(netloc=netloc, path=f"/{quote(database, safe='')}"))

    def create_database(self, name: str) -> str:
        """Create an empty database, in place of one with this name; returns its URL."""
        self.drop_database(name)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        return self.dsn(name)

    def drop_database(self, name: str) -> None:
        """Drop the database, even while somebody is connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def drop_role(self, name: str) -> None:
        """Drop the role if it is there, with what it has and may do in every database."""
        role = sql.Identifier(name)
        with psycopg.connect(self.url, autocommit=True, connect_timeout=10) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                return
            databases = connection.execute(
                "SELECT DISTINCT datname FROM pg_shdepend JOIN pg_database ON pg_database.oid = dbid"
                " JOIN pg_roles ON pg_roles.oid = refobjid"
                " WHERE refclassid = 'pg_authid'::regclass AND rolname = %s",
                [name],
            ).fetchall()
            for (database,) in databases:
                with psycopg.connect(self.dsn(database), autocommit=True, connect_timeout=10) as there:
                    there.execute(sql.SQL("DROP OWNED BY {}").format(role))
            # What belongs to no database, such as the right to connect to one.
            connection.execute(sql.SQL("DROP OWNED BY {}").format(role))
            connection.execute(sql.SQL("DROP ROLE {}").format(role))

    def log_text(self) -> str:
        """Everything that the server has logged so far."""
        if self.log is None:
            raise MissingServerError(
                "the log of the server in TEST_POSTGRES_DSN is not ours to read; leave it unset"
            )
        return self.log.read_text(encoding="utf-8", errors="replace")

    def statements(self, database: str) -> tuple[str, ...]:
        """The statements that were run on one database, in order. Only the first line of each is returned."""
        statements = []
        for line in self.log_text().splitlines():
            name, _, rest = line.partition("|")
            for mark in ("statement: ", "execute "):
                if name == database and f"LOG:  {mark}" in rest:
                    text = rest.partition(f"LOG:  {mark}")[2]
                    statements.append(text.partition(": ")[2] if mark == "execute " else text)
        return tuple(statements)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement)


@contextmanager
def start_server() -> Iterator[PostgresServer]:
    """The server of `TEST_POSTGRES_DSN`, or a private one until the end of the block."""
    url = os.environ.get("TEST_POSTGRES_DSN")
    if url:
        yield PostgresServer(url)
        return
    with private_server() as private:
        yield private.server


def binaries() -> Path:
    """The folder with `initdb` and `postgres`, of the newest version. Raises `MissingServerError`."""
    folders: list[Path] = []
    with suppress(OSError, subprocess.CalledProcessError):
        process = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(process.stdout.strip()))
    folders += sorted(
        PACKAGED.glob("*/bin"),
        key=lambda folder: _number(folder.parent.name),
        reverse=True,
    )
    folders += [Path(entry) for entry in os.get_exec_path()]
    for folder in folders:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise MissingServerError(MISSING)


def _number(version: str) -> float:
    try:
        return float(version)
    except ValueError:
        return 0.0


class PrivateServer:
    """A server in a folder of its own, which can be stopped and started again. `options` are settings of PostgreSQL."""

    def __init__(self, folder: Path, **options: str) -> None:
        self._folder = folder
        self._options = [f"--{name}={value}" for name, value in {**SETTINGS, **options}.items()]
        # PostgreSQL refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else None
        self._environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.server = PostgresServer(
            f"postgresql://driftboard@127.0.0.1:{self._port}/postgres", folder / "server.log"
        )
        if self._user is not None:
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        subprocess.run(
            [binaries() / "initdb", "-D", folder / "data", "-U", "driftboard", "-A", "trust", "-E", "UTF8", "-N"],
            user=self._user, env=self._environment, cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        command = [
            binaries() / "postgres",
            "-D",
            self._folder / "data",
            "-h",
            "127.0.0.1",
            "-p",
            str(self._port),
        ]
        with (self._folder / "server.log").open("ab") as output:
            self._process = subprocess.Popen(
                [*command, *self._options],
                user=self._user, env=self._environment, cwd=self._folder, stdout=output, stderr=output,
            )  # fmt: skip
        self.await_answer()

    def await_answer(self) -> None:
        """Wait until it answers. Raises `MissingServerError`."""
        assert self._process is not None
        _await(self.server, self._process)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT is PostgreSQL's "fast", where whoever is connected is thrown out; SIGQUIT "immediate"."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=20)
            self._process = None


@contextmanager
def private_server(**options: str) -> Iterator[PrivateServer]:
    """A running server of one's own, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="driftboard-pg-", dir=base_folder()))
    try:
        private = PrivateServer(folder, **options)
        try:
            private.start()
            yield private
        finally:
            private.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _await(server: PostgresServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(server.url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise MissingServerError(f"PostgreSQL did not start:\n{server.log_text()}") from error
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
