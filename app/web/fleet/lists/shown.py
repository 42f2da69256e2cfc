"""A list of environments as its template shows it: the first rows while it is closed, or one page of them."""

from app.domain.english import count, plural
from app.domain.events.fortnight import DAYS
from app.web.fleet.lists.plan import ListPlan
from app.web.fleet.lists.version import list_version, row_version
from app.web.fleet.lists.views import EnvironmentList, ListLink, ListPages
from app.web.fleet.opening import Opening
from app.web.fleet.row_views import FleetRow
from app.web.fleet.rows import row
from app.web.fleet.selection import FleetSelection

FIRST_ROWS = 6
"""A closed list shows so many; a single further one is shown at once."""

PAGE_ROWS = 60
"""An open list shows so many at once."""

MAX_TILES = 60
"""More tiles than these are shown on demand."""

PAGE_TILES = 240
"""An open list shows so many tiles at once."""

ALL_FIRST_ROWS = 90
"""All closed lists of a page show so many rows together, or one row each where there are very many lists."""


def shown(fleet: FleetSelection, plan: ListPlan, *, lists: int = 1) -> EnvironmentList:
    """The list as the address says: open at one of its pages, or closed. `lists` is how many there are on the page."""
    opening = fleet.opening
    is_open = opening.name == plan.name and opening.page > 0
    number = len(plan.entries)
    first = _first(plan, lists)
    if not is_open or number <= first:
        rows = _rows(fleet, plan, 0, first)
        more = _opening_link(fleet, plan, number, first) if number > first else None
        return _list(fleet, plan, rows, more=more)
    size = PAGE_TILES if plan.in_step else PAGE_ROWS
    last_page = -(-number // size)
    page = min(opening.page, last_page)
    rows = _rows(fleet, plan, (page - 1) * size, page * size)
    return _list(fleet, plan, rows, pages=_pages(fleet, plan, page, last_page, size), page=page)


def _first(plan: ListPlan, lists: int) -> int:
    number = len(plan.entries)
    if plan.in_step:
        # Of more tiles none is shown: the histories that they share are.
        return number if number <= MAX_TILES and not plan.folded else 0
    first = max(1, min(FIRST_ROWS, ALL_FIRST_ROWS // max(lists, 1)))
    return number if number <= first + 1 else first


def _rows(fleet: FleetSelection, plan: ListPlan, start: int, end: int) -> tuple[FleetRow, ...]:
    return tuple(
        row(fleet, sighting, finding, has_card=plan.cause is not None, version=row_version(fleet, sighting))
        for sighting, finding in plan.entries[start:end]
    )


def _list(  # noqa: PLR0913 - what a list shows
    fleet: FleetSelection,
    plan: ListPlan,
    rows: tuple[FleetRow, ...],
    *,
    more: ListLink | None = None,
    pages: ListPages | None = None,
    page: int = 0,
) -> EnvironmentList:
    known = list_version(len(plan.entries), (each.version for each in rows))
    number = 0 if plan.in_step else sum(each.is_reading for each in rows)
    reading = f"The last {DAYS} days of {count(number, 'environment')} are still being read."
    return EnvironmentList(
        plan.name,
        () if plan.in_step else rows,
        rows if plan.in_step else (),
        more,
        pages,
        here=_link(fleet, plan, page, ""),
        version=known,
        ask=fleet.address.rows(plan.name, page, since=known) if page and fleet.facts.at is None else None,
        reading=reading if number else "",
    )


def _link(fleet: FleetSelection, plan: ListPlan, page: int, words: str) -> ListLink:
    """A link to a page of the list, 0 for the closed one: the whole page, and the list alone."""
    address = fleet.address
    href = address.opened(Opening(plan.name if page else "", page))
    return ListLink(words, f"{href}#list-{plan.name}", href, address.rows(plan.name, page))


def _opening_link(fleet: FleetSelection, plan: ListPlan, number: int, first: int) -> ListLink:
    if plan.folded:
        return _link(fleet, plan, 1, f"Show {plural(number, 'it', 'them')}")
    words = f"Show {number - first:,} more" if first and number <= PAGE_ROWS else f"Show all {number:,}"
    return _link(fleet, plan, 1, words)


def _pages(fleet: FleetSelection, plan: ListPlan, page: int, last_page: int, size: int) -> ListPages:
    number = len(plan.entries)
    start, end = (page - 1) * size + 1, min(page * size, number)
    return ListPages(
        f"{start:,} to {end:,} of {number:,}" if last_page > 1 else "",
        _link(fleet, plan, page - 1, "Previous") if page > 1 else None,
        _link(fleet, plan, page + 1, "Next") if page < last_page else None,
        _link(fleet, plan, 0, "Show fewer"),
    )
