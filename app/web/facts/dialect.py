"""The SQL in which the scripts of a page are written: that of the database, or the one that the address names."""

from app.config import Environment
from app.config.urls import dialect_of
from app.domain.table_location import TableLocation
from app.domain.ways.scripts import Dialect


def of_database(environment: Environment, location: TableLocation) -> Dialect:
    """The SQL of the database at a location; of one that is only pushed nobody knows it, and it is PostgreSQL's."""
    database = environment.database(location.alias)
    return dialect_of("" if database is None else database.url.scheme)


def named(text: str) -> Dialect | None:
    """The SQL that the value of `sql=` names; None for no value, and for one that makes no sense."""
    return next((dialect for dialect in Dialect if dialect.value == text), None)
