"""
The history of the code of each project: its commits, what each did to migrations, and where labels pointed.

A label that moves is a new row, and its newest row counts. A label that is gone has a newest row without a commit. No
commit is edited. Only a history that was read in another way replaces the commits of the one before.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import (
    NO_HISTORY,
    Change,
    ChangedPart,
    ChangeKind,
    Commit,
    Ref,
    RefKind,
)
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from app.store.revision import remembered
from app.store.sessions import ReadSession, StoreCache, WriteSession
from app.store.tables import CodeChangeRow, CodeCommitRow, CodeReadingRow, CodeRefRow

LOCK_ID = 7_264_158_022
"""The number of an advisory lock on PostgreSQL: those who add commits do so in turn."""


def of_project(session: ReadSession, project: str) -> CodeHistory:
    """The stored history of the project's code, or `NO_HISTORY`. The same value while nothing is added."""
    newest = remembered(session, ("newest-of-code", project), lambda: _newest_ids(session, project))
    if newest[:2] == (None, None):
        return NO_HISTORY
    cache = StoreCache.of(session).code_histories
    history = cache.get((project, *newest))
    if history is None:
        by_id = {row.id: row for row in session.scalars(_commits(project))}
        history = CodeHistory(
            {row.commit: _commit(row) for row in by_id.values()},
            tuple(_change(row, by_id[row.commit_id].commit) for row in session.scalars(_changes(project))),
            refs_of(session, project),
        )
        cache.put((project, *newest), history)
    return history


def _newest_ids(session: Session, project: str) -> tuple[int | None, int | None, int | None]:
    """The newest commit, label and reading: while these stay, so does the history."""
    commits, refs, readings = (
        session.scalar(select(func.max(table.id)).where(table.project == project))
        for table in (CodeCommitRow, CodeRefRow, CodeReadingRow)
    )
    return commits, refs, readings


def reading(session: Session, project: str) -> str | None:
    """The fingerprint of how the stored history was read; None where it was stored before this was known."""
    newest = select(func.max(CodeReadingRow.id)).where(CodeReadingRow.project == project).scalar_subquery()
    return session.scalar(select(CodeReadingRow.fingerprint).where(CodeReadingRow.id == newest))


def replace(session: WriteSession, project: str, new: CodeHistory, *, fingerprint: str, at: datetime) -> int:
    """Store a history that was read in another way instead of the stored one; the number of its commits."""
    _lock(session)
    ids = select(CodeCommitRow.id).where(CodeCommitRow.project == project)
    session.execute(delete(CodeChangeRow).where(CodeChangeRow.commit_id.in_(ids)))
    session.execute(delete(CodeCommitRow).where(CodeCommitRow.project == project))
    session.add(CodeReadingRow(project=project, fingerprint=fingerprint, received_at=at))
    return add(session, project, new, at=at)


def add(session: WriteSession, project: str, new: CodeHistory, *, at: datetime) -> int:
    """Store the commits that are not there yet, and where the labels point now; the number of new commits."""
    _lock(session)
    old = set(session.scalars(select(CodeCommitRow.commit).where(CodeCommitRow.project == project)))
    commits = [commit for commit in new.commits.values() if commit.id not in old]
    if commits:
        session.execute(insert(CodeCommitRow), [_commit_row(project, commit, at) for commit in commits])
        added = {commit.id for commit in commits}
        ids = {row.commit: row.id for row in session.scalars(_commits(project)) if row.commit in added}
        rows = list(_change_rows(ids, new.changes))
        if rows:
            session.execute(insert(CodeChangeRow), rows)
    _add_refs(session, project, new.refs, at)
    return len(commits)


def _lock(session: WriteSession) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK_ID)))


def _add_refs(session: WriteSession, project: str, refs: Iterable[Ref], at: datetime) -> None:
    """Add a row for each label that is new, that moved, or that is gone."""
    before = {ref.label: ref for ref in refs_of(session, project)}
    now = {ref.label: ref for ref in refs}
    for label in sorted(before.keys() | now.keys()):
        ref = now.get(label)
        if ref == before.get(label):
            continue
        session.add(
            CodeRefRow(
                project=project,
                label=label,
                kind=(ref or before[label]).kind.value,
                head=ref.head if ref else None,
                commit=ref.commit if ref else None,
                rank=ref.rank if ref else 0,
                received_at=at,
                committed_at=ref.committed_at.isoformat() if ref and ref.committed_at else None,
            )
        )


def _commits(project: str) -> Select[CodeCommitRow]:
    return select(CodeCommitRow).where(CodeCommitRow.project == project).order_by(CodeCommitRow.id)


def _changes(project: str) -> Select[CodeChangeRow]:
    return (
        select(CodeChangeRow)
        .join(CodeCommitRow, CodeCommitRow.id == CodeChangeRow.commit_id)
        .where(CodeCommitRow.project == project)
        .order_by(CodeChangeRow.commit_id, CodeChangeRow.position)
    )


def refs_of(session: Session, project: str) -> tuple[Ref, ...]:
    """Where the branches, tags and releases point now, by label: without the history, which is large."""
    newest = select(func.max(CodeRefRow.id)).where(CodeRefRow.project == project).group_by(CodeRefRow.label)
    rows = session.scalars(select(CodeRefRow).where(CodeRefRow.id.in_(newest)).order_by(CodeRefRow.label))
    return tuple(
        Ref(row.label, RefKind(row.kind), row.head, row.commit, row.rank, _moment(row.committed_at))
        for row in rows
        if row.head is not None
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _commit(row: CodeCommitRow) -> Commit:
    return Commit(
        row.commit,
        tuple(row.parents.split()),
        row.author,
        _moment(row.authored_at),
        _moment(row.committed_at),
        row.subject,
        row.is_cut,
    )


def _commit_row(project: str, commit: Commit, at: datetime) -> dict[str, object]:
    return {
        "project": project,
        "commit": commit.id,
        "parents": " ".join(commit.parents),
        "author": commit.author,
        "authored_at": commit.authored_at.isoformat() if commit.authored_at else None,
        "committed_at": commit.committed_at.isoformat() if commit.committed_at else None,
        "subject": commit.subject,
        "is_cut": commit.is_cut,
        "received_at": at,
    }


def _change(row: CodeChangeRow, commit: str) -> Change:
    other = None
    if row.other_app_label is not None and row.other_name is not None:
        other = MigrationKey(row.other_app_label, row.other_name)
    key = MigrationKey(row.app_label, row.name)
    excerpt = None if row.excerpt is None else _excerpt(row.excerpt)
    return Change(commit, key, ChangedPart(row.part), ChangeKind(row.act), other, row.path, excerpt)


def _change_rows(ids: dict[str, int], changes: Iterable[Change]) -> Iterator[dict[str, object]]:
    positions: dict[str, int] = {}
    for change in changes:
        if change.commit not in ids:
            continue
        positions[change.commit] = positions.get(change.commit, -1) + 1
        yield {
            "commit_id": ids[change.commit],
            "position": positions[change.commit],
            "app_label": change.key.app_label,
            "name": change.key.name,
            "part": change.part.value,
            "act": change.kind.value,
            "other_app_label": change.other.app_label if change.other else None,
            "other_name": change.other.name if change.other else None,
            "path": change.path,
            "excerpt": None if change.excerpt is None else _excerpt_text(change.excerpt),
        }


def _excerpt_text(excerpt: Excerpt) -> str:
    """An excerpt as JSON in ASCII: `[14, [[" ", "dependencies = ["], ["+", "    (…),"]]]`."""
    lines = [[line.sign, line.text] for line in excerpt.lines]
    return json.dumps([excerpt.first, lines], separators=(",", ":"))


def _excerpt(text: str) -> Excerpt:
    first, lines = json.loads(text)
    return Excerpt(first, tuple(ExcerptLine(sign, line) for sign, line in lines))
