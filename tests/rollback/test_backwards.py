"""
Django goes back as we say: the same steps in the same order, the same first IrreversibleError, the same rows left.

`ROLLBACK_EXAMPLES=1000` judges so many projects on each kind of database.
"""

import json
import os

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from app.domain.keys import MigrationKey
from app.domain.outcome.unapplying import unapplying
from app.domain.rollback import Rollback
from tests.oracle.django_process import Court, question_about
from tests.oracle.event_counts import Tally, tally
from tests.rollback.drawn_pairs import Drawn, ways_back
from tests.rollback.judges import SQLITE, court, postgresql
from tests.servers.postgres import PostgresServer

EXAMPLES = int(os.environ.get("ROLLBACK_EXAMPLES", "40"))
PHASES = (Phase.generate,) if os.environ.get("ROLLBACK_SHRINK") == "no" else (Phase.generate, Phase.shrink)


@pytest.mark.parametrize("version", ["4.2", "6.0"])
def test_django_goes_back_as_we_say_on_sqlite(version: str):
    _judge(version, SQLITE, EXAMPLES // 2)


def test_django_goes_back_as_we_say_on_postgresql(postgres: PostgresServer):
    name = "way_back"
    _judge("5.2", postgresql(postgres.create_database(name)), EXAMPLES)
    postgres.drop_database(name)


def _judge(version: str, database: dict[str, str], examples: int) -> None:
    judge = court(version, "back_script.py", database)
    count = tally(f"ways back, Django {version}, {judge.greeting['vendor']}")

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=PHASES,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        drawn = data.draw(ways_back(django=version))
        assume(drawn.way.forward.plan is not None)
        _check(drawn, judge, data.draw(st.integers(0, 999)), count)

    try:
        agree()
    finally:
        judge.close()
    count.check("goes back", at_least=0.3)


def _check(drawn: Drawn, judge: Court, seed: int, count: Tally) -> None:
    way, back = drawn.way, drawn.way.back
    commands = [[run.arguments.app_label, run.arguments.name] for run in back.runs]
    if back.refused:
        commands.append([back.refused.app_label, back.refused.name])
    question = question_about(way.new, list(drawn.rows), seed=seed, commands=commands)
    forwards, *answers = judge.ask(question)
    context = (
        f"{json.dumps(question)}\n{way.old.migrations.keys()}\n{json.dumps([forwards, *answers])}\n{back}"
    )
    count("examples")
    assert (forwards["raises"], _keys(forwards["steps"])) == (None, list(way.plan)), context
    assert sorted(_keys(forwards["rows"])) == sorted(row.key for row in way.after.rows), context
    _check_runs(way, answers, context, count)
    if answers and not (back.refusal and not back.refusal.raises):
        assert sorted(_keys(answers[-1]["rows"])) == sorted(row.key for row in back.end.rows), context
    if back.arrives:
        count("arrives" if back.runs else "nothing to unapply")
        assert not back.end.recorded & way.known.unknown - _stale(way), context
    _check_point(way, context, count)
    count(f"point of no return: {'none' if way.point_of_no_return is None else 'a step'}")


def _check_runs(way: Rollback, answers: list[dict], context: str, count: Tally) -> None:
    """Each command unapplies its steps, in their order; the first irreversible one is where Django stops."""
    back = way.back
    stop = back.stop
    done: list[MigrationKey] = []
    for answer, run in zip(answers, back.runs, strict=False):
        steps = _keys(answer["steps"])
        count("goes back")
        if stop and stop.irreversible in run.plan:
            assert answer["raises"] == "IrreversibleError", context
            assert f"in {stop.irreversible} is not" in answer["text"], context
            assert [*done, *steps] == list(stop.unapplied), context
            count("stops half-way" if stop.unapplied else "stops at once")
            return
        assert (answer["raises"], steps) == (None, list(run.plan)), context
        done += steps
        count("takes what the older release has along" if set(run.plan) - way.known.unknown else "alone")
    if back.refusal and back.refused and back.refusal.raises:
        if (
            answers[-1]["raises"] == "EndlessError"
        ):  # Django does not end; the error of its circle stands for it
            assert back.refusal.raises == "CircularDependencyError", context
        else:
            assert answers[-1]["raises"] == back.refusal.raises, context
            assert answers[-1]["text"] in back.refusal.messages, context
        count(f"refused: {back.refusal.raises}")


def _check_point(way: Rollback, context: str, count: Tally) -> None:
    """The point of no return is the first step after which the way back ends: each of them is tried."""
    ends = [
        unapplying(way.new, way.after_steps(number), way.known.unknown).ends
        for number in range(len(way.plan) + 1)
    ]
    point = way.point_of_no_return
    assert (point is None) is not ends[-1], context
    if ends == sorted(ends):
        assert point == (ends.index(True) if True in ends else None), context
    else:
        count("a later step opens the way again")
        assert point is None or (ends[point] and not any(ends[point - 1 : point])), context


def _stale(way: Rollback) -> frozenset[MigrationKey]:
    """The squashes whose own row stays behind when they are unapplied."""
    return frozenset(squash.key for squash in way.new.squashes)


def _keys(pairs: list[list[str]]) -> list[MigrationKey]:
    return [MigrationKey(*pair) for pair in pairs]
