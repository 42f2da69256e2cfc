"""
One entry of INSTALLED_APPS: the app that it stands for, where its package is, and its label.

    "shop.orders"                      a package: the one configuration in its apps.py, or the default one, or none
    "shop.orders.apps.OrdersConfig"    a configuration: the app is the package that its `name` states

Source: `AppConfig.create` in `django/apps/config.py` (3.2 to 5.2).
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.project import app_config
from app.sources.project.app_config import AppConfig, checked_label, unclear_label
from app.sources.python.modules import Modules, Source


class InstalledApp(NamedTuple):
    """An installed app: its label, and the folder of its package in a source root."""

    label: str
    root: SourceRoot
    folder: str

    def path(self, name: str) -> str:
        """The path of a file or folder in the app's folder."""
        return f"{self.folder}/{name}" if self.folder else name


class AppNotFound(UnreadableSource):
    """The package of an entry is in no source root; the app is not covered."""


def apps(modules: Modules, entry: str, labels: Mapping[str, str]) -> tuple[InstalledApp, ...]:
    """
    The app of an entry; several apps where several folders can be it.

    `labels` are the user's, by folder or dotted name. Raises `AppNotFound` where no source root has the app, and
    `UnreadableSource` where its label is not known.
    """
    folders = modules.folders(entry)
    if folders:
        return tuple(
            app for root, folder in folders for app in _of_package(modules, root, folder, entry, labels)
        )
    module_name, _, class_name = entry.rpartition(".")
    module = modules.find(entry)
    if module is not None:
        label = user_label(labels, "", entry) or checked_label(class_name or entry)
        return (InstalledApp(label, module.root, module.path),)
    source = modules.find(module_name) if module_name else None
    if source is None:
        raise AppNotFound(f"{entry} is in no root")
    located = modules.definition(class_name, source)
    if located is None:
        raise UnreadableSource(f"{source.path} has no plain class {class_name}")
    config = app_config.of_class(modules, *located)
    package = config.package(module_name.rpartition(".")[0])
    return _of_config(modules, located[0], config, package, labels)


def user_label(labels: Mapping[str, str], folder: str, dotted: str = "") -> str | None:
    """The label that the user's `labels` give an app, by its folder or its dotted name."""
    for name, label in labels.items():
        if dotted and name == dotted:
            return label
        path = name.replace(".", "/").strip("/")
        if path and f"/{folder}".endswith(f"/{path}"):
            return label
    return None


def _of_package(
    modules: Modules, root: SourceRoot, folder: str, entry: str, labels: Mapping[str, str]
) -> tuple[InstalledApp, ...]:
    """The app of an entry that is a package: its only configuration counts, or the default one, or none."""
    label = user_label(labels, folder, entry)
    path = f"{folder}/apps.py" if folder else "apps.py"
    package_name = entry.rpartition(".")[2]
    if label or not root.has(path):
        return (InstalledApp(label or checked_label(package_name), root, folder),)
    source = modules.at(root, path)
    configs, absent = app_config.of_module(modules, source)
    candidates = [config for config in configs if config.default() is not False]
    if len(candidates) != 1:
        candidates = [config for config in candidates if config.default() is True]
    if len(candidates) > 1:
        raise UnreadableSource("several default app configurations; Django refuses them")
    if absent and any(_label(config, package_name) != package_name for config in configs):
        raise UnreadableSource(
            f"{absent} comes from a module that is not here; it may count as the app configuration"
        )
    if not candidates:
        return (InstalledApp(checked_label(package_name), root, folder),)
    package = candidates[0].package(entry)
    if package == entry:
        return (InstalledApp(_label(candidates[0], package_name), root, folder),)
    return _of_config(modules, source, candidates[0], package, labels)


def _of_config(
    modules: Modules, source: Source, config: AppConfig, package: str, labels: Mapping[str, str]
) -> tuple[InstalledApp, ...]:
    """The apps of a configuration in the module `source`: one for each folder that its package can be."""
    return tuple(
        InstalledApp(
            user_label(labels, folder, package) or _label(config, package.rpartition(".")[2]), root, folder
        )
        for root, folder in _folders(modules, source, package)
    )


def _folders(modules: Modules, source: Source, package: str) -> tuple[tuple[SourceRoot, str], ...]:
    """The folders that a package can be; the folder of the module `source` alone where that is one of them."""
    own_folder = source.folder
    if own_folder.replace("/", ".") == package:
        return ((source.root, own_folder),)
    folders = modules.folders(package)
    if (source.root, own_folder) in folders:
        return ((source.root, own_folder),)
    if not folders:
        raise AppNotFound(f"the package {package} is in no root")
    return folders


def _label(config: AppConfig, package_name: str) -> str:
    """The label that a configuration states, else the last part of its package. Raises `UnreadableSource`."""
    label = config.value("label")
    if label is None:
        return checked_label(package_name)
    try:
        return checked_label(label.text())
    except UnreadableSource as unclear:
        raise unclear_label(unclear) from None
