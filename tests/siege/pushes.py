"""Pushes that are slow, huge, packed, half and repeated, at once; and deploy jobs whose dashboard is mute or drips."""

import http.client
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.cli.test_serve import Served
from tests.oracle import django_versions as judges
from tests.reporter import deployed
from tests.servers import odd_dashboard as odd
from tests.siege.clients import Slow, attacked, seconds
from tests.siege.holding import hold, within

TOKEN = "t" * 20
PATH = "/api/projects/shop/environments/{}/histories"
MOST_MEMORY = 1_500
"""Of the dashboard, in MB."""

MANY = 90
"""The last hundred pushes of a database are known again; see docs/decisions/0016-pushed-histories.md."""

SECONDS = {"mute": 30, "drips its answer": 120}
"""What docs/histories.md says how long a deploy job waits, for one that never answers and one that never ends."""

SLOW = (
    f"POST {PATH.format('a')} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n"
    "Content-Length: 9000\r\n\r\n{"
).encode()


def siege() -> list[str]:
    with ThreadPoolExecutor(len(SECONDS)) as pool, tempfile.TemporaryDirectory() as name:
        jobs = {kind: pool.submit(_deploy_job, kind, Path(name)) for kind in SECONDS}
        return [*_dashboard(), *map(_waited, jobs.items())]


def _dashboard() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        served = Served(Path(name))
        token = f'[projects.shop]\npush_token = "{TOKEN}"\n'
        served.write("a", more=f"[projects.shop.environments.b]\npushed = true\n{token}")
        served.start()
        try:
            return [*_large(served), _repeated(served), f"{_memory(served):,} MB of memory at most"]
        finally:
            served.process.terminate()
            served.process.wait(20)


LARGE: dict[str, tuple[Callable[[], bytes], int]] = {
    "a million digits": (lambda: b'{"format": ' + b"9" * 1_000_000 + b"}", 422),
    "30 MB of brackets": (lambda: b"[" * 30_000_000, 422),
    "30 MB of empty lists": (lambda: b"[" + b"[]," * 9_999_998 + b"[]]", 422),
    "33 MB": (lambda: b" " * 33_000_000, 413),
    "gzip": (lambda: b"\x1f\x8b" + bytes(100_000), 415),
    "half a text": (lambda: _body(_history(rows=50_000))[:-9], 422),
    "500,001 rows": (lambda: _body(_history(rows=500_001)), 422),
    "100,000 rows": (lambda: _body(_history(rows=100_000)), 201),
    "1,000 schemas": (lambda: _body(*[_history(f"tenant_{n}", rows=20) for n in range(1_000)]), 201),
}


def _large(served: Served) -> list[str]:
    """All of them at once and twice, beside slow ones; pages and small pushes go on."""
    with attacked(Slow(served.port, 40, SLOW, b" ")), ThreadPoolExecutor(2 * len(LARGE)) as pool:
        sent = {
            name: [pool.submit(_push, served, "a", made(), gzip=name == "gzip") for _ in range(2)]
            for name, (made, _) in LARGE.items()
        }
        pages, small = [], []
        while not all(one.done() for of in sent.values() for one in of):
            pages.append(seconds(f"http://127.0.0.1:{served.port}/shop", timeout=60))
            start = time.monotonic()
            hold(
                _push(served, "b", _body(_history(rows=len(pages)))) in (200, 201, 503),
                "a small push is refused",
            )
            small.append(time.monotonic() - start)
            time.sleep(0.2)
        answers = {name: sorted(one.result() for one in of) for name, of in sent.items()}
    for name, (_, status) in LARGE.items():
        right = ([200, status], [status, status], [status, 503], [503, 503])
        hold(answers[name] in right, f"{name}: {answers[name]} instead of {status}")
    within(max(pages), 10, "a page takes long")
    figures = ", ".join(f"{name} {' and '.join(map(str, of))}" for name, of in answers.items())
    page, push = f"{len(pages)} pages, the slowest in {max(pages):.2f} s", f"{max(small):.2f} s"
    return [
        f"each twice, all at once, beside 40 slow ones: {figures}",
        f"meanwhile {page}, and {len(small)} small pushes, the slowest in {push}",
    ]


def _repeated(served: Served) -> str:
    """90 histories of one environment, each sent three times, by 16 senders in any order: each is kept once."""
    bodies = [
        _body(_history(rows=1, first=number), sent_at=f"2026-06-19T{number // 60:02}:{number % 60:02}:00Z")
        for number in range(MANY)
    ]
    sent = bodies * 3
    random.Random(7).shuffle(sent)
    with ThreadPoolExecutor(16) as pool:
        answers = Counter(pool.map(partial(_push, served, "b", patient=True), sent))
    hold(answers == {201: MANY, 200: 2 * MANY}, f"pushes were answered {dict(answers)}")
    return "90 histories, each pushed three times by 16 senders: 90 times 201, 180 times 200"


def _deploy_job(kind: str, folder: Path) -> tuple[float, int, str, int]:
    """How long `manage.py driftboard_report` takes, its exit code, what it says, and how many requests it made."""
    project = deployed.made(folder / kind.replace(" ", "_"))
    databases = {"default": deployed.database(f"sqlite:///{project}/shop.sqlite3")}
    words = ("driftboard_report", "--environment", "sandbox-3", "--label", "v1.2")
    with odd.serving(odd.BEHAVIOURS[kind]) as told:
        start = time.monotonic()
        done = deployed.run(
            judges.judge("5.2"), project, *words, "--push", told.project,
            databases=databases, DRIFTBOARD_TOKEN=TOKEN,
        )  # fmt: skip
        return time.monotonic() - start, done.returncode, done.stderr, len(told.requests)


def _waited(job: tuple[str, Future[tuple[float, int, str, int]]]) -> str:
    kind, (took, code, said, requests) = job[0], job[1].result()
    hold(
        code == 1 and "Traceback" not in said,
        f"a dashboard that is {kind} ends a deploy job with {code}: {said}",
    )
    hold(requests == 1, f"{kind}: {requests} requests")
    within(took, SECONDS[kind] + 15, f"{kind}: a deploy job takes long")
    return f"a deploy job, the dashboard: {kind}: ends with 1 after {took:.0f} s and one request"


def _push(
    served: Served, environment: str, content: bytes, *, gzip: bool = False, patient: bool = False
) -> int:
    """The status of the answer. One that is patient sends it again where the store was busy."""
    headers = {"Authorization": f"Bearer {TOKEN}"} | ({"Content-Encoding": "gzip"} if gzip else {})
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=180)
    try:
        connection.request("POST", PATH.format(environment), content, headers)
        answer = connection.getresponse()
        answer.read()
    except (BrokenPipeError, ConnectionResetError):  # refused by its length, before all was sent
        return 413
    finally:
        connection.close()
    if answer.status == 503 and patient:
        time.sleep(1)
        return _push(served, environment, content, patient=True)
    return answer.status


def _history(schema: str = "", *, rows: int, first: int = 0) -> dict[str, object]:
    made = [[n, "orders", f"{n:06}", "2026-05-01 11:58:00+00"] for n in range(first, first + rows)]
    return {"database": "default", "schema": schema, "has_table": True, "rows": made}


def _body(*histories: dict[str, object], sent_at: str = "2026-06-19T09:14:00Z") -> bytes:
    return json.dumps(
        {"format": "driftboard-histories/1", "sent_at": sent_at, "histories": histories}
    ).encode()


def _memory(served: Served) -> int:
    """The most that the dashboard ever had, in MB."""
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    found = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1_024
    hold(found < MOST_MEMORY, f"the dashboard took {found:,} MB")
    return found
