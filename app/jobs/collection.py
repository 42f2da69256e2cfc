"""A collection: every database of every environment is read once, and its history or failure is stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event

import structlog

from app import collect as collectors
from app.collect import CollectionError
from app.collect.schemas import SchemaBatch
from app.config import Database, Environment
from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.jobs.readings import Reading, parts
from app.store import clock, failures, schemas
from app.store.engine import Store
from app.store.environments import rename_only_databases
from app.store.sessions import WriteSession
from app.store.snapshots.looks import Look
from app.store.snapshots.looks import add as add_looks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CollectionResult:
    """
    The history of one database, or the cause why there is none. `is_new`: it differs from the last one.

    Of a database with schemas there is no one history: `schemas` is how many were read, `new_schemas` how many of their
    histories are new, `causes` say why others could not be read, by name.
    """

    environment: str
    history: History | None = None
    cause: Cause | None = None
    is_new: bool = False
    alias: str = DEFAULT_ALIAS
    schemas: int | None = None
    new_schemas: int = 0
    causes: Mapping[str, Cause] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """Whether the database, or one of its schemas, could not be read."""
        return self.cause is not None or bool(self.causes)


ResultCallback = Callable[[CollectionResult], None]
"""Is called with each result as soon as it is stored."""


Part = History | Cause | SchemaBatch
"""What one database brings: its history, batches of its schemas, or the cause why there is nothing more."""


def collect(  # noqa: PLR0913 - what to read, and how to tell of it
    store: Store,
    project: str,
    environments: Iterable[Environment],
    *,
    now: Callable[[], datetime],
    report: ResultCallback | None = None,
    stopped: Event | None = None,
) -> tuple[CollectionResult, ...]:
    """
    Read the databases in parallel, and store what each brings from this thread as it comes.

    The results are sorted by slug and alias. A database that fails does not stop the others; its cause is stored. One
    that failed the last time is read after the others, as it may keep us waiting. Once `stopped` is set, nothing more
    is stored, and nobody waits for a database. Raises `StoreError` and whatever else the store's database raises.
    """
    by_slug = sorted(environments, key=lambda environment: environment.slug)
    databases = [(environment, database) for environment in by_slug for database in environment.databases]
    with store.writing() as session:
        failing = failures.current(session, project).keys()
        clock.correct(session, project, at=now())
        alone = {each.slug: each.databases[0].alias for each in by_slug if len(each.databases) == 1}
        rename_only_databases(session, project, alone)
    whole = [look for look in databases if not look[1].schemas]
    of_schemas = [_SchemasLook(store, project, *look, now=now) for look in databases if look[1].schemas]
    readings: list[Reading[Part | None]] = [
        Reading(
            partial(_read, environment, database),
            database.url.server,
            doubtful=(environment.slug, TableLocation(database.alias)) in failing,
        )
        for environment, database in whole
    ]
    readings += [
        Reading(look.read, look.database.url.server, ahead=0, doubtful=look.location in failing)
        for look in of_schemas
    ]
    results: list[CollectionResult] = []
    for come in parts(readings, stopped or Event()):
        found = [
            (*whole[number], part)
            for number, part in come
            if isinstance(part, History | Cause) and number < len(whole)
        ]
        stored = _store_all(store, project, found, at=now()) if found else []
        for number, part in come:
            if number >= len(whole):
                result = of_schemas[number - len(whole)].store_part(part)
                stored += [] if result is None else [result]
        results += stored
        if report is not None:
            for result in stored:
                report(result)
    return tuple(sorted(results, key=lambda result: (result.environment, result.alias)))


def _read(environment: Environment, database: Database) -> Iterator[History | Cause]:
    try:
        yield collectors.history(database.url)
    except CollectionError as error:
        yield error.cause
    except Exception as error:  # noqa: BLE001 - the other environments go on
        yield _failed(environment, error)


def _failed(environment: Environment, error: Exception) -> Cause:
    # Only its class is logged: a driver's text may hold a host, a user or a password.
    log.error("collector.failed", environment=environment.slug, error=type(error).__qualname__)
    return Cause.FAILED


def _store_all(
    store: Store,
    project: str,
    found: Sequence[tuple[Environment, Database, History | Cause]],
    *,
    at: datetime,
) -> list[CollectionResult]:
    """Store what was found in some databases, in one transaction."""
    looks = [
        Look(environment.slug, TableLocation(database.alias), outcome, environment.stale_after)
        for environment, database, outcome in found
    ]
    with store.writing() as session:
        new = add_looks(session, project, looks, at=at)
    return [
        CollectionResult(look.environment, cause=look.outcome, alias=look.location.alias)
        if isinstance(look.outcome, Cause)
        else CollectionResult(look.environment, look.outcome, is_new=is_new, alias=look.location.alias)
        for look, is_new in zip(looks, new, strict=True)
    ]


class _SchemasLook:
    """One look at a database with schemas: what is read of them is stored batch by batch."""

    def __init__(
        self,
        store: Store,
        project: str,
        environment: Environment,
        database: Database,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self.database = database
        self.location = (environment.slug, TableLocation(database.alias))
        self._store = store
        self._project = project
        self._environment = environment
        self._now = now
        self._seen: set[str] = set()
        self._causes: dict[str, Cause] = {}
        self._new = 0

    def read(self) -> Iterator[SchemaBatch | Cause | None]:
        """The batches, and at the end the cause why there are no more, or None where that is all."""
        slug, alias = self._environment.slug, self.database.alias
        with self._store.reading() as session:
            digests = schemas.digests(session, self._project, slug, alias, at=self._now())
        try:
            yield from collectors.schema_batches(self.database.url, self.database.schemas, digests)
        except CollectionError as error:
            yield error.cause
        except Exception as error:  # noqa: BLE001 - as above
            yield _failed(self._environment, error)
        else:
            yield None

    def store_part(self, part: Part | None) -> CollectionResult | None:
        """Store what was read; the result when that is all."""
        if isinstance(part, SchemaBatch):
            alias = self.database.alias
            with self._store.writing() as session:
                self._new += _store_batch(
                    session, self._project, self._environment, alias, part, at=self._now()
                )
            self._seen.update(part.histories, part.unchanged)
            self._causes.update(part.causes)
            return None
        assert not isinstance(part, History)  # noqa: S101 - for the type checker
        return self._end(part)

    def _end(self, cause: Cause | None) -> CollectionResult:
        project, slug, alias = self._project, self._environment.slug, self.database.alias
        with self._store.writing() as session:
            whole = TableLocation(alias)
            if cause is not None:
                failures.add(session, project, slug, cause, at=self._now(), location=whole)
                return CollectionResult(slug, cause=cause, alias=alias)
            failures.end(session, project, slug, at=self._now(), location=whole)
            schemas.leave_out(session, project, slug, alias, self._seen | self._causes.keys(), at=self._now())
        return CollectionResult(
            slug, alias=alias, schemas=len(self._seen), new_schemas=self._new, causes=self._causes
        )


def _store_batch(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: Environment,
    alias: str,
    batch: SchemaBatch,
    *,
    at: datetime,
) -> int:
    """Store what one batch of schemas holds; how many histories are new."""
    slug, limit = environment.slug, environment.stale_after
    new = schemas.add(session, project, slug, alias, batch.histories, at=at, limit=limit)
    schemas.touch(session, project, slug, alias, batch.unchanged, at=at, limit=limit)
    schemas.fail(session, project, slug, alias, batch.causes, at=at)
    return new
