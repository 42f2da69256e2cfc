"""Our own store is deleted, and frozen, while a dashboard serves from it."""

import os
import signal
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg

from app.domain import manifest
from tests.build import release
from tests.cli.test_serve import SECRET, Served, wait_until
from tests.servers.postgres import start_server
from tests.siege.holding import hold, within

LIMIT = 3.0
PAGES = ("/", "/shop", "/shop.json", "/shop/environments/a", "/shop/releases", "/readyz")


def siege() -> list[str]:
    return [_deleted(), *_frozen()]


def _served(folder: Path, database: str) -> Served:
    served = Served(folder)
    served.write("a", more=f'[projects.shop]\npush_token = "{SECRET}"\n')
    served.file.write_text(served.file.read_text().replace("sqlite:///store.db", database))
    served.start()
    wait_until(lambda: '"seen_at":"' in served.get("/shop/environments/a.json")[1])
    return served


def _push(served: Served) -> int:
    content = manifest.dumps(release("users: 0001_initial", label="v1", project="shop")).encode()
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
    address = f"http://127.0.0.1:{served.port}/api/projects/shop/releases"
    return served.send(urllib.request.Request(address, content, headers))[0]


def _end(served: Served) -> None:
    served.process.kill()
    served.process.wait()


def _deleted() -> str:
    with tempfile.TemporaryDirectory() as name:
        served = _served(Path(name), "sqlite:///store.db")
        (served.folder / "store.db").unlink()
        answers = {address: served.get(address)[0] for address in PAGES[1:]}
        pushed, alive = _push(served), served.get("/healthz")[0]
        _end(served)
    hold(set(answers.values()) == {503}, f"a deleted store is not said: {answers}")
    hold((pushed, alive) == (503, 200), f"a push got {pushed}, /healthz {alive}")
    return f"file deleted: {len(answers)} addresses 503, a push 503, /healthz 200"


def _frozen() -> list[str]:
    with tempfile.TemporaryDirectory() as name, start_server() as server:
        served = _served(Path(name), server.create_database("siege_store"))
        try:
            with psycopg.connect(server.url) as connection:
                backend = connection.info.backend_pid
                postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
            os.kill(postmaster, signal.SIGSTOP)  # first: it begins no other process meanwhile
            pids = [postmaster, *_children(postmaster)]
            try:
                _send(signal.SIGSTOP, pids)
                seconds = {}
                for address in PAGES[1:]:
                    start = time.monotonic()
                    status = served.get(address)[0]
                    seconds[address] = time.monotonic() - start
                    hold(status == 503, f"{address} answers {status} while the store is frozen")
                start = time.monotonic()
                hold(served.get("/healthz")[0] == 200, "/healthz does not answer while the store is frozen")
                alive = time.monotonic() - start
            finally:
                _send(signal.SIGCONT, pids)
            wait_until(lambda: served.get("/readyz")[0] == 200)
        finally:
            _end(served)
    within(max(seconds.values()), LIMIT, "a page waits for a frozen store")
    return [
        f"PostgreSQL frozen: {len(seconds)} addresses 503, the slowest after {max(seconds.values()):.1f} s",
        f"/healthz after {alive:.2f} s; ready again when it goes on",
    ]


def _send(sent: signal.Signals, pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # a connection that is at its end takes its process along
            os.kill(pid, sent)


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
    return found
