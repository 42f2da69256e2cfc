"""
The settings modules of a project, and what they tell: INSTALLED_APPS, MIGRATION_MODULES, the models that settings name.

A settings module has the word `settings` in its name or lies in a folder `settings`. Those of tests are left out. The
one that the user names counts; else the one that manage.py, wsgi.py and asgi.py name. Where it is open which one runs,
they must agree on a setting, or the user is asked for the module.
"""

import ast
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from app.domain.release import Unreadable
from app.sources import toml_lines
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames
from app.sources.settings.answers import MODEL, Answers
from app.sources.settings.entry_points import TEST_MODULE, VARIABLE, EntryPoint, entry_points
from app.sources.settings.values.kinds import ListItem, ListValue
from app.sources.settings.values.world import World

__all__ = ["MODEL", "SettingsModules"]

APP_CONFIG = re.compile(r"\w+(?:\.\w+)*\.apps\.\w+")
MAX_MODULES = 500
"""The most settings modules that are read. Further ones are ignored."""

MAX_STEPS = 100_000
"""The most statements and expressions for the settings of one reading. Values that need more are unknown."""

NOTHING: Mapping[str, str | None] = MappingProxyType({})


class SettingsModules:
    """
    The settings modules of a project, or only the one with the dotted name `module_name`.

    `environ` are the environment variables that the user gives; None for one that is not set. Raises `SourceError` if
    there is no module of that name.
    """

    def __init__(
        self,
        modules: Modules,
        project: ProjectFiles,
        module_name: str | None = None,
        environ: Mapping[str, str | None] = NOTHING,
    ) -> None:
        self._python_modules = modules
        self._project = project
        self._environ = environ
        self._budget = Budget(MAX_STEPS)
        self._answers: dict[int, Answers] = {}
        module_name = module_name or environ.get(VARIABLE)
        self._named_module = modules.find(module_name) if module_name else None
        if module_name and self._named_module is None:
            raise SourceError(
                f"the settings module {module_name} is not here; give the root where it lies with --root"
            )

    @cached_property
    def installed_apps(self) -> ListValue | Unreadable | None:
        """
        INSTALLED_APPS. If settings modules differ, the apps of all of them, in doubt where not each of them has it.

        If no module has a list, the place that makes it unknown; None if no module binds it.
        """
        values = [answers.installed_apps() for answers in self.candidates]
        lists = [value for value in values if isinstance(value, ListValue)]
        if not lists:
            return next((value for value in values if value is not None), self._missing)
        open_ends = [end for value in lists for end in value.open_ends]
        open_ends += [value for value in values if isinstance(value, Unreadable)]
        if self._missing is not None:
            open_ends.append(self._missing)
        items: dict[str, ListItem] = {}
        for item in (item for value in lists for item in value.items):
            others = [other for value in lists for other in value.items if other.text == item.text]
            doubt = next((other.doubt for other in others if other.doubt), None)
            if len(others) < len(lists):
                doubt = Unreadable(self.candidates[0].source.path, None, f"differs between {self._names}")
            items.setdefault(item.text, ListItem(item.text, doubt))
        return ListValue(tuple(items.values()), tuple(dict.fromkeys(open_ends)))

    def model(self, setting: str) -> str | UnreadableSource:
        """The model that a setting names, as `app.Model`; or why it is unknown."""
        if not self.candidates:
            where = self._missing or "a settings module of this directory"
            return UnreadableSource(f"the setting {setting} is not found in {where}")
        positions: dict[str, str] = {}
        for answers in self.candidates:
            has_default = self._is_said or answers.binds("INSTALLED_APPS")
            model = answers.model(setting, has_default=has_default)
            if isinstance(model, UnreadableSource):
                if not self._is_said and not answers.binds(setting) and not has_default:
                    continue
                return model
            positions.setdefault(model, answers.source.path)
        if len(positions) > 1:
            values = ", ".join(f"{model} in {path}" for model, path in sorted(positions.items()))
            return UnreadableSource(f"the setting {setting} has several values: {values}; {self._which}")
        if positions and self._missing is not None:
            return UnreadableSource(f"the setting {setting} may be another: {self._missing}")
        if positions:
            return next(iter(positions))
        return UnreadableSource(f"the setting {setting} is not found in a settings module of this directory")

    @cached_property
    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        """MIGRATION_MODULES by app label, empty if no module binds it; or the place that makes it unknown."""
        first: Mapping[str, str | None] | None = None
        for answers in self.candidates:
            value = answers.migration_modules()
            if isinstance(value, Unreadable):
                return value
            if first is not None and dict(value) != dict(first):
                reason = f"MIGRATION_MODULES has another value in another settings module; {self._which}"
                return Unreadable(answers.source.path, None, reason)
            first = value
        if self._missing is not None:
            reason = f"MIGRATION_MODULES is not known: {self._missing.reason}"
            return Unreadable(self._missing.path, None, reason)
        return first or {}

    @cached_property
    def app_config_names(self) -> frozenset[str]:
        """The strings in the settings modules that look like dotted names of app configurations."""
        return frozenset().union(*(_app_config_names(module.names) for module in self.modules))

    @cached_property
    def candidates(self) -> tuple[Answers, ...]:
        """The answers of each settings module that a deployment may run."""
        if self._named_module is not None:
            return (self._answer(self._named_module),)
        sources = {id(point.source): point.source for point in self._entry_points if point.source is not None}
        if sources or self._missing is not None:
            return tuple(self._answer(source) for source in sources.values())
        answers = tuple(self._answer(module) for module in self.top_modules)
        included = frozenset().union(*(one.world.included for one in answers))
        answers = tuple(one for one in answers if one.source.path not in included) or answers
        return tuple(one for one in answers if one.binds("INSTALLED_APPS")) or answers

    @cached_property
    def modules(self) -> tuple[Source, ...]:
        """The settings modules, and the modules that they import by `from … import *`, sorted by path."""
        stack = [self._named_module] if self._named_module else self._project_modules()
        modules: dict[int, Source] = {}
        while stack and len(modules) < MAX_MODULES:
            module = stack.pop()
            if id(module) in modules:
                continue
            modules[id(module)] = module
            sources = (self._python_modules.find(dotted, module) for dotted in module.names.star_imports)
            stack.extend(source for source in sources if source is not None)
        return tuple(sorted(modules.values(), key=lambda module: module.path))

    @cached_property
    def top_modules(self) -> tuple[Source, ...]:
        """The settings modules that no other imports by `from … import *`. A deployment may use any of them."""
        star_imports = {
            id(self._python_modules.find(star_import, module))
            for module in self.modules
            for star_import in module.names.star_imports
        }
        return tuple(module for module in self.modules if id(module) not in star_imports) or self.modules

    @cached_property
    def _entry_points(self) -> tuple[EntryPoint, ...]:
        return tuple(entry_points(self._python_modules, self._project, self._environ))

    @property
    def _is_said(self) -> bool:
        """Whether the candidates are named, by the user or by an entry point."""
        return self._named_module is not None or bool(self._entry_points)

    @cached_property
    def _missing(self) -> Unreadable | None:
        """An entry point whose settings module is not here or not known, with what to say about it."""
        if self._named_module is not None:
            return None
        for point in self._entry_points:
            if point.source is None:
                what = (
                    f"{point.dotted}, which is not here"
                    if point.dotted
                    else "a settings module by a condition"
                )
                return Unreadable(point.path, None, f"it names {what}; {self._which}")
        return None

    @property
    def _which(self) -> str:
        """The line of driftboard.toml that names the settings module, for the end of a sentence."""
        modules = [one.source for one in self._answers.values()] or list(self.top_modules)
        return toml_lines.settings_module([self._dotted(module) for module in modules])

    @property
    def _names(self) -> str:
        """The dotted names of the candidates."""
        names = [self._dotted(one.source) for one in self.candidates]
        return f"{', '.join(names[:-1])} and {names[-1]}"

    def _dotted(self, source: Source) -> str:
        """The shortest dotted name that leads to a module from the top of the project."""
        stem = source.path.removesuffix(".py").removesuffix("/__init__").removeprefix("src/")
        return stem.replace("/", ".")

    def _answer(self, source: Source) -> Answers:
        if id(source) not in self._answers:
            world = World(self._python_modules, self._environ, self._budget)
            self._answers[id(source)] = Answers(world, source)
        return self._answers[id(source)]

    def _project_modules(self) -> list[Source]:
        """The readable settings modules of the project."""
        modules = []
        for path in [path for path in self._project.files.paths if is_settings(path)][:MAX_MODULES]:
            try:
                modules.append(self._python_modules.at(self._project, path))
            except UnreadableSource:
                continue
        return modules


@lru_cache(maxsize=MAX_MODULES)
def _app_config_names(names: ModuleNames) -> frozenset[str]:
    return frozenset(
        node.value
        for node in ast.walk(names.module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and APP_CONFIG.fullmatch(node.value)
    )


def is_settings(path: str) -> bool:
    """Whether the path of a file is that of a settings module, and not one of tests."""
    if "settings" not in path:
        return False
    folder, _, name = path.rpartition("/")
    if not name.endswith(".py") or TEST_MODULE.search(path.removesuffix(".py")):
        return False
    return "settings" in name or folder.rpartition("/")[2] == "settings"
