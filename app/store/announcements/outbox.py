"""
The outbox: a message is in it from the moment at which its change counts until its channel has taken it.

    waiting ──hold──► held ──sent──► outcome "sent"
       ▲               │
       └────failed─────┘  …until its time is over: "given-up"

Whoever tries a message holds it for a while, renewed while the try lasts, so that no other process tries it too. When a
process is killed, its hold ends by itself and the message waits again: it is tried once more, as nobody knows whether
the channel had taken it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from app.domain.english import LEEWAY
from app.domain.fleet.announcement import Announcement
from app.store.announcements import content
from app.store.sessions import WriteSession
from app.store.tables import MessageRow

KEPT = timedelta(days=30)
"""What came of a message is kept so long."""

LONGEST_WAIT = timedelta(hours=25)
LONGEST_HOLD = timedelta(minutes=10)
"""No message waits longer for its next try, and none is held for longer: a later moment is one of a wrong clock."""

SENT, GIVEN_UP, SAID = "sent", "given-up", "said"
"""Outcomes. `SAID`: given up, and a later message said so."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    A message of a rule that was not taken yet. `problem` is why not, at the last of its `tries`.

    `until` is when it is given up. Of one that was given up, `ended_at` is when.
    """

    id: int
    name: str
    rule: str
    message: Announcement
    created_at: datetime
    next_at: datetime
    until: datetime
    tries: int
    problem: str
    ended_at: datetime | None = None


def add(  # noqa: PLR0913 - what a message is
    session: WriteSession,
    rule: str,
    message: Announcement,
    *,
    at: datetime,
    next_at: datetime,
    lasts: timedelta,
) -> None:
    """Put a message in; it is tried from `next_at` on, for as long as it `lasts` after that."""
    # Those of a rule that is gone end never: nobody tries them.
    session.execute(
        delete(MessageRow).where(or_(MessageRow.ended_at < at - KEPT, MessageRow.until < at - KEPT))
    )
    session.add(_row(rule, message, at=at, next_at=next_at, lasts=lasts, is_digest=False))


def add_to_digest(  # noqa: PLR0913 - as above
    session: WriteSession,
    rule: str,
    message: Announcement,
    *,
    at: datetime,
    next_at: datetime,
    lasts: timedelta,
) -> None:
    """Put a message into the digest of a rule that goes out next; without one it is the beginning of it."""
    query = (
        select(MessageRow)
        .where(
            MessageRow.rule == rule,
            MessageRow.is_digest,
            MessageRow.outcome.is_(None),
            MessageRow.tries == 0,
            MessageRow.held_by.is_(None),
            MessageRow.next_at > at,
        )
        .order_by(MessageRow.id.desc())
        .limit(1)
        .with_for_update()
    )
    row = session.scalar(query)
    if row is None:
        session.add(_row(rule, message, at=at, next_at=next_at, lasts=lasts, is_digest=True))
        return
    row.content = content.dumps(content.loads(row.content).with_more(message))
    row.picture = None
    row.next_at, row.until = next_at, next_at + lasts


def _row(  # noqa: PLR0913 - as above
    rule: str, message: Announcement, *, at: datetime, next_at: datetime, lasts: timedelta, is_digest: bool
) -> MessageRow:
    return MessageRow(
        name=uuid4().hex,
        rule=rule,
        content=content.dumps(message),
        picture=message.picture,
        created_at=at,
        next_at=next_at,
        until=next_at + lasts,
        is_digest=is_digest,
        tries=0,
        problem="",
    )


def due(session: Session, rules: Iterable[str], *, at: datetime) -> dict[str, int]:
    """For each of the rules the message that is to be tried next, by its id; those that somebody holds are left out."""
    query = (
        select(MessageRow.rule, MessageRow.id)
        .where(MessageRow.rule.in_(tuple(rules)), _is_free(at))
        .order_by(MessageRow.next_at.desc(), MessageRow.id.desc())
    )
    return {rule: number for rule, number in session.execute(query)}  # noqa: C416 - the last one of a rule counts


def hold(session: WriteSession, number: int, who: str, *, at: datetime, lasts: timedelta) -> Waiting | None:
    """Hold a message, if nobody else does; None where it is not to be tried any more."""
    taking = update(MessageRow).where(MessageRow.id == number, _is_free(at))
    if not session.connection().execute(taking.values(held_by=who, held_until=at + lasts)).rowcount:
        return None
    return _waiting(session.scalars(select(MessageRow).filter_by(id=number)).one())


def hold_on(
    session: WriteSession, numbers: Iterable[int], who: str, *, at: datetime, lasts: timedelta
) -> None:
    """Hold messages for longer: their try lasts."""
    session.execute(
        update(MessageRow)
        .where(MessageRow.id.in_(tuple(numbers)), MessageRow.held_by == who)
        .values(held_until=at + lasts)
    )


def sent(session: WriteSession, number: int, who: str, *, at: datetime) -> None:
    """Say that the channel has taken a message, and with it what it said of those that were given up."""
    row = session.scalar(select(MessageRow).filter_by(id=number, held_by=who).with_for_update())
    if row is None:
        return
    _end(row, SENT, at)
    session.execute(
        update(MessageRow).where(MessageRow.rule == row.rule, _is_lost(row.created_at)).values(outcome=SAID)
    )


def failed(  # noqa: PLR0913 - what came of a try
    session: WriteSession, number: int, who: str, *, at: datetime, pause: timedelta, problem: str
) -> bool:
    """Say that the channel has not taken a message. It is tried again after the pause; whether it was given up."""
    row = session.scalar(select(MessageRow).filter_by(id=number, held_by=who).with_for_update())
    if row is None:
        return False
    row.tries, row.problem = row.tries + 1, problem
    row.held_by = row.held_until = None
    row.next_at = at + pause
    if row.next_at <= row.until:
        return False
    _end(row, GIVEN_UP, at)
    return True


def lost(session: Session, rule: str, before: datetime) -> int:
    """How many messages of a rule, older than this moment, were given up, and no later one said so."""
    query = select(func.count()).select_from(MessageRow).where(MessageRow.rule == rule, _is_lost(before))
    return session.scalar(query) or 0


def open_messages(session: Session) -> tuple[Waiting, ...]:
    """Every message that waits, and every one that was given up, the oldest first."""
    query = (
        select(MessageRow)
        .where(or_(MessageRow.outcome.is_(None), MessageRow.outcome != SENT))
        .order_by(MessageRow.id)
    )
    return tuple(map(_waiting, session.scalars(query)))


def _is_lost(before: datetime) -> ColumnElement[bool]:
    return and_(MessageRow.outcome == GIVEN_UP, MessageRow.created_at < before)


def _is_free(at: datetime) -> ColumnElement[bool]:
    """Whether a message is to be tried at this moment, and nobody holds it. A moment of a wrong clock is over."""
    is_early = or_(MessageRow.next_at > at + LONGEST_WAIT, MessageRow.created_at > at + LEEWAY)
    is_due = or_(MessageRow.next_at <= at, is_early)
    is_held = and_(MessageRow.held_until > at, MessageRow.held_until < at + LONGEST_HOLD)
    return and_(MessageRow.outcome.is_(None), is_due, or_(MessageRow.held_until.is_(None), ~is_held))


def _end(row: MessageRow, outcome: str, at: datetime) -> None:
    row.outcome, row.ended_at = outcome, at
    row.held_by = row.held_until = row.picture = None


def _waiting(row: MessageRow) -> Waiting:
    return Waiting(
        row.id,
        row.name,
        row.rule,
        content.loads(row.content, row.picture),
        row.created_at,
        row.next_at,
        row.until,
        row.tries,
        row.problem,
        row.ended_at,
    )
