"""
What the parts of the page say, beside the sentence and the ways out.

Each part is a module of this package with `view(session, facts)`, which answers None where it has nothing to say, and a
template of its name in `templates/finding/`, which sees it as `view.parts.since` and so on. A pinned page never
changes: there a part says only what was known by the moment of its address.
"""

from dataclasses import dataclass

from app.store.sessions import ReadSession
from app.web.diagram import Diagram
from app.web.environment.finding import diagram
from app.web.environment.finding.facts import FindingFacts


@dataclass(frozen=True, slots=True)
class Parts:
    """The view of each part, in the order of the page; None where a part has nothing to say."""

    diagram: Diagram | None = None
    since: object | None = None
    cause: object | None = None
    django_prints: object | None = None
    story: object | None = None
    same_cause: object | None = None
    share: object | None = None


def parts(session: ReadSession, facts: FindingFacts) -> Parts:
    """The parts of the page of this finding."""
    return Parts(diagram=diagram.view(session, facts))
