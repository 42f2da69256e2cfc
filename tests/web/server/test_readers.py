"""A page whose reader has left ends between two of its pieces, and is not begun where it was waiting for its turn."""

import asyncio
import http.client
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Event
from urllib.parse import urlsplit

import pytest

from app.cache import WeightedCache
from app.config import Secret, Settings
from app.domain.drift import compare
from app.main import create_app
from app.reader import _READER, Reader, ReaderLeft, go_on, waited_for_by
from app.web.facts import comparisons
from app.web.server import readers
from app.web.server.door import Listening
from app.web.server.threads import AT_ONCE
from tests import build
from tests.servers import dashboard
from tests.web.conftest import IN_STEP, Site

ENVIRONMENTS = 12
BEFORE_LEAVING = 3
CROWD = 3 * AT_ONCE


class Comparisons:
    """The comparisons that are made, counted for each reader; from one of each reader on they wait for the gate."""

    def __init__(self, readers: list[Reader]) -> None:
        self.readers = readers
        self.gate = Event()
        self.closed_from: int | None = None
        self.made: Counter[int] = Counter()

    def compare(self, *arguments, **named):
        reader = self.readers.index(_READER.get())
        self.made[reader] += 1
        if self.closed_from is not None and self.made[reader] >= self.closed_from:
            assert self.gate.wait(30)
        return compare(*arguments, **named)


@pytest.fixture
def made_readers(monkeypatch: pytest.MonkeyPatch) -> list[Reader]:
    """The readers of all pages that were asked for."""
    made: list[Reader] = []

    def reader() -> Reader:
        made.append(Reader())
        return made[-1]

    monkeypatch.setattr(readers, "Reader", reader)
    return made


@pytest.fixture
def counted(made_readers: list[Reader], monkeypatch: pytest.MonkeyPatch) -> Iterator[Comparisons]:
    counted = Comparisons(made_readers)
    monkeypatch.setattr(comparisons, "compare", counted.compare)
    for cache in ("_drifts", "_informed_drifts"):
        monkeypatch.setattr(comparisons, cache, WeightedCache(comparisons.MAX_DRIFTS))
    yield counted
    counted.gate.set()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    site.release(build.release("users: 0001_initial < 0002_x", "orders: 0001_initial < 0002_y"))
    for number in range(ENVIRONMENTS):
        site.seen(f"sandbox-{number}", *IN_STEP, f"odd.{number:04}")
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    app = create_app(settings, site.store, now=lambda: site.now, listening=Listening())
    with dashboard.serve(app) as url:
        yield url


def asked(address: str, path: str, *, method: str = "GET", **more) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(method, path, **more)
    return connection


def status(connection: http.client.HTTPConnection) -> int:
    with closing(connection):
        answer = connection.getresponse()
        answer.read()
        return answer.status


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_page_ends_when_its_reader_leaves_and_what_was_made_of_it_is_kept(
    address: str, counted: Comparisons
):
    counted.closed_from = BEFORE_LEAVING
    leaving = asked(address, "/shop")
    wait_until(lambda: counted.made[0] == BEFORE_LEAVING)
    leaving.close()
    wait_until(lambda: counted.readers[0].has_left)
    counted.closed_from = None
    counted.gate.set()

    assert status(asked(address, "/shop")) == 200
    assert counted.made == {0: BEFORE_LEAVING, 1: ENVIRONMENTS - BEFORE_LEAVING}


def test_a_page_that_waits_for_its_turn_is_not_begun_when_its_reader_has_left(
    address: str, counted: Comparisons
):
    counted.closed_from = 1
    crowd = [asked(address, "/shop") for _ in range(CROWD)]
    wait_until(lambda: len(counted.made) == AT_ONCE)
    for one in crowd:
        one.close()
    wait_until(lambda: len(counted.readers) == CROWD and all(one.has_left for one in counted.readers))
    counted.closed_from = None
    counted.gate.set()

    assert status(asked(address, "/shop")) == 200
    assert sum(counted.made[reader] for reader in range(CROWD)) == AT_ONCE


def test_what_is_sent_to_us_is_worked_on_whether_its_sender_waits_or_not():
    taken = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(_: object) -> None: ...

    async def push(_scope: object, receive: object, _send: object) -> None:
        taken.append(receive)
        go_on()

    asyncio.run(readers.Readers(push)({"type": "http", "method": "POST"}, receive, send))

    assert taken == [receive]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_question_with_a_body_that_does_not_come_is_answered(address: str, method: str):
    assert status(asked(address, "/shop", method=method, headers={"Content-Length": "9"})) == 200


def test_work_for_nobody_goes_on():
    go_on()
    reader = Reader()
    with waited_for_by(reader):
        go_on()
        reader.has_left = True
        with pytest.raises(ReaderLeft):
            go_on()
    go_on()
