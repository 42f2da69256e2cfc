"""The list of releases."""

from dataclasses import replace
from datetime import timedelta

from app.domain.release import Unreadable
from app.store import releases
from tests import build
from tests.web.conftest import IN_STEP
from tests.web.releases.shop import HEADLINE, REFUSED, V1_0, V1_1, section


def test_the_list_says_first_what_was_edited_after_its_release(shop):
    page = shop.page("/shop/releases")
    main = page.one("main")

    assert main.one("h1").text == HEADLINE
    assert page.title == f"{HEADLINE.rstrip('.')} · The shop · Driftboard"
    assert page.one("link", rel="icon").href.endswith("/favicon-blocked.svg")
    assert "target release: v1.2" in main.text


def test_every_label_stands_in_the_list_the_newest_first_against_the_one_before(shop):
    rows = section(shop.main("/shop/releases"), "Releases").by_role("listitem")

    assert [row.by_role("link")[0].text for row in rows] == ["v1.2", "v1.1", "v1.0"]
    assert "An edit blocks environments: v1.2" in rows[0].text
    assert "Edited one migration that v1.1 had released: orders.0001_initial. 1 edited, 1 new" in rows[0].text
    assert "4 environments, 2 blocked" in rows[0].text
    assert "Adds 2 migrations, and edits none that v1.0 had released. 2 new" in rows[1].text
    assert "environments" not in rows[1].text
    assert "The first release that is known." in rows[2].text
    assert f"{V1_1.fingerprint[:8]} · 54e95241" in rows[1].text
    assert rows[0].link("v1.2").href == "/shop/releases/v1.2"
    assert rows[0].link("What changed since v1.1").href == "/shop/releases/v1.1/diff/v1.2"


def test_an_edit_says_what_it_means_and_whom_it_blocks_now(shop):
    card = section(shop.main("/shop/releases"), "Edited after release").by_role("listitem")[0]

    assert "edited orders.0001_initial" in card.text
    assert "needs users.0010_add_unique_id_migration now" in card.text
    assert REFUSED in card.text
    assert (
        "Recorded in 3 of 3 environments whose rows are known. Blocked by it now: sandbox-1 sandbox-2"
        in card.text
    )
    assert card.link("sandbox-1").href == "/shop/environments/sandbox-1?focus=orders.0001_initial"


def test_who_is_unseen_now_is_named_where_the_edit_blocked_it_when_it_was_last_seen(shop):
    shop.failed("sandbox-2")
    card = section(shop.main("/shop/releases/v1.2"), "Edited after release").by_role("listitem")[0]

    assert "Blocked by it now: sandbox-1 Unseen now, blocked by it when last seen: sandbox-2" in card.text
    assert card.link("sandbox-2").href == "/shop/environments/sandbox-2?focus=orders.0001_initial"


def test_an_edit_blocks_also_where_a_later_release_is_meant_to_run(shop):
    later = build.release(
        "users: 0001_initial < 0010_add_unique_id_migration < 0011_more",
        "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
    )
    shop.release(later, label="v1.3", ago=timedelta(hours=1))
    main = shop.main("/shop/releases")

    assert main.one("h1").text == HEADLINE
    assert "Blocked by it now: sandbox-1 sandbox-2" in section(main, "Edited after release").text
    assert "4 environments, 2 blocked" in section(main, "Releases").by_role("listitem")[0].text


def test_whom_another_edit_blocks_is_not_named(site):
    site.release(build.release("a: 1", "b: 1", "c: 1"), label="v1", ago=timedelta(days=9))
    site.release(build.release("a: 1 < 2", "b: 1 @a.2", "c: 1 @a.2"), label="v2")
    site.seen("sandbox-1", "a.1", "c.1")

    first, second = section(site.main("/shop/releases"), "Edited after release").all(
        "li", **{"class": "edit-card"}
    )

    assert "Blocked by it now: sandbox-1" in first.text
    assert "edited c.1" in first.text
    assert "edited b.1" in second.text
    assert "Recorded in 0 of 1 environment." in second.text
    assert "Blocked" not in second.text


def test_an_edit_that_blocks_nobody_is_not_red(shop):
    for slug in ("sandbox-1", "sandbox-2"):
        shop.seen(slug, *IN_STEP)
    page = shop.page("/shop/releases")

    assert "Blocked" not in page.one("main").text
    assert "Edited after release: v1.2" in page.one("main").text
    assert page.one("link", rel="icon").href.endswith("/favicon-drifted.svg")


def test_where_nothing_was_edited_the_list_says_so(site):
    site.release(V1_0, label="v1.0", ago=timedelta(days=9))
    assert (
        site.main("/shop/releases").one("h1").text == "One release is known: v1.0, with 1 migration in 1 app."
    )

    site.release(V1_1, label="v1.1")
    page = site.page("/shop/releases")
    assert page.one("main").one("h1").text == (
        "2 releases are known. None edited what the one before had released."
    )
    assert page.one("link", rel="icon").href.endswith("/favicon.svg")

    unread = (Unreadable("users/migrations/0001_initial.py", 3, "a call"),)
    site.release(replace(V1_1, unreadable=unread, complete=False), label="v1.2", ago=timedelta(hours=1))
    assert (
        site.main("/shop/releases")
        .one("h1")
        .text.endswith("None edited what the one before had released, as far as they could be read.")
    )


def test_without_a_release_the_list_says_how_to_add_one(site):
    main = site.main("/shop/releases")

    assert main.one("h1").text == "No release is known yet."
    assert "driftboard releases add" in main.text
    assert site.get("/shop/releases.json").json()["releases"] == []


def test_a_long_list_goes_on(site):
    for number in range(30):
        site.release(
            build.release(f"users: {number:04}"), label=f"v{number}", ago=timedelta(hours=99 - number)
        )

    first = site.main("/shop/releases")
    second = site.main(first.link("Show the next of 18 more").href)
    third = site.main(second.link("Show the next of 6 more").href)

    def labels(main):
        return [row.by_role("link")[0].text for row in section(main, "Releases").by_role("listitem")]

    assert labels(first) + labels(second) + labels(third) == [f"v{number}" for number in reversed(range(30))]
    assert "Against" not in first.text
    assert "Show the next" not in third.text
    assert third.link("Show the newest").href == "/shop/releases"
    assert (
        first.one("h1").text
        == "30 releases are known. None of these 12 edited what the one before had released."
    )


def test_the_pickers_of_a_very_long_list_offer_the_newest_and_say_so(site):
    with site.store.writing() as session:
        for number in range(103):
            releases.add(session, "shop", build.release("users: 1"), label=f"v{number}", at=site.now)

    main = site.main("/shop/releases/v0/diff/v102")

    assert len(main.all("option")) == 101 + 100
    assert [option.text for option in main.all("option") if "selected" in option.attributes] == ["v0", "v102"]
    assert "The newest 100 of 103; all stand in the list." in main.text


def test_the_twin_of_the_list_says_the_same(shop):
    content = shop.get("/shop/releases.json").json()

    assert content["format"] == "driftboard-releases/1"
    assert content["sentence"] == HEADLINE
    assert content["meant"] == "v1.2"
    assert [(one["label"], one["edited"], one["before"]) for one in content["releases"]] == [
        ("v1.2", ["orders.0001_initial"], "v1.1"),
        ("v1.1", [], "v1.0"),
        ("v1.0", [], None),
    ]
    assert shop.get(content["releases"][0]["difference"])
    assert shop.get(content["releases"][0]["pinned"])
    assert content["older"] is None


def test_the_twin_of_a_long_list_goes_on(site):
    for number in range(13):
        site.release(build.release(f"users: {number:04}"), label=f"v{number}")

    older = site.get("/shop/releases.json").json()["older"]

    assert [one["label"] for one in site.get(older).json()["releases"]] == ["v0"]


def test_the_form_leads_to_the_difference_of_two_labels(shop):
    form = shop.main("/shop/releases").one("form")
    answer = shop.get("/shop/releases?from=v1.0&to=v1.2", status=303)

    assert form.attributes["action"] == "/shop/releases"
    assert [select.attributes["name"] for select in form.all("select")] == ["from", "to"]
    assert answer.headers["location"] == "/shop/releases/v1.0/diff/v1.2"
