"""
A folder of migrations, read file by file.

Source: `MigrationLoader.load_disk` in `django/db/migrations/loader.py`.
"""

from collections.abc import Hashable
from typing import NamedTuple

from app.cache import WeightedCache
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Unreadable
from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.migration import file as module
from app.sources.migration.file import Module
from app.sources.python.modules import Modules

KEPT = 50_000
"""So many migrations of commits stay in memory."""


class Package(NamedTuple):
    """
    A folder of migrations and what its files gave; `label` is None where the app's is not known.

    `is_package` is False for a folder without `__init__.py`, a namespace package: to Django the app has no migrations.
    `is_typical` says that a class Migration was seen in it.
    """

    path: str
    label: str | None
    migrations: tuple[Migration, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    is_package: bool = True
    is_typical: bool = True


def read(modules: Modules, place: SourceRoot, folder: str, label: str | None) -> Package:
    """Read the migrations in a folder of a place."""
    if not place.has(f"{folder}/__init__.py"):
        return Package(folder, label, is_package=False, is_typical=_is_typical(place, folder))
    try:
        paths = place.listing(folder)
    except UnreadableSource as unclear:
        return Package(folder, label, unreadable=(Unreadable(folder, unclear.line, unclear.reason),))
    files = {path: place.id_of(path) for path in paths}
    key = (folder, label, tuple(files.items())) if None not in files.values() else None
    known = _seen_folders.get(key) if key else None
    if known is not None:
        return known
    unreadable: list[Unreadable] = []
    migrations: list[Migration] = []
    typical, is_lasting = False, True
    for path, id_ in files.items():
        name = path.rpartition("/")[2].removesuffix(".py")
        if name[:1] in ("_", "~") or not name or "." in name:
            continue
        found = _module(modules, place, path, id_, MigrationKey(label or "?", name))
        typical = typical or found.is_typical
        is_lasting = is_lasting and _is_lasting(found)
        unreadable.extend(Unreadable(path, unclear.line, unclear.reason) for unclear in found.unclear)
        if found.migration is not None:
            migrations.append(found.migration)
    package = Package(
        folder, label, tuple(migrations) if label else (), tuple(unreadable), is_typical=typical
    )
    if key and is_lasting:
        _seen_folders.put(key, package)
    return package


def _module(modules: Modules, place: SourceRoot, path: str, id_: str | None, key: MigrationKey) -> Module:
    """One file; what the same bytes said before, unless that hung on other files."""
    known = _seen.get((id_, key, path)) if id_ else None
    if known is not None:
        return known
    try:
        found = module.read(key, modules.content(place, path), path=path, place=place, modules=modules)
    except UnreadableSource as unclear:
        return Module(None, (unclear,))
    if id_ and _is_lasting(found):
        _seen.put((id_, key, path), found)
    return found


def _is_lasting(found: Module) -> bool:
    """Whether the same bytes would say the same again, whatever other files say."""
    return found.is_alone and found.migration is not None


def _is_typical(place: SourceRoot, folder: str) -> bool:
    """Whether a file in the folder looks like a migration."""
    try:
        return any(b"class Migration(" in place.read(path) for path in place.listing(folder))
    except UnreadableSource:
        return False


_seen: WeightedCache[Hashable, Module] = WeightedCache(KEPT)
_seen_folders: WeightedCache[Hashable, Package] = WeightedCache(
    KEPT, lambda package: 1 + len(package.migrations)
)
"""Whole folders too, so that of the next commit only those that have changed are looked through."""
