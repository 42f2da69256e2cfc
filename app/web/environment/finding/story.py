"""How a finding came about: its dated moments. It grows with what is known of the code, as its cause does."""

from dataclasses import dataclass

from app.domain.course.story import story
from app.store.sessions import ReadSession
from app.web.environment.finding.cause import KnownCauses, known_causes
from app.web.environment.finding.facts import FindingFacts
from app.web.facts.course import course_of
from app.web.wording import rich_text as text
from app.web.wording.moments import Moment, Times
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One moment. `marked` says that the finding is there from then on, `strong` that this brought it."""

    moment: Moment
    sentence: Text
    marked: bool
    strong: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """The moments, the oldest first. On a pinned page there are none: they come with the cause."""

    lines: tuple[StoryLine, ...] = ()


def view(session: ReadSession, facts: FindingFacts) -> StoryView | None:
    """The moments of a live page; none of a pinned one, which loads them."""
    return StoryView() if facts.is_pinned else story_view(session, facts, known_causes(session, facts))


def story_view(session: ReadSession, facts: FindingFacts, known: KnownCauses) -> StoryView | None:
    """The moments that are known; None where there is only one, which the page says elsewhere."""
    course = course_of(session, facts.environment, facts.finding)
    moments = story(
        facts.drift,
        facts.finding,
        known.knowledge,
        known.causes,
        beginning=course.beginning,
        moves=course.moves_at_beginning,
        where=facts.environment.environment.slug,
    )
    if len(moments) < 2:
        return None
    return StoryView(
        tuple(
            StoryLine(
                Times.absolute(moment.at),
                text.with_keys(moment.sentence, moment.keys),
                moment.is_after,
                moment.is_cause,
            )
            for moment in moments
        )
    )
