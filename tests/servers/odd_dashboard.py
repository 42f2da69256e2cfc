"""
What is no dashboard, or a bad day of one: a server that takes a request and answers it as its behaviour says.

Each behaviour gets the open connection after the request has come; those of `EARLY` get it at once.
"""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

Behaviour = Callable[[socket.socket], None]

DRIP = 0.05
"""Seconds between two bytes."""


@dataclass
class Told:
    """Where the server is, and how many requests came whole."""

    address: str
    requests: list[bytes] = field(default_factory=list)

    @property
    def project(self) -> str:
        return f"{self.address}/api/projects/shop"


def answer(content: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """The bytes of an answer; `length` is what it says of itself."""
    said = len(content) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {said}", "Content-Type: application/json", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def sends(*parts: bytes) -> Behaviour:
    return lambda connection: [connection.sendall(part) for part in parts] and None


def _mute(connection: socket.socket) -> None:
    connection.recv(1)


def _deaf(_connection: socket.socket) -> None:
    time.sleep(600)


def drips(start: bytes, byte: bytes = b" ") -> Behaviour:
    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            time.sleep(DRIP)
            connection.sendall(byte)

    return drip


def endless(start: bytes, piece: bytes) -> Behaviour:
    def flood(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return flood


def _resets(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PIECE = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
RIGHT = b'{"label": "v1.2", "fingerprint": "0123456789", "new": 1, "page": %s}'

EARLY = {"closes at once", "deaf"}
BEHAVIOURS: dict[str, Behaviour] = {
    "mute": _mute,
    "deaf": _deaf,
    "closes at once": lambda _: None,
    "closes without an answer": lambda _: None,
    "resets": _resets,
    "drips its head": drips(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "drips its answer": drips(answer(b"{", length=4_000)),
    "drips an error": drips(answer(b"{", "500 Internal Server Error", length=4_000)),
    "says 100 for ever": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "half an answer": sends(answer(b'{"label": "v1.2", "finger', length=400)),
    "half an error": sends(answer(b'{"detail": "Try ag', "500 Internal Server Error", length=400)),
    "half a chunk": sends(CHUNKED, b"100\r\nab"),
    "a chunk of no length": sends(CHUNKED, b"-5\r\nab"),
    "half a head": sends(b"HTTP/1.1 200 OK\r\nContent-"),
    "an endless answer": endless(CHUNKED, PIECE),
    "an endless answer without chunks": endless(b"HTTP/1.1 200 OK\r\n\r\n", PIECE),
    "an endless error": endless(CHUNKED.replace(b"200 OK", b"500 Oh"), PIECE),
    "endless headers": endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1_000),
    "a header without end": endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65_536),
    "a page": sends(answer(b"<html><title>Sign in</title></html>")),
    "a page with 502": sends(answer(b"<html>\x1b[31mBad gateway</html>", "400 \x1b[31mBad")),
    "nothing of HTTP": sends(b"220 mail.example ESMTP \x1b[31m\r\n"),
    "a status of its own": sends(answer(b"{}", "999 \xff")),
    "nothing in it": sends(answer(b"", "204 No Content")),
    "deep brackets": sends(answer(b"[" * 1_000_000)),
    "many digits": sends(answer(b'{"new": ' + b"9" * 1_000_000 + b"}")),
    "text that is none": sends(answer(b'{"fingerprint": "\xff"}')),
    "a redirect to elsewhere": sends(
        answer(b"", "307 Temporary Redirect", "Location: https://evil.example/")
    ),
    "a redirect to nowhere": sends(answer(b"", "302 Found")),
    "too busy for a while": sends(answer(b"{}", "503 Service Unavailable", "Retry-After: 3600")),
}
"""Each must end the push with one sentence and 1; none says anything but what is so."""


@contextmanager
def serving(behaviour: Behaviour, *, early: bool = False, certificates: Path | None = None) -> Iterator[Told]:
    """Serve until the end of the block; with `certificates` over TLS, with the one that lies in that folder."""
    context = None
    if certificates is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        scheme = "https" if context else "http"
        told = Told(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}")
        opened: list[socket.socket] = []

        def one(connection: socket.socket) -> None:
            # Over TLS it is another socket, which takes the first one over and is closed by itself.
            with (
                suppress(OSError),
                connection,
                context.wrap_socket(connection, server_side=True) if context else connection as met,
            ):
                opened.append(met)
                if not early:
                    told.requests.append(_request(met))
                behaviour(met)
                if met.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8) == bytes(8):
                    met.shutdown(socket.SHUT_WR)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield told
        finally:
            for connection in opened:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    """A whole request: its head, and as many bytes as that announces."""
    found = b""
    while b"\r\n\r\n" not in found:
        if not (piece := connection.recv(65_536)):
            return found
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    while len(body) < length and (piece := connection.recv(65_536)):
        body += piece
    return head + b"\r\n\r\n" + body
