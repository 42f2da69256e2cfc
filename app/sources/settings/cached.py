"""
What settings modules say, remembered from one commit to the next: as long as every file that was followed for it is the
same, and every name leads to the same file, it is not worked out again.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar, cast

from app.cache import WeightedCache
from app.domain.release import Unreadable
from app.sources.errors import UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.python.modules import Lookups, Modules
from app.sources.settings.modules import SettingsModules, is_settings
from app.sources.settings.values import ListValue

KEPT = 2_000
"""So many answers stay in memory."""

Value = TypeVar("Value")


class RememberedSettings:
    """The settings modules of a project, as `SettingsModules`; worked out only where something has changed."""

    def __init__(self, modules: Modules, project: ProjectFiles, called: str | None = None) -> None:
        self._modules = modules
        self._settings = SettingsModules(modules, project, called)
        ids = tuple((path, project.id_of(path)) for path in project.files.paths if is_settings(path))
        self._key: Hashable = (called, ids)

    @property
    def installed(self) -> ListValue | Unreadable | None:
        return self._said("installed", lambda: self._settings.installed)

    @property
    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        return self._said("migration_modules", lambda: self._settings.migration_modules)

    @property
    def mentioned(self) -> frozenset[str]:
        return self._said("mentioned", lambda: self._settings.mentioned)

    def model(self, name: str) -> str | UnreadableSource:
        return self._said(("model", name), lambda: self._settings.model(name))

    def _said(self, what: Hashable, work_out: Callable[[], Value]) -> Value:
        """What was said before, if nothing that it hangs on has changed; else what is said now."""
        key = (what, self._key)
        known = _seen.get(key)
        if known is not None and self._modules.confirm(known[0]):
            return cast("Value", known[1])
        found = work_out()
        answers = self._modules.lookups()
        if answers is not None:
            _seen.put(key, (answers, found))
        return found


_seen: WeightedCache[Hashable, tuple[Lookups, object]] = WeightedCache(KEPT)
