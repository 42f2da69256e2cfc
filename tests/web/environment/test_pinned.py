"""Pinned addresses: a link is a fact."""

from datetime import timedelta
from urllib.parse import urlsplit

from app.domain.history import History, Row
from app.store import snapshots
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, SHOP

TWINS = ("2026-01-05 12:00:00.022879", "2026-01-05 12:00:00.045372")
"""One row written at these moments gives two histories whose fingerprints begin with the same eight digits."""

FOR_EVER = "private, max-age=31536000, immutable"


def pinned(site, slug="sandbox-1"):
    return site.main(f"/shop/environments/{slug}").link("Copy pinned link").href


def parts(address):
    path = urlsplit(address).path.split("/")
    return {"slug": path[3], "at": path[5], "against": path[7]}


def test_the_address_names_moment_history_label_and_release(story):
    history = build.history(*BLOCKED).fingerprint[:10]

    assert pinned(story) == (
        f"/shop/environments/sandbox-1/at/2026-06-19T0912Z~{history}/against/v1.2~{SHOP.fingerprint[:10]}"
    )


def test_a_pinned_page_says_what_it_is_pinned_to(story):
    page = story.page(pinned(story))

    history = build.history(*BLOCKED).fingerprint[:8]
    assert (
        f"Pinned. This page always shows history {history} of sandbox-1 (19 Jun 2026, 09:12 UTC) "
        f"against v1.2 ({SHOP.fingerprint[:8]})." in page.text
    )
    assert page.link("See sandbox-1 now").href == "/shop/environments/sandbox-1"
    assert page.one("link", rel="canonical").href == f"http://testserver{pinned(story)}"


def test_everything_pinned_may_be_kept_for_ever(story):
    address = pinned(story)

    for tail in ("", ".json", "/map.json", "/migrations/orders.0001_initial", "?as=table", "?rows=all"):
        assert story.get(address + tail).headers["cache-control"] == FOR_EVER
    assert "immutable" not in story.get("/shop/environments/sandbox-1").headers["cache-control"]


def test_a_pinned_page_stays_the_same(story):
    """Whatever arrives: sightings, another history, another release, a failure, the end of the environment."""
    address = pinned(story)
    addresses = [
        address + tail for tail in ("", ".json", "/map.json", "/migrations/orders.0001_initial", "?rows=all")
    ]
    before = [story.get(one).text for one in addresses]

    story.later(days=3)
    story.seen("sandbox-1", *BLOCKED)
    story.later(days=3)
    story.seen("sandbox-1", *IN_STEP)
    story.release(build.release("users: 0001_initial"), label="v1.2")
    story.failed("sandbox-1")
    story.later(days=30)
    assert [story.get(one).text for one in addresses] == before

    story.remove("sandbox-1")
    assert [story.get(one).text for one in addresses] == before


def test_a_pinned_page_holds_no_relative_time(story):
    main = story.main(pinned(story))

    assert " ago" not in main.text
    assert "Snapshots" not in main.text
    assert "received 19 Jun 2026, 09:12 UTC" in main.text


def test_links_of_a_pinned_page_stay_pinned(story):
    address = pinned(story)

    for link in story.main(address).by_id("panel").by_role("link"):
        if link.text == "Open the finding":
            assert link.href.startswith(f"{address}/missing-dependency/")
        else:
            assert link.href.startswith(f"{address}?focus=")
            assert link.attributes["hx-get"].startswith(f"{address}/migrations/")


def test_any_unique_prefix_of_eight_leads_to_the_canonical_address(story):
    address = pinned(story)
    short = address.replace(build.history(*BLOCKED).fingerprint[:10], build.history(*BLOCKED).fingerprint[:8])

    assert story.get(short, status=308).headers["location"] == address
    long = address.replace(SHOP.fingerprint[:10], SHOP.fingerprint)
    assert story.get(long, status=308).headers["location"] == address


def test_wrong_words_with_right_fingerprints_move_for_ever(story):
    address = pinned(story, "sandbox-3")
    tail = "/migrations/users.0001_initial?view=differs"

    for wrong in (
        address.replace("sandbox-3", "sandbox-old"),
        address.replace("v1.2~", "v0.9~"),
        address.replace("T0912Z", "T0303Z"),
    ):
        assert wrong != address
        assert story.get(wrong, status=308).headers["location"] == address
        assert story.get(wrong + ".json", status=308).headers["location"] == address + ".json"
        assert story.get(wrong + tail, status=308).headers["location"] == address + tail


def test_a_label_that_pointed_there_once_stays_right(story):
    address = pinned(story)
    story.release(build.release("users: 0001_initial"), label="v1.2")
    story.release(label="v1.2-final")

    story.get(address)


def test_a_history_that_several_environments_have_is_asked_for_by_name(story):
    """sandbox-1 and sandbox-2 have the same rows, so a wrong name leaves it open."""
    main = story.main(pinned(story).replace("sandbox-1", "sandbox-99"), status=300)

    assert [link.text.partition(",")[0] for link in main.by_role("link")[:2]] == ["sandbox-1", "sandbox-2"]


def test_a_prefix_that_several_histories_share_lists_them(site):
    site.release()
    one, other = twins()
    site.environments("a")
    for minutes, history in enumerate((one, other)):
        with site.store.writing() as session:
            snapshots.add(session, "shop", "a", history, at=site.now + timedelta(minutes=minutes))

    prefix = one.fingerprint[:8]
    address = f"/shop/environments/a/at/2026-06-19T0914Z~{prefix}/against/v1.2~{SHOP.fingerprint[:10]}"
    main = site.main(address, status=300)

    assert one.fingerprint[:8] == other.fingerprint[:8]
    assert f"2 histories begin with {prefix}." in main.text
    found = {site.get(link.href, status=308).headers["location"] for link in main.by_role("link")[:2]}
    assert {parts(location)["at"].partition("~")[2] for location in found} == {
        one.fingerprint[:10],
        other.fingerprint[:10],
    }


def twins():
    """Two histories whose fingerprints begin with the same eight digits."""
    return tuple(History((Row(build.key("users.0001_initial"), text, 1),)) for text in TWINS)


def test_unknown_fingerprints_are_not_found_in_a_sentence(story):
    address = pinned(story)
    history, release = build.history(*BLOCKED).fingerprint[:10], SHOP.fingerprint[:10]

    assert (
        "No history 0123456789 is stored here."
        in story.page(address.replace(history, "0123456789"), status=404).text
    )
    assert (
        "No release 0123456789 is stored here."
        in story.page(address.replace(release, "0123456789"), status=404).text
    )


def test_what_is_no_address_is_not_found_in_a_sentence(story):
    address = pinned(story)

    for wrong in (
        address.replace("T0912Z", ""),
        address.replace("2026-06-19T0912Z", "2026-13-45T9999Z"),
        address.replace("~", "-"),
        address.replace(SHOP.fingerprint[:10], SHOP.fingerprint[:7]),
        address.replace(SHOP.fingerprint[:10], "%25_%25_%25_%25"),
    ):
        assert story.main(wrong, status=404).one("h1").text.endswith(".")


def test_a_history_that_came_back_has_an_address_for_each_time(story):
    first = pinned(story)
    story.later(hours=1)
    story.seen("sandbox-1", *BEHIND)
    story.later(hours=1)
    story.seen("sandbox-1", *BLOCKED)

    again = pinned(story)

    assert parts(first)["at"] != parts(again)["at"]
    assert story.main(first).one("h1").text == story.main(again).one("h1").text


def test_the_alias_of_the_database_is_part_of_the_address(site):
    site.release()
    site.environments("a", alias="replica")
    site.seen("a", *BLOCKED)
    address = pinned(site, "a")

    assert address.endswith("?database=replica")
    site.remove("a")
    assert "on database 'replica'." in site.main(address).text


def fleet(site, query=""):
    return site.main(f"/shop{query}").link("Copy pinned link").href


def test_the_fleet_is_pinned_to_a_second_and_a_release(story):
    assert fleet(story) == f"/shop/fleet/at/2026-06-19T091420Z/against/v1.2~{SHOP.fingerprint[:10]}"
    page = story.page(fleet(story))

    assert "This page always shows what had been received by 19 Jun 2026, 09:14:20 UTC" in page.text
    assert page.one("main").one("h1").text == story.main("/shop").one("h1").text


def test_a_pinned_fleet_stays_the_same(story):
    story.later(seconds=2)
    address = fleet(story)
    story.later(seconds=2)
    addresses = [address, address + ".json", f"{address}?group=cause"]
    before = [story.get(one).text for one in addresses]

    for minutes in (1, 14, 300):
        story.later(minutes=minutes)
        story.seen("sandbox-1", *BLOCKED, ago=timedelta(0))
        story.seen("sandbox-2", *IN_STEP, ago=timedelta(0))
        story.seen("sandbox-6", *IN_STEP, ago=timedelta(0))
        story.failed("sandbox-5")
        assert [story.get(one).text for one in addresses] == before
    story.release(build.release("users: 0001_initial"), label="v1.2")
    story.seen("new-one", *IN_STEP)
    story.later(days=10)

    assert [story.get(one).text for one in addresses] == before
    assert story.get(address).headers["cache-control"] == FOR_EVER
    assert " ago" not in story.main(address).text


def test_a_silence_shows_the_same_before_and_after_it_ends(site):
    """Past its limit an environment is unseen; when it is seen again later, the pinned page does not turn green."""
    from app.store import failures

    site.release()
    site.environments("a", stale_after=timedelta(hours=1))
    history = site.seen("a", *IN_STEP, ago=timedelta(0))
    since = site.now
    site.later(hours=3)
    address = fleet(site)
    assert site.main("/shop").one("h1").text == (
        "The environment has not been read since 19 Jun 2026, 09:14 UTC."
    )
    site.later(minutes=1)
    before = site.get(address).text

    with site.store.writing() as session:
        failures.add_gap(session, "shop", "a", since=since, limit=timedelta(hours=1), at=site.now)
        snapshots.add(session, "shop", "a", history, at=site.now)

    assert site.main("/shop").one("h1").text == "The environment has everything v1.2 has."
    assert site.get(address).text == before
    assert "Not collected since 19 Jun 2026, 09:14 UTC. In step when last seen." in before


def test_a_pinned_fleet_leaves_out_what_was_not_configured_then(story):
    story.remove("sandbox-4")
    address = fleet(story)

    assert address.endswith("?without=sandbox-4")
    assert story.main(address).one("h1").text == "2 of 5 environments are blocked, all by one missing row."


def test_rows_of_a_pinned_fleet_lead_to_pinned_pages(story):
    assert story.main(fleet(story)).link("sandbox-1").href == pinned(story)


def test_a_minute_means_its_end(story):
    story.later(minutes=5)

    wanted = f"/shop/fleet/at/2026-06-19T091459Z/against/v1.2~{SHOP.fingerprint[:10]}"
    given = f"/shop/fleet/at/2026-06-19T0914Z/against/v1.2~{SHOP.fingerprint[:8]}"
    assert story.get(given, status=308).headers["location"] == wanted
    assert story.get(given + ".json?without=a", status=308).headers["location"] == wanted + ".json?without=a"


def test_a_moment_that_has_not_come_cannot_be_pinned(story):
    address = fleet(story).replace("2026-06", "2027-06")

    assert "2027-06-19T091420Z has not come yet." in story.page(address, status=404).text


def test_a_second_that_has_not_ended_is_not_kept_for_ever(story):
    assert "immutable" not in story.get(fleet(story)).headers["cache-control"]
    address = fleet(story)
    story.later(seconds=1)
    assert story.get(address).headers["cache-control"] == FOR_EVER


def test_a_fleet_before_anything_was_seen_is_empty(story):
    story.later(minutes=1)
    address = fleet(story).replace("2026-06-19T091520Z", "2025-01-01T000000Z")

    assert story.main(address).one("h1").text == "No environment yet."


def test_filters_of_the_fleet_go_with_its_pinned_link(story):
    assert fleet(story, "?q=sandbox-1").endswith("?q=sandbox-1")


def test_a_pinned_fleet_says_the_day_in_its_narrow_column(story):
    story.later(seconds=2)

    assert story.main(fleet(story)).by_id("group-drifted").text.endswith("· 19 Jun 2026")
