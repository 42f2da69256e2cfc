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
from app.sources.git.objects import Objects

TREE = "40000"
LINK = "120000"
MODULE = "160000"
LINKED = "a link; in a repository links are not followed"

TELLING = ("", "requirements/")
"""The folders in which other files matter than elsewhere: those that may pin Django."""

ANYWHERE = "anywhere/"
"""Stands for every other folder."""

KEPT = 500_000
"""Of so many entries the folders stay in memory; one that did not change is not read again."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One name in a folder."""

    mode: str
    name: str
    id: str


class CommitFiles:
    """
    A commit, or a folder of it. `paths` are as those of a directory (`app.sources.files.disk.Directory`).

    Raises `SourceError` when there is too much to look at.
    """

    def __init__(self, objects: Objects, tree: str, *, name: str) -> None:
        self.name = name
        self.tree = tree
        self.unreadable: list[Unreadable] = []
        self._objects = objects
        self._entries = dict(self._walk(tree))
        self.paths = tuple(sorted(self._entries))

    def id_of(self, path: str) -> str | None:
        """The id of a file's content: the same id, the same bytes. None where there is none, or a link."""
        entry = self._entries.get(path)
        return None if entry is None or entry.mode == LINK else entry.id

    def read(self, path: str) -> bytes:
        """The bytes of one of `paths`. Raises `UnreadableSource` where it is a link, too long, or not in this clone."""
        entry = self._entries[path]
        if entry.mode == LINK:
            raise UnreadableSource(LINKED)
        found = self._objects.one(entry.id)
        if found is None or found.kind != "blob":
            raise UnreadableSource("its content is not in this clone")
        if found.content is None:
            raise UnreadableSource(f"{found.size} bytes long; no file over {disk.MAX_FILE_BYTES} bytes is read")
        return found.content

    def _walk(self, root: str) -> Iterator[tuple[str, TreeEntry]]:
        looked_at = count = 0
        level = [("", root)]
        while level:
            deeper: list[tuple[str, str]] = []
            found = _folders(
                self._objects, [(tree, folder if folder in TELLING else ANYWHERE) for folder, tree in level]
            )
            for (folder, _), one in zip(level, found, strict=True):
                if one is None:
                    reason = "the folder is not in this clone, or too long"
                    self.unreadable.append(Unreadable(folder.rstrip("/") or ".", None, reason))
                    continue
                looked_at += one.entries
                count += len(one.files)
                self.unreadable += [Unreadable(f"{folder}{name}", None, why) for name, why in one.unreadable]
                deeper += [(f"{folder}{entry.name}/", entry.id) for entry in one.folders]
                yield from ((f"{folder}{entry.name}", entry) for entry in one.files)
                if count > disk.MAX_FILES or looked_at > disk.MAX_ENTRIES:
                    raise SourceError(
                        f"more than {disk.MAX_FILES:,} Python files; please name the project's own folder".replace(
                            ",", " "
                        )
                    )
            level = deeper


@dataclass(frozen=True, slots=True)
class TreeFolder:
    """What matters of a folder: folders to look into, files, what cannot be followed; and how many entries it has."""

    folders: tuple[TreeEntry, ...] = ()
    files: tuple[TreeEntry, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    entries: int = 0


def listing(objects: Objects, tree: str) -> tuple[TreeEntry, ...]:
    """Every name in a folder; none where it is not there or too long to read."""
    thing = objects.one(tree)
    if thing is None or thing.kind != "tree" or thing.content is None:
        return ()
    return tuple(_parsed(thing.content, len(thing.id) // 2))


def _folders(objects: Objects, wanted: list[tuple[str, str]]) -> list[TreeFolder | None]:
    """The folders of these ids, each with its place where that tells which files matter; None where it is not there."""
    known = {one: _seen.get(one) for one in wanted}
    missing = [one for one, found in known.items() if found is None]
    for one, thing in zip(missing, objects.several(tree for tree, _ in missing), strict=True):
        if thing is not None and thing.kind == "tree" and thing.content is not None:
            found = _folder(one[1], tuple(_parsed(thing.content, len(thing.id) // 2)))
            known[one] = found
            _seen.put(one, found)
    return [known[one] for one in wanted]


def _folder(place: str, entries: tuple[TreeEntry, ...]) -> TreeFolder:
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return TreeFolder(entries=len(entries))
    folders, files, unreadable = [], [], []
    for entry in entries:
        if entry.mode == TREE:
            if not entry.name.startswith(".") and entry.name not in disk.THIRD_PARTY_FOLDERS:
                folders.append(entry)
        elif not _is_text(entry.name):
            shown = entry.name.encode("utf-8", "surrogateescape").decode(errors="backslashreplace")
            unreadable.append((shown, "a name that is not UTF-8"))
        elif entry.mode == LINK and entry.name == "migrations":
            unreadable.append((entry.name, LINKED))
        elif entry.mode != MODULE and disk.is_release_file(place, entry.name):
            files.append(entry)
    return TreeFolder(tuple(folders), tuple(files), tuple(unreadable), len(entries))


def _parsed(content: bytes, digits: int) -> Iterator[TreeEntry]:
    """`<mode> <name>NUL<id>` again and again."""
    place = 0
    while place < len(content):
        space = content.index(b" ", place)
        end = content.index(b"\0", space)
        id_ = content[end + 1 : end + 1 + digits].hex()
        yield TreeEntry(
            content[place:space].decode(), content[space + 1 : end].decode("utf-8", "surrogateescape"), id_
        )
        place = end + 1 + digits


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


_seen: WeightedCache[Hashable, TreeFolder] = WeightedCache(
    KEPT, lambda folder: 1 + len(folder.files) + len(folder.folders)
)
