"""
The folders of migrations of a project that count, one after the other, and what is not known of them.

    INSTALLED_APPS is plain        the apps it names, in the directory and in further roots
    it has an open end             these, and every further app of the directory
    it is not known                every app of the directory

An app that INSTALLED_APPS names and no root has is *not covered*.
"""

from collections.abc import Iterator, Sequence

from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import Unreadable
from app.sources import toml_lines
from app.sources.errors import UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.migration import package as migrations_package
from app.sources.migration.package import MigrationsPackage
from app.sources.options import ReadingOptions
from app.sources.project import app_label, entry, installed_app, label_evidence
from app.sources.project.installed_app import AppNotFound, InstalledApp, UnclearLabel
from app.sources.project.migration_modules import MigrationModules
from app.sources.python.modules import Location, Modules
from app.sources.settings.cached import CachedSettings
from app.sources.settings.values.kinds import ListItem, ListValue

MAX_SHOWN_ENTRIES = 3
"""The most entries of INSTALLED_APPS that a message names; the others are a number."""


class ProjectPackages:
    """
    The migrations packages of one project. What is found out about the apps is in the attributes once all were taken.

    `unmigrated` are the labels of apps without migrations, `passed_over` the files that Django passes over.
    `read_folders` are the folders of apps and of migrations that have been taken, each with the id of its root.
    `absent_packages` are the dotted names of installed apps that no root has. `entries_in_doubt` are the entries of
    INSTALLED_APPS by what leaves it open whether they are there.
    """

    def __init__(
        self,
        modules: Modules,
        project: ProjectFiles,
        settings: CachedSettings,
        options: ReadingOptions,
        version: tuple[int, int] | None,
    ) -> None:
        self.modules = modules
        self.project = project
        self.settings = settings
        self.options = options
        self.version = version
        self.unreadable: list[Unreadable] = []
        self.unmigrated: set[str] = set()
        self.passed_over: list[PassedOver] = []
        self.modules_reasons: dict[str, PassedOverReason] = {}
        self.read_folders: set[tuple[int, str]] = set()
        self.absent_packages: list[str] = []
        self.is_covered = True
        self.entries_in_doubt: dict[Unreadable, list[str]] = {}

    def all(self) -> Iterator[MigrationsPackage]:
        """Every folder of migrations that counts."""
        installed = self._installed_apps()
        migration_modules = self._migration_modules()
        labels: set[str] = set()
        sure_apps: list[InstalledApp] = []
        entries: set[str] = set()
        for item in installed.items if installed else ():
            apps = self._apps(item)
            if not apps and item.doubt is None and item.text in entries:
                self._report_second(item.text, item.text)
            entries.add(item.text)
            if len(apps) == 1 and item.doubt is None:
                self._report_duplicate(apps[0], sure_apps, item.text)
                sure_apps.append(apps[0])
            for app in apps:
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
        way = "please name the settings module with --setting module=…"
        return Unreadable(self.project.files.name or ".", None, f"{reason}; {way}")

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
            apps = entry.apps(self.modules, item.text, self.options.labels, self.version)
        except AppNotFound as absent:
            self.is_covered = False
            self.absent_packages += absent.packages
            return ()
        except UnclearLabel as unclear:
            label = label_evidence.label_of(self.modules, unclear.location, unclear.candidates)
            if label is None:
                self.is_covered = False
                if self._has_migrations(unclear.location):
                    self._report_label(unclear.location, unclear)
                return ()
            apps = (InstalledApp(label, *unclear.location),)
        except UnreadableSource as unclear:
            self.is_covered = False
            self._report_entry(item.text, unclear)
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
                self.entries_in_doubt.setdefault(item.doubt, []).append(item.text)
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
                self._report_label((self.project, app_folder), unclear)
            if package.is_package:
                yield package
            elif label is not None:
                self.unmigrated.add(label)
                self.passed_over.extend(package.passed_over)

    def _label(self, app_folder: str) -> tuple[str | None, UnclearLabel | None]:
        """The label of an app in a folder of the project, or why it is not known."""
        user_label = installed_app.user_label(self.options.labels, app_folder)
        if user_label is not None:
            return user_label, None
        names = self.settings.app_config_names
        try:
            return app_label.of_folder(self.modules, self.project, app_folder, names, self.version), None
        except UnclearLabel as unclear:
            label = label_evidence.label_of(self.modules, unclear.location, unclear.candidates)
            return label, None if label else unclear

    def _has_migrations(self, location: Location) -> bool:
        """Whether the folder of an app has a folder of migrations, or of what looks like them."""
        root, folder = location
        path = f"{folder}/migrations" if folder else "migrations"
        package = migrations_package.read(self.modules, root, path, None)
        return package.is_package or package.has_migration_class

    def _report_label(self, location: Location, unclear: UnclearLabel) -> None:
        """Report an app that is left out because its label is not known. It is reported once."""
        root, folder = location
        self.read_folders.add((id(root), folder))
        self.read_folders.add((id(root), f"{folder}/migrations" if folder else "migrations"))
        path = installed_app.apps_module(root, folder) or folder or "."
        evident = label_evidence.any_label_of(self.modules, location)
        remedy = toml_lines.label(folder or ".", evident, unclear.candidates)
        self.unreadable.append(
            Unreadable(path, unclear.line, f"{unclear.reason}; its migrations are left out; {remedy}")
        )

    def _report_duplicate(self, app: InstalledApp, others: Sequence[InstalledApp], text: str) -> None:
        """Report an entry of INSTALLED_APPS whose label or package another entry has too."""
        if any(other.label == app.label for other in others):
            reason = f"a second app of the label {app.label} in INSTALLED_APPS; Django refuses to start"
        elif any((other.root, other.folder) == (app.root, app.folder) for other in others):
            self._report_second(app.folder, text)
            return
        else:
            return
        self.unreadable.append(Unreadable(text, None, reason))

    def _report_second(self, package: str, text: str) -> None:
        """Report a package that INSTALLED_APPS has a second time."""
        reason = f"the package {package} is a second time in INSTALLED_APPS; Django refuses to start"
        self.unreadable.append(Unreadable(text, None, reason))

    def _report_entry(self, text: str, unclear: UnreadableSource) -> None:
        """Report an entry of INSTALLED_APPS that stands for no app that can be told."""
        reason = f"the entry {text} of INSTALLED_APPS: {unclear.reason}; {toml_lines.installed_apps()}"
        self.unreadable.append(Unreadable(text, unclear.line, reason))

    def _report_package(self, unreadable: Unreadable) -> None:
        """Report a package of MIGRATION_MODULES that was not found: its app is not covered."""
        self.is_covered = False
        self.unreadable.append(unreadable)

    def doubts(self) -> Iterator[Unreadable]:
        """The places that leave it open whether some apps are installed."""
        for cause, entries in self.entries_in_doubt.items():
            yield _doubt(cause, entries)


def _doubt(cause: Unreadable, entries: Sequence[str]) -> Unreadable:
    """The place that leaves it open whether some apps are installed: one cause, however many apps it decides."""
    first = list(dict.fromkeys(entries))
    names, verb = ", ".join(first[:MAX_SHOWN_ENTRIES]), "is" if len(first) == 1 else "are"
    more = f" and {len(first) - MAX_SHOWN_ENTRIES} more" if len(first) > MAX_SHOWN_ENTRIES else ""
    reason = f"whether {names}{more} {verb} installed is not plain: INSTALLED_APPS {cause.reason}"
    return Unreadable(cause.path, cause.line, f"{reason}; {toml_lines.installed_apps()}")
