"""The diagram of a finding, above everything else on its page."""

from app.store.sessions import ReadSession
from app.web.diagram import Diagram, diagram_of
from app.web.environment.finding.facts import FindingFacts


def view(_session: ReadSession, facts: FindingFacts) -> Diagram | None:
    """The diagram; None where no picture says what is wrong."""
    return diagram_of(facts.drift, facts.finding)
