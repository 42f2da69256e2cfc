"""Since when a finding is there, and from when its row is; on a pinned page both stay as they are."""

from datetime import timedelta

from app.domain.fleet.deployment import Deployment
from app.domain.history import History, Row
from app.store import snapshots
from app.store.pushed import deployments
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP

LIVE = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial"
EARLIER = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial < 0002_status"
)
ROW = "The row itself is from 5 Jan 2026, 12:01:00 UTC."


def since(site, address: str = LIVE) -> str:
    return site.main(address).one("dd", id="since").text


def pinned(site, address: str = LIVE) -> str:
    return site.page(address).one("link", rel="canonical").href.removeprefix("http://testserver")


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def deployed(site, label: str, *, ago: timedelta) -> None:
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment("sandbox-3", label, None, site.now - ago))


def test_a_release_that_came_later_is_said_with_its_moment_and_the_row_with_its_own(site):
    site.seen("sandbox-3", *BLOCKED, ago=minutes(60))
    site.release(ago=minutes(20))

    assert since(site) == f"19 Jun 2026, 08:54 UTC, when v1.2 was first compared with this history. {ROW}"


def test_rows_that_went_between_two_looks_are_named_with_both(site):
    site.release()
    site.seen("sandbox-3", *IN_STEP, ago=minutes(50))
    site.seen("sandbox-3", *IN_STEP, ago=minutes(34))
    site.seen("sandbox-3", *BLOCKED, ago=minutes(19))

    # Without its row, users.0010 had to be taken out: all later rows got other times in this history.
    assert since(site).startswith(
        "19 Jun 2026, between 08:40 and 08:55 UTC: the row of users.0010_add_unique_id_migration went between"
    )


def test_a_label_that_moved_to_it_is_the_beginning(site):
    site.release(EARLIER, ago=minutes(90))
    site.seen("sandbox-3", *BLOCKED, ago=minutes(60))
    site.release(ago=minutes(20))

    assert "19 Jun 2026, 08:54 UTC, when v1.2 was first compared" in since(site)


def test_what_was_told_to_run_there_counts_before_when_it_was_known(site):
    site.release(EARLIER, label="v1.1", ago=minutes(90))
    site.release(ago=minutes(80))
    site.seen("sandbox-3", *BLOCKED, ago=minutes(60))
    deployed(site, "v1.1", ago=minutes(55))
    deployed(site, "v1.2", ago=minutes(20))

    assert since(site).startswith("19 Jun 2026, 08:54 UTC, when it was told that v1.2 runs here.")


def test_of_a_first_look_only_that_is_said(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    assert since(site) == (
        f"19 Jun 2026, 09:12 UTC or before: so it was when this database was first looked at. {ROW}"
    )


def test_very_many_histories_are_not_all_looked_at(site):
    site.release()
    for number in range(15):
        more = tuple(f"more.{count:04}" for count in range(number))
        site.seen("sandbox-3", *BLOCKED, *more, ago=minutes(60 - number))

    assert since(site).startswith(
        "Before 19 Jun 2026, 08:17 UTC: so it was in the last 12 histories and releases, and older ones"
    )


def test_a_pinned_page_says_what_was_known_then_whatever_comes_later(site):
    site.seen("sandbox-3", *BLOCKED, ago=minutes(60))
    site.release(ago=minutes(20))
    address = pinned(site)
    before = since(site, address)

    deployed(site, "v1.2", ago=minutes(10))
    site.release(EARLIER, label="v1.2", ago=minutes(9))
    site.release(label="v1.2", ago=minutes(8))
    site.seen("sandbox-3", *IN_STEP, ago=minutes(7))
    site.seen("sandbox-3", *BLOCKED, ago=minutes(6))

    assert "19 Jun 2026, 08:54 UTC, when v1.2 was first compared with this history." in before
    assert since(site, address) == before
    assert "told that v1.2 runs here" not in since(site)


def test_a_pinned_page_against_another_release_says_when_that_one_came(site):
    site.release(EARLIER, label="v1.1", ago=minutes(90))
    site.seen("sandbox-3", *BLOCKED, ago=minutes(60))
    site.release(ago=minutes(20))
    deployed(site, "v1.1", ago=minutes(10))

    assert since(site, LIVE + "?release=v1.2").startswith("19 Jun 2026, 08:54 UTC, when v1.2 was first")


def test_a_time_that_cannot_be_read_and_one_without_a_zone_are_said_as_they_are(site):
    site.release()
    texts = {"orders.0001_initial": "yesterday, or so", "users.0001_initial": "2026-01-05 12:00:00"}
    rows = tuple(Row(build.key(text), texts.get(text, "2026-01-05 12:00:00"), 1) for text in BLOCKED)
    site.environments("sandbox-3")
    with site.store.writing() as session:
        snapshots.add(session, "shop", "sandbox-3", History(rows), at=site.now - minutes(2))

    assert since(site).endswith("The row itself says yesterday, or so, which is no time that can be read.")


def test_a_finding_without_a_row_has_none_to_speak_of(site):
    site.release(build.release("users: 0001_initial", "orders: 0001_initial @users.0009_gone"))
    site.seen("sandbox-3", "users.0001_initial")

    text = since(site, "/shop/environments/sandbox-3/findings/missing-parent/users.0009_gone")

    assert text.startswith("19 Jun 2026, 09:12 UTC or before")
    assert "row itself" not in text
