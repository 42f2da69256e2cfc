"""Schemas that nobody looks at any more, as the page and the feed say it."""

from datetime import timedelta

from app.store import schemas
from tests import build
from tests.web.conftest import IN_STEP, Site


def test_schemas_that_were_seen_last_at_one_moment_are_counted(site: Site):
    site.release(ago=timedelta(days=2))
    site.seen("a", *IN_STEP)
    for names, hours in ((("t1", "t2", "t3"), 5), (("t4",), 4)):
        seen = {name: (build.history(*IN_STEP), "digest") for name in names}
        with site.store.writing() as session:
            at = site.now - timedelta(hours=hours)
            schemas.add(session, "shop", "a", "tenants", seen, at=at, limit=timedelta(minutes=15))
    events = site.get("/shop/events.json?kind=reach").json()["events"]

    assert [each["sentence"] for each in events] == [
        "Not read: nothing was collected.",
        "Not read in 3 schemas: nothing was collected.",
    ]
    text = site.main("/shop/events?kind=reach").text
    assert "tenants, schema t4" in text
    assert "3 schemas of" not in text
    assert "a, tenants: Not read in 3 schemas" in site.get("/shop/events.atom?kind=reach").text
