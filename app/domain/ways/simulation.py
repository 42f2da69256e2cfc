"""
What is recorded after each step of a way.

A script changes rows as it says, a run of `migrate` as Django would (`app.domain.outcome`), an edit the release.
"""

from collections.abc import Iterable
from dataclasses import replace
from shlex import quote

from app.domain.english import count, listed
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome, migrate
from app.domain.outcome.commands import MigrateArguments
from app.domain.outcome.recorder import rows_after
from app.domain.release import Release
from app.domain.table_location import DEFAULT_ALIAS
from app.domain.ways.way import Moment, RowChange, Run, Step, StepKind, name_of

LATER = "9000-01-01 00:00:00+00:00"
"""The time of every row that a way writes: a simulation has no clock, and all that is known comes before it."""

MAX_COMMANDS = 100
"""A way has at most so many commands one after another: each is tried on all rows."""

MOST_NAMES = 12
"""A plan names this many migrations and counts the others."""


def with_change(history: History, change: RowChange) -> History:
    """The history after a script. A row that is put in without a time gets that of all rows to come."""
    taken = {row for row in change.taken if row.id is not None}
    taken_keys = {row.key for row in change.taken if row.id is None}
    rows = [row for row in history.rows if row not in taken and row.key not in taken_keys]
    rows += _placed(history, change.put)
    if any(row.id is not None for row in change.put):
        rows.sort(key=lambda row: row.id or 0)
    return History(tuple(rows))


def _placed(history: History, put: Iterable[Row]) -> list[Row]:
    """The rows with ids after all others, where they have none and all others have one."""
    ids = [row.id for row in history.rows]
    next_id = None if None in ids else max((id_ for id_ in ids if id_ is not None), default=0) + 1
    placed: list[Row] = []
    for row in put:
        placed.append(Row(row.key, row.applied or LATER, next_id if row.id is None else row.id))
        if row.id is None and next_id is not None:
            next_id += 1
    return placed


def with_run(history: History, run: Run, alias: str) -> tuple[Outcome, History]:
    """What a run of `migrate` does, and what is recorded after it. Where it refuses, or stops, nothing is."""
    outcome = migrate(run.release, history, run.arguments, alias=alias)
    return outcome, with_outcome(history, run.release, outcome)


def with_outcome(history: History, release: Release, outcome: Outcome) -> History:
    """What is recorded once a run has done what its outcome says. Where that refuses, or stops, nothing changes."""
    after = rows_after(release, history, outcome)
    if outcome.plan is None or after.stop:
        return history
    new = tuple(sorted(after.finished_squashes))
    if outcome.backwards:
        kept = set(after.rows)
        history = History(tuple(row for row in history.rows if row.key in kept))
    else:
        new = (*after.rows[len(history.rows) :], *new)
    return with_change(history, RowChange(put=tuple(Row(key, "") for key in new)))


def walk(start: Moment, steps: Iterable[Step], alias: str) -> tuple[tuple[Step, ...], Moment] | None:
    """
    The steps with the rows that each finds and what to expect, and where they lead.

    None where Django refuses a command, stops half-way, or finds nothing to do.
    """
    moment, done = start, []
    for step in steps:
        before, expect, text, change = moment.history, step.expect, step.text, step.change
        if change:
            change = _nameable(change)
            moment = Moment(moment.release, with_change(before, change))
        elif step.run:
            outcome, history = with_run(before, step.run, alias)
            if history.rows == before.rows:
                return None
            expect = expect or _expectation(outcome, step.run)
            text = typed(step.run, alias)
            moment = Moment(moment.release, history)
        elif step.edited:
            moment = Moment(step.edited, before)
        done.append(replace(step, text=text, expect=expect, change=change, before=before))
    return tuple(done), moment


def _nameable(change: RowChange) -> RowChange:
    """The change with the rows that earlier steps have put in named by their keys: nobody knows their ids yet."""
    taken = (Row(row.key, "") if row.applied == LATER else row for row in change.taken)
    return replace(change, taken=tuple(dict.fromkeys(taken)))


def _expectation(outcome: Outcome, run: Run) -> str:
    plan = outcome.plan or ()
    if not plan:
        return "Django has nothing to run, and records the squash."
    if run.is_fake_initial:
        text = "records the first migrations of which the tables are there, and runs the others"
        return f"Django {text}: {count(len(plan), 'migration')} in all."
    verb = "records, without running it," if run.is_fake else "unapplies" if outcome.backwards else "runs"
    return f"Django {verb} {count(len(plan), 'migration')}: {listed(plan, MOST_NAMES)}."


def command(release: Release, *words: str, is_fake: bool = False, is_fake_initial: bool = False) -> Step:
    """The step of a run of `migrate` with these arguments: nothing, an app, or an app and a name."""
    run = Run(release, MigrateArguments(*words), is_fake, is_fake_initial)
    return Step(StepKind.COMMAND, typed(run, DEFAULT_ALIAS), release=name_of(release), run=run)


def typed(run: Run, alias: str) -> str:
    """What is typed for a run on the database of this alias."""
    options = ["--fake"] if run.is_fake else ["--fake-initial"] if run.is_fake_initial else []
    options += ["--database", quote(alias)] if alias != DEFAULT_ALIAS else []
    words = (word for word in (run.arguments.app_label, run.arguments.name) if word is not None)
    return " ".join(["python manage.py migrate", *options, *map(quote, words)])


def commands_to(
    release: Release, history: History, keys: Iterable[MigrationKey], alias: str
) -> tuple[Step, ...] | None:
    """
    The commands that run these migrations one after another, without those that another has run.

    None where Django refuses one, or where they are more than a way may have.
    """
    steps: list[Step] = []
    for key in keys:
        if key not in history.recorded:
            if len(steps) == MAX_COMMANDS:
                return None
            outcome, history = with_run(history, Run(release, MigrateArguments(*key)), alias)
            if outcome.plan is None or outcome.backwards:
                return None
            steps.append(command(release, *key))
    return tuple(steps)
