"""
How some migrations are unapplied on one history: what to type, and what Django then does, run after run.

    a.1 <-- a.2 <-- a.3        unwanted: a.2, a.3, b.1        migrate a 1:  b.1, a.3, a.2
             ^
    b.1 -----+                 Django unapplies what needs a migration before it, also in other apps

The code is that of the release that has run. A run stops at its first irreversible migration, and Django has committed
what it unapplied before it.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import ZERO, MigrateArguments, first_error, migrate_on
from app.domain.outcome.outcome import Outcome, one_or_undefined
from app.domain.outcome.plan import IrreversibleStop, irreversible_stop
from app.domain.outcome.recorder import finished_squashes, rows_of_steps
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.resolution.squash import resolutions

Keys = tuple[MigrationKey, ...]

NOTHING = (True, True)
"""How a command weighs that has no backwards plan and ends with no error."""


@dataclass(frozen=True, slots=True)
class BackwardRun:
    """One `migrate app name` that goes back: what is typed, and the plan that Django has then."""

    arguments: MigrateArguments
    plan: Keys


@dataclass(frozen=True)
class Unapplying:
    """
    The runs that unapply what is unwanted, one after another, and where that ends.

    `stop` is the first irreversible migration of all runs, after everything that they have unapplied until then.
    `refusal` is what Django answers to `refused`, the command that would come next: an error, several outcomes where
    chance decides, or a plan that does not help. `refused` is None where every command ends with that error. `left` are
    the unwanted migrations that no run unapplies. `end` is the history at the stop, or after all runs.
    """

    runs: tuple[BackwardRun, ...]
    end: History
    stop: IrreversibleStop | None = None
    refusal: Outcome | None = None
    refused: MigrateArguments | None = None
    left: Keys = ()

    @cached_property
    def plan(self) -> Keys:
        """What all runs would unapply, in Django's order."""
        return tuple(key for run in self.runs for key in run.plan)

    @property
    def arrives(self) -> bool:
        """Whether nothing is known to stop it."""
        return self.stop is None and self.refusal is None

    @property
    def ends(self) -> bool:
        """Whether Django is known to stop on the way, or to refuse what would come next."""
        refusal = self.refusal
        return self.stop is not None or (
            refusal is not None and refusal.refuses and not refusal.refuses_by_chance
        )


def unapplying(
    release: Release, history: History, unwanted: AbstractSet[MigrationKey], *, alias: str = "default"
) -> Unapplying:
    """
    Return how these migrations are unapplied with the code of `release`, with as few others as Django allows.

    Rows without a file in the release stay: Django unapplies only what it has a file of.
    """
    return _Going(release, unwanted, alias).back(history)


class _Going:
    """The facts that the runs share."""

    def __init__(self, release: Release, unwanted: AbstractSet[MigrationKey], alias: str) -> None:
        self._release, self._unwanted, self._alias = release, unwanted, alias

    def back(self, history: History) -> Unapplying:
        """Run after run, until nothing unwanted is left, or Django refuses."""
        runs: list[BackwardRun] = []
        stop, end = None, history
        while True:
            graphs = resolutions(self._release, history.recorded)
            error = self._error(history, graphs)
            if error:
                left = tuple(sorted(history.recorded & self._unwanted))
                return Unapplying(tuple(runs), end, stop, error if left else None, None, left)
            left = self._left(graphs[0])
            if not left:
                return Unapplying(tuple(runs), end, stop)
            arguments, outcome = self._best(history, graphs, left)
            after = self._after(history, outcome.plan or ())
            if not outcome.backwards or not self._is_nearer(after, left):
                return Unapplying(tuple(runs), end, stop, outcome, arguments, left)
            plan = outcome.plan or ()
            found = None if stop else irreversible_stop(self._release, plan)
            if found:
                done = (*(key for run in runs for key in run.plan), *found.unapplied)
                stop = IrreversibleStop(done, found.irreversible)
                end = self._after(history, found.unapplied, is_whole=False)
            runs.append(BackwardRun(arguments, plan))
            history = after
            end = end if stop else after

    def _error(self, history: History, graphs: Sequence[Resolution]) -> Outcome | None:
        """The error with which every command ends; several outcomes where chance decides whether it does."""
        errors = [first_error(self._release, history, graph, self._alias) for graph in graphs]
        return one_or_undefined(error or Outcome(plan=()) for error in errors) if any(errors) else None

    def _left(self, resolution: Resolution) -> Keys:
        """What is unwanted and counts as applied, the last first."""
        order = reversed(resolution.graph.topological_order)
        return tuple(key for key in order if key in self._unwanted and key in resolution.applied)

    def _best(
        self, history: History, graphs: Sequence[Resolution], left: Keys
    ) -> tuple[MigrateArguments, Outcome]:
        """The command for the app that comes first, with what Django does: it takes the fewest others along."""
        label = left[0].app_label
        choices: list[tuple[tuple[bool, bool, int, int, str], tuple[MigrateArguments, Outcome]]] = []
        for name in self._names(history, label):
            arguments, outcome = self._typed(history, graphs, label, name)
            plan = frozenset(outcome.plan or ()) if outcome.backwards else frozenset()
            weight = (not plan, outcome.plan is not None, len(plan - self._unwanted), -len(plan), name)
            choices.append((weight, (arguments, outcome)))
        choice = min(choices, key=lambda choice: choice[0], default=None)
        if choice is None or choice[0][:2] == NOTHING:  # nothing unwanted comes after what is to stay
            return self._typed(history, graphs, label, ZERO)
        return choice[1]

    def _typed(
        self, history: History, graphs: Sequence[Resolution], label: str, name: str
    ) -> tuple[MigrateArguments, Outcome]:
        arguments = MigrateArguments(label, name)
        return arguments, one_or_undefined(
            migrate_on(self._release, history, graph, arguments, self._alias) for graph in graphs
        )

    def _names(self, history: History, label: str) -> list[str]:
        """The recorded migrations of an app that are to stay and that something unwanted comes right after."""
        migrations = self._release.migrations
        parents = {
            parent
            for key in self._unwanted
            if key.app_label == label and key in migrations and key in history.recorded
            for parent in migrations[key].dependencies
        }
        staying = (parents & history.recorded) - self._unwanted
        return sorted(key.name for key in staying if key.app_label == label)

    def _is_nearer(self, after: History, left: Keys) -> bool:
        """Whether a run has unapplied something that was left."""
        return len(self._left(resolutions(self._release, after.recorded)[0])) < len(left)

    def _after(self, history: History, steps: Keys, *, is_whole: bool = True) -> History:
        """What is recorded when these steps were unapplied; at the end of a whole run Django records squashes."""
        rows = rows_of_steps(self._release, tuple(row.key for row in history.rows), steps, backwards=True)
        new = sorted(finished_squashes(self._release, rows)) if is_whole else ()
        kept = frozenset(rows)
        return History(
            (*(row for row in history.rows if row.key in kept), *(Row(key, "") for key in new)),
            history.has_table,
        )
