"""A read-only connection to MySQL or MariaDB, with our limits."""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, TypeAlias

import pymysql
from pymysql.cursors import SSCursor

from app.collect.errors import CollectionError
from app.collect.mysql.address import Address, TlsMode, tls_context
from app.collect.mysql.errors import AUTH_NOT_POSSIBLE, NO_TLS, UNKNOWN_VARIABLE, cause_of, number_of
from app.collect.patience import ConnectingTimedOut, within
from app.config import Secret
from app.deadline import Deadline
from app.domain.failure import Cause

ReadConnection: TypeAlias = "pymysql.Connection[SSCursor]"
"""A connection whose rows come one by one."""

SOCKET_TIMEOUT = timedelta(seconds=10)
"""After this the socket is shut. The server's own limits do not help when it has stopped answering."""

STATEMENT_LIMIT = {True: "SET SESSION max_statement_time = 3", False: "SET SESSION max_execution_time = 3000"}
"""Three seconds for a statement, for MariaDB or not: the two have another name and another unit for it."""

SESSION = (
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1, wait_timeout = 10, time_zone = '+00:00'",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)

GREETING_LENGTH = 5
FIRST_BYTES = (10, 255)
"""The fifth byte of a greeting: the version of the protocol, or the mark of an error. The fourth is 0, its number."""


class _NoClearPassword:
    """Refuses to hand a password over as it is: PyMySQL would, to whoever asks for it."""

    def __init__(self, connection: "pymysql.Connection[Any]") -> None:
        """One for each connection."""

    def authenticate(self, packet: object) -> None:  # noqa: ARG002 - the form is PyMySQL's
        raise pymysql.OperationalError(AUTH_NOT_POSSIBLE)


NO_CLEAR_PASSWORDS: dict[str, Callable[["pymysql.Connection[Any]"], Any]] = {
    "mysql_clear_password": _NoClearPassword,
    "dialog": _NoClearPassword,
}


@contextmanager
def connect(
    database: Secret, *, timeout: timedelta, deadline: Deadline | None = None
) -> Iterator["ReadConnection"]:
    """
    A connection in a read-only transaction, which is rolled back at the end. Its rows come one by one, not all at once.

    `timeout` is that of connecting, with signing in, and `deadline` that of all the rest. Raises `CollectionError` if
    there is no connection, and afterwards what PyMySQL raises.
    """
    address, pair = Address.of(database), None
    with suppress(ConnectingTimedOut):
        pair = within(timeout, lambda: _connection(address, timeout), lambda late: late[0].close())
    if pair is None:
        raise CollectionError(Cause.TIMED_OUT)
    connection, descriptor = pair
    try:
        with (deadline or Deadline(SOCKET_TIMEOUT)).of(descriptor):
            _begin(connection)
            yield connection
            connection.rollback()
    finally:
        connection.close()


def _begin(connection: "ReadConnection") -> None:
    is_mariadb = "mariadb" in connection.get_server_info().lower()  # type: ignore[no-untyped-call]
    with connection.cursor() as cursor:
        try:
            cursor.execute(STATEMENT_LIMIT[is_mariadb])
        except pymysql.MySQLError as error:
            # An old server may not know it; the limit of the whole is kept by ourselves.
            if number_of(error) != UNKNOWN_VARIABLE:
                raise
        for statement in SESSION:
            cursor.execute(statement)


def _connection(address: Address, timeout: timedelta) -> tuple["ReadConnection", int]:
    """A connection, with TLS unless the URL wants none or the server has none, and the descriptor of its socket."""
    pair = None if address.tls is TlsMode.DISABLED else _attempt(address, timeout, has_tls=True)
    if pair is None and address.tls in (TlsMode.DISABLED, TlsMode.PREFERRED):
        pair = _attempt(address, timeout, has_tls=False)
    if pair is None:
        raise CollectionError(Cause.TLS_REFUSED)
    return pair


def _attempt(address: Address, timeout: timedelta, *, has_tls: bool) -> tuple["ReadConnection", int] | None:
    """Sign in. None where TLS is wanted and the server offers none; nothing secret was sent then."""
    context = _context(address) if has_tls else None
    client = _socket(address, timeout)
    descriptor = client.fileno()  # TLS takes the socket over, and keeps the descriptor
    deadline = Deadline(timeout)
    try:
        connection = pymysql.Connection(
            host=address.host,
            user=address.user,
            password=address.password.reveal().encode(),  # PyMySQL would take its text for Latin-1
            database=address.database,
            charset="utf8mb4",
            autocommit=None,
            cursorclass=SSCursor,
            program_name="driftboard",
            defer_connect=True,
            ssl=context,
            ssl_disabled=not has_tls,
            auth_plugin_map={} if has_tls or address.unix_socket else NO_CLEAR_PASSWORDS,
        )
        with deadline.of(descriptor):
            _check_greeting(client)
            connection.connect(client)
    except CollectionError as error:
        cause = error.cause
    except pymysql.MySQLError as error:
        if number_of(error) == NO_TLS:
            return None
        cause = cause_of(error)
    except RuntimeError:  # PyMySQL lacks a package for this way to sign in
        cause = Cause.SIGN_IN_UNSUPPORTED
    except (IndexError, ValueError, struct.error):  # the greeting cannot be taken apart
        cause = Cause.OTHER_SERVER
    else:
        return connection, descriptor
    client.close()
    raise CollectionError(Cause.TIMED_OUT if deadline.has_passed else cause)


def _context(address: Address) -> ssl.SSLContext:
    with suppress(OSError):
        return tls_context(address)
    raise CollectionError(Cause.TLS_REFUSED)


def _socket(address: Address, timeout: timedelta) -> socket.socket:
    """A socket that is connected. Raises `CollectionError`."""
    seconds = timeout.total_seconds()
    try:
        if address.unix_socket:
            return _local_socket(address.unix_socket, seconds)
        client = socket.create_connection((address.host, address.port), seconds)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (socket.gaierror, UnicodeError):
        cause = Cause.NO_HOST
    except (ConnectionRefusedError, FileNotFoundError):
        cause = Cause.NOT_LISTENING
    except TimeoutError:
        cause = Cause.TIMED_OUT
    except OSError:
        cause = Cause.UNREACHABLE
    else:
        return client
    raise CollectionError(cause)


def _local_socket(path: str, seconds: float) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(seconds)
    try:
        client.connect(path)
    except OSError:
        client.close()
        raise
    return client


def _check_greeting(client: socket.socket) -> None:
    """Look at the first bytes, and leave them unread. Raises `CollectionError` for those of another kind of server."""
    cause = None
    try:
        head = client.recv(GREETING_LENGTH, socket.MSG_PEEK)
    except TimeoutError:
        cause = Cause.TIMED_OUT
    except OSError:
        cause = Cause.UNREACHABLE
    else:
        if not head:
            cause = Cause.UNREACHABLE
        elif len(head) == GREETING_LENGTH and (head[3] != 0 or head[4] not in FIRST_BYTES):
            cause = Cause.OTHER_SERVER
    if cause is not None:
        raise CollectionError(cause)
