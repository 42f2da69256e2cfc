"""The nginx of docs/serving.md before a dashboard, to the letter: who comes in, what passes, and who is slow."""

import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from app.config import Environment, Project, Secret, Settings
from app.config.access import Access
from app.main import create_app
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.servers import dashboard, nginx

DOCUMENT = Path(__file__).parents[3] / "docs" / "serving.md"
PUBLIC = "https://drift.example"
TOKEN = "t" * 20
SIGNED_IN = {"Cookie": "session=ann"}
SIGN_IN = """
server {{
    listen 127.0.0.1:{port};
    if ($http_cookie != "session=ann") {{ return 401; }}
    add_header X-Auth-Request-User ann always;
    return 202;
}}
"""
"""Stands in for oauth2-proxy at `/oauth2/auth`: 202 and the user for who is signed in, else 401."""


def blocks() -> list[str]:
    """The nginx configuration of the document."""
    return re.findall(r"```nginx\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


@contextmanager
def served(folder: Path, more: str = "") -> Iterator[http.client.HTTPConnection]:
    """A connection to nginx before a dashboard that wants a user."""
    access = Access(trusted_proxies=(ip_network("127.0.0.1/32"),), user_header="X-Forwarded-User")
    project = Project("shop", "Shop", push_token=Secret(TOKEN), environments=(Environment("one", ()),))
    settings = Settings(Secret("sqlite:///not-used.db"), (project,), public_url=PUBLIC, access=access)
    with open_store(f"sqlite:///{folder}/store.db") as store:
        app = create_app(settings, store, now=lambda: datetime.now(UTC), listening=Listening())
        with dashboard.serve(app) as address:
            port, sign_in = nginx.free_port(), nginx.free_port()
            (pages, programs) = (block.replace("http://127.0.0.1:8000", address) for block in blocks())
            auth = f"location = /oauth2/auth {{ internal; proxy_pass http://127.0.0.1:{sign_in}; }}"
            server = (
                f"server {{ listen 127.0.0.1:{port}; server_name drift.example; {more}\n{auth}\n"
                f"location / {{\n{pages}}}\n{programs}}}"
            )
            made = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            with nginx.serving(folder, SIGN_IN.format(port=sign_in) + server, port=port), closing(made):
                yield made


def asked(
    connection: http.client.HTTPConnection, path: str, content: bytes | None = None, **headers: str
) -> tuple[int, str]:
    named = {"Host": "drift.example", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request("GET" if content is None else "POST", path, content, named)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_who_is_signed_in_comes_in_and_nobody_else(tmp_path: Path):
    with served(tmp_path) as connection:
        signed_in = asked(connection, "/shop", **SIGNED_IN)
        nobody = asked(connection, "/shop")
        liar = asked(connection, "/shop", X_Forwarded_User="ann", X_Auth_Request_User="ann")
        both = asked(connection, "/shop", X_Forwarded_User="mallory", X_Forwarded_Proto="https", **SIGNED_IN)
        elsewhere = asked(connection, "/shop", Host="evil.example", **SIGNED_IN)

    assert (signed_in[0], "Shop" in signed_in[1]) == (200, True)
    assert (nobody[0], liar[0]) == (401, 401)
    assert (both[0], "mallory" in both[1]) == (200, False)
    assert elsewhere[0] == 421


def test_programs_push_without_signing_in_as_much_as_a_dashboard_takes(tmp_path: Path):
    rows = [[number, "orders", f"{number:06}", "2026-05-01 11:58:00+00"] for number in range(30_000)]
    history = {"database": "default", "schema": "", "has_table": True, "rows": rows}
    content = {"format": "driftboard-histories/1", "sent_at": "2026-06-19T09:14:00Z", "histories": [history]}
    body = json.dumps(content).encode()
    address = "/api/projects/shop/environments/one/histories"
    with served(tmp_path) as connection:
        pushed = asked(connection, address, body, Authorization=f"Bearer {TOKEN}")
        unknown = asked(connection, address, b"{}", X_Forwarded_User="ann")
        huge = asked(connection, address, b" " * 32_000_001, Authorization=f"Bearer {TOKEN}")

    assert (len(body) > 1_500_000, pushed[0]) == (True, 201)
    assert unknown[0] == 401
    assert huge[0] == 413


@pytest.mark.parametrize("buffering", ["on", "off"])
def test_slow_clients_of_the_proxy_keep_nobody_waiting(tmp_path: Path, buffering: str):
    """With buffering the dashboard never meets them; without, each has a seat until its time is over."""
    more = f"proxy_request_buffering {buffering}; proxy_buffering {buffering}; proxy_http_version 1.1;"
    head = (
        "POST /api/projects/shop/environments/one/histories HTTP/1.1\r\nHost: drift.example\r\n"
        f"Authorization: Bearer {TOKEN}\r\nContent-Length: 900\r\n\r\n"
    ).encode()
    with served(tmp_path, more) as connection:
        slow = [socket.create_connection((connection.host, connection.port), timeout=30) for _ in range(60)]
        try:
            for one in slow:
                one.sendall(head + b"{")
            start = time.monotonic()
            page = asked(connection, "/shop", **SIGNED_IN)
            pushed = asked(
                connection,
                "/api/projects/shop/environments/one/deployments",
                b'{"release": "v1"}',
                Authorization=f"Bearer {TOKEN}",
            )
            took = time.monotonic() - start
        finally:
            for one in slow:
                one.close()

    assert (page[0], pushed[0], took < 10) == (200, 201, True)
