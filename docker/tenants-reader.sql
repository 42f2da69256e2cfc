-- The role that Driftboard reads with, in a database with a schema for each tenant. A new tenant's schema needs the same two GRANTs.

\getenv password DRIFTBOARD_READER_PASSWORD

CREATE ROLE driftboard_reader LOGIN PASSWORD :'password' CONNECTION LIMIT 4;
ALTER ROLE driftboard_reader SET default_transaction_read_only = on;
GRANT CONNECT ON DATABASE shop TO driftboard_reader;

DO $$
DECLARE
    tenant text;
BEGIN
    FOR tenant IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\_%' LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO driftboard_reader', tenant);
        EXECUTE format('GRANT SELECT ON TABLE %I.django_migrations TO driftboard_reader', tenant);
    END LOOP;
END
$$;
