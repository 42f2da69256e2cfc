"""The life of each squash of a release over all environments, and whether its gates are open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.findings import Code
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.squashes.gates import (
    FREE,
    REASON_ORDER,
    Effect,
    First,
    Gate,
    GateAnswer,
    Hold,
    Reason,
    unknown,
)
from app.domain.squashes.phase import PHASE_ORDER, Phase
from app.domain.squashes.rows import Reader, Reading, TableRows
from app.domain.squashes.squash import Squash, squashes_of

Slugs = tuple[str, ...]

FOR_WANT_OF_FILES = frozenset({Reason.SKIPPED, Reason.LEFT_BEHIND, Reason.STILL_REPLACED, Reason.OTHER_ROWS})
"""Reasons that say that files are gone. They are not certain while a part of the release could not be read."""

FIRST_WITH_PRUNE = (4, 1)
"""The first version of Django that has `migrate --prune`."""

ROWS_LIE_ELSEWHERE = frozenset({Code.TABLES_WITHOUT_ROWS, Code.TABLE_ELSEWHERE})
"""Findings that say of a table that it does not tell what was run."""

Readings = Sequence[tuple[str, Sequence[tuple[str, Reading]]]]
"""Of each environment what the rows of each of its tables say of one squash; with the alias of its database."""

UNSEEN = Reading(None, dict.fromkeys(Gate, unknown(Reason.UNSEEN)))
NO_ROWS = Reading(None, dict.fromkeys(Gate, unknown(Reason.NO_ROWS)))


@dataclass(frozen=True, slots=True)
class GateLife:
    """
    One gate of one squash over all environments.

    `first` is what counts whatever the environments are. `held` are the environments that hold it shut, of a passed
    gate those that it hurt, and `unknown` those of which nobody can tell: by reason, the worst first. `due` are those
    in which there are rows to prune, in the databases `aliases`. `rows` are what `--prune` would delete beside the rows
    of squashes. Environments and keys are sorted.
    """

    gate: Gate
    answer: GateAnswer
    first: tuple[First, ...] = ()
    held: Mapping[Reason, Slugs] = field(default_factory=dict)
    unknown: Mapping[Reason, Slugs] = field(default_factory=dict)
    due: Slugs = ()
    aliases: Slugs = ()
    rows: tuple[MigrationKey, ...] = ()

    @property
    def is_hurt(self) -> bool:
        """Whether something was taken away too early."""
        return self.answer is GateAnswer.PASSED and bool(self.held)


@dataclass(frozen=True, eq=False)
class SquashLife:
    """
    One squash of a release over all environments.

    `phases` has the environments of each phase, `untold` those that were seen and whose phase nobody can tell, and
    `unseen` those that were not seen lately. An environment of several tables has the phase of its worst one.
    """

    squash: Squash
    phases: Mapping[Phase, Slugs]
    untold: Slugs
    unseen: Slugs
    gates: tuple[GateLife, ...]

    @cached_property
    def next_gate(self) -> GateLife | None:
        """The first gate that is not passed; None when its life is over."""
        return next((gate for gate in self.gates if gate.answer is not GateAnswer.PASSED), None)

    @property
    def hurt(self) -> GateLife | None:
        """The first gate that was passed too early; None if none was."""
        return next((gate for gate in self.gates if gate.is_hurt), None)

    def gate(self, gate: Gate) -> GateLife:
        """One of the three."""
        return next(each for each in self.gates if each.gate is gate)


def lives(
    release: Release, sightings: Iterable[Sighting], *, known: Sequence[Release] = ()
) -> tuple[SquashLife, ...]:
    """
    Return the life of every squash of a release, sorted by key.

    `sightings` are those of all environments, compared with this release. `known` are other releases of the project,
    oldest first: what has `replaces` there was a squash. Linear in the squashes times the different rows that they
    have, and times the environments.
    """
    squashes = squashes_of(release, known)
    reader = Reader(release, squashes)
    read: dict[TableRows, tuple[Reading, ...]] = {}
    by_environment: list[tuple[str, list[tuple[str, tuple[Reading, ...]]]]] = []
    for sighting in sorted(sightings, key=lambda each: each.environment) if squashes else ():
        parts = [
            (part.location.alias, _readings(reader, part, read)) for part in sighting.parts or (sighting,)
        ]
        by_environment.append((sighting.environment, parts))
    return tuple(
        _life(
            release,
            squash,
            [(slug, [(alias, each[index]) for alias, each in parts]) for slug, parts in by_environment],
        )
        for index, squash in enumerate(squashes)
    )


def _readings(
    reader: Reader, part: Sighting, read: dict[TableRows, tuple[Reading, ...]]
) -> tuple[Reading, ...]:
    drift = part.drift
    if drift is None or part.failure is not None or part.stale:
        return (UNSEEN,) * len(reader.squashes)
    if any(finding.code in ROWS_LIE_ELSEWHERE for finding in drift.findings):
        return (NO_ROWS,) * len(reader.squashes)
    outcome = drift.outcome
    refuses = None if outcome.refuses_by_chance else outcome.refuses
    rows = reader.rows_of(drift.history.recorded, refuses=refuses)
    found = read.get(rows)
    if found is None:
        found = read[rows] = reader.readings(rows)
    return found


def _life(release: Release, squash: Squash, readings: Readings) -> SquashLife:
    phases: dict[Phase, list[str]] = {}
    untold: list[str] = []
    unseen: list[str] = []
    for slug, parts in readings:
        told = [part.phase for _, part in parts if part.phase is not None]
        if told:
            phases.setdefault(min(told, key=PHASE_ORDER.__getitem__), []).append(slug)
        elif any(part is UNSEEN for _, part in parts):
            unseen.append(slug)
        else:
            untold.append(slug)
    return SquashLife(
        squash,
        {phase: tuple(phases[phase]) for phase in Phase if phase in phases},
        tuple(untold),
        tuple(unseen),
        tuple(_gate(release, squash, gate, readings) for gate in Gate),
    )


def _gate(release: Release, squash: Squash, gate: Gate, readings: Readings) -> GateLife:
    if gate is Gate.ROWS and squash.has_replaces:
        return GateLife(gate, GateAnswer.SHUT, (First.REPLACES_IN,))
    holds = {slug: _worst(part.gates.get(gate, FREE) for _, part in parts) for slug, parts in readings}
    held = _by_reason(holds, Effect.HOLDS)
    if release.unreadable:
        held = {reason: slugs for reason, slugs in held.items() if reason not in FOR_WANT_OF_FILES}
    not_known = _by_reason(holds, Effect.UNKNOWN)
    due = [(slug, parts) for slug, parts in readings if _has_residue(gate, parts) and holds[slug] is FREE]
    passed = _is_passed(squash, gate) or (
        gate is Gate.ROWS and bool(readings) and not (held or not_known or due)
    )
    first = tuple(_first(release, squash, gate, readings, has_rows=bool(held or due)))
    if passed:
        answer = (
            GateAnswer.NOT_KNOWN if release.unreadable and gate is not Gate.REPLACES else GateAnswer.PASSED
        )
        first = () if answer is GateAnswer.PASSED else (First.UNREADABLE,)
    elif held or First.NO_PRUNE in first or First.EDGES_LOST in first:
        answer = GateAnswer.SHUT
    else:
        answer = GateAnswer.NOT_KNOWN if not_known or first else GateAnswer.OPEN
    return GateLife(
        gate,
        answer,
        first,
        held,
        not_known,
        tuple(slug for slug, _ in due),
        tuple(sorted({alias for _, parts in due for alias, part in parts if part.phase is Phase.RESIDUE})),
        tuple(sorted({key for hold in holds.values() for key in hold.rows})),
    )


def _is_passed(squash: Squash, gate: Gate) -> bool:
    if gate is Gate.FILES:
        return not squash.files
    return gate is Gate.REPLACES and not squash.has_replaces


def _has_residue(gate: Gate, parts: Sequence[tuple[str, Reading]]) -> bool:
    """Whether there are rows to prune in an environment."""
    return gate is Gate.ROWS and any(part.phase is Phase.RESIDUE for _, part in parts)


def _first(
    release: Release, squash: Squash, gate: Gate, readings: Readings, *, has_rows: bool
) -> Iterable[First]:
    if gate is Gate.ROWS and has_rows and release.version < FIRST_WITH_PRUNE:
        yield First.NO_PRUNE
    if gate is not Gate.ROWS and squash.lost:
        yield First.EDGES_LOST
    if gate is not Gate.ROWS and squash.overlapping:
        yield First.OVERLAP
    if release.unreadable:
        yield First.UNREADABLE
    if not readings:
        yield First.NO_ENVIRONMENT


def _worst(holds: Iterable[Hold]) -> Hold:
    return max(
        holds, key=lambda hold: (hold.effect is Effect.HOLDS, hold.effect is Effect.UNKNOWN, -_place(hold))
    )


def _place(hold: Hold) -> int:
    return len(REASON_ORDER) if hold.reason is None else REASON_ORDER[hold.reason]


def _by_reason(holds: Mapping[str, Hold], effect: Effect) -> Mapping[Reason, Slugs]:
    """The environments with this effect by its reason, the worst reason first."""
    found: dict[Reason, list[str]] = {}
    for slug in sorted(holds):
        hold = holds[slug]
        if hold.effect is effect and hold.reason is not None:
            found.setdefault(hold.reason, []).append(slug)
    return {reason: tuple(found[reason]) for reason in Reason if reason in found}
