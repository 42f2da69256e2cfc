"""A collection: every environment read once, and what came or failed put into the store."""

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
"""So many databases are read at the same time."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CollectionResult:
    """What one environment gave: a history, or the cause why there is none. `is_new`: another one than the last."""

    environment: str
    history: History | None = None
    cause: Cause | None = None
    is_new: bool = False


ResultCallback = Callable[[CollectionResult], None]


def collect(
    store: Store,
    project: str,
    environments: Iterable[Environment],
    *,
    now: Callable[[], datetime],
    report: ResultCallback | None = None,
) -> tuple[CollectionResult, ...]:
    """
    Read the environments in parallel, and store each result from this thread, in sorted order.

    One that fails stops no other; its cause is stored. `report` is told of each as soon as it is stored. Raises
    `StoreError` and whatever the store's database raises.
    """
    in_order = sorted(environments, key=lambda environment: environment.slug)
    found = []
    with ThreadPoolExecutor(MAX_PARALLEL, thread_name_prefix="collect") as pool:
        for environment, result in zip(in_order, pool.map(_read, in_order), strict=True):
            with store.writing() as session:
                one = _store_result(session, project, environment, result, at=now())
            found.append(one)
            if report is not None:
                report(one)
    return tuple(found)


def _read(environment: Environment) -> History | Cause:
    try:
        return collectors.history(environment.database)
    except CollectionError as error:
        return error.cause
    except Exception as error:  # noqa: BLE001 - whatever it is, the other environments go on
        # Only its kind: a driver's text may hold a host, a user or a password.
        log.error("collector.failed", environment=environment.slug, error=type(error).__qualname__)  # noqa: TRY400
        return Cause.UNREADABLE


def _store_result(
    session: WriteSession, project: str, environment: Environment, result: History | Cause, *, at: datetime
) -> CollectionResult:
    slug = environment.slug
    if isinstance(result, Cause):
        failures.add(session, project, slug, result, at=at)
        return CollectionResult(slug, cause=result)
    seen_at = snapshots.seen_at(session, project, slug)
    if seen_at is not None:
        failures.add_gap(session, project, slug, since=seen_at, limit=environment.stale_after, at=at)
    failures.end(session, project, slug, at=at)
    return CollectionResult(slug, result, is_new=snapshots.add(session, project, slug, result, at=at))
