"""The rows of the matrix, with their cells."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import groupby

from app.domain import english
from app.domain.findings import Severity
from app.domain.keys import MigrationKey
from app.domain.matrix import AppCell, AppMigrations, AppRow, Blank, Cell, Gap
from app.domain.matrix.mark import app_words, cell_words, is_number
from app.domain.status import Status
from app.web.matrix.selection import Selection
from app.web.matrix.views import AppView, MigrationRow, Run
from app.web.urls.keys import text_of

KEPT = 9
"""So many letters at the end of a name stay whole on a narrow page."""

SAME = "the same"
"""What is said of the migrations that have no row; a narrow page does not show where."""

Content = tuple[Cell | AppCell, str]
"""What a cell holds, and what its environment has several of."""

FINDING_ICONS = {Severity.BLOCKING: "blocked", Severity.TROUBLE: "drifted"}
"""The icon of a finding that the status of its migration does not tell."""


def app_view(selection: Selection, row: AppRow, migrations: AppMigrations | None) -> AppView:
    """The row of one app, and below it those of its migrations; None where it is folded."""
    facts, filters = selection.facts, selection.filters
    toggled = filters.opening(row.app, fold=migrations is not None)
    cells = _runs((column.app_cell(row.app), column.noun) for column, _ in selection.places)
    return AppView(
        id=f"app-{sha256(row.app.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}",
        app=row.app,
        migrations=row.migrations,
        is_open=migrations is not None,
        href=facts.address.page(toggled.query),
        rows=facts.address.app(row.app, [*filters.query, ("fold", "1" if migrations is not None else None)]),
        cells=cells,
        below=() if migrations is None else tuple(_below(selection, migrations)),
        left_out=_left_out(migrations),
    )


def _left_out(migrations: AppMigrations | None) -> str:
    if migrations is None or not migrations.left_out:
        return ""
    return f"{english.count(migrations.left_out, 'more migration')} not shown here: the CSV has them"


def _below(selection: Selection, migrations: AppMigrations) -> Iterator[MigrationRow]:
    for each in migrations.rows:
        if isinstance(each, Gap):
            said = f"{each.number:,} more, {SAME}"
            yield MigrationRow(gap=said, where=selection.everywhere.removeprefix(f"{SAME} "))
        else:
            cells = _runs((column.cell(each), column.noun) for column, _ in selection.places)
            name = each.name
            yield MigrationRow(
                text_of(each), name[:-KEPT], name[-KEPT:], is_irreversible(selection, each), cells
            )


def is_irreversible(selection: Selection, key: MigrationKey) -> bool:
    """Whether a migration is known to be irreversible in a release that an environment is held against."""
    compared = (chosen.release for chosen in selection.facts.fleet.compared)
    files = (release.migrations.get(key) for release in compared if release is not None)
    return any(file is not None and file.irreversible for file in files)


def _runs(contents: Iterable[Content]) -> tuple[Run, ...]:
    return tuple(_run(content, sum(1 for _ in same)) for content, same in groupby(contents))


@lru_cache(maxsize=4096)
def _run(content: Content, times: int) -> Run:
    cell, noun = content
    if isinstance(cell, Blank):
        return Run(times, blank=cell.value, words=cell_words(cell, noun))
    mark = cell.mark if isinstance(cell, AppCell) else cell
    words = app_words(cell, noun) if isinstance(cell, AppCell) else cell_words(cell, noun)
    if mark.status is Status.APPLIED and mark.code is None:
        return Run(times)
    if isinstance(cell, AppCell) and is_number(cell):
        return Run(times, mark.status.value, number=f"{cell.number:,}", words=words)
    icon = mark.status.value if mark.code is None else FINDING_ICONS[mark.code.severity]
    return Run(times, mark.status.value, icon, words=words)
