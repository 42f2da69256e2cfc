"""A database in which only some apps live, as a router decides."""

from app.domain.drift import compare
from app.domain.drift.app_limits import limited_to
from app.domain.findings import Code, Verdict
from app.domain.keys import MigrationKey
from tests.build import history, key, release

RELEASE = release("auth: 1 < 2", "old: 1 @auth.1 < 2", "shop: 1 @auth.2")


def verdict(apps, *rows):
    return limited_to(compare(RELEASE, history(*rows)), apps).verdict


def test_nothing_of_other_apps_is_missing():
    assert verdict({"old"}, "auth.1", "old.1", "old.2") is Verdict.IN_STEP
    assert verdict({"old"}, "auth.1", "old.1") is Verdict.BEHIND


def test_what_its_apps_need_of_others_runs_too():
    drift = limited_to(compare(RELEASE, history()), {"old"})
    statuses = {migration: status.value for migration, status in drift.statuses.items()}

    assert statuses == {
        key("auth.1"): "pending",
        key("auth.2"): "elsewhere",
        key("old.1"): "pending",
        key("old.2"): "pending",
        key("shop.1"): "elsewhere",
    }

    assert drift.outcome.plan == (key("auth.1"), key("old.1"), key("old.2"))


def test_what_is_wrong_with_other_apps_is_no_finding():
    rows = ("auth.1", "old.1", "old.2", "shop.9", "old.9")
    drift = limited_to(compare(RELEASE, history(*rows)), {"old"})

    assert [(finding.code, finding.subject) for finding in drift.findings] == [
        (Code.UNKNOWN, MigrationKey("old", "9"))
    ]


def test_a_row_that_blocks_blocks_whatever_app_it_is_of():
    assert verdict({"old"}, "auth.1", "old.1", "old.2", "shop.1") is Verdict.BLOCKED


def test_an_outcome_that_chance_decides_stays():
    drift = compare(release("a: s = x+y", "a: t = y+z", "a: x", "b: 1 @a.s", django="5.2"), history("a.x"))

    assert limited_to(drift, {"b"}).outcome.refuses == drift.outcome.refuses
