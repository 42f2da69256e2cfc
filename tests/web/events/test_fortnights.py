"""
The last days of each environment are remembered: they are those that would be made anew, at a fraction of the work.

`DRIFTBOARD_STORES=100` draws more of them.
"""

import os
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text

from app.domain.findings import Verdict
from app.domain.fleet.deployment import Deployment
from app.store import snapshots
from app.store.engine import Store, open_store
from app.store.pushed import deployments
from app.store.sessions import StoreCache
from app.web.facts.events import fortnights
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, Site
from tests.web.events.drawn import OTHER, SLUGS, act, begun

SEEDS = int(os.environ.get("DRIFTBOARD_STORES", "4"))


def days(site: Site, store: Store | None = None):
    """The days of each environment."""
    with (store or site.store).reading() as session:
        return fortnights.fortnights_of(session, site.project, now=site.now)


def days_made_anew(site: Site, store: Store):
    """The days by a store that remembers nothing."""
    with store.reading() as session:
        cache = StoreCache.of(session)
        cache.answers.clear()
        cache.stamped.clear()
    return dict(days(site, store))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of environments whose days are made, for each time."""
    numbers: list[int] = []
    each = fortnights._each

    def counted(past, judge, now, slugs):
        found = list(each(past, judge, now, slugs))
        numbers.append(len(found))
        return iter(found)

    monkeypatch.setattr(fortnights, "_each", counted)
    return numbers


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_remembered_is_what_would_be_made_anew(site: Site, seed: int):
    draw = Random(seed)
    begun(site, draw)
    with open_store(f"sqlite:///{site.file}") as other:
        for turn in range(24):
            act(site, draw)
            assert days(site) == days_made_anew(site, other), turn


def test_a_write_to_one_environment_makes_the_days_of_that_one(site: Site, made: list[int]):
    site.release(ago=timedelta(days=9))
    for slug in SLUGS:
        site.seen(slug, *IN_STEP, ago=timedelta(days=5))
        site.seen(slug, *BEHIND, ago=timedelta(hours=1))
    days(site)
    made.clear()
    before = days(site)
    site.seen("b", *BLOCKED, ago=timedelta(0))
    after = days(site)

    assert set(made) == {1}
    assert {slug for slug in SLUGS if after[slug] != before[slug]} == {"b"}
    made.clear()
    for slug in SLUGS:  # a round that finds what there was
        site.seen(slug, *(BLOCKED if slug == "b" else BEHIND), ago=timedelta(0))
    assert (days(site), made) == (after, [])
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment("c", "never", None, site.now))
    days(site)
    site.later(minutes=2)
    assert days(site) is not after
    assert made == [1]
    site.release(OTHER, label="v2", ago=timedelta(0))
    days(site)
    assert made[1:3] == [4, 4]


def test_a_further_look_holds_the_same_history_against_a_label_that_moved_in_between(site: Site):
    site.release(ago=timedelta(days=2))
    site.seen("a", *IN_STEP, ago=timedelta(hours=2))
    site.release(OTHER, label="v2", ago=timedelta(hours=1))
    before = days(site)["a"][-1].verdict
    site.seen("a", *IN_STEP, ago=timedelta(0))

    assert (before, days(site)["a"][-1].verdict) == (Verdict.IN_STEP, Verdict.BEHIND)


def test_after_a_start_the_days_of_many_come_in_parts(site: Site, monkeypatch: pytest.MonkeyPatch):
    site.release(ago=timedelta(days=9))
    for number, slug in enumerate(SLUGS):
        site.seen(slug, *IN_STEP, f"orders.{number:04}_x", ago=timedelta(days=5))
        site.seen(slug, *BEHIND, ago=timedelta(hours=1))
    monkeypatch.setattr(fortnights, "MAX_COMPARED", 2)
    numbers = [len(days(site)) for _ in SLUGS]
    parts = dict(days(site))
    monkeypatch.undo()

    assert numbers[0] < numbers[1] <= numbers[-1] == len(SLUGS)
    assert parts == days_made_anew(site, site.store)
    assert list(parts) == list(SLUGS)


def test_a_history_that_was_damaged_since_is_not_judged_and_the_others_are(site: Site):
    site.release(ago=timedelta(days=9))
    for slug in ("a", "b"):
        site.seen(slug, *DRIFTED, f"orders.{slug}", ago=timedelta(days=3))
    with site.store.writing() as session:
        session.execute(text("UPDATE changes SET inserted = '{' WHERE snapshot_id = 1"))
    with open_store(f"sqlite:///{site.file}") as other:
        for slug in ("a", "b"):
            with other.writing() as session:
                at = site.now - timedelta(days=1)
                snapshots.add(session, "shop", slug, build.history(*IN_STEP), at=at)
        found = {slug: {each.verdict for each in every} for slug, every in days(site, other).items()}

    assert Verdict.NOT_JUDGED in found["a"]
    assert {Verdict.DRIFTED} <= found["b"]
    assert Verdict.NOT_JUDGED not in found["b"]


def test_what_is_remembered_of_days_has_a_bound(site: Site, monkeypatch: pytest.MonkeyPatch):
    site.release(ago=timedelta(days=9))
    for slug in SLUGS:
        site.seen(slug, *IN_STEP)
    with site.store.reading() as session:
        cache = StoreCache.of(session).stamped
    monkeypatch.setattr(cache, "_max_weight", 5)
    whole = dict(days(site))

    assert cache._total <= 5
    assert days_made_anew(site, site.store) == whole
