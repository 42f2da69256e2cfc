"""Where one django_migrations table lies within an environment."""

from dataclasses import dataclass

DEFAULT_ALIAS = "default"
"""The alias of Django's first database, in `DATABASES`."""


@dataclass(frozen=True, slots=True, order=True)
class TableLocation:
    """
    Where one django_migrations table lies: the database, by its alias in Django's settings, and a schema of it.

    `schema` is empty where one database has one table: that of the search path, or that of a database without schemas.
    """

    alias: str = DEFAULT_ALIAS
    schema: str = ""

    def __str__(self) -> str:
        return f"{self.alias}, schema {self.schema}" if self.schema else self.alias


DEFAULT_LOCATION = TableLocation()
"""That of an environment with one database and one table."""
