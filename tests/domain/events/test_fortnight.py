"""The worst verdict of each of the last days, and when a verdict changed."""

from datetime import UTC, datetime, timedelta

from app.domain.events.fortnight import DAYS, SeenHistory, days_until, fortnight, start_of
from app.domain.events.placements import Placements
from app.domain.events.verdict_steps import Absence, verdict_steps
from app.domain.findings import Verdict
from app.domain.label import Label

NOW = datetime(2026, 6, 19, 9, tzinfo=UTC)
TODAY = NOW.date()
RELEASE, OTHER = Label("v1", "1" * 64, None, NOW), Label("v2", "2" * 64, None, NOW)
LONG_AGO = NOW - timedelta(days=90)
ALWAYS = Placements((LONG_AGO,), (RELEASE,))
VERDICTS = {"good": Verdict.IN_STEP, "bad": Verdict.BLOCKED, "late": Verdict.BEHIND}
SIGNS = {
    Verdict.IN_STEP: "i",
    Verdict.BLOCKED: "B",
    Verdict.BEHIND: "b",
    Verdict.UNSEEN: "?",
    Verdict.NOT_JUDGED: "n",
    None: "-",
}


def judge(seen: SeenHistory, release: Label) -> Verdict | None:
    return Verdict.BEHIND if release is OTHER else VERDICTS.get(seen.history)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def seen(history: str, first: float, last: float, table: int = 1) -> SeenHistory:
    return SeenHistory(table, history, ago(first), ago(last))


def signs(*histories: SeenHistory, placements=ALWAYS, outages=()) -> str:
    found = fortnight(histories, placements, outages, judge, now=NOW)
    assert [each.day for each in found] == list(days_until(NOW))
    return "".join(SIGNS[each.verdict] for each in found)


def test_a_day_has_the_worst_of_what_was_seen_on_it():
    assert signs(seen("good", 90, 5), seen("bad", 5, 4), seen("good", 4, 0)) == "iiiiiiiiBBiiii"
    assert len(days_until(NOW)) == DAYS
    assert start_of(TODAY) == NOW.replace(hour=0)


def test_before_the_first_look_there_is_nothing_and_without_a_look_it_is_unseen():
    assert signs() == "-" * DAYS
    assert signs(seen("good", 6, 5), seen("good", 2, 0)) == "-------ii??iii"


def test_an_outage_of_a_whole_day_makes_it_unseen_but_not_one_of_an_hour():
    whole = (1, start_of(ago(3).date()), start_of(ago(1).date()))
    hour = (1, ago(6), ago(6) + timedelta(hours=1))

    assert signs(seen("good", 90, 0), outages=(whole, hour)) == "iiiiiiiiii??ii"
    assert signs(seen("good", 90, 0), outages=((2, *whole[1:]),)) == "i" * DAYS


def test_another_release_is_another_verdict_and_none_is_not_judged():
    placed = Placements((LONG_AGO, ago(5), ago(2)), (None, RELEASE, OTHER))

    assert signs(seen("good", 90, 0), placements=placed) == "nnnnnnnnniibbb"[:8] + "nii" + "bbb"
    assert signs(seen("not worked out", 90, 0)) == "?" * DAYS


def test_moments_that_are_yet_to_come_tell_nothing():
    assert signs(seen("bad", -2, -3), seen("good", 1, -5)) == "-" * 12 + "ii"


def told(*arguments):
    return [(step.before.value, step.after.value) for step in verdict_steps(*arguments)]


def test_a_verdict_changes_with_a_history_and_with_a_release():
    histories = [seen("good", 9, 8), seen("bad", 8, 7), seen("good", 7, 0)]
    placed = Placements((LONG_AGO, ago(3)), (RELEASE, OTHER))
    found = verdict_steps(histories, placed, (), judge)

    assert [(step.before, step.after) for step in found] == [
        (Verdict.IN_STEP, Verdict.BLOCKED),
        (Verdict.BLOCKED, Verdict.IN_STEP),
        (Verdict.IN_STEP, Verdict.BEHIND),
    ]
    assert found[0].histories == (histories[0], histories[1])
    assert found[2].releases == (RELEASE, OTHER)
    assert found[2].histories == (histories[2], histories[2])


def test_an_environment_is_as_bad_as_its_worst_table():
    first, second = seen("good", 9, 0), seen("late", 9, 0, table=2)
    worse = seen("bad", 5, 0, table=3)

    assert told([first, second, worse], ALWAYS, (), judge) == [("behind", "blocked")]
    gone = [Absence(3, ago(2), ago(1)), Absence(2, ago(0.5), None)]
    assert told([first, second, worse], ALWAYS, gone, judge) == [
        ("behind", "blocked"),
        ("blocked", "behind"),
        ("behind", "blocked"),
    ]


def test_what_is_not_judged_changes_nothing():
    assert told([seen("good", 9, 8), seen("?", 8, 7)], ALWAYS, (), judge) == []
    assert told([seen("good", 9, 0)], Placements(), (), judge) == []
    again = Placements((LONG_AGO, ago(3)), (RELEASE, Label("moved", RELEASE.fingerprint, "c", NOW)))
    assert told([seen("good", 9, 0)], again, (), judge) == []


def test_what_was_seen_on_dark_days_alone_tells_nothing():
    dark = (1, start_of(ago(4).date()), start_of(ago(1).date()))

    assert signs(seen("bad", 3, 2), seen("good", 0, 0), outages=(dark,)) == "-" * 10 + "??" + "?i"
