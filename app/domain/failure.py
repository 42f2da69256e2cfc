"""A collection that brought no history, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    """
    Why a collection brought no history.

    Its sentence is always ours: the text of a driver may hold a host or a user.
    """

    UNREACHABLE = "unreachable"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    UNREADABLE = "unreadable"
    NO_SCHEMA = "no-schema"
    NO_FILE = "no-file"
    UNSUPPORTED = "unsupported"
    NOT_COLLECTED = "not-collected"

    @property
    def sentence(self) -> str:
        """The cause in the words of the pages."""
        return SENTENCES[self]


SENTENCES = {
    Cause.UNREACHABLE: "the database could not be reached",
    Cause.FORBIDDEN: "no permission to read django_migrations",
    Cause.BUSY: "django_migrations is locked, a migration may be running",
    Cause.UNREADABLE: "django_migrations does not look like Django's table",
    Cause.NO_SCHEMA: (
        "its search_path names no schema that is there, so migrate would raise MigrationSchemaMissing; "
        "name the schema in the URL: ?options=-csearch_path%3DNAME"
    ),
    Cause.NO_FILE: "there is no such file",
    Cause.UNSUPPORTED: (
        "only PostgreSQL (postgresql://…) and SQLite (sqlite:///…) are read; "
        "the rows of another database can be given as a JSON file"
    ),
    Cause.NOT_COLLECTED: "nothing was collected",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """
    Collections of one environment that failed one after the other, all for one cause.

    The first failed at `since`, the latest at `last_at`. `ended_at` is None while collections still fail.
    """

    environment: str
    cause: Cause
    since: datetime
    last_at: datetime
    ended_at: datetime | None = None
