"""
The settings modules of a project, and what they tell: INSTALLED_APPS, MIGRATION_MODULES, the models that settings name.

A settings module has the word `settings` in its name or lies in a folder `settings`. Those of tests are left out. It
cannot be seen which of them a deployment uses, so all that give a setting must agree, unless the user names one.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from app.domain.release import SETTING_DEFAULTS, Unreadable
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames
from app.sources.settings.execution import Namespaces
from app.sources.settings.values import STAR, DictValue, ListValue, UnknownValue, Value, merge

__all__ = ["MODEL", "SettingsModules"]

TEST_MODULE = re.compile(r"(?:^|[/_.-])(?:conf)?test")
APP_CONFIG = re.compile(r"\w+(?:\.\w+)*\.apps\.\w+")
MODEL = re.compile(r"\w+\.\w+")
MAX_MODULES = 500
"""The most settings modules that are read. Further ones are ignored."""


class SettingsModules:
    """
    The settings modules of a project, or only the one with the dotted name `module_name`.

    Raises `SourceError` if there is no module of that name.
    """

    def __init__(self, modules: Modules, project: ProjectFiles, module_name: str | None = None) -> None:
        self._python_modules = modules
        self._project = project
        self._named_module = modules.find(module_name) if module_name else None
        self._namespaces = Namespaces(modules)
        if module_name and self._named_module is None:
            raise SourceError(
                f"the settings module {module_name} is not here; give the root where it lies with --root"
            )

    @cached_property
    def installed_apps(self) -> ListValue | Unreadable | None:
        """
        INSTALLED_APPS. If settings modules differ, the apps that all of them have for certain, with an open end.

        If no module has a list, the place that makes it unknown; None if no module binds it.
        """
        values = tuple(self._values("INSTALLED_APPS"))
        lists = [value for value in values if isinstance(value, ListValue)]
        if not lists:
            return next((value.cause for value in values if isinstance(value, UnknownValue)), None)
        cause = Unreadable(
            self.top_modules[0].path, None, "INSTALLED_APPS has another value in each settings module"
        )
        merged = merge([{"": value} for value in lists], cause)[""]
        if not isinstance(merged, ListValue) or all(value == lists[0] for value in lists):
            return lists[0]
        items = tuple(item for item in merged.items if item.doubt is not cause)
        return ListValue(items, (*merged.open_ends, cause))

    def model(self, setting: str) -> str | UnreadableSource:
        """The model that a setting names, as `app.Model`; or why it is unknown."""
        if self._named_module is not None:
            return self._model_in(self._named_module, setting)
        positions: dict[str, str] = {}
        for module in self.modules:
            for expression in _assignments(module, setting):
                position = f"{module.path}:{expression.lineno}"
                try:
                    model = Reader(module.names, module, self._python_modules).text(expression)
                except UnreadableSource as unclear:
                    return UnreadableSource(
                        f"the setting {setting} is not said plainly in {position}: {unclear.reason}"
                    )
                positions.setdefault(model, position)
        if len(positions) > 1:
            values = ", ".join(f"{model} in {position}" for model, position in sorted(positions.items()))
            return UnreadableSource(f"the setting {setting} has several values: {values}")
        if positions:
            model, position = next(iter(positions.items()))
            if MODEL.fullmatch(model):
                return model
            return UnreadableSource(f"the setting {setting} names no model in {position}")
        if setting in SETTING_DEFAULTS and self.is_complete:
            return SETTING_DEFAULTS[setting]
        return UnreadableSource(f"the setting {setting} is not found in a settings module of this directory")

    def _model_in(self, module: Source, setting: str) -> str | UnreadableSource:
        """The model that a setting names in one module; or why it is unknown."""
        names = self._namespaces.of(module)
        value = self._namespaces.value(module, setting) if setting in names else names.get(STAR)
        if isinstance(value, str) and MODEL.fullmatch(value):
            return value
        if value is None and setting not in names and setting in SETTING_DEFAULTS:
            return SETTING_DEFAULTS[setting]
        cause = f": {value.cause}" if isinstance(value, UnknownValue) else ""
        return UnreadableSource(f"the setting {setting} is not said plainly by {module.path}{cause}")

    @cached_property
    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        """MIGRATION_MODULES by app label, empty if no module binds it; or the place that makes it unknown."""
        if self._named_module is not None:
            return self._migration_modules_in(self._named_module)
        mappings: list[dict[str, str | None]] = []
        for module in self.modules:
            for expression in _assignments(module, "MIGRATION_MODULES"):
                reader = Reader(module.names, module, self._python_modules)
                try:
                    mappings.append(_mapping(reader, expression))
                except UnreadableSource as unclear:
                    reason = f"MIGRATION_MODULES is not said plainly: {unclear.reason}"
                    return Unreadable(module.path, unclear.line or expression.lineno, reason)
                if mappings[-1] != mappings[0]:
                    reason = "MIGRATION_MODULES has another value than in another settings module"
                    return Unreadable(module.path, expression.lineno, reason)
        return mappings[0] if mappings else {}

    def _migration_modules_in(self, module: Source) -> Mapping[str, str | None] | Unreadable:
        """As `migration_modules`, of one module."""
        if "MIGRATION_MODULES" not in self._namespaces.of(module):
            return {}
        value = self._namespaces.value(module, "MIGRATION_MODULES")
        if isinstance(value, DictValue):
            return value.items
        cause = (
            value.cause if isinstance(value, UnknownValue) else Unreadable(module.path, None, "no dictionary")
        )
        return Unreadable(cause.path, cause.line, f"MIGRATION_MODULES is not said plainly: {cause.reason}")

    @cached_property
    def app_config_names(self) -> frozenset[str]:
        """The strings in the settings modules that look like dotted names of app configurations."""
        return frozenset().union(*(_app_config_names(module.names) for module in self.modules))

    @cached_property
    def is_complete(self) -> bool:
        """Whether INSTALLED_APPS is assigned, and every module of a `from … import *` is found."""
        return any(any(_assignments(module, "INSTALLED_APPS")) for module in self.modules) and not any(
            self._python_modules.find(star_import, module) is None
            for module in self.modules
            for star_import in module.names.star_imports
        )

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

    def _values(self, name: str) -> Iterator[Value]:
        """The values of a setting in the modules that a deployment may use."""
        for module in [self._named_module] if self._named_module else self.top_modules:
            if name in self._namespaces.of(module):
                yield self._namespaces.value(module, name)

    def _project_modules(self) -> list[Source]:
        """The readable settings modules of the project."""
        modules = []
        for path in [path for path in self._project.files.paths if is_settings(path)][:MAX_MODULES]:
            try:
                modules.append(self._python_modules.at(self._project, path))
            except UnreadableSource:
                continue
        return modules


def _assignments(module: Source, name: str) -> Iterator[ast.expr]:
    """The expressions that are assigned to a name in a module, in its branches and in its classes."""
    stack: list[ast.AST] = [module.names.module]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                yield node.value
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.Module | ast.match_case):
            stack.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            yield node.value


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


def _mapping(reader: Reader, expression: ast.expr) -> dict[str, str | None]:
    """The value of a literal dictionary. Raises `UnreadableSource`."""
    if not isinstance(expression, ast.Dict):
        raise UnreadableSource("it is no plain dictionary", expression.lineno)
    mapping: dict[str, str | None] = {}
    for key, value in zip(expression.keys, expression.values, strict=True):
        if key is None:
            raise UnreadableSource("it takes in another dictionary", expression.lineno)
        mapping[reader.text(key)] = None if reader.is_none(value) else reader.text(value)
    return mapping
