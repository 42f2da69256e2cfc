"""
What the parts of the page say, beside the sentence and the ways out.

Each part is a module of this package with a `view` of the facts, which answers None where it has nothing to say, and a
template of its name in `templates/finding/`, which sees it as `view.parts.since` and so on. A pinned page never
changes: there a part says only what was known by the moment of its address, or leads to what is known later (`later/`).
"""

from dataclasses import dataclass

from app.store.sessions import ReadSession
from app.web.diagram import Diagram
from app.web.environment.finding import cause, diagram, django_prints, same_cause, since, story
from app.web.environment.finding.cause import CauseView, known_causes
from app.web.environment.finding.django_prints import DjangoPrintsView
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.same_cause import SameCauseView
from app.web.environment.finding.since import SinceView
from app.web.environment.finding.story import StoryView
from app.web.facts.course.course import course_of


@dataclass(frozen=True, slots=True)
class Parts:
    """The view of each part, in the order of the page; None where a part has nothing to say."""

    diagram: Diagram | None = None
    since: SinceView | None = None
    cause: CauseView | None = None
    django_prints: DjangoPrintsView | None = None
    story: StoryView | None = None
    same_cause: SameCauseView | None = None


def parts(session: ReadSession, facts: FindingFacts) -> Parts:
    """The parts of the page of this finding."""
    course = course_of(session, facts.environment, facts.finding)
    known = None if facts.is_pinned else known_causes(session, facts)
    return Parts(
        diagram=diagram.view(session, facts),
        since=since.view(facts, course),
        cause=cause.view(facts, known),
        django_prints=django_prints.view(facts),
        story=story.view(facts, known, course),
        same_cause=same_cause.view(session, facts),
    )
