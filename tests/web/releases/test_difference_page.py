"""The page of what changed between two releases."""

from dataclasses import replace
from datetime import timedelta

from app.domain.release import Operation, Release
from tests import build
from tests.web.conftest import BLOCKED, SHOP
from tests.web.releases.shop import HEADLINE, V1_0, V1_1, pin, section


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


def test_a_card_names_some_environments_and_counts_the_others(shop):
    for number in range(13):
        shop.seen(f"edge-{number:02}", *BLOCKED)

    card = section(shop.main("/shop/releases/v1.1/diff/v1.2"), "Edited after release")

    assert card.text.endswith(
        "Blocked by it now: " + " ".join(f"edge-{n:02}" for n in range(12)) + " and 3 more"
    )
    assert len([link for link in card.all("a") if "/environments/" in link.href]) == 12


def test_against_another_release_the_links_hold_the_environment_against_it(shop):
    shop.release(V1_0, label="v1.3", ago=timedelta(hours=1))

    card = section(shop.main("/shop/releases/v1.1/diff/v1.2"), "Edited after release")

    assert (
        card.link("sandbox-1").href == "/shop/environments/sandbox-1?release=v1.2&focus=orders.0001_initial"
    )


def test_going_back_is_told_as_such_with_what_must_be_unapplied(shop):
    page = shop.page("/shop/releases/v1.2/diff/v1.1")
    main = page.one("main")
    back = section(main, "What must be unapplied, 3")

    assert main.one("h1").text == (
        "Going back from v1.2 to v1.1: 3 migrations must be unapplied first. 1 migration differs."
    )
    assert [line.text for line in back.by_role("listitem")] == [
        "orders.0002_status no operation",
        "orders.0001_initial no operation",
        "users.0010_add_unique_id_migration no operation",
    ]
    assert "Both have orders.0001_initial and orders.0002_status, but v1.2 lets them need" in back.text
    assert "differs orders.0001_initial" in section(main, "Not the same in v1.2 and v1.1").text
    assert "edited" not in main.text
    assert page.one("link", rel="icon").href.endswith("/favicon-drifted.svg")
    twin = shop.get("/shop/releases/v1.2/diff/v1.1.json").json()
    assert (twin["direction"], len(twin["unapply"]["order"])) == ("back", 3)


def test_branches_side_by_side_are_no_change_from_one_to_the_other(site):
    site.release(build.release("a: 1 < 2"), label="gift-cards", ago=timedelta(days=9))
    site.release(build.release("a: 1 < 3"), label="unique-id")

    main = site.main("/shop/releases/gift-cards/diff/unique-id")

    assert main.one("h1").text == (
        "Neither of gift-cards and unique-id is known to be the newer one: "
        "of their migrations 1 only in gift-cards and 1 only in unique-id."
    )
    assert "a.3" in section(main, "Only in unique-id, 1").text
    assert "a.2" in section(main, "Only in gift-cards, 1").text


def test_a_release_against_itself_has_nothing_to_show(shop):
    main = shop.main("/shop/releases/v1.2/diff/v1.2")

    assert main.one("h1").text == "v1.2 and v1.2 are the same release."
    assert main.all("table") == []


def test_two_contents_of_one_label_are_told_apart(shop):
    shop.release(V1_1, label="v1.2", ago=timedelta(hours=1))

    main = shop.main(f"/shop/releases/{pin('v1.2', SHOP)}/diff/v1.2")

    one, other = SHOP.fingerprint[:8], V1_1.fingerprint[:8]
    assert main.one("h1").text == (
        f"Going back from v1.2 ({one}) to v1.2 ({other}): 3 migrations must be unapplied first. 1 migration differs."
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
    assert main.one("h1").text == (
        "Whether v2 edited what v1 had released is not known: only one of v1 and v2 covers b."
    )


def test_an_app_with_another_label_and_a_dependency_that_means_the_same_are_listed(site):
    path = {"path": "mfa/migrations/1.py"}
    before, after = (
        build.release("mfa: 1", "a: s = 1+2", "b: 1 @a.1"),
        build.release("kit: 1", "a: s = 1+2", "b: 1 @a.s"),
    )
    for code, label, key in ((before, "v1", "mfa.1"), (after, "v2", "kit.1")):
        migrations = [
            replace(migration, **(path if str(migration.key) == key else {}))
            for migration in code.migrations.values()
        ]
        site.release(Release.of(migrations), label=label, ago=timedelta(days=9 if label == "v1" else 1))

    main = site.main("/shop/releases/v1/diff/v2")

    assert main.one("h1").text == "mfa is kit now: Django would run its migration again."
    assert "Apps with another label" in main.text
    assert "UPDATE django_migrations SET app = 'kit' WHERE app = 'mfa';" in main.text
    assert "b.1 needs a.s instead of a.1: one stands for the other" in main.text


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


def test_new_migrations_that_are_irreversible_or_drop_data_stand_first_and_old_ones_are_not_counted(site):
    def code(*lines: str) -> Release:
        does = {"a.1": "RunPython", "a.3": "RunPython", "b.1": "RemoveField"}
        return Release.of(
            replace(one, operations=(Operation(does[name], None, does[name] != "RunPython"),))
            if name in does
            else one
            for one in build.release(*lines).migrations.values()
            for name in [str(one.key)]
        )

    site.release(code("a: 1"), label="v1", ago=timedelta(days=9))
    site.release(code("a: 1 < 2 < 3", "b: 1"), label="v2")

    main = site.main("/shop/releases/v1/diff/v2")
    box = section(main, "New in v2, 3")
    release = site.main("/shop/releases/v2")

    assert "1 irreversible and 1 drops data: they stand first. Take a backup before they run." in box.text
    assert [line.text for line in box.by_role("listitem")] == [
        "a.3 irreversible RunPython",
        "b.1 drops data RemoveField",
        "a.2 no operation",
    ]
    assert "a 2 new, irreversible a.3" in main.one("table").text
    assert "1 new, irreversible 1 irreversible before" in release.one("table").text
    assert "1 new, drops data" in release.one("table").text
    assert "new since v1: 1 irreversible and 1 drops data; before: 1 irreversible" in release.text
    twin = site.client.get("/shop/releases/v1/diff/v2.json").json()
    assert (twin["new_irreversible"], twin["new_drops_data"]) == (["a.3"], ["b.1"])
