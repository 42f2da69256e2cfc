"""What `migrate` would do in one environment: run a plan, or fail with Django's own words."""

from collections.abc import Iterator

from app.domain import english
from app.domain.difference.new_steps import step_words
from app.domain.drift import Drift
from app.domain.drift.headline import irreversible_steps
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.way_back import way_back
from app.domain.schema.loss import dropping
from app.web.environment.links import Links
from app.web.environment.views import DjangoError, OutcomeView, PlanStep
from app.web.layout.left_out import left_out

MAX_STEPS = 40
"""Further steps are shown on demand."""

MAX_PLAN = 200
"""No more steps are on the page, on demand or not."""

MAX_MESSAGES = 40
"""Of the messages that an error may carry so many are on the page."""

EVERY_COMMAND = (
    "It stops migrate --plan, --check and --fake too, and makemigrations; showmigrations looks normal. "
)
ONLY_READS = "Driftboard only reads: it never writes to this database."


def outcome_view(drift: Drift, links_to: Links, twin: str) -> OutcomeView:
    """The outcome in words, with a link for each of the first steps; `twin` is the JSON, which has all."""
    outcome = drift.outcome
    if outcome.alternatives:
        return OutcomeView(
            "What migrate does here depends on chance: on the order in which Django meets the squashes. "
            + " ".join(_one_of_several(outcome)),
            errors=tuple(
                _error(alternative, twin) for alternative in outcome.alternatives if alternative.raises
            ),
        )
    if not drift.is_outcome_certain:
        errors = (_error(outcome, twin),) if outcome.raises else ()
        does = (
            "refuses, with this error"
            if errors
            else f"runs {english.count(len(outcome.plan or ()), 'migration')}"
        )
        return OutcomeView(
            f"If what could not be read changes nothing, Django {does}.", ONLY_READS, errors=errors
        )
    if outcome.raises:
        note = EVERY_COMMAND if outcome.raises == "InconsistentMigrationHistory" else ""
        return OutcomeView(
            "Nothing: Django refuses, with this error.", note + ONLY_READS, errors=(_error(outcome, twin),)
        )
    plan = outcome.plan or ()
    if not plan:
        return OutcomeView("Nothing to run.")
    drops = dropping(drift.release, plan)
    words = english.listed(step_words(len(irreversible_steps(drift)), len(drops)))
    warning = f"; of them {words}: take a backup first" if words else ""
    steps = tuple(
        _step(drift, number, key, links_to, drops) for number, key in enumerate(plan[:MAX_PLAN], start=1)
    )
    return OutcomeView(
        f"Run {english.count(len(plan), 'migration')} in this order{warning}. "
        + way_back(drift.release, plan, drops),
        steps=steps[:MAX_STEPS],
        more=steps[MAX_STEPS:],
        left_out=left_out(len(plan) - MAX_PLAN, "step", twin),
    )


def _one_of_several(outcome: Outcome) -> Iterator[str]:
    """Say each plan that chance may choose; the errors stand below."""
    for alternative in outcome.alternatives:
        if alternative.plan is not None:
            keys = english.listed(alternative.plan) or "nothing"
            yield f"It may run {keys}."


def _error(outcome: Outcome, twin: str) -> DjangoError:
    number = len(outcome.messages)
    note = ""
    if outcome.has_more:
        note = "Django prints one of these, or the same circle begun elsewhere, at random; all of them hold."
    elif number > 1:
        note = f"Django prints one of these {number:,}, at random; all of them hold."
    rest = left_out(number - MAX_MESSAGES, "message", twin)
    return DjangoError(outcome.raises or "", note, outcome.messages[:MAX_MESSAGES], rest)


def _step(
    drift: Drift, number: int, key: MigrationKey, links_to: Links, drops: frozenset[MigrationKey]
) -> PlanStep:
    migration = drift.release.migrations.get(key)
    kinds = [operation.kind for operation in migration.operations] if migration else []
    distinct_kinds = ", ".join(dict.fromkeys(kinds))
    is_irreversible = bool(migration and migration.irreversible)
    return PlanStep(number, links_to((key,))[0], is_irreversible, distinct_kinds, drops_data=key in drops)
