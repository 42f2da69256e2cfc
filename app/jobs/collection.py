"""A collection: every database of every environment is read once, and its history or failure is stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from app import collect as collectors
from app.collect import CollectionError
from app.collect.schemas import SchemaBatch
from app.config import Database, Environment
from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.store import failures, schemas, snapshots
from app.store.engine import Store
from app.store.environments import rename_only_database
from app.store.sessions import WriteSession

MAX_PARALLEL = 8
"""Databases that are read at the same time."""

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


def collect(
    store: Store,
    project: str,
    environments: Iterable[Environment],
    *,
    now: Callable[[], datetime],
    report: ResultCallback | None = None,
) -> tuple[CollectionResult, ...]:
    """
    Read the databases in parallel, and store the results from this thread, sorted by slug and alias.

    Databases with schemas are read after the others, one by one: what is read of them is stored batch by batch. One
    that fails does not stop the others; its cause is stored. Raises `StoreError` and whatever else the store's database
    raises.
    """
    by_slug = sorted(environments, key=lambda environment: environment.slug)
    databases = [(environment, database) for environment in by_slug for database in environment.databases]
    with store.writing() as session:
        for environment in by_slug:
            if len(environment.databases) == 1:
                alias = environment.databases[0].alias
                rename_only_database(session, project, environment.slug, alias)
    results = []

    def add(result: CollectionResult) -> None:
        results.append(result)
        if report is not None:
            report(result)

    whole = [(environment, database) for environment, database in databases if not database.schemas]
    with ThreadPoolExecutor(MAX_PARALLEL, thread_name_prefix="collect") as pool:
        outcomes = pool.map(lambda pair: _read(*pair), whole)
        for (environment, database), outcome in zip(whole, outcomes, strict=True):
            with store.writing() as session:
                result = _store_result(session, project, environment, database, outcome, at=now())
            add(result)
    for environment, database in databases:
        if database.schemas:
            add(_collect_schemas(store, project, environment, database, now=now))
    return tuple(sorted(results, key=lambda result: (result.environment, result.alias)))


def _read(environment: Environment, database: Database) -> History | Cause:
    try:
        return collectors.history(database.url)
    except CollectionError as error:
        return error.cause
    except Exception as error:  # noqa: BLE001 - the other environments go on
        return _failed(environment, error)


def _read_schemas(
    environment: Environment, database: Database, digests: Mapping[str, str]
) -> Iterator[SchemaBatch]:
    """The batches of one database. Raises `CollectionError`, also for an error that we do not know."""
    cause = None
    try:
        yield from collectors.schema_batches(database.url, database.schemas, digests)
    except CollectionError as error:
        cause = error.cause
    except Exception as error:  # noqa: BLE001 - as above
        cause = _failed(environment, error)
    if cause is not None:
        raise CollectionError(cause)


def _failed(environment: Environment, error: Exception) -> Cause:
    # Only its class is logged: a driver's text may hold a host, a user or a password.
    log.error("collector.failed", environment=environment.slug, error=type(error).__qualname__)
    return Cause.FAILED


def _store_result(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: Environment,
    database: Database,
    outcome: History | Cause,
    *,
    at: datetime,
) -> CollectionResult:
    slug, location = environment.slug, TableLocation(database.alias)
    if isinstance(outcome, Cause):
        failures.add(session, project, slug, outcome, at=at, location=location)
        return CollectionResult(slug, cause=outcome, alias=database.alias)
    seen_at = snapshots.seen_at(session, project, slug, location)
    if seen_at is not None:
        limit = environment.stale_after
        failures.add_gap(session, project, slug, since=seen_at, limit=limit, at=at, location=location)
    failures.end(session, project, slug, at=at, location=location)
    is_new = snapshots.add(session, project, slug, outcome, at=at, location=location)
    return CollectionResult(slug, outcome, is_new=is_new, alias=database.alias)


def _collect_schemas(
    store: Store, project: str, environment: Environment, database: Database, *, now: Callable[[], datetime]
) -> CollectionResult:
    """Read the schemas of one database and store them, a batch at a time."""
    slug, alias = environment.slug, database.alias
    with store.reading() as session:
        digests = schemas.digests(session, project, slug, alias)
    seen: set[str] = set()
    causes: dict[str, Cause] = {}
    new, cause = 0, None
    try:
        for batch in _read_schemas(environment, database, digests):
            with store.writing() as session:
                new += _store_batch(session, project, environment, alias, batch, at=now())
            seen.update(batch.histories, batch.unchanged)
            causes.update(batch.causes)
    except CollectionError as error:
        cause = error.cause
    with store.writing() as session:
        whole = TableLocation(alias)
        if cause is not None:
            failures.add(session, project, slug, cause, at=now(), location=whole)
            return CollectionResult(slug, cause=cause, alias=alias)
        failures.end(session, project, slug, at=now(), location=whole)
        schemas.leave_out(session, project, slug, alias, seen | causes.keys(), at=now())
    return CollectionResult(slug, alias=alias, schemas=len(seen), new_schemas=new, causes=causes)


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
