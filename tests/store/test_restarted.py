"""
The PostgreSQL of the store ends its connections, and is stopped and started: no push with 201 is lost, pages recover.
"""

import http.client
import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from urllib.parse import urlsplit

import psycopg

from app.config import Environment, Project, Secret, Settings
from app.main import create_app
from app.store import snapshots
from app.store.engine import Store, open_store
from app.web.server.door import Listening
from tests.servers import dashboard
from tests.servers.postgres import PostgresServer, private_server

TOKEN = "t" * 20
MANY, AT_ONCE = 60, 4
THROWN_OUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
)
PAGES = ("/shop", "/shop/environments/one", "/readyz")
STOPS = (signal.SIGINT, signal.SIGQUIT)
"""What `pg_ctl stop` sends for its modes "fast" and "immediate"; the third waits until all have gone by themselves."""


def throw_out(server: PostgresServer, database: str) -> int:
    """End every connection to a database; how many there were."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        return len(connection.execute(THROWN_OUT, [database]).fetchall())


@dataclass
class Served:
    """A dashboard over a store, and what was answered to the pushes that it was sent."""

    address: str
    answers: list[tuple[int, str]] = field(default_factory=list)

    def push(self, number: int) -> int:
        status, text = asked(self.address, "/api/projects/shop/environments/one/histories", body(number))
        self.answers.append((status, text))
        return status

    @property
    def said(self) -> set[str]:
        """The fingerprints of the histories that were said to be kept."""
        return {
            json.loads(text)["histories"][0]["fingerprint"] for status, text in self.answers if status == 201
        }


@contextmanager
def served_over(store: Store) -> Iterator[Served]:
    project = Project("shop", "Shop", push_token=Secret(TOKEN), environments=(Environment("one", ()),))
    settings = Settings(Secret("sqlite:///not-used.db"), (project,))
    app = create_app(settings, store, now=lambda: datetime.now(UTC), listening=Listening())
    with dashboard.serve(app) as address:
        yield Served(address)


def kept(store: Store) -> set[str]:
    with store.reading() as session:
        return {one.fingerprint for one in snapshots.summaries(session, "shop", "one")}


def test_no_push_that_was_answered_is_lost_when_all_connections_end(
    postgres: PostgresServer, postgres_database: str
):
    with open_store(postgres_database) as store:
        with served_over(store) as served:
            ended, after = 0, []
            name = postgres_database.rpartition("/")[2]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for number in range(0, MANY, AT_ONCE + 2):
                    under_way = [pool.submit(served.push, number + one) for one in range(AT_ONCE)]
                    ended += throw_out(postgres, name)
                    wait(under_way)
                    served.push(number + AT_ONCE)
                    after.append(served.push(number + AT_ONCE + 1))
            pages = [asked(served.address, page)[0] for page in PAGES]
        lost = served.said - kept(store)

    assert ended > 0
    assert {status for status, _ in served.answers} <= {201, 503}
    assert set(after) == {201}
    assert lost == set()
    assert pages == [200, 200, 200]


def test_no_push_that_was_answered_is_lost_when_the_server_is_restarted():
    numbers = count()
    with (
        private_server(synchronous_commit="on") as private,
        open_store(private.server.create_database("restarted")) as store,
    ):
        with served_over(store) as served, ThreadPoolExecutor(AT_ONCE) as pool:
            for how in STOPS:
                before = len(served.answers)
                under_way = [pool.submit(served.push, next(numbers)) for _ in range(3 * AT_ONCE)]
                wait(under_way, return_when=FIRST_COMPLETED)
                private.stop(how)
                wait(under_way)
                pages = [asked(served.address, page)[0] for page in PAGES]
                assert (pages, asked(served.address, "/healthz")[0]) == ([503, 503, 503], 200)
                assert served.push(next(numbers)) == 503
                private.start()
                assert served.push(next(numbers)) == 201
                assert [asked(served.address, page)[0] for page in PAGES] == [200, 200, 200]
                assert {status for status, _ in served.answers[before:]} == {201, 503}
        lost = served.said - kept(store)

    assert len(served.said) >= 2 * len(STOPS)
    assert lost == set()


def test_no_push_that_was_answered_is_lost_when_a_process_of_the_server_is_killed():
    """The server then ends all its processes, and reads again what was written."""
    with (
        private_server(synchronous_commit="on") as private,
        open_store(private.server.create_database("killed")) as store,
    ):
        with served_over(store) as served, ThreadPoolExecutor(AT_ONCE) as pool:
            under_way = [pool.submit(served.push, number) for number in range(3 * AT_ONCE)]
            wait(under_way, return_when=FIRST_COMPLETED)
            with psycopg.connect(private.server.url) as connection:
                os.kill(connection.info.backend_pid, signal.SIGKILL)
            wait(under_way)
            private.await_answer()
            assert served.push(MANY) == 201
            assert [asked(served.address, page)[0] for page in PAGES] == [200, 200, 200]
            assert {status for status, _ in served.answers} <= {201, 503}
        lost = served.said - kept(store)

    assert lost == set()


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
