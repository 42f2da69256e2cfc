"""
The `AppConfig` classes of an `apps.py`, read from its text: what each of them states as `name`, `label`, `default`.

    class OrdersConfig(AppConfig):     class_name           "OrdersConfig"
        name = "shop.orders"           package(…)           "shop.orders"
        label = "shop_orders"          value("label")       the reader and the expression of "shop_orders"
        default = True                 default()            True

`of_text` reads one text by itself. `of_module` follows imports and bases into other modules.

Source: `AppConfig.create` in `django/apps/config.py` (3.2 to 5.2).
"""

import ast
from collections.abc import Sequence
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.python import mro
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.mro import Class, Mro
from app.sources.python.syntax import ModuleNames

APP_CONFIG = frozenset(["django.apps.AppConfig", "django.apps.config.AppConfig"])
"""The dotted names of Django's own class."""

MAX_DEPTH = 10
"""Bases are followed this far within one text."""


class ConfigValue(NamedTuple):
    """The expression that an attribute is bound to, and the reader of its module."""

    reader: Reader
    expression: ast.expr

    def text(self) -> str:
        """The string. Raises `UnreadableSource`."""
        return self.reader.text(self.expression)

    def flag(self) -> bool | None:
        """True, False or None. Raises `UnreadableSource`."""
        return self.reader.flag(self.expression)

    @property
    def names_its_module(self) -> bool:
        """Whether the expression uses `__name__` or `__package__`."""
        return any(
            isinstance(node, ast.Name) and node.id in ("__name__", "__package__")
            for node in ast.walk(self.expression)
        )


class AppConfig:
    """
    One class that configures an app, with the classes that it inherits from, nearest first.

    `is_alone` marks a class that was read without its imports. Its `default` is not inherited, and a method or a class
    in its body counts as no value.
    """

    def __init__(self, classes: Sequence[Class], *, is_alone: bool = False) -> None:
        self.class_name = classes[0].definition.name
        self._classes = classes
        self._is_alone = is_alone

    def value(self, attribute: str) -> ConfigValue | None:
        """
        What the nearest class that binds the attribute binds it to; None where no class does.

        Raises `UnreadableSource` where that is a method or a class.
        """
        return self._value(attribute, self._classes)

    def default(self) -> bool | None:
        """The `default`; None where none is stated. Raises `UnreadableSource`."""
        value = self._value("default", self._classes[:1] if self._is_alone else self._classes)
        return None if value is None else value.flag()

    def package(self, own: str) -> str:
        """
        The dotted package that `name` states.

        It is the `own` one where the name is made from `__name__` or `__package__`. Raises `UnreadableSource`, also
        where there is no name.
        """
        name = self.value("name")
        if name is None:
            raise UnreadableSource("the app configuration has no name; Django refuses it")
        return own if name.names_its_module else name.text()

    def folder_name(self, own: str) -> str:
        """The last part of `name`; the `own` one where that is missing or made from `__name__` or `__package__`."""
        name = self.value("name")
        return own if name is None or name.names_its_module else name.text().rpartition(".")[2]

    def _value(self, attribute: str, classes: Sequence[Class]) -> ConfigValue | None:
        for class_ in classes:
            for statement in reversed(class_.definition.body):
                match statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == attribute:
                        return ConfigValue(class_.reader, value)
                    case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if (
                        name == attribute
                    ):
                        return ConfigValue(class_.reader, value)
                    case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if (
                        name == attribute and not self._is_alone
                    ):
                        raise UnreadableSource(
                            f"{attribute} of the app configuration is not a plain value", statement.lineno
                        )
                    case _:
                        pass
        return None


def of_text(module: ast.Module) -> list[AppConfig]:
    """The configurations of one text. A base from elsewhere counts as Django's when its name ends in `Config`."""
    names = ModuleNames(module)
    configs = []
    for definition in names.classes.values():
        definitions = _with_bases(names, definition)
        if _is_config(names, definitions):
            reader = Reader(names)
            classes = [Class(reader, class_definition) for class_definition in definitions]
            configs.append(AppConfig(classes, is_alone=True))
    return configs


def of_module(modules: Modules, source: Source) -> tuple[list[AppConfig], str | None]:
    """
    The configurations among the classes of an `apps.py`, imported ones included, as Django looks through them.

    The second value is the name of a configuration that is imported from a module that is not here.
    """
    configs, absent = [], None
    # Imports count only if they are called so or are a base here: to follow all would mean to read half of Django.
    bases = {
        source.names.dotted(base) for definition in source.names.classes.values() for base in definition.bases
    }
    imported = (name for name, dotted in source.names.imports.items() if "Config" in name or dotted in bases)
    for name in sorted({*source.names.classes, *imported}):
        dotted = name if name in source.names.classes else source.names.imports[name]
        if dotted in APP_CONFIG:
            continue
        located = modules.definition(dotted, source)
        if located is not None:
            order = _order(modules, *located)
            if order.reaches_root or any("Config" in unclear.reason for unclear in order.unclear):
                configs.append(AppConfig(order.classes))
        elif name.endswith("Config"):
            absent = name
    return configs, absent


def of_class(modules: Modules, source: Source, definition: ast.ClassDef) -> AppConfig:
    """The configuration that a class is, whatever it inherits from."""
    return AppConfig(_order(modules, source, definition).classes)


def checked_label(label: str) -> str:
    """The label, where it is one. Raises `UnreadableSource`."""
    if not label.isidentifier():
        raise UnreadableSource(f"{label!r} is no app label")
    return label


def unclear_label(unclear: UnreadableSource) -> UnreadableSource:
    """Why a label is not known, because of an expression that could not be read."""
    return UnreadableSource(f"the label of the app is not said plainly: {unclear.reason}", unclear.line)


def _order(modules: Modules, source: Source, definition: ast.ClassDef) -> Mro:
    return mro.of(Reader(source.names, source, modules), definition, APP_CONFIG)


def _with_bases(names: ModuleNames, definition: ast.ClassDef) -> list[ast.ClassDef]:
    """The class and its bases in the same text, depth first, each once. Linear in the bases that are written there."""
    definitions: dict[ast.ClassDef, None] = {}
    waiting = [(definition, 0)]
    while waiting:
        current, depth = waiting.pop()
        if current in definitions:
            continue
        definitions[current] = None
        if depth < MAX_DEPTH:
            for base in reversed(current.bases):
                inner = names.classes.get(names.dotted(base) or "")
                if inner is not None:
                    waiting.append((inner, depth + 1))
    return list(definitions)


def _is_config(names: ModuleNames, definitions: Sequence[ast.ClassDef]) -> bool:
    """Whether a class with these bases configures an app."""
    for definition in definitions:
        for base in definition.bases:
            dotted = names.dotted(base) or ""
            if dotted in APP_CONFIG or (dotted.endswith("Config") and dotted not in names.classes):
                return True
    return False
