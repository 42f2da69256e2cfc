"""The changes of commits to migrations: the files that a commit changed are read before and after it, and compared."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind
from app.sources.git.excerpts import Excerpts
from app.sources.git.file_version import FileVersion, MigrationFacts
from app.sources.git.folders import MigrationFolders
from app.sources.git.log import FileChange, LogEntry
from app.sources.git.objects import Objects
from app.sources.migration import file as migration_file

SURE_SIMILARITY = 80
"""A file with this much the same is a renamed one, in percent; with less, its operations must be the same."""

BATCH_SIZE = 200
"""Commits whose files are asked of Git together."""

UNCHANGED = FileChange((), None)
"""Stands for a file that a commit did not change, but whose app it did."""

LISTS = (ChangedPart.DEPENDENCIES, ChangedPart.RUN_BEFORE, ChangedPart.REPLACES)


class Changes:
    """
    Reads the changes of commits, one after the other; each content is read once.

    `shallow` are the commits at which a shallow clone begins. `edits` are the commits read so far that changed the
    operations of a migration: they are stored for their dates, although no list changed. `removed` are the keys of
    files that earlier commits removed.
    """

    def __init__(
        self,
        objects: Objects,
        folders: MigrationFolders,
        shallow: AbstractSet[str],
        *,
        removed: AbstractSet[MigrationKey] = frozenset(),
    ) -> None:
        self._objects = objects
        self._folders = folders
        self._shallow = shallow
        self._removed = set(removed)
        self._facts: dict[str, MigrationFacts | None] = {}
        self.edits: set[str] = set()

    def of(self, entries: Iterable[LogEntry]) -> Iterator[Change]:
        """Every change, in the order of the commits, sorted within each."""
        batch: list[LogEntry] = []
        for entry in entries:
            batch.append(entry)
            if len(batch) == BATCH_SIZE:
                yield from self._of_batch(batch)
                batch = []
        yield from self._of_batch(batch)

    def _of_batch(self, entries: list[LogEntry]) -> Iterator[Change]:
        ids = {
            id_
            for entry in entries
            for file in entry.files
            for commit, path, id_ in _sides(entry.id, file)
            if id_ not in self._facts
            and self._folders.migration_name(path)
            and self._folders.label(commit, path.rpartition("/")[0]) is not None
        }
        for id_, blob in zip(ids, self._objects.present(ids), strict=True):
            self._facts[id_] = _facts(blob.content if blob.kind == "blob" else None)
        for entry in entries:
            changes = sorted(set(self._of_commit(entry)), key=_sort_key)
            self._removed.update(change.key for change in changes if _ends_a_file(change))
            yield from changes

    def _of_commit(self, entry: LogEntry) -> Iterator[Change]:
        paths: set[str] = set()
        for file in entry.files:
            before = [
                self._version(f"{entry.id}^{number}", path_and_id)
                for number, path_and_id in enumerate(file.before, 1)
            ]
            after = self._version(entry.id, file.after)
            paths.update(path for path, _ in filter(None, (*file.before, file.after)))
            yield from self._of_file(entry.id, file, before, after)
        for file in entry.files:
            if file.after is not None and len(file.before) == 1:
                yield from self._of_apps_py(entry.id, file.after[0], paths)
        if all(len(file.before) == 1 for file in entry.files):
            for folder in self._folders.moved(entry.id):
                yield from self._of_folder(entry.id, folder, paths)

    def _version(self, commit: str, path_and_id: tuple[str, str] | None) -> FileVersion | None:
        """The migration in a file at a commit; None where the file is none."""
        if path_and_id is None:
            return None
        path, id_ = path_and_id
        name = self._folders.migration_name(path)
        facts = self._facts.get(id_) if name else None
        if name is None or facts is None:
            return None
        label = self._folders.label(commit, path.rpartition("/")[0])
        return None if label is None else FileVersion(MigrationKey(label, name), path, facts, id_)

    def _of_file(
        self, commit: str, file: FileChange, before: list[FileVersion | None], after: FileVersion | None
    ) -> Iterator[Change]:
        """The changes of one file. `before` has a version, or None, for each parent of the commit."""
        old_versions = [version for version in before if version is not None]
        if after is None:
            yield from _removals(commit, old_versions)
            return
        if any(version.key == after.key for version in old_versions):
            old_versions = [version for version in old_versions if version.key == after.key]
        elif old_version := next(
            (version for version in old_versions if _is_renamed(version, after, file.score)), None
        ):
            yield Change(commit, after.key, ChangedPart.FILE, ChangeKind.RENAMED, old_version.key, after.path)
            old_versions = [old_version]
        else:
            yield from _removals(commit, old_versions)
            kind = ChangeKind.FOUND if commit in self._shallow else ChangeKind.ADDED
            yield Change(commit, after.key, ChangedPart.FILE, kind, path=after.path)
            old_versions = []
        yield from self._of_lists(commit, old_versions, after)

    def _of_lists(
        self, commit: str, old_versions: Sequence[FileVersion], after: FileVersion
    ) -> Iterator[Change]:
        """
        The entries of the lists that the commit added and removed.

        A merge added an entry only where no parent has it, and removed one only where every parent has it.
        """
        before = [version.facts for version in old_versions]
        if after.facts in before:
            return
        excerpts = Excerpts(self._objects, next(iter(old_versions), None), after)
        is_edited = bool(before) or after.key in self._removed
        if before and all(facts.operations != after.facts.operations for facts in before):
            self.edits.add(commit)
        is_surely_new = commit not in self._shallow and all(facts.is_whole for facts in before)
        for part in LISTS:
            keys_after = after.facts.lists[part]
            keys_before = [facts.lists[part] for facts in before]
            for key in keys_after.difference(*keys_before):
                kind = ChangeKind.ADDED if is_surely_new else ChangeKind.FOUND
                is_told = is_edited or part is ChangedPart.REPLACES
                excerpt = excerpts.of(part, key) if is_told else None
                yield Change(commit, after.key, part, kind, key, after.path, excerpt)
            if keys_before and after.facts.is_whole:
                for key in keys_before[0].intersection(*keys_before[1:]) - keys_after:
                    excerpt = excerpts.of(part, key)
                    yield Change(commit, after.key, part, ChangeKind.REMOVED, key, after.path, excerpt)

    def _of_apps_py(self, commit: str, path: str, paths: AbstractSet[str]) -> Iterator[Change]:
        """
        The new keys of an app's migrations, where a commit changed the label in the app's `apps.py`.

        The files in `paths`, which the commit changed itself, are left out.
        """
        folder = self._folders.of_app(path)
        if folder is None:
            return
        if self._folders.label(f"{commit}^1", folder) is not None:
            yield from self._of_folder(commit, folder, paths)

    def _of_folder(self, commit: str, folder: str, paths: AbstractSet[str]) -> Iterator[Change]:
        """The keys of the migrations in a folder that a commit gave another app, without the files in `paths`."""
        before, after = self._folders.label(f"{commit}^1", folder), self._folders.label(commit, folder)
        if after is None or before == after:
            return
        for file, id_ in self._folders.listing(commit, folder):
            if file in paths or not self._folders.migration_name(file):
                continue
            if id_ not in self._facts:
                (blob,) = self._objects.present([id_])
                self._facts[id_] = _facts(blob.content)
            now = self._version(commit, (file, id_))
            if now is not None:
                old = (
                    None
                    if before is None
                    else FileVersion(MigrationKey(before, now.key.name), file, now.facts, id_)
                )
                yield from self._of_file(commit, UNCHANGED, [old], now)


def _ends_a_file(change: Change) -> bool:
    return change.part is ChangedPart.FILE and change.kind is ChangeKind.REMOVED


def _sides(commit: str, file: FileChange) -> Iterator[tuple[str, str, str]]:
    """The commit, the path and the id of a file on each side where there is one."""
    for number, before in enumerate(file.before, 1):
        if before is not None:
            yield f"{commit}^{number}", *before
    if file.after is not None:
        yield commit, *file.after


def _facts(content: bytes | None) -> MigrationFacts | None:
    """The facts of a file; None where it is no migration. Content that is None is too long."""
    no_keys: frozenset[MigrationKey] = frozenset()
    unknown = MigrationFacts(dict.fromkeys(LISTS, no_keys), (), is_whole=False)
    if content is None:
        return unknown
    file = migration_file.read(MigrationKey("?", "?"), content)
    if not file.has_migration_class or file.is_of_south:
        return None
    migration = file.migration
    if migration is None:
        return unknown
    lists = zip(LISTS, (migration.dependencies, migration.run_before, migration.replaces), strict=True)
    return MigrationFacts(
        {part: frozenset(keys) for part, keys in lists}, migration.operations, is_whole=not file.unclear
    )


def _removals(commit: str, versions: list[FileVersion]) -> Iterator[Change]:
    for key, path in dict.fromkeys((version.key, version.path) for version in versions):
        yield Change(commit, key, ChangedPart.FILE, ChangeKind.REMOVED, path=path)


def _is_renamed(before: FileVersion, after: FileVersion, score: int) -> bool:
    """Whether it is one migration under another name. A squash that replaces the earlier one is another migration."""
    if before.key in after.facts.lists[ChangedPart.REPLACES]:
        return False
    return score >= SURE_SIMILARITY or bool(
        before.facts.operations and before.facts.operations == after.facts.operations
    )


def _sort_key(change: Change) -> tuple[object, ...]:
    return change.key, list(ChangedPart).index(change.part), change.other or ("", ""), change.kind.value
