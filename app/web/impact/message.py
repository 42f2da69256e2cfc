"""The blast radius of a release as a message for a channel: the sentence, the edits, the environments."""

from app.domain import english
from app.domain.impact.headline import headline
from app.domain.impact.impact import SharedHarm
from app.domain.reports.impact import Spots, edit_lines
from app.web.impact import causes
from app.web.impact.facts import ImpactFacts
from app.web.wording import rich_text as text
from app.web.wording.messages import Code, Line, Message

MAX_CAUSES = 6
"""A message names so many causes; the page has more."""

MAX_NAMED = 6
"""And of each so many environments."""


def message(facts: ImpactFacts, spots: Spots) -> Message:
    """The message; its link is the pinned address."""
    moment = facts.at or facts.fleet.now
    shared = facts.impact.shared
    lines = [line for each in shared[:MAX_CAUSES] for line in _lines(each, spots)]
    if len(shared) > MAX_CAUSES:
        lines.append(Line("And", text.plain(english.count(len(shared) - MAX_CAUSES, "further cause"))))
    return Message(
        f"Blast radius of {facts.impact.name}",
        f"as of {english.absolute(moment)}",
        text.plain(headline(facts.impact)),
        tuple(lines),
        facts.pinned.page(),
    )


def _lines(shared: SharedHarm, spots: Spots) -> tuple[Line, ...]:
    harm = shared.harm
    position, _, words = next(iter(edit_lines(harm, spots)), "").partition(": ")
    return (
        Line(english.listed(shared.environments, MAX_NAMED), causes.said(harm)),
        Line("Edited", (Code(position), *text.plain(f": {words}."))),
    )
