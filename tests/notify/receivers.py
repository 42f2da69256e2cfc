"""Real receivers on this machine: a web server that takes what a channel posts, and an SMTP server."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Post:
    """What was posted: its path, its headers, its bytes."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def key(self) -> str:
        return self.headers.get("Idempotency-Key", "")


@dataclass
class WebServer:
    """`status` is what it answers; with `hang` set it answers nothing until that is cleared."""

    port: int = 0
    status: int = 200
    posts: list[Post] = field(default_factory=list)
    hang: Event | None = None

    @property
    def url(self) -> str:
        return f"json://driftboard:hunter2@127.0.0.1:{self.port}/hook"


@contextmanager
def web_server() -> Iterator[WebServer]:
    state = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return  # whoever posted it was killed: a server takes no half of a request
            if state.hang is not None:
                state.hang.wait(30)
            state.posts.append(Post(self.path, dict(self.headers), body))
            try:
                self.send_response(state.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")
            except OSError:  # whoever asked has been killed
                return

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class MailServer:
    """`refuses` is what it says to a mail instead of taking it."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}/?from=driftboard@drift.example&to=ops@drift.example&mode=insecure"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return self.refuses
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    state = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        state.port = probe.getsockname()[1]
    controller = Controller(state, hostname="127.0.0.1", port=state.port)
    controller.start()
    try:
        yield state
    finally:
        controller.stop()
