"""
The packages in a folder of wheels. Nothing is unpacked: single files are read out of the archives when needed.

A wheel is a ZIP archive, and may be hostile. Names with `..` or a leading slash are ignored. A file is not read if it
is too long, by its own statement or in fact.
"""

import re
import zipfile
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from app.sources.errors import UnreadableSource
from app.sources.files.disk import COMPILED_ENDINGS, MAX_FILE_BYTES

MAX_WHEELS = 2_000
"""The most wheels of one folder. Further ones, in the order of their names, are ignored."""

MAX_DIRECTORY_BYTES = 10_000_000
"""
The longest central directory of a wheel, in bytes. Wheels with a longer one are ignored.

The central directory is the table of contents of a ZIP archive. That of a wheel of 50,000 files has 6,000,000 bytes.
"""

MAX_TOTAL_DIRECTORY_BYTES = 100_000_000
"""The longest central directories of a folder of wheels together, in bytes. Further wheels are ignored."""

END_SIGNATURE = b"PK\x05\x06"
"""The first bytes of the last record of an archive, the end of central directory."""

ZIP64_SIGNATURE = b"PK\x06\x07"
"""The first bytes of the record before the last one, in archives in the ZIP64 format."""

COMPRESSION_TYPES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The compression methods of wheels. Other methods are not read, as they may need unlimited memory."""

SEVERAL_REASON = "the wheels of {} have several versions; which is installed is not known"


class Wheels:
    """The packages in some wheels, as a `SourceRoot`. A package in wheels of several versions is unreadable."""

    place = ""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)

    def folders(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        return (path,) if path in self._folders else ()

    def modules(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        return tuple(file for file in (f"{path}/__init__.py", f"{path}.py") if self.has(file))[:1]

    def has(self, path: str) -> bool:
        return path in self._wheels_by_path

    def listing(self, folder: str) -> tuple[str, ...]:
        return self._files(folder, (".py",))

    def compiled(self, folder: str) -> tuple[str, ...]:
        return self._files(folder, COMPILED_ENDINGS)

    def _files(self, folder: str, endings: tuple[str, ...]) -> tuple[str, ...]:
        paths = [path for path in self._folders.get(folder, ()) if path.endswith(endings)]
        if any(len(self._wheels_by_path[path]) > 1 for path in paths):
            raise UnreadableSource(SEVERAL_REASON.format(folder.partition("/")[0]))
        return tuple(sorted(paths))

    def id_of(self, path: str) -> None:
        """None: a wheel may be replaced at any time."""

    def read(self, path: str) -> bytes:
        wheels = self._wheels_by_path.get(path, ())
        if len(wheels) > 1:
            raise UnreadableSource(SEVERAL_REASON.format(path.partition("/")[0]))
        for wheel in wheels:
            try:
                with zipfile.ZipFile(wheel) as archive:
                    return _content(archive, path)
            except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
                break
        raise UnreadableSource("the file cannot be taken out of its wheel")

    @cached_property
    def _wheels_by_path(self) -> dict[str, tuple[Path, ...]]:
        """The wheels of each Python file, by its path. Builds of one version for several platforms count as one."""
        by_version: dict[str, Path] = {}
        for wheel in self.paths[:MAX_WHEELS]:
            by_version.setdefault("-".join(wheel.stem.split("-")[:2]).lower(), wheel)
        wheels_by_path: dict[str, tuple[Path, ...]] = {}
        total_length = 0
        for wheel in by_version.values():
            length = _directory_length(wheel)
            total_length += length
            if length <= MAX_DIRECTORY_BYTES and total_length <= MAX_TOTAL_DIRECTORY_BYTES:
                for path in _python_files(wheel):
                    wheels_by_path[path] = (*wheels_by_path.get(path, ()), wheel)
        return wheels_by_path

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """The folders that have Python files, directly or deeper, each with the paths of those directly in it."""
        folders: dict[str, list[str]] = {}
        for path in self._wheels_by_path:
            folder = path.rpartition("/")[0]
            folders.setdefault(folder, []).append(path)
            while folder := folder.rpartition("/")[0]:
                folders.setdefault(folder, [])
        return folders


def _python_files(wheel: Path) -> frozenset[str]:
    """The paths of the Python files in a wheel; none if it is no ZIP archive."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return frozenset(name for name in archive.namelist() if _is_safe_path(name))
    except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile):
        return frozenset()


def _directory_length(wheel: Path) -> int:
    """
    The length of the central directory in bytes, as the last record of the archive states it.

    That record has 22 bytes and a comment of up to 65,535 bytes. More than `MAX_DIRECTORY_BYTES` if the file cannot be
    read, is no ZIP archive, or is in the ZIP64 format.
    """
    try:
        if not wheel.is_file():
            return MAX_DIRECTORY_BYTES + 1
        with wheel.open("rb") as file:
            size = file.seek(0, 2)
            # The last record, its comment, and the ZIP64 record of 20 bytes before it.
            file.seek(max(0, size - 42 - 65_535))
            tail = file.read()
    except OSError:
        return MAX_DIRECTORY_BYTES + 1
    start = len(tail) - 22  # where the last record starts if it has no comment
    if not (tail[start:].startswith(END_SIGNATURE) and tail.endswith(b"\0\0")):
        start = tail.rfind(END_SIGNATURE)
    if start < 0 or tail[max(0, start - 20) :].startswith(ZIP64_SIGNATURE):
        return MAX_DIRECTORY_BYTES + 1
    return int.from_bytes(tail[start + 12 : start + 16], "little")


def _is_safe_path(name: str) -> bool:
    """
    Whether a name is the path of a Python file below the top, without unusual characters.

    In a folder `migrations` compiled modules count too.
    """
    if len(name) >= 1000 or not re.fullmatch(r"(?:\w[\w.~-]*/)*[\w~][\w.~-]*\.(?:py|pyc|so|pyd)", name):
        return False
    return name.endswith(".py") or "/migrations/" in name


def _content(archive: zipfile.ZipFile, path: str) -> bytes:
    info = archive.getinfo(path)
    if info.file_size > MAX_FILE_BYTES:
        raise UnreadableSource(f"{info.file_size} bytes long; no file over {MAX_FILE_BYTES} bytes is read")
    if info.compress_type not in COMPRESSION_TYPES:
        raise UnreadableSource("packed in a way that is not read")
    with archive.open(info) as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableSource(f"over {MAX_FILE_BYTES} bytes long")
    return content
