"""
The label of an app, read from its `apps.py` alone: the first half of the keys of its migrations.

The class that counts is the only configuration, or the one with `default = True`, or the one that INSTALLED_APPS names.
The label is its `label`, else the last part of its `name`. An app without a configuration is labelled by its folder.

Source: `AppConfig.create` in `django/apps/config.py` (3.2 to 5.2).
"""

import ast
from collections.abc import Hashable

from app.cache import WeightedCache
from app.sources.errors import UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.project import app_config
from app.sources.project.app_config import AppConfig, checked_label, unclear_label
from app.sources.python.syntax import parse


def of_folder(project: ProjectFiles, folder: str, config_names: frozenset[str]) -> str:
    """
    The label of the app in a folder of the project, as `label`. An `apps.py` whose id is known is not read again.

    The app in the project's own directory, the folder `""`, has the directory's name.
    """
    path = f"{folder}/apps.py" if folder else "apps.py"
    name = folder.rpartition("/")[2] or project.files.name
    id_ = project.id_of(path) if project.has(path) else None
    cached_label = _cache.get((id_, name, config_names)) if id_ else None
    if cached_label is not None:
        return cached_label
    app_label = label(name, project.read(path) if project.has(path) else None, config_names)
    if id_:
        _cache.put((id_, name, config_names), app_label)
    return app_label


def label(folder: str, source: bytes | None, config_names: frozenset[str] = frozenset()) -> str:
    """
    The label of the app in a folder of this name, whose `apps.py` is `source`.

    `config_names` are the dotted names of configurations that settings mention. Raises `UnreadableSource` where the
    text does not decide the label.
    """
    configs = [] if source is None else _configs(parse(source), folder)
    candidates = [config for config in configs if config.is_default] or configs
    named_in_settings = [
        config
        for config in configs
        if any(name.endswith(f"{folder}.apps.{config.class_name}") for name in config_names)
    ]
    if len(named_in_settings) == 1:
        candidates = named_in_settings
    labels = {config.label for config in candidates}
    if len(labels) > 1:
        names = ", ".join(sorted(config.class_name for config in candidates))
        raise UnreadableSource(
            f"several app configurations ({names}); which of them is installed is not said plainly"
        )
    app_label = labels.pop() if labels else folder
    if isinstance(app_label, UnreadableSource):
        raise app_label
    return checked_label(app_label)


class _FolderConfig:
    """
    What one configuration says about the app in a folder.

    `folder_name` is the folder that it configures; `label` is the reason where the label is not known; `is_excluded`
    means `default = False`.
    """

    def __init__(self, config: AppConfig, folder: str) -> None:
        self.class_name = config.class_name
        self.is_default, self.is_excluded, self.folder_name = False, False, folder
        self.label: str | UnreadableSource
        try:
            default = config.default()
            folder_name = config.folder_name(folder)
            label = config.value("label")
            self.label = folder_name if label is None else label.text()
        except UnreadableSource as unclear:
            self.label = unclear_label(unclear)
        else:
            self.is_default, self.is_excluded = default is True, default is False
            self.folder_name = folder_name


def _configs(module: ast.Module, folder: str) -> list[_FolderConfig]:
    """The configurations of this folder's app; all of them where none is for it and one of them has no known label."""
    configs = [_FolderConfig(config, folder) for config in app_config.of_text(module)]
    of_folder = [config for config in configs if config.folder_name == folder and not config.is_excluded]
    if not of_folder and any(isinstance(config.label, UnreadableSource) for config in configs):
        return configs
    return of_folder


_cache: WeightedCache[Hashable, str] = WeightedCache(10_000)
"""Labels, by the id of the `apps.py`, the folder's name and the configurations that settings mention."""
