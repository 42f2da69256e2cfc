"""The commit of an edit, where the history of the code is known."""

from app.domain.impact.harm import Harm
from app.domain.impact.place import EditedPlace, EditKind
from app.domain.provenance.blame import BlamedChange, addition_of, blamed_change, changes_of
from app.domain.provenance.code_history import ChangedPart, ChangeKind, CodeHistory
from app.domain.release import Release


def commit_of_harm(history: CodeHistory, candidate: Release, harm: Harm) -> BlamedChange | None:
    """The commit of the edit that tells most, of those whose commit is known; None where none is."""
    commits = (commit_of(history, candidate, place) for place in harm.edits)
    return next((commit for commit in commits if commit is not None), None)


def commit_of(history: CodeHistory, candidate: Release, place: EditedPlace) -> BlamedChange | None:
    """
    The commit that the candidate contains and that did this; None where no commit is known for it.

    An entry that moved was edited by none: the commit of the file that it stands for now tells it. The operations of a
    file are no part of the history of the code, so an edit of these has no commit here. Nor has what the first commit
    of a shallow clone holds already: an earlier one may have brought it.
    """
    if place.kind is EditKind.MOVED:
        return None
    within = history.commits_in(candidate)
    if place.kind in (EditKind.ADDED, EditKind.KEPT):
        change = addition_of(history, place.migration, place.part, place.entry, within=within)
    else:
        latest = history.latest(
            change
            for change in changes_of(history, place.migration, within=within)
            if change.part is place.part
            and place.entry in (None, change.other)
            and (change.kind is ChangeKind.REMOVED or place.kind is EditKind.CHANGED)
            and (place.kind is EditKind.REMOVED or place.part is not ChangedPart.FILE)
        )
        change = latest[-1] if latest else None
    if change is None or change.kind is ChangeKind.FOUND:
        return None
    return blamed_change(history, change)
