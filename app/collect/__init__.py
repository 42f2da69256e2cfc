"""Where histories come from: a module for each kind of database, and one for JSON files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from app.collect import mysql, postgres, schemas, sqlite
from app.collect.errors import CollectionError
from app.collect.schemas import SchemaBatch
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History

__all__ = ["TIMEOUT", "CollectionError", "SchemaBatch", "history", "schema_batches"]

TIMEOUT = timedelta(seconds=5)
"""How long connecting may take. The statements have limits of their own."""

READERS_BY_SCHEME = {
    "postgresql": postgres.history,
    "postgres": postgres.history,
    "mysql": mysql.history,
    "mariadb": mysql.history,
    "sqlite": sqlite.history,
}


def history(database: Secret | str, *, timeout: timedelta = TIMEOUT) -> History:
    """
    The history of one database, from its table django_migrations. No other table is read, and nothing is written.

    Where the table cannot speak for itself, the names of the tables beside it come with it (`Surroundings`).

    `database` is a URL: `postgresql://…`, `mysql://…`, `mariadb://…` or `sqlite:///path`. Where there is no such table
    `has_table` of the history is False. Raises `CollectionError`.
    """
    database = Secret.of(database)
    read = READERS_BY_SCHEME.get(database.scheme)
    if read is None:
        raise CollectionError(Cause.UNSUPPORTED)
    return read(database, timeout=timeout)


def schema_batches(
    database: Secret, patterns: Sequence[str], digests: Mapping[str, str], *, timeout: timedelta = TIMEOUT
) -> Iterator[SchemaBatch]:
    """
    What the schemas of a PostgreSQL database hold that one of the patterns matches, a batch at a time.

    `digests` are those of the histories that are known already. Raises `CollectionError`.
    """
    return schemas.schema_batches(database, patterns, digests, timeout=timeout)
