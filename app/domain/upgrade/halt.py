"""The rows between two steps of a path."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Migration

NOTHING: Mapping[MigrationKey, Migration] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Halt:
    """
    What is recorded, and for each row that a step of the path wrote by running a file, that file.

    `start` are the keys that had a row before the first step.
    """

    history: History
    start: frozenset[MigrationKey]
    written: Mapping[MigrationKey, Migration] = field(default_factory=lambda: NOTHING)

    @classmethod
    def at_start(cls, history: History) -> "Halt":
        """The rows as they are now."""
        return cls(history, history.recorded)

    @cached_property
    def identity(self) -> Hashable:
        """The same for two halts from which the same is possible: the keys, and what the files did that wrote them."""
        contents = ((key, migration.operations) for key, migration in self.written.items())
        return self.history.recorded, frozenset(contents)
