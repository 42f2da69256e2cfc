"""What the tests of reasons share: sockets that answer wrongly, and what may never come out of an error."""

import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app import collect
from app.collect import CollectionError
from app.domain.failure import Cause

PASSWORD = "hunter2-f00"
ROLE = "careful_reader"
LOCAL_HOST = "127.0.0.1"


def cause_without_a_leak(url: str, caplog: pytest.LogCaptureFixture, **options) -> Cause:
    """Why a database is not read. No host, user, password or database of its URL may come out of the error."""
    with pytest.raises(CollectionError) as caught:
        collect.history(url, **options)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    for shown in ("".join(traceback.format_exception(error)), repr(error), str(error), caplog.text):
        for word in (PASSWORD, ROLE, LOCAL_HOST, "nowhere.invalid", "secret_database"):
            assert word not in shown
    return error.cause


@contextmanager
def server_that_says(words: bytes | None) -> Iterator[int]:
    """The port of a server that greets with these bytes and hangs up; with None it never says a word."""
    with socket.create_server((LOCAL_HOST, 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    client.sendall(words or b"")
                    client.settimeout(2)
                    try:
                        client.recv(1024)
                    except OSError:
                        return

        if words is not None:
            threading.Thread(target=answer, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def closed_port() -> int:
    """A port at which nothing listens."""
    with socket.create_server((LOCAL_HOST, 0)) as listener:
        return int(listener.getsockname()[1])
