"""The schedule: repositories are followed and environments collected again and again, while the dashboard serves."""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

import structlog

from app.config import Settings
from app.jobs.collection import collect
from app.jobs.follow import FailedReads, follow
from app.store.engine import Store

log = structlog.get_logger(__name__)


class Schedule:
    """A thread that follows and collects at once, and then every `settings.interval` from start to start."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store = store
        self._settings = settings
        self._now = now
        self._tried: FailedReads = set()
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin; a schedule that runs already goes on."""
        if self._thread is None:
            self._stopped.clear()
            self._thread = Thread(target=self._run, name="schedule", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, once the environments that are being read have answered."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        interval = self._settings.interval.total_seconds()
        while not self._stopped.is_set():
            begun = time.monotonic()
            self._follow()
            self._collect()
            self._stopped.wait(max(0.0, interval - (time.monotonic() - begun)))

    def _follow(self) -> None:
        """The repositories, before the histories: a release that is there is held against what it meets."""
        for project in self._settings.projects:
            if project.repository is None or self._stopped.is_set():
                continue
            try:
                found = follow(self._store, project, now=self._now, tried=self._tried)
            except Exception as error:  # noqa: BLE001 - the schedule goes on, whatever the store says
                log.error("following.failed", project=project.slug, error=type(error).__qualname__)  # noqa: TRY400
                continue
            problems = [*found.problems, *(one.problem for one in found.labels if one.problem)]
            if found.labels or found.commits or problems:
                log.info(
                    "following.done",
                    project=project.slug,
                    labels=[one.label for one in found.labels if one.release],
                    commits=found.commits,
                    problems=problems,
                )

    def _collect(self) -> None:
        for project in self._settings.projects:
            if self._stopped.is_set():
                return
            try:
                found = collect(self._store, project.slug, project.environments, now=self._now)
            except Exception as error:  # noqa: BLE001 - the schedule goes on, whatever the store says
                # Only its kind: a driver's text may hold a host, a user or a password.
                log.error("collection.failed", project=project.slug, error=type(error).__qualname__)  # noqa: TRY400
                continue
            log.info(
                "collection.done",
                project=project.slug,
                environments=len(found),
                new=sum(one.is_new for one in found),
                failed=sum(one.cause is not None for one in found),
            )
