from pathlib import Path

import pytest

from tests.servers import mariadb as mariadb_server
from tests.servers.mariadb import MariaDBServer, MissingServerError


def test_a_fresh_database_is_empty_and_one_made_twice_too(mariadb: MariaDBServer, mariadb_database: str):
    mariadb.run(mariadb_database, "CREATE TABLE left_over (id int)")
    mariadb.create_database(mariadb_database)

    with mariadb.connect(mariadb_database) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        assert cursor.fetchall() == ()


def test_the_log_has_every_statement_of_an_account(mariadb: MariaDBServer):
    before = len(_queries(mariadb))
    mariadb.run(None, "SELECT 41 + 1", "SELECT\n 43")

    assert _queries(mariadb)[before:] == ["Query SET NAMES utf8mb4", "Query SELECT 41 + 1", "Query SELECT"]


def _queries(server: MariaDBServer) -> list[str]:
    """Without the ends of connections, which the server logs when it comes to that."""
    return [command for command in server.commands("root") if command != "Quit"]


def test_a_url_may_name_another_account_with_a_password():
    url = MariaDBServer("mysql://root:secret@db.example:3307").dsn("shop", user="reader", password="a/b")

    assert url == "mysql://reader:a%2Fb@db.example:3307/shop"


def test_a_machine_without_a_server_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(mariadb_server, "FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingServerError, match="apt-get install"):
        mariadb_server.binary("mariadbd")


def test_a_server_named_by_the_environment_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TEST_MARIADB_DSN", "mysql://ci@db.example")

    with mariadb_server.start_server() as server:
        assert server == MariaDBServer("mysql://ci@db.example")
