"""
Where modules lie: the project's own files first, then further roots, as on Python's path.

A place answers for one dotted name at a time, so that a large one is never listed whole.
"""

from functools import cached_property
from typing import Protocol

from app.sources.files.protocol import Files

TOPS = ("", "src/")
"""Folders of a project that are on Python's path, as a rule."""


class SourceRoot(Protocol):
    """A place of packages. Paths are relative to it; the folder `""` is the place itself."""

    def folders(self, dotted: str) -> tuple[str, ...]:
        """The folders that a package of that name can be: none, one, or several of which it is not known."""

    def modules(self, dotted: str) -> tuple[str, ...]:
        """The files that a module of that name can be."""

    def listing(self, folder: str) -> tuple[str, ...]:
        """The Python files in a folder, not deeper, sorted. Raises `UnreadableSource`."""

    def has(self, path: str) -> bool: ...

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises `UnreadableSource`."""

    def id_of(self, path: str) -> str | None:
        """The id of these bytes, where they have one."""


class ProjectFiles:
    """
    The files that a release is read from.

    What is on the path cannot be seen: `shop.orders` is the folder of that name at the top or in `src`, else each
    folder that ends so. The directory may be the package itself.
    """

    def __init__(self, files: Files) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        return self.files.read(path)

    def id_of(self, path: str) -> str | None:
        return self.files.id_of(path)

    def has(self, path: str) -> bool:
        return path in self._paths

    def listing(self, folder: str) -> tuple[str, ...]:
        return self.by_folder.get(folder, ())

    def folders(self, dotted: str) -> tuple[str, ...]:
        wanted = dotted.replace(".", "/")
        for exact in (*(f"{top}{wanted}" for top in TOPS), *self._within(dotted)):
            if exact in self._folders:
                return (exact,)
        last = wanted.rpartition("/")[2]
        return tuple(folder for folder in self._by_last.get(last, ()) if f"/{folder}".endswith(f"/{wanted}"))

    def modules(self, dotted: str) -> tuple[str, ...]:
        wanted = dotted.replace(".", "/")
        for stem in (*(f"{top}{wanted}" for top in TOPS), *self._within(dotted)):
            for path in (f"{stem}/__init__.py" if stem else "__init__.py", f"{stem}.py"):
                if path in self._paths:
                    return (path,)
        folder, _, last = wanted.rpartition("/")
        found = {
            path
            for path in self._by_name.get(f"{last}.py", ())
            if f"/{path}".endswith(f"/{folder}/{last}.py" if folder else f"/{last}.py")
        }
        packages = {f"{package}/__init__.py" for package in self.folders(dotted) if package}
        return tuple(sorted(found | (packages & self._paths)))

    def _within(self, dotted: str) -> tuple[str, ...]:
        """The path inside the directory, where that has the name of the package."""
        first, _, rest = dotted.partition(".")
        return (rest.replace(".", "/"),) if first == self.files.name and "__init__.py" in self._paths else ()

    @cached_property
    def by_folder(self) -> dict[str, tuple[str, ...]]:
        """The Python files of each folder that has some."""
        found: dict[str, list[str]] = {}
        for path in self.files.paths:
            if path.endswith(".py"):
                found.setdefault(path.rpartition("/")[0], []).append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self.files.paths)

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Every folder with Python files in it, or deeper."""
        found = set()
        for start in self.by_folder:
            folder = start
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for folder in sorted(self._folders):
            found.setdefault(folder.rpartition("/")[2], []).append(folder)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.files.paths:
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found
