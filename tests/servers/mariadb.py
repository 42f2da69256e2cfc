"""
A MariaDB server for the tests.

It is the one that `TEST_MARIADB_DSN` names. Without that variable a private one is started in a temporary folder, from
the binaries on this machine. Without either, the tests that need a server fail: none is skipped.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import pymysql

from tests.ending import base_folder
from tests.servers.certificates import write_certificates

MISSING = """No MariaDB server was found. Run `make setup`, or install one by hand:

    apt-get install --no-install-recommends mariadb-server-core mariadb-client-core

or name a running one, with an account that may do everything: TEST_MARIADB_DSN=mysql://…"""

FOLDERS = ("/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin")
"""Where the server lies besides the PATH: an ordinary user's may lack these."""

SETTINGS = {
    "innodb-log-file-size": "8M",
    "innodb-buffer-pool-size": "16M",
    "innodb-flush-method": "nosync",
    "innodb-use-native-aio": "0",  # its queues are few, and several servers run at a time
    "character-set-server": "utf8mb4",
    "collation-server": "utf8mb4_general_ci",
    "max-connections": "60",
    "bind-address": "127.0.0.1",
    "lc-messages": "en_US",
}
FLAGS = ("--no-defaults", "--debug-no-sync", "--skip-name-resolve")

LINE = re.compile(r"^(?:\d{6} [ \d]\d:\d\d:\d\d)?\s+(\d+) (\w+(?: \w+)?)\t(.*)$")
"""A line of the general log: a connection, a command, its argument. Further lines of a statement look otherwise."""


class MissingServerError(Exception):
    """There is no MariaDB on this machine; the message says what to install."""


class ServerError(Exception):
    """The server did not come up; the message is what it printed."""


@dataclass(frozen=True)
class MariaDBServer:
    """
    A running server. `url` is that of its server's owner, without a database.

    `log` is the file to which it logs every statement, and `ca` the certificate that signed its own; both are None for
    the server of `TEST_MARIADB_DSN`.
    """

    url: str
    log: Path | None = None
    ca: Path | None = None

    def dsn(self, database: str = "mysql", *, user: str | None = None, password: str | None = None) -> str:
        """The URL of one database, for the server's owner or for another account."""
        parts = urlsplit(self.url)
        netloc = parts.netloc
        if user is not None:
            secret = f":{quote(password, safe='')}" if password else ""
            netloc = f"{quote(user, safe='')}{secret}@{netloc.rpartition('@')[2]}"
        return urlunsplit(parts._replace(netloc=netloc, path=f"/{quote(database, safe='')}"))

    def connect(self, database: str | None = None) -> pymysql.Connection:
        """A connection of the server's owner that commits each statement."""
        parts = urlsplit(self.url)
        return pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=database,
            charset="utf8mb4",
            autocommit=True,
            connect_timeout=10,
            ssl_disabled=True,
        )

    def run(self, database: str | None, *statements: str) -> None:
        """Run statements as the server's owner."""
        with self.connect(database) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def create_database(self, name: str) -> str:
        """Create an empty database, in place of one with this name; returns its URL."""
        self.run(None, f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}`")
        return self.dsn(name)

    def drop_database(self, name: str) -> None:
        self.run(None, f"DROP DATABASE IF EXISTS `{name}`")

    def log_text(self) -> str:
        """Everything that the server has logged so far."""
        if self.log is None:
            raise MissingServerError(
                "the log of the server in TEST_MARIADB_DSN is not ours to read; leave it unset"
            )
        return self.log.read_text(encoding="utf-8", errors="replace")

    def commands(self, user: str) -> tuple[str, ...]:
        """What the connections of one account asked for, in order: `Query SELECT 1`. Only the first line of each."""
        connections, commands = set(), []
        for line in self.log_text().splitlines():
            match = LINE.match(line)
            if match is None:
                continue
            connection, command, argument = match.groups()
            if command == "Connect" and argument.startswith(f"{user}@"):
                connections.add(connection)
            elif connection in connections:
                commands.append(f"{command} {argument}".strip())
        return tuple(commands)


@contextmanager
def start_server(*options: str, has_tls: bool = True) -> Iterator[MariaDBServer]:
    """The server of `TEST_MARIADB_DSN`, or a private one with further options until the end of the block."""
    url = os.environ.get("TEST_MARIADB_DSN")
    if url:
        yield MariaDBServer(url)
        return
    folder = Path(tempfile.mkdtemp(prefix="driftboard-mariadb-", dir=base_folder()))
    try:
        with _private(folder, *options, has_tls=has_tls) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def binary(*names: str) -> Path:
    """The first program of these names. Raises `MissingServerError`."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *FOLDERS])
    for name in names:
        program = shutil.which(name, path=path)
        if program:
            return Path(program)
    raise MissingServerError(MISSING)


@contextmanager
def _private(folder: Path, *further: str, has_tls: bool) -> Iterator[MariaDBServer]:
    server_program, install = binary("mariadbd", "mysqld"), binary("mariadb-install-db", "mysql_install_db")
    data, output_file, log = folder / "data", folder / "server.log", folder / "general.log"
    write_certificates(folder)
    # MariaDB refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, pwd.getpwnam(user).pw_uid, -1)
    folder.chmod(0o755)
    environment = {"PATH": os.pathsep.join([os.environ.get("PATH", ""), *FOLDERS]), "TZ": "UTC"}
    options = [*FLAGS, f"--datadir={data}", *(f"--{name}={value}" for name, value in SETTINGS.items())]
    with output_file.open("wb") as output:
        made = subprocess.run(
            [install, *options, "--auth-root-authentication-method=normal", "--skip-test-db"],
            user=user, env=environment, cwd=folder, check=False, stdout=output, stderr=output,
        )  # fmt: skip
        if made.returncode:
            raise ServerError(
                f"{install} could not make a database:\n{output_file.read_text(errors='replace')}"
            )
        port = _free_port()
        options += [f"--port={port}", f"--socket={folder}/socket", f"--pid-file={folder}/pid"]
        options += ["--general-log=1", f"--general-log-file={log}", "--log-output=FILE", *further]
        if has_tls:
            options += [f"--ssl-ca={folder}/ca.pem", f"--ssl-cert={folder}/server.pem"]
            options += [f"--ssl-key={folder}/server.key"]
        process = subprocess.Popen(
            [server_program, *options], user=user, env=environment, cwd=folder, stdout=output, stderr=output
        )
    server = MariaDBServer(f"mysql://root@127.0.0.1:{port}", log, folder / "ca.pem")
    try:
        _await(server, process, output_file)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await(server: MariaDBServer, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            server.connect().close()
        except pymysql.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                text = output.read_text(encoding="utf-8", errors="replace")
                raise MissingServerError(f"MariaDB did not start:\n{text}") from error
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
