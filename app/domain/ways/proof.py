"""
What a way promises, and its steps back.

A way is proven when every step can be done, what it answers is gone after the last, and nothing blocks that did not
block before. Its undo is proven likewise: the steps back lead to the very rows that it started from. Where none do, the
way begins with a backup.
"""

from collections.abc import Iterable, Iterator

from app.domain.drift import Drift
from app.domain.english import listed
from app.domain.findings import Code, Finding, Severity
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import ZERO
from app.domain.resolution import resolve
from app.domain.ways.simulation import MAX_COMMANDS, MOST_NAMES, command, commands_to, walk, with_run
from app.domain.ways.tenants import placed
from app.domain.ways.way import Draft, Moment, Promise, ProvenWay, RowChange, Run, Situation, Step, StepKind

BACKUP = Step(StepKind.CHECK, "Take a backup of this database first: no command leads back from here.")
RESTORE = Step(StepKind.CHECK, "Restore the backup.")


def proven(situation: Situation, draft: Draft) -> ProvenWay | None:
    """The way with its promise, or None where it cannot be followed here or does not end as it says."""
    walked = walk(Moment(situation.release, situation.history), draft.steps, situation.alias)
    if walked is None:
        return None
    steps, end = walked
    drift = situation.judged(end.release, end.history)
    if not _keeps_its_word(situation.drift, drift, draft.findings):
        return None
    undo = _undo(situation, steps, end)
    steps = placed(steps, situation)
    return ProvenWay(
        draft.id,
        draft.title,
        draft.fits_when,
        draft.findings,
        steps if undo is not None else (BACKUP, *steps),
        draft.risk,
        draft.loses,
        undo=(RESTORE,) if undo is None else placed(undo, situation),
        after=promise_of(drift),
        end=end,
    )


def first_proven(situation: Situation, drafts: Iterable[Draft]) -> ProvenWay | None:
    """The first of these ways that can be followed here and ends as it says; None where none does."""
    return next((way for draft in drafts if (way := proven(situation, draft))), None)


def promise_of(drift: Drift) -> Promise:
    """What a way that leads to this comparison promises."""
    left = tuple(finding for finding in drift.findings if finding.code.severity is not Severity.INFORMATION)
    codes = tuple(sorted({finding.code for finding in left}))
    return Promise(drift.verdict, len(drift.outcome.plan or ()), codes, left)


def blocking(drift: Drift) -> tuple[Finding, ...]:
    """The findings for which Django refuses."""
    return tuple(finding for finding in drift.findings if finding.code.severity is Severity.BLOCKING)


def _keeps_its_word(before: Drift, after: Drift, answered: Iterable[Finding]) -> bool:
    """Whether what is answered is gone, nothing blocks that did not block before, and chance decides nothing."""
    left = _subjects(after.findings)
    is_worse = after.outcome.refuses and not before.outcome.refuses
    if is_worse or after.outcome.alternatives or not left.isdisjoint(_subjects(answered)):
        return False
    return _subjects(blocking(after)) <= _subjects(blocking(before))


def _subjects(findings: Iterable[Finding]) -> set[tuple[Code, MigrationKey]]:
    return {(finding.code, finding.subject) for finding in findings}


def _undo(situation: Situation, steps: tuple[Step, ...], end: Moment) -> tuple[Step, ...] | None:
    """The steps back, the last one first; None where none lead back to the keys recorded, or something was dropped."""
    if any(step.change and step.change.is_dropping for step in steps):
        return None
    moment, back = end, list[Step]()
    for step in reversed(steps):
        walked = walk(moment, _back(step, moment, situation), situation.alias)
        if walked is None:
            return None
        back += walked[0]
        moment = walked[1]
    return tuple(back) if _keys(moment.history) == _keys(situation.history) else None


def _keys(history: History) -> list[MigrationKey]:
    return sorted(row.key for row in history.rows)


def _back(step: Step, moment: Moment, situation: Situation) -> Iterator[Step]:
    """The steps that undo one step, as far as there are such."""
    if step.change:
        put = tuple(Row(row.key, row.applied) for row in step.change.put)
        change = RowChange(taken=put, put=step.change.taken)
        yield Step(StepKind.SQL, _words_back(step.change), change=change)
    elif step.run and step.before:
        yield from _run_back(step.run, step.before, moment.history, situation.alias)
    elif step.edited:
        yield Step(StepKind.CODE, "Take the edit back, wherever it went.", edited=situation.release)


def _words_back(change: RowChange) -> str:
    put, taken = (
        listed(dict.fromkeys(row.key for row in rows), MOST_NAMES) for rows in (change.put, change.taken)
    )
    texts = [f"Take out what the way put in: {put}."] if put else []
    texts += [f"Put back, with ids and times, what it took out: {taken}."] if taken else []
    return " ".join(texts)


def _run_back(run: Run, before: History, after: History, alias: str) -> Iterator[Step]:
    """The commands that unapply what a run applied, app by app, the last first; or that apply what it unapplied."""
    applied_again = list(before.recorded - after.recorded)
    graph = resolve(run.release, after.recorded).graph
    if applied_again:
        order = {key: position for position, key in enumerate(graph.topological_order)}
        applied_again.sort(key=lambda key: order.get(key, -1))
        yield from commands_to(run.release, after, applied_again, alias) or ()
        return
    history = after
    firsts: dict[str, MigrationKey] = {}
    lasts: dict[str, None] = {}
    for key in (row.key for row in after.rows if row.key not in before.recorded):
        firsts.setdefault(key.app_label, key)
        lasts.pop(key.app_label, None)
        lasts[key.app_label] = None
    for app_label in list(reversed(lasts))[:MAX_COMMANDS]:
        first = firsts[app_label]
        if first in history.recorded:
            parents = [key for key in graph.parents.get(first, ()) if key.app_label == app_label]
            step = command(
                run.release, app_label, max(parents).name if parents else ZERO, is_fake=run.is_fake
            )
            yield step
            history = with_run(history, step.run, alias)[1] if step.run else history
