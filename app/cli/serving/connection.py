"""
One connection of a client, and how long it may keep its seat without doing its part.

    head      from the first byte that could come until the request's head is whole
    body      from there until its body is whole
    answer    ours to make, for as long as it takes, and the client's to take

uvicorn ends a connection that is idle after an answer, and no other: half a request stays for ever. It has no pause
between a head and a body that one could configure, so this adds to its protocol the moments at which a part began.
"""

import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.cli.serving.seats import Part, Seats

SECONDS_FOR_HEAD = 10
SECONDS_FOR_BODY = 75
"""More than a push has by `app/web/api/body.py`, which answers in words."""

SECONDS_TO_TAKE = 20
BYTES_TO_TAKE = 16_000
"""A client that takes fewer bytes of an answer in that time is not reading it."""


class Connection(H11Protocol):
    """A connection that has one of the `seats`."""

    def __init__(self, *arguments: Any, seats: Seats, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.seats = seats

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # asyncio does so for sockets that it made itself: else a body waits 40 ms for the client to have its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.since = self.loop.time()
        self._untaken: tuple[float, int] | None = None
        self.seats.take(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.seats.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        was_idle = self.part is Part.HEAD and not self.conn.trailing_data[0]
        if was_idle:
            self.since = self.loop.time()
        super().data_received(data)
        if was_idle and self.part is not Part.HEAD:
            self.since = self.loop.time()

    def on_response_complete(self) -> None:
        self.since = self.loop.time()
        super().on_response_complete()

    @property
    def part(self) -> Part:
        """What the connection waits for."""
        if self.conn.their_state is h11.SEND_BODY:
            return Part.BODY
        if self.transport.get_write_buffer_size():
            return Part.TAKING
        return Part.HEAD if self.cycle is None or self.cycle.response_complete else Part.ANSWER

    def is_overdue(self, now: float) -> bool:
        """Whether the client has not done its part in time. Asked every second or so."""
        part = self.part
        if part is Part.TAKING:
            return self._is_not_taking(now)
        self._untaken = None
        limit = {Part.HEAD: SECONDS_FOR_HEAD, Part.BODY: SECONDS_FOR_BODY}.get(part)
        return limit is not None and now - self.since > limit

    def _is_not_taking(self, now: float) -> bool:
        size = self.transport.get_write_buffer_size()
        began, before = self._untaken or (now, size)
        if self._untaken is None or before - size >= BYTES_TO_TAKE:
            self._untaken = (now, size)
            return False
        self._untaken = (began, max(size, before))
        return now - began > SECONDS_TO_TAKE

    def end(self) -> None:
        """Close the connection now, whatever is still to be sent."""
        self.transport.abort()
