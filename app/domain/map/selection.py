"""
The migrations that the words of a reader select, in the graph that the map shows.

    users:    0009 <-- 0010 <-- 0011         +orders.0001  selects  orders.0001, users.0010, users.0009
                         ^                   users.0010..orders.0001  the two ends, and what is between them
    orders:   0001 ------+
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map.chart import Chart, chart_of
from app.domain.map.query import Reach, Way, read
from app.domain.map.topology import Keys

KeySet = frozenset[MigrationKey]


@dataclass(frozen=True, slots=True)
class Selection:
    """
    What the words select: `keys`, all of them on the map. `problems` are sentences about words that select nothing.

    `words` is the text as the reader wrote it.
    """

    words: str
    keys: KeySet
    problems: tuple[str, ...] = ()


def select(drift: Drift, words: str) -> Selection:
    """
    The migrations that the words select.

    Linear in migrations and edges for each word; the words are bounded.
    """
    query = read(words)
    finder = _Finder(chart_of(drift))
    keys: KeySet = frozenset().union(*map(finder.of, query.keys)) if query.keys else finder.all
    for text in query.texts:
        keys &= finder.with_text(text)
    if query.apps:
        keys &= frozenset().union(*map(finder.in_app, query.apps))
    if query.statuses:
        keys &= frozenset(key for key in keys if drift.statuses[key] in query.statuses)
    problems = [*query.problems, *finder.problems]
    if query.problems and not (query.keys or query.texts or query.apps or query.statuses):
        keys = frozenset()
    if not keys and not problems:
        problems.append("No migration fits.")
    return Selection(words, keys, tuple(dict.fromkeys(problems)))


class _Finder:
    """Finds migrations on one chart, and remembers what it did not find."""

    def __init__(self, chart: Chart) -> None:
        self.topology = chart.topology
        self.all: KeySet = frozenset(chart.statuses)
        self.texts = {key: str(key).lower() for key in chart.topology.order}
        self.problems: list[str] = []

    def of(self, term: Reach | Way) -> KeySet:
        """The migrations that one word about keys selects."""
        return self._way(term) if isinstance(term, Way) else self._reach(term)

    def with_text(self, text: str) -> KeySet:
        """Those whose key has this text in it."""
        return self._found(text, [key for key, each in self.texts.items() if text.lower() in each])

    def in_app(self, label: str) -> KeySet:
        """Those of an app, or of all apps whose labels begin so where there is none of this label."""
        by_app = self.topology.by_app
        labels = [each for each in by_app if each == label] or [
            each for each in by_app if each.lower().startswith(label.lower())
        ]
        if not labels:
            self.problems.append(f"No app here begins with {label}.")
        return frozenset(key for each in labels for key in by_app[each])

    def _found(self, text: str, keys: Iterable[MigrationKey]) -> KeySet:
        found = frozenset(keys)
        if not found:
            self.problems.append(f"No migration here is called {text}.")
        return found

    def _named(self, text: str) -> KeySet:
        """Those with this key, else with this beginning up to the end of a word, else with this text in the key."""
        lower = text.lower()
        fits = (
            lambda each: each == lower,
            lambda each: each.startswith(f"{lower}_"),
            lambda each: each.startswith(lower),
            lambda each: lower in each,
        )
        keys = (tuple(key for key, each in self.texts.items() if fit(each)) for fit in fits)
        return self._found(text, next(filter(None, keys), ()))

    def _reach(self, term: Reach) -> KeySet:
        keys = self._named(term.text)
        needs = _within(self.topology.parents, keys, term.needs)
        return keys | needs | _within(self.topology.children, keys, term.needed_by)

    def _way(self, term: Way) -> KeySet:
        ends = self._named(term.first), self._named(term.last)
        if not all(ends):
            return frozenset()
        for first, last in (ends, ends[::-1]):
            between = _within(self.topology.children, first, None) & _within(
                self.topology.parents, last, None
            )
            if between:
                return between
        self.problems.append(f"No dependency leads from {term.first} to {term.last}, nor back.")
        return frozenset()


def _within(neighbours: Mapping[MigrationKey, Keys], keys: KeySet, steps: int | None) -> KeySet:
    """The keys and their neighbours, so many steps far; without a number, all that can be reached."""
    found, latest = set(keys), set(keys)
    while latest and (steps is None or steps > 0):
        latest = {other for key in latest for other in neighbours[key]} - found
        found |= latest
        steps = None if steps is None else steps - 1
    return frozenset(found)
