"""TLS to a real MariaDB: on where the server offers it, and as much as the URL asks for."""

from datetime import timedelta
from pathlib import Path

import pytest

from app import collect
from app.collect.mysql import address as addresses
from app.collect.mysql import connection as connections
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History
from tests.collect.mysql_database import account, auth_switch, greeting_of
from tests.collect.reasons import LOCAL_HOST, PASSWORD, ROLE, cause_without_a_leak, server_that_says
from tests.servers import mariadb as mariadb_server
from tests.servers.certificates import write_certificates
from tests.servers.mariadb import MariaDBServer


def cipher_of(url: str) -> str:
    """The cipher of the connection that a URL leads to; empty for one in clear text."""
    with (
        connections.connect(Secret(url), timeout=timedelta(seconds=5)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
        ((_, cipher),) = cursor.fetchall()
        return cipher


@pytest.mark.parametrize(
    ("query", "is_encrypted"),
    [
        ("", True),
        ("?ssl-mode=PREFERRED", True),
        ("?ssl-mode=required", True),
        ("?ssl-mode=VERIFY_CA&ssl-ca={ca}", True),
        ("?ssl-mode=VERIFY_IDENTITY&ssl-ca={ca}", True),
        ("?ssl-ca={ca}", True),
        ("?ssl-mode=DISABLED", False),
    ],
)
def test_a_connection_is_encrypted_unless_the_url_says_otherwise(
    mariadb: MariaDBServer, mariadb_database: str, query: str, is_encrypted: bool
):
    url = mariadb.dsn(mariadb_database) + query.format(ca=mariadb.ca)

    assert bool(cipher_of(url)) is is_encrypted


@pytest.mark.parametrize(
    "query", ["?ssl-mode=VERIFY_CA", "?ssl-mode=VERIFY_CA&ssl-ca={other}/ca.pem", "?ssl-ca={other}/none.pem"]
)
def test_a_certificate_that_is_not_trusted_is_refused(
    mariadb: MariaDBServer,
    mariadb_database: str,
    tmp_path: Path,
    query: str,
    caplog: pytest.LogCaptureFixture,
):
    write_certificates(tmp_path)
    url = mariadb.dsn(mariadb_database) + query.format(other=tmp_path)

    assert cause_without_a_leak(url, caplog) is Cause.TLS_REFUSED


def test_a_certificate_of_another_host_is_one_of_a_trusted_authority_and_no_more(
    mariadb: MariaDBServer, mariadb_database: str, caplog: pytest.LogCaptureFixture
):
    url = mariadb.dsn(mariadb_database).replace("127.0.0.1", "localhost") + f"?ssl-ca={mariadb.ca}"

    assert cipher_of(url)
    assert cause_without_a_leak(f"{url}&ssl-mode=VERIFY_IDENTITY", caplog) is Cause.TLS_REFUSED


def test_a_server_without_tls_is_read_unless_the_url_asks_for_it(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("TEST_MARIADB_DSN", raising=False)
    with mariadb_server.start_server(has_tls=False) as server:
        url = server.create_database("shop")

        assert cipher_of(url) == ""
        assert cause_without_a_leak(f"{url}?ssl-mode=REQUIRED", caplog) is Cause.TLS_REFUSED
        # A local socket needs none.
        path = server.log.parent / "socket"
        assert collect.history(f"mysql://root@localhost/shop?unix_socket={path}") == History(has_table=False)
        assert cause_without_a_leak("mysql://root@localhost/shop?unix_socket=/tmp/no/socket", caplog) is (
            Cause.NOT_LISTENING
        )


def test_a_server_that_wants_tls(
    mariadb: MariaDBServer, mariadb_database: str, caplog: pytest.LogCaptureFixture
):
    with account(mariadb, ROLE, f"SELECT ON {mariadb_database}.*", identified="REQUIRE SSL"):
        url = mariadb.dsn(mariadb_database, user=ROLE)

        assert cipher_of(url)
        # The server says no more than that.
        assert cause_without_a_leak(f"{url}?ssl-mode=DISABLED", caplog) is Cause.PASSWORD_REFUSED


def test_a_context_is_made_once(mariadb: MariaDBServer, mariadb_database: str):
    addresses._context.cache_clear()
    for _ in range(3):
        collect.history(mariadb.dsn(mariadb_database))

    assert addresses._context.cache_info().misses == 1


@pytest.mark.parametrize("plugin", ["mysql_clear_password", "dialog"])
def test_no_password_goes_out_as_it_is_without_tls(
    mariadb: MariaDBServer, plugin: str, caplog: pytest.LogCaptureFixture
):
    """PAM and LDAP want it so, and whoever stands between would read it."""
    heard: list[bytes] = []
    with server_that_says(greeting_of(mariadb), auth_switch(plugin), heard=heard) as port:
        url = f"mysql://{ROLE}:{PASSWORD}@{LOCAL_HOST}:{port}/secret_database?ssl-mode=DISABLED"

        assert cause_without_a_leak(url, caplog) is Cause.SIGN_IN_UNSUPPORTED
    assert ROLE.encode() in b"".join(heard)
    assert PASSWORD.encode() not in b"".join(heard)


def test_the_documents_name_every_mode():
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")

    assert [mode for mode in addresses.TlsMode if f"| `ssl-mode={mode}` |" not in text] == []
