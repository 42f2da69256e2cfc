"""
The settings of a project, remembered from one reading to the next, such as those of successive commits.

An answer is computed again only if a file that it depends on has changed, or if a module name leads to another file.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar, cast

from app.cache import WeightedCache
from app.domain.release import Unreadable
from app.sources.errors import UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.python.modules import Lookups, Modules
from app.sources.settings.entry_points import NAMES, is_entry_point
from app.sources.settings.modules import NOTHING, SettingsModules, is_settings
from app.sources.settings.values.kinds import ListValue

CACHE_SIZE = 2_000
"""The most answers that stay in memory."""

Value = TypeVar("Value")


class CachedSettings:
    """The answers of `SettingsModules`, from the cache where possible."""

    def __init__(
        self,
        modules: Modules,
        project: ProjectFiles,
        module_name: str | None = None,
        environ: Mapping[str, str | None] = NOTHING,
    ) -> None:
        self._modules = modules
        self._settings = SettingsModules(modules, project, module_name, environ)
        ids = tuple(
            (path, project.id_of(path))
            for path in project.files.paths
            if ("settings" in path and is_settings(path)) or (path.endswith(NAMES) and is_entry_point(path))
        )
        self._key: Hashable = (module_name, tuple(sorted(environ.items())), ids)

    @property
    def installed_apps(self) -> ListValue | Unreadable | None:
        return self._answer("installed_apps", lambda: self._settings.installed_apps)

    @property
    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        return self._answer("migration_modules", lambda: self._settings.migration_modules)

    @property
    def app_config_names(self) -> frozenset[str]:
        return self._answer("app_config_names", lambda: self._settings.app_config_names)

    def model(self, setting: str) -> str | UnreadableSource:
        return self._answer(("model", setting), lambda: self._settings.model(setting))

    def _answer(self, question: Hashable, compute: Callable[[], Value]) -> Value:
        """The answer from the cache if its lookups still have the same results; else computed and cached."""
        key = (question, self._key)
        entry = _cache.get(key)
        if entry is not None and self._modules.confirm(entry[0]):
            return cast("Value", entry[1])
        answer = compute()
        lookups = self._modules.lookups()
        if lookups is not None:
            _cache.put(key, (lookups, answer))
        return answer


_cache: WeightedCache[Hashable, tuple[Lookups, object]] = WeightedCache(CACHE_SIZE)
