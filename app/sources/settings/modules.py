"""
What the settings modules say plainly: installed apps, models that settings name, MIGRATION_MODULES.

A settings module is called `settings`, has that word in its name, or lies in a folder `settings`; those of tests are
left aside. Which of them a deployment uses cannot be seen, so all that give a setting must agree, unless one is named.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from app.domain.release import SETTING_DEFAULTS, Unreadable
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.files.protocol import Files
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames
from app.sources.settings.execution import Namespaces
from app.sources.settings.values import ANY, ListValue, TableValue, UnknownValue, Value, merged

__all__ = ["MODEL", "Files", "SettingsModules"]

TEST = re.compile(r"(?:^|[/_.-])(?:conf)?test")
CONFIG = re.compile(r"\w+(?:\.\w+)*\.apps\.\w+")
MODEL = re.compile(r"\w+\.\w+")
MODULES = 500
"""So many settings modules are read."""


class SettingsModules:
    """
    The settings modules of a project, or the one of that dotted name; read when first asked.

    Raises `SourceError` where there is none of that name.
    """

    def __init__(self, modules: Modules, project: ProjectFiles, called: str | None = None) -> None:
        self.places = modules
        self.project = project
        self.called = modules.find(called) if called else None
        self.namespaces = Namespaces(modules)
        if called and self.called is None:
            raise SourceError(
                f"the settings module {called} is not here; give the root where it lies with --root"
            )

    @cached_property
    def installed(self) -> ListValue | Unreadable | None:
        """
        INSTALLED_APPS; where settings modules differ, what they share, with an open end.

        A place where it is not said plainly; None where nothing gives it.
        """
        values = tuple(self._values("INSTALLED_APPS"))
        found = [value for value in values if isinstance(value, ListValue)]
        if not found:
            return next((value.why for value in values if isinstance(value, UnknownValue)), None)
        place = Unreadable(
            self.entries[0].path, None, "INSTALLED_APPS has another value in each settings module"
        )
        both = merged([{"": value} for value in found], place)[""]
        if not isinstance(both, ListValue) or all(value == found[0] for value in found):
            return found[0]
        return ListValue(tuple(one for one in both.entries if one.doubt is not place), (*both.open, place))

    def model(self, name: str) -> str | UnreadableSource:
        """The model that a setting names, `app.Model`; or why that is not known."""
        if self.called is not None:
            return self._model_of_one(name, self.called)
        found: dict[str, str] = {}
        for module in self.modules:
            for expression in _assigned(module, name):
                place = f"{module.path}:{expression.lineno}"
                try:
                    found.setdefault(Reader(module.names, module, self.places).text(expression), place)
                except UnreadableSource as unclear:
                    return UnreadableSource(
                        f"the setting {name} is not said plainly in {place}: {unclear.reason}"
                    )
        if len(found) > 1:
            said = ", ".join(f"{value} in {place}" for value, place in sorted(found.items()))
            return UnreadableSource(f"the setting {name} has several values: {said}")
        if found:
            model, place = next(iter(found.items()))
            return (
                model
                if MODEL.fullmatch(model)
                else UnreadableSource(f"the setting {name} names no model in {place}")
            )
        if name in SETTING_DEFAULTS and self.is_whole:
            return SETTING_DEFAULTS[name]
        return UnreadableSource(f"the setting {name} is not found in a settings module of this directory")

    def _model_of_one(self, name: str, module: Source) -> str | UnreadableSource:
        names = self.namespaces.of(module)
        value = self.namespaces.held(module, name) if name in names else names.get(ANY)
        if isinstance(value, str) and MODEL.fullmatch(value):
            return value
        if value is None and name not in names and name in SETTING_DEFAULTS:
            return SETTING_DEFAULTS[name]
        why = f": {value.why}" if isinstance(value, UnknownValue) else ""
        return UnreadableSource(f"the setting {name} is not said plainly by {module.path}{why}")

    @cached_property
    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        """MIGRATION_MODULES by label; empty where nothing gives it."""
        if self.called is not None:
            value = self.namespaces.held(self.called, "MIGRATION_MODULES")
            if isinstance(value, TableValue) or "MIGRATION_MODULES" not in self.namespaces.of(self.called):
                return value.items if isinstance(value, TableValue) else {}
            place = (
                value.why
                if isinstance(value, UnknownValue)
                else Unreadable(self.called.path, None, "no dictionary")
            )
            return Unreadable(
                place.path, place.line, f"MIGRATION_MODULES is not said plainly: {place.reason}"
            )
        found: list[dict[str, str | None]] = []
        for module in self.modules:
            for expression in _assigned(module, "MIGRATION_MODULES"):
                reader = Reader(module.names, module, self.places)
                try:
                    found.append(_mapping(reader, expression))
                except UnreadableSource as unclear:
                    reason = f"MIGRATION_MODULES is not said plainly: {unclear.reason}"
                    return Unreadable(module.path, unclear.line or expression.lineno, reason)
                if found[-1] != found[0]:
                    reason = "MIGRATION_MODULES has another value than in another settings module"
                    return Unreadable(module.path, expression.lineno, reason)
        return found[0] if found else {}

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The dotted names of app configurations that settings modules mention."""
        return frozenset().union(*(_mentioned(module.names) for module in self.modules))

    @cached_property
    def is_whole(self) -> bool:
        """Whether there are settings, and none of them takes names from a module that is not here."""
        return any(any(_assigned(module, "INSTALLED_APPS")) for module in self.modules) and not any(
            self.places.find(source, module) is None
            for module in self.modules
            for source in module.names.star_imports
        )

    @cached_property
    def modules(self) -> tuple[Source, ...]:
        """The settings modules and what they take everything from, sorted by path."""
        waiting = [self.called] if self.called else self._of_the_project()
        found: dict[int, Source] = {}
        while waiting and len(found) < MODULES:
            module = waiting.pop()
            if id(module) in found:
                continue
            found[id(module)] = module
            starred = (self.places.find(source, module) for source in module.names.star_imports)
            waiting.extend(other for other in starred if other is not None)
        return tuple(sorted(found.values(), key=lambda module: module.path))

    @cached_property
    def entries(self) -> tuple[Source, ...]:
        """The settings modules from which no other takes everything: those that a deployment may name."""
        taken = {
            id(self.places.find(source, module))
            for module in self.modules
            for source in module.names.star_imports
        }
        return tuple(module for module in self.modules if id(module) not in taken) or self.modules

    def _values(self, name: str) -> Iterator[Value]:
        for module in [self.called] if self.called else self.entries:
            if name in self.namespaces.of(module):
                yield self.namespaces.held(module, name)

    def _of_the_project(self) -> list[Source]:
        found = []
        for path in [path for path in self.project.files.paths if is_settings(path)][:MODULES]:
            try:
                found.append(self.places.at(self.project, path))
            except UnreadableSource:
                continue
        return found


def _assigned(module: Source, name: str) -> Iterator[ast.expr]:
    """Every value that the module, or a class in it, gives a name; in whichever branch."""
    waiting: list[ast.AST] = [module.names.module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                yield node.value
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.Module | ast.match_case):
            waiting.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            yield node.value


@lru_cache(maxsize=MODULES)
def _mentioned(names: ModuleNames) -> frozenset[str]:
    return frozenset(
        node.value
        for node in ast.walk(names.module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CONFIG.fullmatch(node.value)
    )


def is_settings(path: str) -> bool:
    """Whether a file is a settings module, by its name."""
    if "settings" not in path:
        return False
    folder, _, name = path.rpartition("/")
    if not name.endswith(".py") or TEST.search(path.removesuffix(".py")):
        return False
    return "settings" in name or folder.rpartition("/")[2] == "settings"


def _mapping(reader: Reader, expression: ast.expr) -> dict[str, str | None]:
    if not isinstance(expression, ast.Dict):
        raise UnreadableSource("it is no plain dictionary", expression.lineno)
    found: dict[str, str | None] = {}
    for key, value in zip(expression.keys, expression.values, strict=True):
        if key is None:
            raise UnreadableSource("it takes in another dictionary", expression.lineno)
        found[reader.text(key)] = None if reader.is_none(value) else reader.text(value)
    return found
