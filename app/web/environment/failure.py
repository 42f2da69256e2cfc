"""What is known of the looks at an environment that is not seen: since when, tried when, and how to try it by hand."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends

from app.domain import english
from app.domain.failure import Cause, Failure
from app.domain.findings import Verdict
from app.domain.ways.scripts import Dialect
from app.web.environment.dependencies import Live
from app.web.environment.views import FailureLine, FailureView
from app.web.layout.first_steps import READER_ACCOUNT, READER_ROLE, collect_by_hand
from app.web.server.site import CurrentSite
from app.web.wording.moments import Times

ROLE_CAUSES = frozenset({Cause.NO_ROLE, Cause.NOT_ADMITTED, Cause.DATABASE_FORBIDDEN, Cause.FORBIDDEN})
"""The causes that a role which may read the table ends."""

READERS = {Dialect.POSTGRESQL: READER_ROLE, Dialect.MYSQL: READER_ACCOUNT}
"""The statements that make such a role, for each kind of database that has roles."""


def live_failure(environment: Live, site: CurrentSite) -> FailureView | None:
    """The looks at the table of a live page; None where it is seen, or where only its project pushes."""
    facts = environment.facts
    sighting = facts.sighting
    if facts.now is None or sighting.is_pushed or sighting.verdict is not Verdict.UNSEEN:
        return None
    cause = None if sighting.failure is None else sighting.failure.cause
    return FailureView(
        _lines(sighting.failure, sighting.seen_at, site.settings.interval, now=facts.now),
        collect_by_hand(facts.project.slug, facts.environment.slug),
        READERS.get(facts.dialect, "") if cause in ROLE_CAUSES else "",
    )


LiveFailure = Annotated[FailureView | None, Depends(live_failure)]


def _lines(
    failure: Failure | None, seen_at: datetime | None, interval: timedelta, *, now: datetime
) -> tuple[FailureLine, ...]:
    times = Times(now)
    lines = [] if seen_at is None else [FailureLine("Seen last", times.of(seen_at))]
    if failure is not None and failure.cause is not Cause.DAMAGED:
        lines.append(FailureLine("Fails since", times.absolute(failure.since)))
        lines.append(FailureLine("Tried last", times.of(failure.last_at)))
    tried_at = seen_at if failure is None else failure.last_at
    if tried_at is not None:
        lines.append(FailureLine("Tried next", text=_next_try(tried_at + interval, interval, now)))
    return tuple(lines)


def _next_try(due: datetime, interval: timedelta, now: datetime) -> str:
    """When the schedule comes round again. A round may take as long as the interval; later than that it is overdue."""
    if due > now:
        return f"in {english.span(due - now)}"
    if now - due <= interval:
        return "now"
    return f"was due {english.ago(due, now=now)}: look whether Driftboard collects"
