"""Ways out, compared and printed, for much trouble of each kind: their work grows with what they show."""

import pytest

from app.domain.drift import compare
from app.domain.history import History
from app.domain.outcome.showmigrations import showmigrations
from app.domain.reports import drift as drift_reports
from app.domain.reports import ways as way_reports
from app.domain.ways import Situation, everything, planner, simulation, ways_out
from app.domain.ways.planners import graph
from app.domain.ways.scripts import Dialect
from tests import build
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


def test_showmigrations_of_many_apps_in_a_row_grows_with_their_migrations():
    """Each app needs all those before it, and is needed by the next."""

    def work(number: int):
        release = build.release(
            "a0: 1 < 2", *(f"a{index}: 1 @a{index - 1}.2 < 2" for index in range(1, number))
        )
        return lambda: showmigrations(release, History())

    assert round(growth(work(60), work(120)), 2) <= MOST
