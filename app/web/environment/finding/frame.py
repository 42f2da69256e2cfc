"""The frame of every page of a finding, and the way to it."""

from dataclasses import replace

from app.web.environment.finding.facts import FindingFacts
from app.web.environment.head import frame
from app.web.layout.views import Frame, Link
from app.web.urls import pages as addresses


def finding_frame(facts: FindingFacts) -> Frame:
    """The frame of the environment's page, with the twin and the pinned address of the finding."""
    return replace(
        frame(facts.environment, facts.address.environment),
        twin=facts.address.json(),
        canonical=None if facts.pinned is None else facts.pinned.page(),
    )


def crumbs(facts: FindingFacts) -> tuple[Link, ...]:
    """The way here: the fleet, and the environment's own page."""
    environment = facts.environment
    return (
        Link("Fleet", addresses.home(environment.project.slug)),
        Link(environment.environment.slug, facts.address.environment.page()),
    )
