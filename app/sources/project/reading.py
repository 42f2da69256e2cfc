"""
A release from the source of a project, as Django's loader would find it on disk. Nothing is imported, nothing is run.

    INSTALLED_APPS is plain        the apps it names, in the directory and in further roots
    it has an open end             these, and every further app of the directory
    it is not known                every app of the directory

An app that INSTALLED_APPS names and no root has is *not covered*. A release is complete when every installed app was
found and every file was read.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import Release, Unreadable
from app.sources import manifest
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files import roots
from app.sources.files.disk import Directory
from app.sources.files.project_files import ProjectFiles
from app.sources.files.protocol import Files
from app.sources.migration import package as migrations_package
from app.sources.migration.package import MigrationsPackage
from app.sources.options import ReadingOptions
from app.sources.project import app_label, django_version, installed_app
from app.sources.project.installed_app import AppNotFound, InstalledApp
from app.sources.project.migration_modules import MigrationModules
from app.sources.python.modules import Modules
from app.sources.python.suppress_warnings import suppress_warnings
from app.sources.settings import swappable
from app.sources.settings.cached import CachedSettings
from app.sources.settings.modules import MODEL
from app.sources.settings.values import ListItem, ListValue


def read(path: Path, options: ReadingOptions) -> Release:
    """
    The release in a directory.

    Raises `SourceError` when it holds no migrations or too much, or when Django's version is needed and not known.
    """
    return read_files(Directory(path), options)


def read_files(files: Files, options: ReadingOptions) -> Release:
    """The release in the files of a directory or of a commit. Raises `SourceError` as `read` does."""
    for name, model in options.settings.items():
        if not MODEL.fullmatch(model) and name.endswith("_MODEL"):
            raise SourceError(f"the setting {name} must name a model as app.Model, not {model!r}")
    with suppress_warnings:  # entered once here, because entering it for every file would be slow
        return _ProjectReading(files, options).release()


class _ProjectReading:
    """
    One project while it is read.

    `read_folders` are the folders of apps and of migrations that have been taken, each with the id of its root.
    `absent_packages` are the dotted names of installed apps that no root has.
    """

    def __init__(self, files: Files, options: ReadingOptions) -> None:
        self.files = files
        self.options = options
        self.project = ProjectFiles(files)
        self.modules = Modules((self.project, *roots.open_roots(options.roots)))
        self.settings = CachedSettings(self.modules, self.project, options.settings.get("module"))
        self.overlay = manifest.overlay(options.overlay)
        self.unreadable = list(files.unreadable)
        self.unmigrated: set[str] = set()
        self.passed_over: list[PassedOver] = []
        self.modules_reasons: dict[str, PassedOverReason] = {}
        self.read_folders: set[tuple[int, str]] = set()
        self.absent_packages: list[str] = []
        self.is_covered = True

    def release(self) -> Release:
        """The release; the unreadable places of all its files are in it."""
        packages, ambiguous = migrations_package.unique_labels(self._packages())
        self.unreadable.extend(ambiguous)
        if not packages and not self.unreadable:
            raise SourceError(f"there are no migrations below {self.files.name or 'this directory'}")
        for package in packages:
            self.unreadable.extend(package.unreadable)
            self.passed_over.extend(package.passed_over)
        migrations = [migration for package in packages for migration in package.migrations]
        apps_here = {migration.key.app_label for migration in migrations} | {
            package.label for package in packages if package.label
        }
        covered = apps_here | self.unmigrated
        if self.overlay is not None and not self.is_covered:
            migrations.extend(self.overlay.migrations(covered))
            self.unmigrated |= self.overlay.unmigrated_apps(covered)
        keys = {migration.key for migration in migrations}
        squashes = tuple(sorted(str(migration.key) for migration in migrations if migration.replaces))
        last = self.overlay.release if self.overlay else None
        models, unknown = swappable.models(
            migrations,
            self.settings,
            explicit=self.options.settings.keys(),
            previous=last.settings if last else {},
        )
        self.unreadable.extend(unknown)
        return Release.of(
            migrations,
            django=django_version.of(
                self.files,
                self.options.django,
                squashes=squashes,
                modules=self.modules,
                last=last.django if last else None,
            ),
            project=self.files.name,
            settings=dict(sorted({**models, **self.options.settings}.items())),
            unmigrated_apps=frozenset(self.unmigrated - apps_here),
            unreadable=tuple(
                sorted(
                    set(self.unreadable), key=lambda unread: (unread.path, unread.line or 0, unread.reason)
                )
            ),
            complete=self.is_covered and not self.unreadable,
            passed_over=tuple(sorted({file for file in self.passed_over if file.key not in keys})),
        )

    def _packages(self) -> Iterator[MigrationsPackage]:
        """Every folder of migrations that counts."""
        installed = self._installed_apps()
        migration_modules = self._migration_modules()
        labels: set[str] = set()
        for item in installed.items if installed else ():
            for app in self._apps(item):
                labels.add(app.label)
                yield from self._of_installed(app, migration_modules, item)
        is_whole = installed is not None and not installed.open_ends
        is_of_project = self.options.installed_apps is not None or any(
            root_id == id(self.project) for root_id, _ in self.read_folders
        )
        if is_whole and is_of_project:
            if not self.is_covered:
                yield from self._of_other_labels(migration_modules, labels)
                yield from self._of_project(labels | migration_modules.labels, self.absent_packages)
            return
        self.is_covered = False
        yield from self._of_other_labels(migration_modules, labels)
        yield from self._of_project(labels | migration_modules.labels)
        if self.options.roots and not labels:
            self.unreadable.append(self._nothing_from_roots())

    def _installed_apps(self) -> ListValue | None:
        """INSTALLED_APPS, as the user or the settings module states it; None where it is not known."""
        if self.options.installed_apps is not None:
            return ListValue(tuple(ListItem(name) for name in self.options.installed_apps))
        value = self.settings.installed_apps
        return value if isinstance(value, ListValue) else None

    def _nothing_from_roots(self) -> Unreadable:
        """Why nothing was taken from the roots, and the way out."""
        value = self.settings.installed_apps
        reason = "INSTALLED_APPS is not said plainly, so nothing is taken from the roots"
        if isinstance(value, Unreadable):
            way = "please give installed_apps in driftboard.toml"
            return Unreadable(value.path, value.line, f"{reason}: {value.reason}; {way}")
        way = "please name the settings module with --setting module=shop.settings"
        return Unreadable(self.files.name or ".", None, f"{reason}; {way}")

    def _migration_modules(self) -> MigrationModules:
        """MIGRATION_MODULES; a value that cannot be read counts as empty and is reported."""
        packages = self.options.migration_modules
        if packages is None:
            value = self.settings.migration_modules
            packages = {} if isinstance(value, Unreadable) else value
            if isinstance(value, Unreadable):
                self.unreadable.append(value)
        return MigrationModules(packages, self.modules, self.project)

    def _apps(self, item: ListItem) -> tuple[InstalledApp, ...]:
        """The app of an entry of INSTALLED_APPS; none where it is not covered, or its label is not known."""
        try:
            apps = installed_app.apps(self.modules, item.text, self.options.labels)
        except AppNotFound:
            self.is_covered = False
            self.absent_packages += [item.text, item.text.rpartition(".apps.")[0]]
            return ()
        except UnreadableSource as unclear:
            self.is_covered = False
            self._report_label(item.text, unclear)
            return ()
        if item.doubt is not None or len(apps) > 1:
            self.is_covered = False
        return apps

    def _of_installed(
        self, app: InstalledApp, migration_modules: MigrationModules, item: ListItem
    ) -> Iterator[MigrationsPackage]:
        """The migrations of an installed app, where MIGRATION_MODULES has put them, or in its folder."""
        self.read_folders.add((id(app.root), app.folder))
        folders = migration_modules.folders(app)
        if isinstance(folders, Unreadable):
            self._report_package(folders)
            return
        for root, folder in folders:
            package = migrations_package.read(self.modules, root, folder, app.label)
            self.read_folders.add((id(root), folder))
            if package.is_package and item.doubt is not None and package.migrations:
                reason = f"whether {item.text} is installed is not plain: INSTALLED_APPS {item.doubt.reason}"
                self.unreadable.append(Unreadable(item.doubt.path, item.doubt.line, reason))
            if package.is_package:
                yield package
            else:
                self.unmigrated.add(app.label)
                self.passed_over.extend(package.passed_over)
        if not folders:
            self.unmigrated.add(app.label)
        if app.label in migration_modules.labels and (app.root, app.path("migrations")) not in folders:
            reason = PassedOverReason.ELSEWHERE if folders else PassedOverReason.SWITCHED_OFF
            self.passed_over += migrations_package.passed_over(
                app.root, app.path("migrations"), app.label, reason
            )

    def _of_other_labels(
        self, migration_modules: MigrationModules, labels: set[str]
    ) -> Iterator[MigrationsPackage]:
        """The migrations that MIGRATION_MODULES puts into the project for apps whose label is not among `labels`."""
        for label in migration_modules.labels:
            if label in labels:
                continue
            folder = migration_modules.project_folder(label)
            self.modules_reasons[label] = (
                PassedOverReason.ELSEWHERE if folder else PassedOverReason.SWITCHED_OFF
            )
            if folder is None:
                self.unmigrated.add(label)
            elif isinstance(folder, Unreadable):
                self._report_package(folder)
            else:
                self.read_folders.add((id(self.project), folder))
                yield migrations_package.read(self.modules, self.project, folder, label)

    def _of_project(
        self, labels: set[str], packages: Sequence[str] | None = None
    ) -> Iterator[MigrationsPackage]:
        """
        The further folders of the project that are called `migrations` and hold migrations of Django's.

        Apps with one of the `labels` are left out. With `packages`, only folders of apps whose path is the end of one
        of these dotted names count: Python's path may begin higher than the directory.
        """
        for folder in sorted(self.project.by_folder):
            app_folder, _, name = folder.rpartition("/")
            if name != "migrations" or (id(self.project), folder) in self.read_folders:
                continue
            if packages is not None and not any(
                f".{package}".endswith(f".{app_folder.replace('/', '.')}")
                for package in packages
                if app_folder
            ):
                continue
            label, unclear = self._label(app_folder)
            package = migrations_package.read(self.modules, self.project, folder, label)
            if label in self.modules_reasons:
                reason = self.modules_reasons[label]
                self.passed_over += migrations_package.passed_over(self.project, folder, label, reason)
            if not package.has_migration_class or label in labels:
                continue
            if unclear is not None:
                self._report_label(app_folder, unclear)
            if package.is_package:
                yield package
            elif label is not None:
                self.unmigrated.add(label)
                self.passed_over.extend(package.passed_over)

    def _label(self, app_folder: str) -> tuple[str | None, UnreadableSource | None]:
        """The label of an app in a folder of the project, or why it is not known."""
        user_label = installed_app.user_label(self.options.labels, app_folder)
        if user_label is not None:
            return user_label, None
        try:
            return app_label.of_folder(self.project, app_folder, self.settings.app_config_names), None
        except UnreadableSource as unclear:
            return None, unclear

    def _report_label(self, app: str, unclear: UnreadableSource) -> None:
        """Report an app, by its folder or dotted name, that is left out because its label is not known."""
        folder = app.replace(".", "/")
        path = f"{folder}/apps.py" if folder else "apps.py"
        if not self.project.has(path):
            path = app or "."
        self.unreadable.append(
            Unreadable(path, unclear.line, f"{unclear.reason}; its migrations are left out")
        )

    def _report_package(self, unreadable: Unreadable) -> None:
        """Report a package of MIGRATION_MODULES that was not found: its app is not covered."""
        self.is_covered = False
        self.unreadable.append(unreadable)
