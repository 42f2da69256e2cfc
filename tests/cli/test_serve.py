"""`driftboard serve`, as a process: it reads its configuration again while it runs."""

import os
import pty
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain import manifest
from tests.build import release

PATIENCE = 180
"""Seconds; only a guard against hanging."""

SECRET = "hunter2-hunter2-hunter2"
TABLE = "CREATE TABLE django_migrations (id integer primary key, app text, name text, applied text)"


class Served:
    """A dashboard in a process of its own, over a driftboard.toml that a test changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "driftboard.toml"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def write(self, *slugs: str, more: str = "") -> None:
        text = 'database = "sqlite:///store.db"\ninterval = "1h"\n'
        for slug in slugs:
            with closing(sqlite3.connect(self.folder / f"{slug}.sqlite3")) as connection:
                connection.execute(TABLE.replace("TABLE", "TABLE IF NOT EXISTS"))
            text += f'[projects.shop.environments.{slug}]\ndatabase = "sqlite:///{slug}.sqlite3"\n'
        self.file.write_text(text + more)

    def start(self, **options) -> None:
        command = [
            sys.executable,
            "-c",
            "from app.cli import main; main()",
            "serve",
            "--config",
            str(self.file),
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                **{"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, **options},
            )
        wait_until(lambda: self.process.poll() is not None or self.get("/healthz") == (200, "ok\n"))
        assert self.process.poll() is None, self.log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        return self.send(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def send(self, request: urllib.request.Request) -> tuple[int, str]:
        """The status and the text of the answer; 0 where there is none."""
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - its own address
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def shows(self, path: str, text: str) -> bool:
        return text in self.get(path)[1]

    def hang_up(self) -> None:
        self.process.send_signal(signal.SIGHUP)


def wait_until(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.terminate()
        made.process.wait(PATIENCE)


def test_environments_projects_and_labels_come_and_go_without_a_restart(served: Served):
    served.write("a")
    served.start()
    wait_until(lambda: '"seen_at":"' in served.get("/shop/environments/a.json")[1])

    made = release("users: 0001_initial", label="v1.2", project="shop")
    (served.folder / "v1.2.json").write_text(manifest.dumps(made))
    served.write(
        "a", "b", more='[projects.shop.releases]\n"v1.2" = "v1.2.json"\n[projects.bank]\ntitle = "The bank"\n'
    )

    # The interval is an hour: what is new is read because it is new.
    wait_until(lambda: '"seen_at":"' in served.get("/shop/environments/b.json")[1])
    assert served.get("/shop/releases/v1.2")[0] == 200
    assert "The bank" in served.get("/")[1]

    served.write("b")
    wait_until(lambda: served.get("/shop/environments/a")[0] == 404)
    assert served.get("/bank")[0] == 404
    assert served.get("/shop/environments/b")[0] == 200


def test_a_broken_edit_changes_nothing_and_is_said_until_it_is_right(served: Served):
    served.write("a")
    served.start()
    token = f'[projects.bank]\npush_token = "{SECRET}"\n'
    served.write("a", more=token + f'[projects.shop.environments.x]\ndatabase = "oracle://u:{SECRET}@h/d"\n')

    wait_until(lambda: served.shows("/shop", "driftboard.toml was changed at "))
    assert served.shows("/shop", "cannot be used: projects.shop.environments.x.database: ")
    assert served.shows("/runbook", "; the settings of ")
    assert served.get("/shop/environments/a")[0] == 200
    assert served.get("/bank")[0] == 404

    served.write("a", more=token)
    wait_until(lambda: served.get("/bank")[0] == 200)
    assert not served.shows("/shop", "cannot be used")
    log = served.log.read_text()
    assert "settings.refused" in log
    assert "settings.read" in log
    assert log.index("shop: 1 environment.") < log.index("Driftboard is at http://127.0.0.1:")
    assert SECRET not in log + served.get("/shop")[1]


def test_a_token_that_is_changed_counts_at_once_on_hangup(served: Served):
    def push(token: str) -> int:
        address = f"http://127.0.0.1:{served.port}/api/projects/shop/releases"
        content = manifest.dumps(release("users: 0001_initial", label="v1", project="shop")).encode()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return served.send(urllib.request.Request(address, content, headers))[0]

    served.write("a", more=f'[projects.shop]\npush_token = "{SECRET}-old"\n')
    served.start()
    assert push(f"{SECRET}-old") == 201
    served.write("a", more=f'[projects.shop]\npush_token = "{SECRET}-new"\n')
    served.hang_up()

    wait_until(lambda: push(f"{SECRET}-new") == 200)
    assert push(f"{SECRET}-old") == 401
    assert served.process.poll() is None


def test_another_store_waits_for_a_restart(served: Served):
    served.write("a")
    served.start()
    served.file.write_text(served.file.read_text().replace("store.db", "other.db"))
    served.hang_up()

    wait_until(lambda: served.shows("/shop", "Restart Driftboard to open it"))
    assert not (served.folder / "other.db").exists()


def test_a_terminal_that_is_closed_ends_the_dashboard(served: Served):
    """The same signal as a request to read the file again, which would leave it running behind the user's back."""
    served.write("a")
    master, terminal = pty.openpty()
    served.start(
        stdin=terminal,
        start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
    )
    served.hang_up()
    time.sleep(1.5)
    assert served.process.poll() is None

    os.close(terminal)
    os.close(master)
    assert served.process.wait(PATIENCE) in (0, -signal.SIGTERM)
