"""What of two releases is not compared, as only one of them tells it."""

from dataclasses import replace

import pytest

from app.domain.difference import difference
from app.domain.release import Release
from tests.build import release
from tests.domain.difference.variants import V1_1, V1_2, changed, keys, partly


def test_apps_that_a_directory_does_not_hold_are_not_compared():
    directory = partly(release("orders: 1 @users.9 < 2"))

    for result in (difference(V1_1, directory), difference(directory, V1_2)):
        assert result.coverage.apps == result.coverage.open_apps == ("users",)
        assert (result.added, result.removed) == ((), ())
        assert not result.is_whole


def test_an_app_that_one_directory_alone_has_is_new_or_gone_where_the_other_was_read_whole():
    """A reference to it, an unreadable place or a whole export leave it open: the app may be there."""
    one, two = partly(release("orders: 1")), partly(release("orders: 1", "users: 1"))
    unread = partly(release("orders: 1"), "orders/migrations")
    referring = partly(release("orders: 1 @users.1"))

    new, gone = difference(one, two), difference(two, one)

    assert (new.coverage.new_apps, new.coverage.gone_apps, new.is_whole, new.is_empty) == (
        ("users",),
        (),
        True,
        False,
    )
    assert (gone.coverage.new_apps, gone.coverage.gone_apps, gone.is_whole) == ((), ("users",), True)
    for other in (unread, referring):
        assert difference(other, two).coverage.open_apps == ("users",)
        assert difference(two, other).coverage.open_apps == ("users",)
    assert difference(one, release("orders: 1", "users: 1")).coverage.open_apps == ("users",)


def test_one_release_is_the_same_whatever_could_not_be_read():
    unread = partly(V1_1, "users/migrations")
    at_commit = replace(unread, commit="a" * 40)

    assert not difference(unread, partly(V1_1, "users/migrations")).is_whole
    assert difference(at_commit, replace(at_commit, label="v1")).is_whole
    assert difference(replace(unread, label="v1"), replace(unread, label="v1")).is_whole
    assert not difference(at_commit, replace(at_commit, commit="b" * 40)).is_whole


def test_an_app_without_migrations_is_covered():
    result = difference(
        partly(release("orders: 1"), unmigrated_apps=frozenset({"users"})), release("orders: 1", "users: 1")
    )

    assert result.coverage.apps == ()
    assert result.added == keys("users.1")


def test_an_app_that_a_whole_release_does_not_hold_was_removed():
    assert difference(V1_1, release("users: 1 < 9")).removed == keys("orders.1", "orders.2")


@pytest.mark.parametrize("path", ["orders/migrations/1.py", "src/renamed/migrations/1.py"])
def test_a_file_that_could_not_be_read_is_neither_removed_nor_edited(path):
    """The folder of an app need not have its name."""
    whole = release("orders: 1 @users.9", "users: 1x < 9")
    without, instead = release("users: 1x < 9"), release("orders: 1", "users: 1x < 9")

    for other in (without, instead):
        for pair in ((whole, partly(other, path)), (partly(other, path), whole)):
            result = difference(*pair)
            not_compared = result.coverage.unread or result.coverage.apps

            assert not_compared in (keys("orders.1"), ("orders",))
            assert (result.added, result.removed, result.edited, result.edges) == ((), (), (), ())


def test_a_folder_with_the_name_of_another_app_speaks_of_that_app():
    result = difference(V1_1, partly(V1_1, "users/migrations/1.py"))

    assert result.coverage.unread == keys("users.1")
    assert not result.is_whole


def located(original: Release, root: str) -> Release:
    return changed(
        original,
        lambda migration: replace(
            migration, path=f"{root}{migration.key.app_label}/migrations/{migration.key.name}.py"
        ),
    )


def test_a_path_that_is_told_decides():
    before = located(V1_1, "src/")
    here = located(partly(V1_1, "src/users/migrations/1.py"), "src/")

    assert difference(before, here).coverage.unread == keys("users.1")
    assert difference(before, partly(V1_1, "users/migrations/1.py")).coverage.unread == keys("users.1")
    elsewhere = difference(before, located(partly(V1_1, "lib/users/migrations/1.py"), "src/"))
    assert (elsewhere.coverage.unread, elsewhere.is_whole) == ((), False)


def test_what_is_no_migration_file_leaves_every_migration_readable_but_may_hide_others():
    result = difference(V1_1, partly(V1_1, "users", "settings.py"))

    assert result.coverage.unread == ()
    assert [place.path for place in result.coverage.places] == ["settings.py", "users"]
    assert not result.is_whole
