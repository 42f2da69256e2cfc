"""The rows that are missing: all that must be recorded so that Django finds what it looks for."""

from collections.abc import Iterable, Sequence

from app.domain.drift import Drift, compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.origin import possible_origins
from app.domain.resolution import declare
from app.domain.ways.planners.rows import new_rows
from app.domain.ways.simulation import with_change
from app.domain.ways.way import RowChange, Situation


def rows_to_record(
    situation: Situation, findings: Sequence[Finding], *, first: tuple[MigrationKey, ...] = ()
) -> tuple[MigrationKey, ...]:
    """
    The keys without a row that must have one, so that none of the findings is left, in the order in which they run.

    `first` are keys that are wanted in any case. A row that is put in needs its own dependencies, and can change what a
    squash stands for; so this goes on in rounds.
    """
    subjects = {finding.subject for finding in findings}
    history, drift = situation.history, situation.drift
    keys: dict[MigrationKey, None] = {}
    wanted = first or _wanted(drift, subjects)
    while wanted:  # each round has keys that had no row, so it ends
        keys |= dict.fromkeys(wanted)
        history = with_change(history, RowChange(put=new_rows(wanted)))
        drift = compare(situation.release, history, alias=situation.alias)
        wanted = _wanted(drift, subjects.union(keys))
    place = {key: n for n, key in enumerate(declare(situation.release).graph.topological_order)}
    return tuple(sorted(keys, key=lambda key: place.get(key, -1)))


def _wanted(drift: Drift, subjects: set[MigrationKey]) -> tuple[MigrationKey, ...]:
    """What the missing dependencies of these subjects lack, without repetition."""
    wanted: dict[MigrationKey, None] = {}
    for finding in drift.findings:
        if finding.code is Code.MISSING_DEPENDENCY and finding.subject in subjects:
            wanted |= dict.fromkeys(circumstances_of(drift, finding).missing or finding.related)
    return tuple(wanted)


def ran_otherwise(situation: Situation, findings: Iterable[Finding]) -> bool:
    """
    Whether a row without a file tells that a missing dependency ran: under a former name, or as what a squash replaced.

    To run it once more would meet what it has made.
    """
    missing = {parent for finding in findings for parent in finding.related}
    apps = {parent.app_label for parent in missing}
    knowledge, release = situation.knowledge, situation.release
    return any(
        origin.other in missing
        for key in sorted(situation.history.recorded - release.migrations.keys())
        if key.app_label in apps
        for origin in possible_origins(knowledge.history, key, release, knowledge.releases)
    )
