"""Django is the judge: the same release and rows, the same answer, to the letter."""

import json
import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.drift import compare
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.squash import Resolution, resolutions
from tests.oracle.court import court, question
from tests.oracle.drawing import releases, rows
from tests.oracle.tally import Tally, tally

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "2000"))
VERSIONS = ("4.2", "5.2", "6.0", "6.1")


@pytest.mark.parametrize("version", VERSIONS)
def test_django_and_we_answer_the_same(version: str) -> None:
    """The graph, what counts as applied, conflicts, the first error with its text, the plan in order."""
    count = tally(f"Django {court(version).greeting['django']} on Python {court(version).greeting['python']}")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        release = data.draw(releases(django=version))
        recorded = data.draw(rows(release))
        asked = question(release, recorded, seed=data.draw(st.integers(0, 999)))
        answer = court(version).ask(asked)
        drift = compare(release, history(recorded))
        count("examples")
        said = f"{json.dumps(asked)}\n{json.dumps(answer)}\n{drift.outcome}"
        same_graph(answer, resolutions(release, frozenset(recorded)), said, count)
        same_outcome(answer["plan"], drift.outcome, said, count)

    agree()
    count.check("graph compared", at_least=0.4)


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


def same_outcome(theirs: dict, ours: Outcome, said: str, count: Tally) -> None:
    possible = ours.alternatives or (ours,)
    if ours.alternatives:
        count("outcome depends on chance")
    if "raises" in theirs:
        count(f"migrate: {theirs['raises']}")
        assert any(o.raises == theirs["raises"] and theirs["text"] in o.messages for o in possible), said
    else:
        count(f"migrate: plan of {min(len(theirs['value']), 3)}{'+' if len(theirs['value']) > 3 else ''}")
        plan = tuple(MigrationKey(app_label, name) for app_label, name, _ in theirs["value"])
        assert any(o.plan == plan for o in possible), said
