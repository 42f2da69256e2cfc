"""
Who reads each page, and whether they are still there.

The end of a connection is a message that nobody takes while a page is made. Here it is taken meanwhile, so that a page
that is waiting for its turn is not begun, and one that is being made ends between two of its pieces (`app.reader`).
What is sent to us is worked on to its end: a push counts whether its answer is read or not.
"""

from asyncio import Event, create_task

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.reader import Reader, waited_for_by


class Readers:
    """ASGI middleware that notes when the reader of a page has left."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        messages = _Messages(receive)
        listening = create_task(messages.listen())
        try:
            with waited_for_by(messages.reader):
                await self.app(scope, messages.receive, send)
        finally:
            listening.cancel()


class _Messages:
    """What a client sends: listened to for its end, and handed on to whoever asks for it."""

    def __init__(self, receive: Receive) -> None:
        self.reader = Reader()
        self._receive = receive
        self._first: Message | None = None
        self._has_first = Event()
        self._has_left = Event()
        self._is_taken = False

    async def listen(self) -> None:
        """Note when the client leaves. One that sends a body with its question is not listened to."""
        self._first = message = await self._receive()
        self._has_first.set()
        if message["type"] != "http.disconnect" and not message.get("more_body", False):
            message = await self._receive()
        if message["type"] == "http.disconnect":
            self.reader.has_left = True
            self._has_left.set()

    async def receive(self) -> Message:
        """The next message, as the application takes it."""
        await self._has_first.wait()
        assert self._first is not None  # noqa: S101 - for the type checker
        if not self._is_taken:
            self._is_taken = True
            return self._first
        if self._first.get("more_body", False):
            return await self._receive()
        await self._has_left.wait()
        return {"type": "http.disconnect"}
