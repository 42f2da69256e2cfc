"""`driftboard notify`: one look for those who collect by a timer, tests of the channels, what waits."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.store import releases, snapshots
from app.store.engine import open_store
from tests import build
from tests.cli.command_line import run
from tests.notify.conftest import loaded_apprise
from tests.notify.receivers import WebServer, mail_server, web_server

__all__ = ["loaded_apprise"]

SHOP = build.release("users: 0001_initial < 0002_more")
IN_STEP = ("users.0001_initial", "users.0002_more")
CONFIG = """
database = "sqlite:///store.db"
public_url = "https://drift.example"
interval = "1s"

[projects.shop.environments.production]
pushed = true

[notify.ops]
url = "{url}"
"""


@pytest.fixture
def web():
    with web_server() as server:
        yield server


def config(folder: Path, url: str, more: str = "") -> Path:
    path = folder / "driftboard.toml"
    path.write_text(CONFIG.format(url=url) + more)
    return path


def seen(folder: Path, *keys: str) -> None:
    now = datetime.now(UTC)
    with open_store(f"sqlite:///{folder}/store.db") as store, store.writing() as session:
        releases.add(session, "shop", SHOP, label="v1", at=now - timedelta(days=1))
        snapshots.add(session, "shop", "production", build.history(*keys), at=now)


def test_one_look_after_each_collection_tells_what_has_changed(tmp_path, web: WebServer):
    path = config(tmp_path, web.url)
    seen(tmp_path, *IN_STEP)

    def look() -> str:
        import time

        time.sleep(0.55)  # half of the interval lies between two looks
        answer = run("notify", "--config", path)
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert "0 new messages." in look() + look()
    seen(tmp_path, IN_STEP[0])
    assert "0 new messages." in look()
    assert "1 new message." in look()
    assert "0 new messages." in look()

    (post,) = web.posts
    assert post.json["title"] == "shop: production is behind"


def test_what_a_channel_does_not_take_is_said_and_listed(tmp_path, web: WebServer):
    path = config(tmp_path, web.url, "first = true\n")
    assert run("notify", "--pending", "--config", path).output == "Nothing waits to be told.\n"
    seen(tmp_path, *IN_STEP)
    web.status = 500
    import time

    first = run("notify", "--config", path)
    time.sleep(0.55)
    second = run("notify", "--config", path)
    listed = run("notify", "--pending", "--config", path)
    path.write_text(path.read_text().replace("[notify.ops]", "[notify.other]"))
    renamed = run("notify", "--pending", "--config", path)

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "ops: the channel did not take it: its server answered 500. Next try" in second.output
    assert "after 1 try: the channel did not take it: its server answered 500." in listed.output
    assert "there is no such rule any more" in renamed.output
    assert "hunter2" not in second.output + listed.output + renamed.output


def test_a_test_tries_the_channel_of_each_rule(tmp_path, web: WebServer):
    with mail_server() as mail:
        path = config(tmp_path, web.url, f'[notify.mail]\nurl = "{mail.url}"\n')
        good = run("notify", "--test", "--config", path)
        one = run("notify", "--test", "--rule", "mail", "--config", path)
        mail.refuses = "554 no"
        bad = run("notify", "--test", "--config", path)
        none = run("notify", "--test", "--rule", "nobody", "--config", path)

    assert (good.exit_code, one.exit_code, bad.exit_code, none.exit_code) == (0, 0, 1, 2)
    assert good.output == "mail: the channel took the test.\nops: the channel took the test.\n"
    assert "mail: the channel did not take it" in bad.output
    assert "ops: the channel took the test." in bad.output
    assert "There is no rule nobody: mail, ops." in none.output
    assert (len(web.posts), len(mail.mails)) == (2, 2)


@pytest.mark.parametrize("options", [(), ("--test",)])
def test_without_a_rule_it_says_where_examples_are(tmp_path, options):
    path = tmp_path / "driftboard.toml"
    path.write_text("[projects.shop]\n")

    answer = run("notify", *options, "--config", path)

    assert answer.exit_code == 2
    assert "docs/notifications.md" in answer.output


@pytest.mark.parametrize("words", [("notify",), ("notify", "--test"), ("serve", "--port", "0")])
def test_without_apprise_it_says_what_to_install(tmp_path, words, monkeypatch):
    monkeypatch.setattr("app.notify.channel.find_spec", lambda _: None)

    answer = run(*words, "--config", config(tmp_path, "json://x"))

    assert answer.exit_code == 2
    assert "pip install 'driftboard[notify]'" in answer.output


def test_the_real_command_shows_no_part_of_a_url(tmp_path):
    """Apprise has a log of its own, and a channel may raise: neither is seen."""
    url = "mailto://user:hunter2@127.0.0.1:1/?from=a@secret.example&to=b@secret.example"
    path = config(tmp_path, url, '[notify.odd]\nurl = "slack://hunter2"\n')
    command = [
        sys.executable,
        "-c",
        "from app.cli import main; main()",
        "notify",
        "--test",
        "--config",
        str(path),
    ]

    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert "odd: Apprise does not understand its URL." in answer.stderr
    assert not {"hunter2", "secret.example", "Traceback"} & set(answer.stderr.replace(":", " ").split())
    assert "hunter2" not in answer.stderr + answer.stdout
