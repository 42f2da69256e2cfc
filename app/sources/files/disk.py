"""
The files of a directory that a release is read from: names first, bytes when asked.

Nothing outside the directory is read, whatever links say. Folders that hold other people's code are left out.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from app.domain.release import Unreadable
from app.sources.errors import SourceError, UnreadableSource

FILES = 50_000
"""So many Python files are considered; a directory with more is refused."""

ENTRIES = 1_000_000
"""So many names of any kind are looked at."""

SIZE = 1_000_000
"""No migration is longer, in bytes; a longer file is not read."""

LEFT_OUT = frozenset(["node_modules", "__pycache__", "site-packages", "dist-packages"])
OUTSIDE = "a link that leads out of the directory; it was not followed"

NOT_FOLLOWED = getattr(os, "O_NOFOLLOW", 0)
PLAINLY = os.O_RDONLY | NOT_FOLLOWED | getattr(os, "O_NONBLOCK", 0)
"""How a file is opened at once: no link is followed, no pipe waited for. Only where the system can do that."""


class Disk:
    """
    A directory. `paths` are the files that matter, relative, with slashes, sorted; `unreadable` what has no listing.

    Raises `SourceError` when there is too much to look at.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._inside = Inside(self.root)
        self.unreadable: list[Unreadable] = []
        self._entries = 0
        found: list[str] = []
        for path in self._walk():
            found.append(path)
            if len(found) > FILES:
                raise SourceError(
                    f"more than {FILES:,} Python files; please name the project's own directory".replace(
                        ",", " "
                    )
                )
        self.paths = tuple(sorted(found))

    @property
    def name(self) -> str:
        """The directory's own name."""
        return self.root.name

    def id_of(self, path: str) -> None:
        """Nothing: what a file holds is known only when it has been read."""

    def read(self, path: str) -> bytes:
        """The bytes of one of `paths`. Raises `UnreadableSource`."""
        return self._inside.content(path)

    def _walk(self) -> Iterator[str]:
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            for entry in self._listing(folder):
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if _is_of_the_project(entry):
                        waiting.append(f"{path}/")
                elif entry.is_symlink() and entry.name == "migrations" and _is_folder(entry):
                    yield from self._linked(path)
                elif matters(folder, entry.name):
                    yield path

    def _linked(self, path: str) -> Iterator[str]:
        """The files of a folder of migrations that is a link; not what lies deeper."""
        try:
            inside = (self.root / path).resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            self.unreadable.append(Unreadable(path, None, OUTSIDE))
            return
        for entry in self._listing(f"{path}/"):
            if entry.name.endswith(".py") and not _is_folder(entry):
                yield f"{path}/{entry.name}"

    def _listing(self, folder: str) -> list[os.DirEntry[str]]:
        found = []
        try:
            with os.scandir(f"{self._inside.root}/{folder}") as entries:
                for entry in entries:
                    self._entries += 1
                    if self._entries > ENTRIES:
                        raise SourceError(
                            "too many files and folders; please name the project's own directory"
                        )
                    try:
                        entry.name.encode()
                    except UnicodeEncodeError:
                        shown = os.fsencode(f"{folder}{entry.name}").decode(errors="backslashreplace")
                        self.unreadable.append(Unreadable(shown, None, "a name that is not UTF-8"))
                    else:
                        found.append(entry)
        except OSError:
            self.unreadable.append(Unreadable(folder.rstrip("/") or ".", None, "the folder cannot be opened"))
        return found


class Inside:
    """The files below a root, none of them out of it, whatever links say. What is known of a folder is kept."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self._folders: dict[str, bool] = {}

    def has_folder(self, folder: str) -> bool:
        """Whether a folder lies inside, where its links lead."""
        if folder not in self._folders:
            self._folders[folder] = self._holds(f"{self.root}/{folder}")
        return self._folders[folder]

    def content(self, path: str) -> bytes:
        """The bytes of a file. Raises `UnreadableSource` where it is no ordinary file, too long, or leads out."""
        place = f"{self.root}/{path}"
        try:
            if self.has_folder(path.rpartition("/")[0]) and (plain := _plain(place)) is not None:
                return plain
            about = os.lstat(place)
            if stat.S_ISLNK(about.st_mode):
                if not self._holds(place):
                    raise UnreadableSource(OUTSIDE)
                about = Path(place).stat()
            elif not self.has_folder(path.rpartition("/")[0]):
                raise UnreadableSource(OUTSIDE)
            if not stat.S_ISREG(about.st_mode):
                raise UnreadableSource("not an ordinary file")
            if about.st_size > SIZE:
                raise UnreadableSource(f"{about.st_size} bytes long; no file over {SIZE} bytes is read")
            with Path(place).open("rb", buffering=0) as file:
                found = file.read(SIZE + 1) or b""
                while len(found) <= SIZE and (more := file.read(SIZE + 1 - len(found))):
                    found += more
        except (OSError, RuntimeError, ValueError):
            raise UnreadableSource("the file cannot be opened") from None
        if len(found) > SIZE:
            raise UnreadableSource(f"over {SIZE} bytes long")
        return found

    def _holds(self, place: str) -> bool:
        found = os.path.realpath(place)
        return found == self.root or found.startswith(f"{self.root.rstrip('/')}/")


def _plain(place: str) -> bytes | None:
    """The bytes of an ordinary file, as nearly all are; None where it must be looked at more closely."""
    if not NOT_FOLLOWED:
        return None
    try:
        opened = os.open(place, PLAINLY)
    except OSError:
        return None
    try:
        about = os.fstat(opened)
        if not stat.S_ISREG(about.st_mode) or about.st_size > SIZE:
            return None
        found = os.read(opened, about.st_size + 1)
    finally:
        os.close(opened)
    return found if len(found) == about.st_size else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_of_the_project(entry: os.DirEntry[str]) -> bool:
    """Not hidden, not generated, not a virtual environment."""
    if entry.name.startswith(".") or entry.name in LEFT_OUT:
        return False
    return not os.path.exists(f"{entry.path}/pyvenv.cfg")  # noqa: PTH110 - where a folder may not be entered that of Path raises


def matters(folder: str, name: str) -> bool:
    """Python source, wherever it is; what may pin Django at the top and in `requirements/`."""
    if name.endswith(".py"):
        return True
    if folder:
        return folder == "requirements/" and name.endswith(".txt")
    return name in ("pyproject.toml", "uv.lock", "poetry.lock") or bool(
        re.fullmatch(r"requirements.*\.txt", name)
    )
