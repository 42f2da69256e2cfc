"""
The files of a directory that a release is read from. The names are listed at once, the bytes are read when needed.

Nothing outside the directory is read, wherever symbolic links point. Folders of third-party code are left out.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from app.domain.release import Unreadable
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.names import NOT_UTF8, as_text, is_text

MAX_FILES = 50_000
"""The most files of a release. A directory or commit with more is refused."""

MAX_ENTRIES = 1_000_000
"""The most files and folders of any kind. A directory or commit with more is refused."""

MAX_FILE_BYTES = 1_000_000
"""Longer files are reported as unreadable, in bytes."""

PIN_NAMES = frozenset(
    [
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "Pipfile",
        "Pipfile.lock",
        "poetry.lock",
        "pdm.lock",
        "uv.lock",
    ]
)
REQUIREMENTS_NAME = re.compile(
    r"(?:[\w.-]*[_.-])?(?:requirements?|constraints?|reqs)[\w.-]*\.(?:txt|pip|in)|\w*\.pip"
)
REQUIREMENTS_ENDINGS = (".txt", ".pip", ".in")
PIN_FOLDER_NAMES = frozenset(
    ["requirements", "requirement", "reqs", "req", "deps", "dependencies", "pip", "constraints"]
)
"""Folders of lists of requirements."""

COMPILED_ENDINGS = (".pyc", ".so", ".pyd")
"""The endings of compiled modules, which Python loads too: byte code, and extension modules."""

THIRD_PARTY_FOLDERS = frozenset(["node_modules", "__pycache__", "site-packages", "dist-packages"])
OUTSIDE_REASON = "a link that leads out of the directory; it was not followed"

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""The flag that refuses to open a symbolic link; 0 on systems that do not have it."""

OPEN_FLAGS = os.O_RDONLY | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)
"""The flags that open an ordinary file only: no link is followed, and no pipe is waited for."""


class Directory:
    """
    The files of a directory, as `Files`. The paths are those of `is_release_file`.

    Raises `SourceError` if the directory has too many files.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._safe_folder = SafeFolder(self.root)
        self.unreadable: list[Unreadable] = []
        self._entry_count = 0
        paths: list[str] = []
        for path in self._walk():
            paths.append(path)
            if len(paths) > MAX_FILES:
                raise SourceError(
                    f"more than {MAX_FILES:,} Python files; please name the project's own directory".replace(
                        ",", " "
                    )
                )
        self.paths = tuple(sorted(paths))

    @property
    def name(self) -> str:
        r"""The directory's own name. Bytes that are no text are written `\xff`."""
        return as_text(self.root.name)

    def id_of(self, path: str) -> None:
        """None: the bytes of a file are known only when it has been read."""

    def read(self, path: str) -> bytes:
        """The bytes of one of `paths`. Raises `UnreadableSource`."""
        return self._safe_folder.content(path)

    def _walk(self) -> Iterator[str]:
        stack = [""]
        while stack:
            folder = stack.pop()
            for entry in self._listing(folder):
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if _is_project_folder(entry):
                        stack.append(f"{path}/")
                elif entry.is_symlink() and entry.name == "migrations" and _is_folder(entry):
                    yield from self._files_behind_link(path)
                elif is_release_file(folder, entry.name):
                    yield path

    def _files_behind_link(self, path: str) -> Iterator[str]:
        """The Python files directly in a folder `migrations` that is a symbolic link."""
        try:
            is_inside = (self.root / path).resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            is_inside = False
        if not is_inside:
            self.unreadable.append(Unreadable(path, None, OUTSIDE_REASON))
            return
        for entry in self._listing(f"{path}/"):
            if entry.name.endswith((".py", *COMPILED_ENDINGS)) and not _is_folder(entry):
                yield f"{path}/{entry.name}"

    def _listing(self, folder: str) -> list[os.DirEntry[str]]:
        listing = []
        try:
            with os.scandir(f"{self._safe_folder.root}/{folder}") as entries:
                for entry in entries:
                    self._entry_count += 1
                    if self._entry_count > MAX_ENTRIES:
                        raise SourceError(
                            "too many files and folders; please name the project's own directory"
                        )
                    if is_text(entry.name):
                        listing.append(entry)
                    else:
                        path = as_text(f"{folder}{entry.name}")
                        self.unreadable.append(Unreadable(path, None, NOT_UTF8))
        except OSError:
            self.unreadable.append(Unreadable(folder.rstrip("/") or ".", None, "the folder cannot be opened"))
        return listing


class SafeFolder:
    """
    Reads the files below a folder, and never a file outside it, wherever symbolic links point.

    Each subfolder is checked once.
    """

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self._is_inside_by_folder: dict[str, bool] = {}

    def has_folder(self, folder: str) -> bool:
        """Whether a folder lies inside after its symbolic links are resolved."""
        if folder not in self._is_inside_by_folder:
            self._is_inside_by_folder[folder] = self._is_inside(f"{self.root}/{folder}")
        return self._is_inside_by_folder[folder]

    def content(self, path: str) -> bytes:
        """The bytes of a file. Raises `UnreadableSource` if it lies outside, is no ordinary file, or is too long."""
        file_path = f"{self.root}/{path}"
        try:
            if (
                self.has_folder(path.rpartition("/")[0])
                and (content := _read_ordinary(file_path)) is not None
            ):
                return content
            status = os.lstat(file_path)
            if stat.S_ISLNK(status.st_mode):
                if not self._is_inside(file_path):
                    raise UnreadableSource(OUTSIDE_REASON)
                status = Path(file_path).stat()
            elif not self.has_folder(path.rpartition("/")[0]):
                raise UnreadableSource(OUTSIDE_REASON)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource("not an ordinary file")
            if status.st_size > MAX_FILE_BYTES:
                raise UnreadableSource(
                    f"{status.st_size} bytes long; no file over {MAX_FILE_BYTES} bytes is read"
                )
            with Path(file_path).open("rb", buffering=0) as file:
                content = file.read(MAX_FILE_BYTES + 1) or b""
                while len(content) <= MAX_FILE_BYTES and (
                    chunk := file.read(MAX_FILE_BYTES + 1 - len(content))
                ):
                    content += chunk
        except (OSError, RuntimeError, ValueError):
            raise UnreadableSource("the file cannot be opened") from None
        if len(content) > MAX_FILE_BYTES:
            raise UnreadableSource(f"over {MAX_FILE_BYTES} bytes long")
        return content

    def _is_inside(self, path: str) -> bool:
        real_path = os.path.realpath(path)
        return real_path == self.root or real_path.startswith(f"{self.root.rstrip('/')}/")


def _read_ordinary(path: str) -> bytes | None:
    """
    The bytes of a file, with as few system calls as possible.

    None if it is no ordinary file, is too long or changes meanwhile, or on systems without `O_NOFOLLOW`: then the
    caller must examine it.
    """
    if not NO_FOLLOW:
        return None
    try:
        descriptor = os.open(path, OPEN_FLAGS)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE_BYTES:
            return None
        content = os.read(descriptor, status.st_size + 1)
    finally:
        os.close(descriptor)
    return content if len(content) == status.st_size else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_project_folder(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is neither hidden, nor third-party code, nor a virtual environment."""
    if entry.name.startswith(".") or entry.name in THIRD_PARTY_FOLDERS:
        return False
    return not os.path.exists(f"{entry.path}/pyvenv.cfg")  # noqa: PTH110 - Path.exists raises for a folder without permission


def is_release_file(folder: str, name: str) -> bool:
    """
    Whether a file is relevant for a release: a Python file, its compiled form, or one that may pin Django's version.

    A folder ends with a slash; the top is `""`.
    """
    return name.endswith((".py", *COMPILED_ENDINGS)) or may_be_included(f"{folder}{name}")


def may_pin(path: str) -> bool:
    """
    Whether a file may pin Django's version by itself.

    These are files at the top, and lists of requirements in folders that are called so.
    """
    folder, _, name = path.rpartition("/")
    if not folder:
        return name in PIN_NAMES or bool(REQUIREMENTS_NAME.fullmatch(name))
    return is_pin_folder(f"{folder}/") and name.endswith(REQUIREMENTS_ENDINGS)


def may_be_included(path: str) -> bool:
    """Whether a file may pin Django's version, or be taken in by a list of requirements that does."""
    return may_pin(path) or bool(REQUIREMENTS_NAME.fullmatch(path.rpartition("/")[2]))


def is_requirements(path: str) -> bool:
    """Whether a file is a list of requirements, one a line."""
    return path.endswith(REQUIREMENTS_ENDINGS)


def is_pin_folder(folder: str) -> bool:
    """Whether lists of requirements in a folder, which ends with a slash, count whatever they are called."""
    parts = folder.rstrip("/").split("/")
    return not folder or (len(parts) <= 3 and all(part in PIN_FOLDER_NAMES for part in parts))
