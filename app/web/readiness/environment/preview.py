"""The preview picture of one environment before a release."""

from app.domain import english
from app.web.pictures import Picture
from app.web.readiness.environment.dependencies import OneEnvironment
from app.web.readiness.environment.views import EnvironmentPage


def picture(one: OneEnvironment, page: EnvironmentPage) -> Picture:
    """The answer and the first thing to know."""
    facts = one.facts
    received = f"received by {english.absolute(facts.at or facts.fleet.now)}"
    return Picture(
        f"{one.readiness.environment} before {facts.outlook.label}",
        page.head.words,
        facts.project.name,
        (received,),
        verdict=page.head.verdict,
    )
