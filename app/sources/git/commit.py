"""
The files of one commit: names from its trees, bytes when asked.

Links and submodules are not followed: what they lead to is not part of the commit. Folders of other people's code are
left out, as in a directory.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from app.cache import WeightedCache
from app.domain.release import Unreadable
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files import disk
from app.sources.files.names import NOT_UTF8, as_text, is_text
from app.sources.git.objects import GitObject, Objects

TREE_MODE = "40000"
LINK_MODE = "120000"
SUBMODULE_MODE = "160000"
LINK_REASON = "a link; in a repository links are not followed"
ABSENT_REASON = "its content is not in this clone, which is a partial or a damaged one; please clone it whole"
LFS_REASON = "its content is kept by Git LFS, and not in the repository"
LFS_START = b"version https://git-lfs.github.com/spec/"

OTHER_FOLDER = "anywhere/"
"""Stands for every other folder: their trees are read alike, so one of them that is known need not be read again."""

CACHE_SIZE = 500_000
"""The most folders and files whose names stay in memory, of all repositories."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One name in a folder."""

    mode: str
    name: str
    id: str


class CommitFiles:
    """
    A commit, or a folder of it. `paths` are as those of a directory (`app.sources.files.disk.Directory`).

    With `pins_only` they are those of the files that may pin Django's version. Raises `SourceError` when there are too
    many files.

    A file that the reading asks for and the clone lacks is among `unreadable`, whatever the reading makes of that.
    """

    def __init__(self, objects: Objects, tree: str, *, name: str, pins_only: bool = False) -> None:
        self.name = name
        self.tree = tree
        self.unreadable: list[Unreadable] = []
        self._absent: set[str] = set()
        self._objects = objects
        self._pins_only = pins_only
        self._entries = dict(self._walk(tree))
        self.paths = tuple(sorted(self._entries))

    def id_of(self, path: str) -> str | None:
        """
        The id of a file's content: the same id, the same bytes. None where there is none, or a link.

        None too once its content was found to be absent: the same id is whole in another clone, or tomorrow.
        """
        entry = self._entries.get(path)
        return None if entry is None or entry.mode == LINK_MODE or path in self._absent else entry.id

    def read(self, path: str) -> bytes:
        """The bytes of one of `paths`. Raises `UnreadableSource` where it is a link, too long, or not in this clone."""
        entry = self._entries[path]
        if entry.mode == LINK_MODE:
            raise UnreadableSource(LINK_REASON)
        blob = self._objects.get(entry.id)
        if blob is None or blob.kind != "blob":
            raise self._without_content(path, ABSENT_REASON)
        if blob.content is None:
            raise UnreadableSource(
                f"{blob.size} bytes long; no file over {disk.MAX_FILE_BYTES} bytes is read"
            )
        if blob.content.startswith(LFS_START):
            raise self._without_content(path, LFS_REASON)
        return blob.content

    def _without_content(self, path: str, reason: str) -> UnreadableSource:
        if path not in self._absent:
            self._absent.add(path)
            self.unreadable.append(Unreadable(path, None, reason))
        return UnreadableSource(reason)

    def _walk(self, root: str) -> Iterator[tuple[str, TreeEntry]]:
        """The path and the entry of every file that counts, one level of folders after the other."""
        entry_count = file_count = 0
        level = [("", root)]
        while level:
            next_level: list[tuple[str, str]] = []
            tree_folders = _tree_folders(
                self._objects,
                [(tree, path if disk.is_pin_folder(path) else OTHER_FOLDER) for path, tree in level],
            )
            for (path, _), tree_folder in zip(level, tree_folders, strict=True):
                if tree_folder is None:
                    reason = "the folder is not in this clone, which is a partial or a damaged one, or it is too long"
                    self.unreadable.append(Unreadable(path.rstrip("/") or ".", None, reason))
                    continue
                entry_count += tree_folder.entry_count
                file_count += len(tree_folder.files)
                self.unreadable += [
                    Unreadable(f"{path}{name}", None, reason) for name, reason in tree_folder.unreadable
                ]
                next_level += [
                    (f"{path}{entry.name}/", entry.id)
                    for entry in tree_folder.folders
                    if not self._pins_only or disk.is_pin_folder(f"{path}{entry.name}/")
                ]
                yield from (
                    (f"{path}{entry.name}", entry)
                    for entry in tree_folder.files
                    if not self._pins_only or disk.may_be_included(f"{path}{entry.name}")
                )
                if file_count > disk.MAX_FILES or entry_count > disk.MAX_ENTRIES:
                    raise SourceError(
                        f"more than {disk.MAX_FILES:,} Python files; please name the project's own folder".replace(
                            ",", " "
                        )
                    )
            level = next_level


@dataclass(frozen=True, slots=True)
class TreeFolder:
    """
    The entries of one folder that count: folders to look into, and files.

    `unreadable` are names with the reasons why they cannot be followed. `entry_count` counts all entries.
    """

    folders: tuple[TreeEntry, ...] = ()
    files: tuple[TreeEntry, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    entry_count: int = 0


def object_at(objects: Objects, commit: str, path: str) -> GitObject | None:
    """
    What lies at a path in a commit, all of it for an empty path; None where the commit has nothing there.

    Raises `AbsentObject` where it has something there that is not in this clone.
    """
    found = objects.get(f"{commit}:{path}" if path else f"{commit}^{{tree}}")
    if found is not None:
        return found
    if not path:
        if objects.get(f"{commit}^{{commit}}") is None:
            return None
        raise objects.absent()
    folder, _, name = path.rpartition("/")
    tree = object_at(objects, commit, folder)
    if tree is not None and any(
        entry.name == name and entry.mode != SUBMODULE_MODE for entry in entries_of(tree)
    ):
        raise objects.absent()
    return None


def entries_of(tree: GitObject) -> Iterator[TreeEntry]:
    """Every name in a folder; none where it is none, or too long to read."""
    if tree.kind == "tree" and tree.content is not None:
        yield from _tree_entries(tree.content, len(tree.id) // 2)


def _tree_folders(objects: Objects, keys: list[tuple[str, str]]) -> list[TreeFolder | None]:
    """
    The folders of these keys, in order; None where one is not in this clone, or too long.

    A key is the id of a tree, and its path where that decides which files count, else `OTHER_FOLDER`.
    """
    folders = {key: _cache.get(key) for key in keys}
    missing = [key for key, folder in folders.items() if folder is None]
    for key, tree in zip(missing, objects.get_many(id_ for id_, _ in missing), strict=True):
        if tree is not None and tree.kind == "tree" and tree.content is not None:
            folder = _tree_folder(key[1], tuple(_tree_entries(tree.content, len(tree.id) // 2)))
            folders[key] = folder
            _cache.put(key, folder)
    return [folders[key] for key in keys]


def _tree_folder(path: str, entries: tuple[TreeEntry, ...]) -> TreeFolder:
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return TreeFolder(entry_count=len(entries))
    folders, files, unreadable = [], [], []
    for entry in entries:
        if not is_text(entry.name):
            unreadable.append((as_text(entry.name), NOT_UTF8))
        elif entry.mode == TREE_MODE:
            if not entry.name.startswith(".") and entry.name not in disk.THIRD_PARTY_FOLDERS:
                folders.append(entry)
        elif entry.mode == LINK_MODE and entry.name == "migrations":
            unreadable.append((entry.name, LINK_REASON))
        elif entry.mode != SUBMODULE_MODE and disk.is_release_file(path, entry.name):
            files.append(entry)
    return TreeFolder(tuple(folders), tuple(files), tuple(unreadable), len(entries))


def _tree_entries(content: bytes, id_bytes: int) -> Iterator[TreeEntry]:
    """The entries of a tree, whose content repeats `<mode> <name>NUL<id>`; an id has so many bytes."""
    index = 0
    while index < len(content):
        space = content.index(b" ", index)
        end = content.index(b"\0", space)
        id_ = content[end + 1 : end + 1 + id_bytes].hex()
        yield TreeEntry(
            content[index:space].decode(), content[space + 1 : end].decode("utf-8", "surrogateescape"), id_
        )
        index = end + 1 + id_bytes


_cache: WeightedCache[Hashable, TreeFolder] = WeightedCache(
    CACHE_SIZE, lambda folder: 1 + len(folder.files) + len(folder.folders)
)
"""Folders by their key, so that one that is the same in another commit is not read again."""
