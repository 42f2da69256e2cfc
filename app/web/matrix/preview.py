"""The preview of a link to a matrix: its colour, its text, its picture."""

from itertools import islice

from app.domain import english
from app.domain.findings import Verdict
from app.web.layout.views import VerdictView
from app.web.matrix.facts import MatrixFacts
from app.web.matrix.filters import Filters
from app.web.matrix.heads import groups
from app.web.matrix.rows import app_view
from app.web.matrix.selection import Selection
from app.web.matrix.views import Run
from app.web.pictures import Bar, Grid, GridColumn, Picture, Sign

MAX_ROWS, MAX_COLUMNS = 12, 32
"""So much of the table is handed to the picture: more than there is room for."""


def tone(facts: MatrixFacts) -> str:
    """The worst verdict, which colours the icon of the tab; empty where nothing is known."""
    verdicts = [sighting.verdict for sighting in facts.fleet.sightings.values()]
    return min(verdicts, key=list(Verdict).index).value if verdicts and facts.has_release else ""


def description(facts: MatrixFacts) -> str:
    """What blocks, and how many environments are held against what."""
    if not facts.has_release or not facts.fleet.environments:
        return facts.sentence
    _, _, blocks = facts.sentence.partition("; ")
    return " ".join(filter(None, (english.capital(blocks), f"{_size(facts)}.")))


def _size(facts: MatrixFacts) -> str:
    against = "the releases that run there" if facts.fleet.has_several_releases else facts.fleet.chosen.word
    return f"{english.count(len(facts.fleet.environments), 'environment')} against {against}"


def picture(facts: MatrixFacts) -> Picture:
    """The picture of a pinned page."""
    worst = tone(facts)
    return Picture(
        _size(facts),
        facts.sentence,
        facts.project.name,
        (f"received by {english.absolute(facts.at or facts.fleet.now)}",),
        VerdictView.of(Verdict(worst)) if worst else None,
        strip=tuple(Bar(VerdictView.of(verdict), number) for verdict, number in facts.fleet.counts.items()),
        grid=_grid(Selection(facts, Filters())) if worst else None,
    )


def _grid(selection: Selection) -> Grid | None:
    """The top left of the table; None where nothing differs, so that it has no row."""
    heads = [(group.verdict.value, head) for group in groups(selection) for head in group.columns]
    rows = tuple(
        (row.app, _signs(app_view(selection, row, None).cells)) for row in selection.shown_rows[:MAX_ROWS]
    )
    columns = tuple(GridColumn(head.name, verdict) for verdict, head in heads[:MAX_COLUMNS])
    return Grid(columns, rows) if rows else None


def _signs(runs: tuple[Run, ...]) -> tuple[Sign, ...]:
    signs = (Sign(run.status, run.icon, run.number, run.blank) for run in runs for _ in range(run.times))
    return tuple(islice(signs, MAX_COLUMNS))
