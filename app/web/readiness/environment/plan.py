"""The plan of one environment before a release, step by step."""

from collections.abc import Iterator

from app.domain.difference.new_steps import step_words
from app.domain.english import count, listed
from app.domain.readiness import Readiness, Steps
from app.domain.readiness.steps import why_one_way
from app.domain.rollback import Rollback
from app.web.readiness.environment.views import PlanStep, PlanView
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.notes import first_thing
from app.web.wording import rich_text as text
from app.web.wording.vocabulary import operation_kinds

MAX_STEPS = 40
"""Further steps are shown on demand."""


def plan_of(facts: ReadinessFacts, part: Readiness, name: str, way: Rollback | None, older: str) -> PlanView:
    """The plan of one database or schema, or why there is none; a line is drawn where its way back ends."""
    if part.steps is None:
        return PlanView(name, f"No plan. {text.flat(first_thing(facts, part))}")
    point = way.point_of_no_return if way is not None else None
    steps = tuple(_steps(part.steps, point, older))
    return PlanView(name, _sentence(part.steps, way), steps[:MAX_STEPS], steps[MAX_STEPS:])


def _sentence(steps: Steps, way: Rollback | None) -> str:
    """How many steps, and whether all can be unapplied; what is told of the way back itself is not said before it."""
    if not steps.plan:
        return "Nothing to run."
    words = listed(step_words(len(steps.one_way), len(steps.dropping)))
    warning = f"; of them {words}" if words else ""
    back = steps.way_back if way is None else ""
    return f"{count(len(steps.plan), 'step')} in this order{warning}. {back}".rstrip()


def _steps(steps: Steps, point: int | None, older: str) -> Iterator[PlanStep]:
    drops, unknown = frozenset(steps.dropping), frozenset(steps.unknown)
    for number, key in enumerate(steps.plan, start=1):
        migration = steps.release.migrations[key]
        yield PlanStep(
            number,
            text.key_part(key),
            operation_kinds(migration.operations),
            why_one_way(migration) if migration.irreversible else "",
            drops_data=key in drops,
            not_known=key in unknown,
            end_of_way_back=f"From here on there is no migrating back to {older}" if number == point else "",
        )
