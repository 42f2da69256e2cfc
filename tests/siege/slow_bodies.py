"""Bodies that come a byte a second on more connections than there are seats; how long a page and a push wait."""

import resource
import tempfile
import time
import urllib.request
from pathlib import Path

from app.domain import manifest
from tests.build import release
from tests.cli.test_serve import Served
from tests.siege.clients import Slow, attacked, seconds, worst
from tests.siege.half_requests import BODY, BYTES_OF_LOG, FILES
from tests.siege.holding import hold, within

FORM = b"POST /go HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\nq="
TOKEN = "t" * 20


def siege() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        served = Served(Path(name))
        served.write("a", more=f'[projects.bank]\npush_token = "{TOKEN}"\n')
        served.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES)))
        try:
            slow = (Slow(served.port, 150, BODY, b"a"), Slow(served.port, 50, FORM, b"a"))
            with attacked(*slow):
                page = worst(lambda: seconds(f"http://127.0.0.1:{served.port}/bank"), times=20, pause=0.5)
                start = time.monotonic()
                status = served.send(_push(served.port))[0]
                push = time.monotonic() - start
            log = len(served.log.read_bytes())
        finally:
            served.process.terminate()
            served.process.wait(20)
    hold(status == 201, f"a push is answered with {status}")
    within(page, 2, "a page takes long")
    within(push, 2, "a push takes long")
    hold(log < BYTES_OF_LOG, f"{log:,} bytes of log")
    return [
        "200 slow bodies at 128 seats",
        f"a page in {page:.2f} s at worst, a push in {push:.2f} s",
        f"{log:,} bytes of log",
    ]


def _push(port: int) -> urllib.request.Request:
    made = release("users: 0001_initial", label="v1", project="bank")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    address = f"http://127.0.0.1:{port}/api/projects/bank/releases"
    return urllib.request.Request(address, manifest.dumps(made).encode(), headers)
