"""What brought a finding, how it came about and where else it is: what is known of it now, all at one address."""

from datetime import datetime

from app.store.sessions import ReadSession
from app.web.environment.finding.cause import CauseView, cause_view, known_causes
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.parts import Parts
from app.web.environment.finding.same_cause import SameCauseView, same_cause_view
from app.web.environment.finding.story import StoryView, story_view
from app.web.facts.course.course import course_of

NOTHING = "The history of the code says nothing about it."
NOT_REPORTED = "Driftboard does not report this finding any more, so there is no cause of it."


def why_parts(session: ReadSession, facts: FindingFacts, *, now: datetime) -> Parts:
    """The parts that a pinned page does not hold. Each is there, also where it has nothing to say."""
    if not facts.is_reported:
        return Parts(cause=CauseView(unknown=NOT_REPORTED), story=StoryView(), same_cause=SameCauseView())
    known = known_causes(session, facts)
    course = course_of(session, facts.environment, facts.finding)
    return Parts(
        cause=cause_view(known.causes, facts) or CauseView(unknown=NOTHING),
        story=story_view(facts, known, course) or StoryView(),
        same_cause=same_cause_view(session, facts, now=now) or SameCauseView(),
    )
