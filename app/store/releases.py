"""
Releases, kept by their content, and the labels that point to them.

Neither is ever edited nor deleted: a label that moves is a new pointer, and the newest one counts. Two releases that
differ only in what decides nothing (label, commit, settings module) are one content; each label keeps its own commit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.label import Label
from app.domain.manifest import freeze, thaw
from app.domain.release import Release
from app.store.environments import insert_once
from app.store.sessions import StoreCache, WriteSession
from app.store.snapshots import FINGERPRINT_PREFIX
from app.store.tables import LabelRow, ReleaseRow


def add(session: WriteSession, project: str, release: Release, *, label: str, at: datetime) -> bool:
    """Keep a release and point the label to it. False when the label pointed to this content and commit already."""
    of_content = select(ReleaseRow.id).where(
        ReleaseRow.project == project, ReleaseRow.fingerprint == release.fingerprint
    )
    release_id = session.scalar(of_content)
    if release_id is None:
        insert_once(
            session,
            ReleaseRow,
            project=project,
            fingerprint=release.fingerprint,
            content=freeze(release),
            added_at=at,
        )
        release_id = session.scalars(of_content).one()
    last = session.scalar(_newest(project).where(LabelRow.label == label))
    if last is not None and (last.release_id, last.commit) == (release_id, release.commit):
        return False
    session.add(
        LabelRow(project=project, label=label, commit=release.commit, release_id=release_id, added_at=at)
    )
    return True


def with_label(session: Session, project: str, label: str) -> Release | None:
    """The release that the label points to now, with that label and its commit; None for an unknown label."""
    pointer = session.scalar(_newest(project).where(LabelRow.label == label))
    return None if pointer is None else _release(session, pointer.release_id, pointer.label, pointer.commit)


def of_labels(session: Session, project: str, wanted: Iterable[Label]) -> dict[Label, Release]:
    """What these pointers point to, each with its label and commit. Two queries, however many there are."""
    pointers = tuple(wanted)
    fingerprints = {pointer.fingerprint for pointer in pointers}
    of_project = select(ReleaseRow.fingerprint, ReleaseRow.id).where(ReleaseRow.project == project)
    rows = session.execute(of_project.where(ReleaseRow.fingerprint.in_(fingerprints)))
    ids = {row.fingerprint: row.id for row in rows}
    memory = StoreCache.of(session).releases
    found = {one: memory.get((ids[one.fingerprint], one.label, one.commit)) for one in pointers}
    lacking = {ids[one.fingerprint] for one, release in found.items() if release is None}
    query = select(ReleaseRow.id, ReleaseRow.content).where(ReleaseRow.id.in_(lacking))
    contents = {row.id: row.content for row in session.execute(query)} if lacking else {}
    return {
        one: release or _thaw(session, ids[one.fingerprint], one.label, one.commit, contents)
        for one, release in found.items()
    }


def with_fingerprint(session: Session, project: str, prefix: str) -> tuple[Release, ...]:
    """
    The releases whose fingerprint begins so, by fingerprint; none for less than eight hex digits.

    Label and commit are those under which the content was kept first.
    """
    if not FINGERPRINT_PREFIX.fullmatch(prefix):
        return ()
    query = select(ReleaseRow.id).where(
        ReleaseRow.project == project, ReleaseRow.fingerprint.startswith(prefix)
    )
    first = {
        id_: session.scalar(select(LabelRow).where(LabelRow.release_id == id_).order_by(LabelRow.id).limit(1))
        for id_ in session.scalars(query.order_by(ReleaseRow.fingerprint)).all()
    }
    return tuple(
        _release(session, id_, pointer.label if pointer else None, pointer.commit if pointer else None)
        for id_, pointer in first.items()
    )


def labels(session: Session, project: str) -> tuple[Label, ...]:
    """Every label with what it points to now, the one that moved last first."""
    return _labels(session, _newest(project))


def all_labels(session: Session, project: str) -> tuple[Label, ...]:
    """Every pointer there ever was, newest first."""
    return _labels(session, select(LabelRow).where(LabelRow.project == project))


def _newest(project: str) -> Select[LabelRow]:
    """The newest pointer of each label."""
    ids = select(func.max(LabelRow.id)).where(LabelRow.project == project).group_by(LabelRow.label)
    return select(LabelRow).where(LabelRow.id.in_(ids))


def _labels(session: Session, query: Select[LabelRow]) -> tuple[Label, ...]:
    rows = session.execute(
        query.join(ReleaseRow, ReleaseRow.id == LabelRow.release_id)
        .add_columns(ReleaseRow.fingerprint)
        .order_by(LabelRow.id.desc())
    )
    return tuple(Label(row.label, fingerprint, row.commit, row.added_at) for row, fingerprint in rows)


def _release(session: Session, release_id: int, label: str | None, commit: str | None) -> Release:
    """One release, the same value each time as long as it is in memory: its graph is then made once."""
    memory = StoreCache.of(session).releases
    found = memory.get((release_id, label, commit))
    if found is None:
        content = session.scalars(select(ReleaseRow.content).where(ReleaseRow.id == release_id)).one()
        found = _thaw(session, release_id, label, commit, {release_id: content})
    return found


def _thaw(
    session: Session, release_id: int, label: str | None, commit: str | None, contents: Mapping[int, str]
) -> Release:
    found = replace(thaw(contents[release_id]), label=label, commit=commit)
    StoreCache.of(session).releases.put((release_id, label, commit), found)
    return found
