"""The preview picture of a blast radius: its sentence, and a strip with a part for each answer."""

from app.domain import english
from app.domain.impact.headline import headline
from app.domain.reports.impact import ANSWER_WORDS
from app.web.impact.facts import ImpactFacts
from app.web.impact.page import TONES
from app.web.layout.views import VerdictView
from app.web.pictures import Bar, Picture


def picture(facts: ImpactFacts) -> Picture:
    """The picture of a pinned page."""
    impact = facts.impact
    strip = tuple(
        Bar(VerdictView(TONES[answer], ANSWER_WORDS[answer]), number)
        for answer, number in impact.counts.items()
    )
    return Picture(
        f"Blast radius of {impact.name}",
        headline(impact),
        facts.project.name,
        (f"received by {english.absolute(facts.at or facts.fleet.now)}",),
        strip=strip,
        tone=TONES[impact.answer],
    )
