"""
The further roots of a reading: folders of installed packages, virtual environments, folders of wheels.

Roots are not listed as a whole. Each name is looked up when needed, so a folder of 50,000 files costs no more than a
small one.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from app.sources.errors import SourceError, UnreadableSource
from app.sources.files import disk
from app.sources.files.protocol import SourceRoot

SITE_PACKAGES_PATTERNS = ("lib/python*/site-packages", "Lib/site-packages")
"""The paths of site-packages in a virtual environment: on POSIX, on Windows."""

PACKAGE_FOLDERS = ("site-packages", "dist-packages")
"""The names of folders that hold installed packages and nothing else."""

MAX_LISTING = 20_000
"""The most names in one folder of migrations. A folder with more is reported as unreadable."""


def open_roots(paths: Iterable[Path]) -> tuple[SourceRoot, ...]:
    """The roots at these paths, in order. A virtual environment may have several. Raises `SourceError`."""
    return tuple(root for path in paths for root in _roots_at(path))


def _roots_at(path: Path) -> list[SourceRoot]:
    try:
        if path.is_file() and path.suffix == ".whl":
            return _wheels([path])
        if not path.is_dir():
            problem = "is no folder" if path.exists() else "does not exist"
            raise SourceError(
                f"the root {path} {problem}; give site-packages, a virtual environment or a folder of wheels"
            )
        if (path / "pyvenv.cfg").exists():
            folders = [folder for pattern in SITE_PACKAGES_PATTERNS for folder in sorted(path.glob(pattern))]
            if not folders:
                raise SourceError(f"the virtual environment {path} has no site-packages")
            return [RootFolder(folder) for folder in folders]
        wheels = sorted(path.glob("*.whl"))
    except OSError:
        raise SourceError(f"the root {path} cannot be opened") from None
    return _wheels(wheels) if wheels else [RootFolder(path)]


def _wheels(paths: list[Path]) -> list[SourceRoot]:
    from app.sources.files.wheels import Wheels  # noqa: PLC0415 - slow to import, and rarely needed

    return [Wheels(paths)]


class RootFolder:
    """A folder on Python's path, such as site-packages."""

    def __init__(self, root: Path) -> None:
        self.root = str(root.resolve())
        name = os.path.basename(self.root)  # noqa: PTH119 - as in `has`
        self.place = name if name in PACKAGE_FOLDERS else ""
        self._safe_folder = disk.SafeFolder(root)

    def folders(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        return (path,) if _is_name(dotted) and os.path.isdir(f"{self.root}/{path}") else ()  # noqa: PTH112 - as in `has`

    def modules(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        if not _is_name(dotted):
            return ()
        return tuple(file for file in (f"{path}/__init__.py", f"{path}.py") if self.has(file))[:1]

    def has(self, path: str) -> bool:
        return os.path.isfile(f"{self.root}/{path}")  # noqa: PTH113 - Path.is_file raises for a folder without permission

    def listing(self, folder: str) -> tuple[str, ...]:
        return self._files(folder, (".py",))

    def compiled(self, folder: str) -> tuple[str, ...]:
        return self._files(folder, disk.COMPILED_ENDINGS)

    def _files(self, folder: str, endings: tuple[str, ...]) -> tuple[str, ...]:
        paths = []
        try:
            if not self._safe_folder.has_folder(folder):
                raise UnreadableSource(disk.OUTSIDE_REASON)
            with os.scandir(f"{self.root}/{folder}") as entries:
                for count, entry in enumerate(entries):
                    if count >= MAX_LISTING:
                        raise UnreadableSource(f"more than {MAX_LISTING} names; the folder is not read")
                    if entry.name.endswith(endings) and entry.name.isprintable() and not entry.is_dir():
                        paths.append(f"{folder}/{entry.name}")
        except FileNotFoundError:
            return ()
        except OSError:
            raise UnreadableSource("the folder cannot be opened") from None
        return tuple(sorted(paths))

    def id_of(self, path: str) -> str | None:
        """
        The root, the path, the inode, the size and the time of change; None if there is no such file.

        A file that was changed has another size or another time.
        """
        try:
            status = os.stat(f"{self.root}/{path}")  # noqa: PTH116 - as in `has`
        except (OSError, ValueError):
            return None
        return f"{self.root} {path} {status.st_ino} {status.st_size} {status.st_mtime_ns}"

    def read(self, path: str) -> bytes:
        return self._safe_folder.content(path)


def _is_name(dotted: str) -> bool:
    return all(part.isidentifier() for part in dotted.split("."))
