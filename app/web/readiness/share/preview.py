"""The preview picture of the readiness of a release: its sentence, and a strip with a part for each answer."""

from app.domain import english
from app.domain.readiness.answer import ANSWER_WORDS
from app.web.layout.views import VerdictView
from app.web.pictures import Bar, Picture
from app.web.readiness.answers import TONES
from app.web.readiness.facts import ReadinessFacts


def picture(facts: ReadinessFacts) -> Picture:
    """The picture of a pinned page."""
    outlook = facts.outlook
    strip = tuple(
        Bar(VerdictView(TONES[answer], ANSWER_WORDS[answer]), number)
        for answer, number in outlook.counts.items()
    )
    worst = next((bar.verdict for bar in strip if bar.number), None)
    one_way = [str(key) for key, _ in outlook.one_way]
    facts_line = [f"received by {english.absolute(facts.at or facts.fleet.now)}"]
    if one_way:
        facts_line.append(f"one way: {english.listed(one_way, 1)}")
    return Picture(
        f"Readiness of {outlook.label}",
        outlook.sentence,
        facts.project.name,
        tuple(facts_line),
        strip=strip,
        tone="" if worst is None else worst.value,
    )
