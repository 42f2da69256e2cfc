"""When the verdict of an environment changed, from its histories and the releases that it was held against."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.events.fortnight import Judge, SeenHistory
from app.domain.events.placements import Placements
from app.domain.findings import Verdict
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.label import Label


@dataclass(frozen=True, slots=True)
class VerdictStep:
    """
    The verdict of one environment changed at `at`: from and to a verdict, held against a release before and after.

    `histories` are those of one table, before and after: of one that changed then, else of the worst.
    """

    at: datetime
    before: Verdict
    after: Verdict
    releases: tuple[Label | None, Label | None]
    histories: tuple[SeenHistory, SeenHistory]


@dataclass(frozen=True, slots=True)
class Absence:
    """A table that was not there any more, and counts for nothing; `until` is None while that lasts."""

    table: int
    since: datetime
    until: datetime | None


def verdict_steps(
    seen: Iterable[SeenHistory], placements: Placements, absences: Iterable[Absence], judge: Judge
) -> tuple[VerdictStep, ...]:
    """
    The changes of the verdict, oldest first: each environment is as bad as its worst table.

    The work is that of the histories, and of the tables for each change of the release.
    """
    return tuple(_steps(_by_moment(seen, placements, absences), placements, judge))


_Moment = tuple[list[SeenHistory], list[int], list[int]]
"""What came at one moment: histories, tables that went, tables that are there again."""


def _by_moment(
    seen: Iterable[SeenHistory], placements: Placements, absences: Iterable[Absence]
) -> dict[datetime, _Moment]:
    found: dict[datetime, _Moment] = {moment: ([], [], []) for moment in placements.moments}
    for history in seen:
        found.setdefault(history.start, ([], [], []))[0].append(history)
    for absence in absences:
        found.setdefault(absence.since, ([], [], []))[1].append(absence.table)
        if absence.until is not None:
            found.setdefault(absence.until, ([], [], []))[2].append(absence.table)
    return dict(sorted(found.items()))


def _steps(moments: dict[datetime, _Moment], placements: Placements, judge: Judge) -> Iterator[VerdictStep]:
    histories: dict[int, SeenHistory] = {}
    away: set[int] = set()
    verdicts: dict[int, Verdict] = {}
    counts: Counter[Verdict] = Counter()
    release: Label | None = None
    worst: Verdict | None = None
    for at, (new, went, again) in moments.items():
        before = {history.table: histories[history.table] for history in new if history.table in histories}
        old_release = release
        histories.update((history.table, history) for history in new)
        away = (away | set(went)) - set(again)
        release = placements.at(at)
        is_other = _fingerprint(release) != _fingerprint(old_release)
        changed = set(histories) if is_other else {history.table for history in new} | set(went) | set(again)
        for table in changed & set(histories):
            old = verdicts.pop(table, None)
            if old is not None:
                counts[old] -= 1
            verdict = None if release is None or table in away else judge(histories[table], release)
            if verdict is not None:
                verdicts[table] = verdict
                counts[verdict] += 1
        previous, worst = worst, min(+counts, key=lambda each: VERDICT_ORDER[each], default=None)
        if previous is None or worst is None or previous is worst:
            continue
        table = _table(new, verdicts, worst)
        pair = (before.get(table, histories[table]), histories[table])
        yield VerdictStep(at, previous, worst, (old_release, release), pair)


def _fingerprint(release: Label | None) -> str | None:
    return None if release is None else release.fingerprint


def _table(new: Iterable[SeenHistory], verdicts: dict[int, Verdict], worst: Verdict) -> int:
    """One that changed, the worst first; else the worst."""
    changed = {history.table for history in new} & set(verdicts)
    return min(changed or verdicts, key=lambda table: (verdicts[table] is not worst, table))
