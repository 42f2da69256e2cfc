"""What is planned for a whole comparison: everything that blocks, together, and what is not promised."""

from dataclasses import replace

from app.domain.findings import Code, Verdict
from app.domain.release import Unreadable
from app.domain.ways.way import Promise
from tests.build import history, key, release
from tests.domain.ways.planned import labelled, planned, texts

TWO = release("u: 1 < 2", "v: 1 < 2", "o: 1 @u.2", "p: 1 @v.2")
ROWS = history("u.1", "v.1", "o.1", "p.1")


def test_several_missing_dependencies_are_answered_one_by_one_and_together():
    ways = planned(TWO, ROWS)

    assert list(ways)[:2] == ["everything", "everything-migrated"]
    assert ways["everything"].recorded == (key("u.2"), key("v.2"))
    assert ways["everything"].after == Promise(Verdict.IN_STEP, 0)
    assert ways["everything-migrated"].unrecorded == (key("o.1"), key("p.1"))
    assert len(ways["everything"].findings) == 2


def test_a_way_out_of_one_finding_says_what_stays():
    way = planned(TWO, ROWS, finding="D101:o.1")["record-row"]

    assert way.after == Promise(Verdict.BLOCKED, 0, (Code.MISSING_DEPENDENCY,))


def test_findings_of_several_kinds_are_answered_one_after_another():
    code = release("u: 1 < 2", "o: 1 @u.2", "f: 1 < 2", "f: 3 @f.1")
    way = planned(code, history("u.1", "o.1"))["everything"]

    assert way.after.verdict is Verdict.BEHIND
    assert [step.kind.value for step in way.steps] == ["code", "check", "sql"]
    assert "Where" not in way.risk
    assert way.risk.startswith("The rows say")


def test_a_missing_row_can_be_all_that_is_left_to_answer():
    code = release("u: 1 < 2", "o: 1 @u.2", "f: 1 < 2", "f: 3 @f.1")
    way = planned(code, history("u.1", "o.1", "f.1", "f.2", "f.3"))["everything"]

    assert [step.kind.value for step in way.steps] == ["check", "sql", "command"]


def test_where_one_of_them_has_no_way_there_is_none_for_everything():
    stuck = replace(release("a: 1", "a: 2 @a.1 = 1+2", "b: 1", "b: 2 @b.1 = 1+2"), django="6.0")

    assert "everything" not in planned(stuck, history())


def test_ever_so_many_missing_rows_are_answered_together():
    labels = [f"o{number}" for number in range(21)]
    code = release("u: 1 < 2", *(f"{label}: 1 @u.2" for label in labels))
    way = planned(code, history("u.1", *(f"{label}.1" for label in labels)))["everything"]

    assert way.recorded == (key("u.2"),)


def test_of_too_many_findings_of_several_kinds_no_chain_is_looked_for():
    labels = [f"o{number}" for number in range(20)]
    code = release("u: 1 < 2", "f: 1 < 2", "f: 3 @f.1", *(f"{label}: 1 @u.2" for label in labels))

    for number, answered in ((19, True), (20, False)):
        rows = history("u.1", *(f"{label}.1" for label in labels[:number]))
        assert ("everything" in planned(code, rows)) is answered


def test_nothing_is_promised_where_the_release_was_not_read_whole():
    code = replace(
        release("a: 1 < 2", "a: 3 @a.1", "b: 1 @a.9"), unreadable=(Unreadable("a/9.py", 1, "a call"),)
    )

    assert planned(code, history("a.1")) == {}


def test_a_missing_row_is_certain_whatever_was_not_read():
    code = replace(release("u: 1", "o: 1 @u.1"), unreadable=(Unreadable("a/9.py", 1, "a call"),))

    assert planned(code, history("o.1"))["record-row"].after.verdict is Verdict.NOT_JUDGED


def test_a_finding_that_takes_more_than_a_comparison_has_no_planner():
    assert planned(release("a: 1"), history("a.1", "x.1")) == {}


def test_releases_are_named_by_label_commit_or_fingerprint():
    code, rows = release("a: 1"), history("a.1", "a.2")
    source = release("a: 1 < 2")
    by_commit = replace(source, commit="0123456789abcdef")

    assert texts(planned(code, rows, source)["ship-file"])[0].startswith(
        f"git checkout {source.fingerprint[:12]} "
    )
    assert texts(planned(code, rows, by_commit)["ship-file"])[0].startswith("git checkout 0123456789ab ")
    assert texts(planned(code, rows, labelled("x y", source))["ship-file"])[0].startswith(
        "git checkout 'x y' "
    )
