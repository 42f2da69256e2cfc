"""The reporter hands its manifest to a real dashboard, over real HTTP; its token goes nowhere else."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config import Project, Secret, Settings
from app.main import create_app
from app.store import releases
from app.store.engine import Store, open_store
from app.web.server.door import Listening
from tests.oracle import django_versions as judges
from tests.oracle.django_versions import Judge
from tests.reporter import shop
from tests.servers import dashboard

TOKEN = "a-token-of-the-shop-hunter2"
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
SAID = ("--settings", "shop.settings", "--label", "v1.2")


@dataclass
class Board:
    address: str
    store: Store

    @property
    def url(self) -> str:
        return f"{self.address}/api/projects/shop/releases"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    with open_store(f"sqlite:///{tmp_path}/store.db") as store:
        project = Project("shop", "Shop", push_token=Secret(TOKEN))
        settings = Settings(
            Secret("sqlite:///not-used.db"), (project, replace(project, slug="shut", push_token=None))
        )
        with dashboard.serve(create_app(settings, store, now=lambda: NOW, listening=Listening())) as address:
            yield Board(address, store)


def test_a_release_that_is_pushed_stands_under_its_label(judge: Judge, folder: Path, board: Board):
    done = shop.run(judge, folder, *SAID, "--commit", "3f2c1a", "--push", board.url, DRIFTBOARD_TOKEN=TOKEN)
    with board.store.reading() as session:
        release = releases.with_label(session, "shop", "v1.2")

    assert release is not None
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == (
        f"v1.2 is {release.fingerprint[:8]}: {board.address}/shop/releases/v1.2"
    )
    assert (len(release.migrations), release.commit) == (7, "3f2c1a")
    assert release.django.startswith(judge.version)


def test_the_token_may_stand_in_a_file_and_the_manifest_in_another(either: Judge, folder: Path, board: Board):
    (folder / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    words = ("--push", board.url, "--token-file", "token", "-o", "release.json")
    first = shop.run(either, folder, *SAID, *words)
    second = shop.run(either, folder, *SAID, *words)

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr == second.stderr
    assert json.loads((folder / "release.json").read_text(encoding="utf-8"))["label"] == "v1.2"


def test_the_projects_own_command_pushes_too(either: Judge, folder: Path, board: Board):
    shop.made(folder, shop.INSTALLED)
    words = ("driftboard_release", *SAID, "--push", board.url)
    done = shop.run(either, folder, *words, module="django", DRIFTBOARD_TOKEN=TOKEN)
    wrong = shop.run(either, folder, *words, module="django", DRIFTBOARD_TOKEN="another-token-hunter2")

    assert (done.returncode, "{" in done.stdout) == (0, False)
    assert f"{board.address}/shop/releases/v1.2" in done.stderr
    assert wrong.returncode == 1
    assert "hunter2" not in done.stderr + wrong.stderr


@pytest.mark.parametrize(
    ("project", "token", "sentence"),
    [
        ("shop", "another-token-hunter2", "refuses (401): The token is not that of the project."),
        ("shut", TOKEN, "refuses (403): Nothing can be pushed to shut, as it has no token: make one with"),
        ("none", TOKEN, "refuses (404): There is no project none here."),
    ],
)
def test_what_the_dashboard_refuses_is_said_in_its_words(
    folder: Path, board: Board, project, token, sentence
):
    either = judges.judge("5.2")
    url = f"{board.address}/api/projects/{project}/releases"
    done = shop.run(either, folder, *SAID, "--push", url, "-o", "release.json", DRIFTBOARD_TOKEN=token)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(f"{board.address} {sentence}")
    assert "hunter2" not in done.stderr
    assert (folder / "release.json").is_file()


def test_a_dashboard_that_is_not_there_is_said(either: Judge, folder: Path):
    done = shop.run(either, folder, *SAID, "--push", "http://127.0.0.1:9/api", DRIFTBOARD_TOKEN=TOKEN)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "http://127.0.0.1:9 cannot be reached: Connection refused."


@dataclass
class Elsewhere:
    """A server that answers as it is told and keeps what it was asked."""

    answer: tuple[int, dict[str, str], bytes] = (200, {}, b"<html>welcome</html>")
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    told = Elsewhere()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            told.asked.append({name.lower(): value for name, value in self.headers.items()})
            self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, content = told.answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_is_not_sent_on(either: Judge, folder: Path, elsewhere: Elsewhere, status: int):
    elsewhere.answer = (status, {"Location": f"http://127.0.0.1:{elsewhere.port}/other"}, b"")
    url = f"http://127.0.0.1:{elsewhere.port}/api"
    done = shop.run(either, folder, *SAID, "--push", url, DRIFTBOARD_TOKEN=TOKEN)

    assert done.returncode == 1
    assert f"sends on to another address ({status})" in done.stderr
    assert len(elsewhere.asked) == 1


@pytest.mark.parametrize(("status", "asked"), [(503, 3), (502, 3), (500, 1)])
def test_a_dashboard_that_is_busy_is_asked_again(folder: Path, elsewhere: Elsewhere, status: int, asked: int):
    elsewhere.answer = (status, {}, b'{"detail": "Try again in a minute."}')
    url = f"http://127.0.0.1:{elsewhere.port}/api"
    done = shop.run(judges.judge("5.2"), folder, *SAID, "--push", url, DRIFTBOARD_TOKEN=TOKEN)

    assert (done.returncode, len(elsewhere.asked)) == (1, asked)
    assert f"refuses ({status}): Try again in a minute." in done.stderr


def test_a_proxy_is_not_asked_for_this_machine(
    either: Judge, folder: Path, board: Board, elsewhere: Elsewhere
):
    proxy = f"http://127.0.0.1:{elsewhere.port}"
    done = shop.run(either, folder, *SAID, "--push", board.url, DRIFTBOARD_TOKEN=TOKEN, http_proxy=proxy)

    assert (done.returncode, elsewhere.asked) == (0, [])


@pytest.mark.parametrize("content", [b"<html>welcome</html>", b"[]", b'{"label": "v1.2"}'])
def test_what_is_no_dashboard_is_said(either: Judge, folder: Path, elsewhere: Elsewhere, content: bytes):
    elsewhere.answer = (200, {}, content)
    url = f"http://127.0.0.1:{elsewhere.port}/"
    done = shop.run(either, folder, *SAID, "--push", url, DRIFTBOARD_TOKEN=TOKEN)

    assert done.returncode == 1
    assert "answered, but not as a dashboard does" in done.stderr
    assert elsewhere.asked[0]["authorization"] == f"Bearer {TOKEN}"


REFUSED = {
    "plain text to another machine": (
        ("--push", "http://board.example/api"),
        TOKEN,
        "A token would travel to board.example in plain text; use https://, or allow it with --allow-plain-http.",
    ),
    "a password in the address": (
        ("--push", "https://me:hunter2@board.example/api"),
        TOKEN,
        "give the token in",
    ),
    "no address": (("--push", "board.example/api"), TOKEN, "begins with https://"),
    "a file": (("--push", "file:///etc/passwd"), TOKEN, "begins with https://"),
    "no port": (("--push", "http://localhost:hunter2/"), TOKEN, "is no address"),
    "a line break": (("--push", "https://board.example/\nX: y"), TOKEN, "no address has"),
    "no token": (("--push", "https://board.example/api"), "", "no token in the variable DRIFTBOARD_TOKEN"),
    "a token of two lines": (("--push", "https://board.example/api"), "hunter2\nX: y", "is no token"),
    "no token file": (
        ("--push", "https://board.example", "--token-file", "none"),
        "",
        "cannot be read from none",
    ),
}


@pytest.mark.parametrize(("words", "token", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_pushed_safely_is_refused_before_anything_is_loaded(
    either: Judge, folder: Path, words: tuple[str, ...], token: str, sentence: str
):
    done = shop.run(either, folder, *SAID, *words, DRIFTBOARD_TOKEN=token)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "hunter2" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_plain_text_to_another_machine_can_be_allowed(either: Judge, folder: Path):
    """No host of that name exists anywhere (RFC 2606): it is looked for, so it was not refused."""
    url = "http://driftboard.invalid/api"
    done = shop.run(either, folder, *SAID, "--push", url, "--allow-plain-http", DRIFTBOARD_TOKEN=TOKEN)

    assert done.returncode == 1
    assert "http://driftboard.invalid cannot be reached: " in done.stderr


def test_a_push_needs_a_label(either: Judge, folder: Path):
    words = ("--settings", "shop.settings", "--push", "https://board.example/api")
    done = shop.run(either, folder, *words, DRIFTBOARD_TOKEN=TOKEN)

    assert (done.returncode, done.stderr) == (
        2,
        "Say with --label what the dashboard should call this release.\n",
    )
