"""Tables that could not be read any more, and that could be read again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import SQLColumnExpression

from app.domain.events.outage import Outage
from app.domain.events.span import Mark, Span
from app.domain.failure import Cause
from app.domain.table_location import TableLocation
from app.store.tables import EnvironmentRow, FailureRow
from app.store.timeline.conditions import holds, holds_moment

BEGINNINGS = 5
ENDINGS = 4
"""The places of these facts among those of one moment: what began stands below what ended, as it was before."""


@dataclass(frozen=True, slots=True)
class OutageMark:
    """The beginning or the end of an outage of one table, or of schemas that failed alike."""

    mark: Mark
    identity: str
    environment: str
    location: TableLocation
    outage: Outage

    @property
    def is_end(self) -> bool:
        """Whether the table was read again then."""
        return self.mark.source == ENDINGS


def beginnings(
    session: Session, project: str, environment: str | None, span: Span, *, most: int
) -> tuple[OutageMark, ...]:
    """
    The newest beginnings of outages, at most `most`.

    A gap in which the table was known to fail is none of its own: the failure says more. It begins when the limit of
    the environment had passed.
    """
    other = aliased(FailureRow)
    follows = exists().where(
        other.environment_id == FailureRow.environment_id,
        other.ended_at == FailureRow.since,
        other.unseen_from.is_(None),
        other.id != FailureRow.id,
        FailureRow.unseen_from.is_(None),
    )
    began = func.coalesce(FailureRow.unseen_from, FailureRow.since)
    covered = exists().where(
        other.environment_id == FailureRow.environment_id,
        other.unseen_from.is_(None),
        other.since <= FailureRow.unseen_from,
        or_(other.ended_at.is_(None), other.ended_at > FailureRow.unseen_from),
    )
    shown = or_(FailureRow.unseen_from.is_(None), ~covered)
    return _marks(session, project, environment, span, began, BEGINNINGS, most, shown, follows)


def endings(
    session: Session, project: str, environment: str | None, span: Span, *, most: int
) -> tuple[OutageMark, ...]:
    """The newest moments at which tables were read again, at most `most`: each once, whatever had kept them."""
    other = aliased(FailureRow)
    goes_on = exists().where(
        other.environment_id == FailureRow.environment_id,
        other.since == FailureRow.ended_at,
        other.unseen_from.is_(None),
        other.id > FailureRow.id,
    )
    twin = exists().where(
        other.environment_id == FailureRow.environment_id,
        other.ended_at == FailureRow.ended_at,
        other.unseen_from.is_(None),
    )
    is_gap = FailureRow.unseen_from.is_not(None)
    shown = and_(FailureRow.ended_at.is_not(None), or_(and_(is_gap, ~twin), and_(~is_gap, ~goes_on)))
    return _marks(session, project, environment, span, FailureRow.ended_at, ENDINGS, most, shown, None)


def _marks(  # noqa: PLR0913, PLR0917 - the parts of one query
    session: Session,
    project: str,
    environment: str | None,
    span: Span,
    moment: SQLColumnExpression[Any],
    source: int,
    most: int,
    shown: ColumnElement[bool],
    follows: ColumnElement[bool] | None,
) -> tuple[OutageMark, ...]:
    number = func.min(FailureRow.id)
    does_follow = literal(0) if follows is None else func.max(case((follows, 1), else_=0))
    query = (
        select(
            number,
            EnvironmentRow.slug,
            EnvironmentRow.alias,
            func.min(EnvironmentRow.schema),
            FailureRow.cause,
            moment,
            func.min(FailureRow.since),
            func.max(FailureRow.last_at),
            func.max(FailureRow.ended_at),
            func.count(),
            does_follow,
        )
        .join(EnvironmentRow, EnvironmentRow.id == FailureRow.environment_id)
        .where(EnvironmentRow.project == project, shown, *holds_moment(span, moment))
        .group_by(EnvironmentRow.slug, EnvironmentRow.alias, FailureRow.cause, moment)
        .having(*holds(span, moment, number, source=source))
        .order_by(moment.desc(), number.desc())
        .limit(most)
    )
    if environment is not None:
        query = query.where(EnvironmentRow.slug == environment)
    return tuple(
        OutageMark(
            Mark(at, source, id_),
            _identity(id_, slug, alias, Cause(cause), since, source),
            slug,
            TableLocation(alias, schema),
            Outage(Cause(cause), since, last_at, until, bool(follow), tables),
        )
        for id_, slug, alias, schema, cause, at, since, last_at, until, tables, follow in session.execute(
            query
        )
    )


def _identity(  # noqa: PLR0913, PLR0917 - what names an outage
    number: int, slug: str, alias: str, cause: Cause, since: datetime, source: int
) -> str:
    """A gap is named before it is stored, as it lasts until then."""
    if source == ENDINGS:
        return f"outage/{number}/end"
    if cause is Cause.NOT_COLLECTED:
        return f"gap/{slug}/{alias}/{since.isoformat()}"
    return f"outage/{number}/start"
