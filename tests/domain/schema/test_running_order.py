"""The orders in which migrations run: with the originals of squashes, and with the squashes."""

from app.domain.schema.running_order import running_orders
from tests.build import release


def orders(*lines: str) -> list[list[str]]:
    migrations = release(*lines).migrations
    found = running_orders(
        {key: migration.dependencies for key, migration in migrations.items()},
        {key: migration.run_before for key, migration in migrations.items()},
        {key: migration.replaces for key, migration in migrations.items()},
    )
    return [[".".join(key) for key in order] for order in found]


def test_each_comes_after_what_it_needs():
    assert orders("b: 1 < 2 @a.2", "a: 1 < 2") == [["a.1", "a.2", "b.1", "b.2"]]


def test_run_before_is_a_dependency_the_other_way_round():
    assert orders("a: 1", "b: 1 ^a.1") == [["b.1", "a.1"]]


def test_first_and_latest_are_the_ends_of_the_other_app():
    assert orders("a: 1 @b.__latest__", "b: 1 < 2", "c: 1 @b.__first__") == [["b.1", "c.1", "b.2", "a.1"]]
    assert orders("a: 1 @a.__first__") == [["a.1"]]


def test_an_app_that_is_not_here_is_no_obstacle_and_a_missing_file_is_one():
    assert orders("a: 1 @far.1 @far.__first__ < 2") == [["a.1", "a.2"]]
    assert orders("a: 1 @b.9 < 2", "b: 1") == [["b.1"]]


def test_a_circle_and_what_is_behind_it_are_left_out():
    assert orders("a: 1 @b.1 < 2", "b: 1 @a.1", "c: 1") == [["c.1"]]


def test_what_must_run_before_a_migration_that_is_left_out_runs():
    assert orders("a: 1 @b.9", "b: 1 ^a.1 ^far.1") == [["b.1"]]


def test_a_squash_has_an_order_of_its_own_with_what_it_needs_alone():
    lines = ("a: 1 < 2", "a: 1to2 @c.1 = 1+2", "b: 1 @a.1to2", "c: 1")

    assert orders(*lines) == [["a.1", "a.2", "b.1", "c.1"], ["c.1", "a.1to2"]]


def test_a_squash_that_lacks_an_original_stands_for_itself():
    assert orders("a: 2 @a.1", "a: 1to2 = 1+2", "b: 1 @a.1to2") == [["a.1to2", "b.1"]]


def test_a_squash_of_a_squash_is_in_the_second_order():
    lines = ("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", "a: 1or2 = 1+2", "b: 1 @a.2")

    assert orders(*lines) == [["a.1", "a.2", "b.1", "a.3"], ["a.1or2", "a.1to3"]]


def test_a_squash_that_names_itself_ends():
    assert orders("a: 1", "a: 1to1 = 1+1to1", "b: 1 @a.1to1") == [["a.1", "b.1"], []]
