"""Where histories come from: one module per kind of database."""

from datetime import timedelta

from app.collect import postgres, sqlite
from app.collect.errors import CollectionError
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History

__all__ = ["TIMEOUT", "CollectionError", "history"]

TIMEOUT = timedelta(seconds=5)
"""How long a connection may take; the statements have limits of their own."""

READERS = {"postgresql": postgres.history, "postgres": postgres.history, "sqlite": sqlite.history}


def history(database: Secret | str, *, timeout: timedelta = TIMEOUT) -> History:
    """
    Read the django_migrations table of one database, and nothing else; nothing is ever written.

    `database` is a URL: `postgresql://…`, `postgres://…` or `sqlite:///path`. Where there is no such table the
    history says so (`table` is False). Raises `CollectionError`.
    """
    database = Secret.of(database)
    read = READERS.get(database.scheme)
    if read is None:
        raise CollectionError(Cause.UNREACHABLE)
    return read(database, timeout=timeout)
