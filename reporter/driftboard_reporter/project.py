"""The project as Django loads it: its settings, its apps, and the migrations that Django's loader finds on disk."""

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
FOREIGN_PACKAGES = ("django", "driftboard_reporter")
"""Packages that are not the project's: a traceback's lines in them do not show where the project fails."""


@dataclass(frozen=True)
class Project:
    """A loaded project. `migrations` are Django's objects, by app label and name, before squashes are settled."""

    settings_module: str
    migrations: dict[tuple[str, str], Any]
    unmigrated_apps: frozenset[str]

    @staticmethod
    def module(key: tuple[str, str]) -> ModuleType | None:
        """The module of one of the migrations."""
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
        import django  # noqa: PLC0415 - where it is missing, the error is a sentence
        from django.conf import settings  # noqa: PLC0415
    except ImportError as error:
        raise ReportError(f"Django is not installed for {sys.executable}: {error}") from None
    # Django loads the settings, not an import before it: settings that use Django while they load would stay half
    # loaded, and the manifest would be empty.
    _run(f"The settings {module} cannot be loaded", lambda: settings.INSTALLED_APPS)
    _run("The project cannot be loaded", django.setup)


def load() -> Project:
    """
    The project that is set up, with its migrations as the loader finds them on disk. Raises `ReportError`.

    The graph is not built: a missing parent or a circle is a finding for the dashboard. No database is opened.
    """
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - Django must be set up before

    loader = MigrationLoader(None, load=False)
    _run("The migrations cannot be loaded", loader.load_disk)
    module = os.environ.get(SETTINGS, "")
    return Project(module, dict(loader.disk_migrations), frozenset(loader.unmigrated_apps))


def _run(failure: str, load: Callable[[], object]) -> None:
    """
    Run the project's code. What it prints goes to the standard error, not between the lines of a manifest.

    Raises `ReportError` for any error, which begins with the app that failed, or with `failure`.
    """
    try:
        with redirect_stdout(sys.stderr):
            load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - anything may happen in code that is not ours
        apps = [app for app in _apps(error) if app]
        failure = f"The app {apps[-1]} cannot be loaded" if apps else failure
        message = " ".join(str(error).split())
        raise ReportError(f"{failure}{_location(error)}: {type(error).__name__}: {message}") from None


def _frames(error: BaseException) -> Iterator[tuple[Any, int]]:
    return traceback.walk_tb(error.__traceback__)


def _apps(error: BaseException) -> Iterator[str]:
    """The apps that Django was loading, outermost first: the label of the configuration, or the entry it began with."""
    for frame, _ in _frames(error):
        if frame.f_globals.get("__name__") in ("django.apps.registry", "django.db.migrations.loader"):
            local = frame.f_locals
            by_entry = not getattr(local.get("self"), "apps_ready", True)
            yield str(local.get("entry") if by_entry else getattr(local.get("app_config"), "label", ""))


def _location(error: BaseException) -> str:
    """The last line of the traceback in the project, as ` (orders.models, line 3)`; empty where there is none."""
    library = sysconfig.get_paths()["stdlib"] + os.sep
    location = ""
    for frame, line in _frames(error):
        name = str(frame.f_globals.get("__name__", ""))
        file = frame.f_code.co_filename
        of_python = file.startswith("<frozen") or (file.startswith(library) and "site-packages" not in file)
        if name.partition(".")[0] not in FOREIGN_PACKAGES and not of_python:
            location = f" ({name}, line {line})"
    return location
