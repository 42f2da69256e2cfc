"""Running statements on a real PostgreSQL database, and the cause when it could not be read."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from app import collect
from app.collect import CollectionError
from app.domain.failure import Cause
from tests.servers.postgres import PostgresServer


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def insert(app: str, name: str, applied: str) -> str:
    return f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '{name}', '{applied}')"  # noqa: S608


def cause_of(url: str, **options) -> Cause:
    with pytest.raises(CollectionError) as caught:
        collect.history(url, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value.cause


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def errors(server: PostgresServer, url: str) -> list[str]:
    """The errors on this database, as the server has logged them."""
    mark = "ERROR:  "
    lines = [line for line in server.log_text().splitlines() if line.startswith(f"{name_of(url)}|")]
    return [line.partition(mark)[2].partition(" at character ")[0] for line in lines if mark in line]


@contextmanager
def role(url: str, name: str, *grants: str) -> Iterator[None]:
    run(url, f"CREATE ROLE {name} LOGIN", *grants)
    try:
        yield
    finally:
        run(url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")
