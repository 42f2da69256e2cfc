"""Wherever the ways lead to a history on which migrate runs, one way leads there: all small cases are tried."""

import os
from collections.abc import Iterator
from itertools import combinations

import pytest

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.ways import Situation, ways_out
from app.domain.ways.everything import MAX_TAKEN_OUT, everything
from app.domain.ways.planner import ways_of
from app.domain.ways.proof import blocking
from tests.build import history, release

TROUBLES = {
    "missing row": ("u: 1 < 2", "o: 1 @u.2"),
    "chain of missing rows": ("v: 1 < 2 < 3", "p: 1 @v.1 < 2 @v.3"),
    "fork": ("f: 1 < 2", "f: 3 @f.1"),
    "fork below a row": ("g: 1 < 2", "g: 3 @g.1", "h: 1 @g.3"),
    "missing file": ("m: 1 @gone.1",),
    "circle": ("c: 1 @d.1", "d: 1 @c.1"),
    "squash without its files": ("s: 1", "s: 9 = 1+2", "t: 1 @s.2"),
    "squash of itself": ("q: 1", "q: 2 @q.1 = 1+2"),
}


MOST = int(os.environ.get("SMALL_CASES", "16"))
"""So many histories of each pair of troubles are tried; with 1000 all are."""


def subsets(keys: list[MigrationKey]) -> Iterator[History]:
    for number in range(len(keys) + 1):
        for chosen in combinations(keys, number):
            yield history(*map(str, chosen))


def is_reachable(situation: Situation) -> bool:
    """Whether any ways, one after another, lead to a history on which migrate runs: every order is tried."""
    waiting, visited = [situation], set()
    while waiting:
        now = waiting.pop()
        if not now.drift.outcome.refuses:
            return True
        for finding in blocking(now.drift):
            for way in ways_of(now, finding):
                moment = (way.end.release.fingerprint, tuple(row.key for row in way.end.history.rows))
                if moment not in visited:
                    visited.add(moment)
                    waiting.append(now.at(way.end.release, way.end.history))
    return False


@pytest.mark.parametrize(("one", "other"), [*combinations(TROUBLES, 2)])
def test_what_several_ways_reach_is_reached_by_one(one: str, other: str):
    code = release(*TROUBLES[one], *TROUBLES[other])
    known = (release(*TROUBLES[one], label="v1"), release(*TROUBLES[other], label="v2"))
    several = 0
    histories = list(subsets(sorted(code.migrations)))
    for rows in histories[:: len(histories) // MOST + 1]:
        situation = Situation(code, rows, known)
        if len(blocking(situation.drift)) > 1 and situation.drift.outcome.refuses:
            several += 1
            ways = [way for way in ways_out(situation) if way.id.startswith("everything")]
            assert bool(ways) is is_reachable(situation), rows
            ends = [situation.judged(way.end.release, way.end.history) for way in ways]
            assert not any(end.outcome.refuses for end in ends), rows
    assert several


def test_of_very_many_missing_rows_only_recording_is_offered_together():
    few, many = 3, MAX_TAKEN_OUT + 1
    ids = {}
    for number in (few, many):
        labels = [f"o{index}" for index in range(number)]
        code = release("u: 1 < 2", *(f"{label}: 1 @u.2" for label in labels))
        situation = Situation(code, history("u.1", *(f"{label}.1" for label in labels)))
        ids[number] = [way.id for way in everything(situation, ways_of)]

    assert ids == {few: ["everything", "everything-migrated"], many: ["everything"]}
