-- The role that Driftboard reads with. It may see one table and write nothing; see docs/permissions.md.

\getenv password DRIFTBOARD_READER_PASSWORD

CREATE ROLE driftboard_reader LOGIN PASSWORD :'password' CONNECTION LIMIT 4;
ALTER ROLE driftboard_reader SET default_transaction_read_only = on;
GRANT CONNECT ON DATABASE shop TO driftboard_reader;
GRANT USAGE ON SCHEMA public TO driftboard_reader;
GRANT SELECT ON TABLE django_migrations TO driftboard_reader;
