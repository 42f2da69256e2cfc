"""One limit for all that connecting takes."""

import socket
import time
from datetime import timedelta
from threading import Event

import pytest

from app import collect
from app.collect import CollectionError
from app.collect.patience import GRACE, ConnectingTimedOut, within
from app.config import Secret
from app.domain.failure import Cause

LIMIT = timedelta(seconds=0.05)


def test_what_comes_in_time_is_returned_and_what_is_raised_is_raised():
    def broken() -> str:
        raise ZeroDivisionError

    assert within(LIMIT, lambda: "connection", str) == "connection"
    with pytest.raises(ZeroDivisionError):
        within(LIMIT, broken, str)


def test_what_comes_too_late_is_closed():
    go_on, closed = Event(), Event()

    def late() -> Event:
        go_on.wait(60)
        return closed

    with pytest.raises(ConnectingTimedOut):
        within(LIMIT, late, Event.set)
    go_on.set()

    assert closed.wait(60)


def test_what_fails_too_late_is_nothing():
    go_on = Event()

    def late() -> Event:
        go_on.wait(60)
        raise TimeoutError

    with pytest.raises(ConnectingTimedOut):
        within(LIMIT, late, Event.set)
    go_on.set()


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_names_and_several_hosts_have_one_limit(scheme: str):
    with socket.create_server(("127.0.0.1", 0), backlog=50) as mute:
        port = mute.getsockname()[1]
        hosts = ",".join([f"127.0.0.1:{port}"] * 8) if scheme == "postgresql" else f"localhost:{port}"
        start = time.monotonic()
        with pytest.raises(CollectionError) as caught:
            collect.history(Secret(f"{scheme}://u:p@{hosts}/x"), timeout=timedelta(seconds=1))

    assert caught.value.cause is Cause.TIMED_OUT
    assert time.monotonic() - start < 1 + GRACE.total_seconds() + 3
