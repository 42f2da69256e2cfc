"""What can be checked out of a project's code: the releases of labels, and those of commits without one."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.provenance.waypoints import waypoints
from app.domain.release import Release
from app.store import knowledge, releases
from app.store.sessions import StoreCache, WriteSession
from app.store.tables import WaypointRow


def add(session: WriteSession, project: str, release: Release, *, reading: str, at: datetime) -> None:
    """Store the release of a commit; `reading` is a fingerprint of how it was read."""
    release_id = releases.content_id(session, project, release, at=at)
    session.add(
        WaypointRow(
            project=project, commit=release.commit, release_id=release_id, reading=reading, added_at=at
        )
    )


def commits(session: Session, project: str, *, reading: str) -> frozenset[str]:
    """The commits without a label whose releases are stored, and were read in this way."""
    rows = session.execute(_newest(project).with_only_columns(WaypointRow.commit, WaypointRow.reading))
    return frozenset(row.commit for row in rows if row.reading == reading)


def of_project(session: Session, project: str) -> tuple[Release, ...]:
    """
    Every known release that can be checked out, oldest first. The same value while nothing is added.

    These are the newest ones of labels, and those of the commits before an edit that a database can trip over.
    """
    known = knowledge.of_project(session, project)
    newest = session.scalar(select(func.max(WaypointRow.id)).where(WaypointRow.project == project))
    cache = StoreCache.of(session).checkouts
    cached = cache.get((project, newest))
    if cached is not None and cached[0] is known:
        return cached[1]
    order = {commit: position for position, commit in enumerate(known.history.commits)}
    contents = {release.fingerprint for release in known.releases}
    found = [
        release
        for release in _of_commits(session, project, waypoints(known.history))
        if release.fingerprint not in contents
    ]

    kept = knowledge.within_bounds(found)

    def age(release: Release) -> int:
        return order.get(known.history.head_of(release) or "", len(order))

    checkouts = tuple(sorted((*known.releases, *kept), key=age))
    cache.put((project, newest), (known, checkouts))
    return checkouts


def _of_commits(session: Session, project: str, ids: tuple[str, ...]) -> list[Release]:
    """The releases of these commits, in their order, as far as they are stored."""
    rows = {row.commit: row.release_id for row in session.scalars(_newest(project))}
    return [releases.of_commit(session, rows[commit], commit) for commit in ids if commit in rows]


def _newest(project: str) -> Select[WaypointRow]:
    """The query for the newest row of each commit."""
    ids = select(func.max(WaypointRow.id)).where(WaypointRow.project == project).group_by(WaypointRow.commit)
    return select(WaypointRow).where(WaypointRow.id.in_(ids))
