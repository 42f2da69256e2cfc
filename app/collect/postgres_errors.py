"""
Why PostgreSQL gave no history, told from the driver's error.

An error of a statement has a SQLSTATE. One of connecting has none: libpq hands over texts alone, one for each address
that was tried. They are English, but for those of a server whose `lc_messages` is another language.
"""

import re

import psycopg
from psycopg import errors

from app.domain.failure import Cause

CAUSES: dict[type[psycopg.Error], Cause] = {
    errors.LockNotAvailable: Cause.BUSY,
    errors.DeadlockDetected: Cause.BUSY,
    errors.QueryCanceled: Cause.TOO_SLOW,
    errors.InsufficientPrivilege: Cause.FORBIDDEN,
    errors.AdminShutdown: Cause.NOT_READY,
    errors.CrashShutdown: Cause.NOT_READY,
    errors.CannotConnectNow: Cause.NOT_READY,
    errors.DataError: Cause.UNREADABLE,
    psycopg.ProgrammingError: Cause.UNREADABLE,
    psycopg.OperationalError: Cause.UNREACHABLE,
}
"""Of a statement: the first class that the error is an instance of decides."""

NAME = re.compile(r'"[^"]*"')
"""A name in a text of PostgreSQL's. It is the user's, and might hold any of the words below."""

CONNECTION_TEXTS = (
    # What the server says, through FATAL; the words of PgBouncer stand beside PostgreSQL's.
    (r"authentication failed|no password supplied|empty password returned", Cause.PASSWORD_REFUSED),
    (r"role \"…\" does not exist|no such user", Cause.NO_ROLE),
    (r"no pg_hba\.conf entry|pg_hba\.conf rejects|is not permitted to log in", Cause.NOT_ADMITTED),
    (r"too many connections for role", Cause.ROLE_CONNECTIONS),
    (
        r"too many clients|too many connections|remaining connection slots|no more connections allowed",
        Cause.SERVER_CONNECTIONS,
    ),
    (r"database \"…\" does not exist|no such database", Cause.NO_DATABASE),
    (r"permission denied for database", Cause.DATABASE_FORBIDDEN),
    (r"the database system is |terminating connection due to administrator command", Cause.NOT_READY),
    # What libpq and psycopg say.
    (
        r"invalid response to \w+ negotiation|expected authentication request from server",
        Cause.OTHER_SERVER,
    ),
    (
        r"authentication method \d+ not supported|\b(GSSAPI|SSPI)\b|SASL authentication mechanisms",
        Cause.SIGN_IN_UNSUPPORTED,
    ),
    (
        r"invalid (\w+ )*(value|port number|URI|connection option)\b|could not match .* host names",
        Cause.WRONG_URL,
    ),
    (r"\bSSL\b|certificate", Cause.TLS_REFUSED),
    (r"failed to resolve host|could not translate host name", Cause.NO_HOST),
    (r"timeout expired|Connection timed out", Cause.TIMED_OUT),
    (r"Connection refused|No such file or directory\s+Is the server running", Cause.NOT_LISTENING),
    # The form of everything that a server says: a severity, a colon, two spaces.
    (r"failed: \w+:  ", Cause.REFUSED),
)
"""Of connecting: patterns of the texts, in which each name is `"…"`. The first that is found decides."""


def cause_of(error: psycopg.Error | UnicodeDecodeError) -> Cause:
    """The cause of an error that psycopg raised, or of a text that is none in the database's encoding."""
    if isinstance(error, UnicodeDecodeError):
        return Cause.UNREADABLE
    if error.sqlstate is not None:
        return next((cause for kind, cause in CAUSES.items() if isinstance(error, kind)), Cause.FAILED)
    if isinstance(
        error, psycopg.ProgrammingError
    ):  # raised before any connection: the URL could not be taken apart
        return Cause.WRONG_URL
    text = NAME.sub('"…"', str(error))
    return next((cause for pattern, cause in CONNECTION_TEXTS if re.search(pattern, text)), Cause.UNREACHABLE)
