"""
The releases themselves, read whole or with the keys of their migrations alone.

While one is in memory the same value is returned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.label import Label
from app.domain.release import Release
from app.reader import go_on
from app.store.releases.contents import read, read_keys
from app.store.releases.labels import newest_rows
from app.store.revision import remembered
from app.store.sessions import ReadSession, StoreCache
from app.store.snapshots import FINGERPRINT_PREFIX
from app.store.tables import LabelRow, ReleaseRow

CONTENTS_AT_ONCE = 20
"""The contents of so many releases are read in one query."""


def with_label(session: Session, project: str, label: str) -> Release | None:
    """The release that a label points to now, with this label and its commit; None for an unknown label."""
    row = session.scalar(newest_rows(project).where(LabelRow.label == label, ~LabelRow.is_removed))
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
        by_fingerprint = {row.fingerprint: read_keys(row.content, name=row.fingerprint[:10]) for row in rows}
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
    name = label or commit or f"with the number {release_id}"
    release = replace(read(content, schema, name=name), label=label, commit=commit)
    StoreCache.of(session).releases.put((release_id, label, commit), release)
    return release
