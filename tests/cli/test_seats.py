"""Clients that keep a connection and do not do their part."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.requests import Request

from app.cli.serving import connection, log_limit, seats
from app.cli.serving.log_limit import LINES, LogLimit
from app.cli.serving.seats import Part, Seats
from app.cli.serving.server import Server
from app.web.api import body
from app.web.server.errors import ProgramRefused
from tests.servers import dashboard

LARGE = b"x" * 8_000_000


async def app(scope, receive, send):
    """Answers `/large` with eight megabytes, another address with two words, after all was read."""
    while (await receive()).get("more_body"):
        pass
    content = LARGE if scope["path"] == "/large" else b"the page"
    length = str(len(content)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": content})


class End:
    stop_server = None


@contextmanager
def serving(number: int = 50) -> Iterator[int]:
    """The port of a server with so many seats."""
    end = End()
    server = Server(app, host="127.0.0.1", port=0, ending=end, seats=number)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "it did not start"
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        end.stop_server()
        thread.join(10)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Limits of tenths of a second."""
    monkeypatch.setattr(seats, "SECONDS_BETWEEN_LOOKS", 0.05)
    for name in ("SECONDS_FOR_HEAD", "SECONDS_FOR_BODY", "SECONDS_TO_TAKE"):
        monkeypatch.setattr(connection, name, 0.3)


def opened(port: int, sent: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=5)
    made.sendall(sent)
    return made


def is_closed(one: socket.socket) -> bool:
    """Whether the server closes the connection; waits for that."""
    try:
        return one.recv(100) == b""
    except ConnectionResetError:
        return True


def page(port: int) -> bytes:
    with opened(port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") as one:
        received = b""
        while more := one.recv(10_000):
            received += more
    return received


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: ",
        b"G",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
)
def test_half_a_request_is_not_awaited_for_ever(sent: bytes):
    with serving() as port, opened(port, sent) as one:
        assert is_closed(one)
        assert page(port).endswith(b"the page")


def test_a_client_that_does_not_take_its_answer_is_not_awaited_for_ever():
    with serving() as port, socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10_000)
        one.settimeout(5)
        one.connect(("127.0.0.1", port))
        one.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(1.0)
        received = 0
        try:
            while more := one.recv(1_000_000):
                received += len(more)
        except ConnectionResetError:
            pass

    assert received < len(LARGE)


def test_where_all_seats_are_taken_the_new_client_gets_that_of_the_slowest(monkeypatch):
    monkeypatch.setattr(connection, "SECONDS_FOR_HEAD", 60)
    with serving(4) as port:
        half = [opened(port, b"GET / HTTP/1.1\r\nX-A: ") for _ in range(4)]
        time.sleep(0.2)

        assert page(port).endswith(b"the page")
        assert is_closed(half[0])
        half[3].sendall(b"a\r\nHost: a\r\n\r\n")
        assert half[3].recv(100).startswith(b"HTTP/1.1 200")
        for one in half:
            one.close()


class Sitting:
    """A connection that waits for a part since a moment."""

    def __init__(self, part: Part, since: float) -> None:
        self.part, self.since, self.ended = part, since, False

    def is_overdue(self, now: float) -> bool:  # noqa: ARG002
        return False

    def end(self) -> None:
        self.ended = True


def test_a_crowd_that_comes_at_once_takes_the_seats_of_the_slow_and_not_of_each_other():
    """None of those that have just come has been heard yet, and one of them may be good."""

    async def ended() -> tuple[list[bool], list[bool], bool]:
        now = asyncio.get_running_loop().time()
        taken = Seats(8)
        slow = [Sitting(Part.BODY, now - 10 + number) for number in range(6)]
        slow.append(Sitting(Part.TAKING, now - 20))
        half, crowd = Sitting(Part.HEAD, now - 5), [Sitting(Part.HEAD, now) for _ in range(4)]
        for one in (*slow, half, *crowd):
            taken.take(one)
        return [one.ended for one in slow], [one.ended for one in crowd], half.ended

    assert asyncio.run(ended()) == ([True] * 3 + [False] * 4, [False] * 4, True)


def test_who_takes_an_answer_keeps_the_seat_before_those_who_have_just_come():
    async def ended() -> list[bool]:
        now = asyncio.get_running_loop().time()
        taken = Seats(2)
        sitting = [Sitting(Part.TAKING, now - 20), Sitting(Part.HEAD, now), Sitting(Part.HEAD, now + 0.01)]
        for one in sitting:
            taken.take(one)
        return [one.ended for one in sitting]

    assert asyncio.run(ended()) == [False, True, False]


def test_where_all_have_just_come_the_first_goes():
    async def ended() -> list[bool]:
        now = asyncio.get_running_loop().time()
        taken = Seats(3)
        crowd = [Sitting(Part.HEAD, now + number / 100) for number in range(4)]
        for one in crowd:
            taken.take(one)
        answered = Seats(1)
        kept, new = Sitting(Part.ANSWER, now - 50), Sitting(Part.HEAD, now)
        for one in (kept, new):
            answered.take(one)
        return [one.ended for one in (*crowd, kept, new)]

    assert asyncio.run(ended()) == [True, False, False, False, False, True]


def test_a_connection_serves_one_page_after_the_other():
    with serving() as port, opened(port, b"") as one:
        for _ in range(3):
            one.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            received = b""
            while not received.endswith(b"the page"):
                more = one.recv(1_000)
                assert more, "it was closed"
                received += more
            time.sleep(0.2)  # longer together than a head may take


def test_lines_that_clients_decide_about_are_counted(monkeypatch, caplog):
    log = logging.getLogger("tests.seats")
    limit = LogLimit()
    monkeypatch.setattr(log, "filters", [limit])
    for _ in range(100):
        log.warning("Invalid HTTP request received.")
    monkeypatch.setattr(log_limit, "SECONDS", 0)
    log.warning("Invalid HTTP request received.")

    assert len(caplog.records) == LINES + 1
    assert caplog.messages[-1] == "Invalid HTTP request received. (90 more of these were left out)"


def test_a_body_that_is_pushed_has_its_time(monkeypatch):
    monkeypatch.setattr(body, "SECONDS", 0.05)

    async def receive() -> dict:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"a", "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(ProgramRefused) as raised:
        asyncio.run(body.read(request, what="A manifest", max_bytes=1_000_000))

    assert raised.value.status == 408


def test_the_second_part_of_an_answer_waits_for_nobody_at_a_socket_that_was_handed_over(monkeypatch):
    """asyncio sees to it at sockets that it made; at others a body waited 40 ms for the client to have its head."""
    waits = []
    take = Seats.take
    monkeypatch.setattr(
        Seats,
        "take",
        lambda self, one: (
            waits.append(not no_delay(one.transport.get_extra_info("socket"))),
            take(self, one),
        ),
    )
    with dashboard.serve(app) as address:
        page(int(address.rpartition(":")[2]))

    assert waits == [False]


def no_delay(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
