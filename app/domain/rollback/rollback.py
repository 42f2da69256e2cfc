"""
The way back from a newer release to an older one, for one history: what `migrate` does, and what old code sees.

    history ──(plan of the newer release)──▶ after ──(backward runs, with its code)──▶ what the older one knows
                 │
                 └── the point of no return: the step after which the way back does not arrive

What must be unapplied is every migration that has run by then and that the older release does not have.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome, migrate
from app.domain.outcome.recorder import finished_squashes, rows_of_steps
from app.domain.outcome.unapplying import Unapplying, unapplying
from app.domain.release import Release
from app.domain.rollback.bearing import JudgedStep, Judgement, worst
from app.domain.rollback.known import KnownToOld
from app.domain.rollback.old_code import judged_steps
from app.domain.rollback.rows import may_stop_on_rows
from app.domain.schema.loss import dropping, dropping_backwards

Keys = tuple[MigrationKey, ...]


class Passage(StrEnum):
    """Whether one can migrate backwards: there is nothing to unapply, it arrives, it ends on the way, or who knows."""

    NOTHING = "nothing"
    ARRIVES = "arrives"
    CANNOT_TELL = "cannot-tell"
    ENDS = "ends"
    NOWHERE = "nowhere"
    """The newer release is refused: nothing is left behind that would have to be undone."""


@dataclass(frozen=True, eq=False)
class Rollback:
    """
    The way back to `old` for a database with this history that runs `migrate` with `new` first.

    `alias` is the database's name in Django's messages. `told` is what the newer release does there, where that was
    worked out before, or is not the whole of `migrate`: where a router keeps apps out of this database.
    """

    old: Release
    new: Release
    history: History
    alias: str = "default"
    told: Outcome | None = None

    @cached_property
    def known(self) -> KnownToOld:
        """Which migrations of the newer release the older one has."""
        return KnownToOld(self.old, self.new)

    # Forwards

    @cached_property
    def forward(self) -> Outcome:
        """What `migrate` of the newer release does: where that is an error or chance, nothing is said of a way back."""
        return self.told or migrate(self.new, self.history, alias=self.alias)

    @property
    def plan(self) -> Keys:
        """The steps of the newer release, in order."""
        return self.forward.plan or ()

    def after_steps(self, number: int) -> History:
        """What is recorded once so many steps have run."""
        rows = tuple(row.key for row in self.history.rows)
        after = rows_of_steps(self.new, rows, self.plan[:number], backwards=False)
        new = list(after[len(rows) :])
        if number == len(self.plan) and (after or self.history.has_table) and self.forward.plan is not None:
            new += sorted(finished_squashes(self.new, after))
        return History((*self.history.rows, *(Row(key, "") for key in new)))

    @cached_property
    def after(self) -> History:
        """What is recorded once the newer release has run."""
        return self.after_steps(len(self.plan))

    @cached_property
    def dropping(self) -> frozenset[MigrationKey]:
        """The steps that drop a table or a column and are unapplied again: that makes it anew, and empty."""
        return dropping(self.new, frozenset(self.plan).intersection(self.back.plan))

    # The first way: migrate backwards

    @cached_property
    def back(self) -> Unapplying:
        """How to unapply what the older release does not have, with the code of the newer one."""
        return unapplying(self.new, self.after, self.known.unknown, alias=self.alias)

    @cached_property
    def along(self) -> Keys:
        """What the older release has and is unapplied too, in the order of the plan."""
        return tuple(key for key in self.back.plan if key not in self.known.unknown)

    @cached_property
    def dropping_back(self) -> frozenset[MigrationKey]:
        """The steps back that drop a table or a column, with what is in it."""
        return dropping_backwards(self.new, self.back.plan)

    @cached_property
    def doubtful(self) -> Keys:
        """The steps back of which it is not known whether they can be unapplied, in the order of the plan."""
        return tuple(key for key in self.back.plan if self._is_doubtful(key))

    def _is_doubtful(self, key: MigrationKey) -> bool:
        migration = self.new.migrations[key]
        return not migration.irreversible and any(each.reversible is None for each in migration.operations)

    @cached_property
    def on_rows(self) -> frozenset[MigrationKey]:
        """The steps back that can stop on the rows that they find, or that run code."""
        return may_stop_on_rows(self.new, self.back.plan)

    @property
    def passage(self) -> Passage:
        """Whether migrating backwards arrives, as far as that is known."""
        if self.forward.plan is None:
            return Passage.NOWHERE if self.forward.raises else Passage.CANNOT_TELL
        if not (self.back.runs or self.back.refusal):
            return Passage.NOTHING
        if self.back.ends:
            return Passage.ENDS
        return (
            Passage.CANNOT_TELL if self.back.refusal or self.doubtful or self.known.open else Passage.ARRIVES
        )

    # The point of no return

    @cached_property
    def point_of_no_return(self) -> int | None:
        """
        After how many steps forward the way back ends: 0 where it is over before the first; None where it never ends.

        What must be unapplied only grows, so the step is found by halving; where a squash that is finished later opens
        the way again, it is one after which the way ends. Only what is known counts, not what may be irreversible.
        """
        if not (self.back.ends and self.plan):
            return 0 if self.back.ends else None
        last, first = len(self.plan), -1
        while last - first > 1:
            middle = (first + last) // 2
            found = unapplying(self.new, self.after_steps(middle), self.known.unknown, alias=self.alias)
            first, last = (first, middle) if found.ends else (middle, last)
        return last

    # The second way: old code on the new schema

    @cached_property
    def unknown_rows(self) -> Keys:
        """The rows that the older release does not know once the newer one has run, in recorded order."""
        keys = self.old.keys_to_record
        return tuple(dict.fromkeys(row.key for row in self.after.rows if row.key not in keys))

    @cached_property
    def start(self) -> Outcome:
        """What `migrate` of the older release does then: unknown rows alone are no error."""
        return migrate(self.old, self.after, alias=self.alias)

    @cached_property
    def steps(self) -> tuple[JudgedStep, ...]:
        """What each migration that the older release does not have does to its code."""
        return judged_steps(self.known, self.after.recorded)

    @property
    def judgement(self) -> Judgement:
        """Whether the code of the older release works on: the worst of its steps."""
        return worst(step.judgement for step in self.steps)

    def steps_with(self, judgement: Judgement) -> tuple[JudgedStep, ...]:
        """The steps with this judgement."""
        return tuple(step for step in self.steps if step.judgement is judgement)
