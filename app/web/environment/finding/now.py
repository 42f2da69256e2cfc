"""What is true now of a pinned finding."""

from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.views import NowPage
from app.web.environment.head import frame, head
from app.web.environment.query import ViewOptions
from app.web.layout.views import VerdictView


def page(facts: FindingFacts) -> NowPage:
    """The box, and the page around it."""
    environment = facts.environment
    return NowPage(
        frame(environment, facts.address.environment),
        head(environment, ViewOptions()),
        VerdictView.of(environment.sighting.verdict),
    )
