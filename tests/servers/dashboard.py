"""A dashboard on a local port, for tests over real HTTP: served as `driftboard serve` does, with its seats."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from app.cli.serving.server import Server


class NeverEnding:
    """Stands in for what ends the process on a signal: here the end of a block does."""

    stop_server: Callable[[], None] | None = None


@contextmanager
def serve(app: FastAPI, *, port: int = 0) -> Iterator[str]:
    """Serve the app until the end of the block, at any free port. Yields its address, http://127.0.0.1:…"""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        server = Server(app, host="127.0.0.1", port=0, ending=NeverEnding())  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the dashboard did not start"
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.stop()
            thread.join(timeout=10)
