"""What is true now of a pinned finding, which stays as it was."""

from dataclasses import replace
from datetime import timedelta

from app.domain.failure import Cause
from app.store import codehistory
from tests import build
from tests.web.conftest import BLOCKED, DRIFTED, IN_STEP, SHOP
from tests.web.environment.finding.test_since import LIVE, pinned
from tests.web.environment.test_why import CODE

EARLIER = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial < 0002_status"
)


def blocked(site) -> str:
    """The pinned address of a finding that is there."""
    site.release()
    site.seen("sandbox-3", *BLOCKED, ago=timedelta(minutes=30))
    return pinned(site)


def now(site, address: str) -> str:
    answer = site.get(f"{address}/now")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return site.main(f"{address}/now").one("section", id="now").text.removeprefix("Now ")


def fixed(site, address: str) -> str:
    return site.main(f"{address}/now").by_id("fixed").text


def test_the_same_history_and_release_are_still_blocked(site):
    address = blocked(site)
    site.seen("sandbox-3", *BLOCKED)

    assert now(site, address) == (
        "Still blocked seen 2 min ago Same history, same release as pinned here. Open sandbox-3 now"
    )
    assert site.main(f"{address}/now").link("Open sandbox-3 now").href == LIVE
    assert not fixed(site, address)


def test_another_history_or_release_with_the_same_finding_is_said(site):
    address = blocked(site)
    site.seen("sandbox-3", *BLOCKED, "orders.0003_wip")

    assert "It is another history than pinned here." in now(site, address)
    site.release(replace(SHOP, django="6.0"), label="v1.3", ago=timedelta(minutes=1))
    assert "It is another history and another release, v1.3 than pinned here." in now(site, address)


def test_a_row_that_was_recorded_fixed_it_and_the_pinned_page_is_unchanged(site):
    address = blocked(site)
    before = site.get(address).text
    site.seen("sandbox-3", *IN_STEP)

    sentence = (
        "Fixed 19 Jun 2026, between 08:44 and 09:12 UTC, by recording users.0010_add_unique_id_migration."
    )
    assert now(site, address) == (
        f"Fixed seen 2 min ago {sentence} sandbox-3 is in step now. Open sandbox-3 now"
    )
    assert fixed(site, address) == sentence
    assert site.get(address).text == before
    assert 'id="fixed"></div>' in before


def test_a_release_that_came_fixed_it(site):
    address = blocked(site)
    site.release(EARLIER, label="v1.3", ago=timedelta(minutes=10))
    site.seen("sandbox-3", *BLOCKED)

    assert fixed(site, address) == "Fixed 19 Jun 2026, 09:04 UTC, with v1.3."


def test_a_label_that_moved_fixed_it_where_that_one_is_declared(site):
    address = blocked(site)
    site.project = replace(site.project, release="v1.2")
    site._client = None
    site.release(EARLIER, label="v1.2", ago=timedelta(minutes=5))
    site.release(SHOP, label="v1.3", ago=timedelta(minutes=4))
    site.seen("sandbox-3", *BLOCKED)

    assert fixed(site, address) == "Fixed 19 Jun 2026, 09:09 UTC, with v1.2."


def test_a_drifted_environment_is_said_to_be_drifted(site):
    address = blocked(site)
    site.seen("sandbox-3", *DRIFTED)

    assert "sandbox-3 is drifted now." in now(site, address)


def test_an_environment_that_is_not_seen_is_not_known(site):
    address = blocked(site)
    site.failed("sandbox-3", Cause.UNREACHABLE)

    text = now(site, address)

    assert text.startswith("Not seen since 08:44 UTC, blocked then Not seen for")


def test_an_environment_that_is_gone_is_said_to_be_gone(site):
    address = blocked(site)
    site.remove("sandbox-3")

    assert now(site, address) == (
        "This environment is gone from the configuration It was seen last 19 Jun 2026, 08:44 UTC."
    )


def test_a_database_that_is_gone_is_said_to_be_gone(site):
    address = blocked(site)

    page = site.main(f"{address}/now?database=other")

    assert page.one("section", id="now").text == ("Now This database other is not looked at any more")


def test_what_the_code_tells_otherwise_is_not_called_fixed(site):
    site.release()
    site.seen("sandbox-3", *IN_STEP, "orders.0003_wip")
    unknown = LIVE.replace("missing-dependency/orders.0001_initial", "unknown/orders.0003_wip")
    address = pinned(site, unknown)
    newer = build.release(
        "users: 0001_initial < 0010_add_unique_id_migration",
        "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status < 0003_wip",
    )
    site.release(newer, label="v1.3")
    with site.store.writing() as session:
        codehistory.add(session, "shop", CODE, at=site.now)
    site.project = replace(site.project, release="v1.2")
    site._client = None

    text = now(site, address)

    assert text.startswith(
        "Told otherwise now seen 2 min ago What is known of the code by now tells it otherwise."
    )
