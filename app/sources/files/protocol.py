"""The two protocols of files: the files that a release is read from, and a root where Python modules are found."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.release import Unreadable


class Files(Protocol):
    """The files of a directory (`app.sources.files.disk.Directory`) or of a commit (`app.sources.git.commit`)."""

    @property
    def name(self) -> str:
        """The name of the directory."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The relative paths of the files, with slashes, sorted."""

    @property
    def unreadable(self) -> Sequence[Unreadable]:
        """The folders and files that could not be listed."""

    def read(self, path: str) -> bytes:
        """The bytes of one of `paths`. Raises `UnreadableSource`."""

    def id_of(self, path: str) -> str | None:
        """An id of the bytes of a file; None if it has none. The same id always means the same bytes."""


class SourceRoot(Protocol):
    """
    A folder on Python's path, such as the project or site-packages. Paths are relative to it; it is itself `""`.

    It answers for one dotted name at a time, so that a large root is never listed as a whole. `place` is the name of a
    folder that holds installed packages, such as `site-packages`; else it is empty.
    """

    place: str

    def folders(self, dotted: str) -> tuple[str, ...]:
        """The folders that a package of that name may be. Several if it cannot be told which one it is."""

    def modules(self, dotted: str) -> tuple[str, ...]:
        """The files that a module of that name may be. Several if it cannot be told which one it is."""

    def listing(self, folder: str) -> tuple[str, ...]:
        """The paths of the Python files directly in a folder, sorted. Raises `UnreadableSource`."""

    def compiled(self, folder: str) -> tuple[str, ...]:
        """
        The paths of the compiled modules directly in a folder, sorted. Raises `UnreadableSource`.

        Python loads them as well, where there is no source beside them.
        """

    def has(self, path: str) -> bool: ...

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises `UnreadableSource`."""

    def id_of(self, path: str) -> str | None:
        """An id of the bytes of a file; None if it has none. The same id always means the same bytes."""
