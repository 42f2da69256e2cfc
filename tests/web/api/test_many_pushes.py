"""Many pushes at once, to a real server over a real store on each database: none is lost, none is kept twice."""

import http.client
import json
import random
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest

from app.config import Environment, Project, Secret, Settings
from app.main import create_app
from app.store import snapshots
from app.store.engine import Store, open_store
from app.store.pushed import tokens
from app.web.server.door import Listening
from tests.servers import dashboard

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
MANY = 200


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    of_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/store.db" if of_file else request.getfixturevalue("postgres_database")
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    project = Project("shop", "Shop", environments=(Environment("one", ()), Environment("many", ())))
    settings = Settings(Secret("sqlite:///not-used.db"), (project,))
    with dashboard.serve(
        create_app(settings, store, now=lambda: datetime.now(UTC), listening=Listening())
    ) as url:
        yield url


@pytest.fixture
def token(store: Store) -> str:
    with store.writing() as session:
        return tokens.create(session, "shop", at=NOW)[1].reveal()


def body(number: int, schema: str = "") -> bytes:
    rows = [[number, "orders", f"{number:04}", "2026-05-01 11:58:00+00"]]
    history = {"database": "default", "schema": schema, "has_table": True, "rows": rows}
    content = {"format": "driftboard-histories/1", "sent_at": "2026-06-19T09:14:00Z", "histories": [history]}
    return json.dumps(content).encode()


def sent(address: str, token: str, environment: str, content: bytes) -> http.client.HTTPConnection:
    """A connection whose request is sent, and whose answer is not yet read."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    path = f"/api/projects/shop/environments/{environment}/histories"
    connection.request("POST", path, content, {"Authorization": f"Bearer {token}"})
    return connection


def status(connection: http.client.HTTPConnection) -> int:
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def kept(store: Store, environment: str) -> list[str]:
    """The fingerprints of all snapshots of an environment, checked to be numbered without a gap."""
    with store.reading() as session:
        return [summary.fingerprint for summary in snapshots.summaries(session, "shop", environment)]


def test_hundreds_at_once(store: Store, address: str, token: str):
    """Half of them are the same history of one environment, half are as many histories of another."""
    half = MANY // 2
    pushes = [("one", body(0))] * half + [("many", body(number)) for number in range(half)]
    random.Random(5).shuffle(pushes)
    connections = [
        (environment, sent(address, token, environment, content)) for environment, content in pushes
    ]
    answers = Counter((environment, status(connection)) for environment, connection in connections)

    assert answers == {("one", 201): 1, ("one", 200): half - 1, ("many", 201): half}
    assert len(kept(store, "one")) == 1
    assert len(set(kept(store, "many"))) == len(kept(store, "many")) == half


@pytest.mark.parametrize("schema", ["", "tenant_1"])
def test_the_same_twice_at_once_is_kept_once(store: Store, address: str, token: str, schema: str):
    barrier = Barrier(2, timeout=60)

    def push(number: int) -> int:
        barrier.wait()
        return status(sent(address, token, "one", body(number, schema)))

    with ThreadPoolExecutor(2) as pool:
        answers = [sorted(pool.map(push, [number, number])) for number in range(10)]

    assert answers == [[200, 201]] * 10
    with store.reading() as session:
        assert len(snapshots.summaries(session, "shop", "one")) == (0 if schema else 10)


@pytest.mark.parametrize("authorized", [True, False])
def test_what_is_announced_as_too_long_is_refused_before_a_byte_of_it_is_sent(
    address: str, token: str, authorized: bool
):
    parts = urlsplit(address)
    shown = token if authorized else "none"
    head = (
        "POST /api/projects/shop/environments/one/histories HTTP/1.1\r\n"
        f"Host: {parts.netloc}\r\nAuthorization: Bearer {shown}\r\nContent-Length: 32000001\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(head.encode())
        answer = connection.recv(65_536).decode()

    assert answer.startswith("HTTP/1.1 413 ")
    assert "application/problem+json" in answer
