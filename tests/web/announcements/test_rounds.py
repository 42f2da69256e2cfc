"""What is told of environments over many rounds: every change of verdict once, and nothing else."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from app.config import Environment, Project
from app.domain.failure import Cause
from app.domain.findings import Verdict
from app.domain.fleet.announcement.announcement import ChannelForm
from app.domain.table_location import DEFAULT_LOCATION
from app.store import releases, snapshots
from app.store.snapshots.looks import Look
from app.store.snapshots.looks import add as add_looks
from app.web.announcements import Judge
from tests import build
from tests.web.announcements.rounds import PUBLIC, Rounds, rule, words
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, NOW, SHOP, environment

NEWER = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration < 0011_more",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
)


@pytest.fixture
def rounds(site) -> Rounds:
    site.release()
    made = Rounds(site)
    assert made.look(2, production=IN_STEP) == []
    return made


def test_a_change_is_told_at_the_second_look_and_once(rounds):
    assert rounds.look(production=BLOCKED) == []
    (message,) = rounds.look()
    assert rounds.look(3) == []

    (entry,) = message.entries
    assert entry.words == "is blocked now, it was in step"
    assert entry.said == (
        "Django refuses every migrate: orders.0001_initial is applied, but users.0010_add_unique_id_migration, "
        "which it depends on, is not."
    )
    assert message.text(PUBLIC, ChannelForm()).title == "The shop: production is blocked"


def test_the_link_is_the_pinned_page_that_says_the_same(rounds):
    rounds.judge = Judge()
    (message,) = rounds.look(2, production=BLOCKED)
    rounds.look(2, production=IN_STEP)
    assert message.picture.startswith(b"\x89PNG")

    href = message.entries[0].href
    assert "/at/" in href
    page = rounds.site.get(href).text
    assert "Blocked" in page
    path, _, query = href.partition("?")
    assert rounds.site.get(f"{path}/preview.png?{query}").content.startswith(b"\x89PNG")


def test_what_goes_to_and_fro_is_not_told(rounds):
    for _ in range(3):
        assert rounds.look(production=BLOCKED) + rounds.look(production=IN_STEP) == []


def test_recovered_is_said_once(rounds):
    rounds.look(2, production=BLOCKED)

    assert words(rounds.look(3, production=IN_STEP)) == [
        "production has recovered: it was blocked and is in step now"
    ]


def test_who_is_not_looked_at_has_not_recovered(rounds):
    rounds.look(2, production=BLOCKED)

    (message,) = rounds.look(3, production=Cause.TIMED_OUT)

    (entry,) = message.entries
    assert entry.words == "is not seen any more"
    assert entry.said == (
        "Blocked when last seen. Not seen since 19 Jun 2026, 09:19 UTC: the server did not answer in time."
    )
    assert words(rounds.look(3, production=BLOCKED)) == ["production is seen again and is blocked, as before"]


def test_trouble_that_ended_while_nobody_saw_it_has_recovered_when_it_is_seen_again(rounds):
    rounds.look(2, production=BLOCKED)
    rounds.look(2, production=Cause.NOT_LISTENING)

    assert words(rounds.look(3, production=BEHIND)) == [
        "production is seen again and has recovered: it was blocked before, it is behind now"
    ]


def test_a_dashboard_that_slept_tells_what_it_cannot_see_and_no_recovery(rounds):
    """Nobody collects: only the clock goes on."""
    rounds.look(2, production=BLOCKED)

    told = words(rounds.look(18, production=None))

    assert told == ["production is not seen any more"]


def test_another_release_that_changes_the_verdict_is_told_and_said(rounds):
    rounds.site.release(NEWER, label="v1.3", ago=timedelta(0))

    (message,) = rounds.look(3)

    (entry,) = message.entries
    assert entry.words == "is behind now, it was in step"
    assert entry.release == "It is held against v1.3 now, against v1.2 before."


def test_another_release_that_changes_no_verdict_is_not_told(rounds):
    rounds.site.release(replace(SHOP, django="5.2"), label="v1.3", ago=timedelta(0))

    assert rounds.look(3) == []


def test_a_label_that_moves_is_said(rounds):
    with rounds.site.store.writing() as session:
        releases.add(session, "shop", NEWER, label="v1.2", at=rounds.site.now)

    (message,) = rounds.look(3)

    assert message.entries[0].release == "v1.2 is another release than before."


def test_while_no_release_is_known_nothing_is_told(site):
    rounds = Rounds(site)
    assert rounds.look(3, production=BLOCKED) == []
    site.release()
    assert rounds.look(3) == []

    assert len(rounds.look(3, production=IN_STEP)) == 1


def test_the_first_verdict_is_told_by_choice_and_once(site):
    site.release()
    rounds = Rounds(site, (rule(first=True),))

    assert words(rounds.look(4, production=BLOCKED)) == ["production is blocked, as its first looks say"]


def test_an_environment_that_is_added_later_is_new_and_one_that_is_gone_is_forgotten(rounds):
    assert rounds.look(3, sandbox=BLOCKED) == []
    rounds.site.remove("sandbox")
    del rounds.rows["sandbox"]
    assert rounds.look(3) == []

    assert rounds.look(3, sandbox=IN_STEP) == []
    assert len(rounds.look(3, sandbox=BLOCKED)) == 1


def test_one_that_is_renamed_is_a_new_one(rounds):
    rounds.site.remove("production")
    rounds.rows.clear()

    assert rounds.look(3, prod=BLOCKED) == []


def test_a_clock_that_jumps_tells_nothing_and_loses_nothing(rounds):
    rounds.corrects = True
    now = rounds.site.now
    rounds.site.now = now + timedelta(days=40)
    assert rounds.look(2) == []
    rounds.site.now = now
    assert rounds.look(2) == []
    rounds.site.now = now - timedelta(hours=5)

    rounds.look(4, production=BLOCKED)
    assert [each.rule for each in rounds.waiting()] == ["ops"]


def test_rules_have_their_own_environments_and_verdicts(rounds):
    site = rounds.site
    site.add(environment("prod-eu", tier="production"), environment("qa", tier="qa"))
    rounds.rules = (
        rule("all"),
        rule("blocked", verdicts=(Verdict.BLOCKED,)),
        rule("elsewhere", projects=("blog",)),
        rule("production", tiers=("production",)),
        rule("qa", environments=("q*",)),
    )
    rounds.look(3, prod_eu=IN_STEP, qa=IN_STEP)
    rounds.look(2, prod_eu=BEHIND, qa=BLOCKED)

    told = {each.rule: [entry.environment for entry in each.message.entries] for each in rounds.waiting()}
    assert told == {"all": ["qa", "prod-eu"], "blocked": ["qa"], "production": ["prod-eu"], "qa": ["qa"]}


def test_a_digest_holds_a_day_in_one_message(rounds):
    rounds.rules = (rule(digest=time(7, 30)),)
    rounds.look(2, production=BLOCKED)
    rounds.look(2, production=IN_STEP)

    (waiting,) = rounds.waiting()
    assert waiting.next_at == (NOW + timedelta(days=1)).replace(hour=7, minute=30, second=0, microsecond=0)
    assert words([waiting.message]) == [
        "production is blocked now, it was in step",
        "production has recovered: it was blocked and is in step now",
    ]
    assert (
        waiting.message.text(PUBLIC, ChannelForm()).title
        == "The shop: 2 changes of verdict: 1 blocked, 1 in step"
    )


def test_several_databases_speak_through_their_worst(site):
    from app.config import Database, Secret
    from app.domain.table_location import TableLocation

    site.release()
    databases = tuple(Database(Secret("postgresql://x/y"), alias) for alias in ("default", "legacy"))
    site.add(Environment("production", databases))
    rounds = Rounds(site)

    def look(legacy):
        site.later(minutes=1)
        for alias, keys in (("default", IN_STEP), ("legacy", legacy)):
            with site.store.writing() as session:
                facts = {"at": site.now, "location": TableLocation(alias)}
                snapshots.add(session, "shop", "production", build.history(*keys), **facts)
        rounds.announce()
        return rounds.new()

    for _ in range(3):
        look(IN_STEP)
    look(BLOCKED)
    (message,) = look(BLOCKED)

    assert message.entries[0].said.startswith(
        "1 of 2 databases is blocked. legacy: Django refuses every migrate: orders"
    )
    assert "database=legacy" in message.entries[0].href


def test_a_pushed_environment_is_told_a_round_after_its_push(site):
    """Nobody looks at it a second time: the second round judges what was handed over once more."""
    site.release()
    site.add(Environment("edge", (), stale_after=timedelta(days=30)))
    rounds = Rounds(site)

    def push(*keys):
        with site.store.writing() as session:
            snapshots.add(session, "shop", "edge", build.history(*keys), at=site.now)

    push(*IN_STEP)
    assert rounds.look(3) == []
    push(*BLOCKED)

    assert words(rounds.look(3)) == ["edge is blocked now, it was in step"]


def test_many_changes_of_one_round_are_one_message(site):
    site.release()
    slugs = [f"edge-{number}" for number in range(60)]
    site.environments(*slugs)
    rounds = Rounds(site, judge=Judge())

    def look(*keys):
        site.later(minutes=1)
        found = [Look(slug, DEFAULT_LOCATION, build.history(*keys), timedelta(minutes=15)) for slug in slugs]
        with site.store.writing() as session:
            add_looks(session, "shop", found, at=site.now)
        rounds.announce()
        return rounds.new()

    for keys in (IN_STEP, IN_STEP, BLOCKED):
        assert look(*keys) == []
    (message,) = look(*BLOCKED)

    text = message.text(PUBLIC, ChannelForm())
    assert text.title == "The shop: 60 changes of verdict: 60 blocked"
    assert "And 40 more:" in text.body
    assert site.get(message.href).status_code == 200


def test_changes_of_several_projects_are_one_message(site):
    site.release()
    site.more = (Project("blog", "The blog", environments=(environment("qa"),)),)
    with site.store.writing() as session:
        releases.add(session, "blog", SHOP, label="v1", at=site.now)
    rounds = Rounds(site)

    def look(keys):
        with site.store.writing() as session:
            snapshots.add(session, "blog", "qa", build.history(*keys), at=site.now + timedelta(minutes=1))
        return rounds.look(production=keys)

    for keys in (IN_STEP, IN_STEP, DRIFTED):
        look(keys)
    (message,) = look(DRIFTED)

    assert message.projects == ("The blog", "The shop")
    assert message.href == "/"


def test_without_a_rule_nothing_is_read_or_written(rounds):
    rounds.rules = ()
    rounds.site.release(NEWER, label="v1.3", ago=timedelta(0))

    assert rounds.look(3) == []
    assert rounds.announce() == 0
