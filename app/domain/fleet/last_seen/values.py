"""What was seen last of every environment of a project. Releases and histories are named by fingerprint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.failure import Cause
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.table_location import TableLocation


@dataclass(frozen=True, slots=True)
class NamedRelease:
    """
    The release that runs in an environment, by its name, and who says so.

    `label`, `fingerprint` and `commit` are those of the release that is known by this name. Without a fingerprint none
    is known.
    """

    name: str
    basis: ReleaseBasis
    label: str | None = None
    fingerprint: str | None = None
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class SeenTable:
    """
    One table of an environment, or that of several schemas whose histories differ in ids and moments alone.

    `schemas` are the names of these schemas, none where the table is that of a whole database; `location` is the first
    one. `fingerprint` is that of the history; None where none was ever seen. `seen_at` is when it was seen last,
    of several schemas the one that was seen longest ago. `is_stale`: that is too long ago. `failure` is why it cannot
    be seen now. `apps` are the labels of the apps that live in the database; None for all.
    """

    location: TableLocation
    schemas: tuple[str, ...] = ()
    fingerprint: str | None = None
    seen_at: datetime | None = None
    is_stale: bool = False
    failure: Cause | None = None
    apps: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class SeenEnvironment:
    """
    An environment by its slug: the release that runs there, and its tables.

    `is_pushed` says that nothing is collected there, its project pushes its histories. `release` is None where nobody
    says what runs there and no release is known. `left_out` tables are not among these: a database with very many
    histories.
    """

    slug: str
    release: NamedRelease | None
    tables: tuple[SeenTable, ...]
    left_out: int = 0
    is_pushed: bool = False


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What was seen last of every environment of a project, by slug."""

    project: str
    environments: tuple[SeenEnvironment, ...]

    @property
    def histories(self) -> tuple[str, ...]:
        """The fingerprint of every history, each once, sorted."""
        return tuple(sorted({table.fingerprint for table in self._tables() if table.fingerprint}))

    @property
    def releases(self) -> tuple[str, ...]:
        """The fingerprint of every release that is known to run, each once, sorted."""
        named = (environment.release for environment in self.environments)
        return tuple(sorted({each.fingerprint for each in named if each and each.fingerprint}))

    def _tables(self) -> Iterator[SeenTable]:
        for environment in self.environments:
            yield from environment.tables
