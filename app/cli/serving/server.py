"""The HTTP server of `driftboard serve`: uvicorn, whose signals are ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from app.cli.serving.ending import Ending

SECONDS_TO_ANSWER = 2
"""How long requests that are under way may take when the server is to end."""


class Server(uvicorn.Server):
    """Serves the pages until `ending` says that this is the end. Raises `SystemExit` if it cannot listen."""

    def __init__(self, app: FastAPI, *, host: str, port: int, ending: Ending) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_level="warning",
                timeout_graceful_shutdown=SECONDS_TO_ANSWER,
            )
        )
        ending.stop_server = self.stop

    def stop(self) -> None:
        """Take no more requests, and answer those that are under way."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: uvicorn's own handlers would ignore a second SIGTERM, and raise the first again at the end."""
        yield
