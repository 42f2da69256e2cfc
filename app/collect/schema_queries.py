"""
The statements that read the tables of many schemas: which there are, a digest of each, and its rows.

No more of a table is taken than a history may have, and one more, so that a larger one is known as that.
"""

from psycopg import sql

from app.collect.rows import MAX_ROWS, MAX_TEXT_LENGTH

SCHEMAS_QUERY = r"""SELECT n.nspname::text, c.relkind::text,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
  (SELECT pg_catalog.count(*)
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = c.oid AND NOT a.attisdropped AND (a.attname IN ('app', 'name', 'applied')
      OR a.attname = 'id' AND coalesce(nullif(t.typbasetype, 0), t.oid) IN ('pg_catalog.int2'::pg_catalog.regtype,
        'pg_catalog.int4'::pg_catalog.regtype, 'pg_catalog.int8'::pg_catalog.regtype)))
FROM pg_catalog.pg_namespace AS n
  LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'django_migrations'
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY n.nspname"""
"""
Every schema: name, kind of the relation django_migrations, whether we may read it, how many of its columns it has.

An id that is no integer is none of its columns. Beside it, one statement could not read the tables of other schemas.
"""

TEXTS = ", ".join(
    f"left({name}::text, {MAX_TEXT_LENGTH + 1}) AS {name}" for name in ("app", "name", "applied")
)

DIGEST_QUERY = sql.SQL(
    f"""SELECT {{number}}, encode(sha256(convert_to(coalesce(string_agg(
  concat(id, chr(31), app, chr(31), name, chr(31), applied), chr(30) ORDER BY id), ''), 'UTF8')), 'hex'),
  count(*), coalesce(sum(length(concat(app, name, applied))), 0)
FROM (SELECT id, {TEXTS} FROM {{table}} LIMIT {MAX_ROWS + 1}) AS bounded"""  # noqa: S608 - no value from outside
)
"""The digest of a table, the number of its rows and of their characters: as far as a history may reach."""

ROWS_QUERY = sql.SQL(
    f"""SELECT {{number}}, json_agg(json_build_array(id, app, name, applied) ORDER BY id)::text
FROM (SELECT id, {TEXTS} FROM {{table}} LIMIT {MAX_ROWS + 1}) AS bounded"""  # noqa: S608 - no value from outside
)
"""All rows of a table in one text: taking 150,000 rows from a cursor one by one takes longer than reading them."""
