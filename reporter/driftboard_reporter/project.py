"""The project as Django loads it: its settings and apps, and the migrations that its loader finds on disk."""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Iterator

from driftboard_reporter.errors import ReportError

if TYPE_CHECKING:
    from types import ModuleType

SETTINGS = "DJANGO_SETTINGS_MODULE"
OURS = ("django", "driftboard_reporter")
"""Whose lines do not tell where a project fails."""


@dataclass(frozen=True)
class Project:
    """A loaded project. `migrations` are Django's own, by app label and name, before `replaces` is settled."""

    settings_module: str
    migrations: dict[tuple[str, str], Any]
    unmigrated_apps: frozenset[str]

    @staticmethod
    def module(key: tuple[str, str]) -> ModuleType | None:
        """The module that one of the migrations came from."""
        from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - Django must be set up before

        label, name = key
        package, _ = MigrationLoader.migrations_module(label)
        return sys.modules.get(f"{package}.{name}")


def set_up(settings_module: str | None) -> None:
    """Set Django up for the project in the current directory. Raises `ReportError`."""
    if settings_module:
        os.environ[SETTINGS] = settings_module
    module = os.environ.get(SETTINGS)
    if not module:
        raise ReportError(f"Name the settings with --settings shop.settings, or in the variable {SETTINGS}.")
    try:
        import django  # noqa: PLC0415 - its absence is told in a sentence
        from django.conf import settings  # noqa: PLC0415
    except ImportError as error:
        raise ReportError(f"Django is not installed for {sys.executable}: {error}") from None
    # By Django's own way, never by an import before it: settings that use Django while they load would stay half
    # loaded, and the export would be empty.
    _told(f"The settings {module} cannot be loaded", lambda: settings.INSTALLED_APPS)
    _told("The project cannot be loaded", django.setup)


def load() -> Project:
    """
    The migrations of a project that is set up, as its loader finds them on disk. Raises `ReportError`.

    The graph is not built: a missing parent or a circle is a finding for the dashboard. No database is asked.
    """
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - Django must be set up before

    loader = MigrationLoader(None, load=False)
    _told("The migrations cannot be loaded", loader.load_disk)
    module = os.environ.get(SETTINGS, "")
    return Project(module, dict(loader.disk_migrations), frozenset(loader.unmigrated_apps))


def _told(what: str, run: Callable[[], object]) -> None:
    """Run the project's code; what it prints must not come between the lines of a manifest."""
    try:
        with redirect_stdout(sys.stderr):
            run()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - anything may happen in code that is not ours
        apps = [app for app in _apps(error) if app]
        what = f"The app {apps[-1]} cannot be loaded" if apps else what
        said = " ".join(str(error).split())
        raise ReportError(f"{what}{_place(error)}: {type(error).__name__}: {said}") from None


def _frames(error: BaseException) -> Iterator[tuple[Any, int]]:
    return traceback.walk_tb(error.__traceback__)


def _apps(error: BaseException) -> Iterator[str]:
    """The apps with which Django was busy: it has the configuration, or the entry, at hand while it loads one."""
    for frame, _ in _frames(error):
        if frame.f_globals.get("__name__") in ("django.apps.registry", "django.db.migrations.loader"):
            local = frame.f_locals
            by_entry = not getattr(local.get("self"), "apps_ready", True)
            yield str(local.get("entry") if by_entry else getattr(local.get("app_config"), "label", ""))


def _place(error: BaseException) -> str:
    """The last line that is neither Django's nor Python's own, ` (orders.models, line 3)`."""
    library = sysconfig.get_paths()["stdlib"] + os.sep
    place = ""
    for frame, line in _frames(error):
        name = str(frame.f_globals.get("__name__", ""))
        file = frame.f_code.co_filename
        of_python = file.startswith("<frozen") or (file.startswith(library) and "site-packages" not in file)
        if name.partition(".")[0] not in OURS and not of_python:
            place = f" ({name}, line {line})"
    return place
