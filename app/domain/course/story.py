"""
How a finding came about: its moments in order, each only where it is known.

    1 May 2026    orders.0001_initial was recorded. users.0010 was not needed in v1.1.
    20 May 2026   users.0010 was written (c07d3aa).
    18 Jun 2026   9f2c41e added the dependency on users.0010 to orders.0001_initial.          *
    19 Jun 2026   v2.4 arrives on sandbox-3: blocked.                                         *

From the cause on, marked here with a star, it is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.course.beginning import Beginning
from app.domain.course.cause import Cause, deed_of
from app.domain.course.moves import Moves
from app.domain.course.stage import Arrival
from app.domain.drift import Drift
from app.domain.findings import VERDICT_WORDS, Code, Finding
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.provenance import Knowledge
from app.domain.provenance.blame import addition_of
from app.domain.provenance.code_history import ChangedPart, ChangeKind, Commit
from app.domain.provenance.knowledge import release_name
from app.domain.provenance.writers.fitting_releases import FittingReleases
from app.domain.release import Release
from app.domain.resolution import declare

MAX_MOMENTS = 8
"""No more moments are told: the first ones and the last."""


@dataclass(frozen=True, slots=True)
class StoryMoment:
    """
    One moment. `is_cause` marks what brought the finding: commits, else what arrived with it. `is_after` marks that and
    everything later.

    `keys` are the migrations that the sentence names.
    """

    at: datetime
    sentence: str
    keys: tuple[MigrationKey, ...] = ()
    commit: Commit | None = None
    is_cause: bool = False
    is_after: bool = False


def story(  # noqa: PLR0913 - all that tells of a finding
    drift: Drift,
    finding: Finding,
    knowledge: Knowledge,
    causes: Sequence[Cause],
    *,
    beginning: Beginning | None,
    moves: Moves,
    where: str,
) -> tuple[StoryMoment, ...]:
    """
    The moments of a finding, in order.

    `causes` are what is known of what brought it, `beginning` is when the environment `where` first showed it, and
    `moves` are the rows that came and went then.
    """
    commits = tuple(_commits(causes))
    arrivals = _arrival(drift, finding, beginning, moves, where)
    if any(moment.is_cause for moment in commits):
        arrivals = (replace(moment, is_cause=False) for moment in arrivals)
    told = [
        *_rows(drift, finding, knowledge),
        *_written(drift, finding, knowledge, causes),
        *commits,
        *arrivals,
    ]
    in_order = sorted(dict.fromkeys(told), key=lambda moment: moment.at)
    first_cause = next((number for number, moment in enumerate(in_order) if moment.is_cause), len(in_order))
    marked = [
        replace(moment, is_after=moment.is_after or number >= first_cause)
        for number, moment in enumerate(in_order)
    ]
    most = MAX_MOMENTS // 2
    return (*marked[:most], *marked[max(most, len(marked) - most) :])


def _rows(drift: Drift, finding: Finding, knowledge: Knowledge) -> Iterator[StoryMoment]:
    """When the migration that the finding is about was recorded, and what it did not need then."""
    rows = drift.history.rows_of(finding.subject)
    for number, row in enumerate(rows[:2]):
        if row.applied_at is not None:
            again = " again" if number else ""
            sentence = f"{finding.subject} was recorded{again}.{_need(drift, finding, knowledge, row)}"
            yield StoryMoment(row.applied_at, sentence, (finding.subject, *finding.related))


def _need(drift: Drift, finding: Finding, knowledge: Knowledge, row: Row) -> str:
    """` users.0010 was not needed in v1.1.`, where all releases that can have written the row did not."""
    if finding.code is not Code.MISSING_DEPENDENCY:
        return ""
    fitting = FittingReleases(drift.release, drift.history, knowledge).of(row)
    parent = finding.related[0]
    if not fitting or any(_needs(release, finding.subject, parent) for release in fitting):
        return ""
    return f" {parent} was not needed in {release_name(fitting[-1])}."


def _needs(release: Release, child: MigrationKey, parent: MigrationKey) -> bool:
    return parent in declare(release).graph.parents.get(child, frozenset())


def _written(
    drift: Drift, finding: Finding, knowledge: Knowledge, causes: Sequence[Cause]
) -> Iterator[StoryMoment]:
    """When a dependency that has no row was written."""
    if finding.code is not Code.MISSING_DEPENDENCY:
        return
    history = knowledge.history
    told = {cause.commit.id for cause in causes if cause.commit}
    for parent in finding.related:
        change = addition_of(history, parent, ChangedPart.FILE, within=history.commits_in(drift.release))
        if change is not None and change.kind is not ChangeKind.FOUND and change.commit not in told:
            commit = history.commits[change.commit]
            yield from _moment(commit, f"{parent} was written ({commit.short}).", (parent,))


def _commits(causes: Sequence[Cause]) -> Iterator[StoryMoment]:
    for cause in causes:
        if cause.commit is not None and cause.change is not None:
            sentence = f"{cause.commit.short} {deed_of(cause.change)}."
            yield from _moment(cause.commit, sentence, cause.keys, is_cause=cause.is_later)


def _moment(
    commit: Commit, sentence: str, keys: tuple[MigrationKey, ...], *, is_cause: bool = False
) -> Iterator[StoryMoment]:
    for at in commit.moments[:1]:
        yield StoryMoment(at, sentence, keys, commit, is_cause)


def _arrival(
    drift: Drift, finding: Finding, beginning: Beginning | None, moves: Moves, where: str
) -> Iterator[StoryMoment]:
    """When the environment first showed it."""
    if beginning is None or beginning.is_open:
        return
    word = VERDICT_WORDS[drift.verdict]
    keys = (finding.subject, *finding.related)
    match beginning.stage.arrival:
        case Arrival.RELEASE:
            sentence = f"{beginning.stage.placement.name} arrives on {where}. {word}."
        case Arrival.HISTORY:
            sentence = f"On {where} {moves.sentence or 'a row was edited'}. {word}."
            keys = (*keys, *moves.came, *moves.went)
        case _:
            sentence = f"{where} is looked at for the first time. {word}."
    is_cause = beginning.stage.arrival is not Arrival.FIRST
    yield StoryMoment(beginning.at, sentence, keys, is_cause=is_cause, is_after=True)
