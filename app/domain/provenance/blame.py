"""
Which commit added a migration and each of its edges: `driftboard blame`.

Renames are followed: the changes of `orders.0002_old` before its rename to `orders.0003_new` count for the new key.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit
from app.domain.release import Migration


@dataclass(frozen=True, slots=True)
class BlamedChange:
    """One change with its commit and the first label that contains the commit (None without one)."""

    change: Change
    commit: Commit
    label: str | None

    @property
    def first_in(self) -> str:
        """The end of what a sentence says of the commit: `, first in v4`; empty without a label."""
        return f", first in {self.label}" if self.label else ""


@dataclass(frozen=True, slots=True)
class Blame:
    """
    The changes that made one migration what it is.

    `file` is the last change of the file itself, or None if no commit has it. `edges` are the changes that added the
    entries which its lists have now, sorted by list and key. `former` are all other changes, the last first: entries
    that were removed, earlier names, earlier deletions.
    """

    key: MigrationKey
    file: BlamedChange | None
    edges: tuple[BlamedChange, ...]
    former: tuple[BlamedChange, ...]

    @property
    def is_there(self) -> bool:
        """Whether the migration has a file."""
        return self.file is not None and self.file.change.kind is not ChangeKind.REMOVED


def blame(
    history: CodeHistory, key: MigrationKey, *, head: str | None = None, now: Migration | None = None
) -> Blame:
    """
    What the commits up to `head` did to a migration; without `head`, what all known commits did.

    `now` is the content of the file at `head`, if known. It decides when two branches disagree about an entry.
    """
    changes = changes_of(history, key, within=history.ancestry(head))
    by_entry: dict[tuple[ChangedPart, MigrationKey | None], list[Change]] = {}
    for change in changes:
        entry = None if change.part is ChangedPart.FILE else change.other
        by_entry.setdefault((change.part, entry), []).append(change)
    file_changes = by_entry.pop((ChangedPart.FILE, None), [])
    file = _deciding_change(history, file_changes, is_there=True if now else None)
    is_there = now is not None or (file is not None and file.kind is not ChangeKind.REMOVED)
    edges = []
    for (part, entry), entry_changes in by_entry.items():
        is_entry_there = None if now is None else entry in _entries(now, part)
        deciding = _deciding_change(history, entry_changes, is_there=is_entry_there)
        if is_there and deciding and deciding.kind is not ChangeKind.REMOVED:
            edges.append(deciding)
    part_order = {part: number for number, part in enumerate(ChangedPart)}
    edges.sort(key=lambda change: (part_order[change.part], change.other or key))
    current = {file, *edges}
    former = [change for change in reversed(changes) if change not in current]
    return Blame(
        key,
        blamed_change(history, file) if file else None,
        tuple(blamed_change(history, change) for change in edges),
        tuple(blamed_change(history, change) for change in former),
    )


def blamed_change(history: CodeHistory, change: Change) -> BlamedChange:
    """A change with its commit and first label."""
    return BlamedChange(change, history.commits[change.commit], history.first_labels.get(change.commit))


def addition_of(
    history: CodeHistory,
    key: MigrationKey,
    part: ChangedPart,
    entry: MigrationKey | None = None,
    *,
    within: AbstractSet[str],
) -> Change | None:
    """
    The change that added the file of a migration, or an entry of one of its lists.

    `within` are the ids of the commits that count. None if these commits did not add it, or removed it again.
    """
    changes = [
        change
        for change in changes_of(history, key, within=within)
        if change.part is part and (part is ChangedPart.FILE or change.other == entry)
    ]
    deciding = _deciding_change(history, changes, is_there=None)
    return None if deciding is None or deciding.kind is ChangeKind.REMOVED else deciding


def changes_of(history: CodeHistory, key: MigrationKey, *, within: AbstractSet[str]) -> list[Change]:
    """The changes of a migration under all its names, oldest first. `within` are the ids of the commits that count."""
    rename_commits: dict[MigrationKey, str | None] = {key: None}  # each name, and the commit that ended it
    waiting = [key]
    changes: set[Change] = set()
    while waiting:
        name = waiting.pop()
        end = rename_commits[name]
        of_name = [change for change in history.by_key.get(name, ()) if change.commit in within]
        if end is not None:
            earlier = history.ancestors_among({change.commit for change in of_name}, (end,))
            of_name = [change for change in of_name if change.commit in earlier]
        for change in of_name:
            changes.add(change)
            old_name = change.other if change.kind is ChangeKind.RENAMED else None
            if old_name is not None and old_name not in rename_commits:
                rename_commits[old_name] = change.commit
                waiting.append(old_name)
    return history.oldest_first(changes)


def _deciding_change(history: CodeHistory, changes: list[Change], *, is_there: bool | None) -> Change | None:
    """
    The change that decides about one entry: the last one.

    When branches changed the entry side by side, the first change that did not remove it decides. `is_there` tells
    whether the entry exists, if known. It overrules the last change, because a merge may have taken the other side.
    """
    if is_there is False:
        return None
    latest = history.latest(changes)
    additions = [change for change in latest if change.kind is not ChangeKind.REMOVED]
    if not additions and is_there:
        additions = [change for change in changes if change.kind is not ChangeKind.REMOVED]
    if additions:
        return additions[0]
    return latest[-1] if latest else None


def _entries(migration: Migration, part: ChangedPart) -> tuple[MigrationKey, ...]:
    match part:
        case ChangedPart.DEPENDENCIES:
            return migration.dependencies
        case ChangedPart.RUN_BEFORE:
            return migration.run_before
        case _:
            return migration.replaces
