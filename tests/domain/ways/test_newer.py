"""D215: a row of a newer release that would be refused here."""

from app.domain.findings import Verdict
from app.domain.ways.way import Promise
from tests.build import history, key, release
from tests.domain.ways.planned import informed, texts

HERE = release("a: 1", "b: 1", label="v1")
NEWER = release("a: 1 < 2 < 3", "b: 1", label="v2")


def test_the_gap_is_answered_on_the_newer_release():
    other = release("b: 1", label="v0")
    ways = informed(HERE, history("a.1", "b.1", "a.3"), HERE, NEWER, other, finding="D215:a.3")

    assert ways["record-row"].recorded == (key("a.2"),)
    assert ways["record-row"].after == Promise(Verdict.AHEAD, 0)
    detour = ways["unrecord-migrate-record"]
    assert [step.release for step in detour.steps] == [None, None, "v2", None]
    assert texts(detour)[2] == "python manage.py migrate a 2"
    assert detour.after == Promise(Verdict.AHEAD, 0)


def test_a_release_that_has_the_row_and_no_gap_is_passed_over():
    branch = release("a: 1 < 3", "b: 1", label="branch")
    rows = history("a.1", "b.1", "a.3")

    ways = informed(HERE, rows, HERE, NEWER, branch, finding="D215:a.3")
    assert list(ways) == ["record-row", "unrecord-migrate-record"]
    assert informed(HERE, rows, HERE, NEWER, finding="D215:a.3", known=(branch,)) == {}


def test_what_django_cannot_run_there_is_only_recorded():
    newer = release("a: 1 < 2 < 3", "b: 1", "f: 1 < 2", "f: 3 @f.1", label="v2")
    ways = informed(HERE, history("a.1", "b.1", "a.3"), HERE, newer, finding="D215:a.3")

    assert list(ways) == ["record-row"]
