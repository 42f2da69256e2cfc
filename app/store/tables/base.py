"""What every table of the store is made of: the types of its columns, and the names of its constraints."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    cast,
    type_coerce,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

FINGERPRINT = String(64)
Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers the rows by itself only in a column of the type INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, with microseconds: aware on the way in and out, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Bytes(FunctionElement[bytes]):
    """A column as SQLite keeps it, whatever its driver makes of texts; elsewhere the column itself."""

    name = "bytes"
    inherit_cache = True


@compiles(_Bytes)
def _column(element: _Bytes, compiler: SQLCompiler, **words: Any) -> str:
    return compiler.process(element.clauses, **words)


@compiles(_Bytes, "sqlite")
def _as_blob(element: _Bytes, compiler: SQLCompiler, **words: Any) -> str:
    (column,) = element.clauses
    return compiler.process(cast(column, LargeBinary()), **words)


class CheckedText(TypeDecorator[str]):
    """
    A text that is checked after it was read, so that it is read whatever it holds.

    SQLite keeps bytes that are no UTF-8, and its driver refuses them as text, with all rows that were asked for.
    """

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return type_coerce(_Bytes(column), self)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        del dialect
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, int: Number, str: Text}  # noqa: RUF012 - SQLAlchemy's own form
