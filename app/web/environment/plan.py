"""What `migrate` would do here: the plan, or Django's own words."""

from dataclasses import dataclass

from app.domain import english
from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.web.environment.panel import KeyLink, Links
from app.web.wording.environment import irreversible_steps

STEPS = 40
"""So many steps are shown at once, the rest on demand."""

EVERY_COMMAND = (
    "It stops migrate --plan, --check and --fake too, and makemigrations; showmigrations looks normal. "
)
ONLY_READS = "Driftboard only reads: it never writes to this database."


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One migration that `migrate` would run."""

    number: int
    key: KeyLink
    irreversible: bool
    operations: str


@dataclass(frozen=True, slots=True)
class DjangoSays:
    """Django's own error: the exception, and every text it may carry."""

    raises: str
    note: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WouldDo:
    """What `migrate` would do: a plan, or one error, or, where chance decides, several answers."""

    sentence: str
    note: str = ""
    steps: tuple[PlanStep, ...] = ()
    more: tuple[PlanStep, ...] = ()
    errors: tuple[DjangoSays, ...] = ()


def would_do(drift: Drift, linked: Links) -> WouldDo:
    """The outcome in words, with a link for every step."""
    outcome = drift.outcome
    if outcome.alternatives:
        return WouldDo(
            "What migrate does here depends on chance: on the order in which Django meets the squashes.",
            errors=tuple(_says(other) for other in outcome.alternatives if other.raises),
        )
    if outcome.raises:
        note = EVERY_COMMAND if outcome.raises == "InconsistentMigrationHistory" else ""
        return WouldDo(
            "Nothing: Django refuses, with this error.", note + ONLY_READS, errors=(_says(outcome),)
        )
    plan = outcome.plan or ()
    if not plan:
        return WouldDo("Nothing to run.")
    number = len(irreversible_steps(drift))
    mind = f", {number} of them one way: take a backup first" if number else ""
    steps = tuple(_step(drift, place, key, linked) for place, key in enumerate(plan, start=1))
    would = f"Run {english.count(len(plan), 'migration')} in this order{mind}."
    return WouldDo(would, steps=steps[:STEPS], more=steps[STEPS:])


def _says(outcome: Outcome) -> DjangoSays:
    number = len(outcome.messages)
    note = ""
    if number > 1:
        note = f"Django prints one of these {number}, at random; all of them hold."
    return DjangoSays(outcome.raises or "", note, outcome.messages)


def _step(drift: Drift, place: int, key: MigrationKey, linked: Links) -> PlanStep:
    migration = drift.release.migrations.get(key)
    kinds = [operation.kind for operation in migration.operations] if migration else []
    brief = ", ".join(dict.fromkeys(kinds))
    return PlanStep(place, linked((key,))[0], bool(migration and migration.irreversible), brief)
