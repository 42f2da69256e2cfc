"""
A folder of wheels, read as it lies: nothing is unpacked, and of a wheel only what is asked for.

A wheel is a ZIP archive. What it says of itself is believed as far as it does no harm: names that lead elsewhere are
not there, and a file is as long as it says or it is not read.
"""

import re
import zipfile
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from app.sources.errors import UnreadableSource
from app.sources.files.disk import SIZE

WHEELS = 2_000
"""So many wheels of one folder are looked at."""

DIRECTORY = 10_000_000
"""No table of contents is longer, in bytes; that of a wheel of 50,000 files has 6,000,000."""

DIRECTORIES = 100_000_000
"""Nor are those of all the wheels of a folder together."""

END, LARGE = b"PK\x05\x06", b"PK\x06\x07"
"""What the last record of an archive begins with, and that before it where the archive is of the large kind."""

PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How wheels are packed; other ways may ask for memory without end."""

SEVERAL = "the wheels of {} have several versions; which is installed is not known"


class Wheels:
    """The packages in some wheels; a package that several wheels hold is not known."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)

    def folders(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        return (path,) if path in self._folders else ()

    def modules(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        return tuple(found for found in (f"{path}/__init__.py", f"{path}.py") if self.has(found))[:1]

    def has(self, path: str) -> bool:
        return path in self._holders

    def listing(self, folder: str) -> tuple[str, ...]:
        found = self._folders.get(folder, [])
        if any(len(self._holders[path]) > 1 for path in found):
            raise UnreadableSource(SEVERAL.format(folder.partition("/")[0]))
        return tuple(sorted(found))

    def id_of(self, path: str) -> None:
        """Nothing: a wheel may be replaced at any time."""

    def read(self, path: str) -> bytes:
        holders = self._holders.get(path, ())
        if len(holders) > 1:
            raise UnreadableSource(SEVERAL.format(path.partition("/")[0]))
        for wheel in holders:
            try:
                with zipfile.ZipFile(wheel) as archive:
                    return _content(archive, path)
            except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
                break
        raise UnreadableSource("the file cannot be taken out of its wheel")

    @cached_property
    def _holders(self) -> dict[str, tuple[Path, ...]]:
        """Every Python file, and the wheels that hold one of that name."""
        by_version: dict[str, Path] = {}
        for wheel in self.paths[:WHEELS]:
            by_version.setdefault("-".join(wheel.stem.split("-")[:2]).lower(), wheel)
        found: dict[str, tuple[Path, ...]] = {}
        looked_at = 0
        for wheel in by_version.values():
            length = _directory(wheel)
            looked_at += length
            if length <= DIRECTORY and looked_at <= DIRECTORIES:
                for name in _names(wheel):
                    found[name] = (*found.get(name, ()), wheel)
        return found

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """Every folder with Python files in it, or deeper, and those in it."""
        found: dict[str, list[str]] = {}
        for path in self._holders:
            folder = path.rpartition("/")[0]
            found.setdefault(folder, []).append(path)
            while folder := folder.rpartition("/")[0]:
                found.setdefault(folder, [])
        return found


def _names(wheel: Path) -> frozenset[str]:
    """The Python files in a wheel; none where it is no archive."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return frozenset(name for name in archive.namelist() if _is_plain(name))
    except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile):
        return frozenset()


def _directory(wheel: Path) -> int:
    """
    How long the table of contents is, as the last record says: 22 bytes, and a remark of up to 65,535.

    A wheel that cannot be looked at counts as one with a longer one.
    """
    try:
        if not wheel.is_file():
            return DIRECTORY + 1
        with wheel.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 42 - 65_535))
            tail = file.read()
    except OSError:
        return DIRECTORY + 1
    bare = len(tail) - 22
    place = bare if tail[bare:].startswith(END) and tail.endswith(b"\0\0") else tail.rfind(END)
    if place < 0 or tail[max(0, place - 20) :].startswith(LARGE):
        return DIRECTORY + 1
    return int.from_bytes(tail[place + 12 : place + 16], "little")


def _is_plain(name: str) -> bool:
    """A Python file by a path that leads down, without odd signs."""
    return bool(re.fullmatch(r"(?:\w[\w.~-]*/)*[\w~][\w.~-]*\.py", name)) and len(name) < 1000


def _content(archive: zipfile.ZipFile, path: str) -> bytes:
    about = archive.getinfo(path)
    if about.file_size > SIZE:
        raise UnreadableSource(f"{about.file_size} bytes long; no file over {SIZE} bytes is read")
    if about.compress_type not in PLAIN:
        raise UnreadableSource("packed in a way that is not read")
    with archive.open(about) as file:
        content = file.read(SIZE + 1)
    if len(content) > SIZE:
        raise UnreadableSource(f"over {SIZE} bytes long")
    return content
