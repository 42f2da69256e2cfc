"""One table at two times: a hand that changed a row is told, as the time line tells it."""

from dataclasses import replace
from datetime import timedelta

from app.store import snapshots
from tests import build
from tests.web.conftest import IN_STEP, Site


def test_a_row_that_was_rewritten_is_told_where_both_looks_stand_side_by_side(site: Site):
    site.release(ago=timedelta(days=3))
    seen = site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=2))
    edited = replace(seen, rows=(replace(seen.rows[0], applied="2020-01-01 00:00:00"), *seen.rows[1:]))
    with site.store.writing() as session:
        snapshots.add(session, "shop", "sandbox-1", edited, at=site.now - timedelta(days=1))
    (event,) = site.get("/shop/events.json?kind=rewritten").json()["events"]
    (link,) = event["links"]
    page = site.page(link["href"])

    said = f"{event['sentence']} {event['note']}"
    assert "have recorded the same 4 migrations." in page.one("h1").text
    assert said in page.one("main").text
    swapped = page.link("Swap").href
    assert said in site.main(swapped).text


def test_two_environments_have_their_own_ids_and_times(site: Site):
    site.release()
    site.seen("a", *IN_STEP)
    other = build.history(*IN_STEP)
    moved = replace(other, rows=tuple(replace(row, id=row.id + 100) for row in other.rows))
    site.environments("b")
    with site.store.writing() as session:
        snapshots.add(session, "shop", "b", moved, at=site.now)

    assert "numbered anew" not in site.main("/shop/compare/a/b").text
