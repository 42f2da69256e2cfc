"""
The commits without a label that a way out may need: those just before something was lost.

    p <-- e <-- v2      e lets orders.1 need users.9: p is the last commit in which it does not.
                        No label points to p, so its release is read and kept.
"""

from collections.abc import Iterator

from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory

MAX_WAYPOINTS = 20
"""So many are named, the newest: a large project takes a second to read each."""

EDGES = frozenset({ChangedPart.DEPENDENCIES, ChangedPart.RUN_BEFORE})


def waypoints(history: CodeHistory) -> tuple[str, ...]:
    """
    The ids of the commits before an edit that a database can trip over, those before the newest edit first.

    Such an edit adds an edge to a file that is there, removes or renames a file, or takes something out of a
    `replaces`. Where a merge brought the edit, the commit that it was merged into counts too. Commits with a label are
    left out: their releases are known by it.
    """
    labelled = {ref.commit for ref in history.refs}
    found: dict[str, None] = {}
    for edit in _edits(history):
        for commit in _before(history, edit):
            if commit in history.commits and commit not in labelled:
                found[commit] = None
        if len(found) >= MAX_WAYPOINTS:
            break
    return tuple(found)[:MAX_WAYPOINTS]


def _edits(history: CodeHistory) -> dict[str, None]:
    """The commits that made such an edit, newest first."""
    added = {
        (change.commit, change.key)
        for change in history.changes
        if change.part is ChangedPart.FILE and change.kind in (ChangeKind.ADDED, ChangeKind.FOUND)
    }
    return dict.fromkeys(
        change.commit
        for change in reversed(history.changes)
        if _is_loss(change) or (_is_new_edge(change) and (change.commit, change.key) not in added)
    )


def _is_loss(change: Change) -> bool:
    if change.part is ChangedPart.FILE:
        return change.kind in (ChangeKind.REMOVED, ChangeKind.RENAMED)
    return change.part is ChangedPart.REPLACES and change.kind is ChangeKind.REMOVED


def _is_new_edge(change: Change) -> bool:
    return change.part in EDGES and change.kind is ChangeKind.ADDED


def _before(history: CodeHistory, edit: str) -> Iterator[str]:
    """The parents of a commit, and the commit into which the first merge brought it."""
    yield from history.commits[edit].parents
    brought = {edit}
    for commit in history.commits.values():  # parents before children
        if brought.isdisjoint(commit.parents):
            continue
        if commit.parents[0] not in brought:
            yield commit.parents[0]
            return
        brought.add(commit.id)
