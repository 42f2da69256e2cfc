"""
The configurations of a module such as `apps.py`, as Django looks through it: every name that stands for one.

    class OrdersConfig(AppConfig): ...          a configuration
    from shop.base import BaseConfig            another one
    Alias = OrdersConfig                        Django counts the class a second time

Source: `AppConfig.create` in `django/apps/config.py`, which takes `inspect.getmembers` of the module (3.2 to 5.2).
"""

import ast
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.project.app_config import APP_CONFIG, AppConfig, DefaultFlag, HiddenValue, ModulePlace
from app.sources.python.bindings import SCOPES
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames

MAX_BASES = 10
"""The longest chain of bases that is looked through in an outline."""

MAX_CASES = 1_000
"""The most combinations of unknown defaults that are worked out for one module."""


class RefusedModule(UnreadableSource):
    """Django refuses the module, whatever names a configuration of it."""


class ConfigModule(NamedTuple):
    """
    The configurations that a module has under one of its names, as Django looks through them.

    `unknown` are names that may stand for a further configuration: it is imported from a module that is not here, or a
    condition decides it. With `has_conditions` there is one of the latter.
    """

    configs: tuple[AppConfig, ...]
    unknown: tuple[str, ...]
    has_conditions: bool = False


def of_names(names: ModuleNames, place: ModulePlace | None = None) -> ConfigModule:
    """The configurations of one text, read without its imports."""
    return _Members(names, None, None, place).config_module()


def of_module(modules: Modules, source: Source, place: ModulePlace | None = None) -> ConfigModule:
    """The configurations of a module, imported ones included."""
    return _Members(source.names, source, modules, place).config_module()


def choices(module: ConfigModule) -> list[AppConfig | str | None]:
    """
    The configurations that Django may take of a module; None where it takes none, a name for one that is not here.

    Raises `RefusedModule` where Django refuses the module in every case.
    """
    members: list[AppConfig | str] = [*module.configs, *module.unknown]
    flags = [_flags(config) for config in module.configs] + [tuple(DefaultFlag)] * len(module.unknown)
    case_count = 1
    for values in flags:
        case_count *= len(values)
    if case_count > MAX_CASES:
        raise UnreadableSource("many app configurations, whose defaults are not known")
    found: list[AppConfig | str | None] = []
    # A base or a module that is not here is taken to work; what the module itself may do is not.
    may_refuse = module.has_conditions or any(_is_open_here(config) for config in module.configs)
    is_refused = False
    for case in product(*flags):
        candidates = [index for index, flag in enumerate(case) if flag is not DefaultFlag.FALSE]
        if len(candidates) != 1:
            candidates = [index for index in candidates if case[index] is DefaultFlag.TRUE]
        choice = members[candidates[0]] if candidates else None
        if len(candidates) > 1:
            is_refused = True
        elif choice not in found:
            found.append(choice)
    if not found:
        raise RefusedModule("several default app configurations; Django refuses them")
    if is_refused and may_refuse:
        found.append(str(members[-1] if module.unknown else module.configs[0].class_name))
    return found


def _is_open_here(config: AppConfig) -> bool:
    """Whether the text of a configuration leaves its `default` open, and not a base that is not here."""
    try:
        config.default()
    except HiddenValue:
        return False
    except UnreadableSource:
        return True
    return False


def _flags(config: AppConfig) -> tuple[DefaultFlag, ...]:
    """What `default` of a configuration may say."""
    try:
        return (config.default(),)
    except UnreadableSource:
        return tuple(DefaultFlag)


class _Members:
    """The members of one module while they are looked through."""

    def __init__(
        self, names: ModuleNames, source: Source | None, modules: Modules | None, place: ModulePlace | None
    ) -> None:
        self._names = names
        self._source = source
        self._modules = modules
        self._place = place
        self._configs: list[AppConfig] = []
        self._unknown = [name for name, dotted in _conditional_names(names) if self._may_be(dotted)]
        self._has_conditions = bool(self._unknown)

    def config_module(self) -> ConfigModule:
        """The configurations of the module."""
        for name in _member_names(self._names):
            self._add(name)
        for star_import in self._names.star_imports if self._modules else ():
            self._add_star(star_import)
        return ConfigModule(tuple(self._configs), tuple(self._unknown), self._has_conditions)

    def _may_be(self, dotted: str) -> bool:
        """Whether a dotted name may stand for a configuration."""
        if dotted in APP_CONFIG:
            return True
        definition = self._names.classes.get(dotted)
        if definition is not None:
            return AppConfig(Reader(self._names, self._source, self._modules), definition).may_be_config
        located = self._modules.definition(dotted, self._source) if self._modules and self._source else None
        if located is None:
            return _sounds_so(dotted)
        return AppConfig(Reader(located[0].names, located[0], self._modules), located[1]).may_be_config

    def _add(self, name: str) -> None:
        """Add the configuration that a name stands for, if it stands for one."""
        names = self._names
        target = names.value(name)
        dotted = names.dotted(ast.Name(name)) or name
        dotted = (names.dotted(target) if target is not None else None) or dotted
        if dotted in APP_CONFIG or names.imports.get(name) in APP_CONFIG:
            return
        if names.binding_count(name) > 1 or names.binding_count(dotted) > 1:
            if name in names.classes or _sounds_so(name):
                self._unknown.append(name)
                self._has_conditions = True
        elif dotted in names.classes:
            reader = Reader(names, self._source, self._modules)
            self._add_config(AppConfig(reader, names.classes[dotted], self._place))
        else:
            self._add_imported(name, dotted)

    def _add_imported(self, name: str, dotted: str) -> None:
        if self._modules and self._source:
            outline = self._modules.outlines.definition(dotted, self._source)
            if outline is not None and _stands_alone(*outline):
                return
        located = self._modules.definition(dotted, self._source) if self._modules and self._source else None
        if located is not None:
            self._add_config(AppConfig(Reader(located[0].names, located[0], self._modules), located[1]))
        elif _sounds_so(name) or _sounds_so(dotted):
            self._unknown.append(name)

    def _add_config(self, config: AppConfig) -> None:
        if config.may_be_config:
            self._configs.append(config)

    def _add_star(self, star_import: str) -> None:
        """Add what `from … import *` brings. A module that does so itself is not followed."""
        module = self._modules.find(star_import, self._source) if self._modules else None
        if module is None or module.names.star_imports:
            self._unknown.append("*")
            return
        inner = _Members(module.names, module, self._modules, None).config_module()
        self._configs.extend(inner.configs)
        self._unknown.extend(inner.unknown)


def _stands_alone(source: Source, definition: ast.ClassDef, depth: int = 0) -> bool:
    """Whether a class of an outline has no base from outside its module, so that it is no configuration."""
    names = source.names
    try:
        bases = [names.dotted(base) or "" for base in names.whole_class(definition).bases]
    except UnreadableSource:
        return False
    return depth < MAX_BASES and all(
        base in names.classes
        and names.binding_count(base) == 1
        and _stands_alone(source, names.classes[base], depth + 1)
        for base in bases
    )


def _member_names(names: ModuleNames) -> list[str]:
    """
    The names of a module that may stand for a configuration, sorted.

    Imports count only if they are called so, are a base here or have a capital letter and are not Django's: to follow
    all would mean to read half of Django.
    """
    bases = {names.dotted(base) for definition in names.classes.values() for base in definition.bases}
    imported = (
        name
        for name, dotted in names.imports.items()
        if "Config" in name or dotted in bases or (name[:1].isupper() and not dotted.startswith("django."))
    )
    assigned = (
        target.id
        for statement in names.module.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, (ast.Name, ast.Attribute))
        for target in statement.targets
        if isinstance(target, ast.Name)
    )
    return sorted({*names.classes, *imported, *assigned})


def _conditional_names(names: ModuleNames) -> Iterator[tuple[str, str]]:
    """
    The names that a condition of the module binds to a class, each with the dotted name that tells what it is.

    That is a base of the class, or the imported name. Imports for type checkers do not count.
    """
    for statement in names.module.body:
        if isinstance(statement, (*SCOPES, ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.Expr)):
            continue
        if isinstance(statement, ast.If) and (names.dotted(statement.test) or "").endswith("TYPE_CHECKING"):
            continue
        stack: list[ast.AST] = list(ast.iter_child_nodes(statement))
        while stack:
            node = stack.pop()
            yield from _bound_names(names, node)
            if not isinstance(node, SCOPES):
                stack.extend(ast.iter_child_nodes(node))


def _bound_names(names: ModuleNames, node: ast.AST) -> Iterator[tuple[str, str]]:
    """As `_conditional_names`, of one node."""
    match node:
        case ast.ClassDef(name=name, bases=bases):
            yield from ((name, names.dotted(base) or "AppConfig") for base in bases)
        case ast.ImportFrom(module=module, names=aliases, level=level):
            start = "." * level + (f"{module}." if module else "")
            for alias in aliases:
                if f"{start}{alias.name}" not in APP_CONFIG:
                    yield alias.asname or alias.name, f"{start}{alias.name}"
        case ast.Assign(targets=targets, value=(ast.Name() | ast.Attribute()) as value):
            dotted = names.dotted(value) or ""
            yield from ((target.id, dotted) for target in targets if isinstance(target, ast.Name))


def _sounds_so(name: str) -> bool:
    return name.endswith("Config")
