"""
Who put a migration, and each of its edges, where they are: `driftboard blame`.

A change is followed through renamings: what was said of `orders.0002_old` before it became `orders.0003_new` counts.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit
from app.domain.release import Migration


@dataclass(frozen=True, slots=True)
class Blamed:
    """One change, its commit, and the first label that contains it, if any does."""

    change: Change
    commit: Commit
    label: str | None


@dataclass(frozen=True, slots=True)
class Blame:
    """
    What is known of one migration.

    `file` is the last that was done to the file, `edges` are the entries that are there, by list and key, `former`
    what is no longer so: entries that were taken out, names it had, and that it was deleted once; the last first.
    """

    key: MigrationKey
    file: Blamed | None
    edges: tuple[Blamed, ...]
    former: tuple[Blamed, ...]

    @property
    def is_there(self) -> bool:
        """Whether it has a file."""
        return self.file is not None and self.file.change.act is not ChangeKind.REMOVED


def blame(
    history: CodeHistory, key: MigrationKey, *, head: str | None = None, now: Migration | None = None
) -> Blame:
    """
    What the commits up to `head`, or all that are known, did to a migration.

    `now` is what its file says at `head`, where that is known: it decides where two lines of commits disagree.
    """
    changes = of_migration(history, key, within=history.ancestry(head))
    by_entry: dict[tuple[ChangedPart, MigrationKey | None], list[Change]] = {}
    for change in changes:
        entry = (change.part, None if change.part is ChangedPart.FILE else change.other)
        by_entry.setdefault(entry, []).append(change)
    files = by_entry.pop((ChangedPart.FILE, None), [])
    file = _standing(history, files, is_there=True if now else None)
    is_there = now is not None or (file is not None and file.act is not ChangeKind.REMOVED)
    edges = []
    for (part, other), several in by_entry.items():
        standing = _standing(history, several, is_there=None if now is None else other in _listed(now, part))
        if is_there and standing and standing.act is not ChangeKind.REMOVED:
            edges.append(standing)
    order = {part: number for number, part in enumerate(ChangedPart)}
    edges.sort(key=lambda change: (order[change.part], change.other or key))
    said = {file, *edges}
    former = [change for change in reversed(changes) if change not in said]
    return Blame(
        key,
        blamed(history, file) if file else None,
        tuple(blamed(history, change) for change in edges),
        tuple(blamed(history, change) for change in former),
    )


def blamed(history: CodeHistory, change: Change) -> Blamed:
    """A change with its commit and first label."""
    return Blamed(change, history.commits[change.commit], history.first_labels.get(change.commit))


def added(
    history: CodeHistory,
    key: MigrationKey,
    part: ChangedPart,
    other: MigrationKey | None = None,
    *,
    within: AbstractSet[str],
) -> Change | None:
    """The change by which an entry is there, or the file itself; None where none of these commits has put it there."""
    several = [
        change
        for change in of_migration(history, key, within=within)
        if change.part is part and (part is ChangedPart.FILE or change.other == other)
    ]
    standing = _standing(history, several, is_there=None)
    return None if standing is None or standing.act is ChangeKind.REMOVED else standing


def of_migration(history: CodeHistory, key: MigrationKey, *, within: AbstractSet[str]) -> list[Change]:
    """Every change of a migration in these commits, under all its names, oldest first."""
    names: dict[MigrationKey, str | None] = {key: None}
    waiting = [key]
    found: set[Change] = set()
    while waiting:
        name = waiting.pop()
        limit = names[name]
        for change in history.by_key.get(name, ()):
            if change.commit not in within or not _is_earlier(history, change.commit, limit):
                continue
            found.add(change)
            before = change.other if change.act is ChangeKind.RENAMED else None
            if before is not None and before not in names:
                names[before] = change.commit
                waiting.append(before)
    return history.sorted(found)


def _is_earlier(history: CodeHistory, commit: str, limit: str | None) -> bool:
    return limit is None or (commit != limit and history.is_before(commit, limit))


def _standing(history: CodeHistory, several: list[Change], *, is_there: bool | None) -> Change | None:
    """
    The change that holds of one entry: the last; of those made side by side the first that put it there.

    `is_there` overrules what the last one did: a merge may have taken the other side.
    """
    if is_there is False:
        return None
    last = history.last(several)
    putting = [change for change in last if change.act is not ChangeKind.REMOVED]
    if not putting and is_there:
        putting = [change for change in several if change.act is not ChangeKind.REMOVED]
    return putting[0] if putting else (last[-1] if last else None)


def _listed(migration: Migration, part: ChangedPart) -> tuple[MigrationKey, ...]:
    match part:
        case ChangedPart.DEPENDENCIES:
            return migration.dependencies
        case ChangedPart.RUN_BEFORE:
            return migration.run_before
        case _:
            return migration.replaces
