"""What is tried for a way has bounds, and what is left out is said."""

import pytest

from app.domain.drift import compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.outcome import commands
from app.domain.reports import drift as drift_reports
from app.domain.reports import ways as way_reports
from app.domain.runbook.circumstances import Variant
from app.domain.ways import Situation, planner, simulation, ways_out
from app.domain.ways.scripts import Dialect
from tests import build
from tests.growth import troubled


def test_of_very_many_findings_the_first_are_planned_and_the_others_are_named(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(planner, "MAX_FINDINGS", 2)
    situation = Situation(*troubled.unknown(5))
    ways = ways_out(situation)

    without = way_reports.report(situation, ways, Dialect.POSTGRESQL)["without"]
    assert [each["subject"] for each in without] == [f"orders.90000{number}" for number in (2, 3, 4)]
    assert all("--finding D201:orders.90000" in each["reason"] for each in without)
    *_, last, _ = way_reports.plain(situation, ways).splitlines()
    assert "3 more findings: the ways of" in last
    assert "--finding D201:orders.900002 looks for those of one" in last


def test_a_way_of_more_commands_than_anybody_types_is_not_offered(monkeypatch: pytest.MonkeyPatch):
    situation = Situation(*troubled.many_parents(4))
    assert "unrecord-migrate-record" in {way.id for way in ways_out(situation)}

    monkeypatch.setattr(simulation, "MAX_COMMANDS", 3)
    assert {way.id for way in ways_out(situation)} == {"record-row", "take-edge-back"}


def test_of_a_long_circle_some_texts_are_told_and_that_there_are_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "MAX_NAMES", 10)
    few, many = (compare(*troubled.circle(number)) for number in (3, 4))

    assert (len(few.outcome.messages), few.outcome.has_more) == (3, False)
    assert (len(many.outcome.messages), many.outcome.has_more) == (2, True)
    assert "or the same circle begun elsewhere" in drift_reports.plain(many)
    assert "or the same circle begun elsewhere" not in drift_reports.plain(few)


def test_one_text_of_a_circle_is_told_however_long_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "MAX_NAMES", 2)

    assert len(compare(*troubled.circle(4)).outcome.messages) == 1


def test_where_branches_part_in_another_app_they_have_no_common_beginning():
    apart = build.release("users: 1", "orders: 2 @users.1", "orders: 3 @users.1")
    joined = build.release("users: 1", "orders: 1 @users.1 < 2", "orders: 3 @orders.1")

    for release, variant in ((apart, Variant.NO_COMMON_ANCESTOR), (joined, Variant.GENERAL)):
        drift = compare(release, build.history())
        (finding,) = (each for each in drift.findings if each.code.value == "D104")
        assert circumstances_of(drift, finding).variant is variant
