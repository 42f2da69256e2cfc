"""What a live page asks every 30 s: is there something newer than what it shows?"""

from datetime import timedelta

from app.domain.failure import Cause
from app.domain.table_location import TableLocation
from app.store import failures, schemas
from tests.build import history
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP
from tests.web.parts import with_tenants


def asks(site, address: str) -> str:
    """The address that the page asks, as it was made."""
    (place,) = [e for e in site.page(address).walk() if e.attributes.get("id") == "newer"]
    assert place.attributes["hx-trigger"] == "every 30s"
    return place.attributes["hx-get"]


def said(site, address: str) -> str:
    return site.page(address, status=286).text


def with_schemas(site, **rows: tuple[str, ...]) -> None:
    """Give schemas of `production` other rows, now."""
    histories = {name: (history(*keys), "") for name, keys in rows.items()}
    with site.store.writing() as session:
        limit = timedelta(minutes=15)
        schemas.add(session, "shop", "production", "default", histories, at=site.now, limit=limit)


def test_the_same_history_is_nothing_newer(story):
    address = asks(story, "/shop/environments/sandbox-1")
    story.later(seconds=30)
    story.seen("sandbox-1", *BLOCKED, ago=timedelta(0))

    assert story.get(address, status=204).text == ""


def test_a_newer_history_is_told_with_its_age_and_a_link_to_see_it(story):
    address = asks(story, "/shop/environments/sandbox-1?view=all")
    story.later(minutes=1)
    story.seen("sandbox-1", *IN_STEP, ago=timedelta(seconds=10))
    bar = story.page(address, status=286)

    assert bar.text == "A newer history arrived 10 s ago Show it"
    assert bar.link("Show it").href == ""


def test_the_first_history_is_newer_than_none(site):
    site.release()
    site.failed("sandbox-9")
    address = asks(site, "/shop/environments/sandbox-9")
    site.get(address, status=204)
    site.seen("sandbox-9", *IN_STEP)

    assert said(site, address).startswith("A history arrived")


def test_of_an_environment_that_is_not_there_nothing_is_told(story):
    story.get("/shop/environments/nobody/newer?since=7c1f0a9e41", status=404)


def test_a_fleet_in_which_nothing_happened_stays_as_it_is(story):
    address = asks(story, "/shop")
    story.later(seconds=30)
    story.seen("sandbox-1", *BLOCKED, ago=timedelta(0))

    assert story.get(address, status=204).text == ""


def test_environments_with_another_history_are_counted(story):
    address = asks(story, "/shop?verdict=blocked")
    story.later(seconds=30)
    story.seen("sandbox-1", *IN_STEP, ago=timedelta(seconds=5))

    assert said(story, address) == "1 environment changed Show it"
    story.seen("sandbox-3", *IN_STEP, ago=timedelta(seconds=5))
    assert said(story, address) == "2 environments changed Show them"


def test_an_environment_that_fails_or_works_again_has_changed(story):
    address = asks(story, "/shop")
    story.later(seconds=30)
    story.failed("sandbox-1", Cause.BUSY, ago=timedelta(seconds=20))
    assert said(story, address) == "1 environment changed Show it"
    story.seen("sandbox-6", *IN_STEP, ago=timedelta(seconds=10))

    assert said(story, address) == "2 environments changed Show them"


def test_an_environment_that_fell_silent_has_changed(site):
    site.release()
    site.seen("sandbox-1", *BEHIND, ago=timedelta(minutes=14))
    site.seen("sandbox-2", *BEHIND, ago=timedelta(minutes=1))
    address = asks(site, "/shop")
    site.get(address, status=204)
    site.later(minutes=2)

    assert said(site, address) == "1 environment changed Show it"


def test_the_page_of_schemas_asks_for_schemas_that_changed(site):
    """A schema of another database, or the same history once more, is no change of what it shows."""
    site = with_tenants(site)
    address = asks(site, "/shop/environments/production")
    site.later(seconds=30)
    site.get(address, status=204)
    with_schemas(site, tenant_05=BEHIND, tenant_06=BLOCKED)

    assert said(site, address) == "2 schemas changed Show them"
    site.get(f"{address}&database=legacy", status=204)
    site.get(address.replace("production", "nobody"), status=404)


def test_a_schema_that_can_be_read_again_has_changed(site):
    site = with_tenants(site)
    address = asks(site, "/shop/environments/production")
    site.later(seconds=30)
    location = TableLocation("default", "tenant_39")
    with site.store.writing() as session:
        failures.end(session, "shop", "production", at=site.now, location=location)

    assert said(site, address) == "1 schema changed Show it"


def test_what_is_no_moment_is_refused(story):
    story.get("/shop/changes?since=lately", status=404)
    story.get("/shop/changes?since=2026-06-19T09:14", status=404)
    story.get("/shop/changes?since=0001-01-01T00:00:00%2B14:00", status=404)
    story.get("/shop/changes", status=422)


def test_pinned_pages_ask_for_nothing(story):
    for address in ("/shop", "/shop/environments/sandbox-1"):
        pinned = story.main(story.main(address).link("Copy pinned link").href)

        assert "hx-trigger" not in pinned.by_id("newer").attributes
