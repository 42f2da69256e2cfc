"""The heads of the columns: each environment, or how many share one column, below their verdict."""

from collections.abc import Iterator
from itertools import groupby

from app.domain import english
from app.domain.matrix import Column
from app.web.facts.pinned.addresses import environment_page
from app.web.layout.comparing import compare_address
from app.web.layout.views import Link, VerdictView
from app.web.matrix.selection import Place, Selection
from app.web.matrix.views import ColumnGroup, ColumnHead, SharedColumn

MAX_LISTED = 40
"""Of the environments that share a column so many are links; more are counted."""

MAX_SPOKEN = 2
"""A cell of such a column names so many of them."""


def groups(selection: Selection) -> tuple[ColumnGroup, ...]:
    """The columns of the page below their verdicts, worst first."""
    made = []
    for verdict, of_verdict in groupby(
        enumerate(selection.places), key=lambda numbered: numbered[1][0].verdict
    ):
        places = tuple(of_verdict)
        number = sum(len(slugs) for _, (_, slugs) in places)
        heads = tuple(_head(selection, at, place) for at, place in places)
        made.append(ColumnGroup(VerdictView.of(verdict), number, heads))
    return tuple(made)


def _head(selection: Selection, at: int, place: Place) -> ColumnHead:
    column, slugs = place
    page = environment_page(selection.facts.fleet, slugs[0], selection.facts.release_text)
    if len(slugs) == 1:
        return ColumnHead(slugs[0], page, slugs[0], page)
    word = VerdictView.of(column.verdict).word.lower()
    return ColumnHead(
        f"{word} × {len(slugs):,}",
        f"#{_id(at)}",
        english.listed(slugs, MAX_SPOKEN),
        page,
        len(slugs),
    )


def shared(selection: Selection) -> Iterator[SharedColumn]:
    """Yield the environments behind each head that speaks of several."""
    for at, (column, slugs) in enumerate(selection.places):
        if len(slugs) > 1:
            yield _shared(selection, at, column, slugs)


def _shared(selection: Selection, at: int, column: Column, slugs: tuple[str, ...]) -> SharedColumn:
    facts = selection.facts
    links = tuple(
        Link(slug, environment_page(facts.fleet, slug, facts.release_text)) for slug in slugs[:MAX_LISTED]
    )
    left = len(slugs) - len(links)
    return SharedColumn(
        _id(at),
        f"{english.count(len(slugs), 'environment')} with the same column",
        VerdictView.of(column.verdict),
        links,
        f"and {left:,} more" if left else "",
        compare_address(facts.project, slugs[0], live_page=facts.at is None),
    )


def _id(at: int) -> str:
    return f"column-{at + 1}"
