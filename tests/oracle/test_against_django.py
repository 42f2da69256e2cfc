"""For the same release and the same rows, Driftboard's answer is Django's, to the letter."""

import json
import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.drift import compare
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome, migrate
from app.domain.outcome.commands import MigrateArguments, makemigrations
from app.domain.outcome.recorder import RowsAfter, rows_after
from app.domain.outcome.showmigrations import Mark, showmigrations
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, Resolution
from app.domain.resolution.squash import resolutions
from tests.oracle.django_process import court, question_about
from tests.oracle.event_counts import Tally, tally
from tests.oracle.strategies import migrate_arguments, releases, rows

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "1000"))
ROWS_PER_RELEASE = 4
"""Each release is compared with this many sets of rows."""

PHASES = (Phase.generate,) if os.environ.get("ORACLE_SHRINK") == "no" else (Phase.generate, Phase.shrink)
VERSIONS = ("4.2", "5.2", "6.0", "6.1")


@pytest.mark.parametrize("version", VERSIONS)
def test_django_and_we_answer_the_same(version: str) -> None:
    """The graph, what counts as applied, conflicts, the first error with its text, the plan in order."""
    count = tally(f"Django {court(version).greeting['django']} on Python {court(version).greeting['python']}")

    @settings(
        max_examples=max(1, EXAMPLES // ROWS_PER_RELEASE),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=PHASES,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        release = data.draw(releases(django=version))
        questions = [data.draw(_questions(release)) for _ in range(ROWS_PER_RELEASE)]
        for question, answer in zip(questions, court(version).ask_all(questions), strict=True):
            count("examples")
            check_answer(release, question, answer, count)

    agree()
    count.check("graph compared", at_least=0.4)


@st.composite
def _questions(draw: st.DrawFn, release: Release) -> dict:
    """Draw a question about a release: its rows, the arguments of `migrate`, and the seed that orders its files."""
    arguments = draw(migrate_arguments(release))
    return question_about(
        release,
        draw(rows(release)),
        seed=draw(st.integers(0, 999)),
        to=[arguments.app_label, *([arguments.name] if arguments.name else [])],
        want=["showmigrations", "makemigrations", "rows"],
    )


def check_answer(release: Release, question: dict, answer: dict, count: Tally) -> None:
    """Check that each part of Django's answer is ours too."""
    drift = compare(release, history(question["rows"]))
    context = f"{json.dumps(question)}\n{json.dumps(answer)}\n{drift.outcome}"
    check_graph(answer, resolutions(release, drift.history.recorded), context, count)
    check_outcome(after_the_plan(answer["plan"], answer["rows"]), drift.outcome, context, count)
    check_outcome(answer["makemigrations"], makemigrations(release, drift.history), context)
    check_marks(answer["showmigrations"], showmigrations(release, drift.history), context)
    check_rows(answer["rows"], release, drift.history, drift.outcome, context)
    outcome = migrate(release, drift.history, MigrateArguments(*question["to"]))
    check_outcome(after_the_plan(answer["to"], answer["rows_to"]), outcome, context, count, name="to")
    check_rows(answer["rows_to"], release, drift.history, outcome, context)


def history(recorded: list[MigrationKey]) -> History:
    return History(tuple(Row(key, "2026-01-05 12:00:00", n) for n, key in enumerate(recorded, 1)))


def check_graph(answer: dict, ours: tuple[Resolution, ...], context: str, count: Tally) -> None:
    graph = answer["graph"]
    if "raises" in graph:
        count(f"graph: {graph['raises']}")
        return
    count("graph compared")
    theirs = graph["value"]
    parents = {
        MigrationKey(*key): {MigrationKey(*parent) for parent in parents}
        for key, parents in theirs["parents"]
    }
    same_graph = [r for r in ours if not r.refusal and nodes(r.graph) == parents]
    assert same_graph, context
    same_applied = [r for r in same_graph if sorted(map(list, r.applied)) == theirs["applied"]]
    assert same_applied, context
    # Graphs of the same nodes and parents may differ in their leaves: a squash that is no node any more is a child.
    ends = [
        {
            "leaves": [list(key) for key in r.graph.leaf_nodes],
            "roots": [list(key) for key in r.graph.root_nodes],
            "conflicts": {label: [key.name for key in keys] for label, keys in r.graph.conflicts.items()},
        }
        for r in same_applied
    ]
    assert {name: theirs[name] for name in ("leaves", "roots", "conflicts")} in ends, context


def after_the_plan(plan: dict, run: dict) -> dict:
    """Django's answer to `migrate`: what it runs of the plan that it prints, or the error once it has the plan."""
    if run.get("raises") in ("KeyError", "EndlessError"):
        return run
    if "value" not in run or not plan.get("value"):
        return plan
    return {"value": [step for step in plan["value"] if step not in run["value"]]}


def nodes(graph: MigrationGraph) -> dict[MigrationKey, frozenset[MigrationKey]]:
    """The nodes of a graph that Django can find, with their parents."""
    return {key: graph.parents[key] for key in graph.nodes}


def check_outcome(
    theirs: dict, ours: Outcome, context: str, count: Tally | None = None, name: str = "migrate"
) -> None:
    count = count or Tally("unprinted")
    outcomes = ours.alternatives or (ours,)
    if ours.alternatives:
        count(f"{name}: depends on chance")
    if "raises" in theirs:
        count(f"{name}: {theirs['raises']}")
        if theirs["raises"] == "EndlessError":
            assert any(o.raises == "CircularDependencyError" for o in outcomes), (context, ours)
            return
        assert any(o.raises == theirs["raises"] and theirs["text"] in o.messages for o in outcomes), (
            context,
            ours,
        )
        return
    plan = theirs["value"] or []
    direction = " backwards" if plan and plan[0][2] else ""
    count(f"{name}: plan of {min(len(plan), 3)}{'+' if len(plan) > 3 else ''}{direction}")
    keys = tuple(MigrationKey(app_label, key) for app_label, key, _ in plan)
    # --plan prints the steps leaf by leaf, but they run in the order of an empty database, which check_rows checks.
    assert any(o.plan is not None and sorted(o.plan) == sorted(keys) for o in outcomes), (context, ours)
    if not any(o.plan == keys for o in outcomes):
        assert not direction, (context, ours)  # a backwards plan runs in the order in which it is printed
        count(f"{name}: printed in another order than it runs")
    assert not plan or any(o.backwards == plan[0][2] for o in outcomes), (context, ours)


def check_marks(theirs: dict, ours: tuple, context: str) -> None:
    if "raises" in theirs:
        outcomes = [answer for answer in ours if isinstance(answer, Outcome)]
        if theirs["raises"] == "EndlessError":
            assert any(o.raises == "CircularDependencyError" for o in outcomes), (context, ours)
            return
        assert any(o.raises == theirs["raises"] and theirs["text"] in o.messages for o in outcomes), (
            context,
            ours,
        )
        return
    marks = tuple((MigrationKey(app_label, name), Mark(mark)) for app_label, name, mark in theirs["value"])
    assert marks in ours, (context, ours)


def check_rows(theirs: dict, release: Release, before: History, ours: Outcome, context: str) -> None:
    """Check the rows, in recorded order, after Django has run the plan."""
    rows = [MigrationKey(*row) for row in theirs["rows"]]
    predictions = [rows_after(release, before, outcome) for outcome in ours.alternatives or (ours,)]
    assert any(_is_as_predicted(rows, prediction) for prediction in predictions), (context, predictions)
    if theirs.get("raises") == "IrreversibleError":
        stops = [prediction.stop for prediction in predictions if prediction.stop]
        assert any(f"in {stop.irreversible} is not" in theirs["text"] for stop in stops), (
            context,
            predictions,
        )


def _is_as_predicted(rows: list[MigrationKey], after: RowsAfter) -> bool:
    count = len(after.rows)
    return rows[:count] == list(after.rows) and sorted(rows[count:]) == sorted(after.finished_squashes)
