"""The verdict of each environment that counts for what is told."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.domain.findings import Verdict
from app.domain.fleet.announcement import KnownVerdict
from app.store.environments import insert_all_once
from app.store.sessions import WriteSession
from app.store.tables import VerdictRow

LOCK_ID = 7_231_446_029
"""The number of an advisory lock on PostgreSQL: those who decide what is told do so in turn, as they do on SQLite."""


def lock(session: WriteSession) -> None:
    """Wait until nobody else decides what is told, and keep others waiting until the session ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK_ID)))


def known(session: Session, project: str) -> dict[str, KnownVerdict]:
    """What is known of each environment of a project, by slug."""
    return {row.slug: _known(row) for row in session.scalars(select(VerdictRow).filter_by(project=project))}


def keep(session: WriteSession, project: str, verdicts: Mapping[str, KnownVerdict]) -> None:
    """Keep what is known of some environments now, in place of what was."""
    new = []
    rows = {row.slug: row for row in session.scalars(select(VerdictRow).filter_by(project=project))}
    for slug, verdict in verdicts.items():
        row = rows.get(slug)
        values = {
            "verdict": verdict.verdict,
            "judged": verdict.judged,
            "release": verdict.release,
            "label": verdict.label,
            "pending": verdict.pending,
            "pending_since": verdict.pending_since,
        }
        if row is None:
            new.append({"project": project, "slug": slug, **values})
            continue
        for name, value in values.items():
            setattr(row, name, value)
    insert_all_once(session, VerdictRow, new)


def forget(session: WriteSession, project: str, slugs: Iterable[str]) -> None:
    """Forget environments that are not looked at any more: one that comes back is a new one."""
    for slug in slugs:
        session.execute(delete(VerdictRow).filter_by(project=project, slug=slug))


def _known(row: VerdictRow) -> KnownVerdict:
    return KnownVerdict(
        _verdict(row.verdict),
        _verdict(row.judged),
        row.release,
        row.label,
        _verdict(row.pending),
        row.pending_since,
    )


def _verdict(value: str | None) -> Verdict | None:
    """A verdict; None also for one of a newer Driftboard."""
    return Verdict(value) if value in set(Verdict) else None
