"""
The files of one commit: names from its trees, bytes when asked.

Links and submodules are not followed: what they lead to is not part of the commit. Folders of other people's code are
left out, as in a directory.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.release import Unreadable
from app.sources import disk
from app.sources.error import SourceError, Unclear
from app.sources.git.objects import Objects
from app.sources.seen import Seen

TREE = "40000"
LINK = "120000"
MODULE = "160000"
LINKED = "a link; in a repository links are not followed"

KEPT = 100_000
"""So many listings of folders stay in memory; one that did not change is not read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder."""

    mode: str
    name: str
    id: str


class CommitFiles:
    """
    A commit, or a folder of it. `paths` are the files that matter, as of a directory (`app.sources.disk.Disk`).

    Raises `SourceError` when there is too much to look at.
    """

    def __init__(self, objects: Objects, tree: str, *, name: str) -> None:
        self.name = name
        self.tree = tree
        self.unreadable: list[Unreadable] = []
        self._objects = objects
        self._entries = dict(self._walk(tree))
        self.paths = tuple(sorted(self._entries))

    def id_of(self, path: str) -> str:
        """The id of a file's content: the same id, the same bytes."""
        return self._entries[path].id

    def read(self, path: str) -> bytes:
        """The bytes of one of `paths`. Raises `Unclear` where it is a link, too long, or not in this clone."""
        entry = self._entries[path]
        if entry.mode == LINK:
            raise Unclear(LINKED)
        found = self._objects.one(entry.id)
        if found is None or found.kind != "blob":
            raise Unclear("its content is not in this clone")
        if found.content is None:
            raise Unclear(f"{found.size} bytes long; no file over {disk.SIZE} bytes is read")
        return found.content

    def _walk(self, root: str) -> Iterator[tuple[str, Entry]]:
        looked_at = count = 0
        level = [("", root)]
        while level:
            deeper: list[tuple[str, str]] = []
            found = listings(self._objects, [tree for _, tree in level])
            for (folder, _), entries in zip(level, found, strict=True):
                looked_at += len(entries or ())
                for path, entry in self._of_the_project(folder, entries):
                    if entry.mode == TREE:
                        deeper.append((f"{path}/", entry.id))
                    else:
                        count += 1
                        yield path, entry
                if count > disk.FILES or looked_at > disk.ENTRIES:
                    raise SourceError(
                        f"more than {disk.FILES:,} Python files; please name the project's own folder".replace(
                            ",", " "
                        )
                    )
            level = deeper

    def _of_the_project(self, folder: str, entries: tuple[Entry, ...] | None) -> Iterator[tuple[str, Entry]]:
        """The folders to look into and the files that matter; what cannot be followed is named."""
        if entries is None:
            reason = "the folder is not in this clone, or too long"
            self.unreadable.append(Unreadable(folder.rstrip("/") or ".", None, reason))
            return
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            return
        for entry in entries:
            path = f"{folder}{entry.name}"
            if entry.mode == TREE:
                if not entry.name.startswith(".") and entry.name not in disk.LEFT_OUT:
                    yield path, entry
            elif not _is_text(entry.name):
                shown = path.encode("utf-8", "surrogateescape").decode(errors="backslashreplace")
                self.unreadable.append(Unreadable(shown, None, "a name that is not UTF-8"))
            elif entry.mode == LINK and entry.name == "migrations":
                self.unreadable.append(Unreadable(path, None, LINKED))
            elif entry.mode != MODULE and disk.matters(folder, entry.name):
                yield path, entry


def listings(objects: Objects, trees: list[str]) -> list[tuple[Entry, ...] | None]:
    """What the folders of these ids hold; None for one that is not there or too long to read."""
    missing = [tree for tree in dict.fromkeys(trees) if _listings.get(tree) is None]
    found: dict[str, tuple[Entry, ...] | None] = {}
    for tree, thing in zip(missing, objects.several(missing), strict=True):
        if thing is None or thing.kind != "tree" or thing.content is None:
            found[tree] = None
            continue
        found[tree] = tuple(_parsed(thing.content, len(thing.id) // 2))
        _listings.keep(tree, found[tree])
    return [found[tree] if tree in found else _listings.get(tree) for tree in trees]


def _parsed(content: bytes, digits: int) -> Iterator[Entry]:
    """`<mode> <name>NUL<id>` again and again."""
    place = 0
    while place < len(content):
        space = content.index(b" ", place)
        end = content.index(b"\0", space)
        id_ = content[end + 1 : end + 1 + digits].hex()
        yield Entry(
            content[place:space].decode(), content[space + 1 : end].decode("utf-8", "surrogateescape"), id_
        )
        place = end + 1 + digits


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


_listings: Seen[tuple[Entry, ...] | None] = Seen(KEPT)
