"""
A migrations package, read file by file.

Source: `MigrationLoader.load_disk` in `django/db/migrations/loader.py` (3.2 to 6.1).
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import NamedTuple

from app.cache import WeightedCache
from app.domain.keys import MigrationKey
from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import Migration, Unreadable
from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.migration import file as migration_file
from app.sources.migration import names, south
from app.sources.migration.file import MigrationFile
from app.sources.python.modules import Modules

COMPILED_REASON = (
    "a compiled module without its source; Django loads it, and what it depends on cannot be read here: delete it if "
    "it is a leftover, else put its source beside it"
)

CACHE_SIZE = 50_000
"""The most migrations that stay in memory; they are those of commits and further roots, whose files have ids."""


class MigrationsPackage(NamedTuple):
    """
    The migrations in a folder; `label` is None where the app's label is not known, and `migrations` is then empty.

    `is_package` is False for a folder without `__init__.py`, a namespace package: to Django the app has no migrations.
    `has_migration_class` says that a class Migration was seen in it. `passed_over` are the files that Django does not
    load although they have one.
    """

    path: str
    label: str | None
    migrations: tuple[Migration, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    is_package: bool = True
    has_migration_class: bool = True
    passed_over: tuple[PassedOver, ...] = ()


def read(modules: Modules, root: SourceRoot, folder: str, label: str | None) -> MigrationsPackage:
    """Read the migrations in a folder of a root."""
    try:
        compiled = root.compiled(folder)
        is_package = root.has(f"{folder}/__init__.py") or "__init__" in map(names.name_of_compiled, compiled)
        paths = root.listing(folder) if is_package else ()
    except UnreadableSource as unclear:
        return MigrationsPackage(
            folder, label, unreadable=(Unreadable(folder, unclear.line, unclear.reason),)
        )
    if not is_package:
        files = _files_with_class(root, folder)
        return MigrationsPackage(
            folder,
            label,
            is_package=False,
            has_migration_class=bool(files),
            passed_over=_passed_over(files, label, PassedOverReason.NO_PACKAGE),
        )
    ids = {path: root.id_of(path) for path in paths}
    cache_key = (folder, label, tuple(ids.items()), compiled) if None not in ids.values() else None
    cached_package = _packages.get(cache_key) if cache_key else None
    if cached_package is not None:
        return cached_package
    unreadable: list[Unreadable] = []
    migrations: list[Migration] = []
    has_migration_class, is_cacheable, of_south = False, True, 0
    passed_over: list[PassedOver] = []
    for path, id_ in ids.items():
        name = names.name_of_source(path)
        if name in ("", "__init__"):
            continue
        reason = names.reason_to_pass_over(name)
        if reason is not None:
            passed_over.extend(_passed_over([path] if _has_class(root, path) else [], label, reason))
            continue
        file = _read_file(modules, root, path, id_, MigrationKey(label or "?", name))
        of_south += file.is_of_south
        has_migration_class = has_migration_class or file.has_migration_class
        is_cacheable = is_cacheable and _is_cacheable(file)
        unreadable.extend(Unreadable(path, unclear.line, unclear.reason) for unclear in file.unclear)
        if file.migration is not None:
            migrations.append(_placed(file.migration, root))
    if of_south:
        unreadable.append(Unreadable(folder, None, south.reason(of_south)))
    leftovers = [Unreadable(path, None, COMPILED_REASON) for path in _without_source(compiled, ids)]
    unreadable.extend(leftovers)
    package = MigrationsPackage(
        folder,
        label,
        tuple(migrations) if label else (),
        tuple(unreadable),
        has_migration_class=has_migration_class or bool(leftovers),
        passed_over=tuple(passed_over),
    )
    if cache_key and is_cacheable:
        _packages.put(cache_key, package)
    return package


def unique_labels(packages: Iterable[MigrationsPackage]) -> tuple[list[MigrationsPackage], list[Unreadable]]:
    """
    The packages, one for each label; and those of a label that has several, as unreadable places.

    If several packages have one label and the same migrations, the first counts. If their migrations differ, none
    counts. A package that has no label counts always, and an empty one never.
    """
    unique: list[MigrationsPackage] = []
    ambiguous: list[Unreadable] = []
    by_label: dict[str, list[MigrationsPackage]] = {}
    for package in packages:
        if package.label is None:
            unique.append(package)
        elif package.migrations or package.unreadable:
            by_label.setdefault(package.label, []).append(package)
    for label, candidates in sorted(by_label.items()):
        first, *rest = candidates
        if all(package.migrations == first.migrations for package in rest):
            unique.append(first)
            continue
        reason = f"the app label {label} belongs to several folders here; which is installed is not known"
        ambiguous.extend(
            Unreadable(package.path, None, f"{reason}, so none of them is read") for package in candidates
        )
    return unique, ambiguous


def _placed(migration: Migration, root: SourceRoot) -> Migration:
    """The migration with a path that tells an installed package from the project's own files."""
    return replace(migration, path=f"{root.place}/{migration.path}") if root.place else migration


def _read_file(
    modules: Modules, root: SourceRoot, path: str, id_: str | None, key: MigrationKey
) -> MigrationFile:
    """Read one file, or take it from the cache when its id says that it has the same bytes."""
    cached_file = _files.get((id_, key, path)) if id_ else None
    if cached_file is not None:
        return cached_file
    try:
        file = migration_file.read(key, modules.content(root, path), path=path, root=root, modules=modules)
    except UnreadableSource as unclear:
        return MigrationFile(None, (unclear,))
    if id_ and _is_cacheable(file):
        _files.put((id_, key, path), file)
    return file


def _is_cacheable(file: MigrationFile) -> bool:
    """Whether the same bytes give the same migration again, whatever other files hold."""
    return file.is_self_contained and (file.migration is not None or file.is_of_south)


def passed_over(
    root: SourceRoot, folder: str, label: str, reason: PassedOverReason
) -> tuple[PassedOver, ...]:
    """The files with a class Migration in a folder where Django does not look for them."""
    return _passed_over(_files_with_class(root, folder), label, reason)


def _passed_over(paths: Iterable[str], label: str | None, reason: PassedOverReason) -> tuple[PassedOver, ...]:
    if label is None:
        return ()
    return tuple(PassedOver(MigrationKey(label, names.name_of_source(path)), path, reason) for path in paths)


def _without_source(compiled: Iterable[str], sources: Iterable[str]) -> list[str]:
    """The compiled modules that Django loads as migrations and that have no source beside them."""
    names_of_sources = set(map(names.name_of_source, sources))
    return [
        path
        for path in compiled
        if (name := names.name_of_compiled(path)) is not None
        and name not in names_of_sources
        and names.reason_to_pass_over(name) is None
    ]


def _files_with_class(root: SourceRoot, folder: str) -> list[str]:
    """The files in a folder whose text has a class Migration."""
    try:
        paths = root.listing(folder)
    except UnreadableSource:
        return []
    return [
        path
        for path in paths
        if names.name_of_source(path) not in ("", "__init__") and _has_class(root, path)
    ]


def _has_class(root: SourceRoot, path: str) -> bool:
    """Whether the text of a file has a class Migration that is none of South's."""
    try:
        source = root.read(path)
        return b"class Migration(" in source and not south.is_of_south(source)
    except UnreadableSource:
        return False


_files: WeightedCache[Hashable, MigrationFile] = WeightedCache(CACHE_SIZE)
"""Files, by the id of their bytes, the migration's key and the path."""

_packages: WeightedCache[Hashable, MigrationsPackage] = WeightedCache(
    CACHE_SIZE, lambda package: 1 + len(package.migrations)
)
"""Whole packages, so that of the next commit only those that have changed are looked through."""
