"""A served dashboard tells what its pages say, and ends in time whatever its channels do."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from app.domain.manifest import dumps
from tests import build
from tests.cli.test_serve import Served, wait_until
from tests.notify.receivers import WebServer, mail_server, web_server

RULES = """
[projects.shop.releases]
"v1" = "v1.json"

[notify.hook]
url = "{hook}"
first = true

[notify.mail]
url = "{mail}"
verdicts = ["blocked"]
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
        made.process.wait()


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def rows(folder: Path, *keys: str) -> None:
    with closing(sqlite3.connect(folder / "production.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM django_migrations")
        for row in build.history(*keys).rows:
            connection.execute(
                "INSERT INTO django_migrations (id, app, name, applied) VALUES (?, ?, ?, ?)",
                (row.id, *row.key, row.applied),
            )


def test_a_database_that_changes_is_told_by_webhook_and_mail_and_a_hanging_channel_delays_no_end(
    served: Served, web: WebServer, tmp_path: Path
):
    release = build.release("users: 0001_initial < 0010_more", "orders: 0001_initial @users.0010_more")
    (tmp_path / "v1.json").write_text(dumps(release))
    with mail_server() as mail:
        served.write("production", more=RULES.format(hook=f"{web.url}?rto=60", mail=mail.url))
        text = served.file.read_text().replace('interval = "1h"', 'interval = "1s"')
        served.file.write_text(f'public_url = "http://127.0.0.1:{served.port}"\n{text}')
        rows(tmp_path, "users.0001_initial", "users.0010_more", "orders.0001_initial")
        served.start()
        wait_until(lambda: web.posts)
        rows(tmp_path, "users.0001_initial", "orders.0001_initial")
        wait_until(lambda: len(web.posts) > 1 and mail.mails)

        first, second = (post.json for post in web.posts)
        assert first["message"].startswith("production is in step, as its first looks say")
        assert second["title"] == mail.mails[0]["Subject"] == "shop: production is blocked"
        link = second["message"].split("\n")[1].removeprefix(f"http://127.0.0.1:{served.port}")
        assert "/at/" in link
        status, page = served.get(link)
        assert status == 200
        assert "orders.0001_initial" in page.replace("<wbr>", "")
        assert len(mail.mails) == 1

        web.hang = Event()
        rows(tmp_path, "users.0001_initial", "users.0010_more", "orders.0001_initial")
        wait_until(lambda: len(mail.mails) == 2)
        assert "has recovered" in mail.mails[1]["Subject"]
        begun = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(60)
        took = time.monotonic() - begun
        web.hang.set()

    assert took < 5
    assert "hunter2" not in served.log.read_text()
