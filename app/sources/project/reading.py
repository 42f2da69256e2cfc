"""
A release from the source of a project, as Django's loader would find it on disk. Nothing is imported, nothing is run.

It is complete when every installed app was found and every file was read.
"""

from collections.abc import Sequence
from pathlib import Path

from app.domain.release import Release
from app.sources import manifest
from app.sources.errors import NoMigrations, SourceError
from app.sources.files import roots
from app.sources.files.disk import Directory
from app.sources.files.project_files import ProjectFiles
from app.sources.files.protocol import Files
from app.sources.migration import package as migrations_package
from app.sources.migration import stated
from app.sources.options import ReadingOptions
from app.sources.project import django_version, unfilled
from app.sources.project.packages import ProjectPackages
from app.sources.python.modules import Modules
from app.sources.python.suppress_warnings import suppress_warnings
from app.sources.settings import swappable
from app.sources.settings.cached import CachedSettings
from app.sources.settings.modules import MODEL


def read(path: Path, options: ReadingOptions) -> Release:
    """
    The release in a directory.

    Raises `SourceError` when it holds no migrations or too much, or when Django's version is needed and not known.
    """
    return read_files(Directory(path), options)


def read_files(files: Files, options: ReadingOptions, *, around: Sequence[Files] = ()) -> Release:
    """
    The release in the files of a directory or of a commit. Raises `SourceError` as `read` does.

    `around` are the files of the folders around it, the nearest first, that may pin Django's version.
    """
    unfilled.refuse(options)
    for name, model in options.settings.items():
        if not MODEL.fullmatch(model) and name.endswith("_MODEL"):
            raise SourceError(f"the setting {name} must name a model as app.Model, not {model!r}")
    with suppress_warnings:  # entered once here, because entering it for every file would be slow
        return _ProjectReading(files, options, around).release()


class _ProjectReading:
    """One project while it is read."""

    def __init__(self, files: Files, options: ReadingOptions, around: Sequence[Files]) -> None:
        self.files = files
        self.pin_files = (files, *around)
        self.options = options
        project = ProjectFiles(files)
        modules = Modules((project, *roots.open_roots(options.roots)))
        self.settings = CachedSettings(modules, project, options.settings.get("module"), options.env)
        self.overlay = manifest.overlay(options.overlay)
        last = self.overlay.release.django if self.overlay else None
        self.django = django_version.known(self.pin_files, options.django, modules=modules, last=last)
        version = django_version.feature(self.django)
        self.packages = ProjectPackages(modules, project, self.settings, options, version)

    def release(self) -> Release:
        """The release; the unreadable places of all its files are in it."""
        found = self.packages
        packages, ambiguous = migrations_package.unique_labels(
            stated.applied(package, self.options.migrations) for package in found.all()
        )
        unreadable = [*found.unreadable, *ambiguous, *found.doubts()]
        if not packages and not unreadable and not self.files.unreadable:
            raise NoMigrations(f"there are no migrations below {self.files.name or 'this directory'}")
        passed_over, unmigrated = [*found.passed_over], {*found.unmigrated}
        for package in packages:
            unreadable.extend(package.unreadable)
            passed_over.extend(package.passed_over)
        migrations = [migration for package in packages for migration in package.migrations]
        apps_here = {migration.key.app_label for migration in migrations} | {
            package.label for package in packages if package.label
        }
        covered = apps_here | unmigrated
        if self.overlay is not None and not found.is_covered:
            migrations.extend(self.overlay.migrations(covered))
            unmigrated |= self.overlay.unmigrated_apps(covered)
        keys = {migration.key for migration in migrations}
        squashes = tuple(sorted(str(migration.key) for migration in migrations if migration.replaces))
        last = self.overlay.release if self.overlay else None
        models, unknown = swappable.models(
            migrations,
            self.settings,
            explicit=self.options.settings.keys(),
            previous=last.settings if last else {},
        )
        unreadable.extend(unknown)
        django = django_version.of(self.django, self.pin_files, squashes)
        named = {place.path for place in unreadable}
        unreadable += [
            place for files in self.pin_files for place in files.unreadable if place.path not in named
        ]
        return Release.of(
            migrations,
            django=django,
            project=self.files.name,
            settings=dict(sorted({**models, **self.options.settings}.items())),
            unmigrated_apps=frozenset(unmigrated - apps_here),
            unreadable=tuple(
                sorted(set(unreadable), key=lambda unread: (unread.path, unread.line or 0, unread.reason))
            ),
            complete=found.is_covered and not unreadable,
            passed_over=tuple(sorted({file for file in passed_over if file.key not in keys})),
        )
