"""
The Python modules of all source roots, parsed when first needed, and the search for what an imported name stands for.

    from shop.order import BEFORE     the module shop/order.py, and in it the statement that binds BEFORE
"""

import ast
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from app.cache import WeightedCache
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.python import outline
from app.sources.python.syntax import ModuleNames, parse

MAX_IMPORT_HOPS = 100
"""The most modules that are searched for one name. A name that needs more counts as not found."""

MAX_PARSE_BYTES = 3_000_000
"""
The most source that one reading parses and holds as syntax trees, in bytes. Further modules are unreadable.

A syntax tree may need a hundred times the memory of its text.
"""

MAX_READ_BYTES = 200_000_000
"""The most source that one reading takes, in bytes; with more it fails. 5,000 migrations have 15,000,000."""

CACHE_BYTES = 1_000_000
"""The most source whose syntax trees stay in memory between readings, in bytes. Most is settings and `apps.py`."""

Location = tuple[SourceRoot, str]
"""A file: its root and its path."""

IndexedLocation = tuple[int, str]
"""A file: the index of its root in `Modules.roots`, and its path."""


class Source(NamedTuple):
    """One parsed module: its root, its path and its names."""

    root: SourceRoot
    path: str
    names: ModuleNames

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


class Lookups(NamedTuple):
    """
    What one reading looked up, so that a later reading can see whether anything has changed.

    `locations` holds the file of each module name, or None; the key is the dotted name and the file that imports it.
    `ids` holds the id of each file that was read, and `listings` the Python files of each folder that was listed.
    `parse_bytes` is how much source was parsed.
    """

    locations: Mapping[tuple[str, IndexedLocation | None], IndexedLocation | None]
    ids: Mapping[IndexedLocation, str | None]
    parse_bytes: int
    listings: Mapping[IndexedLocation, tuple[str, ...]]


class Modules:
    """The modules of several roots. If several roots have a module, the first of them counts."""

    def __init__(self, roots: Sequence[SourceRoot], *, in_outline: bool = False) -> None:
        self.roots = tuple(roots)
        self._in_outline = in_outline
        self._sources: dict[Location, Source | UnreadableSource] = {}
        self._locations: dict[tuple[str, Location | None], Location | None] = {}
        self._listings: dict[Location, tuple[str, ...]] = {}
        self._parse_bytes = 0
        self._read_bytes = 0

    @cached_property
    def outlines(self) -> "Modules":
        """The same modules as outlines, with a budget of their own: what is read there takes nothing away here."""
        return Modules(self.roots, in_outline=True)

    @property
    def has_room(self) -> bool:
        """Whether modules can be parsed still; if not, they count as unreadable."""
        return self._parse_bytes <= MAX_PARSE_BYTES

    def content(self, root: SourceRoot, path: str) -> bytes:
        """The bytes of a file. Raises `UnreadableSource`, or `SourceError` if the reading takes too much source."""
        content = root.read(path)
        self._read_bytes += len(content)
        if self._read_bytes > MAX_READ_BYTES:
            raise SourceError(
                f"more than {MAX_READ_BYTES // 1_000_000} MB of source; please name the project's own directory"
            )
        return content

    def at(self, root: SourceRoot, path: str) -> Source:
        """The module in a file. Raises `UnreadableSource`."""
        location = root, path
        if location not in self._sources:
            self._sources[location] = self._read(root, path)
        source = self._sources[location]
        if isinstance(source, UnreadableSource):
            raise source
        return source

    def find(self, dotted: str, importer: Source | None = None) -> Source | None:
        """
        The module of a dotted name. A name that begins with dots is relative to the importer.

        None if no root has the module, if it cannot be read, or if several files may be meant.
        """
        location = self.location(dotted, importer)
        if location is None:
            return None
        try:
            return self.at(*location)
        except UnreadableSource:
            return None

    def location(self, dotted: str, importer: Source | None = None) -> Location | None:
        """The file of the module that `find` would find; the module is not parsed."""
        importer_location = (importer.root, importer.path) if importer else None
        location = self._locate(dotted, importer_location)
        self._locations[dotted, importer_location] = location
        return location

    def listing(self, root: SourceRoot, folder: str) -> tuple[str, ...]:
        """The paths of the Python files directly in a folder, sorted. Raises `UnreadableSource`."""
        paths = self._listings[root, folder] = root.listing(folder)
        return paths

    def lookups(self) -> Lookups | None:
        """What was looked up so far; None if one of the files has no id."""
        files = {**dict.fromkeys(self._sources), **dict.fromkeys(filter(None, self._locations.values()))}
        ids = {(self.roots.index(root), path): root.id_of(path) for root, path in files}
        if None in ids.values():
            return None
        locations = {
            (dotted, self._with_root_index(importer)): self._with_root_index(location)
            for (dotted, importer), location in self._locations.items()
        }
        listings = {(self.roots.index(root), path): found for (root, path), found in self._listings.items()}
        return Lookups(locations, ids, self._parse_bytes, listings)

    def confirm(self, lookups: Lookups) -> bool:
        """
        Whether the lookups of another reading would have the same results in this one.

        If so, their source counts as parsed in this reading.
        """
        for (root_index, path), id_ in lookups.ids.items():
            if root_index >= len(self.roots) or self.roots[root_index].id_of(path) != id_:
                return False
        for (root_index, folder), paths in lookups.listings.items():
            try:
                if self.roots[root_index].listing(folder) != paths:
                    return False
            except UnreadableSource:
                return False
        for (dotted, importer), location in lookups.locations.items():
            importer_location = (self.roots[importer[0]], importer[1]) if importer else None
            if self._with_root_index(self._locate(dotted, importer_location)) != location:
                return False
        self._parse_bytes = max(self._parse_bytes, lookups.parse_bytes)
        return True

    def _with_root_index(self, location: Location | None) -> IndexedLocation | None:
        return (self.roots.index(location[0]), location[1]) if location else None

    def _locate(self, dotted: str, importer: Location | None) -> Location | None:
        """The file of a module; None if there is none, or if several files may be meant."""
        name = dotted.lstrip(".")
        level = len(dotted) - len(name)
        if not level:
            candidates = next(
                (paths for root in self.roots if (paths := [(root, path) for path in root.modules(name)])),
                [],
            )
            return candidates[0] if len(candidates) == 1 else None
        if importer is None:
            return None
        root, importer_path = importer
        parts = importer_path.split("/")[:-1]
        if level - 1 > len(parts):
            return None
        package = parts[: len(parts) - (level - 1)]
        stem = "/".join([*package, *name.split(".")] if name else package)
        files = (f"{stem}/__init__.py".lstrip("/"), f"{stem}.py")
        return next(((root, file) for file in files if root.has(file)), None)

    def folders(self, dotted: str) -> tuple[Location, ...]:
        """The folders that a package of that name may be, in the first root that has any."""
        for root in self.roots:
            if folders := root.folders(dotted):
                return tuple((root, folder) for folder in folders)
        return ()

    def binding(self, dotted: str, importer: Source) -> tuple[Source, str] | None:
        """The module that binds an imported name in the end, and the name there; None if no root has it."""
        module, name = _split(dotted)
        source = self.find(module, importer) if module and name else None
        return None if source is None else self._binding_in(source, name, set())

    def _binding_in(
        self, source: Source, name: str, visited: set[tuple[int, str]]
    ) -> tuple[Source, str] | None:
        """As `binding`, for a name of this module. `visited` holds the modules and names that were searched before."""
        if (id(source), name) in visited or len(visited) > MAX_IMPORT_HOPS:
            return None
        visited.add((id(source), name))
        names = source.names
        count = names.top_binding_count(name)
        if count > 1 or (count and name not in names.imports and not names.star_imports):
            return source, name
        if name in names.classes or names.value(name) is not None or names.binding_count(name) > 1:
            return source, name
        if name in names.imports:
            module, inner_name = _split(names.imports[name])
            imported = self.find(module, source) if module and inner_name else None
            return None if imported is None else self._binding_in(imported, inner_name, visited)
        for star_import in names.star_imports:
            imported = self.find(star_import, source)
            binding = None if imported is None else self._binding_in(imported, name, visited)
            if binding is not None:
                return binding
        return (source, name) if names.binding_count(name) else None

    def definition(self, dotted: str, importer: Source) -> tuple[Source, ast.ClassDef] | None:
        """
        The class that a name of a module stands for, and the module that defines it.

        None if no root has it, or if the name is bound more than once there. The outline tells whether there is such a
        class, so that a module without it is not parsed whole.
        """
        if not self._in_outline and "." in dotted:
            outlines = self.outlines
            if outlines.definition(dotted, importer) is None and outlines.has_room:
                return None
        binding = (
            self.binding(dotted, importer) if "." in dotted else self._binding_in(importer, dotted, set())
        )
        if binding is None:
            return None
        source, name = binding
        definition = source.names.classes.get(name)
        if definition is None or source.names.binding_count(name) != 1:
            return None
        return source, definition

    def _read(self, root: SourceRoot, path: str) -> Source | UnreadableSource:
        id_ = root.id_of(path)
        cache = _outline_cache if self._in_outline else _cache
        try:
            cache_entry = cache.get(id_) if id_ else None
            length, names = cache_entry or self._parse(self.content(root, path))
        except UnreadableSource as unclear:
            return unclear
        if id_:
            cache.put(id_, (length, names))
        self._parse_bytes += length
        if not self.has_room:
            return UnreadableSource("more source is to be followed than is kept in memory")
        return names if isinstance(names, UnreadableSource) else Source(root, path, names)

    def _parse(self, content: bytes) -> "_Names":
        try:
            return len(content), outline.names_of(content) if self._in_outline else ModuleNames(
                parse(content)
            )
        except UnreadableSource as unclear:
            return len(content), unclear


_Names = tuple[int, ModuleNames | UnreadableSource]
"""The length of a module and its names, or why it has none."""

_cache: WeightedCache[Hashable, _Names] = WeightedCache(CACHE_BYTES, lambda entry: entry[0])
_outline_cache: WeightedCache[Hashable, _Names] = WeightedCache(CACHE_BYTES, lambda entry: entry[0])
"""The modules that were read before, by the id of the file."""


def _split(dotted: str) -> tuple[str, str]:
    """The module and the name in it, of `shop.order.BEFORE`, `.order.BEFORE` or `.order`."""
    module, _, name = dotted.rpartition(".")
    return (module, name) if module.strip(".") else (dotted[: len(dotted) - len(name)], name)
