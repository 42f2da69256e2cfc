"""A collection: every environment is read once, and its history or failure is stored."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import structlog

from app import collect as collectors
from app.collect import CollectionError
from app.config import Environment
from app.domain.failure import Cause
from app.domain.history import History
from app.store import failures, snapshots
from app.store.engine import Store
from app.store.sessions import WriteSession

MAX_PARALLEL = 8
"""Databases that are read at the same time."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CollectionResult:
    """The history of one environment, or the cause why there is none. `is_new`: it differs from the last one."""

    environment: str
    history: History | None = None
    cause: Cause | None = None
    is_new: bool = False


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
    Read the environments in parallel, and store the results from this thread, sorted by slug.

    An environment that fails does not stop the others; its cause is stored. Raises `StoreError` and whatever else the
    store's database raises.
    """
    by_slug = sorted(environments, key=lambda environment: environment.slug)
    results = []
    with ThreadPoolExecutor(MAX_PARALLEL, thread_name_prefix="collect") as pool:
        for environment, outcome in zip(by_slug, pool.map(_read, by_slug), strict=True):
            with store.writing() as session:
                result = _store_result(session, project, environment, outcome, at=now())
            results.append(result)
            if report is not None:
                report(result)
    return tuple(results)


def _read(environment: Environment) -> History | Cause:
    try:
        return collectors.history(environment.database)
    except CollectionError as error:
        return error.cause
    except Exception as error:  # noqa: BLE001 - the other environments go on
        # Only its class is logged: a driver's text may hold a host, a user or a password.
        log.error("collector.failed", environment=environment.slug, error=type(error).__qualname__)  # noqa: TRY400
        return Cause.UNREADABLE


def _store_result(
    session: WriteSession, project: str, environment: Environment, outcome: History | Cause, *, at: datetime
) -> CollectionResult:
    slug = environment.slug
    if isinstance(outcome, Cause):
        failures.add(session, project, slug, outcome, at=at)
        return CollectionResult(slug, cause=outcome)
    seen_at = snapshots.seen_at(session, project, slug)
    if seen_at is not None:
        failures.add_gap(session, project, slug, since=seen_at, limit=environment.stale_after, at=at)
    failures.end(session, project, slug, at=at)
    return CollectionResult(slug, outcome, is_new=snapshots.add(session, project, slug, outcome, at=at))
