"""What the matrix shows as CSV, for a spreadsheet, and as Markdown, for a channel or a ticket."""

from collections.abc import Iterator
from functools import lru_cache

from app.domain import english
from app.domain.matrix import AppCell, AppRow
from app.domain.matrix.mark import app_words, cell_words
from app.web.matrix.rows import is_irreversible
from app.web.matrix.selection import Selection
from app.web.wording import rich_text as text
from app.web.wording import spreadsheet as wording
from app.web.wording.messages import Code, Line, Message
from app.web.wording.rich_text import TextPart

COLUMNS = ("app", "migration", "one_way")
"""Behind these each environment has a column."""

MAX_LINES = 20
"""A message names so many apps; the page has all."""

MAX_KINDS = 3
"""Of one app a message says so many different things."""

MAX_NAMES = 3
"""For each of them a message names so many environments; more are counted."""


def spreadsheet(selection: Selection) -> str:
    """
    The whole file: a row for each app that is shown, and one for each of its migrations that differs.

    With `show=all` it has every migration. No environments are merged: each has its column, in the order of the page.
    """
    return wording.spreadsheet((*COLUMNS, *selection.matrix.columns), _rows(selection))


def _rows(selection: Selection) -> Iterator[list[str]]:
    columns = selection.matrix.columns.values()
    for row in selection.rows:
        cells = [app_said(column.app_cell(row.app), column.noun) for column in columns]
        yield [row.app, "", "", *cells]
        for key in selection.facts.matrix.migrations[row.app] if selection.filters.everything else row.keys:
            one_way = "yes" if is_irreversible(selection, key) else ""
            yield [row.app, key.name, one_way, *(said(column.cell(key), column.noun) for column in columns)]


said = lru_cache(maxsize=4096)(cell_words)
app_said = lru_cache(maxsize=4096)(app_words)


def message(selection: Selection) -> Message:
    """The message: the sentence over all, and of each app that is shown what is the matter and where."""
    facts = selection.facts
    lines = selection.of_all("lines", lambda: tuple(_lines(selection)))
    page = facts.address if facts.main is None else facts.pinned
    shown = f", {selection.filters.text}" if selection.filters.pairs else ""
    return Message(
        f"Matrix of {facts.project.name}",
        f"as of {english.absolute(facts.at or facts.fleet.now)}{shown}",
        text.plain(facts.sentence),
        lines,
        page.page(selection.filters.query),
    )


def _lines(selection: Selection) -> Iterator[Line]:
    """Yield a line for each app in which something differs, and how many more there are."""
    for row in selection.rows[:MAX_LINES]:
        if row.worst is not None:
            yield _line(selection, row)
    left = len(selection.rows) - MAX_LINES
    if left > 0:
        yield Line("And", text.plain(english.count(left, "more app")))


def _line(selection: Selection, row: AppRow) -> Line:
    """`orders`: missing dependency, 2 pending in sandbox-3, sandbox-7 and qa-eu; 2 pending in 11 environments."""
    slugs_by_cell: dict[tuple[AppCell, str], list[str]] = {}
    for column, slugs in selection.matrix.merged.items():
        cell = column.apps.get(row.app)
        if cell is not None:
            slugs_by_cell.setdefault((cell, column.noun), []).extend(slugs)
    worst_first = sorted(slugs_by_cell.items(), key=lambda each: (each[0][0].mark.rank, -len(each[1])))
    kinds = [
        f"{app_words(*of_cell)} in {english.listed(slugs, MAX_NAMES)}"
        for of_cell, slugs in worst_first[:MAX_KINDS]
    ]
    others = sum(len(slugs) for _, slugs in worst_first[MAX_KINDS:])
    if others:
        kinds.append(f"something else in {english.count(others, 'more environment')}")
    words = TextPart(f": {'; '.join(kinds)}")
    return Line("Blocks" if row.blocks else "Differs", (Code(row.app), words))
