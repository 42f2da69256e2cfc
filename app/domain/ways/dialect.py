"""The SQL of each kind of database, as far as scripts differ by it: how texts and names are quoted."""

from collections.abc import Iterable
from enum import StrEnum

from app.domain.english import visible


class Dialect(StrEnum):
    """The SQL of one kind of database."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQLITE = "sqlite"

    @property
    def limit(self) -> int | None:
        """How many characters the name of a table or a column may have; None where any number is allowed."""
        return {Dialect.POSTGRESQL: 63, Dialect.MYSQL: 64}.get(self)


def comment(text: str) -> str:
    """The text on one line: a name comes from a database and may hold anything."""
    return visible(text)


def literal(text: str, dialect: Dialect) -> str:
    """A text in quotes."""
    escaped = text.replace("\\", "\\\\") if dialect is Dialect.MYSQL else text
    return "'" + escaped.replace("'", "''") + "'"


def identifier(name: str, dialect: Dialect) -> str:
    """The name of a table or a column in quotes."""
    mark = "`" if dialect is Dialect.MYSQL else '"'
    return mark + name.replace(mark, mark * 2) + mark


def search_path(schemas: Iterable[str]) -> str:
    """The statement that lets a transaction of PostgreSQL see these schemas and no others."""
    names = ", ".join(identifier(schema, Dialect.POSTGRESQL) for schema in schemas)
    return f"SET LOCAL search_path TO {names};"
