"""What a page leaves out of a very long list, and where the rest is: no page grows without a bound."""

from dataclasses import dataclass

from app.domain.english import count
from app.web.layout.views import Link


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much of a list is not on the page, in words, and the link to where it is."""

    sentence: str
    link: Link


def left_out(number: int, noun: str, twin: str, *, many: str = "") -> LeftOut | None:
    """What is said of the last `number` of a list, which only the JSON of the page has; None where all are shown."""
    if number <= 0:
        return None
    sentence = f"{count(number, f'more {noun}', many and f'more {many}')} not shown here:"
    return LeftOut(sentence, Link("the JSON of this page has them", twin))
