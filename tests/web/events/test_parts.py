"""The parts of a time line: together they tell everything once, and each of them has a bound."""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from random import Random

import pytest

from app.domain.events.span import Span
from app.domain.failure import Cause
from app.store.sessions import StoreCache
from app.web.facts.events import part, timeline, verdicts
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP, Site
from tests.web.events.drawn import OTHER, SLUGS, act, begun

SEEDS = int(os.environ.get("DRIFTBOARD_STORES", "2"))
EVERYTHING = 10_000


def events(site: Site, environment: str | None, *, most: int, kinds=()):
    """All events, part by part: the names of each part's."""
    span, found = Span(), []
    with site.store.reading() as session:
        while True:
            made = timeline.timeline(session, site.project, environment, span, kinds, now=site.now, most=most)
            found.append([event.identity for event in made.events])
            if made.older is None:
                return found
            assert span.after is None or made.older.order > span.after.order
            span = replace(span, after=made.older)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_parts_of_a_drawn_store_tell_everything_once(site: Site, seed: int, monkeypatch):
    draw = Random(seed)
    begun(site, draw)
    for _ in range(18):
        act(site, draw)
        if draw.random() < 0.3:  # a round: several change at one moment
            for slug in SLUGS:
                site.seen(slug, *draw.choice((IN_STEP, BLOCKED)), ago=timedelta(0))
    if seed % 2:
        site.remove("d")
    for environment in (None, "a"):
        with monkeypatch.context() as patched:  # every environment is judged at every moment
            patched.setattr(verdicts, "_touched", lambda *_: None)
            patched.setattr(verdicts, "_may_change", lambda *_: True)
            patched.setattr(part, "MAX_JUDGED", EVERYTHING)
            (whole,) = events(site, environment, most=EVERYTHING)
        with site.store.reading() as session:
            StoreCache.of(session).timelines.clear()
        for most, judged in ((EVERYTHING, EVERYTHING), (2, EVERYTHING), (7, 5)):
            monkeypatch.setattr(part, "MAX_JUDGED", judged)
            parts = events(site, environment, most=most)
            assert Counter(chain(*parts)) == Counter(whole), (environment, most)


def test_a_part_has_a_bound_whatever_happened_at_one_moment(site: Site):
    slugs = [f"e{number:03}" for number in range(150)]
    site.environments(*slugs)
    site.release(ago=timedelta(days=9))
    for slug in slugs:
        site.seen(slug, *IN_STEP, ago=timedelta(days=2))
    for slug in slugs:
        site.seen(slug, *BLOCKED, ago=timedelta(hours=2))
    parts = events(site, None, most=timeline.MAX_FACTS)

    assert site.get("/shop/events").text.count('<li class="event"') == len(parts[0]) == 100
    told = Counter(name.split("/")[0] for name in chain(*parts))
    assert (told["verdict"], told["gap"], told["look"]) == (150, 150, 150 + 2 * 150)
    assert max(map(len, parts)) <= 4 * timeline.MAX_FACTS


def test_a_part_asks_for_a_bounded_number_of_verdicts(site: Site, monkeypatch):
    slugs = [f"e{number:02}" for number in range(20)]
    site.environments(*slugs)
    site.release(ago=timedelta(days=9))
    for slug in slugs:
        site.seen(slug, *IN_STEP, ago=timedelta(days=8))
    for day in range(7, 0, -1):
        moved = OTHER if day % 2 else build.release(f"users: 0001_initial < 00{day}0_x")
        site.release(moved, label="main", ago=timedelta(days=day))
    monkeypatch.setattr(part, "MAX_JUDGED", 50)
    parts = events(site, None, most=100)

    labels = [len([name for name in names if name.startswith("label/")]) for names in parts]
    assert (max(labels), sum(labels)) == (2, 8)
    assert len([name for name in parts[0] if name.startswith("verdict/")]) == 2


def test_what_begins_by_the_clock_alone_is_told_on_a_page_that_is_remembered(site: Site):
    site.release(ago=timedelta(days=9))
    site.seen("a", *IN_STEP, ago=timedelta(minutes=14))
    site.failed("b", Cause.UNREACHABLE)
    before = site.get("/shop/events.json").json()["events"]
    site.later(minutes=2)
    after = site.get("/shop/events.json").json()["events"]

    assert [event["what"] for event in after if event not in before] == ["unreached"]
