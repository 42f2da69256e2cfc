"""
What going back to an older release takes: which migrations must be unapplied first, and where that stops.

    v2.0:  a.1 <-- a.2 <-- a.3        v1.9:  a.1 <-- a.2        a.3 and b.1 must be unapplied, b.1 first
                            ^
           b.1 -------------+

What both releases have is unapplied too where it needs, in the newer one, something that must be. The order is Django's
on a database that has run the whole newer release. Where its commands refuse this, the graph alone gives an order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.domain.difference.comparison import Difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.difference.sentences import headline, unknown_sentence
from app.domain.english import count, listed, plural
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome.unapplying import Unapplying, unapplying
from app.domain.resolution import declare
from app.domain.schema.loss import dropping_backwards


@dataclass(frozen=True)
class GoingBack:
    """The way from the newer release of a difference, its first one, to the older one."""

    difference: Difference

    @cached_property
    def unapplying(self) -> Unapplying:
        """The runs of `migrate` that go back, on a database that has run all of the newer release and nothing else."""
        newer, older = self.difference.before, self.difference.after
        covered = {
            squash.key for squash in newer.squashes if older.keys_to_record.issuperset(squash.replaces)
        }
        history = History(tuple(Row(key, "") for key in sorted(newer.keys_to_record)))
        return unapplying(newer, history, frozenset(self.difference.removed) - covered)

    @cached_property
    def keys(self) -> tuple[MigrationKey, ...]:
        """What must be unapplied, in the order in which Django does that."""
        return (*self.unapplying.plan, *self._allowed_order(self.unapplying.left))

    def _allowed_order(self, left: Iterable[MigrationKey]) -> Iterator[MigrationKey]:
        """What Django refuses to unapply with all that needs it, in an order that the graph allows."""
        graph = declare(self.difference.before).graph
        found: set[MigrationKey] = set()
        waiting = list(left)
        while waiting:
            key = waiting.pop()
            if key not in found and key in self.difference.before.migrations:
                found.add(key)
                waiting += graph.children[key]
        ordered = [key for key in reversed(graph.topological_order) if key in found] if found else []
        yield from ordered
        yield from sorted(found.difference(ordered))

    @cached_property
    def kept(self) -> frozenset[MigrationKey]:
        """Those of them that the older release has too."""
        return frozenset(self.keys).intersection(self.difference.after.migrations)

    @cached_property
    def irreversible(self) -> tuple[MigrationKey, ...]:
        """Those of them that are known to be irreversible: Django stops at the first."""
        migrations = self.difference.before.migrations
        return tuple(key for key in self.keys if migrations[key].irreversible)

    @cached_property
    def dropping(self) -> frozenset[MigrationKey]:
        """Those of them that made a table or a column, which goes with what is in it."""
        return dropping_backwards(self.difference.before, self.keys)


def directed_headline(difference: Difference, names: ReleaseNames, direction: Direction) -> str:
    """The sentence over a difference, forward, back or beside."""
    if direction is Direction.FORWARD:
        return headline(difference, names)
    sentence = _back(difference, names) if direction is Direction.BACK else _neutral(difference, names)
    return " ".join(filter(None, (sentence, unknown_sentence(difference, names))))


def _back(difference: Difference, names: ReleaseNames) -> str:
    way = GoingBack(difference)
    going = f"Going back from {names.before} to {names.after}"
    differing = len(difference.edited) + len(difference.renamed)
    differs = (
        f" {count(differing, 'migration')} {plural(differing, 'differs', 'differ')}." if differing else ""
    )
    if not way.keys:
        return f"{going}: nothing must be unapplied.{differs}"
    number = len(way.irreversible)
    irreversible = f", {number:,} of them irreversible" if number else ""
    return f"{going}: {count(len(way.keys), 'migration')} must be unapplied first{irreversible}.{differs}"


def _neutral(difference: Difference, names: ReleaseNames) -> str:
    removed, added = len(difference.removed), len(difference.added)
    differing = len(difference.edited) + len(difference.renamed)
    parts = [
        *([f"{removed:,} only in {names.before}"] if removed else []),
        *([f"{added:,} only in {names.after}"] if added else []),
        *([f"{differing:,} {plural(differing, 'differs', 'differ')}"] if differing else []),
    ]
    of_migrations = f": of their migrations {listed(parts)}" if parts else ""
    return f"Neither of {names.before} and {names.after} is known to be the newer one{of_migrations}."


def back_lines(way: GoingBack, names: ReleaseNames) -> tuple[str, ...]:
    """How to go back and what stops it: a sentence for each."""
    return tuple(_back_lines(way, names))


def _back_lines(way: GoingBack, names: ReleaseNames) -> Iterator[str]:
    if not way.keys:
        return
    order = (
        f"This is an order that the dependencies of {names.before} allow."
        if way.unapplying.left
        else f"This is Django's order on a database that has run all of {names.before}."
    )
    yield (
        f"Unapply them while the code of {names.before} is still there: {names.after} does not have all their files. "
        f"{order}"
    )
    if way.irreversible:
        stop = way.irreversible[0]
        before = way.keys.index(stop)
        stay = (
            f"{count(before, 'migration')} before it {plural(before, 'stays', 'stay')} unapplied."
            if before
            else ""
        )
        yield f"Django stops at {stop}, which is irreversible. {stay}".rstrip()
    if way.dropping:
        number = len(way.dropping)
        verb = plural(number, "drops", "drop")
        yield f"{number:,} of them {verb} data: the tables and columns that they made go, with what is in them."
    if way.kept:
        yield (
            f"Both have {listed(sorted(way.kept), 3)}, but {names.before} lets {plural(len(way.kept), 'it', 'them')} "
            f"need what must be unapplied: Django unapplies {plural(len(way.kept), 'it', 'them')} too."
        )
