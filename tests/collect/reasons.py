"""What the tests of reasons share: sockets that answer wrongly, and what may never come out of an error."""

import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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
def server_that_says(*texts: bytes | None, heard: list[bytes] | None = None) -> Iterator[int]:
    """
    The port of a server that says each text when the client has answered the one before, and then hangs up.

    At None it waits for ever. What the client says goes into `heard`.
    """
    done = threading.Event()

    def answer(client: socket.socket) -> None:
        client.settimeout(0.5)
        for text in texts:
            if text is None:
                done.wait(30)
                return
            client.sendall(text)
            with suppress(OSError):
                said = client.recv(4096)
                if heard is not None:
                    heard.append(said)

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, suppress(OSError):
                answer(client)

    with socket.create_server((LOCAL_HOST, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        done.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


def closed_port() -> int:
    """A port at which nothing listens."""
    with socket.create_server((LOCAL_HOST, 0)) as listener:
        return int(listener.getsockname()[1])
