"""
The label of an app of which only a folder is known: the first half of the keys of its migrations.

The class that counts is the one that settings name, the `default_app_config` of an early Django, or else the only
configuration of `apps.py` or the one with `default = True`. The label is its `label`, else the last part of its `name`.
An app without a configuration is labelled by its folder.

Source: `AppConfig.create` in `django/apps/config.py` (3.2 to 5.2).
"""

from collections.abc import Sequence

from app.sources.errors import UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.project import config_module, default_app_config
from app.sources.project.app_config import (
    AppConfig,
    DefaultFlag,
    HiddenValue,
    checked_label,
    place_of_path,
    unclear_label,
)
from app.sources.project.installed_app import UnclearLabel, apps_module
from app.sources.python.modules import Modules
from app.sources.python.syntax import ModuleNames, parse


def of_folder(
    modules: Modules,
    project: ProjectFiles,
    folder: str,
    config_names: frozenset[str],
    version: tuple[int, int] | None,
) -> str:
    """
    The label of the app in a folder of the project.

    The app in the project's own directory, the folder `""`, has the directory's name. `config_names` are the dotted
    names of configurations that settings mention; `version` is Django's, or None where it is not known. Raises
    `UnclearLabel`.
    """
    name = folder.rpartition("/")[2] or project.files.name
    location = project, folder

    def configs(path: str | None) -> list[AppConfig]:
        if path is None:
            return []
        source = modules.at(project, path)
        found = config_module.of_module(modules, source, place_of_path(path)).configs
        return [config for config in found if config.class_name in source.names.classes]

    init = f"{folder}/__init__.py" if folder else "__init__.py"
    try:
        of_apps = configs(apps_module(project, folder))
        of_init = configs(init) if project.has(init) else []
        declared = default_app_config.of(modules, project, folder, version) if version else {None}
    except UnreadableSource as unclear:
        raise UnclearLabel(unclear, location) from None
    if declared != {None}:
        class_names = {str(value).rpartition(".")[2] for value in declared}
        of_apps = [config for config in (*of_apps, *of_init) if config.class_name in class_names] or of_apps
    elif version is not None and version < (3, 2):
        of_apps = []
    try:
        label = _chosen(_of_app(of_apps, name), name, folder, config_names, "apps")
    except UnreadableSource as unclear:
        candidates = [config.label for config in _of_app(of_apps, name) if isinstance(config.label, str)]
        raise UnclearLabel(unclear, location, [*candidates, name]) from None
    others = [config for config in _of_app(of_init, name) if config.label != label]
    if others and declared == {None}:
        first = others[0]
        candidates = [label, *(config.label for config in others if isinstance(config.label, str))]
        reason = (
            f"{first.class_name} in {init} labels the app otherwise than its folder; which of them is installed "
            "is not said plainly"
        )
        raise UnclearLabel(UnreadableSource(reason, first.line), location, candidates)
    return label


def label(folder: str, source: bytes | None, config_names: frozenset[str] = frozenset()) -> str:
    """
    The label of the app in a folder of this name, by the text of its `apps.py` alone.

    A base that is not in the text is taken to state neither `default` nor `label`. Raises `UnreadableSource` where the
    text does not decide the label.
    """
    configs = () if source is None else config_module.of_names(ModuleNames(parse(source))).configs
    return _chosen(_of_app(configs, folder, hidden_is_absent=True), folder, folder, config_names, "apps")


class _FolderConfig:
    """
    What one configuration says about the app in a folder.

    `folder_name` is the folder that it configures; `label` is the reason where the label is not known.
    """

    def __init__(self, config: AppConfig, folder: str, *, hidden_is_absent: bool) -> None:
        self.class_name = config.class_name
        self.line = config.line
        self.folder_name, self.default = folder, DefaultFlag.ABSENT
        self.label: str | UnreadableSource
        try:
            self.folder_name = _last_part(config, folder, folder if hidden_is_absent else "")
            self.default = _default(config)
            self.label = checked_label(
                _stated(config, hidden_is_absent=hidden_is_absent) or self.folder_name or folder
            )
        except HiddenValue as hidden:
            self.label = hidden
        except UnreadableSource as unclear:
            self.label = unclear_label(unclear)


def _default(config: AppConfig) -> DefaultFlag:
    """The `default` of a configuration; absent where a base that is not here may state it."""
    try:
        return config.default()
    except HiddenValue:
        return DefaultFlag.ABSENT


def _stated(config: AppConfig, *, hidden_is_absent: bool) -> str | None:
    """The `label` of a configuration."""
    try:
        return config.label()
    except HiddenValue:
        if hidden_is_absent:
            return None
        raise


def _last_part(config: AppConfig, folder: str, hidden: str) -> str:
    """The last part of the `name` of a configuration; the folder where it states none; `hidden` where a base may."""
    try:
        return config.package().rpartition(".")[2] or folder
    except HiddenValue:
        return hidden
    except UnreadableSource as unclear:
        if "has no name" in unclear.reason:
            return folder
        raise


def _of_app(
    configs: Sequence[AppConfig], folder: str, *, hidden_is_absent: bool = False
) -> list[_FolderConfig]:
    """The configurations of this folder's app; all of them where none is for it and one of them has no known label."""
    all_of_them = [_FolderConfig(config, folder, hidden_is_absent=hidden_is_absent) for config in configs]
    of_folder = [
        config
        for config in all_of_them
        if config.folder_name == folder and config.default is not DefaultFlag.FALSE
    ]
    if not of_folder and any(
        isinstance(config.label, UnreadableSource) and config.folder_name for config in all_of_them
    ):
        return all_of_them
    return of_folder


def _chosen(
    configs: Sequence[_FolderConfig], folder: str, path: str, config_names: frozenset[str], module: str
) -> str:
    """The label by the configurations of an app; that of its folder where there are none."""
    candidates = [config for config in configs if config.default is DefaultFlag.TRUE] or list(configs)
    end = f"{path.replace('/', '.')}.{module}" if path else f"{folder}.{module}"
    named_in_settings = [
        config
        for config in configs
        if any(name.endswith(f"{end}.{config.class_name}") for name in config_names)
    ] or [
        config
        for config in configs
        if any(name.endswith(f"{folder}.{module}.{config.class_name}") for name in config_names)
    ]
    if len(named_in_settings) == 1:
        candidates = named_in_settings
    labels = {config.label for config in candidates}
    if len(labels) > 1:
        names = ", ".join(sorted(config.class_name for config in candidates))
        raise UnreadableSource(
            f"several app configurations ({names}); which of them is installed is not said plainly"
        )
    chosen = labels.pop() if labels else folder
    if isinstance(chosen, UnreadableSource):
        raise chosen
    return checked_label(chosen)
