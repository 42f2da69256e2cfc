"""
A release from a directory of source, as Django's loader would find it on disk; nothing is imported, nothing is run.

    INSTALLED_APPS is plain        the apps it names, in the directory and in further roots
    it has an open end             these, and every further app of the directory
    it is not known                every app of the directory

What is mentioned and nowhere here is *not covered*. Complete is a release only where every installed app was found.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path

from app.cache import WeightedCache
from app.domain.release import Release, Unreadable
from app.sources import manifest
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files import roots
from app.sources.files.disk import Directory
from app.sources.files.project_files import ProjectFiles
from app.sources.files.protocol import Files, SourceRoot
from app.sources.migration import package as packages
from app.sources.migration.package import Package
from app.sources.options import ReadingOptions
from app.sources.project import app_label as apps
from app.sources.project import django_version as version
from app.sources.project import installed_app as entry
from app.sources.project.installed_app import App, Missing
from app.sources.python.modules import Modules
from app.sources.python.suppress_warnings import suppress_warnings
from app.sources.settings import swappable as needed
from app.sources.settings.cached import RememberedSettings
from app.sources.settings.modules import MODEL
from app.sources.settings.values import ListItem, ListValue


def read(path: Path, given: ReadingOptions) -> Release:
    """Read a directory. Raises `SourceError` when it holds no migrations or too much, or Django's version is needed."""
    return of(Directory(path), given)


def of(files: Files, given: ReadingOptions) -> Release:
    """The release in any files, of a directory or of a commit. Raises `SourceError` as `read` does."""
    for name, model in given.settings.items():
        if not MODEL.fullmatch(model) and name.endswith("_MODEL"):
            raise SourceError(f"the setting {name} must name a model as app.Model, not {model!r}")
    with suppress_warnings:  # entered once here, because entering it for every file would be slow
        return _ProjectReading(files, given).release()


class _ProjectReading:
    """One directory while it is read."""

    def __init__(self, files: Files, given: ReadingOptions) -> None:
        self.files = files
        self.given = given
        self.project = ProjectFiles(files)
        self.modules = Modules((self.project, *roots.open_roots(given.roots)))
        self.settings = RememberedSettings(self.modules, self.project, given.settings.get("module"))
        self.overlay = manifest.overlay(given.overlay)
        self.unreadable = list(files.unreadable)
        self.unmigrated: set[str] = set()
        self.taken: set[tuple[int, str]] = set()
        self.missing: list[str] = []
        self.is_covered = True

    def release(self) -> Release:
        """The whole."""
        found = self._of_one_label(self._packages())
        if not found and not self.unreadable:
            raise SourceError(f"there are no migrations below {self.files.name or 'this directory'}")
        for package in found:
            self.unreadable.extend(package.unreadable)
        migrations = [migration for package in found for migration in package.migrations]
        apps_here = {migration.key.app_label for migration in migrations} | {
            p.label for p in found if p.label
        }
        covered = apps_here | self.unmigrated
        if self.overlay is not None and not self.is_covered:
            migrations.extend(self.overlay.migrations(covered))
            self.unmigrated |= self.overlay.unmigrated(covered)
        squashes = tuple(sorted(str(migration.key) for migration in migrations if migration.replaces))
        last = self.overlay.release if self.overlay else None
        models, unknown = needed.models(
            migrations,
            self.settings,
            given=self.given.settings.keys(),
            last=last.settings if last else {},
        )
        self.unreadable.extend(unknown)
        return Release.of(
            migrations,
            django=version.of(
                self.files,
                self.given.django,
                squashes=squashes,
                modules=self.modules,
                last=last.django if last else None,
            ),
            project=self.files.name,
            settings=dict(sorted({**models, **self.given.settings}.items())),
            unmigrated_apps=frozenset(self.unmigrated - apps_here),
            unreadable=tuple(
                sorted(set(self.unreadable), key=lambda place: (place.path, place.line or 0, place.reason))
            ),
            complete=self.is_covered and not self.unreadable,
        )

    def _packages(self) -> Iterator[Package]:
        """Every folder of migrations that counts."""
        installed = self._installed()
        elsewhere = self._elsewhere()
        labels: set[str] = set()
        for one in installed.entries if installed else ():
            for app in self._apps(one):
                labels.add(app.label)
                yield from self._of_app(app, elsewhere, one)
        is_whole = installed is not None and not installed.open
        is_theirs = self.given.installed_apps is not None or any(
            place == id(self.project) for place, _ in self.taken
        )
        if is_whole and is_theirs:
            if not self.is_covered:
                yield from self._moved(elsewhere, labels)
                yield from self._of_the_project(labels | elsewhere.keys(), self.missing)
            return
        self.is_covered = False
        yield from self._moved(elsewhere, labels)
        yield from self._of_the_project(labels | elsewhere.keys())
        if self.given.roots and not labels:
            self.unreadable.append(self._nothing_from_roots())

    def _installed(self) -> ListValue | None:
        if self.given.installed_apps is not None:
            return ListValue(tuple(ListItem(name) for name in self.given.installed_apps))
        found = self.settings.installed
        return found if isinstance(found, ListValue) else None

    def _nothing_from_roots(self) -> Unreadable:
        """Why nothing was taken from the roots, and the way out."""
        place = self.settings.installed
        reason = "INSTALLED_APPS is not said plainly, so nothing is taken from the roots"
        if isinstance(place, Unreadable):
            way = "please give installed_apps in driftboard.toml"
            return Unreadable(place.path, place.line, f"{reason}: {place.reason}; {way}")
        way = "please name the settings module with --setting module=shop.settings"
        return Unreadable(self.files.name or ".", None, f"{reason}; {way}")

    def _elsewhere(self) -> Mapping[str, str | None]:
        """MIGRATION_MODULES; a value that cannot be read is told."""
        if self.given.migration_modules is not None:
            return self.given.migration_modules
        found = self.settings.migration_modules
        if isinstance(found, Unreadable):
            self.unreadable.append(found)
            return {}
        return found

    def _apps(self, one: ListItem) -> tuple[App, ...]:
        """The app of an entry of INSTALLED_APPS; none where it is not covered, or its label is not known."""
        try:
            found = entry.apps(self.modules, one.text, self.given.labels)
        except Missing:
            self.is_covered = False
            self.missing += [one.text, one.text.rpartition(".apps.")[0]]
            return ()
        except UnreadableSource as unclear:
            self.is_covered = False
            self._not_plain(one.text, unclear)
            return ()
        if one.doubt is not None or len(found) > 1:
            self.is_covered = False
        return found

    def _of_app(self, app: App, elsewhere: Mapping[str, str | None], one: ListItem) -> Iterator[Package]:
        """The migrations of an installed app, where MIGRATION_MODULES has put them, or in its folder."""
        self.taken.add((id(app.place), app.folder))
        folders: tuple[tuple[SourceRoot, str], ...] = ((app.place, app.path("migrations")),)
        if app.label in elsewhere:
            dotted = elsewhere[app.label]
            folders = self.modules.folders(dotted) if dotted else ()
            if dotted and not folders:
                self._nowhere(app.label, dotted)
                return
        for place, folder in folders:
            package = packages.read(self.modules, place, folder, app.label)
            self.taken.add((id(place), folder))
            if package.is_package and one.doubt is not None and package.migrations:
                reason = f"whether {one.text} is installed is not plain: INSTALLED_APPS {one.doubt.reason}"
                self.unreadable.append(Unreadable(one.doubt.path, one.doubt.line, reason))
            if package.is_package:
                yield package
            else:
                self.unmigrated.add(app.label)
        if not folders:
            self.unmigrated.add(app.label)

    def _moved(self, elsewhere: Mapping[str, str | None], labels: set[str]) -> Iterator[Package]:
        """The migrations that MIGRATION_MODULES puts somewhere in the project, of apps that are not here."""
        for label, dotted in elsewhere.items():
            if label in labels:
                continue
            if dotted is None:
                self.unmigrated.add(label)
                continue
            found = [
                (place, folder) for place, folder in self.modules.folders(dotted) if place is self.project
            ]
            if len(found) == 1:
                self.taken.add((id(self.project), found[0][1]))
                yield packages.read(self.modules, *found[0], label)
            else:
                self._nowhere(label, dotted)

    def _nowhere(self, label: str, dotted: str) -> None:
        self.is_covered = False
        reason = f"MIGRATION_MODULES puts the migrations of {label} there; it is not one folder here"
        self.unreadable.append(Unreadable(dotted, None, reason))

    def _of_the_project(self, labels: set[str], called: Sequence[str] | None = None) -> Iterator[Package]:
        """
        The further folders of the project that are called so and hold migrations of Django's.

        With `called`, only those whose path is the end of such a name: what is on Python's path may lie higher.
        """
        for folder in sorted(self.project.by_folder):
            app, _, name = folder.rpartition("/")
            if name != "migrations" or (id(self.project), folder) in self.taken:
                continue
            if called is not None and not any(
                f".{one}".endswith(f".{app.replace('/', '.')}") for one in called if app
            ):
                continue
            label, unclear = self._label(app)
            package = packages.read(self.modules, self.project, folder, label)
            if not package.is_typical or label in labels:
                continue
            if unclear is not None:
                self._not_plain(app, unclear)
            if package.is_package:
                yield package
            elif label is not None:
                self.unmigrated.add(label)

    def _label(self, app: str) -> tuple[str | None, UnreadableSource | None]:
        """The label of an app in a folder of the project, or why it is not known."""
        given = entry.label_given(self.given.labels, app)
        if given is not None:
            return given, None
        path = f"{app}/apps.py" if app else "apps.py"
        id_ = self.files.id_of(path) if self.project.has(path) else None
        name = app.rpartition("/")[2] or self.files.name
        known = _labels.get((id_, name, self.settings.mentioned)) if id_ else None
        if known is not None:
            return known, None
        try:
            source = self.files.read(path) if self.project.has(path) else None
            label = apps.label(name, source, self.settings.mentioned)
        except UnreadableSource as unclear:
            return None, unclear
        if id_:
            _labels.put((id_, name, self.settings.mentioned), label)
        return label, None

    def _not_plain(self, app: str, unclear: UnreadableSource) -> None:
        """Name an app whose label is not plain."""
        folder = app.replace(".", "/")
        path = f"{folder}/apps.py" if folder else "apps.py"
        if not self.project.has(path):
            path = app or "."
        self.unreadable.append(
            Unreadable(path, unclear.line, f"{unclear.reason}; its migrations are left out")
        )

    def _of_one_label(self, found: Iterator[Package]) -> list[Package]:
        """Each label once: folders that say the same count once, folders that do not are named, and left out."""
        kept: list[Package] = []
        by_label: dict[str, list[Package]] = {}
        for package in found:
            if package.label is None:
                kept.append(package)
            elif package.migrations or package.unreadable:
                by_label.setdefault(package.label, []).append(package)
        for label, several in sorted(by_label.items()):
            first, *others = several
            if all(other.migrations == first.migrations for other in others):
                kept.append(first)
                continue
            for package in several:
                reason = (
                    f"the app label {label} belongs to several folders here; which is installed is not known"
                )
                self.unreadable.append(Unreadable(package.path, None, f"{reason}, so none of them is read"))
        return kept


_labels: WeightedCache[Hashable, str] = WeightedCache(10_000)
