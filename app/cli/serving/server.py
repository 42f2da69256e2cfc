"""The HTTP server of `driftboard serve`: uvicorn, whose signals are ours."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI

from app.cli.serving.connection import SECONDS_FOR_HEAD, Connection
from app.cli.serving.ending import Ending
from app.cli.serving.log_limit import limit_log
from app.cli.serving.seats import Seats, number_of_seats

SECONDS_TO_ANSWER = 2
"""How long requests that are under way may take when the server is to end."""

WAITING = 1_024
"""Clients that wait in the system until they are taken on."""

TAKEN_AT_ONCE = 16
"""Clients that are taken on before those that are there are heard: else a crowd takes a seat before it is used."""


class Server(uvicorn.Server):
    """Serves the pages until `ending` says that this is the end. Raises `SystemExit` if it cannot listen."""

    def __init__(
        self, app: FastAPI, *, host: str, port: int, ending: Ending, seats: int | None = None
    ) -> None:
        taken = Seats(number_of_seats() if seats is None else seats)
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                http=partial(Connection, seats=taken),  # type: ignore[arg-type]
                ws="none",
                lifespan="off",
                backlog=TAKEN_AT_ONCE,
                log_level="warning",
                proxy_headers=False,  # `app/web/server/door` knows whom to believe
                server_header=False,
                timeout_graceful_shutdown=SECONDS_TO_ANSWER,
            )
        )
        limit_log()
        ending.stop_server = self.stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and let the system hold back whoever sends nothing, where it can."""
        await super().startup(sockets)
        for server in self.servers:
            for listening in server.sockets:
                with socket.socket(fileno=os.dup(listening.fileno())) as same:
                    same.listen(WAITING)
                    if hasattr(socket, "TCP_DEFER_ACCEPT"):
                        same.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SECONDS_FOR_HEAD)

    def stop(self) -> None:
        """Take no more requests, and answer those that are under way."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: uvicorn's own handlers would ignore a second SIGTERM, and raise the first again at the end."""
        yield
