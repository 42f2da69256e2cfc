"""Pushes that are slow, huge, half, doubled or packed, to a dashboard that is served as `driftboard serve` does."""

import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.config import Environment, Project, Secret, Settings
from app.main import create_app
from app.store import snapshots
from app.store.engine import Store, open_store
from app.store.pushed import deployments
from app.web.api import body as bodies
from app.web.api import pushes
from app.web.server.door import Listening
from tests.servers import dashboard

TOKEN = "t" * 20
AUTHORIZATION = f"Authorization: Bearer {TOKEN}"


class Board:
    """The dashboard, and what it says to bytes."""

    def __init__(self, address: str, store: Store) -> None:
        self.parts, self.store = urlsplit(address), store

    def says(self, *sent: bytes, closed: bool = False) -> tuple[int, str]:
        """The status and the text of the answer to some bytes; with `closed` nothing more comes. 0 for no answer."""
        with socket.create_connection((self.parts.hostname, self.parts.port), timeout=30) as connection:
            for piece in sent:
                connection.sendall(piece)
            if closed:
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
        head, _, content = answer.partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]) if head else 0, content.decode()

    def histories(self, content: bytes, *headers: str) -> tuple[int, str]:
        return self.says(
            head("histories", f"Content-Length: {len(content)}", AUTHORIZATION, *headers), content
        )

    def kept(self) -> int:
        with self.store.reading() as session:
            return len(snapshots.summaries(session, "shop", "one"))


def head(what: str, *headers: str) -> bytes:
    lines = [
        f"POST /api/projects/shop/environments/one/{what} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
    ]
    return "\r\n".join([*lines, *headers, "", ""]).encode()


def handover(*histories: dict[str, object], **members: object) -> bytes:
    content = {"format": "driftboard-histories/1", "sent_at": "2026-06-19T09:14:00Z", "histories": histories}
    return json.dumps(content | members).encode()


def history(schema: str = "", database: str = "default", rows: int = 1) -> dict[str, object]:
    made = [[number, "orders", f"{number:04}", "2026-05-01 11:58:00+00"] for number in range(rows)]
    return {"database": database, "schema": schema, "has_table": True, "rows": made}


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    project = Project("shop", "Shop", push_token=Secret(TOKEN), environments=(Environment("one", ()),))
    settings = Settings(Secret("sqlite:///not-used.db"), (project,))
    with open_store(f"sqlite:///{tmp_path}/store.db") as store:
        app = create_app(settings, store, now=lambda: datetime.now(UTC), listening=Listening())
        with dashboard.serve(app) as address:
            yield Board(address, store)


def test_a_body_that_does_not_arrive_in_time_is_answered_in_words(
    board: Board, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bodies, "SECONDS", 0.3)
    start = time.monotonic()
    status, text = board.says(head("histories", "Content-Length: 900", AUTHORIZATION), b'{"format": ')

    assert (status, time.monotonic() - start < 5) == (408, True)
    assert "A handover of histories that is pushed has 0.3 seconds to arrive." in text
    assert board.histories(handover(history()))[0] == 201


@pytest.mark.parametrize("framing", ["Content-Length: 900", "Transfer-Encoding: chunked"])
def test_half_a_body_keeps_nothing(board: Board, framing: str):
    whole = handover(history())
    piece = b"%x\r\n%b\r\n" % (len(whole), whole) if "chunked" in framing else whole
    board.says(head("histories", framing, AUTHORIZATION), piece, closed=True)

    assert board.kept() == 0
    assert board.histories(handover(history()))[0] == 201


def test_half_a_text_is_no_json(board: Board):
    status, text = board.histories(handover(history())[:-20])

    assert (status, board.kept()) == (422, 0)
    assert "not JSON" in text


TWICE = {
    "Content-Length": ("Content-Length: 2", "Content-Length: 3", AUTHORIZATION),
    "Content-Length and chunks": ("Content-Length: 2", "Transfer-Encoding: chunked", AUTHORIZATION),
    "a wrong token and a right one": ("Content-Length: 2", "Authorization: Bearer no", AUTHORIZATION),
    "a right token and a wrong one": ("Content-Length: 2", AUTHORIZATION, "Authorization: Bearer no"),
    "Host": ("Content-Length: 2", "Host: evil.example", AUTHORIZATION),
}


@pytest.mark.parametrize("headers", TWICE.values(), ids=TWICE.keys())
def test_what_is_said_twice_with_two_meanings_is_refused(board: Board, headers: tuple[str, ...]):
    # In one piece: what comes after a refusal makes the server reset the connection, with the answer in it.
    status, _ = board.says(head("histories", *headers) + b"{}")

    assert status in (400, 401)


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip", "\u00ff"])
def test_what_is_packed_is_refused_unopened(board: Board, encoding: str):
    status, text = board.histories(b"\x1f\x8b\x08" + bytes(500), f"Content-Encoding: {encoding}")

    assert status == 415
    assert "is sent as it is: without Content-Encoding" in text


def test_what_is_not_packed_may_say_so(board: Board):
    assert board.histories(handover(history()), "Content-Encoding: identity")[0] == 201


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"format": ' + b"9" * 1_000_000 + b"}", "holds a number with too many digits"),
        (b'{"format": 1.' + b"9" * 1_000_000 + b"}", "format: must be"),
        (b"[" * 1_000_000, "nested too deeply"),
        (b'{"a": ' * 500_000, "nested too deeply"),
        (b"[" + b"[]," * 2_000_000 + b"[]]", "holds more than 2,000,000 lists and objects"),
        (b"[" + b"0," * 8_000_001 + b"0]", "or 8,000,000 commas"),
        (
            handover(*[history(str(number), rows=0) for number in range(10_001)]),
            "are 10,001, and at most 10,000",
        ),
        (
            handover(*[history("", f"d{number}") for number in range(101)]),
            "are of 101 databases, and of at most 100 at once",
        ),
    ],
    ids=[
        "digits",
        "digits of a fraction",
        "lists",
        "objects",
        "many lists",
        "commas",
        "schemas",
        "databases",
    ],
)
def test_what_would_take_much_is_refused_early(board: Board, content: bytes, problem: str):
    start = time.process_time()
    status, text = board.histories(content)

    assert status == 422
    assert problem in text
    assert board.kept() == 0
    assert time.process_time() - start < 5


def test_large_ones_at_once_have_their_turns(board: Board, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pushes, "LARGE", 10)
    started = [_sent(board, handover(history(rows=number))) for number in range(1, 9)]

    assert sorted(_status(connection) for connection in started) == [201] * 8
    assert board.kept() == 8


def _sent(board: Board, content: bytes) -> socket.socket:
    connection = socket.create_connection((board.parts.hostname, board.parts.port), timeout=30)
    connection.sendall(head("histories", f"Content-Length: {len(content)}", AUTHORIZATION) + content)
    return connection


def _status(connection: socket.socket) -> int:
    with connection:
        return int(connection.recv(65_536).split(b" ")[1])


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-06-19"])
def test_a_clock_that_says_what_no_clock_says_is_refused(board: Board, moment: str):
    told = json.dumps({"release": "v1", "deployed_at": moment}).encode()
    histories = board.histories(handover(history(), sent_at=moment))
    deployment = board.says(head("deployments", f"Content-Length: {len(told)}", AUTHORIZATION), told)

    assert (histories[0], deployment[0]) == (422, 422)
    assert "must be a time with its offset" in histories[1]
    assert "must be a time with its offset" in deployment[1]


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2099-01-01T00:00:00+05:45"]
)
def test_a_clock_that_is_far_away_is_shown_and_decides_nothing(board: Board, moment: str):
    told = json.dumps({"release": "v1", "deployed_at": moment}).encode()
    board.says(head("deployments", f"Content-Length: {len(told)}", AUTHORIZATION), told)
    board.histories(handover(history(), sent_at=moment))
    with board.store.reading() as session:
        last = snapshots.latest(session, "shop", "one")
        deployment = deployments.latest(session, "shop")["one"]

    assert last is not None
    assert abs((datetime.now(UTC) - last.received_at).total_seconds()) < 60
    assert abs((datetime.now(UTC) - deployment.received_at).total_seconds()) < 60
    for page in ("/shop", "/shop.json", "/shop/environments/one", "/shop/environments/one.json"):
        request = f"GET {page} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        assert board.says(request.encode())[0] == 200
