"""
The search for the edits behind one finding of the candidate: what it holds against what the base held.

A place that the candidate did not touch is given only where it touched none, and after files that are gone: there it is
where something needs them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from app.domain.findings import Code, Finding
from app.domain.impact.moving import is_indirect
from app.domain.impact.place import EDIT_KINDS, EditedPlace, EditKind
from app.domain.keys import LATEST, MigrationKey
from app.domain.provenance.code_history import ChangedPart
from app.domain.provenance.indirect_edges import stood_for
from app.domain.release import Migration, Release
from app.domain.resolution import declare

MAX_PLACES = 12
"""A harm names so many places at most."""


class PlaceSearch:
    """The search between one base, or none, and one candidate."""

    def __init__(self, base: Release | None, candidate: Release) -> None:
        self.before = {} if base is None else base.migrations
        self.base, self.candidate = base, candidate
        self._found: dict[tuple[Finding, MigrationKey, MigrationKey | None], tuple[EditedPlace, ...]] = {}

    def places_of(
        self, finding: Finding, child: MigrationKey, parent: MigrationKey | None
    ) -> tuple[EditedPlace, ...]:
        """
        The edits that make it so, the most telling first; at least one, and at most `MAX_PLACES`.

        `child` and `parent` are the pair of the finding that is asked about, where it speaks of pairs. Many histories
        ask the same; each answer is worked out once.
        """
        asked = (finding, child, parent)
        if asked not in self._found:
            self._found[asked] = self._places_of(finding, child, parent)
        return self._found[asked]

    def _places_of(
        self, finding: Finding, child: MigrationKey, parent: MigrationKey | None
    ) -> tuple[EditedPlace, ...]:
        found = sorted(
            dict.fromkeys(self._of(finding, child, parent)),
            key=lambda place: EDIT_KINDS.index(place.kind),
        )
        edits = [place for place in found if place.kind is not EditKind.KEPT][:MAX_PLACES]
        if not edits:
            return tuple((found or [self._file(child)])[:MAX_PLACES])
        where_needed = [place for place in found if place.kind is EditKind.KEPT and not place.is_gone]
        return (
            (*edits[: MAX_PLACES - 1], *where_needed[:1])
            if all(place.is_gone for place in edits)
            else tuple(edits)
        )

    def _of(
        self, finding: Finding, child: MigrationKey, parent: MigrationKey | None
    ) -> Iterator[EditedPlace]:
        keys = (finding.subject, *finding.related)
        match finding.code:
            case Code.CYCLE:
                for key, needed in zip(keys, (*keys[1:], keys[0]), strict=True):
                    yield from self._of_edge(key, needed)
                    yield from self._of_edge(needed, key)
            case Code.FORKED:
                for leaf in keys:
                    yield from self._of_leaf(leaf)
            case Code.UNKNOWN_APP:
                yield from self._of_unknown_app(child)
            case Code.SILENT_SKIP:
                yield from self._of_silent_skip(finding)
            case _ if parent is not None:
                yield from self._of_edge(child, parent)
                if parent not in self.candidate.migrations and parent in self.before:
                    yield self._file(parent)
            case _:
                yield from self._of_replaces((finding.subject,))
                yield from map(self._file, keys)

    def _of_unknown_app(self, child: MigrationKey) -> Iterator[EditedPlace]:
        for entry in filter(is_indirect, self.candidate.migrations[child].dependencies):
            if self.candidate.app_of(entry) not in self.candidate.apps:
                yield self._entry(child, ChangedPart.DEPENDENCIES, entry)

    def _of_silent_skip(self, finding: Finding) -> Iterator[EditedPlace]:
        for key in finding.related:
            yield self._entry(finding.subject, ChangedPart.REPLACES, key)
            if key in self.before:
                yield self._file(key)

    def _of_edge(self, child: MigrationKey, parent: MigrationKey) -> Iterator[EditedPlace]:
        """What makes one migration need another: an entry of either, or of squashes, or what became of a squash."""
        owners = self._alike(child)
        targets = self._alike(parent)
        for owner in owners:
            migration = self.candidate.migrations.get(owner)
            for entry in migration.dependencies if migration else ():
                stands_for = self._stands_for(owner, entry)
                if stands_for in targets:
                    place = self._entry(owner, ChangedPart.DEPENDENCIES, entry)
                    yield place
                    if place.kind is EditKind.MOVED and stands_for not in self.before:
                        yield self._file(stands_for)
        for target in targets:
            migration = self.candidate.migrations.get(target)
            for entry in migration.run_before if migration else ():
                if self._runs_before(target, entry) in owners:
                    yield self._entry(target, ChangedPart.RUN_BEFORE, entry)
        yield from self._of_replaces((*owners, *targets))

    def _of_replaces(self, keys: Iterable[MigrationKey]) -> Iterator[EditedPlace]:
        """The lists of what is replaced that differ from those of the base; a file that is gone tells more itself."""
        for key in keys:
            now, former = self.candidate.migrations.get(key), self.before.get(key)
            if now is not None and now.replaces != (former.replaces if former else ()):
                kind = EditKind.ADDED if former is None else EditKind.CHANGED
                kind = kind if now.replaces else EditKind.REMOVED
                yield EditedPlace(kind, key, ChangedPart.REPLACES, None, now.path)

    def _alike(self, key: MigrationKey) -> dict[MigrationKey, None]:
        """The keys that one stands for, or that stand for it: what it replaces, and the squashes that replace it."""
        alike = {key: None}
        waiting = [key]
        while waiting:
            migration = self.candidate.migrations.get(waiting.pop())
            new = [each for each in (migration.replaces if migration else ()) if each not in alike]
            alike |= dict.fromkeys(new)
            waiting += new
        return alike | dict.fromkeys(self._squashes_of.get(key, ()))

    def _of_leaf(self, leaf: MigrationKey) -> Iterator[EditedPlace]:
        """Why a migration is a leaf: it is new, or what came after it in its app does not any more."""
        now = self.candidate.migrations[leaf]
        if leaf not in self.before:
            own = [entry for entry in now.dependencies if entry.app_label == leaf.app_label]
            yield self._entry(leaf, ChangedPart.DEPENDENCIES, own[0]) if own else self._file(leaf)
            return
        for child in self._followers.get(leaf, ()):
            if child not in self.candidate.migrations:
                yield self._file(child)
            elif leaf not in self.candidate.migrations[child].dependencies:
                yield self._removed_entry(self.candidate.migrations[child], leaf)

    @cached_property
    def _followers(self) -> Mapping[MigrationKey, list[MigrationKey]]:
        """For each migration of the base, those of its app that needed it."""
        followers: dict[MigrationKey, list[MigrationKey]] = {}
        for child, migration in self.before.items():
            for parent in migration.dependencies:
                if parent.app_label == child.app_label:
                    followers.setdefault(parent, []).append(child)
        return followers

    @cached_property
    def _squashes_of(self) -> Mapping[MigrationKey, list[MigrationKey]]:
        """For each key, the squashes of the candidate that replace it."""
        squashes: dict[MigrationKey, list[MigrationKey]] = {}
        for squash in self.candidate.squashes:
            for key in squash.replaces:
                squashes.setdefault(key, []).append(squash.key)
        return squashes

    def _stands_for(self, owner: MigrationKey, entry: MigrationKey) -> MigrationKey | None:
        return stood_for(self.candidate, owner, entry) if is_indirect(entry) else entry

    def _runs_before(self, owner: MigrationKey, entry: MigrationKey) -> MigrationKey | None:
        """What an entry of `run_before` stands for; None where that is not plain."""
        if not is_indirect(entry):
            return entry
        graph = declare(self.candidate).graph
        ends = graph.leaves(entry.app_label) if entry.name == LATEST else graph.roots(entry.app_label)
        return next((end for end in ends if owner in graph.parents[end]), None)

    def _entry(self, owner: MigrationKey, part: ChangedPart, entry: MigrationKey) -> EditedPlace:
        """An entry of a list that the candidate has."""
        now, former = self.candidate.migrations[owner], self.before.get(owner)
        if former is None or entry not in entries_of(former, part):
            kind = EditKind.ADDED
        elif part is ChangedPart.DEPENDENCIES and is_indirect(entry) and self._has_moved(owner, entry):
            kind = EditKind.MOVED
        else:
            kind = EditKind.KEPT
        return EditedPlace(kind, owner, part, entry, now.path)

    def _has_moved(self, owner: MigrationKey, entry: MigrationKey) -> bool:
        before = None if self.base is None else stood_for(self.base, owner, entry)
        return before != stood_for(self.candidate, owner, entry)

    def _removed_entry(self, migration: Migration, entry: MigrationKey) -> EditedPlace:
        return EditedPlace(EditKind.REMOVED, migration.key, ChangedPart.DEPENDENCIES, entry, migration.path)

    def _file(self, key: MigrationKey) -> EditedPlace:
        """A whole file: new, gone, edited or as it was."""
        now, former = self.candidate.migrations.get(key), self.before.get(key)
        if now is None:
            path = former.path if former else None
            return EditedPlace(
                EditKind.REMOVED if former else EditKind.KEPT, key, ChangedPart.FILE, None, path
            )
        kind = EditKind.ADDED if former is None else EditKind.KEPT if now == former else EditKind.CHANGED
        return EditedPlace(kind, key, ChangedPart.FILE, None, now.path)


def entries_of(migration: Migration, part: ChangedPart) -> Sequence[MigrationKey]:
    """The entries of one list of a migration; none of the whole file."""
    match part:
        case ChangedPart.DEPENDENCIES:
            return migration.dependencies
        case ChangedPart.RUN_BEFORE:
            return migration.run_before
        case ChangedPart.REPLACES:
            return migration.replaces
    return ()
