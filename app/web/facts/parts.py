"""The parts of an environment: the table of each of its databases, or the clusters of their schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.config import Environment
from app.domain.failure import Cause, Failure
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.store import failures, schemas, snapshots
from app.store.pushed import handovers
from app.store.pushed.handovers import LastHandover
from app.store.schemas import Cluster, DatabaseKey
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot, TableKey


@dataclass(frozen=True, eq=False)
class Part:
    """
    One table of an environment, or the schemas that share one history.

    `snapshot` is the newest of the table, or that of one of the schemas; None where nothing was ever collected.
    `seen_at` is when the one was last seen that was seen longest ago. `failure` is the failure that lasts.
    """

    location: TableLocation
    snapshot: Snapshot | None = None
    failure: Failure | None = None
    seen_at: datetime | None = None
    schemas: tuple[str, ...] = ()


def damaged(environment: str, location: TableLocation, seen_at: datetime) -> Failure:
    """Why a table has no history that was seen at `seen_at` and cannot be rebuilt."""
    return Failure(environment, Cause.DAMAGED, seen_at, seen_at, location=location)


@dataclass(frozen=True, eq=False)
class StoredTables:
    """
    What the store holds of every table of a project, now or at a moment.

    Tables that are `damaged`, whose history cannot be rebuilt, have no snapshot, and a failure that says so; here it is
    when they were last seen. `handovers` are the newest pushes, by environment and by alias: they show what is not
    configured.
    """

    snapshots: Mapping[TableKey, Snapshot]
    clusters: Mapping[DatabaseKey, tuple[Cluster, ...]]
    failures: Mapping[TableKey, Failure]
    damaged: Mapping[TableKey, datetime] = field(default_factory=dict)
    handovers: Mapping[str, Mapping[str, LastHandover]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: ReadSession, project: str, *, moment: datetime | None = None) -> "StoredTables":
        """What is stored of a project; with a moment, what had been stored by then."""
        if moment is None:
            newest = snapshots.latest_of_all(session, project)
            failing = failures.current(session, project)
        else:
            newest = snapshots.as_of_all(session, project, moment)
            failing = failures.as_of(session, project, moment)
        clusters = schemas.clusters(session, project, moment=moment)
        lost = {**newest.damaged, **clusters.damaged}
        for (slug, location), seen_at in lost.items():
            known = failing.get((slug, location))
            if known is None or known.cause is not Cause.SCHEMA_GONE:
                failing[slug, location] = damaged(slug, location, seen_at)
        pushes = handovers.lasts_of_all(session, project)
        return cls(newest.readable, clusters.readable, failing, lost, pushes)

    @property
    def environments(self) -> frozenset[str]:
        """The slugs of the environments that something is stored of."""
        keys = (*self.snapshots, *self.clusters, *self.failures)
        return frozenset(slug for slug, _ in keys)

    def aliases(self, environment: str) -> tuple[str, ...]:
        """The aliases of the databases of an environment that something is stored of, the default one first."""
        found = self._aliases.get(environment, {DEFAULT_ALIAS})
        return tuple(sorted(found, key=lambda alias: (alias != DEFAULT_ALIAS, alias)))

    @cached_property
    def _aliases(self) -> Mapping[str, set[str]]:
        """The aliases of every environment, looked up once: a fleet asks for each."""
        aliases: dict[str, set[str]] = {}
        for slug, location in (*self.snapshots, *self.failures):
            aliases.setdefault(slug, set()).add(location.alias)
        for slug, alias in self.clusters:
            aliases.setdefault(slug, set()).add(alias)
        return aliases

    @cached_property
    def _failing_schemas(self) -> Mapping[DatabaseKey, Mapping[str, Failure]]:
        """The failures of the schemas of each database, put together once."""
        failing: dict[DatabaseKey, dict[str, Failure]] = {}
        for (slug, location), failure in self.failures.items():
            if location.schema:
                failing.setdefault((slug, location.alias), {})[location.schema] = failure
        return failing

    def parts(self, environment: str, configured: Environment | None) -> tuple[Part, ...]:
        """
        The parts of an environment by the aliases of its databases, at least one.

        They are those of the databases that are configured, and what was pushed beside them; without any that is
        configured, those of all that something is stored of. They are put together once.
        """
        known = self._parts.get(environment)
        if known is None or known[0] is not configured:
            known = self._parts[environment] = (configured, self._put_together(environment, configured))
        return known[1]

    @cached_property
    def _parts(self) -> dict[str, tuple[Environment | None, tuple[Part, ...]]]:
        """The parts of the environments that were asked for, each with its settings."""
        return {}

    def _put_together(self, environment: str, configured: Environment | None) -> tuple[Part, ...]:
        stored = self.aliases(environment)
        databases: dict[str, bool | None] = dict.fromkeys(stored)
        if configured is not None and configured.databases:
            databases = {database.alias: bool(database.schemas) for database in configured.databases}
            for alias, handover in self.handovers.get(environment, {}).items():
                # Not configured, or looked at in two ways: its one table from here, its schemas from there.
                if alias in stored and databases.get(alias) is not (handover.fingerprint is None):
                    databases[alias] = None
        return tuple(
            part
            for alias, with_schemas in databases.items()
            for part in self._of_database(environment, alias, with_schemas=with_schemas)
        )

    def _of_database(self, environment: str, alias: str, *, with_schemas: bool | None) -> Iterator[Part]:
        """The parts of one database: its one table, the clusters of its schemas, or with None what there is of both."""
        location = TableLocation(alias)
        whole = self.failures.get((environment, location))
        snapshot = None if with_schemas else self.snapshots.get((environment, location))
        of_schemas = () if with_schemas is False else tuple(self._of_schemas(environment, alias, whole))
        if snapshot is not None or not of_schemas:
            seen_at = self.damaged.get((environment, location)) if snapshot is None else snapshot.seen_at
            yield Part(location, snapshot, whole, seen_at)
        yield from of_schemas

    def _of_schemas(self, environment: str, alias: str, whole: Failure | None) -> Iterator[Part]:
        """The clusters of a database, without the schemas that fail: each of these is a part of its own."""
        failing = dict(self._failing_schemas.get((environment, alias), {}))
        for cluster in self.clusters.get((environment, alias), ()):
            names = tuple(name for name in cluster.seen_at if name not in failing)
            if names:
                seen_at = min(cluster.seen_at[name] for name in names)
                yield Part(TableLocation(alias, names[0]), cluster.snapshot, whole, seen_at, names)
            for name in cluster.seen_at:
                failure = failing.pop(name, None)
                if failure is not None and failure.cause is not Cause.SCHEMA_GONE:
                    location = TableLocation(alias, name)
                    yield Part(location, cluster.snapshot, failure, cluster.seen_at[name], (name,))
        for name, failure in sorted(failing.items()):
            if failure.cause is not Cause.SCHEMA_GONE:
                location = TableLocation(alias, name)
                last_seen = self.damaged.get((environment, location))
                yield Part(location, failure=failure, seen_at=last_seen, schemas=(name,))
