"""
How many requests are worked on at the same time; the others wait for their turn, in the order in which they came.

More threads than connections of the store would wait for a connection instead, where no order is kept and a limit of
seconds ends the waiting: a crowd of pushes would lose some.
"""

from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp, Receive, Scope, Send

AT_ONCE = 16
"""A store has 20 connections: the others are for the schedule and the watch over the settings."""


class Threads:
    """ASGI middleware that sets the number of threads of the loop that it runs in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        current_default_thread_limiter().total_tokens = AT_ONCE
        await self.app(scope, receive, send)
