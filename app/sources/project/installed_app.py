"""
One entry of INSTALLED_APPS: the app that it means, where it lies, and its label.

The rules are those of `AppConfig.create` in `django/apps/config.py`: a package with one configuration in `apps.py`, or
one that is the default, or none; else the configuration of that dotted name, whose `name` is the package.
"""

import ast
from collections.abc import Mapping
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.python import mro
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.mro import Mro

CONFIGS = frozenset(["django.apps.AppConfig", "django.apps.config.AppConfig"])


class App(NamedTuple):
    """An installed app: its label, and the folder of its package in a place."""

    label: str
    place: SourceRoot
    folder: str

    def path(self, name: str) -> str:
        """The path of something in its folder."""
        return f"{self.folder}/{name}" if self.folder else name


class Missing(UnreadableSource):
    """The package of an entry is nowhere here; the app is not covered."""


def apps(modules: Modules, entry: str, labels: Mapping[str, str]) -> tuple[App, ...]:
    """
    The app of an entry; several where several folders can be it.

    `labels` are given ones, by folder or dotted name. Raises `Missing` where no place has it, and `UnreadableSource`
    where its label is not said plainly.
    """
    folders = modules.folders(entry)
    if folders:
        return tuple(
            app for place, folder in folders for app in _of_package(modules, place, folder, entry, labels)
        )
    module, _, name = entry.rpartition(".")
    found = modules.find(entry)
    if found is not None:
        return (App(label_given(labels, "", entry) or _checked(name or entry), found.root, found.path),)
    source = modules.find(module) if module else None
    if source is None:
        raise Missing(f"{entry} is in no root")
    config = modules.definition(name, source)
    if config is None:
        raise UnreadableSource(f"{source.path} has no plain class {name}")
    line = mro.of(Reader(config[0].names, config[0], modules), config[1], CONFIGS)
    package = _package(line, module.rpartition(".")[0])
    return _of_config(modules, config[0], line, package, labels)


def _of_package(
    modules: Modules, place: SourceRoot, folder: str, entry: str, labels: Mapping[str, str]
) -> tuple[App, ...]:
    """An entry that is a package: its only configuration counts, or the default one, or none."""
    given = label_given(labels, folder, entry)
    path = f"{folder}/apps.py" if folder else "apps.py"
    own = entry.rpartition(".")[2]
    if given or not place.has(path):
        return (App(given or _checked(own), place, folder),)
    source = modules.at(place, path)
    configs, strange = _configs(modules, source)
    candidates = [line for line in configs if _default(line) is not False]
    if len(candidates) != 1:
        candidates = [line for line in candidates if _default(line) is True]
    if len(candidates) > 1:
        raise UnreadableSource("several default app configurations; Django refuses them")
    if strange and any(_label_of(line, own) != own for line in configs):
        raise UnreadableSource(
            f"{strange} comes from a module that is not here; it may count as the app configuration"
        )
    if not candidates:
        return (App(_checked(own), place, folder),)
    package = _package(candidates[0], entry)
    if package == entry:
        return (App(_label_of(candidates[0], own), place, folder),)
    return _of_config(modules, source, candidates[0], package, labels)


def _of_config(
    modules: Modules, source: Source, line: Mro, package: str, labels: Mapping[str, str]
) -> tuple[App, ...]:
    return tuple(
        App(
            label_given(labels, folder, package) or _label_of(line, package.rpartition(".")[2]), place, folder
        )
        for place, folder in _folders(modules, source, package)
    )


def label_given(labels: Mapping[str, str], folder: str, dotted: str = "") -> str | None:
    """The label that is given for an app, by its folder or its dotted name."""
    for name, label in labels.items():
        if dotted and name == dotted:
            return label
        path = name.replace(".", "/").strip("/")
        if path and f"/{folder}".endswith(f"/{path}"):
            return label
    return None


def _configs(modules: Modules, source: Source) -> tuple[list[Mro], str | None]:
    """
    The configurations among the classes of `apps.py`, those it imports included, as Django looks through them.

    And the name of one that is imported from a module that is not here.
    """
    found, strange = [], None
    # Of what it imports only what is called so, or is a base here: to look at all would mean to read half of Django.
    bases = {source.names.dotted(base) for one in source.names.classes.values() for base in one.bases}
    imported = (name for name, dotted in source.names.imports.items() if "Config" in name or dotted in bases)
    for name in sorted({*source.names.classes, *imported}):
        dotted = name if name in source.names.classes else source.names.imports[name]
        if dotted in CONFIGS:
            continue
        config = modules.definition(dotted, source)
        if config is not None:
            line = mro.of(Reader(config[0].names, config[0], modules), config[1], CONFIGS)
            if line.reaches_root or any("Config" in unclear.reason for unclear in line.unclear):
                found.append(line)
        elif name.endswith("Config"):
            strange = name
    return found, strange


def _package(line: Mro, own: str) -> str:
    """The dotted name of the package; one that is made from `__name__` or `__package__` is its own."""
    found = _value(line, "name")
    if found is None:
        raise UnreadableSource("the app configuration has no name; Django refuses it")
    reader, expression = found
    if any(
        isinstance(node, ast.Name) and node.id in ("__name__", "__package__") for node in ast.walk(expression)
    ):
        return own
    return reader.text(expression)


def _folders(modules: Modules, source: Source, package: str) -> tuple[tuple[SourceRoot, str], ...]:
    """The folders of a package; the module's own folder where that can be it."""
    folder = source.folder
    if folder.replace("/", ".") == package:
        return ((source.root, folder),)
    found = modules.folders(package)
    if (source.root, folder) in found:
        return ((source.root, folder),)
    if not found:
        raise Missing(f"the package {package} is in no root")
    return found


def _label_of(line: Mro, own: str) -> str:
    found = _value(line, "label")
    if found is None:
        return _checked(own)
    reader, expression = found
    try:
        return _checked(reader.text(expression))
    except UnreadableSource as unclear:
        raise UnreadableSource(
            f"the label of the app is not said plainly: {unclear.reason}", unclear.line
        ) from None


def _default(line: Mro) -> bool | None:
    found = _value(line, "default")
    return None if found is None else found[0].flag(found[1])


def _value(line: Mro, name: str) -> tuple[Reader, ast.expr] | None:
    """What the nearest class that binds the name gives it."""
    for one in line.classes:
        for statement in reversed(one.definition.body):
            match statement:
                case ast.Assign(targets=[ast.Name(id=given)], value=value) if given == name:
                    return one.reader, value
                case ast.AnnAssign(target=ast.Name(id=given), value=ast.expr() as value) if given == name:
                    return one.reader, value
                case ast.FunctionDef(name=given) | ast.ClassDef(name=given) if given == name:
                    raise UnreadableSource(
                        f"{name} of the app configuration is not a plain value", statement.lineno
                    )
                case _:
                    pass
    return None


def _checked(label: str) -> str:
    if not label.isidentifier():
        raise UnreadableSource(f"{label!r} is no app label")
    return label
