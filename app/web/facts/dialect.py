"""How the scripts of a page are written: in the SQL and for the schemas of the database, or as the address says."""

from app.config import Environment
from app.config.urls import dialect_of, search_path_of
from app.domain.table_location import TableLocation
from app.domain.ways.scripts import Dialect


def of_database(environment: Environment, location: TableLocation) -> Dialect:
    """The SQL of the database at a location; of one that is only pushed nobody knows it, and it is PostgreSQL's."""
    database = environment.database(location.alias)
    return dialect_of("" if database is None else database.url.scheme)


def search_path_of_database(environment: Environment, location: TableLocation) -> tuple[str, ...]:
    """The schemas in which a database looks for its tables, where its URL says it."""
    database = environment.database(location.alias)
    return () if database is None else search_path_of(database.url)


def named(text: str) -> Dialect | None:
    """The SQL that the value of `sql=` names; None for no value, and for one that makes no sense."""
    return next((dialect for dialect in Dialect if dialect.value == text), None)
