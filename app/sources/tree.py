"""
A release from a directory of source, as Django's loader would find it on disk; nothing is imported, nothing is run.

What the directory mentions and does not hold is *not covered*: the release is never complete.

Source: `MigrationLoader.load_disk` in `django/db/migrations/loader.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Release, Unreadable
from app.sources import apps, module, version
from app.sources.disk import Disk
from app.sources.error import SourceError, Unclear
from app.sources.given import Given
from app.sources.settings import MODEL, Files, SettingsModules


@dataclass(frozen=True)
class Package:
    """A folder of migrations and what its files gave; `label` is None where the app's is not known."""

    path: str
    label: str | None
    migrations: tuple[Migration, ...]
    unreadable: tuple[Unreadable, ...]


def read(path: Path, given: Given) -> Release:
    """Read a directory. Raises `SourceError` when it holds no migrations or too much, or Django's version is needed."""
    return of(Disk(path), given)


def of(files: Files, given: Given) -> Release:
    """The release in any files, of a directory or of a commit. Raises `SourceError` as `read` does."""
    return _Reading(files).release(given.django, given.settings)


class _Reading:
    """One directory while it is read."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.paths = frozenset(files.paths)
        self.settings = SettingsModules(files)
        self.unreadable = list(files.unreadable)
        self.unmigrated: set[str] = set()

    def release(self, django: str | None, settings: Mapping[str, str]) -> Release:
        """The whole, from the packages of one directory."""
        for name, model in settings.items():
            if not MODEL.fullmatch(model) and name.endswith("_MODEL"):
                raise SourceError(f"the setting {name} must name a model as app.Model, not {model!r}")
        packages = self._of_one_label(self._packages())
        if not packages and not self.unreadable:
            raise SourceError(f"there are no migrations below {self.files.name or 'this directory'}")
        for package in packages:
            self.unreadable.extend(package.unreadable)
        migrations = sorted((m for package in packages for m in package.migrations), key=lambda m: m.key)
        squashes = tuple(str(migration.key) for migration in migrations if migration.replaces)
        return Release.of(
            migrations,
            django=version.of(self.files, django, squashes=squashes),
            project=self.files.name,
            settings=dict(sorted({**self._needed(packages, settings), **settings}.items())),
            unmigrated_apps=frozenset(
                self.unmigrated - {migration.key.app_label for migration in migrations}
            ),
            unreadable=tuple(
                sorted(set(self.unreadable), key=lambda place: (place.path, place.line or 0, place.reason))
            ),
            complete=False,
        )

    def _packages(self) -> Iterator[Package]:
        """Every folder of migrations: those called so, and those that MIGRATION_MODULES names."""
        folders: dict[str, list[str]] = {}
        for path in self.files.paths:
            folder, _, name = path.rpartition("/")
            if name.endswith(".py"):
                folders.setdefault(folder, []).append(path)
        elsewhere = self._elsewhere()
        moved = {folder: label for label, dotted in elsewhere.items() for folder in _folder(dotted, folders)}
        self.unmigrated.update(label for label, dotted in elsewhere.items() if dotted is None)
        for folder, paths in sorted(folders.items()):
            if folder in moved:
                yield self._package(folder, paths, moved[folder])
            elif folder.rpartition("/")[2] == "migrations":
                package = self._package(folder, paths, None)
                if package.label not in elsewhere:
                    yield package
        for label, dotted in elsewhere.items():
            if dotted is not None and label not in moved.values():
                reason = f"MIGRATION_MODULES puts the migrations of {label} there; it is not one folder here"
                self.unreadable.append(Unreadable(dotted, None, reason))

    def _elsewhere(self) -> Mapping[str, str | None]:
        """MIGRATION_MODULES; a value that cannot be read is told."""
        found = self.settings.migration_modules
        if isinstance(found, Unreadable):
            self.unreadable.append(found)
            return {}
        return found

    def _package(self, folder: str, paths: list[str], label: str | None) -> Package:
        unreadable: list[Unreadable] = []
        if label is None:
            label = self._label(folder, unreadable)
        migrations: list[Migration] = []
        typical = False
        for path in paths:
            name = path.rpartition("/")[2].removesuffix(".py")
            if name[:1] in ("_", "~") or not name or "." in name:
                continue
            try:
                found = module.read(MigrationKey(label or "?", name), self.files.read(path))
            except Unclear as unclear:
                found = module.Module(None, (unclear,))
            typical = typical or found.is_typical
            unreadable.extend(Unreadable(path, unclear.line, unclear.reason) for unclear in found.unclear)
            if found.migration is not None:
                migrations.append(found.migration)
        if not typical:
            return Package(folder, label, (), ())
        if f"{folder}/__init__.py" not in self.paths:
            # Without __init__.py the folder is a namespace package, and to Django the app has no migrations.
            self.unmigrated.update([label] if label else [])
            return Package(folder, label, (), ())
        return Package(folder, label, tuple(migrations) if label else (), tuple(unreadable))

    def _label(self, folder: str, unreadable: list[Unreadable]) -> str | None:
        app, _, _ = folder.rpartition("/")
        path = f"{app}/apps.py" if app else "apps.py"
        source = None
        try:
            source = self.files.read(path) if path in self.paths else None
            return apps.label(app.rpartition("/")[2] or self.files.name, source, self.settings.mentioned)
        except Unclear as unclear:
            place = app or "." if source is None else path
            unreadable.append(
                Unreadable(place, unclear.line, f"{unclear.reason}; its migrations are left out")
            )
            return None

    def _of_one_label(self, packages: Iterator[Package]) -> list[Package]:
        """Each label once: folders that say the same count once, folders that do not are named, and left out."""
        kept: list[Package] = []
        by_label: dict[str, list[Package]] = {}
        for package in packages:
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

    def _needed(self, packages: list[Package], given: Mapping[str, str]) -> dict[str, str]:
        """The settings that migrations depend on and that were not given, found in the settings modules."""
        users: dict[str, str] = {}
        for package in packages:
            for migration in package.migrations:
                for dependency in migration.dependencies:
                    if dependency.app_label == SETTING and dependency.name not in given:
                        users.setdefault(dependency.name, f"{package.path}/{migration.key.name}.py")
        found: dict[str, str] = {}
        for name, path in sorted(users.items()):
            model = self.settings.model(name)
            if isinstance(model, Unclear):
                reason = f"{model.reason}; please give it with --setting {name}=app.Model"
                self.unreadable.append(Unreadable(path, None, reason))
            else:
                found[name] = model
        return found


def _folder(dotted: str | None, folders: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The only folder that a dotted name can mean, or none."""
    if dotted is None:
        return ()
    tail = "/" + dotted.replace(".", "/")
    found = [folder for folder in folders if f"/{folder}".endswith(tail)]
    return tuple(found) if len(found) == 1 else ()
