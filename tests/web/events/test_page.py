"""The time line as a page and as JSON."""

from datetime import timedelta

import pytest

from app.domain.failure import Cause
from app.domain.history import Row
from app.store import failures, releases, snapshots
from app.web.facts.events import timeline as facts
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, SHOP, Site, environment
from tests.web.events.conftest import deploy

EVENTS = "/shop/events"
OF_ONE = "/shop/environments/sandbox-1/events"


def told(site: Site, address: str = EVENTS) -> list[tuple[str, str]]:
    path, mark, query = address.partition("?")
    return [
        (event["what"], event["sentence"]) for event in site.get(f"{path}.json{mark}{query}").json()["events"]
    ]


def test_a_life_is_told_newest_first(life):
    assert [what for what, _ in told(life)] == [
        "deployed",
        "back",
        "unreached",
        "verdict",
        "rewritten",
        "removed",
        "verdict",
        "recorded",
        "first-seen",
        "label-added",
    ]
    assert ("verdict", "The verdict changed from in step to blocked.") in told(life)
    assert ("first-seen", "First seen, with 2 rows.") in told(life)
    days = [day.text for day in life.main(EVENTS).all("h2")]
    assert days == [
        "19 Jun 2026",
        "18 Jun 2026",
        "17 Jun 2026",
        "16 Jun 2026",
        "15 Jun 2026",
        "14 Jun 2026",
        "13 Jun 2026",
    ]


def test_the_page_of_one_environment_has_its_own_events(life):
    life.seen("sandbox-2", *IN_STEP)
    page = life.page(OF_ONE)

    assert page.one("h1").text == "What happened in sandbox-1"
    assert "sandbox-2" not in page.one("main").text
    assert page.link("All environments").href == EVENTS
    assert life.page("/shop/environments/sandbox-1").link("What happened").href == OF_ONE


def test_every_link_of_every_event_leads_to_a_page_that_never_changes(life):
    hrefs = {link["href"] for event in life.get(f"{EVENTS}.json").json()["events"] for link in event["links"]}

    assert any("/compare/sandbox-1~" in href for href in hrefs)
    for href in hrefs:
        assert "immutable" in life.get(href).headers["cache-control"], href


def test_a_change_says_between_which_two_looks_it_happened(life):
    event = next(each for each in life.get(f"{OF_ONE}.json").json()["events"] if each["what"] == "removed")

    assert (event["since"], event["at"]) == ("2026-06-15T09:14:20Z", "2026-06-16T09:14:20Z")
    assert "between 15 Jun 2026, 09:14 UTC and 16 Jun 2026, 09:14 UTC" in life.main(OF_ONE).text
    assert [each["before"]["name"] for each in event["changes"]] == ["0010_add_unique_id_migration"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=label", ["label-added"]),
        ("kind=removed&kind=recorded", ["removed", "recorded"]),
        ("kind=reach", ["back", "unreached"]),
        ("from=2026-06-18", ["deployed", "back"]),
        ("to=2026-06-13", ["label-added"]),
        ("from=2026-06-16&to=2026-06-16&kind=verdict", ["verdict"]),
        ("from=2030-01-01", []),
    ],
)
def test_filters_stand_in_the_address(life, query, expected):
    address = f"{EVENTS}?{query}"

    assert [what for what, _ in told(life, address)] == expected
    page = life.page(address)
    chosen = [
        box.attributes["value"] for box in page.all("input", type="checkbox") if "checked" in box.attributes
    ]
    assert chosen == sorted(
        set(query.replace("&", "=").split("=")) & {"label", "recorded", "removed", "reach", "verdict"}
    )
    assert bool(expected) is not ("No event of these kinds and days." in page.one("main").text)


@pytest.mark.parametrize(
    "query",
    ["kind=nothing", "from=yesterday", "to=2026-13-01", "before=1", "from=9999-12-31", "to=9999-12-31"],
)
def test_a_filter_of_another_form_is_no_address(life, query):
    life.get(f"{EVENTS}?{query}", status=404)


def test_the_parts_hold_everything_once(life, monkeypatch):
    whole = life.get(f"{EVENTS}.json").json()["events"]
    for most in (1, 2, 3, 5):
        monkeypatch.setattr(facts.timeline, "__kwdefaults__", {"most": most})
        found, address = [], f"{EVENTS}.json"
        while address:
            part = life.get(address).json()
            found += part["events"]
            address = part["links"]["older"]
        assert found == whole, most
    page = life.page(EVENTS)
    older = page.link("Older events").href
    assert life.page(older).link("The newest events").href == EVENTS


def test_a_page_that_finds_nothing_of_a_rare_kind_leads_on(life, monkeypatch):
    monkeypatch.setattr(facts.timeline, "__kwdefaults__", {"most": 1})
    page = life.page(f"{EVENTS}?kind=rewritten&to=2026-06-15")

    assert "Older ones were not looked through yet." in page.one("main").text
    assert "kind=rewritten" in page.link("Older events").href


def test_a_moved_label_is_one_event_for_all_whose_verdict_it_changes(site):
    site.release(ago=timedelta(days=3))
    for number in range(20):
        site.seen(f"e{number:02}", *IN_STEP, ago=timedelta(days=2))
    newer = build.release(
        "users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial < 0002_status < 0003_new"
    )
    site.release(newer, label="v1.3", ago=timedelta(days=1))

    (verdict,) = [each for each in site.get(f"{EVENTS}.json").json()["events"] if each["kind"] == "verdict"]
    assert verdict["sentence"] == "The verdict of 20 environments changed from in step to behind."
    assert len(verdict["environments"]) == 20
    page = site.main(f"{EVENTS}?kind=verdict")
    assert "and 8 more" in page.text
    assert "/diff/" in page.link("What changed between the two releases").href
    of_one = "/shop/environments/e03/events?kind=verdict&kind=label&kind=table"
    assert [what for what, _ in told(site, of_one)] == [
        "verdict",
        "label-added",
        "first-seen",
        "label-added",
    ]


def test_a_label_that_nobody_runs_is_no_event_of_an_environment(site):
    site.add(environment("sandbox-1", release="v1.2"))
    site.release(ago=timedelta(days=3))
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=2))
    site.release(build.release("users: 0001_initial"), label="wip", ago=timedelta(days=1))

    query = "?kind=label&kind=table"
    assert [what for what, _ in told(site, OF_ONE + query)] == ["first-seen", "label-added"]
    assert [what for what, _ in told(site, EVENTS + query)] == ["label-added", "first-seen", "label-added"]


def test_labels_are_moved_and_removed(site):
    site.release(ago=timedelta(days=3))
    site.release(build.release("users: 0001_initial"), ago=timedelta(days=2))
    with site.store.writing() as session:
        releases.remove(session, "shop", "v1.2", at=site.now)

    assert [sentence for _, sentence in told(site)] == [
        "The label v1.2 was removed.",
        "v1.2 moved to a release with other migrations.",
        "v1.2 was added.",
    ]


def test_what_was_deployed_changes_the_verdict(site):
    site.release(ago=timedelta(days=9))
    site.release(
        build.release("users: 0001_initial < 0010_add_unique_id_migration"),
        label="v1.0",
        ago=timedelta(days=8),
    )
    site.seen("sandbox-1", *BEHIND, ago=timedelta(days=2))
    deploy(site, "sandbox-1", "v1.2", ago=timedelta(days=1))

    assert [what for what, _ in told(site, OF_ONE)][:2] == ["verdict", "deployed"]
    links = site.get(f"{OF_ONE}.json?kind=verdict").json()["events"][0]["links"]
    assert [link["text"] for link in links] == ["Before", "After"]
    assert ["v1.0" in links[0]["href"], "v1.2" in links[1]["href"]] == [True, True]


def test_a_time_without_a_look_is_told_while_it_lasts_and_keeps_its_name(site):
    site.release(ago=timedelta(days=9))
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(hours=3))
    (lasting,) = site.get(f"{OF_ONE}.json?kind=reach").json()["events"]
    with site.store.writing() as session:
        since = site.now - timedelta(hours=3)
        limit = site.project.environments[0].stale_after
        failures.add_gap(session, "shop", "sandbox-1", since=since, limit=limit, at=site.now)
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(0))
    ended = site.get(f"{OF_ONE}.json?kind=reach").json()["events"]

    assert [each["what"] for each in ended] == ["back", "unreached"]
    assert (ended[1]["id"], ended[1]["at"]) == (lasting["id"], lasting["at"])
    assert lasting["at"] == "2026-06-19T06:29:20Z"


def test_an_environment_that_is_gone_keeps_its_time_line(life):
    life.remove("sandbox-1")

    assert "sandbox-1 is not looked at any more" in life.main(OF_ONE).text
    assert ("removed", "The row of users.0010_add_unique_id_migration was removed.") in told(life, OF_ONE)
    assert life.page("/shop/environments/none/events", status=404)


def test_moments_that_are_yet_to_come_say_so(site):
    site.release(ago=timedelta(days=9))
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=-3))

    assert "later than now: the clock here was ahead" in site.main(EVENTS).text


def test_nothing_and_no_release(site):
    assert "Nothing was seen yet." in site.main(EVENTS).text
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=1))
    site.seen("sandbox-1", *BLOCKED, ago=timedelta(0))
    assert [what for what, _ in told(site)] == ["rewritten", "removed", "first-seen"]
    assert all(not each["links"] for each in site.get(f"{EVENTS}.json").json()["events"])


def test_pushes_in_another_form_and_databases_of_one_environment(site):
    site.release(ago=timedelta(days=9))
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=2))
    seen = build.history(*IN_STEP)
    other = tuple(Row(row.key, row.applied.replace(" ", "T")[:19] + "Z", row.id) for row in seen.rows)
    with site.store.writing() as session:
        snapshots.add(session, "shop", "sandbox-1", type(seen)(other), at=site.now - timedelta(days=1))

    assert [what for what, _ in told(site, f"{EVENTS}?kind=table&kind=rewritten")] == ["first-seen"]


def test_long_lists_are_cut_on_the_page_and_whole_in_the_json(site):
    site.release(ago=timedelta(days=9))
    site.seen("sandbox-1", ago=timedelta(days=2))
    site.seen("sandbox-1", *(f"orders.{number:04}_x" for number in range(60)), ago=timedelta(days=1))
    (event,) = site.get(f"{OF_ONE}.json?kind=recorded").json()["events"]
    page = site.main(OF_ONE)

    assert len(event["changes"]) == 60
    assert "60 migrations were recorded." in page.text
    assert "40 more in the JSON" in page.text
    assert page.text.count("orders.00") == 20


def test_hostile_names_break_neither_page_nor_json(hostile):
    page = hostile.main(OF_ONE)

    assert not page.all("script")
    assert "alert(1)" in page.text
    assert len(hostile.get(f"{OF_ONE}.json?kind=recorded").json()["events"][0]["changes"]) == 10
    for link in hostile.page(EVENTS).one("main").all("a"):
        hostile.get(link.href)


def test_queries_do_not_grow_with_environments(site, statements):
    site.release(ago=timedelta(days=9))
    site.seen("e1", *IN_STEP, ago=timedelta(days=2))
    few = statements(lambda: site.get(EVENTS))
    for number in range(2, 30):
        site.seen(f"e{number}", *IN_STEP, ago=timedelta(days=2))
        site.seen(f"e{number}", *BLOCKED, ago=timedelta(days=1))
        site.failed(f"e{number}", Cause.FORBIDDEN)
    assert statements(lambda: site.get(EVENTS)) <= few + 3
    assert SHOP.fingerprint[:10] in site.get(EVENTS).text


def test_what_is_ahead_is_so_on_the_pages_that_an_event_leads_to(site):
    """Its address names the newer release, without which the rows would be of no file."""
    newer = build.release(
        "users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial < 0002_status < 0003_new"
    )
    site.add(environment("first", release="v1.2"), environment("later", release="v1.2"))
    site.release(ago=timedelta(days=4))
    site.release(newer, label="v1.3", ago=timedelta(days=3))
    site.seen("first", *IN_STEP, "orders.0003_new", ago=timedelta(days=2))
    site.seen("later", *IN_STEP, ago=timedelta(days=2))
    site.seen("later", *IN_STEP, "orders.0003_new", ago=timedelta(days=1))

    events = site.get(f"{EVENTS}.json").json()["events"]
    found = {(each["environment"], each["what"]): each for each in events}
    verdict = found["later", "verdict"]
    assert verdict["verdict"] == {"before": "in-step", "after": "ahead"}
    links = [
        *verdict["links"],
        *found["first", "first-seen"]["links"],
        *found["later", "first-seen"]["links"],
    ]
    said = [(each["text"], site.get(as_json(each["href"])).json()["verdict"]) for each in links]
    assert said == [
        ("Before", "in-step"),
        ("After", "ahead"),
        ("What was seen", "ahead"),
        ("What was seen", "in-step"),
    ]


def as_json(page: str) -> str:
    path, mark, query = page.partition("?")
    return f"{path}.json{mark}{query}"
