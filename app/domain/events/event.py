"""An event: something that happened to an environment or to a project, as two looks or one report tell it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.events.outage import Outage
from app.domain.events.table_change import TableChange
from app.domain.events.what import EventKind, What
from app.domain.findings import Verdict
from app.domain.fleet.deployment import Deployment
from app.domain.label import Label
from app.domain.table_location import DEFAULT_LOCATION, TableLocation

NewerReleases = tuple[tuple[str, str], ...]
"""The newer releases of which a history has rows: label and fingerprint of each."""


@dataclass(frozen=True, slots=True)
class LookPair:
    """
    Two looks at one table: the fingerprints of the histories that they found, and when each was received first.

    The first is None where the table was never seen before. `tables` counts the schemas that changed alike. Of newer
    releases those stand here without which a history would be held against its release in another way.
    """

    before: str | None
    before_received: datetime | None
    after: str
    after_received: datetime
    tables: int = 1
    newer_before: NewerReleases = ()
    newer_after: NewerReleases = ()


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """The verdict of environments before and after; `releases` are the two that they were held against."""

    before: Verdict
    after: Verdict
    environments: tuple[str, ...]
    releases: tuple[Label | None, Label | None] = (None, None)


@dataclass(frozen=True, slots=True)
class LabelMove:
    """A label pointed to one release and points to another; None where it was not there."""

    label: str
    before: Label | None
    after: Label | None


@dataclass(frozen=True, slots=True)
class Damage:
    """Histories that cannot be rebuilt, by their fingerprints: what changed between two looks cannot be told."""

    histories: tuple[str, ...]


Detail = TableChange | VerdictChange | Outage | Deployment | LabelMove | Damage


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    One event.

    `at` is when it was known, by our own clock. `since` is the moment of the look before: it happened between the two.
    It is None where there was none. `identity` names the event: it never changes, and no other event has it.
    `environment` is empty for an event of the whole project. `pair` are the looks that show it.
    """

    identity: str
    what: What
    at: datetime
    detail: Detail
    environment: str = ""
    location: TableLocation = DEFAULT_LOCATION
    since: datetime | None = None
    pair: LookPair | None = None

    @property
    def kind(self) -> EventKind:
        """The kind by which events are filtered."""
        return self.what.kind
