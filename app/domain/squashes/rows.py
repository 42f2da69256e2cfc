"""What the rows of one database say of one squash: its phase, and what each gate would do."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.squashes.family import Family, Settlement, Settlements, families_of
from app.domain.squashes.gates import FREE, Gate, Hold, Reason, holds, unknown
from app.domain.squashes.phase import Phase
from app.domain.squashes.squash import Squash

PRUNES_PER_APP = (5, 1)
"""From this version on, only the rows of the app count when Django refuses to prune; before, those of every app."""

IN_GATES: Mapping[Phase, Hold] = {
    Phase.PARTIAL: holds(Reason.HALF_APPLIED),
    Phase.STALE: holds(Reason.UNCOUNTED_ROW),
    Phase.LEFT_BEHIND: holds(Reason.LEFT_BEHIND),
}


@dataclass(frozen=True, slots=True)
class TableRows:
    """
    The rows of one table as far as they matter to squashes.

    `recorded` are those of squashes and of what they replace. `without_file` are all rows whose file the release does
    not have. `refuses`: Django refuses every `migrate` there; None where chance decides.
    """

    recorded: frozenset[MigrationKey]
    without_file: frozenset[MigrationKey]
    refuses: bool | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows of one table say of one squash; `phase` is None where chance, or an error, decides."""

    phase: Phase | None
    gates: Mapping[Gate, Hold]


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads the rows of tables for the squashes of one release."""

    release: Release
    squashes: Sequence[Squash]
    families: Mapping[MigrationKey, Family] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "families", families_of(self.release))

    @cached_property
    def keys(self) -> frozenset[MigrationKey]:
        """The keys whose rows decide about a phase."""
        own = (key for squash in self.squashes for key in (squash.key, *squash.replaced))
        return frozenset(own).union(*(family.keys for family in self.families.values()))

    def rows_of(self, recorded: AbstractSet[MigrationKey], *, refuses: bool | None) -> TableRows:
        """What matters of some rows. Two tables with equal ones are read alike."""
        return TableRows(self.keys & recorded, frozenset(recorded - self.release.migrations.keys()), refuses)

    def readings(self, rows: TableRows) -> tuple[Reading, ...]:
        """What rows say of each squash, in the order of the squashes."""
        return tuple(
            self._with_replaces(squash, rows) if squash.has_replaces else self._former(squash, rows)
            for squash in self.squashes
        )

    @cached_property
    def _without_files_of(self) -> Mapping[MigrationKey, Family]:
        squashes = (squash for squash in self.squashes if squash.has_replaces)
        return {squash.key: self.families[squash.key].without_files(squash) for squash in squashes}

    @cached_property
    def _without_replaces_of(self) -> Mapping[MigrationKey, Family]:
        squashes = (squash for squash in self.squashes if squash.has_replaces)
        return {squash.key: self.families[squash.key].without_replaces(squash) for squash in squashes}

    # With `replaces`

    def _with_replaces(self, squash: Squash, rows: TableRows) -> Reading:
        family = self.families[squash.key]
        before = family.standings(rows.recorded)
        phases = {_phase(each.get(squash.key), squash.key in rows.recorded) for each in before}
        phase = phases.pop() if len(phases) == 1 else None
        if phase is None:
            return Reading(None, {Gate.FILES: unknown(Reason.CHANCE), Gate.REPLACES: unknown(Reason.CHANCE)})
        if phase is Phase.UNTOUCHED and not rows.recorded.isdisjoint(squash.replaced):
            phase = (
                Phase.LEFT_BEHIND
            )  # of a squash that it replaces the file is gone, and so is what that one replaced
        return Reading(
            phase,
            {
                Gate.FILES: self._without_files(squash, phase, before, rows),
                Gate.REPLACES: self._without_replaces(squash, phase, before, rows),
            },
        )

    def _without_files(
        self, squash: Squash, phase: Phase, before: Sequence[Settlements], rows: TableRows
    ) -> Hold:
        is_aside = any(each[squash.key] is Settlement.ASIDE for each in before)
        if is_aside and self._skips(squash, rows):
            return holds(Reason.SKIPPED)
        after = self._without_files_of[squash.key].standings(rows.recorded)
        if phase in IN_GATES:
            # A squash that it replaces may have a row that does not count yet, and counts once its own file is gone.
            counts = any(each.get(squash.key) is Settlement.APPLIED for each in after)
            return unknown(Reason.DOUBTFUL_ROW) if counts else IN_GATES[phase]
        return _changed(squash, before, after) if squash.files else FREE

    def _without_replaces(
        self, squash: Squash, phase: Phase, before: Sequence[Settlements], rows: TableRows
    ) -> Hold:
        if phase is Phase.STALE:
            return unknown(Reason.DOUBTFUL_ROW)
        if phase is Phase.SOFT_APPLIED:
            return holds(Reason.NOT_RECORDED)
        if phase is Phase.PARTIAL and self._skips(squash, rows):
            return holds(Reason.SKIPPED)
        if phase in IN_GATES:
            return IN_GATES[phase]
        after = self._without_replaces_of[squash.key].standings(rows.recorded)
        return _changed(squash, before, after, is_squash=False)

    def _skips(self, squash: Squash, rows: TableRows) -> bool:
        """Whether something that it replaces has neither row nor file: nobody will run it."""
        return any(key not in rows.recorded and key not in self.release.migrations for key in squash.replaces)

    # Once `replaces` is gone

    def _former(self, squash: Squash, rows: TableRows) -> Reading:
        left = [key for key in squash.replaced if key in rows.without_file]
        if squash.key in rows.recorded:
            left = [key for key in left if key.app_label in self.release.apps]  # no other app can be pruned
            phase = Phase.RESIDUE if left else Phase.RECORDED
        else:
            phase = Phase.LEFT_BEHIND if left else Phase.UNTOUCHED
        hold = IN_GATES.get(phase, FREE)
        prune = self._prune(rows, left) if phase is Phase.RESIDUE else hold
        return Reading(phase, {Gate.FILES: FREE, Gate.REPLACES: hold, Gate.ROWS: prune})

    def _prune(self, rows: TableRows, left: Sequence[MigrationKey]) -> Hold:
        """
        What `migrate APP --prune` would do with the rows that are left.

        It deletes every row of the app that has no file. Source: `handle` in `migrate.py`, 4.1 to 6.1.
        """
        if rows.refuses is None:
            return unknown(Reason.CHANCE)
        if rows.refuses:
            return holds(Reason.REFUSED)
        labels = {key.app_label for key in left}
        pruned = frozenset(key for key in rows.without_file if key.app_label in labels)
        looked_at = pruned if self.release.version >= PRUNES_PER_APP else rows.without_file
        if not looked_at.isdisjoint(self._still_replaced):
            return holds(Reason.STILL_REPLACED)
        others = pruned - self._explained(rows)
        return holds(Reason.OTHER_ROWS, tuple(sorted(others))) if others else FREE

    def _explained(self, rows: TableRows) -> AbstractSet[MigrationKey]:
        """The rows that may go: what was replaced by a former squash that has its row."""
        done = (each for each in self.squashes if not each.has_replaces and each.key in rows.recorded)
        return {key for squash in done for key in squash.replaced}

    @cached_property
    def _still_replaced(self) -> frozenset[MigrationKey]:
        return frozenset(key for squash in self.release.squashes for key in squash.replaces)


def _phase(standing: Settlement | None, has_row: bool) -> Phase | None:  # noqa: FBT001 - one of two facts
    if standing is None:
        return None
    if standing is Settlement.APPLIED:
        return Phase.RECORDED if has_row else Phase.SOFT_APPLIED
    if has_row:
        return Phase.STALE
    return Phase.PARTIAL if standing is Settlement.ASIDE else Phase.UNTOUCHED


def _changed(
    squash: Squash, before: Iterable[Settlements], after: Sequence[Settlements], *, is_squash: bool = True
) -> Hold:
    """
    Whether Django would settle a squash, or another one that shares keys with it, otherwise than before.

    Where another one has stepped aside, nobody can tell from rows alone what it would run.
    """
    kept = {key for each in after for key in each} | ({squash.key} if is_squash else set())
    was = [{key: each.get(key) for key in kept} for each in before]
    will_be = [{key: each.get(key) for key in kept} for each in after]
    if any(each not in was for each in will_be) or not will_be:
        return holds(Reason.OTHER_SQUASH)
    if any(standing is Settlement.ASIDE for each in was for standing in each.values()):
        return unknown(Reason.UNDECIDED)
    return FREE
