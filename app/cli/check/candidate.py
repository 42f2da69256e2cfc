"""
The release that is asked about, and where its files lie.

    nothing said      the commit that is checked out here; without a repository, the files of this folder
    a path            a directory of source or a manifest file: `.` has what is not committed yet, too
    a label           a release that the environments' source knows
    anything else     a branch, a tag or a commit of the repository
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from app import sources
from app.cli.check.known import KnownEnvironments, NotKnown
from app.domain.release import Release
from app.sources import ReadingOptions, SourceError
from app.sources.errors import UnreadableSource

FileReader = Callable[[str], bytes | None]
"""The bytes of a file of the candidate by its path in the release; None where it is not there."""

HEAD = "HEAD"


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where the code is: a Git repository, and the folder of the project in it.

    `repository` is the one that the command line names. Without one it is this folder, and where that is none the one
    of the configuration, `configured`, with its folder.
    """

    repository: Path | None
    folder: str
    options: ReadingOptions
    configured: tuple[Path, str] | None = None

    @property
    def has_repository(self) -> bool:
        """Whether there is a repository to look into."""
        return self.repository is not None or _is_repository(Path()) or self.configured is not None

    @property
    def root(self) -> Path:
        """The repository, or this folder."""
        is_configured = self.repository is None and self.configured and not _is_repository(Path())
        return self.configured[0] if self.configured and is_configured else self.repository or Path()

    @property
    def project_folder(self) -> str:
        """The folder of the project in the repository; empty for the whole of it."""
        is_configured = self.configured is not None and self.root == self.configured[0]
        folder = self.folder or (self.configured[1] if self.configured and is_configured else "")
        return folder.strip("/")


@dataclass(frozen=True, eq=False)
class Candidate:
    """
    The release by its name.

    `read_file` reads its files, and `prefix` comes before their paths for a reader's checkout; it is empty or ends with
    a slash. `repository` is where its commit can be looked up, and `folder` the project's own one in it; None where
    its commit is not known.
    """

    name: str
    release: Release
    read_file: FileReader
    prefix: str = ""
    repository: Path | None = None
    folder: str = ""


def candidate_of(word: str | None, place: Place, known: KnownEnvironments) -> Candidate:
    """The candidate that the command line names. Raises `SourceError` or `NotKnown`, each a sentence for the user."""
    if word is None:
        is_here = place.repository is not None or _is_repository(Path())
        return _of_commit(HEAD, place) if is_here else _of_path(".", place)
    if _is_path(word):
        return _of_path(word, place)
    release = None if place.repository is not None else known.release(word)
    if release is not None:
        return _of_label(word, release, place)
    if place.has_repository:
        return _of_commit(word, place)
    if _exists(word):
        return _of_path(word, place)
    raise NotKnown(f"{word} is no label that is known and no path, and this folder is no Git repository.")


def _is_repository(path: Path) -> bool:
    """Whether a folder is the top of a checkout."""
    return _exists(path / ".git")


def _is_path(word: str) -> bool:
    looks_so = "/" in word or word in (".", "..") or word.endswith(".json")
    return looks_so and _exists(word)


def _exists(word: str | Path) -> bool:
    return os.path.exists(word)  # noqa: PTH110 - Path.exists raises where a folder may not be entered


def _of_path(word: str, place: Place) -> Candidate:
    path = Path(word)
    release = sources.read(path, place.options)
    if not path.is_dir():
        name = release.label or path.stem
        return Candidate(name, release, _file_reader(Path(place.folder)), _prefix(Path(place.folder)))
    root, folder = _around(path)
    head = None if root is None else _head(root)
    name = release.label or (path.name if path.name not in ("", "..") else "this checkout")
    return Candidate(
        name,
        replace(release, commit=release.commit or head),
        _file_reader(path),
        _prefix(path),
        root if head else None,
        folder,
    )


def _of_label(word: str, release: Release, place: Place) -> Candidate:
    """A release of the store; its files are read where its commit is in the repository around this folder."""
    if release.commit is not None:
        with suppress(SourceError):
            of_commit = _of_commit(release.commit, place)
            return replace(of_commit, name=word, release=release)
    return Candidate(word, release, _file_reader(Path(place.folder)), _prefix(Path(place.folder)))


def _of_commit(ref: str, place: Place) -> Candidate:
    from app.sources.git import Repository  # noqa: PLC0415 - slow to import, and not needed for files

    root, folder = place.root, place.project_folder
    with Repository(root, folder=folder) as repository:
        commit = repository.commit(ref)
        release = repository.release(ref, place.options)
        name = (repository.branch or commit[:7]) if ref == HEAD else ref

    def read_file(path: str) -> bytes | None:
        with suppress(SourceError, UnreadableSource), Repository(root, folder=folder) as again:
            files = again.files(commit)
            return files.read(path) if path in files.paths else None
        return None

    prefix = f"{folder}/" if folder else ""
    return Candidate(name, replace(release, label=name), read_file, prefix, root, folder)


def _around(path: Path) -> tuple[Path | None, str]:
    """The repository that a folder lies in, and the way from there to the folder; None outside of any."""
    here = Path(os.path.abspath(path))  # noqa: PTH100 - links stay what they are
    for parent in (here, *here.parents):
        if _is_repository(parent):
            return parent, here.relative_to(parent).as_posix().removeprefix(".")
    return None, ""


def _head(root: Path) -> str | None:
    """The commit that is checked out in a repository; None before the first one."""
    from app.sources.git import Repository  # noqa: PLC0415 - as above

    with suppress(SourceError), Repository(root) as repository:
        return repository.commit(HEAD)
    return None


def _file_reader(root: Path) -> FileReader:
    def read_file(path: str) -> bytes | None:
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts:
            return None
        with suppress(OSError, ValueError):
            return (root / path).read_bytes()
        return None

    return read_file


def _prefix(path: Path) -> str:
    """What stands before the paths of a folder's files, seen from here; that of a folder elsewhere is its own path."""
    try:
        seen = os.path.relpath(path)
    except ValueError:
        seen = str(path)
    seen = str(path) if seen.startswith("..") else seen
    return "" if seen == "." else f"{seen.replace(os.sep, '/')}/"
