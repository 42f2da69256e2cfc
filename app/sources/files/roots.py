"""
Further roots: folders of installed packages, virtual environments, folders of wheels.

Only what is asked for is looked at, one name at a time: a folder of 50,000 files costs no more than a small one.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from app.sources.errors import SourceError, UnreadableSource
from app.sources.files import disk
from app.sources.files.places import SourceRoot

ENVIRONMENT = ("lib/python*/site-packages", "Lib/site-packages")
"""Where a virtual environment has its packages: POSIX, Windows."""

LISTED = 20_000
"""So many names one folder of migrations may hold."""


def opened(roots: Iterable[Path]) -> tuple[SourceRoot, ...]:
    """The places that these roots are, in order. Raises `SourceError`."""
    return tuple(place for root in roots for place in _places(root))


def _places(root: Path) -> list[SourceRoot]:
    try:
        if root.is_file() and root.suffix == ".whl":
            return _wheels([root])
        if not root.is_dir():
            problem = "is no folder" if root.exists() else "does not exist"
            raise SourceError(
                f"the root {root} {problem}; give site-packages, a virtual environment or a folder of wheels"
            )
        if (root / "pyvenv.cfg").exists():
            found = [folder for pattern in ENVIRONMENT for folder in sorted(root.glob(pattern))]
            if not found:
                raise SourceError(f"the virtual environment {root} has no site-packages")
            return [RootFolder(folder) for folder in found]
        wheels = sorted(root.glob("*.whl"))
    except OSError:
        raise SourceError(f"the root {root} cannot be opened") from None
    return _wheels(wheels) if wheels else [RootFolder(root)]


def _wheels(paths: list[Path]) -> list[SourceRoot]:
    from app.sources.files.wheels import Wheels  # noqa: PLC0415 - few have wheels, and the rest should start quickly

    return [Wheels(paths)]


class RootFolder:
    """A folder on Python's path, such as site-packages."""

    def __init__(self, root: Path) -> None:
        self.root = str(root.resolve())
        self._inside = disk.Inside(root)

    def folders(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        return (path,) if _is_name(dotted) and os.path.isdir(f"{self.root}/{path}") else ()  # noqa: PTH112 - as in has

    def modules(self, dotted: str) -> tuple[str, ...]:
        path = dotted.replace(".", "/")
        if not _is_name(dotted):
            return ()
        return tuple(found for found in (f"{path}/__init__.py", f"{path}.py") if self.has(found))[:1]

    def has(self, path: str) -> bool:
        return os.path.isfile(f"{self.root}/{path}")  # noqa: PTH113 - where a folder may not be entered that of Path raises

    def listing(self, folder: str) -> tuple[str, ...]:
        found = []
        try:
            if not self._inside.has_folder(folder):
                raise UnreadableSource(disk.OUTSIDE)
            with os.scandir(f"{self.root}/{folder}") as entries:
                for count, entry in enumerate(entries):
                    if count >= LISTED:
                        raise UnreadableSource(f"more than {LISTED} names; the folder is not read")
                    if entry.name.endswith(".py") and entry.name.isprintable() and not entry.is_dir():
                        found.append(f"{folder}/{entry.name}")
        except OSError:
            raise UnreadableSource("the folder cannot be opened") from None
        return tuple(sorted(found))

    def id_of(self, path: str) -> str | None:
        """Which file it is, and of when: one that was changed has another size or time. None where there is none."""
        try:
            about = os.stat(f"{self.root}/{path}")  # noqa: PTH116 - as in `has`
        except (OSError, ValueError):
            return None
        return f"{self.root} {path} {about.st_ino} {about.st_size} {about.st_mtime_ns}"

    def read(self, path: str) -> bytes:
        return self._inside.content(path)


def _is_name(dotted: str) -> bool:
    return all(part.isidentifier() for part in dotted.split("."))
