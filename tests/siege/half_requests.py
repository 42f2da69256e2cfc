"""300 half requests and 50 slow bodies at a server that may open 256 files, while a good client asks for pages."""

import resource
import tempfile
from pathlib import Path

from tests.cli.test_serve import Served
from tests.siege.clients import Slow, attacked, seconds, worst
from tests.siege.holding import hold, within

HALF = b"GET /shop HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "
BODY = (
    b"POST /api/projects/shop/releases HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 30000000\r\n"
    b"Authorization: Bearer none\r\n\r\n"
)
FILES = 256
LOOKS = 30
SECONDS = 2.0
BYTES_OF_LOG = 20_000


def siege() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        served = Served(Path(name))
        served.write("a")
        served.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES)))
        try:
            page = f"http://127.0.0.1:{served.port}/shop"
            alone = worst(lambda: seconds(page), times=5, pause=0)
            half, body = Slow(served.port, 300, HALF, b"a"), Slow(served.port, 50, BODY, b"a")
            with attacked(half, body):
                under = worst(lambda: seconds(page), times=LOOKS, pause=0.7)
            log = len(served.log.read_bytes())
        finally:
            served.process.terminate()
            served.process.wait(20)
    within(under, SECONDS, "a good client waits")
    hold(log < BYTES_OF_LOG, f"{log:,} bytes of log")
    return [
        f"{half.opened} half requests and {body.opened} slow bodies sent in {LOOKS} s, at most 350 at once",
        f"a page in {under:.2f} s at worst, alone in {alone:.2f} s",
        f"{log:,} bytes of log",
    ]
