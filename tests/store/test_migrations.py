"""Tests that every migration of our own tables must pass, on both databases."""

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.domain.history import History
from app.store import snapshots
from app.store.engine import engine_of, open_store
from app.store.opening import schema


def on(url: str, work) -> None:
    engine = engine_of(url)
    with engine.execution_options(writing=True, migrating=True).begin() as connection:
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


def test_a_snapshot_of_before_the_surroundings_is_read(store_url: str):
    """Its history has none, and its fingerprint stays that of its pinned address."""
    on(store_url, lambda connection: command.upgrade(schema.config_of(connection), "c41f0a7d92e3"))

    def fill(connection: Connection) -> None:
        connection.execute(text("INSERT INTO environments (id, project, slug) VALUES (1, 'shop', 'one')"))
        connection.execute(
            text(
                "INSERT INTO snapshots (id, environment_id, number, keyframe, weight, fingerprint, has_table, rows,"
                " received_at, seen_at) VALUES (1, 1, 1, 1, 0, :fingerprint, false, 0, :moment, :moment)"
            ),
            {"fingerprint": History(has_table=False).fingerprint, "moment": "2026-05-01 09:58:00"},
        )

    on(store_url, fill)

    with open_store(store_url) as store, store.reading() as session:
        snapshot = snapshots.latest(session, "shop", "one")

    assert snapshot is not None
    assert snapshot.history == History(has_table=False)


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
        with engine.execution_options(writing=True, migrating=True).begin() as connection:
            schema.upgrade(connection)
    except ZeroDivisionError:
        pass

    assert any("CREATE TABLE environments" in statement for statement in statements)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
