"""Tests that every migration of our own tables must pass, on both databases."""

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from app.store import schema
from app.store.engine import engine_of, open_store


def on(url: str, work) -> None:
    engine = engine_of(url)
    with engine.execution_options(writing=True).begin() as connection:
        work(connection)
    engine.dispose()


def test_there_is_one_head(store_url: str):
    def work(connection: Connection) -> None:
        scripts = ScriptDirectory.from_config(schema.config_of(connection))
        assert len(scripts.get_heads()) == 1

    on(store_url, work)


def test_the_tables_are_those_of_the_code(store_url: str):
    open_store(store_url).close()

    on(store_url, lambda connection: command.check(schema.config_of(connection)))


def test_down_and_up_again(store_url: str):
    open_store(store_url).close()

    def down(connection: Connection) -> None:
        command.downgrade(schema.config_of(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]

    on(store_url, down)
    open_store(store_url).close()
    on(store_url, lambda connection: command.check(schema.config_of(connection)))


def test_a_migration_that_fails_leaves_nothing(store_url: str, monkeypatch):
    """DDL is part of the transaction, on SQLite too."""
    from sqlalchemy import event

    engine = engine_of(store_url)
    statements = []

    @event.listens_for(engine, "before_cursor_execute")
    def stop(_connection, _cursor, statement, *_):
        statements.append(statement)
        if "CREATE TABLE snapshots" in statement:
            raise ZeroDivisionError

    try:
        with engine.execution_options(writing=True).begin() as connection:
            schema.upgrade(connection)
    except ZeroDivisionError:
        pass

    assert any("CREATE TABLE environments" in statement for statement in statements)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
