"""The line of the bar of a pinned release or difference: whether its labels still point to what it shows."""

from collections.abc import Sequence
from datetime import datetime

from app.config import Project
from app.domain import english
from app.domain.label import Label
from app.store import releases
from app.store.sessions import ReadSession
from app.web.facts.releases.reference import ReleaseReference, live_page
from app.web.layout.views import NowLine


def now_line(
    session: ReadSession, project: Project, references: Sequence[ReleaseReference], *, now: datetime
) -> NowLine:
    """What is true now of the labels of one pinned release, or of the two of a difference."""
    pointers = {pointer.label: pointer for pointer in releases.labels(session, project.slug)}
    moved = [each for each in references if not _is_there(pointers.get(each.label), each)]
    if not moved:
        words = f"{english.listed(each.label for each in references)} still {_point(references)} to this"
    else:
        removed = {gone.label: gone for gone in releases.removed(session, project.slug)}
        words = english.listed(_moved(each, pointers, removed.get(each.label), now) for each in moved)
    is_live = all(each.label in pointers for each in references)
    return NowLine(words, link=live_page(project.slug, references) if is_live else None)


def _is_there(pointer: Label | None, reference: ReleaseReference) -> bool:
    return pointer is not None and pointer.fingerprint == reference.release.fingerprint


def _point(references: Sequence[ReleaseReference]) -> str:
    return english.plural(len(references), "points", "point")


def _moved(
    reference: ReleaseReference, pointers: dict[str, Label], removal: Label | None, now: datetime
) -> str:
    label, pointer = reference.label, pointers.get(reference.label)
    if pointer is not None:
        since = english.clock(pointer.added_at, now=now)
        return f"{label} points to another release, {pointer.fingerprint[:8]}, since {since}"
    if removal is not None:
        return f"{label} was removed {english.clock(removal.added_at, now=now)}"
    return f"no label {label} is known"
