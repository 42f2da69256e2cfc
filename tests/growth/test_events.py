"""What happened, in fleets that live: a write costs what it is about, and a page what it shows."""

from collections.abc import Callable
from datetime import timedelta

from app.web.facts.events.fortnights import fortnights_of
from app.web.facts.live.tables import stored_tables
from tests.growth.sites import environments
from tests.growth.steps import steps
from tests.web.conftest import IN_STEP, Site

SMALL = 40


def test_the_days_after_a_write_to_one_environment_are_those_of_one(site_of: Callable[[str], Site]):
    """Of each further environment a few steps stay: its stamp is read and held against the one before."""

    def after_a_write(number: int) -> int:
        site = site_of(f"{number}")
        environments(site, number)

        def days() -> None:
            with site.store.reading() as session:
                fortnights_of(session, site.project, now=site.now)

        days()
        site.seen("e1", *IN_STEP[:2], ago=timedelta(0))
        with site.store.reading() as session:
            stored_tables(session, site.project)  # which the fleet reads anyway
        return steps(days, remembering=True)

    few, many = after_a_write(SMALL), after_a_write(3 * SMALL)
    assert (many - few) / (2 * SMALL) < A_STAMP


A_STAMP = 120
"""Steps for each environment of which nothing was written."""
