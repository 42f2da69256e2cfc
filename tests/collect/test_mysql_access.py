"""Accounts and rights on a real MariaDB: the statements of the documents are enough, and show no more than they say."""

import re
from pathlib import Path

import pymysql
import pytest

from app import collect
from app.collect import CollectionError
from app.domain.failure import Cause
from app.domain.history import History, Surroundings
from app.web.layout.first_steps import READER_ACCOUNT
from tests.collect.mysql_database import TABLE, address_of, insert
from tests.servers.mariadb import MariaDBServer

DOCUMENTS = Path(__file__).parents[2] / "docs"
USER, PASSWORD = "driftboard_reader", "s3cret"


def statements_of(document: str, database: str) -> list[str]:
    """The SQL of a document's chapter on MySQL, for one database; without a document that of the pages."""
    blocks = [READER_ACCOUNT]
    if document:
        text = (DOCUMENTS / document).read_text(encoding="utf-8")
        chapter = text.partition("\n## MySQL and MariaDB\n")[2].partition("\n## ")[0]
        blocks = re.findall(r"```sql\n(.*?)```", chapter, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.split(";") if line.strip()]
    return [line.replace("shop.", f"{database}.").replace("'…'", f"'{PASSWORD}'") for line in lines]


@pytest.fixture
def database(mariadb: MariaDBServer, mariadb_database: str):
    """A database with an empty table and one beside it; the account of the documents is gone before and after."""
    mariadb.run(
        mariadb_database, f"DROP USER IF EXISTS '{USER}'@'%'", TABLE, "CREATE TABLE orders_order (id int)"
    )
    yield mariadb_database
    mariadb.run(None, f"DROP USER IF EXISTS '{USER}'@'%'")


@pytest.mark.parametrize("document", ["settings.md", "permissions.md", ""])
def test_the_grant_of_the_documents_is_enough(mariadb: MariaDBServer, database: str, document: str):
    statements = statements_of(document, database)
    assert [statement.split()[0] for statement in statements[:2]] == ["CREATE", "GRANT"]
    mariadb.run(None, *statements[:2])
    url = mariadb.dsn(database, user=USER, password=PASSWORD)

    assert collect.history(url) == History()
    mariadb.run(database, insert("orders", "0001_initial"))
    assert len(collect.history(url).rows) == 1
    mariadb.run(database, "DROP TABLE django_migrations")
    assert collect.history(url) == History(has_table=False)


def test_one_more_grant_shows_the_names_of_all_tables_and_no_row(mariadb: MariaDBServer, database: str):
    mariadb.run(None, *statements_of("permissions.md", database))

    history = collect.history(mariadb.dsn(database, user=USER, password=PASSWORD))

    assert history == History(surroundings=Surroundings(table_schema="", tables=("orders_order",)))
    host, port = address_of(mariadb)
    with (
        pymysql.connect(host=host, port=port, user=USER, password=PASSWORD, database=database) as reader,
        reader.cursor() as cursor,
    ):
        for statement in (
            "SELECT * FROM orders_order",
            "DELETE FROM django_migrations",
            "CREATE TABLE mine (id int)",
        ):
            with pytest.raises(pymysql.MySQLError) as caught:
                cursor.execute(statement)
            assert caught.value.args[0] == 1142


def test_without_a_grant_a_table_is_not_taken_for_one_that_is_missing(mariadb: MariaDBServer, database: str):
    create, _, names = statements_of("permissions.md", database)
    mariadb.run(None, create, names)

    with pytest.raises(CollectionError) as caught:
        collect.history(mariadb.dsn(database, user=USER, password=PASSWORD))

    assert caught.value.cause is Cause.FORBIDDEN
