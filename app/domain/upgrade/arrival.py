"""
One run of `migrate` of one release on the rows of one halt, and whether it arrives.

It *arrives* when all of this is so:

1. Django runs it, in every run alike: no error, no matter of chance, nothing that could not be read.
2. Nothing runs anew whose work is there: no app starts anew, no renamed or squashed migration runs once more.
3. Afterwards Django's loader has nothing to run, and every migration of its graph counts as applied.
4. Nothing was passed over: no squash has stepped aside for a file that is gone and has no row.
5. Each row is of the file that bears its name in the release, as far as it is known which file wrote it.
6. It has no row of a newer release, and the path wrote none that the release does not know.

Rows that were there before and that no known release explains, rows that are there twice, files of which nobody knows
whether they wrote their rows, and files whose operations were edited in place do not hinder: they are said (`mind`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.difference.contents import differs, differs_in_place
from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution.squash import resolutions
from app.domain.upgrade.halt import Halt
from app.domain.upgrade.obstacle import KIND_OF_CODE, Obstacle, ObstacleKind
from app.domain.ways import Situation
from app.domain.ways.simulation import with_outcome

OF_A_FILE = frozenset({Code.REUSED_NAME, Code.EDITED, Code.EDITED_IN_PLACE, Code.DOUBTFUL_ROW})
"""The codes that say of a row that another file wrote it."""

BEFORE_THE_RUN = frozenset(code for code, kind in KIND_OF_CODE.items() if kind is ObstacleKind.RUNS_AGAIN)
"""The codes of what is looked for before the run: afterwards it has a row, and looks well."""

MINDED = frozenset(
    {Code.UNKNOWN, Code.DUPLICATE, Code.ONLY_MAKEMIGRATIONS, Code.EDITED_IN_PLACE, Code.DOUBTFUL_ROW}
)
"""The codes of what does not hinder an arrival, and is said."""


@dataclass(frozen=True, eq=False)
class Arrival:
    """
    What a run does: the migrations of its plan in order, the rows after it, and the obstacle; None where it arrives.

    `mind` are the findings that stay and do not hinder. Where Django refuses, `plan` is empty and `after` is the halt
    before.
    """

    plan: tuple[MigrationKey, ...]
    after: Halt
    obstacle: Obstacle | None = None
    mind: tuple[Finding, ...] = ()

    @property
    def arrives(self) -> bool:
        return self.obstacle is None


def arrival_at(situation: Situation, release: Release, halt: Halt) -> Arrival:
    """The run of `migrate` without arguments, of one release, on the rows of a halt."""
    before = situation.judged(release, halt.history)
    hindrance = _before(before)
    if hindrance is not None:
        return Arrival((), halt, hindrance)
    plan = before.outcome.plan or ()
    history = with_outcome(halt.history, release, before.outcome)
    if history.rows == halt.history.rows:
        after, drift = halt, before
    else:
        # What ran, and the squashes whose rows are written without a run.
        new = {*plan, *(history.recorded - halt.history.recorded)}.intersection(release.migrations)
        written = {**halt.written, **{key: release.migrations[key] for key in new}}
        after, drift = Halt(history, halt.start, written), situation.judged(release, history)
    findings = tuple(_told(drift, after))
    hindrance = _after(situation, drift, findings) or _rows(release, halt, after, findings)
    return Arrival(plan, after, hindrance, tuple(each for each in findings if each.code in MINDED))


def _before(drift: Drift) -> Obstacle | None:
    """What hinders the run, or would make it do what was done."""
    doubt = _doubt(drift)
    if doubt is not None:
        return doubt
    if drift.outcome.refuses:
        return _refusal(drift)
    again = tuple(each for each in drift.findings if each.code in BEFORE_THE_RUN)
    return Obstacle(ObstacleKind.RUNS_AGAIN, again) if again and drift.outcome.plan else None


def _refusal(drift: Drift) -> Obstacle:
    blocking = tuple(each for each in drift.findings if each.code.severity is Severity.BLOCKING)
    return Obstacle(ObstacleKind.REFUSED, blocking)


def _doubt(drift: Drift) -> Obstacle | None:
    """Why nobody can tell what a run does; None where it is known."""
    if not drift.is_outcome_certain:
        return Obstacle(ObstacleKind.UNREADABLE, text=f"{drift.release.unreadable[0]}.")
    outcomes = drift.outcome.alternatives
    if outcomes and not all(each.refuses for each in outcomes):
        return Obstacle(ObstacleKind.CHANCE)
    if drift.undecided and not drift.outcome.refuses:
        return Obstacle(ObstacleKind.UNDECIDED, keys=drift.undecided[0])
    return None


def _told(drift: Drift, halt: Halt) -> Iterator[Finding]:
    """Yield the findings, without those that guess which file wrote a row where a step of the path wrote it."""
    for finding in drift.findings:
        if finding.code not in OF_A_FILE or finding.subject not in halt.written:
            yield finding


def _after(situation: Situation, drift: Drift, findings: tuple[Finding, ...]) -> Obstacle | None:
    """What Django would say after the run, or would not say though it passed over something."""
    doubt = _doubt(drift)
    if doubt is not None:
        return doubt
    if drift.outcome.refuses:
        return _refusal(drift)
    trouble = [
        each for each in findings if each.code.severity is Severity.TROUBLE and each.code not in MINDED
    ]
    if trouble:
        worst = KIND_OF_CODE[trouble[0].code]
        return Obstacle(worst, tuple(each for each in trouble if KIND_OF_CODE[each.code] is worst))
    left = set(drift.outcome.plan or ()).union(*_not_applied(situation, drift))
    if left:
        return Obstacle(ObstacleKind.SKIPPED, keys=tuple(sorted(left)))
    return Obstacle(ObstacleKind.AHEAD) if drift.leads else None


def _not_applied(situation: Situation, drift: Drift) -> Iterator[frozenset[MigrationKey]]:
    """Yield what does not count as applied, for each graph to which Django could come."""
    apps = situation.apps
    for resolution in resolutions(drift.release, drift.history.recorded):
        left = resolution.graph.declared - resolution.applied
        yield left if apps is None else frozenset(key for key in left if key.app_label in apps)


def _rows(release: Release, before: Halt, after: Halt, findings: tuple[Finding, ...]) -> Obstacle | None:
    """What the path itself has done to the rows that the release does not have so."""
    changed = tuple(sorted(_changed(release, before)))
    if changed:
        return Obstacle(ObstacleKind.CHANGED, keys=changed)
    strange = tuple(
        each for each in findings if each.code is Code.UNKNOWN and each.subject not in after.start
    )
    return Obstacle(ObstacleKind.STRANGE, strange) if strange else None


def _changed(release: Release, halt: Halt) -> Iterator[MigrationKey]:
    """Yield the rows that steps before wrote by files that do something else in this release."""
    for key, file in halt.written.items():
        now = release.migrations.get(key)
        is_edited = now is not None and now.operations != file.operations
        if now is not None and is_edited and differs(file, now) and not differs_in_place(file, now):
            yield key
