"""The preview pictures of a release and of what changed between two: the sentence and the facts below it."""

from app.domain.findings import Verdict
from app.web.layout.views import Fact, Frame, Head
from app.web.pictures import Picture

MAX_FACTS = 2
"""Further facts stand on the page alone."""


def picture(frame: Frame, head: Head, *, place: str) -> Picture:
    """The picture of a page about releases; the colour of its icon is that of the picture's edge."""
    tone = frame.favicon.removeprefix("favicon").removeprefix("-")
    facts = tuple(filter(None, (_words(fact) for fact in head.facts)))
    project = frame.project.text if frame.project else ""
    return Picture(place, head.words, project, facts[:MAX_FACTS], tone=tone if tone in tuple(Verdict) else "")


def _words(fact: Fact) -> str:
    moment = fact.moment.text if fact.moment else ""
    return " ".join(filter(None, (fact.before, fact.strong, fact.code, moment))) + fact.after
