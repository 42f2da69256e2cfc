"""The preview picture of the squashes of a release: the sentence, and how many can go on."""

from app.domain import english
from app.web.pictures import Picture
from app.web.squashes.cards import STANDING_WORDS
from app.web.squashes.facts import SquashFacts
from app.web.squashes.filters import standing


def picture(facts: SquashFacts) -> Picture:
    """The picture of a pinned page."""
    numbers = {value: sum(standing(life) == value for life in facts.lives) for value in STANDING_WORDS}
    counts = ", ".join(f"{number:,} {STANDING_WORDS[value]}" for value, number in numbers.items() if number)
    received = f"received by {english.absolute(facts.at or facts.fleet.now)}"
    return Picture(
        f"squashes of {facts.chosen.word}",
        facts.sentence,
        facts.project.name,
        tuple(filter(None, (counts, received))),
        tone="drifted" if numbers["hurt"] else "",
    )
