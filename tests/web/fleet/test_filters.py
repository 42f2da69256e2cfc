"""What narrows the list of the fleet, and its order."""

from datetime import timedelta

import pytest

from app.domain.failure import Cause
from app.web.wording.names import natural
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP


def rows(main):
    """The environments of the list, in its order."""
    return [
        row.all("a")[0].text
        for row in main.by_role("listitem")
        if "environment-row" in row.attributes.get("class", "")
    ]


@pytest.fixture
def fleet(site):
    """Two tiers and a failed look; `qa-9` and `qa-10` differ by a number."""
    site.release()
    site.environments("live-1", "live-2", tier="production", region="eu")
    site.environments("qa-9", "qa-10", "qa-11", tier="qa", region="us")
    site.seen("live-1", *IN_STEP)
    site.seen("live-2", *BLOCKED)
    site.seen("qa-9", *BLOCKED)
    site.seen("qa-10", *BLOCKED)
    site.seen("qa-11", *DRIFTED)
    return site


def test_the_worst_stands_first_then_production_then_numbers_in_their_order(fleet):
    strip = fleet.main("/shop").by_id("verdict-strip")

    assert [link.name for link in strip.all("ul")[0].by_role("link")] == [
        "live-2: blocked",
        "qa-9: blocked",
        "qa-10: blocked",
        "qa-11: drifted",
        "live-1: in step",
    ]


def test_the_group_with_the_worst_environment_comes_first(site):
    site.release()
    site.environments("a", tier="canary")
    site.environments("b", tier="staging")
    site.environments("c", "d", tier="production")
    site.seen("a", *IN_STEP)
    site.seen("b", *BEHIND)
    site.seen("c", *IN_STEP)
    site.seen("d", *BLOCKED)

    groups = [heading.text for heading in site.main("/shop?group=tier").all("h2")]

    assert groups == ["production", "staging", "canary"]


def test_what_was_blocked_when_last_seen_comes_before_what_was_fine(site):
    site.release()
    for slug, keys in (("a", IN_STEP), ("b", BLOCKED), ("c", DRIFTED)):
        site.seen(slug, *keys, ago=timedelta(hours=3))

    assert rows(site.main("/shop")) == ["b", "c", "a"]


def says(row) -> str:
    return row.one("p", **{"class": "environment-says"}).text


def test_under_a_cause_stand_its_own_rows_with_what_is_particular_of_it(fleet):
    fleet.seen("qa-10", *BLOCKED, "orders.0003_wip")
    fleet.seen("zebra", *IN_STEP[:2])
    fleet.failed("live-1", Cause.NO_HOST)

    main = fleet.main("/shop?group=cause")

    headings = [heading.text for heading in main.all("h2")]
    assert headings == ["Not seen", "No problem"]
    missing, unknown, *_ = main.all("section", **{"class": "fleet-group"})
    assert [section.attributes["aria-label"] for section in (missing, unknown)] == [
        "Missing dependency",
        "Unknown row",
    ]
    assert all(says(row).startswith("Recorded 5 Jan 2026") for row in missing.all("li"))
    assert {row.by_role("link")[0].text for row in unknown.all("li")} == {"qa-10", "qa-11"}
    assert all(says(row).startswith("Recorded 5 Jan 2026") for row in unknown.all("li"))
    assert "1 more finding blocks it too." in " ".join(map(says, unknown.all("li")))


def test_what_waits_behind_a_block_is_counted(site):
    site.release()
    site.seen("a", "users.0001_initial", "orders.0001_initial")

    main = site.main("/shop")
    assert main.one("h1").text.startswith("1 of 1 environment is blocked")
    assert main.one("p", **{"class": "pending"}).text == "1 to run"
    assert site.get("/shop.json").json()["environments"][0]["pending"] == 1


def test_causes_of_one_environment_each_are_rows_of_one_group(site):
    site.release()
    site.seen("a", *BLOCKED)
    site.seen("b", *DRIFTED)
    site.seen("c", *IN_STEP, "orders.0004_other")

    main = site.main("/shop?group=cause")

    assert [heading.text for heading in main.all("h2")] == ["Django refuses", "Trouble that Django lets pass"]
    assert not main.all("div", **{"class": "cause-card"})
    rows_of = main.by_id("group-alone-trouble").all("li")
    assert [says(row) for row in rows_of] == [
        "orders.0003_wip is recorded, but this release has no such migration.",
        "orders.0004_other is recorded, but this release has no such migration.",
    ]
    assert rows_of[0].all("a")[2].href.endswith("/findings/unknown/orders.0003_wip")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=qa+9", ["qa-9"]),
        ("q=QA-1", ["qa-10", "qa-11"]),
        ("q=is:blocked+tier:qa", ["qa-9", "qa-10"]),
        ("q=app:orders+region:EU", ["live-2"]),
        ("q=finding:D201", ["qa-11"]),
        ("q=finding:missing-dependency+live", ["live-2"]),
        ("q=is:in-step", []),
        ("q=http:x", []),
        ("q=users.0010+qa", ["qa-9", "qa-10"]),
        ("tier=qa&verdict=blocked", ["qa-9", "qa-10"]),
    ],
)
def test_every_word_must_fit(fleet, query, names):
    assert rows(fleet.main(f"/shop?{query}")) == names


def test_a_list_that_is_narrowed_says_how_many_are_shown_and_how_to_undo_each_filter(fleet):
    main = fleet.main("/shop?verdict=blocked&tier=production&q=live")

    assert "1 of 5 shown" in main.text
    chips = {link.name: link.href for link in main.all("a") if link.attributes.get("class") == "chip"}
    assert chips == {
        'Without "live" ×': "/shop?verdict=blocked&tier=production",
        "Without verdict blocked ×": "/shop?q=live&tier=production",
        "Without tier production ×": "/shop?q=live&verdict=blocked",
    }
    assert main.link("Clear filters").href == "/shop"
    assert "shown" not in fleet.main("/shop").by_id("fleet").text


def test_numbers_in_names_are_read_as_numbers():
    assert sorted(["b2", "b10", "b", "10", "9", "b²"], key=natural) == ["b", "b2", "b10", "b²", "9", "10"]


def test_the_card_of_a_cause_counts_the_environments_that_share_it_now(site):
    site.release()
    for slug in ("one", "two"):
        site.seen(slug, *BLOCKED)

    def notes(address: str) -> list[str]:
        cards = site.main(address).all("div", **{"class": "cause-card"})
        return [card.text.partition("The same cause in ")[2][:1] for card in cards]

    assert notes("/shop") == notes("/shop") == ["2"]
    site.seen("three", *BLOCKED)
    assert notes("/shop") == ["3"]
    site.seen("one", *IN_STEP, ago=timedelta(0))
    assert notes("/shop") == ["2"]
