"""Verdicts, causes and the sentence of a fleet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.drift import compare
from app.domain.drift.lead import Lead
from app.domain.failure import Cause, Failure
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.fleet import Sighting, verdict_counts
from app.domain.fleet.causes import SharedFinding, causes, disjoint_causes
from app.domain.fleet.headline import headline
from app.domain.fleet.sighting import is_stale, next_turn
from app.domain.release import Unreadable
from app.domain.runbook import ENTRIES
from tests.build import NOON, history, key, release

RELEASE = release("a: 1 < 2 < 3", "b: 1 @a.2")
FULL = ("a.1", "a.2", "a.3", "b.1")
DOWN = Failure("x", Cause.UNREACHABLE, NOON, NOON)


def sighting(name, *keys, of=RELEASE, **facts):
    return Sighting(environment=name, drift=compare(of, history(*keys)), seen_at=NOON, **facts)


def ahead(name):
    of_newer = Lead("v3", (key("a.4"),), (key("a.4"),), ())
    drift = replace(compare(RELEASE, history(*FULL, "a.4")), findings=(), leads=(of_newer,))
    return Sighting(environment=name, drift=drift, seen_at=NOON)


def unknown(name):
    return Sighting(environment=name, seen_at=NOON, unknown_release="v9")


@pytest.mark.parametrize(
    ("keys", "verdict"),
    [
        (("a.1", "b.1"), Verdict.BLOCKED),
        ((*FULL, "a.4"), Verdict.DRIFTED),
        (("a.1",), Verdict.BEHIND),
        (FULL, Verdict.IN_STEP),
    ],
)
def test_a_fresh_history_speaks_for_itself(keys, verdict):
    assert sighting("x", *keys).verdict is verdict


@pytest.mark.parametrize("facts", [{"failure": DOWN}, {"stale": True}])
@pytest.mark.parametrize("keys", [FULL, ("a.1", "b.1")])
def test_whatever_was_last_seen_is_unseen_when_it_is_not_fresh(keys, facts):
    one = sighting("x", *keys, **facts)

    assert one.verdict is Verdict.UNSEEN
    assert one.last_verdict is compare(RELEASE, history(*keys)).verdict
    assert one.blockers == ()


def test_without_a_history_or_a_release_nothing_is_known():
    one = Sighting(environment="x")

    assert (one.verdict, one.last_verdict, one.pending) == (Verdict.UNSEEN, None, None)


def test_a_sighting_is_stale_past_its_limit_and_not_at_it():
    limit = timedelta(minutes=15)

    assert not is_stale(NOON, now=NOON + limit, limit=limit)
    assert is_stale(NOON, now=NOON + limit + timedelta(microseconds=1), limit=limit)
    assert is_stale(None, now=NOON, limit=limit)


def test_a_sighting_at_a_moment_that_is_yet_to_come_says_nothing_of_now():
    assert not is_stale(NOON + timedelta(minutes=1), now=NOON, limit=timedelta(days=90))
    assert is_stale(NOON + timedelta(minutes=2), now=NOON, limit=timedelta(days=90))


def test_findings_with_the_same_code_subject_and_related_are_one_cause():
    fleet = [sighting("z", "a.1", "b.1"), sighting("y", "a.1", "b.1", "a.3"), sighting("x", "b.1", "a.1")]

    assert causes(fleet) == (
        SharedFinding(Finding(Code.MISSING_DEPENDENCY, key("b.1"), (key("a.2"),)), ("x", "y", "z")),
        SharedFinding(Finding(Code.MISSING_DEPENDENCY, key("a.3"), (key("a.2"),)), ("y",)),
    )


def test_an_environment_stands_once_under_the_cause_that_most_share():
    fleet = [sighting("z", "a.1", "b.1"), sighting("y", "a.1", "b.1", "a.3"), sighting("x", "a.1", "a.3")]

    assert [(str(cause.finding.subject), cause.environments) for cause in disjoint_causes(fleet)] == [
        ("a.3", ("x", "y")),
        ("b.1", ("z",)),
    ]


def test_a_cause_whose_environments_all_stand_elsewhere_is_left_out():
    fleet = [sighting("y", "a.1", "b.1", "a.3"), sighting("x", "b.1", "a.1")]

    assert [(str(cause.finding.subject), cause.environments) for cause in disjoint_causes(fleet)] == [
        ("b.1", ("x", "y"))
    ]


def test_what_would_run_is_counted_and_what_waits_where_django_refuses():
    assert [sighting("x", *keys).pending for keys in (("a.1",), FULL, ("a.1", "b.1"))] == [3, 0, 1]


def test_both_ends_of_a_fork_wait_and_of_a_circle_nothing_is_known():
    fork, circle = release("a: 1 < 2", "a: 3 @a.1 < 4"), release("a: 1 @b.1", "b: 1 @a.1")

    assert [sighting("x", "a.1", of=each).pending for each in (fork, circle)] == [3, None]


def test_every_cause_of_a_failure_has_a_sentence_of_its_own():
    assert len({cause.sentence for cause in Cause}) == len(Cause)


def test_every_verdict_is_counted_worst_first():
    assert list(verdict_counts([sighting("x", *FULL)]).items()) == [
        (Verdict.BLOCKED, 0),
        (Verdict.DRIFTED, 0),
        (Verdict.BEHIND, 0),
        (Verdict.NOT_JUDGED, 0),
        (Verdict.UNSEEN, 0),
        (Verdict.AHEAD, 0),
        (Verdict.IN_STEP, 1),
    ]


BLOCKED, DRIFTED, BEHIND = ("a.1", "b.1"), (*FULL, "a.4"), ("a.1",)
MANY = release("a: 1 < 2", "b: 1 @a.1 @a.2")


@pytest.mark.parametrize(
    ("fleet", "sentence"),
    [
        ([], "No environment yet."),
        ([sighting("x", *BLOCKED)], "1 of 1 environment is blocked, by one missing row."),
        (
            [sighting("x", *BLOCKED), sighting("y", *BLOCKED), sighting("z", *FULL)],
            "2 of 3 environments are blocked, all by one missing row.",
        ),
        (
            [sighting("x", "b.1", of=MANY), sighting("y", "b.1", of=MANY)],
            "2 of 2 environments are blocked, all by 2 missing rows.",
        ),
        (
            [sighting("x", *BLOCKED), sighting("y", "a.1", "a.3")],
            "2 of 2 environments are blocked, by 2 causes.",
        ),
        (
            [sighting("x", *FULL, of=release("a: 1 < 2", "a: 3 @a.1"))],
            "1 of 1 environment is blocked, by one forked app.",
        ),
        ([sighting("x", *FULL)], "The environment has everything v2 has."),
        ([sighting("x", *FULL), sighting("y", *FULL)], "All 2 environments have everything v2 has."),
        (
            [sighting("x", *FULL), sighting("y", *FULL, stale=True)],
            "1 of 2 has everything v2 has, 1 is unseen.",
        ),
        (
            [sighting("x", *FULL, stale=True)],
            "The environment has not been read since 5 Jan 2026, 12:00 UTC.",
        ),
        (
            [sighting("x", *BLOCKED, stale=True)],
            "The environment has not been read since 5 Jan 2026, 12:00 UTC. It was blocked then.",
        ),
        (
            [sighting("x", *BLOCKED, failure=DOWN), sighting("y", failure=DOWN)],
            "None of the 2 environments has been read since 5 Jan 2026, 12:00 UTC. 1 was blocked then.",
        ),
        (
            [sighting(name, *BLOCKED, stale=True) for name in "xyz"],
            "None of the 3 environments has been read since 5 Jan 2026, 12:00 UTC. 3 were blocked then.",
        ),
        ([Sighting(environment="x")], "Reading 1 environment for the first time: none read."),
        (
            [*(Sighting(environment=name) for name in "abc"), sighting("x", *FULL)],
            "Reading 4 environments for the first time: 1 read.",
        ),
        (
            [
                *(Sighting(environment=name) for name in "abc"),
                sighting("x", *BLOCKED),
                sighting("y", *BLOCKED),
            ],
            "Reading 5 environments for the first time: 2 read. 2 of them are blocked.",
        ),
        (
            [Sighting(environment="a"), sighting("y", *FULL)],
            "Reading 2 environments for the first time: 1 read.",
        ),
        (
            [Sighting(environment="a"), sighting("y", *BLOCKED), sighting("z", *FULL)],
            "1 of 3 environments is blocked, by one missing row.",
        ),
        (
            [Sighting(environment="a"), *(sighting(f"y{number}", *FULL) for number in range(9))],
            "9 of 10 have everything v2 has, 1 is unseen.",
        ),
        ([Sighting(environment="a", is_pushed=True)], "The environment has not been read yet."),
        (
            [sighting("x", *BEHIND), sighting("y", *BEHIND), sighting("z", *FULL)],
            "Nothing is blocked. 2 of 3 are behind v2.",
        ),
        (
            [sighting("x", *BEHIND), sighting("y", *DRIFTED)],
            "Nothing is blocked. 1 of 2 has drifted and 1 of 2 is behind v2.",
        ),
        (
            [sighting("x", *DRIFTED), sighting("y", *FULL)],
            "Nothing is blocked. 1 of 2 has drifted.",
        ),
        ([ahead("x")], "The environment is ahead of v2."),
        ([ahead("x"), ahead("y")], "All 2 environments are ahead of v2."),
        ([ahead("x"), sighting("y", *FULL)], "All 2 environments have everything v2 has, 1 is ahead."),
        (
            [ahead("x"), sighting("y", *FULL), sighting("z", *FULL, stale=True)],
            "2 of 3 have everything v2 has, 1 is unseen and 1 is ahead.",
        ),
        (
            [ahead("x"), sighting("y", *BEHIND)],
            "Nothing is blocked. 1 of 2 is behind v2 and 1 of 2 is ahead.",
        ),
        (
            [sighting("x", *BEHIND), sighting("y", *BLOCKED, failure=DOWN)],
            "1 of 2 was blocked when last seen and is unseen now. 1 of 2 is behind v2 and 1 of 2 is unseen.",
        ),
        (
            [sighting("x", *FULL), *(sighting(name, *BLOCKED, stale=True) for name in "yz")],
            "2 of 3 were blocked when last seen and are unseen now. 1 of 3 has everything v2 has, 2 are unseen.",
        ),
        (
            [sighting("x", *BEHIND), sighting("y", *FULL, failure=DOWN)],
            "Nothing that was seen is blocked. 1 of 2 is behind v2 and 1 of 2 is unseen.",
        ),
    ],
)
def test_the_sentence_says_what_is_the_matter(fleet, sentence):
    assert headline(fleet, label="v2") == sentence


def test_every_code_for_which_django_refuses_names_what_blocks():
    assert {code for code, entry in ENTRIES.items() if all(entry.blockers)} == {
        code for code in Code if code.severity is Severity.BLOCKING
    }


UNREADABLE = replace(RELEASE, unreadable=(Unreadable("a/migrations/0004_x.py", 3, "not read"),))


def unjudged(name, *keys, **facts):
    return sighting(name, *keys, of=UNREADABLE, **facts)


@pytest.mark.parametrize(
    ("fleet", "sentence"),
    [
        (
            [unjudged("x", *FULL)],
            "The environment cannot be judged: 1 place in the source of v2 could not be read.",
        ),
        (
            [unjudged("x", *FULL), unjudged("y")],
            "No environment can be judged: 1 place in the source of v2 could not be read.",
        ),
        (
            [unjudged("x", *FULL), unjudged("y", stale=True)],
            "Nothing is known: 1 of 2 cannot be judged and 1 of 2 is unseen.",
        ),
        (
            [unjudged("x", *FULL), sighting("y", *FULL)],
            "1 of 2 has everything v2 has, 1 cannot be judged.",
        ),
        (
            [unjudged("x"), sighting("y", *BEHIND)],
            "Nothing that could be judged is blocked. 1 of 2 is behind v2 and 1 of 2 cannot be judged.",
        ),
        (
            [unjudged("x", *BLOCKED), unjudged("y", *FULL)],
            "1 of 2 environments is blocked, by one missing row.",
        ),
    ],
)
def test_an_environment_that_was_seen_but_cannot_be_judged_is_never_called_unseen(fleet, sentence):
    assert headline(fleet, label="v2") == sentence


def test_an_unreadable_release_gives_not_judged_and_a_stale_look_gives_unseen():
    assert unjudged("x", *FULL).verdict is Verdict.NOT_JUDGED
    assert not unjudged("x", *FULL).is_judged
    assert unjudged("x", *FULL, stale=True).verdict is Verdict.UNSEEN
    assert unjudged("x", *FULL, stale=True).last_verdict is Verdict.NOT_JUDGED


@pytest.mark.parametrize(
    ("fleet", "sentence"),
    [
        (
            [sighting("x", *BEHIND), sighting("y", *BEHIND), sighting("z", *FULL)],
            "Nothing is blocked. 2 of 3 are behind their releases.",
        ),
        (
            [sighting("x", *BEHIND), sighting("y", *FULL)],
            "Nothing is blocked. 1 of 2 is behind its release.",
        ),
        (
            [sighting("x", *FULL), sighting("y", *FULL)],
            "All 2 environments have everything their releases have.",
        ),
        ([ahead("x"), ahead("y")], "All 2 environments are ahead of their releases."),
        (
            [sighting("x", *FULL), sighting("y", *FULL, stale=True)],
            "1 of 2 has everything its release has, 1 is unseen.",
        ),
        (
            [unjudged("x")],
            "The environment cannot be judged: 1 place in the source of its release could not be read.",
        ),
        ([unknown("x"), unknown("y")], "No environment can be judged: no release v9 is known here."),
    ],
)
def test_a_fleet_with_several_releases_speaks_of_their_releases(fleet, sentence):
    assert headline(fleet, label=None) == sentence


def test_an_environment_whose_release_nobody_knows_is_not_judged_and_not_unseen():
    assert unknown("x").verdict is Verdict.NOT_JUDGED
    assert replace(unknown("x"), stale=True).verdict is Verdict.UNSEEN
    assert replace(unknown("x"), seen_at=None).verdict is Verdict.UNSEEN


def test_the_codes_are_those_of_every_part():
    parts = (sighting("x", *FULL, "a.4"), sighting("x", "a.1", "b.1"), Sighting(environment="x"))

    assert Sighting.of_parts(parts).codes == {Code.UNKNOWN, Code.MISSING_DEPENDENCY}
    assert sighting("x", *FULL).codes == Sighting(environment="x").codes == frozenset()


def test_whether_an_environment_is_stale_stays_the_same_until_the_next_turn():
    limit, second = timedelta(minutes=15), timedelta(seconds=1)
    moments = [NOON + minute * timedelta(seconds=20) for minute in range(-12, 60)]
    for now in moments:
        turn = next_turn(NOON, now=now, limit=limit)
        until = moments[-1] if turn is None else turn
        answers = {
            is_stale(NOON, now=moment, limit=limit)
            for moment in (*moments, until - second)
            if now <= moment < until
        }
        assert len(answers) <= 1, now
    assert next_turn(None, now=NOON, limit=limit) is None
    assert next_turn(NOON, now=NOON + limit, limit=limit) == NOON + limit
    assert next_turn(NOON, now=NOON + limit + second, limit=limit) is None
