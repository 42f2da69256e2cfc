"""What is known of one table of an environment before a release comes."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.history import History
from app.domain.release import Release
from app.domain.table_location import DEFAULT_LOCATION, TableLocation


@dataclass(frozen=True, eq=False, kw_only=True)
class KnownPart:
    """
    One table of an environment, or several schemas that share one history, as last known.

    `history` is the last known one, and `seen_at` when it was last seen; None where a caller does not know. Without a
    history `unseen` is a sentence that says why. `doubt` is a sentence that says why the history may not be the present
    one: it was seen long ago, or the last collection failed; empty where there is no doubt.

    `base` is the release that runs there, by its name `base_name`. It is None where nothing is known of that.

    `location` is where the table lies, and `schemas` are the names of all schemas that share it. `apps` are the labels
    of the apps that live in the database, None for all.
    """

    environment: str
    history: History | None = None
    unseen: str = ""
    doubt: str = ""
    seen_at: datetime | None = None
    base: Release | None = None
    base_name: str = ""
    location: TableLocation = DEFAULT_LOCATION
    schemas: tuple[str, ...] = ()
    apps: frozenset[str] | None = None
