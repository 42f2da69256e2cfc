"""Two looks must agree before a change is told, and each change is told once."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from app.domain.findings import Verdict
from app.domain.fleet.announcement import JudgedVerdict, step
from tests.build import NOON

BLOCKED, DRIFTED, BEHIND = Verdict.BLOCKED, Verdict.DRIFTED, Verdict.BEHIND
UNSEEN, IN_STEP, NOT_JUDGED = Verdict.UNSEEN, Verdict.IN_STEP, Verdict.NOT_JUDGED
MINUTE = timedelta(minutes=1)
GAP = MINUTE / 2


def told(*looks, known=None, every=MINUTE, start=NOON):
    """What is told of looks at an environment: the verdicts, or a verdict with the release that it is held against."""
    changes = []
    for number, look in enumerate(looks):
        verdict, release = look if isinstance(look, tuple) else (look, "v1")
        judgement = JudgedVerdict(verdict, start + number * every, release * 8, release)
        known, change = step(known, judgement, gap=GAP)
        changes += [change] if change else []
    return changes


def pairs(changes):
    return [(change.before, change.after) for change in changes]


def test_the_first_verdict_is_known_after_two_looks_and_comes_from_none():
    assert pairs(told(IN_STEP)) == []
    assert pairs(told(IN_STEP, IN_STEP)) == [(None, IN_STEP)]
    assert pairs(told(IN_STEP, IN_STEP, IN_STEP, IN_STEP)) == [(None, IN_STEP)]


def test_a_change_is_told_when_two_looks_agree_and_once():
    start = (IN_STEP, IN_STEP)

    assert pairs(told(*start, BLOCKED)[1:]) == []
    assert pairs(told(*start, BLOCKED, BLOCKED)[1:]) == [(IN_STEP, BLOCKED)]
    assert pairs(told(*start, *[BLOCKED] * 9)[1:]) == [(IN_STEP, BLOCKED)]


def test_what_goes_to_and_fro_is_not_told():
    looks = [IN_STEP, IN_STEP, *[BLOCKED, IN_STEP] * 20, *[BLOCKED, DRIFTED] * 20]

    assert pairs(told(*looks)) == [(None, IN_STEP)]


def test_one_look_that_is_judged_twice_is_one_look():
    """As two processes do that share a store, or one that judges again before anybody has looked."""
    known = None
    for verdict, moment in ((IN_STEP, 0), (IN_STEP, 60), (BLOCKED, 120), (BLOCKED, 120), (BLOCKED, 121)):
        judgement = JudgedVerdict(verdict, NOON + timedelta(seconds=moment), "", "")
        known, change = step(known, judgement, gap=GAP)

    assert change is None
    assert known.verdict is IN_STEP
    assert step(known, JudgedVerdict(BLOCKED, NOON + timedelta(seconds=150), "", ""), gap=GAP)[1] is not None


def test_without_a_gap_a_second_look_is_still_another_moment():
    first = JudgedVerdict(IN_STEP, NOON, "", "")
    known, _ = step(None, first, gap=timedelta(0))

    assert step(known, first, gap=timedelta(0))[1] is None


def test_a_clock_that_goes_back_delays_a_change_by_a_look_and_loses_none():
    known, _ = step(None, JudgedVerdict(IN_STEP, NOON, "", ""), gap=GAP)
    known, _ = step(known, JudgedVerdict(IN_STEP, NOON + MINUTE, "", ""), gap=GAP)
    known, _ = step(known, JudgedVerdict(BLOCKED, NOON + 3 * 60 * MINUTE, "", ""), gap=GAP)

    known, change = step(known, JudgedVerdict(BLOCKED, NOON + 2 * MINUTE, "", ""), gap=GAP)
    assert change is None
    _, change = step(known, JudgedVerdict(BLOCKED, NOON + 3 * MINUTE, "", ""), gap=GAP)
    assert (change.before, change.after) == (IN_STEP, BLOCKED)


def test_a_clock_that_jumps_ahead_takes_two_looks_all_the_same():
    known = None
    for verdict, hours in ((IN_STEP, 0), (IN_STEP, 1), (BLOCKED, 900)):
        known, change = step(known, JudgedVerdict(verdict, NOON + timedelta(hours=hours), "", ""), gap=GAP)

    assert change is None


def test_trouble_that_is_over_has_recovered_once():
    first, second, third = told(IN_STEP, IN_STEP, BLOCKED, BLOCKED, BEHIND, BEHIND, BEHIND)

    assert not first.is_recovery
    assert not second.is_recovery
    assert third.is_recovery


def test_not_to_be_seen_any_more_is_no_recovery_and_to_be_seen_again_may_be_one():
    _, _, unseen, again = told(IN_STEP, IN_STEP, BLOCKED, BLOCKED, UNSEEN, UNSEEN, IN_STEP, IN_STEP)

    assert (unseen.before, unseen.after, unseen.is_recovery) == (BLOCKED, UNSEEN, False)
    assert (again.before, again.judged, again.is_recovery, again.is_seen_again) == (
        UNSEEN,
        BLOCKED,
        True,
        True,
    )


def test_to_be_seen_again_with_the_same_trouble_is_no_recovery():
    *_, again = told(BLOCKED, BLOCKED, UNSEEN, UNSEEN, BLOCKED, BLOCKED)

    assert again.is_seen_again
    assert not again.is_recovery


def test_what_cannot_be_judged_hides_no_trouble():
    *_, hidden, over = told(DRIFTED, DRIFTED, NOT_JUDGED, NOT_JUDGED, IN_STEP, IN_STEP)

    assert not hidden.is_recovery
    assert over.is_recovery
    assert not over.is_seen_again


def test_another_release_that_changes_the_verdict_is_named():
    _, change = told((IN_STEP, "v1"), (IN_STEP, "v1"), (BEHIND, "v2"), (BEHIND, "v2"))

    assert (change.is_other_release, change.old_label, change.label) == (True, "v1", "v2")


def test_another_release_that_changes_nothing_is_the_one_to_compare_with_later():
    looks = [(IN_STEP, "v1")] * 2 + [(IN_STEP, "v2")] + [(BLOCKED, "v2")] * 2

    assert [change.is_other_release for change in told(*looks)] == [False, False]


def test_the_first_verdict_is_held_against_no_other_release():
    (change,) = told((BEHIND, "v1"), (BEHIND, "v2"))

    assert not change.is_other_release


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_is_what_two_looks_in_a_row_agreed_on(seed):
    """Of any looks: each telling begins where the one before ended, and follows the second of two equal looks."""
    source = random.Random(seed)
    looks = [source.choice([IN_STEP, BLOCKED, UNSEEN]) for _ in range(80)]

    expected, now = [], None
    for before, after in pairwise(looks):
        if before is after and after is not now:
            expected.append((now, after))
            now = after
    assert pairs(told(*looks)) == expected
