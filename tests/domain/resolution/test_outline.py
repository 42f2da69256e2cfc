"""The outline of a release, as values and in words."""

import json
from dataclasses import replace

from app.domain.release import Operation, Unreadable
from app.domain.reports.release import headline, plain, report
from app.domain.resolution.outline import outline
from tests.build import key, release
from tests.domain.difference.variants import changed, doing, keys, partly

SHOP = release("users: 1 < 2", "orders: 1 @users.2", "users: 1to2 = 1+2")
ONE_WAY = Operation("RunPython", None, False)


def test_apps_stand_in_the_order_of_the_lanes_and_migrations_in_that_in_which_they_run():
    shop = outline(release("users: b < a", "orders: 1 @users.a"))

    assert [app.label for app in shop.apps] == ["users", "orders"]
    assert [migration.key.name for migration in shop.apps[0].migrations] == ["b", "a"]


def test_the_last_migration_of_an_app_is_its_squash_where_one_stands():
    users, _ = outline(SHOP).apps

    assert users.leaves == keys("users.1to2")
    assert users.squashes == keys("users.1to2")
    assert not users.is_forked
    assert headline(SHOP, "v1") == "v1 holds 4 migrations in 2 apps."


def test_two_last_migrations_are_a_fork():
    one_fork = release("users: 1 < 2", "users: 3 @users.1")
    two_forks = release("users: 1 < 2", "users: 3 @users.1", "orders: 1", "orders: 2")

    assert [app.label for app in outline(one_fork).forked] == ["users"]
    assert headline(one_fork, "v1") == (
        "v1 holds 3 migrations in 1 app; users is forked, so Django refuses to migrate."
    )
    assert headline(two_forks, "v1").endswith("; 2 apps are forked, so Django refuses to migrate.")
    assert "users: 3 migrations, up to 2 and 3, forked" in plain(one_fork, "v1")


def test_what_is_one_way_is_counted():
    shop = outline(doing(SHOP, users_2=[ONE_WAY]))

    assert shop.irreversible_count == 1
    assert shop.apps[0].irreversible == keys("users.2")
    assert "users: 3 migrations, 1 irreversible, up to 1to2" in plain(doing(SHOP, users_2=[ONE_WAY]), "v1")


def test_in_a_circle_an_app_has_no_last_one():
    circle = release("a: 1 @b.1", "b: 1 @a.1", "a: 2 @a.3", "a: 3 @a.2")

    assert outline(circle).apps[0].label == "a"
    assert outline(release("a: 2 @a.3", "a: 3 @a.2")).apps[0].leaves == ()
    assert "up to no last one" in plain(release("a: 2 @a.3", "a: 3 @a.2"), "v1")


def test_a_file_that_is_missing_is_no_last_one():
    assert outline(release("a: 1", "b: 1 @a.9")).apps[0].leaves == keys("a.1")


def test_what_could_not_be_read_and_what_is_not_covered_is_said():
    shop_release = partly(release("orders: 1 @users.2"), "orders/migrations/2.py")

    assert (
        headline(shop_release, "v1")
        == "v1 holds 1 migration in 1 app; 1 place in its source could not be read."
    )
    assert "not covered   users" in plain(shop_release, "v1")
    assert "unreadable    orders/migrations/2.py:3: a call" in plain(shop_release, "v1")


def test_a_terminal_gets_every_fact():
    shop_release = replace(
        changed(SHOP, lambda migration: migration, settings={"USE_TZ": "1"}), commit="3f2c1a"
    )
    lines = plain(shop_release, "v1").splitlines()

    assert lines[:2] == ["v1 holds 4 migrations in 2 apps.", ""]
    assert lines[2] == f"fingerprint   {shop_release.fingerprint}"
    assert "commit        3f2c1a" in lines
    assert "setting       USE_TZ = 1" in lines
    assert "squash        users.1to2 replaces users.1, users.2" in lines


def test_the_document_says_the_same():
    shop_release = partly(SHOP, settings={"USE_TZ": "1"}, unmigrated_apps=frozenset({"messages"}))
    document = json.loads(json.dumps(report(shop_release, "v1")))

    assert document["format"] == "driftboard-outline/1"
    assert document["sentence"] == headline(shop_release, "v1")
    assert document["fingerprint"] == shop_release.fingerprint
    assert [app["label"] for app in document["apps"]] == ["users", "orders"]
    assert document["apps"][0]["leaves"] == ["users.1to2"]
    assert document["squashes"] == [{"key": "users.1to2", "replaces": ["users.1", "users.2"]}]
    assert document["apps_without_migrations"] == ["messages"]
    assert document["complete"] is False
    assert document["migrations"] == 4


def test_the_document_names_what_could_not_be_read():
    shop_release = changed(
        SHOP, lambda migration: migration, unreadable=(Unreadable("a.py", None, "a call"),), complete=False
    )

    assert report(shop_release, "v1")["unreadable"] == [{"file": "a.py", "line": None, "reason": "a call"}]
    assert key("users.1") in shop_release.migrations
