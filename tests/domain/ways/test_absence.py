"""Every finding that weighs has a way, or a reason why it has none."""

from dataclasses import replace

from app.domain.findings import Code, Finding, Severity
from app.domain.history import History, Surroundings
from app.domain.release import Unreadable
from app.domain.ways import Situation, why_none
from app.domain.ways.absence import MORE, NEVER, TRIED
from app.domain.ways.planner import PLANNERS
from tests.build import history, key, release


def test_every_code_that_weighs_has_a_planner_or_a_reason():
    weighing = {code for code in Code if code.severity is not Severity.INFORMATION}

    assert PLANNERS.keys() | NEVER.keys() == weighing
    assert PLANNERS.keys().isdisjoint(NEVER)
    assert PLANNERS.keys() >= MORE.keys()


def test_rows_in_another_schema_are_not_brought_here():
    rows = History((), has_table=False, surroundings=Surroundings(other_schemas=("shop",)))
    situation = Situation(release("a: 1"), rows)
    (finding,) = situation.drift.findings

    assert finding.code is Code.TABLE_ELSEWHERE
    assert "search_path" in why_none(situation, finding)


def test_what_can_bring_one_is_said():
    situation = Situation(release("a: 1"), history("a.1"))

    def reason(code: Code) -> str:
        return why_none(situation, Finding(code, key("a.1")))

    assert reason(Code.UNKNOWN) == TRIED
    assert reason(Code.MISSING_PARENT) == f"{TRIED} {MORE[Code.MISSING_PARENT]}"
    assert reason(Code.OUT_OF_ORDER).startswith("Nothing has to be done")


def test_a_release_that_was_not_read_whole_is_the_reason():
    code = replace(release("a: 1 < 2", "a: 3 @a.1"), unreadable=(Unreadable("a/9.py", 1, "a call"),))
    situation = Situation(code, history("a.1"))

    assert "could not be read whole" in why_none(situation, situation.drift.findings[0])
