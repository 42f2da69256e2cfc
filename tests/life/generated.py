"""The generated life of an environment: what Django does to it, what hands do, and who looks in between."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from app import collect
from app.domain.history import History, Row
from app.store import snapshots
from app.store.engine import Store
from tests.life.audited import AuditedDatabase, Stored, key, told
from tests.life.life_script import APPS, NUMBER
from tests.oracle.django_process import Court

BEGINNING = datetime(2026, 6, 1, 8, tzinfo=UTC)
TURN = timedelta(minutes=7)
MIN_ROWS = 6
"""With fewer rows nothing is done to a whole table: one cannot tell it from single rows."""

Told = dict[str, Counter[str]]
"""What happened between two looks: each kind with the keys that it is about."""


@dataclass
class Life:
    """One environment, whose every change is noted as the database itself tells it, or as it was done to the whole."""

    database: AuditedDatabase
    court: Court
    store: Store
    random: Random
    now: datetime = BEGINNING
    number: int = 0
    truth: dict[datetime, Told] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    entry: int = 0
    rows: list[Stored] = field(default_factory=list)
    backups: list[tuple[datetime, list[Stored]]] = field(default_factory=list)

    def begin(self) -> None:
        """Django makes the table with its first rows, and it is looked at."""
        self.migrate(app=self.random.choice(APPS), to="0002_step")
        self.database.watch()
        self.rows = self.database.rows()
        self.look()

    def turn(self) -> None:
        """One or two changes in different apps, then a look; or one change of the whole table."""
        if self.random.random() < 0.08 and len(self.database.rows()) >= MIN_ROWS:
            self.whole()
            return
        for app in self.random.sample(APPS, self.random.choice((1, 1, 2))):
            act = self.random.choice(
                (self.forward, self.forward, self.back, self.fake, self.rerun, self.edit, self.take, self.put)
            )
            act(app)
            self.kinds[act.__name__] += 1
            self.number += 1
        self.look(pushed=self.random.random() < 0.15)

    def migrate(self, **question) -> None:
        answer = self.court.ask(question)
        assert answer["error"] is None or answer["error"].startswith("InconsistentMigrationHistory"), answer

    def forward(self, app: str) -> None:
        self.migrate(app=app, to=self._step())

    def back(self, app: str) -> None:
        self.migrate(app=app, to=self.random.choice((self._step(), "zero")))

    def fake(self, app: str) -> None:
        self.migrate(app=app, to=self.random.choice((self._step(), "zero")), fake=True)

    def rerun(self, app: str) -> None:
        """Django takes back and applies again before anybody looks."""
        self.migrate(app=app, to="zero")
        self.migrate(app=app, to=self._step())

    def edit(self, app: str) -> None:
        """A hand rewrites the time, the id or the name of a row."""
        own = [row for row in self.database.rows() if row[1] == app]
        if not own:
            return
        row = self.random.choice(own)
        what = self.random.choice(("applied", "id", "name"))
        value: object = f"{self.random.randrange(10_000)}_by_hand"
        if what == "applied":
            value = str(BEGINNING - timedelta(seconds=self.random.randrange(3, 10**7)))
            value = value.replace("+00:00", "") if self.database.is_sqlite else value
        elif what == "id":
            lowest = min(each[0] for each in self.database.rows())
            value = min(lowest, 0) - self.random.randrange(1, 9)
        self.database.run(f"UPDATE django_migrations SET {what} = ? WHERE id = ?", value, row[0])  # noqa: S608

    def take(self, app: str) -> None:
        """A hand takes out a row."""
        own = [row for row in self.database.rows() if row[1] == app]
        if own:
            self.database.run("DELETE FROM django_migrations WHERE id = ?", self.random.choice(own)[0])

    def put(self, app: str) -> None:
        """A hand records a migration, perhaps once more."""
        values = (app, self.random.choice((self._step(), f"{self.random.randrange(10_000)}_wip")))
        moment = str(BEGINNING - timedelta(seconds=self.random.randrange(10**7))).replace("+00:00", "")
        statement = "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)"
        self.database.run(statement, *values, moment)

    def _step(self) -> str:
        return f"{self.random.randrange(1, NUMBER + 1):04}_step"

    def whole(self) -> None:
        """Something happens to the whole table."""
        acts = [self.recreate, self.drop, self.renumber, self.shift, self.refresh]
        act = self.random.choice(acts + [self.restore] * bool(self.backups))
        before = self.database.rows()
        what = act(before)
        self.kinds[act.__name__] += 1
        self.number += 1
        after = self.database.rows() if act.__name__ != "drop" else []
        self.look(truth=_of_whole(what, before, after))
        if act.__name__ == "drop":
            self.migrate(fake=True)
            self.database.watch()
            self.number += 1
            self.look(truth={"table-created": Counter(map(key, self.database.rows()))})

    def recreate(self, before: list[Stored]) -> str:
        """The table is made anew, and Django is told that everything is there."""
        self.database.run("DROP TABLE django_migrations")
        self.migrate(fake=True)
        self.database.watch()
        kept = Counter(map(key, before)) & Counter(map(key, self.database.rows()))
        return "recreated" if kept.total() >= 3 else ""

    def drop(self, before: list[Stored]) -> str:
        del before
        self.database.run("DROP TABLE django_migrations")
        return "table-gone"

    def renumber(self, before: list[Stored]) -> str:
        first = before[-1][0] + 1
        self._replace([(first + number, *row[1:]) for number, row in enumerate(before)])
        return "renumbered"

    def shift(self, before: list[Stored]) -> str:
        hours = self.random.choice((-5, -2, -1))
        moved = [
            (id_, app, name, str(datetime.fromisoformat(applied) + timedelta(hours=hours)))
            for id_, app, name, applied in before
        ]
        self._replace(moved)
        return "shifted"

    def refresh(self, before: list[Stored]) -> str:
        """The rows of another database, which ran the same at other times."""
        shuffled = self.random.sample(before, len(before))
        self._replace(
            [
                (number, row[1], row[2], str(BEGINNING - timedelta(days=400, seconds=-97 * number)))
                for number, row in enumerate(shuffled, start=1)
            ]
        )
        return "replaced"

    def restore(self, before: list[Stored]) -> str:
        """A backup is put back."""
        del before
        _, rows = self.random.choice(self.backups)
        self._replace(rows)
        return "restored"

    def _replace(self, rows: list[Stored]) -> None:
        self.database.run("DELETE FROM django_migrations")
        for row in rows:
            self.database.run(
                "INSERT INTO django_migrations (id, app, name, applied) VALUES (?, ?, ?, ?)", *row
            )
        if not self.database.is_sqlite and rows:
            self.database.run(
                "SELECT setval(pg_get_serial_sequence('django_migrations', 'id'),"
                " (SELECT max(id) FROM django_migrations))"
            )

    def look(self, *, truth: Told | None = None, pushed: bool = False) -> None:
        """Look at the database with its collector, or take what its project hands over, and note what is true."""
        self.now += TURN
        history = collect.history(self.database.url)
        if pushed:
            history = in_form_of_pushes(history)
        with self.store.writing() as session:
            is_new = snapshots.add(session, "shop", "lived", history, at=self.now)
        entries = self.database.account(self.entry)
        if truth is None:
            truth = told(self.rows, entries)
        if is_new and self.truth is not None:
            self.truth[self.now] = truth
        else:
            assert not truth
        self.entry = entries[-1][0] if entries else self.entry
        self.rows = self.database.rows() if history.has_table else []
        if not pushed and history.has_table:
            self.backups = [*self.backups[-5:], (self.now, self.rows)]


def _of_whole(what: str, before: list[Stored], after: list[Stored]) -> Told:
    """What is to be told of a whole table: with what came and went by its keys, where it was not put back."""
    old, new = Counter(map(key, before)), Counter(map(key, after))
    if what == "table-gone":
        return {what: old}
    if what == "restored":
        first, last = {row[0]: row for row in before}, {row[0]: row for row in after}
        if set(last.values()) <= set(first.values()):
            went = Counter(key(row) for id_, row in first.items() if id_ not in last)
            return {"removed": went} if went else {}
        return {what: Counter()}
    found = {what: old & new} if what else {}
    found |= {"removed": old - new, "recorded": new - old}
    return {each: keys for each, keys in found.items() if keys}


def in_form_of_pushes(history: History) -> History:
    """The same history as a project writes it: `2026-06-01T08:00:00.123Z`."""
    return replace(history, rows=tuple(map(_pushed, history.rows)))


def _pushed(row: Row) -> Row:
    moment = row.applied_at
    assert moment is not None
    return replace(row, applied=moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
