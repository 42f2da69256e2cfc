"""
The times without any look that last; schemas of one database that were seen last at one moment are one.

They are stored when they end. Until then the limit of the settings says when they began.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from heapq import nsmallest

from app.config import Project
from app.domain.events.outage import Outage
from app.domain.events.span import Mark, Span
from app.domain.failure import Cause
from app.store import failures, snapshots
from app.store.sessions import ReadSession
from app.store.timeline.outages import OutageMark

SOURCE = 6
"""The place of these facts among those of one moment: below all that is stored."""

DIGEST_BYTES = 7
"""A number of so many bytes stands in a mark."""


def lasting_gaps(  # noqa: PLR0913 - what a reader asks for
    session: ReadSession,
    project: Project,
    environment: str | None,
    span: Span,
    *,
    now: datetime,
    most: int,
) -> tuple[tuple[OutageMark, ...], datetime | None]:
    """The newest of them, at most `most`, and the moment at which the next one begins by the clock alone."""
    begun: dict[tuple[str, str, datetime], OutageMark] = {}
    turns = []
    for gap in _gaps(session, project, environment):
        if gap.mark.at >= now:
            turns.append(gap.mark.at)
            continue
        key = (gap.environment, gap.location.alias, gap.mark.at)
        first = begun.setdefault(key, gap)
        if first is not gap:
            outage = replace(first.outage, tables=first.outage.tables + 1)
            begun[key] = replace(first, outage=outage)
    shown = (gap for gap in begun.values() if _holds(span, gap.mark))
    return tuple(nsmallest(most, shown, key=lambda gap: gap.mark.order)), min(turns, default=None)


def _holds(span: Span, mark: Mark) -> bool:
    return (
        (span.begin is None or span.begin <= mark.at)
        and (span.end is None or mark.at < span.end)
        and (span.after is None or mark.order > span.after.order)
    )


def _gaps(session: ReadSession, project: Project, environment: str | None) -> Iterator[OutageMark]:
    failing = failures.current(session, project.slug)
    for (slug, location), summary in snapshots.latest_summaries(session, project.slug).items():
        configured = project.environment(slug)
        if configured is None or environment not in (None, slug) or (slug, location) in failing:
            continue
        identity = f"gap/{slug}/{location.alias}/{summary.seen_at.isoformat()}"
        number = int.from_bytes(blake2b(identity.encode(), digest_size=DIGEST_BYTES).digest())
        yield OutageMark(
            Mark(summary.seen_at + configured.stale_after, SOURCE, number),
            identity,
            slug,
            location,
            Outage(Cause.NOT_COLLECTED, summary.seen_at),
        )
