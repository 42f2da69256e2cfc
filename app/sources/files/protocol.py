"""What a release is read from: the files of a directory, or of a commit."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.release import Unreadable


class Files(Protocol):
    """
    A directory of files, as `app.sources.files.disk.Disk` is one.

    `paths` are relative, with slashes, sorted; `unreadable` is what could not be listed. `read` gives the bytes of one
    of `paths`, or raises `UnreadableSource`. `id_of` names these bytes where they have a name, as in a commit: the same
    name always means the same bytes.
    """

    @property
    def name(self) -> str: ...
    @property
    def paths(self) -> tuple[str, ...]: ...
    @property
    def unreadable(self) -> Sequence[Unreadable]: ...
    def read(self, path: str) -> bytes: ...
    def id_of(self, path: str) -> str | None: ...
