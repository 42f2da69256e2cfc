"""The watch over driftboard.toml: what a running dashboard does when the file has changed."""

from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

import structlog

from app.config import CurrentSettings, Settings
from app.config.current import Look
from app.jobs import releases
from app.jobs.schedule import TIME_TO_STOP
from app.store.engine import Store

PERIOD = 1.0
"""Seconds from one look at the file to the next. A change is in use after two of them."""

log = structlog.get_logger(__name__)


class SettingsWatch:
    """
    A thread that looks at the file; `changed` is called when new settings are in use.

    The releases that the new settings name are read before that.
    """

    def __init__(
        self, store: Store, current: CurrentSettings, changed: Callable[[], None], now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._current = current
        self._changed = changed
        self._now = now
        self._asked = False
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="settings", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self) -> None:
        """Read the file at the next look, changed or not. This only sets a flag, so a signal may call it."""
        self._asked = True

    def stop(self) -> None:
        """Stop the thread. One that reads releases is given `TIME_TO_STOP`, and ends with the process."""
        self._stopped.set()
        self._thread.join(TIME_TO_STOP)

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD):
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - the watch goes on
                # Only its class is logged: a driver's text may hold a host, a user or a password.
                log.error("settings.failed", error=type(error).__qualname__)  # noqa: TRY400

    def _look(self) -> None:
        asked, self._asked = self._asked, False
        before = self._current.settings
        look = self._current.look(at=self._now(), asked=asked)
        state = self._current.state
        if look is Look.REFUSED:
            log.warning("settings.refused", file=state.file, problem=state.problem)
        if look is Look.ADOPTED:
            added, removed = _difference(before, state.settings)
            log.info(
                "settings.read", file=state.file, added=added, removed=removed, restart=state.needs_restart
            )
            for result in releases.add_all(self._store, state.settings, now=self._now):
                if result.problem:
                    log.warning(
                        "release.failed", project=result.project, label=result.label, problem=result.problem
                    )
            self._changed()


def _difference(before: Settings, after: Settings) -> tuple[list[str], list[str]]:
    """The environments that are new, and those that are gone, as `project/slug`."""
    old, new = (
        {
            f"{project.slug}/{environment.slug}"
            for project in settings.projects
            for environment in project.environments
        }
        for settings in (before, after)
    )
    return sorted(new - old), sorted(old - new)
