"""
The modules of all places, parsed when first asked, and where an imported name leads.

    from shop.order import BEFORE     the module shop/order.py, and in it whatever binds BEFORE
"""

import ast
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from app.cache import WeightedCache
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.places import SourceRoot
from app.sources.python.syntax import ModuleNames, parse

ASKED = 100
"""So many modules are asked for one name: imports may lead from one to the next, and everywhere."""

KEPT = 3_000_000
"""So many bytes of source are followed and kept; a tree of syntax may be a hundred times as large as its text."""

READ = 200_000_000
"""So many bytes of source one reading takes; 5,000 migrations have 15,000,000."""

SEEN = 1_000_000
"""So many bytes of source stay in memory between readings, most of it settings and `apps.py`."""


class Source(NamedTuple):
    """One module: where it lies, and its names."""

    place: SourceRoot
    path: str
    names: ModuleNames

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


class Answers(NamedTuple):
    """
    The questions of one reading: which module a name leads to, seen from where, by the number of its place; the ids of
    the files that were read; and how much source that was.
    """

    asked: Mapping[tuple[str, tuple[int, str] | None], tuple[int, str] | None]
    ids: Mapping[tuple[int, str], str | None]
    kept: int


class Modules:
    """The modules of some places, of which the first that has one counts."""

    def __init__(self, places: Sequence[SourceRoot]) -> None:
        self.places = tuple(places)
        self._parsed: dict[tuple[SourceRoot, str], Source | UnreadableSource] = {}
        self._answers: dict[tuple[str, tuple[SourceRoot, str] | None], tuple[SourceRoot, str] | None] = {}
        self._kept = 0
        self._read_so_far = 0

    def content(self, place: SourceRoot, path: str) -> bytes:
        """The bytes of a file. Raises `UnreadableSource`, and `SourceError` where there is too much."""
        content = place.read(path)
        self._read_so_far += len(content)
        if self._read_so_far > READ:
            raise SourceError(
                f"more than {READ // 1_000_000} MB of source; please name the project's own directory"
            )
        return content

    def at(self, place: SourceRoot, path: str) -> Source:
        """The module in a file. Raises `UnreadableSource`."""
        key = place, path
        if key not in self._parsed:
            self._parsed[key] = self._read(place, path)
        found = self._parsed[key]
        if isinstance(found, UnreadableSource):
            raise found
        return found

    def called(self, dotted: str, near: Source | None = None) -> Source | None:
        """The module of that name, relative to the near one where it begins with dots; None where it is not here."""
        beside = (near.place, near.path) if near else None
        found = self._located(dotted, beside)
        self._answers[dotted, beside] = found
        if found is None:
            return None
        try:
            return self.at(*found)
        except UnreadableSource:
            return None

    def answers(self) -> Answers | None:
        """What was asked so far, and which bytes answered; None where some of them have no id."""
        files = {**dict.fromkeys(self._parsed), **dict.fromkeys(filter(None, self._answers.values()))}
        ids = {(self.places.index(place), path): place.id_of(path) for place, path in files}
        if None in ids.values():
            return None
        asked = {
            (dotted, self._numbered(beside)): self._numbered(at)
            for (dotted, beside), at in self._answers.items()
        }
        return Answers(asked, ids, self._kept)

    def agree(self, answers: Answers) -> bool:
        """Whether all that was asked in another reading has the same answers in this one; it counts as read then."""
        for (number, path), id_ in answers.ids.items():
            if number >= len(self.places) or self.places[number].id_of(path) != id_:
                return False
        for (dotted, beside), at in answers.asked.items():
            near = (self.places[beside[0]], beside[1]) if beside else None
            if self._numbered(self._located(dotted, near)) != at:
                return False
        self._kept = max(self._kept, answers.kept)
        return True

    def _numbered(self, at: tuple[SourceRoot, str] | None) -> tuple[int, str] | None:
        return (self.places.index(at[0]), at[1]) if at else None

    def _located(self, dotted: str, near: tuple[SourceRoot, str] | None) -> tuple[SourceRoot, str] | None:
        """The file of a module; None where there is none, or of several which it is cannot be seen."""
        name = dotted.lstrip(".")
        level = len(dotted) - len(name)
        if not level:
            several = next(
                (
                    found
                    for place in self.places
                    if (found := [(place, path) for path in place.modules(name)])
                ),
                [],
            )
            return several[0] if len(several) == 1 else None
        if near is None:
            return None
        place, path = near
        parts = path.split("/")[:-1]
        if level - 1 > len(parts):
            return None
        base = parts[: len(parts) - (level - 1)]
        stem = "/".join([*base, *name.split(".")] if name else base)
        beside = (f"{stem}/__init__.py".lstrip("/"), f"{stem}.py")
        return next(((place, path) for path in beside if place.has(path)), None)

    def folders(self, dotted: str) -> tuple[tuple[SourceRoot, str], ...]:
        """The folders that a package of that name can be, in the first place that has any."""
        for place in self.places:
            if found := place.folders(dotted):
                return tuple((place, folder) for folder in found)
        return ()

    def bound(self, dotted: str, near: Source) -> tuple[Source, str] | None:
        """The module, and the name in it, that an imported name leads to in the end; None where that is not here."""
        module, name = _parted(dotted)
        source = self.called(module, near) if module and name else None
        return None if source is None else self._in(source, name, set())

    def _in(self, source: Source, name: str, seen: set[tuple[int, str]]) -> tuple[Source, str] | None:
        """Where a name of a module is bound: in it, or where it takes the name from. `seen` was asked before."""
        if (id(source), name) in seen or len(seen) > ASKED:
            return None
        seen.add((id(source), name))
        names = source.names
        if name in names.classes or names.value(name) is not None or names.binding_counts.get(name, 0) > 1:
            return source, name
        if name in names.imports:
            module, inner = _parted(names.imports[name])
            other = self.called(module, source) if module and inner else None
            return None if other is None else self._in(other, inner, seen)
        for starred in names.star_imports:
            other = self.called(starred, source)
            found = None if other is None else self._in(other, name, seen)
            if found is not None:
                return found
        return (source, name) if name in names.binding_counts else None

    def definition(self, dotted: str, near: Source) -> tuple[Source, ast.ClassDef] | None:
        """The class that a name of a module stands for, in the module or imported; None where it is not here."""
        found = self.bound(dotted, near) if "." in dotted else self._in(near, dotted, set())
        if found is None:
            return None
        source, name = found
        definition = source.names.classes.get(name)
        return (
            None if definition is None or source.names.binding_counts.get(name) != 1 else (source, definition)
        )

    def _read(self, place: SourceRoot, path: str) -> Source | UnreadableSource:
        id_ = place.id_of(path)
        try:
            known = _seen.get(id_) if id_ else None
            length, names = known or _parsed(self.content(place, path))
        except UnreadableSource as unclear:
            return unclear
        if id_:
            _seen.put(id_, (length, names))
        self._kept += length
        if self._kept > KEPT:
            return UnreadableSource("more source is to be followed than is kept in memory")
        return names if isinstance(names, UnreadableSource) else Source(place, path, names)


def _parsed(content: bytes) -> tuple[int, ModuleNames | UnreadableSource]:
    """The length and the names of a module."""
    try:
        return len(content), ModuleNames(parse(content))
    except UnreadableSource as unclear:
        return len(content), unclear


_seen: WeightedCache[Hashable, tuple[int, ModuleNames | UnreadableSource]] = WeightedCache(
    SEEN, lambda one: one[0]
)


def _parted(dotted: str) -> tuple[str, str]:
    """The module and the name in it: `shop.order.BEFORE`, `.order.BEFORE`, `.order`."""
    module, _, name = dotted.rpartition(".")
    return (module, name) if module.strip(".") else (dotted[: len(dotted) - len(name)], name)
