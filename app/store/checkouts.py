"""What can be checked out of a project's code: the releases of labels, and those of commits without one."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.domain.provenance.waypoints import waypoints
from app.domain.release import Release
from app.store import knowledge, releases
from app.store.revision import remembered
from app.store.sessions import ReadSession, StoreCache, WriteSession
from app.store.tables import LabelRow, WaypointRow

MAX_RELEASES = 40
"""As of a moment, so many releases of labels are known, the newest ones."""


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


def of_project(session: ReadSession, project: str) -> tuple[Release, ...]:
    """
    Every known release that can be checked out, oldest first. The same value while nothing is added.

    These are the newest ones of labels, and those of the commits before an edit that a database can trip over.
    """
    known = knowledge.of_project(session, project)
    newest = remembered(session, ("newest-waypoint", project), lambda: _newest_waypoint(session, project))
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


def _newest_waypoint(session: ReadSession, project: str) -> int | None:
    return session.scalar(select(func.max(WaypointRow.id)).where(WaypointRow.project == project))


def as_of(session: ReadSession, project: str, moment: datetime) -> tuple[Release, ...]:
    """
    The releases that could be checked out at a moment, as far as they were stored by then: the same for ever.

    Those of commits without a label come first, then those of labels, as they were stored. What was learned later of
    the code's history orders nothing here.
    """
    labels_until = session.scalar(_newest_until(LabelRow, project, moment))
    key = (project, labels_until, session.scalar(_newest_until(WaypointRow, project, moment)))
    cache = StoreCache.of(session).earlier_checkouts
    checkouts = cache.get(key)
    if checkouts is None:
        labels = releases.labels(session, project, moment=moment)
        first = {label.fingerprint: label for label in labels}
        chosen = [label for label in labels if first[label.fingerprint] is label][:MAX_RELEASES]
        by_label = releases.of_labels(session, project, chosen)
        of_labels = knowledge.within_bounds([by_label[label] for label in chosen])
        rows = session.scalars(
            _newest(project, WaypointRow.added_at <= moment).order_by(WaypointRow.id.desc())
        )
        of_commits = [releases.of_commit(session, row.release_id, row.commit) for row in rows]
        others = [release for release in of_commits if release.fingerprint not in first]
        checkouts = (*reversed(knowledge.within_bounds(others)), *reversed(of_labels))
        cache.put(key, checkouts)
    return checkouts


def _newest_until(
    table: type[LabelRow] | type[WaypointRow], project: str, moment: datetime
) -> Select[int | None]:
    return select(func.max(table.id)).where(table.project == project, table.added_at <= moment)


def _of_commits(session: Session, project: str, ids: tuple[str, ...]) -> list[Release]:
    """The releases of these commits, in their order, as far as they are stored."""
    rows = {row.commit: row.release_id for row in session.scalars(_newest(project))}
    return [releases.of_commit(session, rows[commit], commit) for commit in ids if commit in rows]


def _newest(project: str, *conditions: ColumnElement[bool]) -> Select[WaypointRow]:
    """The query for the newest row of each commit, of those that meet the conditions."""
    of_project = select(func.max(WaypointRow.id)).where(WaypointRow.project == project, *conditions)
    ids = of_project.group_by(WaypointRow.commit)
    return select(WaypointRow).where(WaypointRow.id.in_(ids))
