"""What changed between two releases in all: squashes, settings, Django, and that the same in other words is nothing."""

import pytest

from app.domain.difference import difference
from app.domain.difference.comparison import SettingChange, SquashChange
from app.domain.difference.edit import KeyChanges
from app.domain.keys import SETTING, MigrationKey
from tests.build import key, release
from tests.domain.difference.variants import SWAPPED, V1_1, V1_2, changed, edges, keys, swapping


@pytest.mark.parametrize(
    ("model", "other"),
    [("users.User", "users.__first__"), (None, "auth.__first__"), ("auth.User", "auth.__first__")],
)
def test_a_setting_and_what_it_stands_for_are_the_same(model, other):
    with_setting, resolved = swapping(model, SWAPPED), swapping(model, key(other))

    assert difference(with_setting, resolved).edited == ()
    assert difference(resolved, with_setting).edited == ()


def test_another_user_model_is_a_setting_that_changed_and_no_edit():
    result = difference(swapping("auth.User", SWAPPED), swapping("users.User", SWAPPED))

    assert result.edited == ()
    assert result.settings == (SettingChange("AUTH_USER_MODEL", "auth.User", "users.User"),)
    assert edges(result) == {("orders.1", "users.1"): "risk"}
    assert [edge.child for edge in result.edges_without_edit] == [key("orders.1")]


def test_a_setting_that_nobody_knows_is_compared_by_its_name():
    unknown = MigrationKey(SETTING, "PAYER_MODEL")

    assert difference(swapping(None, unknown), swapping(None, unknown)).edited == ()
    (edit,) = difference(swapping(None, unknown), swapping(None, SWAPPED)).edited
    assert edit.dependencies == KeyChanges((SWAPPED,), (unknown,))


def test_settings_that_only_one_tells_are_not_compared_nor_is_the_module():
    before = changed(V1_1, lambda migration: migration, settings={"module": "a", "USE_TZ": "1"})
    after = changed(V1_1, lambda migration: migration, settings={"module": "b", "OTHER": "1"})

    assert difference(before, after).settings == ()
    assert difference(before, after).is_empty


def test_django_is_told_before_and_after():
    result = difference(V1_1, changed(V1_1, lambda migration: migration, django="6.0"))

    assert result.django == ("5.2", "6.0")
    assert not result.is_empty
    assert difference(V1_1, V1_1).django is None


def test_a_version_that_says_less_is_not_another():
    def versions(old: str, new: str):
        return difference(
            changed(V1_1, lambda migration: migration, django=old),
            changed(V1_1, lambda migration: migration, django=new),
        ).django

    assert versions("5.2", "5.2.8") is None
    assert versions("5.2.8", "5.2") is None
    assert versions("5.2.8", "5.2.80") == ("5.2.8", "5.2.80")


def test_a_release_against_itself_is_nothing():
    result = difference(V1_2, V1_2)

    assert result.is_empty
    assert not result.is_edited


def test_a_squash_is_no_addition_and_no_edit():
    result = difference(release("a: 1 < 2"), release("a: 1 < 2", "a: 1to2 = 1+2"))

    assert result.squashed == (SquashChange(key("a.1to2"), keys("a.1", "a.2"), (), new=True),)
    assert (result.added, result.removed, result.renamed) == ((), (), ())
    assert not result.is_edited
    assert not result.is_empty


def test_a_squash_that_brings_its_own_app_along_is_an_addition():
    result = difference(release("a: 1"), release("a: 1", "b: 1to2 = 1+2"))

    assert result.squashed == ()
    assert result.added == keys("b.1to2")


def test_files_that_a_squash_stands_for_are_gone_and_not_removed():
    result = difference(release("a: 1 < 2", "a: 1to2 = 1+2"), release("a: 1to2 = 1+2"))

    assert result.squashed == (SquashChange(key("a.1to2"), keys("a.1", "a.2"), keys("a.1", "a.2")),)
    assert result.removed == ()


def test_the_end_of_a_squash_is_no_edit_nor_that_others_follow_it():
    before = release("a: 1 < 2", "a: 1to2 = 1+2", "b: 1 @a.2")
    after = release("a: 1to2", "b: 1 @a.1to2")

    result = difference(before, after)

    assert result.squashed == (
        SquashChange(key("a.1to2"), keys("a.1", "a.2"), keys("a.1", "a.2"), settled=True),
    )
    assert result.edited == ()
    assert edges(result) == {("b.1", "a.1to2"): "harmless"}


def test_a_squash_that_stands_for_more_than_was_needed_is_an_edit_and_a_risk():
    before = release("a: 1 < 2 < 3", "b: 1 @a.2")
    after = release("a: 1to3 = 1+2+3", "b: 1 @a.1to3")

    result = difference(before, after)

    assert [edit.key for edit in result.edited] == [key("b.1")]
    assert edges(result) == {("b.1", "a.1to3"): "risk"}


def test_what_a_squash_stands_for_by_way_of_another_is_gone_with_it():
    before = release("a: 1 < 2 < 3", "a: 1to2 = 1+2")
    after = release("a: 1to3 = 1to2+3")

    (squash,) = difference(before, after).squashed

    assert squash.gone == keys("a.1", "a.1to2", "a.2", "a.3")


def test_a_circle_of_squashes_ends():
    circle = release("a: x = y", "a: y = x")

    assert difference(circle, circle).squashed == ()


def test_public_order_is_sorted_order():
    result = difference(release("b: 1", "a: 1"), release("c: 2", "c: 1", "b: 1 @c.1 @c.2", "a: 1 @c.1"))

    assert [str(edit.key) for edit in result.edited] == ["a.1", "b.1"]
    assert list(result.edges) == sorted(result.edges)
    assert result.added == keys("c.1", "c.2")
