"""
A way out: the situation that it starts from, its steps in order, and what it promises.

Every step that changes something says what it changes: rows, by a script; rows, by a run of `migrate`; files. So a way
can be simulated before anyone follows it.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from app.domain.drift import Drift, compare
from app.domain.drift.app_limits import limited_to
from app.domain.findings import Code, Finding, Verdict
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import MIGRATE_ALL, MigrateArguments
from app.domain.provenance import NO_KNOWLEDGE, Knowledge, with_knowledge
from app.domain.release import Release
from app.domain.schema import TableName
from app.domain.ways.traces import Traces


@dataclass(frozen=True, eq=False)
class Situation:
    """
    A release, the history that is held against it, and the releases that can be checked out, oldest first.

    `knowledge` is what is known of the code beside them: it tells the findings of rows that another file wrote, and
    what each way leaves of them. `apps` are the labels of the apps that live in this database, None for all.
    `schema` is the one that has the table, where the database has many; `search_path` what the URL says instead.
    """

    release: Release
    history: History
    known: tuple[Release, ...] = ()
    alias: str = "default"
    knowledge: Knowledge = NO_KNOWLEDGE
    apps: AbstractSet[str] | None = None
    schema: str = ""
    search_path: tuple[str, ...] = ()

    @property
    def schemas(self) -> tuple[str, ...]:
        """The schemas in which a script must work, in the order in which they are searched; none: it need not care."""
        return (self.schema,) if self.schema else self.search_path

    @cached_property
    def drift(self) -> Drift:
        """The comparison that the ways start from."""
        return self.judged(self.release, self.history)

    def judged(self, release: Release, history: History) -> Drift:
        """What a comparison says of another release and history, by what is known here."""
        drift = with_knowledge(compare(release, history, alias=self.alias), self.knowledge)
        return drift if self.apps is None else limited_to(drift, self.apps)

    def at(self, release: Release, history: History | None = None) -> "Situation":
        """The same database with another release, and with other rows."""
        return replace(self, release=release, history=self.history if history is None else history)

    @cached_property
    def others(self) -> Sequence[Release]:
        """The known releases that are not this one, the newest first."""
        by_fingerprint = {release.fingerprint: release for release in self.known}
        by_fingerprint.pop(self.release.fingerprint, None)
        return tuple(reversed(by_fingerprint.values()))


def name_of(release: Release) -> str:
    """What people check out: the label, else the commit, else the fingerprint of the release."""
    return release.label or (release.commit or release.fingerprint)[:12]


class StepKind(StrEnum):
    """What a person does in one step: look, run SQL, type a command, edit a file."""

    CHECK = "check"
    SQL = "sql"
    COMMAND = "command"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class RowChange:
    """
    The rows that a script takes out and those that it puts in.

    A row that is taken out without an id stands for every row of its key. One that is put in without an id gets one
    from the database, one without a time gets the moment of the script.
    `dropped_tables` and `dropped_columns` (table and column) go in the same script.
    """

    taken: tuple[Row, ...] = ()
    put: tuple[Row, ...] = ()
    dropped_tables: tuple[TableName, ...] = ()
    dropped_columns: tuple[tuple[TableName, str], ...] = ()

    @property
    def is_dropping(self) -> bool:
        """Whether a table or a column goes, which no script brings back."""
        return bool(self.dropped_tables or self.dropped_columns)


@dataclass(frozen=True, eq=False)
class Run:
    """
    A run of `manage.py migrate` on a release that is checked out. A fake run records and runs nothing.

    With `is_fake_initial` only the first migrations are recorded so, those of which the tables are there.
    """

    release: Release
    arguments: MigrateArguments = MIGRATE_ALL
    is_fake: bool = False
    is_fake_initial: bool = False


@dataclass(frozen=True, eq=False)
class Step:
    """
    One step of a way. `text` is what to do: a sentence, or a command for a shell; of SQL, what its script does.

    `release` names what must be checked out, `expect` says what then happens. `before` are the rows that the step
    finds; the simulation fills it in. `edited` is the release after an edit. `traces` are what a check looks for in the
    schema, `schemas` where it looks, and where a script works.
    """

    kind: StepKind
    text: str
    expect: str = ""
    release: str | None = None
    change: RowChange | None = None
    run: Run | None = None
    edited: Release | None = None
    before: History | None = field(default=None, repr=False)
    traces: Traces | None = field(default=None, repr=False)
    schemas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a comparison says after the last step: the verdict, how many are to run, and what is left that weighs."""

    verdict: Verdict
    to_run: int
    codes: tuple[Code, ...] = ()
    left: tuple[Finding, ...] = field(default=(), compare=False)


@dataclass(frozen=True, eq=False)
class Moment:
    """What is checked out and what is recorded, between two steps."""

    release: Release
    history: History


@dataclass(frozen=True, eq=False)
class Draft:
    """A way before it is proven. `id` is one word for what it does, `fits_when` is for the reader to judge."""

    id: str
    title: str
    fits_when: str
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    risk: str = ""
    loses: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class ProvenWay(Draft):
    """A way that was simulated. `after` is what it promises, `end` where it leads, `undo` are the steps back."""

    undo: tuple[Step, ...]
    after: Promise
    end: Moment = field(repr=False)

    @property
    def recorded(self) -> tuple[MigrationKey, ...]:
        """The keys whose rows the scripts of the way put in."""
        return _keys(row for step in self.steps if step.change for row in step.change.put)

    @property
    def unrecorded(self) -> tuple[MigrationKey, ...]:
        """The keys whose rows the scripts of the way take out."""
        return _keys(row for step in self.steps if step.change for row in step.change.taken)


def _keys(rows: Iterable[Row]) -> tuple[MigrationKey, ...]:
    return tuple(dict.fromkeys(row.key for row in rows))
