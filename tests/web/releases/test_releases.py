"""The pages of releases: the list, one release, and what changed between two."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.domain.release import Operation, Release, Unreadable
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP, SHOP

V1_0 = build.release("users: 0001_initial")
V1_1 = build.release("users: 0001_initial", "orders: 0001_initial @users.0001_initial < 0002_status")
FOR_EVER = "private, max-age=31536000, immutable"
HEADLINE = "v1.2 edited one migration that v1.1 had released: orders.0001_initial."
REFUSED = (
    "Databases that ran it at v1.1 will be refused: "
    "v1.1 does not hold users.0010_add_unique_id_migration, so it has no row there."
)


@pytest.fixture
def shop(site):
    """Three releases, of which the last edited a migration; it blocks two of four environments."""
    site.release(V1_0, label="v1.0", ago=timedelta(days=9))
    site.release(replace(V1_1, commit="54e952410000"), label="v1.1", ago=timedelta(days=5))
    site.release(replace(SHOP, commit="f02ad6507777"), label="v1.2")
    site.seen("sandbox-1", *BLOCKED)
    site.seen("sandbox-2", *BLOCKED)
    site.seen("sandbox-3", *IN_STEP)
    site.failed("sandbox-4")
    return site


def section(main, title: str):
    (found,) = [one for one in main.all("section") if [h2.text for h2 in one.all("h2")] == [title]]
    return found


def pin(label: str, release: Release) -> str:
    return f"{label}~{release.fingerprint[:10]}"


# The list


def test_the_list_says_first_what_was_edited_after_its_release(shop):
    page = shop.page("/shop/releases")
    main = page.one("main")

    assert main.one("h1").text == HEADLINE
    assert page.title == f"{HEADLINE.rstrip('.')} · The shop · Driftboard"
    assert page.one("link", rel="icon").href.endswith("/favicon-blocked.svg")
    assert "the environments are meant to run v1.2" in main.text


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
    assert "Blocked by it now: sandbox-1 sandbox-2" in card.text
    assert card.link("sandbox-1").href == "/shop/environments/sandbox-1?focus=orders.0001_initial"


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
    second = site.main(first.link("Show older releases").href)
    third = site.main(second.link("Show older releases").href)

    def labels(main):
        return [row.by_role("link")[0].text for row in section(main, "Releases").by_role("listitem")]

    assert labels(first) + labels(second) + labels(third) == [f"v{number}" for number in reversed(range(30))]
    assert "Against" not in first.text
    assert not third.by_role("link", "Show older releases")
    assert third.link("Show the newest").href == "/shop/releases"
    assert (
        first.one("h1").text
        == "30 releases are known. None of these 12 edited what the one before had released."
    )


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


def test_the_number_of_queries_does_not_grow(shop):
    def queries(address: str) -> int:
        seen = []
        with shop.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        shop.get(address)
        return len([statement for statement in seen if "SELECT" in statement])

    pages = ("/shop/releases", "/shop/releases/v1.2", "/shop/releases/v1.1/diff/v1.2")
    few = [queries(page) for page in pages]
    for number in range(15):
        shop.release(build.release(f"users: {number:04}"), label=f"w{number}", ago=timedelta(days=20))
        shop.seen(f"more-{number}", *IN_STEP, f"users.{number:04}_own")
    many = [queries(page) for page in pages]

    assert all(0 < after <= before for before, after in zip(few, many, strict=True))


# One release


def test_a_release_says_what_it_edited_and_what_it_holds(shop):
    page = shop.page("/shop/releases/v1.2")
    main = page.one("main")

    assert main.one("h1").text == HEADLINE
    assert "4 migrations in 2 apps Django 5.2 commit f02ad650 added 24 h ago" in main.text
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
    assert "a.2 replaced one way RunPython needs a.1" in text
    assert "b.1 replaced no operation needs settings.AUTH_USER_MODEL" in text
    assert "1 squash 1 one way" in text
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
    assert "Not covered, as this release does not hold it: users." in main.text
    assert "read from a directory" in main.text


def test_labels_that_point_to_it_and_where_its_own_pointed_before(shop):
    shop.release(SHOP, label="main", ago=timedelta(hours=2))
    shop.release(V1_1, label="v1.2", ago=timedelta(hours=1))

    lines = [line.text for line in section(shop.main("/shop/releases/v1.2"), "Labels").by_role("listitem")]

    assert lines == [
        f"v1.2 {V1_1.fingerprint[:8]} points to this release now, added 1 h ago",
        f"v1.2 {SHOP.fingerprint[:8]} pointed to another release before, added 24 h ago",
        f"v1.1 {V1_1.fingerprint[:8]} points to this release now, added 14 Jun 2026",
    ]
    main = section(shop.main("/shop/releases/main"), "Labels")
    assert main.link("main").href == f"/shop/releases/{pin('main', SHOP)}"


def test_an_unknown_label_answers_with_the_known_ones(shop):
    for path in ("/shop/releases/v9", "/shop/releases/v9/diff/v1.2", "/shop/releases/v1.2/diff/v9"):
        main = shop.main(path, status=404)

        assert main.one("h1").text == "No release of shop is called v9."
        links = [link for link in main.by_role("link") if "/releases/" in link.href]
        assert [link.href for link in links] == [
            f"/shop/releases/{label}" for label in ("v1.2", "v1.1", "v1.0")
        ]
    assert len(shop.get("/shop/releases/v9.json", status=404).json()["links"]) == 3


def test_where_no_release_is_known_an_unknown_label_says_so(site):
    assert "No release is known yet." in site.main("/shop/releases/v1", status=404).text


def test_a_label_of_any_letters_is_one_segment(site):
    site.release(V1_0, label="release/2.4")

    href = section(site.main("/shop/releases"), "Releases").link("release/2.4").href
    assert href == "/shop/releases/release-2.4"
    assert site.main(href).one("h1").text == "release/2.4 holds 1 migration in 1 app."

    site.release(V1_1, label="release 2.4")
    assert len(site.main(href, status=300).all("li")) == 2
    site.release(SHOP, label="release-2.4")
    assert site.main(href).one("h1").text.startswith("release-2.4 ")


def test_the_path_of_readiness_is_free(shop):
    assert shop.get("/shop/releases/v1.2/readiness", status=404)


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


# Pinned


def test_a_pinned_release_names_its_fingerprint_and_nothing_that_moves(shop):
    address = shop.main("/shop/releases/v1.2").link("Copy pinned link").href
    page = shop.page(address)

    assert address == f"/shop/releases/{pin('v1.2', SHOP)}"
    assert page.one("main").one("h1").text == "v1.2 holds 4 migrations in 2 apps."
    assert f"Pinned. This page always shows release v1.2~{SHOP.fingerprint[:8]}." in page.text
    assert page.link("See v1.2 now").href == "/shop/releases/v1.2"
    assert page.one("link", rel="canonical").href == address
    assert not {"Environments", "Labels", "Edited after release"} & {h2.text for h2 in page.all("h2")}
    assert " ago" not in page.one("main").text
    assert "commit" not in shop.get(address + ".json").json()["links"]


def test_a_pinned_difference_names_both(shop):
    address = shop.main("/shop/releases/v1.1/diff/v1.2").link("Copy pinned link").href
    page = shop.page(address)

    assert address == f"/shop/releases/{pin('v1.1', V1_1)}/diff/{pin('v1.2', SHOP)}"
    assert page.one("main").one("h1").text == HEADLINE
    assert REFUSED in page.one("main").text
    assert "Blocked" not in page.one("main").text
    assert page.one("link", rel="icon").href.endswith("/favicon-drifted.svg")
    assert not page.one("main").all("form")
    assert (
        f"This page always shows what changed from release v1.1~{V1_1.fingerprint[:8]} "
        f"to v1.2~{SHOP.fingerprint[:8]}." in page.text
    )
    assert page.link("See v1.1 and v1.2 now").href == "/shop/releases/v1.1/diff/v1.2"


def test_pinned_pages_stay_the_same_and_may_be_kept_for_ever(shop):
    release = f"/shop/releases/{pin('v1.2', SHOP)}"
    pages = [release, f"/shop/releases/{pin('v1.1', V1_1)}/diff/{pin('v1.2', SHOP)}"]
    pages += [f"{page}.json" for page in pages]
    pages.append(f"{release}?open=all")
    before = [shop.get(page).text for page in pages]

    shop.later(days=3)
    shop.release(V1_0, label="v1.2")
    shop.release(replace(SHOP, commit="0000"), label="again")
    shop.release(replace(V1_1, commit="1111"), label="v1.1")
    shop.seen("sandbox-1", *IN_STEP)

    assert [shop.get(page).text for page in pages] == before
    assert all(shop.get(page).headers["cache-control"] == FOR_EVER for page in pages)
    for live in ("/shop/releases", "/shop/releases/v1.2", f"/shop/releases/v1.1/diff/{pin('v1.2', SHOP)}"):
        assert "immutable" not in shop.get(live).headers["cache-control"]


def test_wrong_words_and_other_digits_move_for_ever(shop):
    release, difference = pin("v1.2", SHOP), f"{pin('v1.1', V1_1)}/diff/{pin('v1.2', SHOP)}"

    def moved(path: str) -> str:
        return shop.get(f"/shop/releases/{path}", status=308).headers["location"]

    assert moved(release.replace("v1.2", "old")) == f"/shop/releases/{release}"
    assert moved(f"v1.2~{SHOP.fingerprint}") == f"/shop/releases/{release}"
    assert moved(f"v1.2~{SHOP.fingerprint[:8]}.json?open=all") == f"/shop/releases/{release}.json?open=all"
    assert moved(difference.replace("v1.1", "old")) == f"/shop/releases/{difference}"
    assert moved(difference.replace("v1.2", "old") + ".json") == f"/shop/releases/{difference}.json"


@pytest.mark.parametrize("segment", ["v1.2~00000000", "v1.2~xyz", "~12345678"])
def test_what_names_no_release_is_not_found(shop, segment):
    assert shop.get(f"/shop/releases/{segment}", status=404)


# What changed


def test_a_difference_says_what_was_edited_first_then_app_by_app(shop):
    main = shop.main("/shop/releases/v1.1/diff/v1.2")

    assert main.one("h1").text == HEADLINE
    assert f"From v1.1 {V1_1.fingerprint[:8]}, 3 migrations on Django 5.2" in main.text
    assert "Blocked by it now: sandbox-1 sandbox-2" in section(main, "Edited after release").text
    rows = section(main, "2 apps differ").all("tr")[1:]
    assert [row.text for row in rows] == [
        "users new users.0010_add_unique_id_migration",
        "orders edited orders.0001_initial",
    ]
    assert "users.0010_add_unique_id_migration" in section(main, "New in v1.2, 1").text
    assert main.link("Swap").href == "/shop/releases/v1.2/diff/v1.1"
    assert [option.text for option in main.all("option") if "selected" in option.attributes] == [
        "v1.1",
        "v1.2",
    ]


def test_against_another_release_the_links_hold_the_environment_against_it(shop):
    shop.release(V1_0, label="v1.3", ago=timedelta(hours=1))

    card = section(shop.main("/shop/releases/v1.1/diff/v1.2"), "Edited after release")

    assert (
        card.link("sandbox-1").href == "/shop/environments/sandbox-1?release=v1.2&focus=orders.0001_initial"
    )


def test_backwards_it_is_amber_and_says_what_is_gone(shop):
    page = shop.page("/shop/releases/v1.2/diff/v1.1")
    gone = section(page.one("main"), "Only in v1.2, 1")

    assert (
        "Databases that have run them keep rows that v1.1 does not know; Django ignores these." in gone.text
    )
    assert "gone users.0010_add_unique_id_migration" in page.one("main").text
    assert page.one("link", rel="icon").href.endswith("/favicon-drifted.svg")


def test_a_release_against_itself_has_nothing_to_show(shop):
    main = shop.main("/shop/releases/v1.2/diff/v1.2")

    assert main.one("h1").text == "v1.2 and v1.2 are the same release."
    assert main.all("table") == []


def test_two_contents_of_one_label_are_told_apart(shop):
    shop.release(V1_1, label="v1.2", ago=timedelta(hours=1))

    main = shop.main(f"/shop/releases/{pin('v1.2', SHOP)}/diff/v1.2")

    one, other = SHOP.fingerprint[:8], V1_1.fingerprint[:8]
    assert main.one("h1").text == (
        f"v1.2~{other} edited one migration that v1.2~{one} had released: orders.0001_initial."
    )


def test_everything_else_that_changed_has_its_place(site):
    def doing(made: Release, *names: str) -> Release:
        sign = (Operation("RunPython", None, True, False, "a" * 16),)
        return Release.of(
            (
                replace(one, operations=sign if str(one.key) in names else ())
                for one in made.migrations.values()
            ),
            django=made.django,
            settings=made.settings,
        )

    before = build.release(
        "a: 1 < 2", "s: 1 < 2", "u: 1", "gone: 1", settings={"USE_TZ": "True"},
    )  # fmt: skip
    after = build.release(
        "a: 1 < 3", "s: 1to2 = 1+2", "u: 1", "m: 1 ^u.1", *(f"many{n:02}: 1" for n in range(14)),
        django="6.0", settings={"USE_TZ": None},
    )  # fmt: skip
    site.release(doing(before, "a.2"), label="v1", ago=timedelta(days=9))
    site.release(doing(after, "a.3"), label="v2")

    main = site.main("/shop/releases/v1/diff/v2")

    edits = section(main, "Edited after release").text
    assert "renamed a.2 is a.3 now" in edits
    assert "needs more u.1" in edits
    assert (
        "s.1to2 It stands for 2 migrations of v1; their files are gone." in section(main, "Squashes, 1").text
    )
    assert "gone.1" in section(main, "Only in v1, 1").text
    assert "Show 3 more" in section(main, "New in v2, 15").text
    assert section(main, "Django and settings").text.endswith(
        "Django 5.2, then 6.0 USE_TZ: True, then nothing"
    )
    table = main.one("table")
    assert "a renamed a.3" in table.text
    assert "s new s.1to2, 2 gone" in table.text
    assert table.all("tr")[-1].text == "gone gone gone.1"


def test_what_was_not_compared_is_said(site):
    site.release(build.release("a: 1", "b: 1"), label="v1", ago=timedelta(days=9))
    site.release(replace(build.release("a: 1"), complete=False), label="v2")

    main = site.main("/shop/releases/v1/diff/v2")

    assert "Only one of v1 and v2 covers b: not compared." in main.text
    assert main.one("h1").text == "v2 has the migrations of v1."


def test_the_twin_of_a_difference_names_whom_it_blocks(shop):
    content = shop.get("/shop/releases/v1.1/diff/v1.2.json").json()

    assert content["format"] == "driftboard-difference/1"
    assert content["sentence"] == HEADLINE
    assert content["new_edges"] == [
        {
            "child": "orders.0001_initial",
            "parent": "users.0010_add_unique_id_migration",
            "effect": "refused",
            "blocked": ["sandbox-1", "sandbox-2"],
        }
    ]
    assert content["after"]["commit"] == "f02ad6507777"
    pinned = shop.get(content["links"]["pinned"] + ".json").json()
    assert "blocked" not in pinned["new_edges"][0]


def test_one_content_under_two_labels_says_the_commit_of_each(shop):
    shop.release(replace(SHOP, commit="0000"), label="again", ago=timedelta(hours=1))

    def commit(label: str) -> str:
        return shop.get(f"/shop/releases/v1.1/diff/{label}.json").json()["after"]["commit"]

    assert (commit("v1.2"), commit("again"), commit("v1.2")) == ("f02ad6507777", "0000", "f02ad6507777")


def test_previews_are_short_and_say_the_matter(shop):
    for address in ("/shop/releases", "/shop/releases/v1.2", "/shop/releases/v1.1/diff/v1.2"):
        page = shop.page(address)
        title = page.one("meta", property="og:title").attributes["content"]
        description = page.one("meta", property="og:description").attributes["content"]

        assert len(title) <= 70
        assert description == f"{HEADLINE} As of 09:14 UTC."


def test_an_unknown_project_is_not_found(shop):
    assert "There is no project nowhere here." in shop.main("/nowhere/releases", status=404).text
