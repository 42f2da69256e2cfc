"""
The settings as they are now: driftboard.toml is read again when it has changed.

A request and a round of the schedule take `settings` once and keep what they took. A file that cannot be used changes
nothing: the settings before it stay, and `state` says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

from app.config.errors import ConfigError
from app.config.reading import load
from app.config.settings import Settings

Stamp = tuple[int, int, int] | None
"""What tells one content of the file from another: its modification, size and inode; None where there is no file."""


class Look(Enum):
    """What came of a look at the file."""

    SAME = "same"
    ADOPTED = "adopted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SettingsState:
    """
    The settings in use since `read_at`, from the file called `file`.

    `problem` says why the file, as it was at `changed_at`, cannot be used; empty where it is in use. `needs_restart`
    says that it names another database of the store than the one that is open.
    """

    settings: Settings
    file: str = ""
    read_at: datetime | None = None
    problem: str = ""
    changed_at: datetime | None = None
    needs_restart: bool = False


class CurrentSettings:
    """The settings of a running dashboard. Reading them is safe from any thread; one thread looks at the file."""

    def __init__(
        self,
        settings: Settings,
        *,
        path: Path | None = None,
        environ: Mapping[str, str] | None = None,
        stamp: Stamp = None,
        at: datetime | None = None,
    ) -> None:
        self._path = path
        self._environ = environ or {}
        self._known = self._pending = stamp
        self.state = SettingsState(settings, path.name if path else "", at)

    @classmethod
    def of(cls, settings: "Settings | CurrentSettings") -> "CurrentSettings":
        """Settings as they are; those without a file never change."""
        return settings if isinstance(settings, CurrentSettings) else cls(settings)

    @classmethod
    def read(cls, path: Path, environ: Mapping[str, str], *, at: datetime) -> "CurrentSettings":
        """The settings of a file that is looked at again. Raises `ConfigError`."""
        path = path.absolute()
        stamp = _stamp(path)  # before the reading: what is written meanwhile is a change
        return cls(load(path, environ), path=path, environ=environ, stamp=stamp, at=at)

    @property
    def settings(self) -> Settings:
        """The settings in use. Take them once, and keep them until the work is done."""
        return self.state.settings

    def look(self, *, at: datetime, asked: bool = False) -> Look:
        """
        Look at the file, and read it where it has changed since the last reading.

        A change counts when two looks in a row see the same: an editor may be in the middle of it. When somebody
        `asked`, the file is read at once, changed or not. `at` is the present moment.
        """
        if self._path is None:
            return Look.SAME
        stamp = _stamp(self._path)
        is_settled, self._pending = stamp == self._pending, stamp
        if not asked and (stamp == self._known or not is_settled):
            return Look.SAME
        try:
            settings = load(self._path, self._environ)
        except ConfigError as error:
            self._known = stamp
            problem = f"{error.key}: {error.problem}" if error.key else error.problem
            self.state = replace(self.state, problem=problem, changed_at=at)
            return Look.REFUSED
        if _stamp(self._path) != stamp:
            return Look.SAME
        self._known = stamp
        return self._adopt(settings, at)

    def _adopt(self, settings: Settings, at: datetime) -> Look:
        before = self.state.settings
        needs_restart = settings.database_url != before.database_url
        settings = replace(settings, database_url=before.database_url)
        self.state = SettingsState(settings, self.state.file, at, needs_restart=needs_restart)
        return Look.ADOPTED


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
