"""
A store on PostgreSQL, which may stop answering without a word: a frozen server keeps its connections open.

No limit of the server's helps then, so that the waits have limits here.
"""

import socket
from datetime import timedelta
from os import dup
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DisconnectionError

from app.deadline import WATCH, Deadline

CONNECT_TIMEOUT = 2
"""In seconds. With `PING` this is how long a page waits for a server that is frozen."""

PING = timedelta(seconds=0.5)
"""For a connection that was kept to answer; one that does not is made anew."""

READING = timedelta(seconds=15)
WRITING = timedelta(seconds=60)
"""For one statement of a session. Bringing the tables up to date has no limit."""

CONNECTIONS = 5
MORE_CONNECTIONS = 15
"""Kept, and made beside these while many pages are asked for at once."""

TURN = 5
"""In seconds, for one of these to be free."""

SOCKET, USED, DEADLINE = "driftboard_socket", "driftboard_used", "driftboard_deadline"


def engine(url: URL) -> Engine:
    """An engine for a server. Nothing is asked yet."""
    made = create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        pool_timeout=TURN,
        connect_args={"connect_timeout": CONNECT_TIMEOUT, "application_name": "driftboard"},
    )

    def ping(connection: Any, record: Any, _: Any) -> None:
        if not record.info.get(USED):
            record.info[USED] = True
            return
        deadline = Deadline(PING)
        WATCH.add(deadline, record.info[SOCKET])
        try:
            made.dialect.do_ping(connection)
        except made.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
        finally:
            WATCH.remove(deadline)
        if deadline.has_passed:  # its answer came, and the connection was shut all the same
            raise DisconnectionError

    event.listen(made, "connect", _keep_socket)
    event.listen(made, "close", _close_socket)
    event.listen(made, "checkout", ping)
    event.listen(made, "checkin", lambda _, record: _rest(record.info))
    event.listen(made, "before_cursor_execute", lambda connection, *_: _wait(connection))
    event.listen(made, "after_cursor_execute", lambda connection, *_: _rest(connection.info))
    event.listen(made, "commit", _wait)
    event.listen(made, "handle_error", _failed)
    return made


def _keep_socket(connection: Any, record: Any) -> None:
    record.info[SOCKET] = socket.socket(fileno=dup(connection.fileno()))
    record.info[USED] = False


def _close_socket(_: Any, record: Any) -> None:
    kept = record.info.pop(SOCKET, None)
    if kept is not None:
        kept.close()


def _wait(connection: Connection) -> None:
    """Shut the connection when the server takes too long from now on."""
    options = connection.get_execution_options()
    if options.get("migrating", False):
        return
    _rest(connection.info)
    connection.info[DEADLINE] = deadline = Deadline(WRITING if options.get("writing", False) else READING)
    WATCH.add(deadline, connection.info[SOCKET])


def _rest(info: dict[Any, Any]) -> None:
    deadline = info.pop(DEADLINE, None)
    if deadline is not None:
        WATCH.remove(deadline)


def _failed(context: ExceptionContext) -> None:
    if context.connection is not None and not context.connection.invalidated:
        _rest(context.connection.info)
