"""
The revision of the store: a name of all that a session sees. Two sessions with the same one see the same.

On SQLite triggers put a new random name into a table with each row that is written, whoever writes it. On PostgreSQL it
is the snapshot of the transaction: which transactions it sees, of which start of the server. A server in recovery does
not say which ones are running, so there it has no name.

What is made of a session's rows and nothing else is remembered until the revision is another.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.store.sessions import ReadSession, StoreCache

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


def remembered(
    session: ReadSession,
    key: Hashable,
    make: Callable[[], Answer],
    *,
    weight: Callable[[Answer], int] = lambda _: 1,
    holds: Callable[[Answer], bool] = lambda _: True,
) -> Answer:
    """
    What `make` answers, made once for each revision of the store.

    The key has all that the answer depends on beside the rows that the session sees. An answer that no longer `holds`,
    as time has passed, is made again.
    """
    name, answers = revision(session), StoreCache.of(session).answers
    known: tuple[Answer, int] | None = answers.get(name, key)
    if known is not None and holds(known[0]):
        return known[0]
    answer = make()
    answers.put(name, key, (answer, weight(answer)))
    return answer
