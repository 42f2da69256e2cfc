"""The page of the matrix has a bound, and its queries do not grow with the environments."""

from datetime import timedelta

from sqlalchemy import event

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.table_location import TableLocation
from app.store import releases, snapshots
from app.web.matrix import page as matrix_page
from tests import build
from tests.web.conftest import Site
from tests.web.matrix import fleet
from tests.web.matrix.test_page import PAGE

MOST = 900_000
"""No page of the matrix is longer; in bytes."""


def test_a_matrix_that_differs_everywhere_stays_small(site: Site):
    apps = [f"app{at:02}" for at in range(70)]
    files = [MigrationKey(app, f"{at:04}_a_name_of_some_length") for app in apps for at in range(4)]
    site.environments(*(f"e{at:03}" for at in range(122)))
    with site.store.writing() as session:
        releases.add(session, "shop", Release.of(map(Migration, files)), label="v1", at=site.now)
        for at in range(122):
            rows = [f"{app}.{at:03}9_odd" for app in apps]
            history = build.history(*rows)
            location = TableLocation()
            snapshots.add(
                session, "shop", f"e{at:03}", history, at=site.now - timedelta(minutes=2), location=location
            )
    answer = site.get(f"{PAGE}?open={','.join(apps[:9])}")

    assert len(answer.content) < MOST
    assert "more apps not shown here" in answer.text


def test_its_queries_do_not_grow_with_the_environments(site: Site):
    fleet.many(site, 5)
    few = queries(site)
    more = [f"more-{at}" for at in range(20)]
    for slug in more:
        site.seen(slug, *fleet.KEYS, fleet.SITES)

    assert 0 < queries(site) <= few


def queries(site: Site) -> int:
    """How many the page takes when the store was written to since."""
    site.get(PAGE)
    site.seen("e000", *fleet.KEYS)
    asked: list[str] = []
    with site.store.reading() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    site.get(PAGE)
    number = len([statement for statement in asked if "SELECT" in statement])
    asked.clear()
    return number


def test_the_table_is_made_once_until_something_is_written(site: Site, monkeypatch):
    fleet.many(site, 5)
    made: list[str] = []
    app_view = matrix_page.app_view
    monkeypatch.setattr(matrix_page, "app_view", lambda *given: made.append(given[1].app) or app_view(*given))
    first = site.main(PAGE).one("table").text
    number = len(made)
    site.later(seconds=30)
    again = site.main(PAGE)

    assert len(made) == number > 0
    assert again.one("table").text == first
    site.main(f"{PAGE}?open=orders")
    assert len(made) == 2 * number
    site.seen("e000", *fleet.KEYS)
    site.main(PAGE)
    assert len(made) > 2 * number
