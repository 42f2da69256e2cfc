"""
Histories from MySQL and MariaDB, read with PyMySQL.

    address      what a URL says: the server, the database, TLS
    connection   a read-only connection with our limits
    errors       why there is none, told from the numbers of errors
    table        the table django_migrations, and what is around it

Three things keep the database unharmed. The account may only read (docs/permissions.md has the GRANT). The session and
its transaction are read-only. Every wait has a limit: a second for a lock, the least that these servers know, three
seconds for a statement, ten for the whole. The server gets nothing but SET, and SELECT between START TRANSACTION READ
ONLY and ROLLBACK.
"""

from datetime import timedelta

import pymysql

from app.collect.errors import CollectionError
from app.collect.mysql.connection import SOCKET_TIMEOUT, connect
from app.collect.mysql.errors import cause_of
from app.collect.mysql.table import read
from app.config import Secret
from app.deadline import Deadline
from app.domain.failure import Cause
from app.domain.history import History

__all__ = ["history"]


def history(database: Secret, *, timeout: timedelta) -> History:
    """The history in the table of the database that the URL names. Raises `CollectionError`."""
    cause = None
    deadline = Deadline(SOCKET_TIMEOUT)
    try:
        with connect(database, timeout=timeout, deadline=deadline) as connection:
            return read(connection)
    except (pymysql.MySQLError, UnicodeDecodeError) as error:
        cause = Cause.TIMED_OUT if deadline.has_passed else cause_of(error)
    raise CollectionError(cause)  # here, so that the driver's error is not its context
