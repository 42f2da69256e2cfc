"""
Where MIGRATION_MODULES puts the migrations of apps.

    MIGRATION_MODULES = {
        "orders": "shop.migrations.orders",     the dotted name of their package
        "legacy": None,                         the app counts as one without migrations
    }

Source: `MigrationLoader.migrations_module` in `django/db/migrations/loader.py` (3.2 to 5.2).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from app.domain.release import Unreadable
from app.sources.files.project_files import ProjectFiles
from app.sources.project.installed_app import InstalledApp
from app.sources.python.modules import Location, Modules


class MigrationModules:
    """The value of the setting, with the source roots in which its packages are looked for."""

    def __init__(self, packages: Mapping[str, str | None], modules: Modules, project: ProjectFiles) -> None:
        self._packages = packages
        self._modules = modules
        self._project = project

    @property
    def labels(self) -> AbstractSet[str]:
        """The apps that the setting names, in its order."""
        return self._packages.keys()

    def folders(self, app: InstalledApp) -> tuple[Location, ...] | Unreadable:
        """
        The folders that can hold the migrations of an installed app, in any root.

        That is `migrations` in the app's folder where the setting does not name the app. There is none where the
        setting says None.
        """
        if app.label not in self._packages:
            return ((app.root, app.path("migrations")),)
        package = self._packages[app.label]
        folders = self._modules.folders(package) if package else ()
        return _not_found(app.label, package) if package and not folders else folders

    def project_folder(self, label: str) -> str | Unreadable | None:
        """The folder of the project that holds the migrations of an app in `labels`; None where the setting says so."""
        package = self._packages[label]
        if package is None:
            return None
        folders = [folder for root, folder in self._modules.folders(package) if root is self._project]
        return folders[0] if len(folders) == 1 else _not_found(label, package)


def _not_found(label: str, package: str) -> Unreadable:
    reason = f"MIGRATION_MODULES puts the migrations of {label} there; it is not one folder here"
    return Unreadable(package, None, reason)
