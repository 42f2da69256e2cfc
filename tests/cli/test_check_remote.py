"""`driftboard check --dashboard`: the environments of a dashboard, asked over its API."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.cli.check.known import Asked, NotKnown
from app.cli.check.remote import RemoteEnvironments
from app.config import Secret, Settings
from app.domain import manifest
from app.domain.failure import Cause
from app.domain.fleet.last_seen import LastSeen
from app.main import create_app
from app.remote import DashboardAddress, RemoteProject
from app.store import failures
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose
from tests.build import release
from tests.cli.command_line import run
from tests.servers import dashboard
from tests.web.conftest import NOW, Site, empty_store, site

__all__ = ["empty_store", "site"]

BEFORE = release("users: 1 < 2", "orders: 1")
AFTER = release("users: 1 < 2", "orders: 1 @users.2")


@pytest.fixture
def asked(site: Site, tmp_path, monkeypatch) -> Iterator[str]:
    """The address of a dashboard with three environments; the candidate is a file here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v2.json").write_text(manifest.dumps(AFTER))
    site.release(BEFORE, label="v1")
    site.seen("blocked", "users.1", "orders.1")
    site.seen("fine", "users.1", "users.2", "orders.1")
    site.environments("unseen")
    with site.store.writing() as session:
        failures.add(session, "shop", "unseen", Cause.NOT_LISTENING, at=NOW)
        token = tokens.create(session, "shop", purpose=Purpose.READ, at=NOW)[1]
    monkeypatch.setenv("DRIFTBOARD_TOKEN", token.reveal())
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    with dashboard.serve(create_app(settings, site.store, now=lambda: site.now)) as address:
        yield address


def test_the_environments_of_a_dashboard_are_asked_about(asked: str):
    result = run(
        "check", "--release", "v2.json", "--dashboard", asked, "--project", "shop", "--format", "json"
    )
    told = {
        each["environment"]: (
            each["answer"],
            each["base"],
            each["candidate"],
            each["base_release"],
            each["reason"],
        )
        for each in json.loads(result.stdout)["environments"]
    }

    assert result.exit_code == 1
    assert told == {
        "blocked": ("no", "behind", "blocked", "v1", ""),
        "fine": ("yes", "in-step", "in-step", "v1", ""),
        "unseen": (
            *("unknown", "unseen", "unseen", "v1"),
            f"It was never read: {Cause.NOT_LISTENING.sentence}. {Cause.NOT_LISTENING.next_step}",
        ),
    }


def test_a_label_a_base_and_some_environments(asked: str, site: Site):
    site.release(AFTER, label="v2")
    words = ("check", "--dashboard", asked, "--project", "shop", "--environment", "blocked")

    assert run(*words, "--release", "v2").exit_code == 1
    assert run(*words, "--release", "v1").exit_code == 0
    assert run(*words, "--release", "v2", "--base", "v2").exit_code == 0
    assert run(*words, "--release", "v2.json", "--base", "v1").exit_code == 1


def test_what_a_dashboard_does_not_know_is_said(asked: str, site: Site, monkeypatch):
    words = ("check", "--release", "v2.json", "--dashboard", asked)
    for more, sentence in (
        (
            ("--project", "shop", "--environment", "nope"),
            "There is no environment nope in shop: blocked, fine and unseen.",
        ),
        (("--project", "depot"), "depot"),
        ((), "Name the project of the dashboard, as its addresses do: --project shop."),
        (("--project", "shop", "--release", "v9"), "v9 is no label that is known and no path"),
        (("v2.json", "rows.json"), "leave out one of the two"),
    ):
        command = [word for word in words if more[:1] != ("v2.json",) or word not in ("--release", "v2.json")]
        result = run(*command, *more)
        assert (result.exit_code, sentence in " ".join(result.output.split())) == (2, True), result.output
    with site.store.writing() as session:
        pushing = tokens.create(session, "shop", purpose=Purpose.PUSH, at=NOW)[1].reveal()
    for token, sentence in (
        ("drbr_00000000_" + "x" * 43, "token"),
        (pushing, "is for pushing alone"),
        (" ", "The variable DRIFTBOARD_TOKEN is empty: it holds a token that reads"),
    ):
        monkeypatch.setenv("DRIFTBOARD_TOKEN", token)
        for word in ("v2.json", "v1"):
            result = run("check", "--release", word, "--dashboard", asked, "--project", "shop")
            assert (result.exit_code, sentence in " ".join(result.output.split())) == (2, True), result.output
            assert not token.strip() or token not in result.output
    monkeypatch.setenv("DRIFTBOARD_TOKEN", pushing)
    result = run("check", "--dashboard", "http://elsewhere.example", "--project", "shop")
    assert "in plain text" in " ".join(result.output.split())


class Cut(RemoteProject):
    """A dashboard that leaves out three tables of `fine`, and has no other environment."""

    def last_seen(self, *, candidate: str | None = None) -> LastSeen:
        seen = super().last_seen(candidate=candidate)
        cut = (replace(each, left_out=3) for each in seen.environments if each.slug == "fine")
        return replace(seen, environments=tuple(cut))


def test_tables_that_are_left_out_are_not_known(asked: str, site: Site):
    with site.store.writing() as session:
        token = tokens.create(session, "shop", purpose=Purpose.READ, at=NOW)[1]
    project = Cut(DashboardAddress.parse(asked, "shop"), token)

    known = RemoteEnvironments(project, "shop").known(Asked(AFTER))

    assert [part.unseen for part in known.parts] == [
        "",
        "Its dashboard leaves out 3 tables, as it has very many.",
    ]
    with pytest.raises(NotKnown, match="There is no environment x"):
        RemoteEnvironments(project, "shop").known(Asked(AFTER, ("x",)))
