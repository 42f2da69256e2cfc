"""Ways out, compared and printed, for much trouble of each kind: their work grows with what they show."""

import pytest

from app.domain.drift import compare
from app.domain.reports import drift as drift_reports
from app.domain.reports import ways as way_reports
from app.domain.ways import Situation, everything, planner, simulation, ways_out
from app.domain.ways.planners import graph
from app.domain.ways.scripts import Dialect
from tests.growth import troubled
from tests.growth.steps import MOST, growth
from tests.growth.troubled import Make

SIZES = {troubled.circle: (100, 200)}
"""Of a cycle of some length on only a part of the texts is made that Django could print."""

SIZE = 40


def grown(make: Make, work) -> float:
    small, large = (make(number) for number in SIZES.get(make, (SIZE, 2 * SIZE)))
    return round(growth(lambda: work(*small), lambda: work(*large)), 2)


@pytest.mark.parametrize("make", troubled.ALL, ids=lambda make: make.__name__)
def test_a_comparison_and_what_is_printed_of_it_grow_with_the_data(make: Make):
    def work(release, history):
        drift = compare(release, history)
        drift_reports.report(drift)
        drift_reports.plain(drift)

    assert grown(make, work) <= MOST


@pytest.mark.parametrize("make", troubled.ALL, ids=lambda make: make.__name__)
def test_the_ways_out_of_the_first_findings_and_their_scripts_grow_with_the_data(
    make: Make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(planner, "MAX_FINDINGS", 3)
    monkeypatch.setattr(simulation, "MAX_COMMANDS", 5)
    monkeypatch.setattr(everything, "MAX_TAKEN_OUT", 5)
    monkeypatch.setattr(graph, "MAX_EDGES", 2)

    def work(release, history):
        situation = Situation(release, history)
        ways = ways_out(situation)
        way_reports.plain(situation, ways)
        way_reports.report(situation, ways, Dialect.POSTGRESQL)

    assert grown(make, work) <= MOST


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
