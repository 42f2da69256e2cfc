"""
Releases, stored by content, and the labels that point to them.

Neither is ever edited nor deleted. A label that moves or is removed is a new row, and its newest row counts. Two
releases with the same fingerprint are stored once; they may differ in label, commit and settings module. Each label
has its own commit. What is known of tables and columns is beside the content, and the latest of it counts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from app.domain.label import Label, ReleaseSize
from app.domain.manifest import freeze, freeze_schema, thaw, thaw_keys, with_schema
from app.domain.release import Release
from app.reader import go_on
from app.store.environments import insert_once
from app.store.revision import remembered
from app.store.sessions import ReadSession, StoreCache, WriteSession
from app.store.snapshots import FINGERPRINT_PREFIX
from app.store.tables import LabelRow, ReleaseRow

CONTENTS_AT_ONCE = 20
"""The contents of so many releases are read in one query."""


def add(session: WriteSession, project: str, release: Release, *, label: str, at: datetime) -> bool:
    """Store a release under a label. False when the label already pointed to this content and commit."""
    release_id = content_id(session, project, release, at=at)
    last = session.scalar(_newest(project).where(LabelRow.label == label))
    is_there = last is not None and not last.is_removed
    if last is not None and is_there and (last.release_id, last.commit) == (release_id, release.commit):
        return False
    session.add(
        LabelRow(project=project, label=label, commit=release.commit, release_id=release_id, added_at=at)
    )
    return True


def content_id(session: WriteSession, project: str, release: Release, *, at: datetime) -> int:
    """The id of what a release holds, which is stored first where it is new."""
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
            schema=freeze_schema(release),
            size=_size(release),
        )
        release_id = session.scalars(of_content).one()
    else:
        _learn(session, release_id, release)
    return release_id


def _learn(session: WriteSession, release_id: int, release: Release) -> None:
    """Keep what is known now of the tables and columns of a release that is stored: who looks later may know more."""
    schema = freeze_schema(release)
    if schema is None:
        return
    learned = session.scalar(
        update(ReleaseRow)
        .where(ReleaseRow.id == release_id, ReleaseRow.schema.is_distinct_from(schema))
        .values(schema=schema)
        .returning(ReleaseRow.id)
    )
    if learned is not None:
        StoreCache.of(session).forget_releases()


def remove(session: WriteSession, project: str, label: str, *, at: datetime) -> Label | None:
    """
    Remove a label, and return where it pointed; None where there is no such label.

    Its release stays, and so do all places where it ever pointed. When it is added again it is back.
    """
    row = session.scalar(_newest(project).where(LabelRow.label == label, ~LabelRow.is_removed))
    if row is None:
        return None
    session.add(
        LabelRow(
            project=project,
            label=label,
            commit=row.commit,
            release_id=row.release_id,
            added_at=at,
            is_removed=True,
        )
    )
    fingerprint = session.scalars(select(ReleaseRow.fingerprint).where(ReleaseRow.id == row.release_id)).one()
    return Label(label, fingerprint, row.commit, row.added_at)


def removed(session: Session, project: str) -> tuple[Label, ...]:
    """The labels that are removed now: where each pointed last, and as `added_at` the moment of its removal."""
    return _labels(session, _newest(project).where(LabelRow.is_removed))


def with_label(session: Session, project: str, label: str) -> Release | None:
    """The release that a label points to now, with this label and its commit; None for an unknown label."""
    row = session.scalar(_newest(project).where(LabelRow.label == label, ~LabelRow.is_removed))
    return None if row is None else _release(session, row.release_id, row.label, row.commit)


def of_commit(session: Session, release_id: int, commit: str) -> Release:
    """A release whose id is known, with the commit that was read, and without a label."""
    return _release(session, release_id, None, commit)


def of_labels(session: ReadSession, project: str, labels: Iterable[Label]) -> dict[Label, Release]:
    """
    The release of each label, with that label and its commit. At most two queries for any number of labels.

    Asked again it takes none, as long as the contents stay in memory and nothing is written.
    """
    labels = tuple(labels)
    fingerprints = frozenset(label.fingerprint for label in labels)
    key = ("release-ids", project, fingerprints)
    ids = remembered(session, key, lambda: _ids(session, project, fingerprints))
    cache = StoreCache.of(session).releases
    releases = {label: cache.get((ids[label.fingerprint], label.label, label.commit)) for label in labels}
    missing = {ids[label.fingerprint] for label, release in releases.items() if release is None}
    query = select(ReleaseRow.id, ReleaseRow.content, ReleaseRow.schema).where(ReleaseRow.id.in_(missing))
    contents = {row.id: (row.content, row.schema) for row in session.execute(query)} if missing else {}
    return {
        label: release or _thaw(session, ids[label.fingerprint], label.label, label.commit, contents)
        for label, release in releases.items()
    }


def _ids(session: Session, project: str, fingerprints: Iterable[str]) -> dict[str, int]:
    """The ids of releases by fingerprint."""
    of_project = select(ReleaseRow.fingerprint, ReleaseRow.id).where(ReleaseRow.project == project)
    rows = session.execute(of_project.where(ReleaseRow.fingerprint.in_(fingerprints)))
    return {row.fingerprint: row.id for row in rows}


def sizes(session: Session, project: str) -> dict[str, ReleaseSize]:
    """The size of each release, by fingerprint, without what it holds; not of releases that were stored before."""
    rows = session.execute(
        select(ReleaseRow.fingerprint, ReleaseRow.size).where(
            ReleaseRow.project == project, ReleaseRow.size.is_not(None)
        )
    )
    return {row.fingerprint: ReleaseSize(*json.loads(row.size)) for row in rows}


def measure(session: WriteSession, project: str) -> None:
    """Store the sizes of the releases that were stored before sizes were."""
    unmeasured = select(ReleaseRow.id).where(ReleaseRow.project == project, ReleaseRow.size.is_(None))
    for id_ in session.scalars(unmeasured).all():
        content = session.scalars(select(ReleaseRow.content).where(ReleaseRow.id == id_)).one()
        size = _size(thaw(content))
        session.execute(update(ReleaseRow).where(ReleaseRow.id == id_).values(size=size))


def _size(release: Release) -> str:
    size = ReleaseSize(release.django, len(release.migrations), len(release.apps), len(release.unreadable))
    return json.dumps(astuple(size))


def keys_of_labels(
    session: Session, project: str, labels: Iterable[Label]
) -> Iterator[tuple[Label, Release]]:
    """
    Yield the release of each label with the keys of its migrations alone, in the order of the labels.

    The contents are read a few at a time, so that many releases are never in memory at once.
    """
    labels = list(labels)
    of_project = select(ReleaseRow.fingerprint, ReleaseRow.content).where(ReleaseRow.project == project)
    for start in range(0, len(labels), CONTENTS_AT_ONCE):
        go_on()
        batch = labels[start : start + CONTENTS_AT_ONCE]
        fingerprints = {label.fingerprint for label in batch}
        rows = session.execute(of_project.where(ReleaseRow.fingerprint.in_(fingerprints)))
        by_fingerprint = {row.fingerprint: thaw_keys(row.content) for row in rows}
        yield from ((label, by_fingerprint[label.fingerprint]) for label in batch)


def with_fingerprint(session: Session, project: str, prefix: str) -> tuple[Release, ...]:
    """
    The releases whose fingerprint begins with `prefix`, by fingerprint; none for fewer than eight hex digits.

    Each has the label and the commit under which it was stored first.
    """
    if not FINGERPRINT_PREFIX.fullmatch(prefix):
        return ()
    query = select(ReleaseRow.id).where(
        ReleaseRow.project == project, ReleaseRow.fingerprint.startswith(prefix)
    )
    first_labels = {
        id_: session.scalar(select(LabelRow).where(LabelRow.release_id == id_).order_by(LabelRow.id).limit(1))
        for id_ in session.scalars(query.order_by(ReleaseRow.fingerprint)).all()
    }
    return tuple(
        _release(session, id_, row.label if row else None, row.commit if row else None)
        for id_, row in first_labels.items()
    )


def frozen(session: Session, project: str, fingerprint: str) -> str | None:
    """The text of a release as `app.domain.manifest.freeze` wrote it; None where none has this very fingerprint."""
    return session.scalar(
        select(ReleaseRow.content).where(ReleaseRow.project == project, ReleaseRow.fingerprint == fingerprint)
    )


def stored_at(session: Session, project: str, fingerprint: str) -> datetime | None:
    """When a release with this fingerprint was stored first; None where there is none."""
    return session.scalar(
        select(ReleaseRow.added_at).where(
            ReleaseRow.project == project, ReleaseRow.fingerprint == fingerprint
        )
    )


def labels(session: Session, project: str, *, moment: datetime | None = None) -> tuple[Label, ...]:
    """
    Every label as it points now, or pointed at a moment, without those that were removed.

    The label that moved last comes first.
    """
    return _labels(session, _newest(project, moment).where(~LabelRow.is_removed))


def all_labels(session: Session, project: str) -> tuple[Label, ...]:
    """Every label at every place it ever pointed to, newest first; also what was removed."""
    return _labels(session, select(LabelRow).where(LabelRow.project == project, ~LabelRow.is_removed))


def known_labels(session: Session, project: str) -> tuple[Label, ...]:
    """Every label at every place it pointed to since it was removed, if it ever was; newest first."""
    removals = (
        select(LabelRow.label, func.max(LabelRow.id).label("id"))
        .where(LabelRow.project == project, LabelRow.is_removed)
        .group_by(LabelRow.label)
        .subquery()
    )
    return _labels(
        session,
        select(LabelRow)
        .outerjoin(removals, removals.c.label == LabelRow.label)
        .where(LabelRow.project == project, LabelRow.id > func.coalesce(removals.c.id, 0)),
    )


def _newest(project: str, moment: datetime | None = None) -> Select[LabelRow]:
    """The query for the newest row of each label, of those that were stored by a moment."""
    of_project = select(func.max(LabelRow.id)).where(LabelRow.project == project)
    until = of_project if moment is None else of_project.where(LabelRow.added_at <= moment)
    return select(LabelRow).where(LabelRow.id.in_(until.group_by(LabelRow.label)))


def _labels(session: Session, query: Select[LabelRow]) -> tuple[Label, ...]:
    rows = session.execute(
        query.join(ReleaseRow, ReleaseRow.id == LabelRow.release_id)
        .add_columns(ReleaseRow.fingerprint)
        .order_by(LabelRow.id.desc())
    )
    return tuple(Label(row.label, fingerprint, row.commit, row.added_at) for row, fingerprint in rows)


def _release(session: Session, release_id: int, label: str | None, commit: str | None) -> Release:
    """One release. While it is in the cache the same value is returned, so its graph is made once."""
    release = StoreCache.of(session).releases.get((release_id, label, commit))
    if release is None:
        query = select(ReleaseRow.content, ReleaseRow.schema).where(ReleaseRow.id == release_id)
        content, schema = session.execute(query).one()
        release = _thaw(session, release_id, label, commit, {release_id: (content, schema)})
    return release


def _thaw(
    session: Session,
    release_id: int,
    label: str | None,
    commit: str | None,
    contents: Mapping[int, tuple[str, str | None]],
) -> Release:
    go_on()
    content, schema = contents[release_id]
    release = replace(with_schema(thaw(content), schema), label=label, commit=commit)
    StoreCache.of(session).releases.put((release_id, label, commit), release)
    return release
