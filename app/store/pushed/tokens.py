"""
Tokens: with one a program may hand something over, for a whole project or for one of its environments; or read.

    drb_3f2c1a9b_k8Yw…       drb_, the id, and a random part
    drbr_5e0d77a1_Zq3…       of a token that reads

The text is shown when the token is made, and never again: the store keeps its id and a hash of the whole. A random text
of this length needs no slow hash, nobody can try them all. A token is never deleted, so that a revoked one is told so.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Secret
from app.store.sessions import WriteSession
from app.store.tables import TokenRow

ID_BYTES = 4
RANDOM_BYTES = 32
TEXT = re.compile(r"drbr?_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
"""A token; the group is its id."""

NOBODYS_DIGEST = "0" * 64
"""Is compared where no token has the id, so that the time of the answer does not tell which ids there are."""


class Purpose(StrEnum):
    """What a token is for. The values are stored, so none ever changes."""

    PUSH = "push"
    READ = "read"


PREFIXES = {Purpose.PUSH: "drb", Purpose.READ: "drbr"}
"""How a token begins. A Driftboard that knows no reading takes none of their tokens for one that pushes."""


@dataclass(frozen=True, slots=True)
class Token:
    """
    A token of a project, or of one `environment` of it. `revoked_at` is None while it may be used.

    One that reads is of the whole project.
    """

    id: str
    project: str
    environment: str | None
    note: str
    created_at: datetime
    revoked_at: datetime | None = None
    purpose: Purpose = Purpose.PUSH


def create(  # noqa: PLR0913 - all that a token is
    session: WriteSession,
    project: str,
    *,
    environment: str | None = None,
    note: str = "",
    purpose: Purpose = Purpose.PUSH,
    at: datetime,
) -> tuple[Token, Secret]:
    """Make a token; returns it with its text, which nothing returns a second time."""
    id_ = secrets.token_hex(ID_BYTES)
    while _row(session, id_) is not None:
        id_ = secrets.token_hex(ID_BYTES)
    text = Secret(f"{PREFIXES[purpose]}_{id_}_{secrets.token_urlsafe(RANDOM_BYTES)}")
    row = TokenRow(
        name=id_,
        project=project,
        environment=environment,
        digest=_digest(text.reveal()),
        note=note,
        purpose=purpose.value,
        created_at=at,
    )
    session.add(row)
    return _token(row), text


def all_tokens(session: Session, project: str | None = None) -> tuple[Token, ...]:
    """Every token, newest first, with the revoked ones; with `project` those of it and of its environments."""
    query = select(TokenRow).order_by(TokenRow.id.desc())
    rows = session.scalars(query if project is None else query.where(TokenRow.project == project))
    return tuple(map(_token, rows))


def with_text(session: Session, text: str) -> Token | None:
    """The token that has this text, also one that is revoked; None where none has it."""
    match = TEXT.fullmatch(text)
    row = None if match is None else _row(session, match[1])
    is_right = hmac.compare_digest(_digest(text), NOBODYS_DIGEST if row is None else row.digest)
    return _token(row) if row is not None and is_right else None


def revoke(session: WriteSession, id_: str, *, at: datetime) -> Token | None:
    """Revoke the token with this id and return it; None for an unknown id. One that is revoked stays so since then."""
    row = _row(session, id_)
    if row is None:
        return None
    row.revoked_at = row.revoked_at or at
    return _token(row)


def _row(session: Session, id_: str) -> TokenRow | None:
    return session.scalar(select(TokenRow).where(TokenRow.name == id_))


def _token(row: TokenRow) -> Token:
    return Token(
        row.name,
        row.project,
        row.environment,
        row.note,
        row.created_at,
        row.revoked_at,
        Purpose(row.purpose),
    )


def _digest(text: str) -> str:
    """64 hex digits: the SHA-256 of the whole token."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
