"""Django is the judge: the same release and rows, the same answer, to the letter."""

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
from app.domain.resolution import Resolution
from app.domain.resolution.squash import resolutions
from tests.oracle.django_process import court, question
from tests.oracle.event_counts import Tally, tally
from tests.oracle.strategies import releases, rows, targets

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "2000"))
ROUNDS = 4
"""So many sets of rows are judged for each release."""

PHASES = (Phase.generate,) if os.environ.get("ORACLE_SHRINK") == "no" else (Phase.generate, Phase.shrink)
VERSIONS = ("4.2", "5.2", "6.0", "6.1")


@pytest.mark.parametrize("version", VERSIONS)
def test_django_and_we_answer_the_same(version: str) -> None:
    """The graph, what counts as applied, conflicts, the first error with its text, the plan in order."""
    count = tally(f"Django {court(version).greeting['django']} on Python {court(version).greeting['python']}")

    @settings(
        max_examples=max(1, EXAMPLES // ROUNDS),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=PHASES,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        release = data.draw(releases(django=version))
        asked = [data.draw(_questions(release)) for _ in range(ROUNDS)]
        for one, answer in zip(asked, court(version).ask_all(asked), strict=True):
            count("examples")
            same_answer(release, one, answer, count)

    agree()
    count.check("graph compared", at_least=0.4)


@st.composite
def _questions(draw: st.DrawFn, release: Release) -> dict:
    """Rows and a target for one release, and the chance that orders its files."""
    target = draw(targets(release))
    return question(
        release,
        draw(rows(release)),
        seed=draw(st.integers(0, 999)),
        to=[target.app_label, *([target.name] if target.name else [])],
        want=["showmigrations", "makemigrations", "rows"],
    )


def same_answer(release: Release, asked: dict, answer: dict, count: Tally) -> None:
    """Everything that Django answered is what we answer."""
    drift = compare(release, history(asked["rows"]))
    said = f"{json.dumps(asked)}\n{json.dumps(answer)}\n{drift.outcome}"
    same_graph(answer, resolutions(release, drift.history.recorded), said, count)
    same_outcome(answer["plan"], drift.outcome, said, count)
    same_outcome(answer["makemigrations"], makemigrations(release, drift.history), said)
    same_marks(answer["showmigrations"], showmigrations(release, drift.history), said)
    same_rows(answer["rows"], release, drift.history, drift.outcome, said)
    there = migrate(release, drift.history, MigrateArguments(*asked["to"]))
    same_outcome(answer["to"], there, said, count, name="to")
    same_rows(answer["rows_to"], release, drift.history, there, said)


def history(recorded: list[MigrationKey]) -> History:
    return History(tuple(Row(key, "2026-01-05 12:00:00", n) for n, key in enumerate(recorded, 1)))


def same_graph(answer: dict, found: tuple[Resolution, ...], said: str, count: Tally) -> None:
    graph = answer["graph"]
    if "raises" in graph:
        count(f"graph: {graph['raises']}")
        return
    count("graph compared")
    theirs = graph["value"]
    parents = {MigrationKey(*key): {MigrationKey(*p) for p in of} for key, of in theirs["parents"]}
    ours = [r for r in found if not r.refusal and r.graph.parents == parents]
    assert ours, said
    matching = [r for r in ours if sorted(map(list, r.applied)) == theirs["applied"]]
    assert matching, said
    assert [list(key) for key in matching[0].graph.leaf_nodes] == theirs["leaves"], said
    assert [list(key) for key in matching[0].graph.root_nodes] == theirs["roots"], said
    conflicts = {label: [key.name for key in keys] for label, keys in matching[0].graph.conflicts.items()}
    assert conflicts == theirs["conflicts"], said


def same_outcome(
    theirs: dict, ours: Outcome, said: str, count: Tally | None = None, name: str = "migrate"
) -> None:
    count = count or Tally("unprinted")
    possible = ours.alternatives or (ours,)
    if ours.alternatives:
        count(f"{name}: depends on chance")
    if "raises" in theirs:
        count(f"{name}: {theirs['raises']}")
        assert any(o.raises == theirs["raises"] and theirs["text"] in o.messages for o in possible), (
            said,
            ours,
        )
        return
    plan = theirs["value"] or []
    direction = " backwards" if plan and plan[0][2] else ""
    count(f"{name}: plan of {min(len(plan), 3)}{'+' if len(plan) > 3 else ''}{direction}")
    keys = tuple(MigrationKey(app_label, key) for app_label, key, _ in plan)
    # --plan prints the steps leaf by leaf, and they run in the order of an empty database; same_rows holds that order.
    assert any(o.plan is not None and sorted(o.plan) == sorted(keys) for o in possible), (said, ours)
    if not any(o.plan == keys for o in possible):
        assert not direction, (said, ours)  # backwards it runs as it is printed
        count(f"{name}: printed in another order than it runs")
    assert not plan or any(o.backwards == plan[0][2] for o in possible), (said, ours)


def same_marks(theirs: dict, ours: tuple, said: str) -> None:
    if "raises" in theirs:
        refusals = [o for o in ours if isinstance(o, Outcome)]
        assert any(o.raises == theirs["raises"] and theirs["text"] in o.messages for o in refusals), (
            said,
            ours,
        )
        return
    marks = tuple((MigrationKey(app_label, name), Mark(mark)) for app_label, name, mark in theirs["value"])
    assert marks in ours, (said, ours)


def same_rows(theirs: dict, release: Release, before: History, ours: Outcome, said: str) -> None:
    """The rows after the run itself: recorded order and all."""
    rows = [MigrationKey(*row) for row in theirs["rows"]]
    endings = [rows_after(release, before, o) for o in ours.alternatives or (ours,)]
    assert any(_ends(rows, ending) for ending in endings), (said, endings)
    if theirs.get("raises") == "IrreversibleError":
        assert any(e.stop and f"in {e.stop.irreversible} is not" in theirs["text"] for e in endings), (
            said,
            endings,
        )


def _ends(rows: list[MigrationKey], ending: RowsAfter) -> bool:
    start = len(ending.rows)
    return rows[:start] == list(ending.rows) and sorted(rows[start:]) == sorted(ending.finished_squashes)
