"""Where histories come from: a module for each kind of database, and one for JSON files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from app.collect.errors import CollectionError
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History

if TYPE_CHECKING:
    from app.collect.schemas import SchemaBatch

__all__ = ["TIMEOUT", "CollectionError", "history", "schema_batches"]

TIMEOUT = timedelta(seconds=5)
"""How long connecting may take. The statements have limits of their own."""

READERS_BY_SCHEME = {
    "postgresql": "app.collect.postgres",
    "postgres": "app.collect.postgres",
    "mysql": "app.collect.mysql",
    "mariadb": "app.collect.mysql",
    "sqlite": "app.collect.sqlite",
}
"""The module whose `history` reads such a database. Its driver is imported when the first one is read."""


def history(database: Secret | str, *, timeout: timedelta = TIMEOUT) -> History:
    """
    The history of one database, from its table django_migrations. No other table is read, and nothing is written.

    Where the table cannot speak for itself, the names of the tables beside it come with it (`Surroundings`).

    `database` is a URL: `postgresql://…`, `mysql://…`, `mariadb://…` or `sqlite:///path`. Where there is no such table
    `has_table` of the history is False. Raises `CollectionError`.
    """
    database = Secret.of(database)
    module = READERS_BY_SCHEME.get(database.scheme)
    if module is None:
        raise CollectionError(Cause.UNSUPPORTED)
    found: History = import_module(module).history(database, timeout=timeout)
    return found


def schema_batches(
    database: Secret, patterns: Sequence[str], digests: Mapping[str, str], *, timeout: timedelta = TIMEOUT
) -> "Iterator[SchemaBatch]":
    """
    What the schemas of a PostgreSQL database hold that one of the patterns matches, a batch at a time.

    `digests` are those of the histories that are known already. Raises `CollectionError`.
    """
    from app.collect import schemas  # noqa: PLC0415 - with its driver

    return schemas.schema_batches(database, patterns, digests, timeout=timeout)
