"""The way back of one database or schema to view: a bounded part of it, and how much is left out."""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.difference.consequences import ReleaseNames
from app.domain.english import count
from app.domain.keys import MigrationKey
from app.domain.rollback import JudgedStep, Judgement, Rollback
from app.domain.rollback.sentences import (
    back_lines,
    command,
    headline,
    limit_lines,
    point_sentence,
    start_lines,
)
from app.domain.rollback.words import step_sentences
from app.web.readiness.environment.views import JudgedGroup, JudgedView, StepBack, WayBackView
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

MAX_STEPS = 20
"""Further steps are shown on demand."""

MAX_JUDGED = 200
"""Further migrations of one answer are in the JSON alone."""

TITLES = {
    Judgement.BREAKS: "{number} {breaks} {old}",
    Judgement.CANNOT_TELL: "{number}: nobody can tell",
    Judgement.HARMLESS: "{number} harmless",
}
"""What stands over the migrations with one answer."""


def way_back(way: Rollback, names: ReleaseNames, number: int) -> WayBackView:
    """The view of one way back; `number` tells it from the others of the page."""
    steps = tuple(_steps(way))
    runs = (command(run.arguments, way.alias) for run in way.back.runs)
    keys = (*way.plan, *way.back.plan)
    old = names.before
    return WayBackView(
        number,
        f"The way back to {old}",
        text.with_keys(headline(way, names), keys),
        () if way.point_of_no_return else text.with_keys(point_sentence(way, names), keys),
        _texts(back_lines(way, names), keys),
        "\n".join(runs),
        steps[:MAX_STEPS],
        steps[MAX_STEPS:],
        f"Put {old} back on the new schema",
        _texts(start_lines(way, names), way.unknown_rows),
        tuple(_groups(way, names)),
        limit_lines(way, names),
    )


def _texts(lines: Iterable[str], keys: Sequence[MigrationKey]) -> tuple[Text, ...]:
    return tuple(text.with_keys(line, keys) for line in lines)


def _steps(way: Rollback) -> Iterator[StepBack]:
    along, doubtful = frozenset(way.along), frozenset(way.doubtful)
    for number, key in enumerate(way.back.plan, start=1):
        yield StepBack(
            number,
            text.key_part(key),
            way.new.migrations[key].irreversible,
            key in way.dropping_back,
            key in doubtful,
            key in along,
        )


def _groups(way: Rollback, names: ReleaseNames) -> Iterator[JudgedGroup]:
    for judgement in (Judgement.BREAKS, Judgement.CANNOT_TELL, Judgement.HARMLESS):
        steps = way.steps_with(judgement)
        if steps:
            shown = tuple(_judged(step, names) for step in steps[:MAX_JUDGED])
            first = 0 if judgement is Judgement.HARMLESS else MAX_STEPS
            left = len(steps) - len(shown)
            title = TITLES[judgement].format(
                number=count(len(steps), "migration"),
                breaks="breaks" if len(steps) == 1 else "break",
                old=names.before,
            )
            yield JudgedGroup(
                judgement.value,
                title,
                shown[:first],
                shown[first:],
                f"{left:,} more are in the JSON." if left else "",
            )


def _judged(step: JudgedStep, names: ReleaseNames) -> JudgedView:
    """A step with its sentences; of a harmless one only what it limits is said."""
    says = step_sentences(step, names)
    if step.judgement is Judgement.HARMLESS:
        says = says[-1:] if step.refers else ()
    return JudgedView(text.key_part(step.key), says)
