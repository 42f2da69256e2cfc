"""
What a release holds, stored once for all releases with the same fingerprint, and its size.

What is known of tables and columns is beside the content, and the latest of it counts.
"""

import json
from contextlib import suppress
from dataclasses import astuple
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.json_values import ManifestError
from app.domain.label import ReleaseSize
from app.domain.manifest import freeze, freeze_schema, thaw, thaw_keys, with_schema
from app.domain.release import Release
from app.store.environments import insert_once
from app.store.errors import DamagedReleaseError
from app.store.sessions import StoreCache, WriteSession
from app.store.tables import ReleaseRow


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
        _mend(session, release_id, release)
        _learn(session, release_id, release)
    return release_id


def read(content: str, schema: str | None, *, name: str) -> Release:
    """The release that is stored so, without what it is called. Raises `DamagedReleaseError`, which says `name`."""
    try:
        return with_schema(thaw(content), schema)
    except (ManifestError, ValueError, LookupError, TypeError):
        raise DamagedReleaseError(name) from None


def read_keys(content: str, *, name: str) -> Release:
    """That release with the keys of its migrations alone. Raises as `read`."""
    try:
        return thaw_keys(content)
    except (ValueError, LookupError, TypeError):
        raise DamagedReleaseError(name) from None


def _mend(session: WriteSession, release_id: int, release: Release) -> None:
    """Store a release whole again whose stored text cannot be read."""
    stored = select(ReleaseRow.content, ReleaseRow.schema).where(ReleaseRow.id == release_id)
    content, schema = session.execute(stored).one()
    try:
        read(content, schema, name="")
    except DamagedReleaseError:
        values = {"content": freeze(release), "schema": freeze_schema(release), "size": _size(release)}
        session.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(values))
        StoreCache.of(session).forget_releases()


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


def sizes(session: Session, project: str) -> dict[str, ReleaseSize]:
    """
    The size of each release, by fingerprint, without what it holds.

    Not of releases that were stored before sizes were, nor where the store was changed from outside.
    """
    rows = session.execute(
        select(ReleaseRow.fingerprint, ReleaseRow.size).where(
            ReleaseRow.project == project, ReleaseRow.size.is_not(None)
        )
    )
    known = {}
    for row in rows:
        with suppress(ValueError, TypeError):
            known[row.fingerprint] = ReleaseSize(*json.loads(row.size))
    return known


def measure(session: WriteSession, project: str) -> None:
    """Store the sizes of the releases that were stored before sizes were."""
    unmeasured = select(ReleaseRow.id).where(ReleaseRow.project == project, ReleaseRow.size.is_(None))
    for id_ in session.scalars(unmeasured).all():
        content = session.scalars(select(ReleaseRow.content).where(ReleaseRow.id == id_)).one()
        with suppress(DamagedReleaseError):  # its pages say so
            size = _size(read(content, None, name=""))
            session.execute(update(ReleaseRow).where(ReleaseRow.id == id_).values(size=size))


def _size(release: Release) -> str:
    size = ReleaseSize(release.django, len(release.migrations), len(release.apps), len(release.unreadable))
    return json.dumps(astuple(size))


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
