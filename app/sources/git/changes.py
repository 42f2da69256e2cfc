"""What commits did to migrations: the files that they touched, before and after, held against each other."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind
from app.domain.release import Operation
from app.sources.git.folders import Folders
from app.sources.git.log import LogEntry, Touched
from app.sources.git.objects import Objects
from app.sources.migration import file as module

SURE = 80
"""So many percent alike, a file is the same under another name; below that its operations must be the same."""

LISTS = (ChangedPart.DEPENDENCIES, ChangedPart.RUN_BEFORE, ChangedPart.REPLACES)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one file says; where it is not `whole` there may be more."""

    lists: Mapping[ChangedPart, frozenset[MigrationKey]]
    operations: tuple[Operation, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A migration before or after a commit."""

    key: MigrationKey
    path: str
    facts: Facts


class Changes:
    """The changes of commits, one after the other; each content is read once."""

    def __init__(self, objects: Objects, folders: Folders, cut: AbstractSet[str]) -> None:
        self._objects = objects
        self._folders = folders
        self._cut = cut
        self._facts: dict[str, Facts | None] = {}

    def of(self, entries: Iterable[LogEntry]) -> Iterator[Change]:
        """Every change, in the order of the commits, sorted within each."""
        waiting: list[LogEntry] = []
        for entry in entries:
            waiting.append(entry)
            if len(waiting) == 200:
                yield from self._several(waiting)
                waiting = []
        yield from self._several(waiting)

    def _several(self, entries: list[LogEntry]) -> Iterator[Change]:
        wanted = {
            id_
            for entry in entries
            for touched in entry.files
            for path, id_ in filter(None, (*touched.before, touched.after))
            if id_ not in self._facts and self._folders.name_in(path)
        }
        for id_, thing in zip(wanted, self._objects.several(wanted), strict=True):
            self._facts[id_] = _facts(thing.content if thing and thing.kind == "blob" else None)
        for entry in entries:
            yield from sorted(set(self._commit(entry)), key=_place)

    def _commit(self, entry: LogEntry) -> Iterator[Change]:
        touched: set[str] = set()
        for file in entry.files:
            before = [self._side(f"{entry.id}^{number}", file) for number, file in enumerate(file.before, 1)]
            after = self._side(entry.id, file.after)
            touched.update(path for path, _ in filter(None, (*file.before, file.after)))
            yield from self._file(entry.id, file, before, after)
        for file in entry.files:
            if file.after is not None and len(file.before) == 1:
                yield from self._relabelled(entry.id, file.after[0], touched)

    def _side(self, commit: str, file: tuple[str, str] | None) -> FileVersion | None:
        """The migration in a file, at a commit; None where the file is none."""
        if file is None:
            return None
        path, id_ = file
        name = self._folders.name_in(path)
        facts = self._facts.get(id_) if name else None
        if name is None or facts is None:
            return None
        label = self._folders.label(commit, path.rpartition("/")[0])
        return None if label is None else FileVersion(MigrationKey(label, name), path, facts)

    def _file(
        self, commit: str, file: Touched, before: list[FileVersion | None], after: FileVersion | None
    ) -> Iterator[Change]:
        there = [side for side in before if side is not None]
        if after is None:
            for key, path in dict.fromkeys((side.key, side.path) for side in there):
                yield Change(commit, key, ChangedPart.FILE, ChangeKind.REMOVED, path=path)
            return
        if any(side.key == after.key for side in there):
            there = [side for side in there if side.key == after.key]
        elif renamed := next((side for side in there if _is_same(side, after, file.score)), None):
            yield Change(commit, after.key, ChangedPart.FILE, ChangeKind.RENAMED, renamed.key, after.path)
            there = [renamed]
        else:
            for key, path in dict.fromkeys((side.key, side.path) for side in there):
                yield Change(commit, key, ChangedPart.FILE, ChangeKind.REMOVED, path=path)
            act = ChangeKind.FOUND if commit in self._cut else ChangeKind.ADDED
            yield Change(commit, after.key, ChangedPart.FILE, act, path=after.path)
            there = []
        yield from self._entries(commit, [side.facts for side in there], after)

    def _entries(self, commit: str, before: list[Facts], after: FileVersion) -> Iterator[Change]:
        """
        The entries of the lists that came and went.

        Of a merge an entry came only where no parent has it, and went only where no parent is without it.
        """
        if after.facts in before:
            return
        surely_new = commit not in self._cut and all(facts.whole for facts in before)
        for part in LISTS:
            now = after.facts.lists[part]
            once = [facts.lists[part] for facts in before]
            for other in now.difference(*once):
                act = ChangeKind.ADDED if surely_new else ChangeKind.FOUND
                yield Change(commit, after.key, part, act, other, after.path)
            gone = once[0].intersection(*once[1:]) - now if once else frozenset()
            for other in gone if after.facts.whole else ():
                yield Change(commit, after.key, part, ChangeKind.REMOVED, other, after.path)

    def _relabelled(self, commit: str, path: str, touched: AbstractSet[str]) -> Iterator[Change]:
        """An `apps.py` that gives its app another label gives each of its migrations another key."""
        folder = self._folders.of_app(path)
        if folder is None:
            return
        before, after = self._folders.label(f"{commit}^1", folder), self._folders.label(commit, folder)
        if before is None or after is None or before == after:
            return
        for file, id_ in self._folders.listing(commit, folder):
            name = self._folders.name_in(file)
            if name and file not in touched:
                if id_ not in self._facts:
                    thing = self._objects.one(id_)
                    self._facts[id_] = _facts(thing.content if thing else None)
                if self._facts[id_] is not None:
                    yield Change(
                        commit,
                        MigrationKey(after, name),
                        ChangedPart.FILE,
                        ChangeKind.RENAMED,
                        MigrationKey(before, name),
                        file,
                    )


def _facts(content: bytes | None) -> Facts | None:
    """What a file says; None where it is no migration."""
    nothing: frozenset[MigrationKey] = frozenset()
    if content is None:  # too long, or not in this clone
        return Facts(dict.fromkeys(LISTS, nothing), (), whole=False)
    found = module.read(MigrationKey("?", "?"), content)
    if not found.is_typical:
        return None
    if found.migration is None:
        return Facts(dict.fromkeys(LISTS, nothing), (), whole=False)
    one = found.migration
    lists = zip(LISTS, (one.dependencies, one.run_before, one.replaces), strict=True)
    return Facts({part: frozenset(keys) for part, keys in lists}, one.operations, whole=not found.unclear)


def _is_same(before: FileVersion, after: FileVersion, score: int) -> bool:
    """Whether it is one migration under another name: not where it replaces the one before."""
    if before.key in after.facts.lists[ChangedPart.REPLACES]:
        return False
    return score >= SURE or bool(
        before.facts.operations and before.facts.operations == after.facts.operations
    )


def _place(change: Change) -> tuple[object, ...]:
    return change.key, list(ChangedPart).index(change.part), change.other or ("", ""), change.act.value
