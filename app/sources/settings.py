"""
What the settings modules of a directory say plainly: the models that settings name, and MIGRATION_MODULES.

A settings module is called `settings`, has that word in its name, or lies in a folder `settings`; those of tests are
left aside. Which of them a deployment uses cannot be seen, so all that give a setting must agree.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from app.domain.release import Unreadable
from app.sources.error import Unclear
from app.sources.literal import Reader
from app.sources.syntax import Names, parse

TEST = re.compile(r"(?:^|[/_.-])(?:conf)?test")
CONFIG = re.compile(r"\w+(?:\.\w+)*\.apps\.\w+")
MODEL = re.compile(r"\w+\.\w+")
MODULES = 500
"""So many settings modules are read."""

DEFAULT = {"AUTH_USER_MODEL": "auth.User"}


class Files(Protocol):
    """
    A directory of files, as `app.sources.disk.Disk` is one.

    `paths` are relative, with slashes, sorted; `unreadable` is what could not be listed. `read` gives the bytes of one
    of `paths`, or raises `Unclear`.
    """

    @property
    def name(self) -> str: ...
    @property
    def paths(self) -> tuple[str, ...]: ...
    @property
    def unreadable(self) -> Sequence[Unreadable]: ...
    def read(self, path: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """One settings module."""

    path: str
    names: Names

    def assigned(self, name: str) -> Iterator[ast.expr]:
        """Every value that the module, or a class in it, gives a name; in whichever branch."""
        waiting: list[ast.AST] = [self.names.module]
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
            if (
                isinstance(node, ast.AugAssign)
                and isinstance(node.target, ast.Name)
                and node.target.id == name
            ):
                yield node.value

    @property
    def starred(self) -> Iterator[str]:
        """The modules it takes everything from, dotted; with leading dots where relative."""
        for statement in self.names.module.body:
            if isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names):
                yield "." * statement.level + (statement.module or "")


class SettingsModules:
    """The settings modules of a directory; read when first asked."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def model(self, name: str) -> str | Unclear:
        """The model that a setting names, `app.Model`; or why that is not known."""
        found: dict[str, str] = {}
        for module in self.modules:
            for expression in module.assigned(name):
                place = f"{module.path}:{expression.lineno}"
                try:
                    found.setdefault(Reader(module.names).text(expression), place)
                except Unclear as unclear:
                    return Unclear(f"the setting {name} is not said plainly in {place}: {unclear.reason}")
        if len(found) > 1:
            said = ", ".join(f"{value} in {place}" for value, place in sorted(found.items()))
            return Unclear(f"the setting {name} has several values: {said}")
        if found:
            model, place = next(iter(found.items()))
            return (
                model if MODEL.fullmatch(model) else Unclear(f"the setting {name} names no model in {place}")
            )
        if name in DEFAULT and self.is_whole:
            return DEFAULT[name]
        return Unclear(f"the setting {name} is not found in a settings module of this directory")

    @cached_property
    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        """MIGRATION_MODULES by label; empty where nothing gives it."""
        found: list[dict[str, str | None]] = []
        for module in self.modules:
            for expression in module.assigned("MIGRATION_MODULES"):
                reader = Reader(module.names)
                try:
                    found.append(_mapping(reader, expression))
                except Unclear as unclear:
                    reason = f"MIGRATION_MODULES is not said plainly: {unclear.reason}"
                    return Unreadable(module.path, unclear.line or expression.lineno, reason)
                if found[-1] != found[0]:
                    reason = "MIGRATION_MODULES has another value than in another settings module"
                    return Unreadable(module.path, expression.lineno, reason)
        return found[0] if found else {}

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The dotted names of app configurations that settings modules mention."""
        return frozenset(
            node.value
            for module in self.modules
            for node in ast.walk(module.names.module)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CONFIG.fullmatch(node.value)
        )

    @cached_property
    def is_whole(self) -> bool:
        """Whether there are settings, and none of them takes names from a module that is not in this directory."""
        return any(any(module.assigned("INSTALLED_APPS")) for module in self.modules) and not any(
            self._path(module, source) is None for module in self.modules for source in module.starred
        )

    @cached_property
    def modules(self) -> tuple[Settings, ...]:
        """The settings modules and what they take everything from, sorted by path."""
        waiting = [path for path in self.files.paths if _is_settings(path)][:MODULES]
        found: dict[str, Settings] = {}
        while waiting and len(found) < MODULES:
            path = waiting.pop()
            if path in found:
                continue
            try:
                found[path] = Settings(path, Names(parse(self.files.read(path))))
            except Unclear:
                continue
            starred = (self._path(found[path], source) for source in found[path].starred)
            waiting.extend(other for other in starred if other and other not in found)
        return tuple(found[path] for path in sorted(found))

    def _path(self, module: Settings, source: str) -> str | None:
        """The file of a module that another imports from, where it lies in this directory."""
        name = source.lstrip(".")
        tail = name.replace(".", "/")
        if len(source) > len(name):
            folder = module.path.split("/")[: -(len(source) - len(name))]
            tail = "/".join([*folder, tail]).strip("/")
            candidates = [path for path in (f"{tail}.py", f"{tail}/__init__.py") if path in self._known]
        else:
            ends = (f"/{tail}.py", f"/{tail}/__init__.py")
            candidates = [path for path in self.files.paths if f"/{path}".endswith(ends)]
        return candidates[0] if len(candidates) == 1 else None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.files.paths)


def _is_settings(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if not name.endswith(".py") or TEST.search(path.removesuffix(".py")):
        return False
    return "settings" in name or folder.rpartition("/")[2] == "settings"


def _mapping(reader: Reader, expression: ast.expr) -> dict[str, str | None]:
    if not isinstance(expression, ast.Dict):
        raise Unclear("it is no plain dictionary", expression.lineno)
    found: dict[str, str | None] = {}
    for key, value in zip(expression.keys, expression.values, strict=True):
        if key is None:
            raise Unclear("it takes in another dictionary", expression.lineno)
        found[reader.text(key)] = None if reader.is_none(value) else reader.text(value)
    return found
