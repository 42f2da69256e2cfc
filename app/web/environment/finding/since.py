"""Since when a finding is there, and from when its row is: two times, and both are said."""

from dataclasses import dataclass

from app.domain.course.beginning import Beginning
from app.domain.course.stage import Arrival
from app.domain.english import absolute, cut
from app.domain.history import Row
from app.domain.provenance.row_time import uncertainty
from app.web.environment.finding.facts import FindingFacts
from app.web.facts.course.course import Course
from app.web.urls import segments
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

MAX_TEXT = 60
"""A time that cannot be read is shown as it is written, cut to so many characters."""


@dataclass(frozen=True, slots=True)
class SinceView:
    """
    When the finding began (`when`, empty where that is not known) and with what (`how`); and what the row says.

    `row` is empty where the migration has none. `iso` is the moment and `arrival` the kind of what began it, for
    programs.
    """

    when: str
    how: Text
    row: Text
    iso: str = ""
    arrival: str = ""


def view(facts: FindingFacts, course: Course) -> SinceView | None:
    """Since when this finding is there, by what is stored; None where nothing is known of it."""
    beginning = course.beginning
    rows = facts.drift.history.rows_of(facts.finding.subject)
    row = text.of(facts.finding, _row_sentence(rows[0])) if rows else ()
    if beginning is None:
        return SinceView("", (), row) if row else None
    stage = beginning.stage
    iso, arrival = segments.iso(beginning.at), "" if beginning.is_open else stage.arrival.value
    return SinceView(beginning.words[0], _how(course, beginning, facts), row, iso, arrival)


def _how(course: Course, beginning: Beginning, facts: FindingFacts) -> Text:
    _, how = beginning.words
    moves = course.moves_at_beginning
    if beginning.stage.arrival is Arrival.HISTORY and not beginning.is_open:
        how = beginning.moved(moves)
    finding = facts.finding
    return text.with_keys(how, (finding.subject, *finding.related, *moves.came, *moves.went))


def _row_sentence(row: Row) -> str:
    """`The row itself is from 1 May 2026, 11:58:07 UTC.`"""
    if row.applied_at is None:
        return f"The row itself says {cut(row.applied, MAX_TEXT)}, which is no time that can be read."
    zone = "" if not uncertainty(row) else "; its text names no time zone"
    return f"The row itself is from {absolute(row.applied_at, seconds=True)}{zone}."
