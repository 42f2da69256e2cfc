"""The strip of a fleet: a cell for each environment, worst first; where there are very many, a cell for several."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.english import count
from app.domain.findings import Verdict
from app.domain.fleet import Sighting
from app.web.fleet.lists.shown import PAGE_ROWS, PAGE_TILES
from app.web.fleet.opening import NOTHING_OPEN, Opening
from app.web.fleet.selection import FleetSelection
from app.web.fleet.views import Cell
from app.web.layout.views import VerdictView

MAX_CELLS = 600
"""About so many cells fit a line at two pixels each; with more environments a cell stands for several."""

CELLS_OF_SEVERAL = 300
"""About so many cells there are then: each has more to say."""

ALONE = (Verdict.BLOCKED, Verdict.DRIFTED)
MAX_ALONE = 60
"""As many blocked or drifted environments keep a cell each, however many others there are."""


def strip(fleet: FleetSelection) -> tuple[Cell, ...]:
    """The cells, whatever the order of the page is; what the filters leave out is dim."""
    key = (fleet.address.release_text, fleet.filters.pairs)
    return fleet.facts.of_all("strip", key, lambda: _strip(fleet))


def _strip(fleet: FleetSelection) -> tuple[Cell, ...]:
    sightings = fleet.ordered("worst")
    matches = {sighting.environment for sighting in fleet.matches}
    size = -(-len(sightings) // CELLS_OF_SEVERAL) if len(sightings) > MAX_CELLS else 1
    cells: list[Cell] = []
    for verdict, of_verdict in groupby(sightings, key=lambda sighting: sighting.verdict):
        first, position = bool(cells), 0
        for several in _parts(verdict, tuple(of_verdict), size):
            cells.append(_cell(fleet, verdict, several, position, matches, first=first))
            first, position = False, position + len(several)
    return tuple(cells)


def _parts(verdict: Verdict, sightings: Sequence[Sighting], size: int) -> Iterator[Sequence[Sighting]]:
    if verdict in ALONE and len(sightings) <= MAX_ALONE:
        size = 1
    for start in range(0, len(sightings), size):
        yield sightings[start : start + size]


def _cell(  # noqa: PLR0913 - what a cell shows, and where it stands
    fleet: FleetSelection,
    verdict: Verdict,
    several: Sequence[Sighting],
    position: int,
    matches: set[str],
    *,
    first: bool,
) -> Cell:
    """A cell; one of several environments leads to the page of the list on which the first of them stands."""
    view, slug = VerdictView.of(verdict), several[0].environment
    is_dim = all(sighting.environment not in matches for sighting in several)
    if len(several) == 1:
        return Cell(
            fleet.address.environment(slug), f"{slug}: {view.word.lower()}", view.value, first, is_dim
        )
    last = several[-1].environment
    name = f"{count(len(several), 'environment')}, {slug} to {last}: {view.word.lower()}"
    opening = NOTHING_OPEN
    if verdict is not Verdict.BLOCKED:  # these stand under their causes
        size = PAGE_TILES if verdict is Verdict.IN_STEP else PAGE_ROWS
        opening = Opening(verdict.value, position // size + 1)
    return Cell(fleet.address.with_verdict(verdict, opening), name, view.value, first, is_dim)
