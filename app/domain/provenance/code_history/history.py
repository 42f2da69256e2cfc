"""
What the commits of a project did to its migrations: who added, renamed and removed each of them and each edge.

    a1 <-- b2 <-- d4 <-- main        only commits that changed migrations are stored, and merges of such commits;
            ^      |                 the parents of a stored commit are its nearest stored ancestors
            c3 <---+
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history.trunk import Trunk
from app.domain.provenance.code_history.values import Change, ChangedPart, Commit, Ref, RefKind
from app.domain.release import Release
from app.domain.topological_order import topological_order

MIN_DIGITS = 4
"""A shorter abbreviation of a commit id names no commit, as in Git; in hex digits."""


@dataclass(frozen=True, eq=False)
class CodeHistory:
    """The commits by id, parents before children; their changes in the same order; and the labels as they are now."""

    commits: Mapping[str, Commit]
    changes: tuple[Change, ...] = ()
    refs: tuple[Ref, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[MigrationKey, tuple[Change, ...]]:
        """For each key, the changes made under this name, oldest first."""
        by_key: dict[MigrationKey, list[Change]] = {}
        for change in self.changes:
            by_key.setdefault(change.key, []).append(change)
        return {key: tuple(changes) for key, changes in by_key.items()}

    @cached_property
    def renamings(self) -> Mapping[MigrationKey, tuple[Change, ...]]:
        """For each old key, the changes that renamed it."""
        return self._by_other(ChangedPart.FILE)

    @cached_property
    def squashings(self) -> Mapping[MigrationKey, tuple[Change, ...]]:
        """For each key, the changes of a `replaces` that names it."""
        return self._by_other(ChangedPart.REPLACES)

    @cached_property
    def first_labels(self) -> Mapping[str, str]:
        """
        For each commit, the first label that contains it: the oldest tag or release, else the first branch.

        Linear in commits: each label in turn is given to those of its ancestors that have no label yet.
        """
        first_labels: dict[str, str] = {}
        for ref in self.labels:
            waiting = [ref.commit or ""]
            while waiting:
                commit = waiting.pop()
                if commit in self.commits and commit not in first_labels:
                    first_labels[commit] = ref.label
                    waiting += self.commits[commit].parents
        return first_labels

    @cached_property
    def labels(self) -> tuple[Ref, ...]:
        """The tags and releases, oldest commit first; then the branches, lowest rank first."""
        tags = [ref for ref in self.refs if ref.kind is not RefKind.BRANCH]
        tags.sort(key=lambda ref: (self._order.get(ref.commit or "", -1), ref.rank, ref.label))
        branches = [ref for ref in self.refs if ref.kind is RefKind.BRANCH]
        return (*tags, *sorted(branches, key=lambda ref: (ref.rank, ref.label)))

    def refs_containing(self, commit: str) -> tuple[Ref, ...]:
        """Every label that contains the commit, in the order of `labels`."""
        bits = self._containing.get(commit, 0)
        return tuple(ref for number, ref in enumerate(self.labels) if bits >> number & 1)

    @cached_property
    def _containing(self) -> Mapping[str, int]:
        """The labels that contain each commit: a bit for each, in the order of `labels`. One look at each commit."""
        containing = dict.fromkeys(self.commits, 0)
        for number, ref in enumerate(self.labels):
            if ref.commit in containing:
                containing[ref.commit] |= 1 << number
        for commit in reversed(tuple(self.commits.values())):  # children come before their parents
            for parent in commit.parents:
                if parent in containing:
                    containing[parent] |= containing[commit.id]
        return containing

    def commit_of(self, id_: str | None) -> str | None:
        """
        The id of the stored commit that is nearest to a commit, or None if the commit is not known.

        `id_` is the id of the commit, or its first digits: at least `MIN_DIGITS` of them.
        """
        if not id_ or len(id_) < MIN_DIGITS:
            return None
        if id_ in self._known_ids or len(id_) >= self._id_length:
            return self._known_ids.get(id_)
        for ref in self.refs:
            if ref.head.startswith(id_):
                return ref.commit
        return next((commit for commit in self.commits if commit.startswith(id_)), None)

    def head_of(self, release: Release) -> str | None:
        """The stored commit of a release: by its commit id, or by its label if it has no id; None if not known."""
        if release.commit is None:
            return next((ref.commit for ref in self.refs if ref.label == release.label), None)
        return self.commit_of(release.commit)

    def ancestry(self, commit: str | None) -> frozenset[str]:
        """The ids of a commit and all its ancestors; for None, of all commits."""
        if commit not in self._ancestries:
            self._ancestries[commit] = frozenset(self.commits if commit is None else self._ancestors(commit))
        return self._ancestries[commit]

    def commits_in(self, release: Release) -> frozenset[str]:
        """The ids of the commits that a release contains; of all commits, where its own is not known."""
        return self.ancestry(self.head_of(release))

    def oldest_first(self, changes: Iterable[Change]) -> list[Change]:
        """The changes, sorted by age."""
        return sorted(changes, key=self._positions.__getitem__)

    def is_before(self, early: str, late: str) -> bool:
        """Whether commit `late` contains commit `early`; a commit contains itself."""
        return early == late or early in self.ancestors_among({early}, (late,))

    def latest(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """The changes that no other one of them follows: one, or several when branches made them side by side."""
        candidates = list(changes)
        commits = {change.commit for change in candidates}
        if len(commits) < 2:  # none comes before itself
            return tuple(candidates)
        followed = self.ancestors_among(commits, commits)
        return tuple(change for change in candidates if change.commit not in followed)

    def ancestors_among(self, commits: AbstractSet[str], heads: Iterable[str]) -> frozenset[str]:
        """
        Those of some commits that come before one of the heads.

        The trunk tells it of most in one look. For the others it is one walk, as far back as the oldest of them, and
        not below where the first of them landed in the trunk.
        """
        known = {commit for commit in commits if commit in self._order}
        heads = [head for head in heads if head in self._order]
        if not known or not heads:
            return frozenset()
        lands, leaves = self._trunk.lands, self._trunk.leaves
        last = max(heads, key=leaves.__getitem__)
        sure = {commit for commit in known if lands[commit] <= leaves[last] and commit != last}
        unsure = known - sure
        oldest = min((self._order[commit] for commit in unsure), default=0)
        lowest = min((lands[commit] for commit in unsure), default=0)
        visited: set[str] = set()
        waiting = [parent for head in heads for parent in self.commits[head].parents] if unsure else []
        while waiting:
            commit = waiting.pop()
            if commit not in visited and self._order.get(commit, -1) >= oldest and lands[commit] >= lowest:
                visited.add(commit)
                waiting += self.commits[commit].parents
        return frozenset(sure | visited.intersection(unsure))

    @cached_property
    def _trunk(self) -> Trunk:
        """The trunk of the first branch, of the last label where there is none, of the newest commit without labels."""
        branches = [ref for ref in self.labels if ref.kind is RefKind.BRANCH]
        label = next(iter((*branches, *reversed(self.labels))), None)
        in_order = {commit: self.commits[commit] for commit in self._order}
        return Trunk(in_order, label.commit if label else next(reversed(in_order), None))

    @cached_property
    def _known_ids(self) -> Mapping[str, str | None]:
        """The stored commit that is nearest to each commit whose whole id is known."""
        return {commit: commit for commit in self.commits} | {ref.head: ref.commit for ref in self.refs[::-1]}

    @cached_property
    def _id_length(self) -> int:
        return max(map(len, self._known_ids), default=0)

    def _ancestors(self, commit: str) -> set[str]:
        """The ids of a commit and all its ancestors; empty if the commit is not known."""
        ancestors: set[str] = set()
        waiting = [commit]
        while waiting:
            ancestor = waiting.pop()
            if ancestor in self.commits and ancestor not in ancestors:
                ancestors.add(ancestor)
                waiting += self.commits[ancestor].parents
        return ancestors

    @cached_property
    def _ancestries(self) -> dict[str | None, frozenset[str]]:
        """The results of `ancestry` so far. It has no bound, as one history is asked for few commits."""
        return {}

    @cached_property
    def _positions(self) -> Mapping[Change, int]:
        return {change: position for position, change in enumerate(self.changes)}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        """A number for each commit: parents have lower numbers than children; otherwise older commits come first."""
        by_date = sorted(self.commits.values(), key=lambda commit: (self._moment(commit.id), commit.id))
        parents = {
            commit.id: {parent for parent in commit.parents if parent in self.commits} for commit in by_date
        }
        order = topological_order(parents, depth_first=False)
        return {commit: number for number, commit in enumerate(order)}

    def _moment(self, commit: str) -> float:
        moment = self.commits[commit].committed_at
        return moment.timestamp() if moment else 0.0

    def _by_other(self, part: ChangedPart) -> Mapping[MigrationKey, tuple[Change, ...]]:
        by_other: dict[MigrationKey, list[Change]] = {}
        for change in self.changes:
            if change.part is part and change.other is not None:
                by_other.setdefault(change.other, []).append(change)
        return {key: tuple(changes) for key, changes in by_other.items()}


NO_HISTORY = CodeHistory({})
"""The history of a project without a repository."""
