"""The schedule: it follows repositories, collects environments and tells of changes while the dashboard is served."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

import structlog

from app.config import CurrentSettings, Settings
from app.jobs.announcement import Judging, announce
from app.jobs.collection import collect
from app.jobs.delivery import Delivery
from app.jobs.failing import Failing
from app.jobs.follow import follow
from app.jobs.waypoints import FailedReads
from app.store.engine import Store

TIME_TO_STOP = 1.5
"""In seconds."""

LONGEST_STEP = timedelta(minutes=15)
"""For one step of a round, such as the first reading of a large repository. After that the schedule counts as stuck."""

log = structlog.get_logger(__name__)


class Schedule:
    """
    A thread that follows and collects at once, and then again; `settings.interval` is from start to start.

    Each round takes the settings as they are when it begins. With a `judge` it tells what has changed its verdict, by
    the rules in the settings.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings | CurrentSettings,
        now: Callable[[], datetime],
        *,
        judge: Judging | None = None,
    ) -> None:
        self._store = store
        self._current = CurrentSettings.of(settings)
        self._now = now
        self._judge = judge
        self._delivery = Delivery(store, self._current, now)
        self._failed_reads: FailedReads = set()
        self._failing = Failing()
        self._stopped = Event()
        self._woken = Event()
        self._thread: Thread | None = None
        self._beat = time.monotonic()

    def start(self) -> None:
        """Start the thread. A schedule that runs already goes on."""
        if self._thread is None:
            self._stopped.clear()
            self._thread = Thread(target=self._run, name="schedule", daemon=True)
            self._thread.start()
            if self._judge is not None:
                self._delivery.start()

    def is_turning(self) -> bool:
        """Whether it does its rounds, as far as it was started: something happened in it lately."""
        if self._thread is None:
            return True
        since = time.monotonic() - self._beat
        return (
            self._thread.is_alive()
            and since < (self._current.settings.interval + LONGEST_STEP).total_seconds()
        )

    def _is_alive(self, *_: object) -> None:
        self._beat = time.monotonic()

    def wake(self) -> None:
        """Begin the next round as soon as the present one is done."""
        self._woken.set()

    def stop(self) -> None:
        """
        Stop the thread. It waits for no database.

        One that reads a repository, or waits for the store, is given `TIME_TO_STOP`, and then ends with the process.
        """
        self._stopped.set()
        self._woken.set()
        self._delivery.stop()
        if self._thread is not None:
            self._thread.join(TIME_TO_STOP)
            self._thread = None

    def _run(self) -> None:
        settings = self._current.settings
        while not self._stopped.is_set():
            self._woken.clear()
            self._is_alive()
            start, before, settings = time.monotonic(), settings, self._current.settings
            if settings is not before:
                self._failed_reads.clear()  # what could not be read may be read in another way now
            self._follow(settings)
            self._collect(settings)
            self._announce(settings)
            if not self._stopped.is_set():
                self._woken.wait(max(0.0, settings.interval.total_seconds() - (time.monotonic() - start)))

    def _follow(self, settings: Settings) -> None:
        """Follow the repositories. This comes before the collection, so that histories meet the newest releases."""
        for project in settings.projects:
            if project.repository is None or self._stopped.is_set():
                continue
            self._is_alive()
            try:
                result = follow(self._store, project, now=self._now, failed_reads=self._failed_reads)
            except Exception as error:  # noqa: BLE001 - the schedule goes on
                log.error("following.failed", project=project.slug, error=type(error).__qualname__)  # noqa: TRY400
                continue
            problems = [*result.problems, *(label.problem for label in result.labels if label.problem)]
            if result.labels or result.commits or problems:
                log.info(
                    "following.done",
                    project=project.slug,
                    labels=[label.label for label in result.labels if label.release],
                    commits=result.commits,
                    problems=problems,
                )

    def _collect(self, settings: Settings) -> None:
        for project in settings.projects:
            if self._stopped.is_set():
                return
            try:
                results = collect(
                    self._store,
                    project.slug,
                    project.environments,
                    now=self._now,
                    report=self._is_alive,
                    stopped=self._stopped,
                )
            except Exception as error:  # noqa: BLE001 - the schedule goes on
                # Only its class is logged: a driver's text may hold a host, a user or a password.
                log.error("collection.failed", project=project.slug, error=type(error).__qualname__)  # noqa: TRY400
                continue
            log.info(
                "collection.done",
                project=project.slug,
                environments=len(results),
                new=sum(result.is_new for result in results),
                failed=sum(result.has_failed for result in results),
                **self._failing.changes(project.slug, results),
            )

    def _announce(self, settings: Settings) -> None:
        if self._judge is None or self._stopped.is_set():
            return
        self._is_alive()
        try:
            if announce(self._store, settings, self._judge, now=self._now()):
                self._delivery.wake()
        except Exception as error:  # noqa: BLE001 - the schedule goes on
            log.error("announcing.failed", error=type(error).__qualname__)  # noqa: TRY400
