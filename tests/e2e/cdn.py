"""
The CDN of the libraries as a server of this machine, so that a browser asks it as it would the real one.

What Playwright answers in its place it answers for every request of a page, one by one, and keeps nothing: a page with
sixty files costs three times as much then.
"""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.servers.certificates import write_certificates

CHECKOUT = Path(__file__).resolve().parents[2]
CDN = json.loads((CHECKOUT / "static" / "cdn.json").read_text(encoding="utf-8"))
INSTALLED = {
    "cytoscape": CHECKOUT / "node_modules" / "cytoscape" / "dist" / "cytoscape.esm.min.mjs",
    "htmx": CHECKOUT / "node_modules" / "htmx.org" / "dist" / "htmx.min.js",
}
URLS = {entry["url"]: INSTALLED[name] for name, entry in CDN.items()}
"""The file of each address that the CDN answers."""

HEADERS = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}


class Answer(BaseHTTPRequestHandler):
    """The pinned bytes of a library, to be kept for ever; 404 for all else."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = URLS.get(f"https://{self.headers.get('Host')}{self.path}")
        content = file.read_bytes() if file else b""
        self.send_response(200 if file else 404)
        for name, value in (HEADERS | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


class Server(ThreadingHTTPServer):
    """It takes no notice of a browser that goes away."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """A connection that ended."""


@contextmanager
def served(folder: Path) -> Iterator[list[str]]:
    """Serve it; yields the arguments of a Chromium that finds it there, this machine by its number, and nobody else."""
    write_certificates(folder)
    certificate = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    with Server(("127.0.0.1", 0), Answer) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hosts = sorted({urlsplit(url).hostname for url in URLS})
        rules = [f"MAP {host} 127.0.0.1:{server.server_port}" for host in hosts]
        yield [
            f"--host-resolver-rules={', '.join([*rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'])}",
            f"--ignore-certificate-errors-spki-list={base64.b64encode(sha256(key).digest()).decode()}",
        ]
        server.shutdown()
