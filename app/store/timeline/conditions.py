"""The conditions with which a query finds the facts of a stretch of time; private to this package."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.sql.elements import SQLColumnExpression

from app.domain.events.span import Span


def holds(
    span: Span,
    moment: SQLColumnExpression[datetime],
    number: SQLColumnExpression[int],
    *,
    source: int,
) -> list[ColumnElement[bool]]:
    """The conditions for the facts of one source."""
    found = holds_moment(span, moment)
    after = span.after
    if after is None or source > after.source:
        return found
    if source < after.source:
        return [*found, moment < after.at]
    return [*found, or_(moment < after.at, and_(moment == after.at, number < after.number))]


def holds_moment(span: Span, moment: SQLColumnExpression[datetime]) -> list[ColumnElement[bool]]:
    """The conditions for a moment, whatever was read already at that very moment."""
    found: list[ColumnElement[bool]] = []
    if span.begin is not None:
        found.append(moment >= span.begin)
    if span.end is not None:
        found.append(moment < span.end)
    if span.after is not None:
        found.append(moment <= span.after.at)
    return found
