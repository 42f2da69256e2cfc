"""An environment that is not seen: why, what it was, since when, tried when, and how to try it by hand."""

import shlex
from datetime import timedelta

from typer.testing import CliRunner

from app.cli import cli
from app.config import Environment
from app.domain.failure import Cause
from app.web.environment.failure import ROLE_CAUSES
from app.web.layout.first_steps import READER_ACCOUNT, READER_ROLE
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED

WHY = "Not seen for 4 min: the server refused the user name or the password."


def lines_of(section) -> list[str]:
    return [line.text for line in section.one("dl").all("div")]


def test_what_was_blocked_is_said_before_why_nobody_sees_it(site):
    site.release()
    site.seen("a", *BLOCKED, ago=timedelta(minutes=8))
    site.failed("a", Cause.PASSWORD_REFUSED, ago=timedelta(minutes=4))
    site.seen("b", *DRIFTED, ago=timedelta(days=2))
    site.seen("c", *BEHIND, ago=timedelta(days=2))

    main = site.main("/shop/environments/a")

    assert main.one("h1").text == f"Blocked when last seen at 09:06 UTC. {WHY}"
    assert Cause.PASSWORD_REFUSED.next_step in main.by_id("head").text
    assert "Below is what was last seen: Django refuses every migrate: orders.0001_initial is" in main.text
    assert f"Blocked when last seen. {WHY}" in site.main("/shop").text
    assert [site.main(f"/shop/environments/{slug}").one("h1").text for slug in "bc"] == [
        "Drifted when last seen at 17 Jun 2026, 09:14 UTC. Not collected for 2 days.",
        "Not collected for 2 days. Behind when last seen at 17 Jun 2026, 09:14 UTC.",
    ]


def test_the_looks_are_told_with_the_next_one(site):
    site.release()
    site.seen("a", *BLOCKED, ago=timedelta(minutes=8))
    site.failed("a", Cause.NO_HOST, ago=timedelta(minutes=4))
    site.failed("a", Cause.NO_HOST, ago=timedelta(seconds=50))

    section = site.main("/shop/environments/a").one("section", aria_labelledby="failure-title")
    assert lines_of(section) == [
        "Seen last 8 min ago",
        "Fails since 19 Jun 2026, 09:10 UTC",
        "Tried last 50 s ago",
        "Tried next in 10 s",
    ]

    for minutes, told in (
        (1, "Tried next now"),
        (10, "Tried next was due 10 min ago: look whether Driftboard collects"),
    ):
        site.later(minutes=minutes)
        main = site.main("/shop/environments/a")
        assert lines_of(main.one("section", aria_labelledby="failure-title"))[-1] == told


def test_what_is_seen_or_only_pushed_has_no_looks(site):
    site.release()
    site.seen("a", *BLOCKED)
    site.add(Environment("pushed", ()))

    assert "failure-title" not in site.get("/shop/environments/a").text
    assert "failure-title" not in site.get("/shop/environments/pushed").text


def test_every_cause_is_told_with_what_to_do_and_what_to_type(site):
    site.release()
    role = " ".join(READER_ROLE.split())
    for cause in Cause:
        site.failed(cause.value, cause)
    for cause in Cause:
        main = site.main(f"/shop/environments/{cause.value}")
        codes = [pre.text for pre in main.all("pre")]

        assert cause is Cause.NOT_COLLECTED or cause.sentence.lower() in main.one("h1").text.lower()
        assert cause.next_step in main.by_id("head").text
        assert codes == [f"driftboard collect shop/{cause.value}", *([role] if cause in ROLE_CAUSES else [])]


def test_each_kind_of_database_has_the_statements_of_its_own(site):
    site.release()
    site.failed("a", Cause.FORBIDDEN)
    for sql, role in (("postgresql", READER_ROLE), ("mysql", READER_ACCOUNT), ("sqlite", None)):
        codes = [pre.text for pre in site.main(f"/shop/environments/a?sql={sql}").all("pre")]

        assert codes[1:] == ([] if role is None else [" ".join(role.split())])


def test_the_command_tries_that_environment_and_says_the_same(site, tmp_path):
    site.failed("a", Cause.NO_FILE)
    file = tmp_path / "driftboard.toml"
    file.write_text(
        f'database = "sqlite:///{tmp_path}/own.db"\n[projects.shop.environments.a]\ndatabase = "sqlite:///none.sqlite3"\n'
    )
    _, *arguments = shlex.split(site.main("/shop/environments/a").one("copy-command").one("pre").text)

    answer = CliRunner().invoke(cli, [*arguments, "--config", str(file)])

    assert answer.exit_code == 1
    assert Cause.NO_FILE.sentence in answer.output


def test_a_fleet_that_is_read_for_the_first_time_follows_by_itself_and_stops(site):
    site.release()
    site.environments("a", "b")
    address = "/shop?q=a"

    follow = site.main(address).by_id("newer").attributes
    assert follow["hx-get"] == address
    assert follow["hx-trigger"] == "every 3s"
    assert (follow["hx-target"], follow["hx-select-oob"]) == ("#fleet", "#head,#verdict-strip,#newer")
    alone = site.main("/shop/environments/a").by_id("newer").attributes
    assert (alone["hx-get"], alone["hx-target"]) == ("/shop/environments/a", "main")

    site.seen("a", *BEHIND)
    assert site.main(address).one("h1").text == "Reading 2 environments for the first time: 1 read."
    site.seen("b", *BEHIND)
    assert site.main(address).by_id("newer").attributes["hx-trigger"] == "every 30s"
    assert site.main("/shop/environments/a").by_id("newer").attributes["hx-trigger"] == "every 30s"
