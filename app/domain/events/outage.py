"""Outages: stretches of time in which a table could not be read, and why."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.failure import Cause


@dataclass(frozen=True, slots=True)
class Outage:
    """
    One stretch with one cause. `since` is its first failed look, or the last look before nobody looked any more.

    `last_at` is its last failed look, and `until` when the table was read again, None while it lasts. `follows`: it was
    not read before either, for another cause. `tables` counts the schemas that failed alike.
    """

    cause: Cause
    since: datetime
    last_at: datetime | None = None
    until: datetime | None = None
    follows: bool = False
    tables: int = 1
