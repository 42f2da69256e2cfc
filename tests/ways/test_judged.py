"""After each way out that is offered, Django's own loader answers as the way promises; and so it does in between."""

import os
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.ways import ProvenWay, Situation, ways_out
from app.domain.ways.way import Run
from tests.oracle.django_process import court, question_about
from tests.oracle.event_counts import tally
from tests.oracle.test_against_django import after_the_plan
from tests.ways.drawn_situations import situations

EXAMPLES = int(os.environ.get("WAYS_EXAMPLES", "150"))
TITLE = "Django, on ways out"
PHASES = (Phase.generate,) if os.environ.get("WAYS_SHRINK") == "no" else (Phase.generate, Phase.shrink)
VERSIONS = ("4.2", "5.2", "6.0", "6.1")


def test_every_way_ends_as_it_promises():
    count = tally(TITLE)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=PHASES,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        version = data.draw(st.sampled_from(VERSIONS))
        situation = data.draw(situations(django=version))
        ways = ways_out(situation)
        count("examples")
        count(situation.drift.verdict.value)
        for way in ways:
            for release, asked, check in _questions(situation, way):
                answer = court(release.django).ask(asked)
                assert check(answer), (way, asked, answer)
            count(f"{way.findings[0].code.value} {way.id}")

    agree()
    count.check(Verdict.BLOCKED.value, at_least=0.4)
    assert sum(count.counts.values()) > 2.5 * count.counts["examples"], count.lines()


def _questions(situation: Situation, way: ProvenWay) -> Iterator[tuple]:
    """What Django is asked about one way: each command, forwards and back, and `migrate` at the end."""
    assert way.end is not None
    moments = [step.before for step in way.steps if step.before is not None]
    yield from _about_steps(way, [*moments, way.end.history])
    back = [step.before for step in way.undo if step.before is not None]
    if back:
        yield from _about_steps(way, [*back, situation.history], way.undo)
    question = question_about(way.end.release, _keys(way.end.history), want=["rows"])
    yield way.end.release, question, lambda answer: _is_promised(answer, way)


def _about_steps(way: ProvenWay, moments: list[History], steps: tuple | None = None) -> Iterator[tuple]:
    walked = [step for step in (way.steps if steps is None else steps) if step.before is not None]
    for step, before, after in zip(walked, moments[:-1], moments[1:], strict=True):
        if step.run and not step.run.is_fake:
            yield step.run.release, _asked(step.run, before), _leaves(step.run, after)


def _asked(run: Run, before: History) -> dict:
    arguments = [word for word in (run.arguments.app_label, run.arguments.name) if word]
    more = {"to": arguments} if arguments else {}
    return question_about(run.release, _keys(before), want=["rows"], **more)


def _leaves(run: Run, after: History):
    """A check that a run ends well and leaves these rows."""

    def check(answer: dict) -> bool:
        run_answer = answer["rows_to" if run.arguments.app_label else "rows"]
        rows = sorted(MigrationKey(*row) for row in run_answer["rows"])
        return "raises" not in run_answer and rows == sorted(_keys(after))

    return check


def _is_promised(answer: dict, way: ProvenWay) -> bool:
    theirs = after_the_plan(answer["plan"], answer["rows"])
    if way.after.verdict is Verdict.BLOCKED:
        return "raises" in theirs
    return "raises" not in theirs and len(theirs["value"] or ()) == way.after.to_run


def _keys(history: History) -> list[MigrationKey]:
    return [row.key for row in history.rows]
