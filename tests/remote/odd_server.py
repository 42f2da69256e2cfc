"""A server that answers as nothing should: proxies, sign-ins, half a body, too much of it."""

import http.server
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

JSON = "application/json"


@dataclass
class Odd:
    """An answer: what is sent, and `length`, the number of bytes that it announces where that is another."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class OddServer:
    """`answers` come one after the other, the last one for ever. `asked` has the path and the token of each request."""

    address: str
    answers: list[Odd]
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def serve(answers: Sequence[Odd], *, context: ssl.SSLContext | None = None) -> Iterator[OddServer]:
    """A server on this machine until the end of the block."""
    left = list(answers)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, self.headers.get("Authorization")))
            odd = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(odd.status)
            self.send_header("Content-Type", odd.kind)
            self.send_header("Content-Length", str(len(odd.body) if odd.length is None else odd.length))
            for name, value in odd.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(odd.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    found = OddServer(f"{scheme}://127.0.0.1:{server.server_port}", left)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
