"""
Where the search path of a connection leads: the schema in which Django finds django_migrations.

PostgreSQL passes over a schema that we may not use, and finds the table in the next one. Django, whose role may use it,
does not. So the path is looked at schema by schema, unless each of its schemas is there and may be used.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from app.collect.errors import CollectionError
from app.domain.failure import Cause

OPENING_QUERY = """SELECT pg_catalog.current_setting('search_path'), pg_catalog.current_schemas(false),
  CASE WHEN pg_catalog.to_regnamespace(pg_catalog.quote_ident(current_user)) IS NOT NULL THEN current_user END,
  found.schema, found.type
FROM pg_catalog.pg_identify_object(1259, pg_catalog.to_regclass('django_migrations'), 0) AS found"""
"""
What PostgreSQL itself makes of the search path: its text, the schemas in it that we may use, the schema of the role's
own name, and schema and type of the relation that it leads to; 1259 is the catalogue of these.

Functions alone answer. A connection that has just begun takes three times as long to plan a query over the catalogue.
"""

NAMES = re.compile(r'"((?:[^"]|"")*)"|([^",\s]+)')
"""The names in a search path: one in quotes, or one without."""

PATH_QUERY = r"""SELECT n.oid, n.nspname::text AS name, part.position
FROM pg_catalog.regexp_matches(pg_catalog.current_setting('search_path'), '"((?:[^"]|"")*)"|([^",\s]+)', 'g')
    WITH ORDINALITY AS part(texts, position)
  JOIN pg_catalog.pg_namespace AS n ON n.nspname = CASE
    WHEN '$user' IN (part.texts[1], part.texts[2]) THEN current_user::text
    ELSE coalesce(pg_catalog.replace(part.texts[1], '""', '"'), pg_catalog.lower(part.texts[2])) END
WHERE n.nspname NOT LIKE 'pg\_%'"""
"""
The schemas of the search path that are there, with their positions, also those that we may not use.

PostgreSQL itself leaves these out, and would look for the table in the next one.
"""

TABLE_QUERY = f"""SELECT path.name, c.relkind::text, pg_catalog.has_schema_privilege(path.oid, 'USAGE')
FROM ({PATH_QUERY}) AS path
  LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = path.oid AND c.relname = 'django_migrations'
ORDER BY path.position"""  # noqa: S608 - no value from outside
"""The schemas of the search path in order: name, kind of the relation django_migrations, whether we may use it."""

TABLE_KINDS = ("r", "p", "f")
"""The kinds of relation that Django takes for a table: ordinary, partitioned, foreign. A view is none."""

TABLE_TYPES = ("table", "foreign table")
"""The same, as PostgreSQL names them: the first is both the ordinary and the partitioned one."""


class Place(NamedTuple):
    """The first schema of the search path, the one that has django_migrations, or None, and whether it is a table."""

    first: str
    schema: str | None = None
    is_table: bool = True


def begin(connection: psycopg.Connection) -> Place:
    """
    Begin a read-only transaction, and look where the table is: one round trip on most databases.

    Raises `CollectionError` where the path has no schema, or a table in one that we may not use.
    """
    connection.autocommit = True  # the transaction is our own: it begins in the round trip of its first query
    cursor = connection.execute(f"BEGIN READ ONLY; {OPENING_QUERY}")
    cursor.nextset()
    opening = cursor.fetchone()
    assert opening is not None  # noqa: S101 - the query has no condition
    return _said(*opening) or _by_schema(connection)


def _said(
    path: str, usable: Sequence[str], own: str | None, schema: str | None, type_: str | None
) -> Place | None:
    """The place that the server said; None where a schema of the path is not there, or may not be used by us."""
    names = _names(path)
    table_schema = None if schema is None else _names(schema)[0]
    # "$user" means nothing where the role has no schema of its own, as most have none.
    named = dict.fromkeys(each for each in (own if name == "$user" else name for name in names) if each)
    is_usable = list(named) == list(usable) and not any(name.startswith("pg_") for name in usable)
    if not usable or not is_usable or table_schema not in (None, *usable):
        return None
    return Place(usable[0], table_schema, type_ in (None, *TABLE_TYPES))


def _names(text: str) -> list[str]:
    return [quoted.replace('""', '"') or plain.lower() for quoted, plain in NAMES.findall(text)]


def _by_schema(connection: psycopg.Connection) -> Place:
    """The place, looked up in each schema of the path, also where PostgreSQL would pass it over."""
    schemas: list[tuple[str, str | None, bool]] = connection.execute(TABLE_QUERY).fetchall()
    if not schemas:
        raise CollectionError(Cause.NO_SCHEMA)
    for name, kind, is_open in schemas:
        if kind is None:
            continue
        if not is_open:
            raise CollectionError(Cause.FORBIDDEN)
        return Place(schemas[0][0], name, kind in TABLE_KINDS)
    return Place(schemas[0][0])
