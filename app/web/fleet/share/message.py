"""The fleet as a message for a channel: the sentence, the causes with their environments, the numbers."""

from app.domain import english, runbook
from app.domain.fleet.causes import SharedFinding
from app.web.facts.comparisons import known_circumstances_of
from app.web.fleet.selection import FleetSelection
from app.web.layout.views import VerdictView
from app.web.wording import rich_text as text
from app.web.wording.messages import Line, Message

MAX_CAUSES = 8
"""A message has so many causes; the page has more."""

MAX_NAMES = 12
"""A message names so many environments of a cause; the page has all."""


def message(fleet: FleetSelection) -> Message:
    """The message, whatever the filters are; its link is the pinned address where there is one."""
    facts = fleet.facts
    shared = facts.causes
    lines = [_line(fleet, cause) for cause in shared[:MAX_CAUSES]]
    left = len(shared) - len(lines)
    if left:
        lines.append(Line("And", text.plain(english.count(left, "more cause"))))
    numbers = [
        f"{VerdictView.of(verdict).word} {number:,}" for verdict, number in facts.counts.items() if number
    ]
    return Message(
        f"Fleet of {facts.project.name}",
        f"as of {english.absolute(facts.at or facts.now)}",
        text.plain(facts.sentence),
        (*lines, Line("Counts", text.plain(" · ".join(numbers)))),
        fleet.address.pinned or fleet.address.page,
    )


def _line(fleet: FleetSelection, cause: SharedFinding) -> Line:
    """The environments of a cause, and what it is."""
    sighting = fleet.facts.sightings[cause.environments[0]]
    parts = sighting.parts or (sighting,)
    drift = next(
        (part.drift for part in parts if part.drift and cause.finding in part.drift.finding_set), None
    )
    circumstances = known_circumstances_of(drift, cause.finding) if drift else runbook.GENERAL
    said = text.of(cause.finding, runbook.sentence(cause.finding, circumstances))
    return Line(english.listed(cause.environments, MAX_NAMES), said)
