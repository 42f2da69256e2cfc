"""A collection that brought no history, why, and what to do next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.table_location import DEFAULT_LOCATION, TableLocation


class Cause(StrEnum):
    """
    Why a collection brought no history.

    Its sentences are always ours: the text of a driver may hold a host or a user. The values are stored, so none ever
    changes or goes away. A value that is not known, one of a newer Driftboard, is read as `FAILED`.
    """

    WRONG_URL = "wrong-url"
    UNSUPPORTED = "unsupported"
    NO_HOST = "no-host"
    NOT_LISTENING = "not-listening"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    OTHER_SERVER = "other-server"
    NOT_READY = "not-ready"
    TLS_REFUSED = "tls-refused"
    PASSWORD_REFUSED = "password-refused"  # noqa: S105 - no password
    SIGN_IN_UNSUPPORTED = "sign-in-unsupported"
    NO_ROLE = "no-role"
    NOT_ADMITTED = "not-admitted"
    REFUSED = "refused"
    ROLE_CONNECTIONS = "role-connections"
    SERVER_CONNECTIONS = "server-connections"
    NO_DATABASE = "no-database"
    DATABASE_FORBIDDEN = "database-forbidden"
    NO_SCHEMA = "no-schema"
    NO_SUCH_SCHEMA = "no-such-schema"
    SCHEMA_GONE = "schema-gone"
    TOO_MANY_SCHEMAS = "too-many-schemas"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    TOO_SLOW = "too-slow"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    NO_FILE = "no-file"
    FILE_FORBIDDEN = "file-forbidden"
    NOT_A_DATABASE = "not-a-database"
    FAILED = "failed"
    NOT_COLLECTED = "not-collected"
    DAMAGED = "damaged"

    @property
    def sentence(self) -> str:
        """What happened, in the words of the pages: it begins small and ends without a full stop."""
        return REASONS[self][0]

    @property
    def next_step(self) -> str:
        """What to do next, a sentence or two."""
        return REASONS[self][1]

    @classmethod
    def _missing_(cls, value: object) -> "Cause":  # noqa: ARG003 - the name is the standard library's
        return cls.FAILED


REASONS: dict[Cause, tuple[str, str]] = {
    Cause.WRONG_URL: (
        "the database URL has a part that is not understood",
        "Compare it with the forms in docs/settings.md; in a user name or a password an @ is written %40, a / %2F.",
    ),
    Cause.UNSUPPORTED: (
        "only PostgreSQL (postgresql://…), MySQL (mysql://…), MariaDB (mariadb://…) and SQLite (sqlite:///…) are read",
        "Give the rows of another database as a JSON file: driftboard compare RELEASE rows.json.",
    ),
    Cause.NO_HOST: (
        "no host was found by the name that the URL gives",
        "Correct the host in the URL, or let the machine of Driftboard resolve the name.",
    ),
    Cause.NOT_LISTENING: (
        "nothing listens at the host and port of the URL",
        "Start the server, let it listen on that address, or correct the host and the port.",
    ),
    Cause.UNREACHABLE: (
        "the database could not be reached",
        "Look whether the server runs, and whether the network leads there from the machine of Driftboard.",
    ),
    Cause.TIMED_OUT: (
        "the server did not answer in time",
        "Look whether a firewall drops the connection, and whether the server has too much to do.",
    ),
    Cause.OTHER_SERVER: (
        "what answers there is not a server of the kind that the URL names",
        "Correct the scheme, the host or the port of the URL.",
    ),
    Cause.NOT_READY: (
        "the server is starting or shutting down",
        "Nothing, if somebody is restarting it: Driftboard asks again by itself.",
    ),
    Cause.TLS_REFUSED: (
        "no encrypted connection came about",
        "Look at the certificate of the server, and at sslmode (PostgreSQL) or ssl-mode (MySQL, MariaDB) in the URL.",
    ),
    Cause.PASSWORD_REFUSED: (
        "the server refused the user name or the password",
        "Correct them in the URL or in its environment variable. A server does not tell which of the two is wrong.",
    ),
    Cause.SIGN_IN_UNSUPPORTED: (
        "the server asks for a way to sign in that Driftboard does not have",
        "Give the role a password of a usual kind: scram-sha-256, caching_sha2_password, mysql_native_password.",
    ),
    Cause.NO_ROLE: (
        "the server has no such role",
        "Correct the user name in the URL, or make the role with the statements of docs/permissions.md.",
    ),
    Cause.NOT_ADMITTED: (
        "the server does not let this role in from the machine of Driftboard",
        "Let it in: with LOGIN and a line in pg_hba.conf (PostgreSQL), or an account for this host (MySQL, MariaDB).",
    ),
    Cause.REFUSED: (
        "the server refused the connection, and said why in words that Driftboard does not know",
        "Read the server's log. If it is not in English, lc_messages = 'C' in postgresql.conf lets this page say more.",
    ),
    Cause.ROLE_CONNECTIONS: (
        "the role's connections are used up",
        "Give Driftboard a role of its own, or raise the role's CONNECTION LIMIT or MAX_USER_CONNECTIONS.",
    ),
    Cause.SERVER_CONNECTIONS: (
        "the connections of the server or of the database are used up",
        "Look which clients hold them; Driftboard takes one at a time for each environment.",
    ),
    Cause.NO_DATABASE: (
        "the server has no database of that name",
        "Correct the name at the end of the URL, or create the database.",
    ),
    Cause.DATABASE_FORBIDDEN: (
        "the role may not use this database, or the database is not there",
        "Correct the name at the end of the URL, or run the GRANT statements of docs/permissions.md.",
    ),
    Cause.NO_SCHEMA: (
        "its search_path names no schema that is there, so migrate would raise MigrationSchemaMissing",
        "Name the schema in the URL: ?options=-csearch_path%3DNAME.",
    ),
    Cause.NO_SUCH_SCHEMA: (
        "the database has no such schema",
        "Correct the name under schemas in driftboard.toml, or create the schema.",
    ),
    Cause.SCHEMA_GONE: (
        "the schema is not there any more",
        "Nothing, if its tenant has left.",
    ),
    Cause.TOO_MANY_SCHEMAS: (
        "more than 20,000 schemas match",
        "Name fewer under schemas in driftboard.toml, and the others in a second environment.",
    ),
    Cause.FORBIDDEN: (
        "no permission to read django_migrations",
        "Run the GRANT statements of docs/permissions.md for the role of the URL.",
    ),
    Cause.BUSY: (
        "the table django_migrations is locked, a migration may be running",
        "Wait until it is done: Driftboard asks again by itself.",
    ),
    Cause.TOO_SLOW: (
        "reading django_migrations took longer than three seconds",
        "Look what the server is busy with, and whether somebody cancelled the statement.",
    ),
    Cause.UNREADABLE: (
        "django_migrations does not look like Django's table",
        "Look at it: Django's is a table, no view, with the columns id, app, name and applied.",
    ),
    Cause.TOO_LARGE: (
        "django_migrations holds too much: more than 200,000 rows, or longer texts than Django writes",
        "Look at the table: Django writes one row for each migration that it runs, something else wrote there.",
    ),
    Cause.NO_FILE: (
        "there is no such file",
        "Correct the path in the URL: it is looked for beside driftboard.toml, a fourth slash begins an absolute one.",
    ),
    Cause.FILE_FORBIDDEN: (
        "no permission to read the file",
        "Let the user that runs Driftboard read the file and enter its folder.",
    ),
    Cause.NOT_A_DATABASE: (
        "the file is no SQLite database, or a damaged one",
        "Correct the path in the URL, or look at the file with sqlite3 FILE 'PRAGMA integrity_check'.",
    ),
    Cause.FAILED: (
        "the reading ended with an error that Driftboard does not know",
        "Look at the log of the database server, and at that of Driftboard.",
    ),
    Cause.NOT_COLLECTED: (
        "nothing was collected",
        "Look whether Driftboard itself is running, and at its log.",
    ),
    Cause.DAMAGED: (
        "what was kept of its history cannot be rebuilt, as the store of Driftboard was changed from outside",
        "Where it is collected or pushed, the next look stores it whole. Else put back a copy of the store.",
    ),
}
"""Of each cause what happened, and what to do next."""


@dataclass(frozen=True, slots=True)
class Failure:
    """
    Collections of one table of an environment that failed one after the other, all for one cause.

    The first failed at `since`, the latest at `last_at`. `ended_at` is None while collections still fail.
    """

    environment: str
    cause: Cause
    since: datetime
    last_at: datetime
    ended_at: datetime | None = None
    location: TableLocation = DEFAULT_LOCATION
