"""The PostgreSQL of the store throws everybody out, as at a restart: no push with 201 is lost, and pages recover."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import urlsplit

import psycopg

from app.config import Environment, Project, Secret, Settings
from app.main import create_app
from app.store import snapshots
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.servers import dashboard
from tests.servers.postgres import PostgresServer

TOKEN = "t" * 20
MANY, AT_ONCE = 60, 4
THROWN_OUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
)


def throw_out(server: PostgresServer, database: str) -> int:
    """End every connection to a database; how many there were."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        return len(connection.execute(THROWN_OUT, [database]).fetchall())


def test_no_push_that_was_answered_is_lost_and_pages_recover(
    postgres: PostgresServer, postgres_database: str
):
    project = Project("shop", "Shop", push_token=Secret(TOKEN), environments=(Environment("one", ()),))
    settings = Settings(Secret("sqlite:///not-used.db"), (project,))
    with open_store(postgres_database) as store:
        app = create_app(settings, store, now=lambda: datetime.now(UTC), listening=Listening())
        with dashboard.serve(app) as address:

            def push(number: int) -> tuple[int, int, str]:
                status, text = asked(address, "/api/projects/shop/environments/one/histories", body(number))
                return number, status, text

            answers, ended, after = [], 0, []
            name = postgres_database.rpartition("/")[2]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for number in range(0, MANY, AT_ONCE + 2):
                    under_way = [pool.submit(push, number + one) for one in range(AT_ONCE)]
                    ended += throw_out(postgres, name)
                    answers += [one.result() for one in under_way]
                    answers += [push(number + AT_ONCE), push(number + AT_ONCE + 1)]
                    after.append(answers[-1][1])
            pages = [asked(address, page)[0] for page in ("/shop", "/shop/environments/one", "/readyz")]
        with store.reading() as session:
            kept = {one.fingerprint for one in snapshots.summaries(session, "shop", "one")}

    said = {json.loads(text)["histories"][0]["fingerprint"] for _, status, text in answers if status == 201}
    assert ended > 0
    assert {status for _, status, _ in answers} <= {201, 503}
    assert set(after) == {201}
    assert said <= kept
    assert pages == [200, 200, 200]


def body(number: int) -> bytes:
    rows = [[number, "orders", f"{number:04}", "2026-05-01 11:58:00+00"]]
    history = {"database": "default", "schema": "", "has_table": True, "rows": rows}
    content = {"format": "driftboard-histories/1", "sent_at": "2026-06-19T09:14:00Z", "histories": [history]}
    return json.dumps(content).encode()


def asked(address: str, path: str, content: bytes | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    method = "GET" if content is None else "POST"
    connection.request(method, path, content, {"Authorization": f"Bearer {TOKEN}"})
    answer = connection.getresponse()
    try:
        return answer.status, answer.read().decode()
    finally:
        connection.close()
