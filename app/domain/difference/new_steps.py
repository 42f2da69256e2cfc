"""
What a release adds that cannot be undone: new migrations that are irreversible, and new ones that drop data.

Those that the earlier release had are counted apart: they have run where it ran. A squash is not new where the earlier
release had all that it replaces, as databases that ran this never run the squash.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.domain.difference.comparison import Difference
from app.domain.keys import MigrationKey
from app.domain.schema.loss import dropping


@dataclass(frozen=True)
class NewSteps:
    """The migrations that a database which ran the earlier release has yet to run, and what they cannot give back."""

    difference: Difference

    @cached_property
    def keys(self) -> tuple[MigrationKey, ...]:
        """The new migrations, sorted."""
        return tuple(sorted(self._keys()))

    def _keys(self) -> Iterator[MigrationKey]:
        before, after = self.difference.before, self.difference.after
        yield from self.difference.added
        for squash in self.difference.squashed:
            if squash.new and not before.keys_to_record.issuperset(after.migrations[squash.key].replaces):
                yield squash.key
        for relabel in self.difference.relabels:
            yield from (MigrationKey(relabel.after, key.name) for key in relabel.keys)

    @cached_property
    def irreversible(self) -> tuple[MigrationKey, ...]:
        """Those of them that are known to be irreversible."""
        migrations = self.difference.after.migrations
        return tuple(key for key in self.keys if migrations[key].irreversible)

    @cached_property
    def dropping(self) -> frozenset[MigrationKey]:
        """Those of them that drop a table or a column."""
        return dropping(self.difference.after, self.keys)

    @property
    def words(self) -> tuple[str, ...]:
        """`3 irreversible`, `2 drop data`: what is worth a warning; empty for nothing."""
        return step_words(len(self.irreversible), len(self.dropping))


def step_words(irreversible: int, drops: int) -> tuple[str, ...]:
    """The two warnings about migrations that will run: how many are irreversible, and how many drop data."""
    words = []
    if irreversible:
        words.append(f"{irreversible:,} irreversible")
    if drops:
        words.append(f"{drops:,} {'drops' if drops == 1 else 'drop'} data")
    return tuple(words)
