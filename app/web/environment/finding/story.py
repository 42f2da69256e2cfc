"""How a finding came about: its dated moments. It grows with what is known of the code, as its cause does."""

from collections.abc import Hashable
from dataclasses import dataclass

from app.cache import WeightedCache
from app.domain.course.story import StoryMoment, story
from app.domain.drift import Drift
from app.domain.findings import Severity, Verdict
from app.domain.provenance import Knowledge
from app.reader import go_on
from app.web.environment.finding.cause import KnownCauses
from app.web.environment.finding.facts import FindingFacts
from app.web.facts.course.course import Course
from app.web.wording import rich_text as text
from app.web.wording.moments import Moment, Times
from app.web.wording.rich_text import Text

TONES = {
    Severity.BLOCKING: Verdict.BLOCKED.value,
    Severity.TROUBLE: Verdict.DRIFTED.value,
    Severity.INFORMATION: Verdict.UNSEEN.value,
}
"""By severity, the verdict whose colour the marks have; grey for information."""

_stories: WeightedCache[Hashable, tuple[Knowledge, Drift, tuple[StoryMoment, ...]]] = WeightedCache(256)
"""By the identities of what is known and of the comparison, which stay with the entry."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One moment. `marked` says that the finding is there from then on, `strong` that this brought it."""

    moment: Moment
    sentence: Text
    marked: bool
    strong: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """
    The moments, the oldest first. On a pinned page there are none: they come with the cause.

    `tone` is the word for the colour of the marks: red is for what Django refuses.
    """

    lines: tuple[StoryLine, ...] = ()
    tone: str = ""


def view(facts: FindingFacts, known: KnownCauses | None, course: Course) -> StoryView | None:
    """The moments of a live page; none of a pinned one, of which nothing is known: it loads them."""
    return StoryView() if known is None else story_view(facts, known, course)


def story_view(facts: FindingFacts, known: KnownCauses, course: Course) -> StoryView | None:
    """The moments that are known; None where there is only one, which the page says elsewhere."""
    moments = _moments(facts, known, course)
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
        ),
        TONES[facts.finding.code.severity],
    )


def _moments(facts: FindingFacts, known: KnownCauses, course: Course) -> tuple[StoryMoment, ...]:
    """The moments, told once while nothing changes that they tell of."""
    where = facts.environment.environment.slug
    key = (id(known.knowledge), id(facts.drift), facts.finding, course.beginning, where)
    cached = _stories.get(key)
    if cached is None:
        go_on()
        moments = story(
            facts.drift,
            facts.finding,
            known.knowledge,
            known.causes,
            beginning=course.beginning,
            moves=course.moves_at_beginning,
            where=where,
        )
        cached = (known.knowledge, facts.drift, moments)
        _stories.put(key, cached)
    return cached[2]
