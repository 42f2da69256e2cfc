"""The file, the line and the commit of each edit, as the history of the code has them. Git is not asked."""

from app.domain.impact.commits import commit_of
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot
from app.domain.provenance import CodeHistory
from app.domain.provenance.blame import BlamedChange
from app.domain.provenance.code_history import Change
from app.domain.reports.impact import Spots
from app.web.impact.facts import ImpactFacts

LEFT_OUT = "…"
REMOVED = "-"


def spots_of(facts: ImpactFacts, code: CodeHistory | None = None) -> Spots:
    """Where every edit stands; `code` is the history of the code that counts, in place of that of the facts."""
    history = facts.code if code is None else code
    places = dict.fromkeys(place for each in facts.impact.shared for place in each.harm.places)
    return {place: _spot(place, commit_of(history, facts.release, place)) for place in places}


def _spot(place: EditedPlace, blamed: BlamedChange | None) -> Spot:
    if blamed is None:
        return Spot(place.path)
    return Spot(place.path, line_of(place, blamed.change), blamed.commit)


def line_of(place: EditedPlace, change: Change) -> int | None:
    """
    The line of the file after the commit that did it, which counts from 1; None where its lines are not known.

    An entry that was removed has the line that stands in its place.
    """
    excerpt = change.excerpt
    if excerpt is None or place.entry is None or not change.path.endswith(place.path or ""):
        return None
    number = excerpt.first
    for line in excerpt.lines:
        if line.sign == LEFT_OUT:
            return None
        if place.entry.name in line.text:
            return number
        number += line.sign != REMOVED
    return None
