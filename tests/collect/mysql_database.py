"""Accounts and tables on a real MariaDB."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.servers.mariadb import MariaDBServer

TABLE = (
    "CREATE TABLE django_migrations (id bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, "
    "app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied datetime(6) NOT NULL)"
)
"""How Django makes its table on MySQL and MariaDB."""


def insert(app: str, name: str, applied: str = "2026-05-01 09:58:00") -> str:
    return f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '{name}', '{applied}')"  # noqa: S608


@contextmanager
def account(server: MariaDBServer, user: str, *grants: str, identified: str = "") -> Iterator[None]:
    """An account for this machine, with what is granted to it; dropped at the end."""
    server.run(
        None,
        f"DROP USER IF EXISTS '{user}'@'127.0.0.1'",
        f"CREATE USER '{user}'@'127.0.0.1' {identified}",
        *(f"GRANT {grant} TO '{user}'@'127.0.0.1'" for grant in grants),
    )
    try:
        yield
    finally:
        server.run(None, f"DROP USER '{user}'@'127.0.0.1'")


def address_of(server: MariaDBServer) -> tuple[str, int]:
    parts = urlsplit(server.url)
    return parts.hostname or "", parts.port or 3306


def greeting_of(server: MariaDBServer) -> bytes:
    """What the server says first to everybody."""
    with socket.create_connection(address_of(server)) as client:
        return client.recv(1024)


def auth_switch(plugin: str) -> bytes:
    """How a server asks a client, which has just introduced itself, to sign in by another plugin."""
    content = b"\xfe" + plugin.encode() + b"\0" + b"12345678901234567890\0"
    return len(content).to_bytes(3, "little") + b"\2" + content
