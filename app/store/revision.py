"""
The revision of the store: a name of all that a session sees. Two sessions with the same one see the same.

On SQLite triggers put a new random name into a table with each row that is written, whoever writes it. On PostgreSQL it
is the snapshot of the transaction: which transactions it sees, of which start of the server. A server in recovery does
not say which ones are running, so there it has no name.

What is made of a session's rows and nothing else is remembered until the revision is another. What is made of a few
of them is remembered under a stamp, which names these few: it stays while others are written.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.store.sessions import Answers, ReadSession, StoreCache

Answer = TypeVar("Answer")

NAME = {
    "sqlite": text("SELECT token FROM revisions"),
    "postgresql": text(
        "SELECT CASE WHEN NOT pg_is_in_recovery()"
        " THEN concat(pg_postmaster_start_time(), ' ', txid_current_snapshot()) END"
    ),
}


def revision(session: Session) -> str | None:
    """The revision that a session sees, asked once; None where it has no name."""
    if "revision" not in session.info:
        session.info["revision"] = session.scalar(NAME[session.get_bind().dialect.name])
    name: str | None = session.info["revision"]
    return name


def remembered(  # noqa: PLR0913 - what an answer is remembered by
    session: ReadSession,
    key: Hashable,
    make: Callable[[], Answer],
    *,
    weight: Callable[[Answer], int] = lambda _: 1,
    holds: Callable[[Answer], bool] = lambda _: True,
    among: Callable[[StoreCache], Answers] = lambda cache: cache.answers,
) -> Answer:
    """
    What `make` answers, made once for each revision of the store.

    The key has all that the answer depends on beside the rows that the session sees. An answer that no longer `holds`,
    as time has passed, is made again. `among` are the answers with which it shares its bound.
    """
    name, answers = revision(session), among(StoreCache.of(session))
    known: tuple[Answer, int] | None = answers.get(name, key)
    if known is not None and holds(known[0]):
        return known[0]
    answer = make()
    answers.put(name, key, (answer, weight(answer)))
    return answer


def stamped(session: ReadSession, key: Hashable, stamp: Hashable) -> Any | None:
    """What was kept under this key with this very stamp; None where nothing was, or with another."""
    known = StoreCache.of(session).stamped.get(key)
    return known[1] if known is not None and known[0] == stamp else None


def keep_stamped(
    session: ReadSession, key: Hashable, stamp: Hashable, answer: object, *, weight: int = 1
) -> None:
    """
    Keep an answer in place of the one with the same key.

    The stamp names everything that it is made of, by what is equal or by an identity; then the answer holds on to what
    has it.
    """
    StoreCache.of(session).stamped.put(key, (stamp, answer, weight))
