"""A dashboard on a bad day, or what is none: a push ends in time, with one sentence, and the deploy job with 1."""

import importlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest

from tests.oracle import django_versions as judges
from tests.reporter import deployed, shop
from tests.servers import odd_dashboard as odd
from tests.servers.certificates import write_certificates

TOKEN = "a-token-of-the-shop-hunter2"
LIMIT = 0.6
NOT_SO = "answered, but not as a dashboard does; is this the right address?"
SAID = {
    "mute": "did not answer: timed out.",
    "deaf": "timed out.",
    "closes at once": "did not answer: it closed the connection",
    "closes without an answer": "did not answer: it closed the connection",
    "resets": "did not answer: it closed the connection",
    "drips its head": f"within {LIMIT} seconds.",
    "drips its answer": f"within {LIMIT} seconds.",
    "drips an error": f"within {LIMIT} seconds.",
    "says 100 for ever": f"within {LIMIT} seconds.",
    "half an answer": "broke off within its answer",
    "half an error": "refuses (500): It says no more than Internal Server Error.",
    "half a chunk": "broke off within its answer",
    "a chunk of no length": "answered, but not in HTTP.",
    "an endless error": "refuses (500): ",
    "endless headers": "got more than 100 headers.",
    "a header without end": "bytes when reading header line.",
    "a page with 502": "refuses (400): It says no more than  [31mBad.",
    "nothing of HTTP": "did not answer: 220 mail.example",
    "a status of its own": "refuses (999): ",
    "a redirect to elsewhere": "sends on to another address (307), and a token goes nowhere else",
    "a redirect to nowhere": "sends on to another address (302), and a token goes nowhere else",
    "too busy for a while": "refuses (503): ",
}
"""What is said; where nothing stands, that it does not answer as a dashboard does."""


@pytest.fixture
def push(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that pushes, with short limits."""
    monkeypatch.syspath_prepend(shop.REPORTER)
    answer, module = (importlib.import_module(f"driftboard_reporter.{name}") for name in ("answer", "push"))
    monkeypatch.setattr(answer, "TIMEOUT", LIMIT / 2)
    monkeypatch.setattr(module, "LONGEST", LIMIT)
    return module


def sentence(push: ModuleType, told: odd.Told, text: str = "{}") -> str:
    """The one sentence of a push that fails."""
    with pytest.raises(push.PushError) as refusal:
        push.push(text, f"{told.project}/releases", token=TOKEN)
    return str(refusal.value)


@pytest.mark.parametrize("name", odd.BEHAVIOURS)
def test_a_push_ends_in_time_with_what_is_so(push: ModuleType, name: str):
    text = "{}" + " " * (5_000_000 if name == "deaf" else 0)
    with odd.serving(odd.BEHAVIOURS[name], early=name in odd.EARLY) as told:
        said = sentence(push, told, text)

    assert said.startswith(told.address)
    assert SAID.get(name, NOT_SO) in said
    assert said.isprintable()
    assert "hunter2" not in said
    assert len(said) < 300


@pytest.mark.parametrize("error", [BrokenPipeError(), ConnectionResetError()])
def test_a_dashboard_that_hangs_up_while_the_text_is_sent_was_reached(
    push: ModuleType, monkeypatch: pytest.MonkeyPatch, error: OSError
):
    """Which of both comes depends on how much of the text the network has taken by then."""

    def hangs_up(*_: object, **_options: object) -> None:
        raise urllib.error.URLError(error)

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", hangs_up)
    assert "did not answer: it closed the connection" in sentence(push, odd.Told("http://127.0.0.1:1"))


def test_every_name_of_what_is_said_is_a_behaviour():
    assert set(SAID) <= set(odd.BEHAVIOURS)


@pytest.mark.parametrize(
    ("said", "asked"), [("0", 3), ("-1", 3), ("Wed, 21 Oct 2099 07:28:00 GMT", 3), ("31", 1), ("9" * 400, 3)]
)
def test_a_wait_that_the_dashboard_asks_for_is_kept_where_it_is_short(
    push: ModuleType, monkeypatch: pytest.MonkeyPatch, said: str, asked: int
):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    busy = odd.sends(odd.answer(b"{}", "503 Service Unavailable", f"Retry-After: {said}"))
    with odd.serving(busy) as told:
        sentence(push, told)
        assert len(told.requests) == asked


def test_a_short_wait_is_waited_for_before_the_same_is_asked_again(
    push: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    busy = odd.sends(odd.answer(b"{}", "503 Service Unavailable", "Retry-After: 2"))
    with odd.serving(busy) as told:
        sentence(push, told)
        assert len(set(told.requests)) == 1

    assert waits == [2, 3]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ('"/shop/releases/v1.2"', "/shop/releases/v1.2"),
        ('"https://evil.example/"', "/"),
        ('"//evil.example/"', "/"),
        ('"http://["', "/"),
        ("[]", "/"),
        ('"/\\u001b[31m"', "/ [31m"),
    ],
)
def test_the_page_that_is_shown_is_one_of_this_dashboard(push: ModuleType, page: str, shown: str):
    with odd.serving(odd.sends(odd.answer(odd.RIGHT % page.encode()))) as told:
        pushed = push.push("{}", f"{told.project}/releases", token=TOKEN)

    assert pushed.sentence == f"v1.2 is 01234567: {told.address}{shown}"


def test_a_token_goes_to_no_certificate_that_is_not_trusted(push: ModuleType, tmp_path: Path):
    write_certificates(tmp_path)
    with odd.serving(odd.sends(odd.answer(b"{}")), certificates=tmp_path) as told:
        unknown = sentence(push, told)
        plain = sentence(push, odd.Told(told.address.replace("https", "http")))
        assert told.requests == []
    with odd.serving(odd.sends(odd.answer(b"{}"))) as told:
        no_tls = sentence(push, odd.Told(told.address.replace("http", "https")))

    assert "certificate verify failed" in unknown
    assert "did not answer" in plain
    assert "cannot be reached: " in no_tls


def test_a_certificate_of_another_host_is_refused(tmp_path: Path):
    """Signed by an authority that is trusted, but for 127.0.0.1, and asked for as localhost."""
    write_certificates(tmp_path)
    code = "from driftboard_reporter.push import push; print(push('{}', ADDRESS, token='hunter2'))"
    said = {}
    with odd.serving(odd.sends(odd.answer(odd.RIGHT % b'"/"')), certificates=tmp_path) as told:
        for host in ("127.0.0.1", "localhost"):
            address = f"{told.project}/releases".replace("127.0.0.1", host)
            environment = {"PYTHONPATH": str(shop.REPORTER), "SSL_CERT_FILE": str(tmp_path / "ca.pem")}
            program = code.replace("ADDRESS", repr(address))
            done = subprocess.run(
                [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
            )
            said[host] = done.stdout + done.stderr

    assert "v1.2 is 01234567" in said["127.0.0.1"]
    assert "certificate is not valid for 'localhost'" in said["localhost"]
    assert len(told.requests) == 1


@pytest.mark.parametrize(
    ("name", "requests", "code"),
    [("mute", 1, 1), ("half an answer", 3, 1)],
)
def test_a_deploy_job_ends_with_1_and_does_not_wait_for_each_push(
    tmp_path: Path, name: str, requests: int, code: int
):
    """After a push that was not answered nothing more is sent; a dashboard that answers is asked for everything."""
    short = f"""
        from driftboard_reporter import answer, push
        answer.TIMEOUT, push.LONGEST = {LIMIT / 2}, {LIMIT}
        """
    project = deployed.made(tmp_path / "checkout", {"deployed/orders/models.py": short})
    databases = {"default": deployed.database(f"sqlite:///{tmp_path / 'shop.sqlite3'}")}
    words = ("driftboard_report", "--environment", "sandbox-3", "--label", "v1.2", "-o", "histories.json")
    with odd.serving(odd.BEHAVIOURS[name]) as told:
        done = deployed.run(
            judges.judge("5.2"),
            project,
            *words,
            "--push",
            told.project,
            databases=databases,
            DRIFTBOARD_TOKEN=TOKEN,
        )

    assert (done.returncode, done.stdout) == (code, "")
    assert len(told.requests) == requests
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr
    assert (project / "histories.json").is_file()


def test_a_table_with_more_rows_than_a_dashboard_takes_is_said(tmp_path: Path):
    few = "from driftboard_reporter import histories\nhistories.MAX_ROWS = 2\n"
    project = deployed.made(tmp_path / "checkout", {"deployed/orders/models.py": few})
    databases = {"default": deployed.database(f"sqlite:///{tmp_path / 'shop.sqlite3'}")}
    judge = judges.judge("5.2")
    deployed.migrate(judge, project, "default", databases=databases)
    done = deployed.run(
        judge, project, "driftboard_report", "--environment", "sandbox-3", databases=databases
    )

    assert done.returncode == 2
    assert "django_migrations has more than 2 rows, and a dashboard takes no more of a table." in done.stderr


def test_many_histories_go_in_parts_that_a_dashboard_takes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(shop.REPORTER)
    handover = importlib.import_module("driftboard_reporter.handover")

    def parts(*found: tuple[str, int]) -> list[int]:
        histories = [
            {"database": alias, "schema": str(n), "rows": ["x" * size]}
            for n, (alias, size) in enumerate(found)
        ]
        return [len(part) for part in handover._parts(histories)]

    assert parts(("default", 1)) == [1]
    assert parts(*[("default", 1)] * 2_500) == [1_000, 1_000, 500]
    assert parts(*[(f"tenant_{n}", 1) for n in range(120)]) == [50, 50, 20]
    assert parts(("a", 5_000_000), ("a", 5_000_000), ("a", 20_000_000), ("a", 1)) == [1, 1, 1, 1]
