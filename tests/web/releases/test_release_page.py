"""The page of one release."""

from dataclasses import replace
from datetime import timedelta

from app.domain.release import Operation, Release, Unreadable
from tests import build
from tests.web.conftest import SHOP
from tests.web.releases.shop import HEADLINE, REFUSED, V1_0, V1_1, pin, section


def test_a_release_says_what_it_edited_and_what_it_holds(shop):
    page = shop.page("/shop/releases/v1.2")
    main = page.one("main")

    assert main.one("h1").text == HEADLINE
    assert "4 migrations in 2 apps Django 5.2 commit f02ad650 read 24 h ago" in main.text
    assert REFUSED in section(main, "Edited after release").text
    assert section(main, "Edited after release").link("What changed since v1.1").href == (
        "/shop/releases/v1.1/diff/v1.2"
    )
    rows = main.one("table").all("tr")[1:]
    assert [row.one("th").text for row in rows] == ["users", "orders"]
    assert [svg.name for svg in main.all("svg", role="img")] == [
        "2 migrations, 1 new",
        "2 migrations, 1 edited",
    ]
    assert "0010_add_unique_id_migration" in rows[0].text


def test_a_release_says_which_environments_are_meant_to_run_it(shop):
    meant = section(shop.main("/shop/releases/v1.2"), "Environments")
    other = section(shop.main("/shop/releases/v1.1"), "Environments")

    assert "4 environments are meant to run it" in meant.text
    assert meant.link("The fleet against v1.2").href == "/shop"
    assert meant.link("Blocked 2").href == "/shop?verdict=blocked"
    assert (
        "none is meant to run it; 4 environments are meant to run v1.2, and held against it here"
        in other.text
    )
    assert other.link("The fleet against v1.1").href == "/shop?release=v1.1"


def test_without_environments_nothing_is_said_of_them(site):
    site.release(V1_0, label="v1.0")

    main = site.main("/shop/releases/v1.0")
    assert main.one("h1").text == "v1.0 holds 1 migration in 1 app."
    assert "Environments" not in [h2.text for h2 in main.all("h2")]
    assert "Edited after release" not in main.text


def test_a_release_that_edited_nothing_says_what_it_changed(shop):
    since = section(shop.main("/shop/releases/v1.1"), "Against the release before")

    assert "v1.1 adds 2 migrations, and edits none that v1.0 had released." in since.text


def test_an_app_is_unfolded_by_its_link_and_folded_again(shop):
    folded = shop.main("/shop/releases/v1.2")
    address = folded.link("orders").href
    assert address == "/shop/releases/v1.2?open=orders#app-orders"
    assert "needs" not in folded.one("table").text

    table = shop.main(address.partition("#")[0]).one("table")
    lines = table.all("ol")[0].by_role("listitem")
    assert [line.text.split()[0] for line in lines] == ["orders.0001_initial", "orders.0002_status"]
    assert "edited no operation needs users.0010_add_unique_id_migration" in lines[0].text
    assert table.link("orders").href == "/shop/releases/v1.2#app-orders"
    assert table.link("orders").attributes["aria-expanded"] == "true"

    assert len(shop.main("/shop/releases/v1.2?open=all").one("table").all("ol")) == 2
    assert shop.main("/shop/releases/v1.2?open=all").link("Fold all").href == "/shop/releases/v1.2#apps"
    assert shop.main("/shop/releases/v1.2?open=orders,nothing").one("table").all("ol")


def test_one_way_migrations_squashes_and_settings_are_marked(site):
    made = build.release(
        "a: 1 < 2", "a: 1to2 = 1+2", "b: 1 @__setting__.AUTH_USER_MODEL", "b: 0to1 = 0+1", "c: 2 = 0"
    )
    one_way = Operation("RunPython", None, False)
    changed = [
        replace(one, operations=(one_way, one_way)) if one.key == build.key("a.2") else one
        for one in made.migrations.values()
    ]
    site.release(Release.of(changed), label="v1")

    main = site.main("/shop/releases/v1?open=all")

    text = main.one("table").text
    assert "a.2 replaced irreversible RunPython needs a.1" in text
    assert "b.1 replaced no operation needs settings.AUTH_USER_MODEL" in text
    assert "1 squash 1 irreversible" in text
    squashes = section(main, "Squashes").text
    assert "a.1to2 replaces 2 migrations; their files are still there" in squashes
    assert "b.0to1 replaces 2 migrations; 1 of their files are still there" in squashes
    assert "c.2 replaces 1 migration; its file is gone" in squashes


def test_a_fork_is_red_and_leads_to_the_runbook(site):
    site.release(build.release("a: 1 < 2", "a: 3 @a.1"), label="v1")
    page = site.page("/shop/releases/v1")
    fork = section(page.one("main"), "Forked")

    assert "a has 2 last migrations: a.2 and a.3." in fork.text
    assert fork.link("D104").href == "/runbook/D104"
    assert page.one("link", rel="icon").href.endswith("/favicon-blocked.svg")


def test_what_could_not_be_read_and_what_is_not_covered_is_named(site):
    unread = (Unreadable("a/migrations/2.py", 3, "a call"), Unreadable("b", None, "no label"))
    made = replace(build.release("a: 1 @users.1"), unreadable=unread, complete=False)
    site.release(made, label="main")

    main = site.main("/shop/releases/main")

    assert main.one("h1").text == "main holds 1 migration in 1 app; 2 places in its source could not be read."
    assert "2 places in the source could not be read a/migrations/2.py:3: a call b: no label" in main.text
    assert "Not checked, because this release does not contain this app: users." in main.text
    assert "read from a directory" in main.text


def test_labels_that_point_to_it_and_where_its_own_pointed_before(shop):
    shop.release(SHOP, label="main", ago=timedelta(hours=2))
    shop.release(V1_1, label="v1.2", ago=timedelta(hours=1))

    lines = [line.text for line in section(shop.main("/shop/releases/v1.2"), "Labels").by_role("listitem")]

    assert lines == [
        f"v1.2 {V1_1.fingerprint[:8]} points to this release now, read 1 h ago",
        f"v1.2 {SHOP.fingerprint[:8]} pointed to another release before, read 24 h ago",
        f"v1.1 {V1_1.fingerprint[:8]} points to this release now, read 14 Jun 2026",
    ]
    main = section(shop.main("/shop/releases/main"), "Labels")
    assert main.link("main").href == f"/shop/releases/{pin('main', SHOP)}"


def test_where_no_release_is_known_an_unknown_label_says_so(site):
    assert "No release is known yet." in site.main("/shop/releases/v1", status=404).text


def test_the_twin_of_a_release_has_every_app_and_where_it_stands(shop):
    content = shop.get("/shop/releases/v1.2.json").json()

    assert content["format"] == "driftboard-outline/1"
    assert [app["label"] for app in content["apps"]] == ["users", "orders"]
    assert content["commit"] == "f02ad6507777"
    assert content["before"] == "v1.1"
    assert content["difference"] == "/shop/releases/v1.1/diff/v1.2"
    assert [one["label"] for one in content["labels"]] == ["v1.2"]
    assert content["links"]["pinned"] == f"/shop/releases/{pin('v1.2', SHOP)}"
    assert shop.get("/shop/releases/v1.0.json").json()["difference"] is None


def test_the_page_of_an_environment_leads_to_its_release(shop):
    for address, segment in (
        ("/shop", "v1.2"),
        ("/shop/environments/sandbox-1", "v1.2"),
        (shop.main("/shop").link("Copy pinned link").href, pin("v1.2", SHOP)),
        (shop.main("/shop/environments/sandbox-1").link("Copy pinned link").href, pin("v1.2", SHOP)),
        (f"/shop?release={V1_1.fingerprint[:8]}", "v1.1"),
    ):
        link = shop.main(address).by_id("head").link(segment.partition("~")[0])
        assert link.href == f"/shop/releases/{segment}"
