"""What changed between two releases: edited, renamed, squashed, and what could not be compared."""

from dataclasses import replace

import pytest

from app.domain.difference.comparison import SettingChange, Squashed, difference
from app.domain.difference.edit import Edit, KeyChanges
from app.domain.difference.new_edges import Effect, NewEdge
from app.domain.drift.comparison import compare
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Operation, Release, Unreadable
from tests.build import history, key, release

V1_1 = release("users: 1 < 9", "orders: 1 @users.9 < 2")
V1_2 = release("users: 1 < 9 < 10", "orders: 1 @users.9 @users.10 < 2")


def operation(kind="RunPython", name=None, sign=None):
    return Operation(kind, name, True, False, sign * 16 if sign else None)


def doing(made: Release, **of) -> Release:
    """The same release with operations: `orders_1=[…]`."""
    by_key = {key(name.replace("_", ".", 1)): tuple(operations) for name, operations in of.items()}
    return changed(made, lambda one: replace(one, operations=by_key.get(one.key, one.operations)))


def changed(made: Release, change, **facts) -> Release:
    kept = {
        name: getattr(made, name)
        for name in ("django", "settings", "unmigrated_apps", "unreadable", "complete")
    }
    return Release.of((change(one) for one in made.migrations.values()), **{**kept, **facts})


def keys(*names: str) -> tuple[MigrationKey, ...]:
    return tuple(key(name) for name in names)


def edges(found) -> dict[tuple[str, str], str]:
    return {(str(edge.child), str(edge.parent)): edge.effect.value for edge in found.edges}


# Edited


def test_a_dependency_added_after_release_is_an_edit_and_refuses_who_ran_it_before():
    found = difference(V1_1, V1_2)

    assert found.edited == (Edit(key("orders.1"), KeyChanges(added=keys("users.10"))),)
    assert found.added == keys("users.10")
    assert found.edges == (NewEdge(key("orders.1"), key("users.10"), Effect.REFUSED),)
    assert found.edges_of(found.edited[0]) == found.edges
    assert found.is_edited
    assert found.is_whole
    assert not found.is_nothing


def test_refused_is_what_django_would_refuse():
    v1_1_everywhere = history("users.1", "users.9", "orders.1", "orders.2")

    (finding,) = compare(V1_2, v1_1_everywhere).findings

    assert (finding.subject, finding.related) == (key("orders.1"), keys("users.10"))


def test_a_dependency_taken_away_is_an_edit_without_an_edge():
    found = difference(V1_2, V1_1)

    assert found.edited == (Edit(key("orders.1"), KeyChanges(removed=keys("users.10"))),)
    assert found.edges == ()
    assert found.edges_of(found.edited[0]) == ()
    assert found.removed == keys("users.10")


def test_what_was_there_and_not_made_to_run_first_is_a_risk():
    found = difference(release("a: 1 < 2", "b: 1 @a.1"), release("a: 1 < 2", "b: 1 @a.1 @a.2"))

    assert edges(found) == {("b.1", "a.2"): "risk"}


def test_what_ran_first_in_any_case_is_harmless():
    found = difference(release("a: 1 < 2 < 3", "b: 1 @a.3"), release("a: 1 < 2 < 3", "b: 1 @a.3 @a.1"))

    assert edges(found) == {("b.1", "a.1"): "harmless"}
    assert found.is_edited
    assert found.moved == ()


def test_in_a_circle_nothing_runs_first_in_any_case():
    found = difference(
        release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1"), release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1 @b.1")
    )

    assert edges(found) == {("c.1", "b.1"): "risk"}


def test_a_run_before_added_after_release_is_an_edit_with_its_edge_under_the_other():
    found = difference(release("a: 1", "b: 1", "c: 1"), release("a: 1 ^b.1", "b: 1", "c: 1"))

    (edit,) = found.edited
    assert edit.run_before == KeyChanges(added=keys("b.1"))
    assert edit.decides_order
    assert found.edges_of(edit) == (NewEdge(key("b.1"), key("a.1"), Effect.RISK),)
    assert found.moved == ()


def test_a_new_migration_before_a_released_one_is_told_though_no_file_was_edited():
    found = difference(release("b: 1"), release("a: 1 ^b.1", "b: 1"))

    assert found.edited == ()
    assert found.moved == (NewEdge(key("b.1"), key("a.1"), Effect.REFUSED),)
    assert found.is_edited


def test_a_first_migration_that_is_another_now_is_told():
    before = release("a: 2", "b: 1 @a.__first__")
    after = release("a: 1 < 2", "b: 1 @a.__first__")

    found = difference(before, after)

    assert [edit.key for edit in found.edited] == [key("a.2")]
    assert found.moved == (NewEdge(key("b.1"), key("a.1"), Effect.REFUSED),)


@pytest.mark.parametrize(("name", "values"), [("initial", (True, False)), ("atomic", (True, False))])
def test_flags_are_told_before_and_after(name, values):
    before = changed(V1_1, lambda one: replace(one, **{name: values[0]}))
    after = changed(
        V1_1,
        lambda one: replace(one, **{name: values[1]} if one.key == key("orders.1") else {name: values[0]}),
    )

    (edit,) = difference(before, after).edited

    assert getattr(edit, name) == values


def test_what_django_takes_for_initial_need_not_be_said():
    said = changed(V1_1, lambda one: replace(one, initial=one.key in keys("users.1", "orders.1")))

    assert difference(V1_1, said).edited == ()


def test_operations_are_compared():
    before = doing(V1_1, orders_1=[operation(sign="a")])
    after = doing(V1_1, orders_1=[operation(sign="b")])

    (edit,) = difference(before, after).edited

    assert len(edit.operations.changes) == 1
    assert not edit.decides_order


def test_operations_without_fingerprints_are_not_compared():
    found = difference(doing(V1_1, orders_1=[operation(sign="a")]), doing(V1_1, orders_1=[operation()]))

    assert found.edited == ()
    assert found.operations_not_compared == keys("orders.1")


# The same in other words


def swapping(model: str | None, *dependencies: MigrationKey) -> Release:
    settings = {} if model is None else {"AUTH_USER_MODEL": model}
    return changed(
        release("auth: 1", "users: 1", "orders: 1"),
        lambda one: replace(one, dependencies=dependencies) if one.key == key("orders.1") else one,
        settings=settings,
    )


SWAPPED = MigrationKey(SETTING, "AUTH_USER_MODEL")


@pytest.mark.parametrize(
    ("model", "other"),
    [("users.User", "users.__first__"), (None, "auth.__first__"), ("auth.User", "auth.__first__")],
)
def test_a_setting_and_what_it_stands_for_are_the_same(model, other):
    with_setting, resolved = swapping(model, SWAPPED), swapping(model, key(other))

    assert difference(with_setting, resolved).edited == ()
    assert difference(resolved, with_setting).edited == ()


def test_another_user_model_is_a_setting_that_changed_and_no_edit():
    found = difference(swapping("auth.User", SWAPPED), swapping("users.User", SWAPPED))

    assert found.edited == ()
    assert found.settings == (SettingChange("AUTH_USER_MODEL", "auth.User", "users.User"),)
    assert edges(found) == {("orders.1", "users.1"): "risk"}
    assert [edge.child for edge in found.moved] == [key("orders.1")]


def test_a_setting_that_nobody_knows_is_compared_by_its_name():
    unknown = MigrationKey(SETTING, "PAYER_MODEL")

    assert difference(swapping(None, unknown), swapping(None, unknown)).edited == ()
    (edit,) = difference(swapping(None, unknown), swapping(None, SWAPPED)).edited
    assert edit.dependencies == KeyChanges((SWAPPED,), (unknown,))


def test_settings_that_only_one_tells_are_not_compared_nor_is_the_module():
    before = changed(V1_1, lambda one: one, settings={"module": "a", "USE_TZ": "1"})
    after = changed(V1_1, lambda one: one, settings={"module": "b", "OTHER": "1"})

    assert difference(before, after).settings == ()
    assert difference(before, after).is_nothing


def test_django_is_told_before_and_after():
    found = difference(V1_1, changed(V1_1, lambda one: one, django="6.0"))

    assert found.django == ("5.2", "6.0")
    assert not found.is_nothing
    assert difference(V1_1, V1_1).django is None


def test_a_version_that_says_less_is_not_another():
    def versions(old: str, new: str):
        return difference(
            changed(V1_1, lambda one: one, django=old), changed(V1_1, lambda one: one, django=new)
        ).django

    assert versions("5.2", "5.2.8") is None
    assert versions("5.2.8", "5.2") is None
    assert versions("5.2.8", "5.2.80") == ("5.2.8", "5.2.80")


def test_a_release_against_itself_is_nothing():
    found = difference(V1_2, V1_2)

    assert found.is_nothing
    assert not found.is_edited


# Renamed


def test_the_same_content_under_another_name_is_renamed():
    before = doing(release("a: 1 < 2_old"), a_1=[operation(sign="a")], a_2_old=[operation(sign="b")])
    after = doing(release("a: 1 < 2_new"), a_1=[operation(sign="a")], a_2_new=[operation(sign="b")])

    found = difference(before, after)

    (rename,) = found.renamed
    assert (rename.before, rename.after) == keys("a.2_old", "a.2_new")
    assert not rename.edit
    assert (found.added, found.removed, found.edited) == ((), (), ())
    assert found.is_edited


def test_what_depends_on_a_renamed_one_is_edited_and_refused():
    before = doing(release("a: 1_old", "b: 1 @a.1_old"), a_1_old=[operation(sign="a")])
    after = doing(release("a: 1_new", "b: 1 @a.1_new"), a_1_new=[operation(sign="a")])

    found = difference(before, after)

    assert [edit.key for edit in found.edited] == [key("b.1")]
    assert edges(found) == {("b.1", "a.1_new"): "refused"}


def test_a_row_of_renamed_ones_is_followed():
    before = doing(release("a: 1 < 2 < 3"), a_2=[operation(sign="b")], a_3=[operation(sign="c")])
    after = doing(release("a: 1 < 2x < 3x"), a_2x=[operation(sign="b")], a_3x=[operation(sign="c")])

    assert [
        (str(one.before), str(one.after), bool(one.edit)) for one in difference(before, after).renamed
    ] == [
        ("a.2", "a.2x", False),
        ("a.3", "a.3x", False),
    ]


def test_one_that_was_numbered_anew_is_renamed_and_its_need_told():
    before = doing(release("a: 1 < 2_mine"), a_2_mine=[operation(sign="b")])
    after = doing(
        release("a: 1 < 2_theirs < 3_mine"), a_2_theirs=[operation(sign="c")], a_3_mine=[operation(sign="b")]
    )

    found = difference(before, after)

    (rename,) = found.renamed
    assert (rename.before, rename.after) == keys("a.2_mine", "a.3_mine")
    assert rename.edit.dependencies == KeyChanges(keys("a.2_theirs"), keys("a.1"))
    assert found.added == keys("a.2_theirs")


def test_of_two_that_do_the_same_elsewhere_none_is_renamed():
    before = doing(release("a: 1 < 2"), a_2=[operation(sign="b")])
    after = doing(
        release("a: 1 < 3 < 4 < 5"),
        a_3=[operation(sign="x")],
        a_4=[operation(sign="b")],
        a_5=[operation(sign="b")],
    )

    assert difference(before, after).renamed == ()


def test_two_that_did_the_same_are_not_taken_for_the_one_that_is_left():
    before = doing(release("a: 1 < 2 < 3"), a_2=[operation(sign="b")], a_3=[operation(sign="b")])
    after = doing(release("a: 1", "a: 9"), a_9=[operation(sign="b")])

    assert difference(before, after).renamed == ()


def test_two_new_names_are_given_once_each():
    before = release("a: 1", "b: 1", "a: 2m @a.1 @b.1", "a: 3m @a.1 @b.1")
    after = release("a: 1", "b: 1", "a: 8m @a.1 @b.1", "a: 9m @a.1 @b.1")

    assert [(str(one.before), str(one.after)) for one in difference(before, after).renamed] == [
        ("a.2m", "a.8m"),
        ("a.3m", "a.9m"),
    ]


def test_without_fingerprints_kinds_and_names_tell_and_a_script_tells_nothing():
    field = operation("AddField", "order.number")

    def renamed(one: Operation, other: Operation) -> int:
        before = doing(release("a: 1 < 2"), a_2=[one])
        return len(difference(before, doing(release("a: 1 < 3"), a_3=[other])).renamed)

    assert renamed(field, field) == 1
    assert renamed(field, operation("AddField", "order.total")) == 0
    assert renamed(operation(), operation()) == 0


def test_what_does_nothing_and_merges_nothing_is_not_renamed():
    assert difference(release("a: 1 < 2"), release("a: 1 < 3")).renamed == ()
    assert difference(release("a: 1"), release("a: 2")).renamed == ()


def test_what_is_of_another_app_is_not_renamed():
    before = doing(release("a: 1", "b: 1"), a_1=[operation(sign="a")])
    after = doing(release("b: 1", "b: 2"), b_2=[operation(sign="a")])

    assert difference(before, after).renamed == ()
    assert difference(before, after).removed == keys("a.1")


def test_a_name_in_a_circle_is_followed_too():
    before = doing(release("a: 1 @b.1", "b: 1 @a.1"), a_1=[operation(sign="a")])
    after = doing(release("a: 2 @b.1", "b: 1 @a.2"), a_2=[operation(sign="a")])

    assert [str(one.after) for one in difference(before, after).renamed] == ["a.2"]


# Squashed


def test_a_squash_is_no_addition_and_no_edit():
    found = difference(release("a: 1 < 2"), release("a: 1 < 2", "a: 1to2 = 1+2"))

    assert found.squashed == (Squashed(key("a.1to2"), keys("a.1", "a.2"), (), new=True),)
    assert (found.added, found.removed, found.renamed) == ((), (), ())
    assert not found.is_edited
    assert not found.is_nothing


def test_a_squash_that_brings_its_own_app_along_is_an_addition():
    found = difference(release("a: 1"), release("a: 1", "b: 1to2 = 1+2"))

    assert found.squashed == ()
    assert found.added == keys("b.1to2")


def test_files_that_a_squash_stands_for_are_gone_and_not_removed():
    found = difference(release("a: 1 < 2", "a: 1to2 = 1+2"), release("a: 1to2 = 1+2"))

    assert found.squashed == (Squashed(key("a.1to2"), keys("a.1", "a.2"), keys("a.1", "a.2")),)
    assert found.removed == ()


def test_the_end_of_a_squash_is_no_edit_nor_that_others_follow_it():
    before = release("a: 1 < 2", "a: 1to2 = 1+2", "b: 1 @a.2")
    after = release("a: 1to2", "b: 1 @a.1to2")

    found = difference(before, after)

    assert found.squashed == (Squashed(key("a.1to2"), keys("a.1", "a.2"), keys("a.1", "a.2"), settled=True),)
    assert found.edited == ()
    assert edges(found) == {("b.1", "a.1to2"): "harmless"}


def test_a_squash_that_stands_for_more_than_was_needed_is_an_edit_and_a_risk():
    before = release("a: 1 < 2 < 3", "b: 1 @a.2")
    after = release("a: 1to3 = 1+2+3", "b: 1 @a.1to3")

    found = difference(before, after)

    assert [edit.key for edit in found.edited] == [key("b.1")]
    assert edges(found) == {("b.1", "a.1to3"): "risk"}


def test_what_a_squash_stands_for_by_way_of_another_is_gone_with_it():
    before = release("a: 1 < 2 < 3", "a: 1to2 = 1+2")
    after = release("a: 1to3 = 1to2+3")

    (squash,) = difference(before, after).squashed

    assert squash.gone == keys("a.1", "a.1to2", "a.2", "a.3")


def test_a_circle_of_squashes_ends():
    circle = release("a: x = y", "a: y = x")

    assert difference(circle, circle).squashed == ()


def test_another_list_of_what_a_squash_replaces_is_an_edit():
    found = difference(release("a: 1 < 2", "a: s = 1"), release("a: 1 < 2", "a: s = 1+2"))

    (edit,) = found.edited
    assert edit.replaces == KeyChanges(added=keys("a.2"))


# Not compared


def partly(made: Release, *unreadable: str, **facts) -> Release:
    places = tuple(Unreadable(path, 3, "a call") for path in unreadable)
    return changed(made, lambda one: one, complete=False, unreadable=places, **facts)


def test_apps_that_a_directory_does_not_hold_are_not_compared():
    directory = partly(release("orders: 1 @users.9 < 2"))

    for found in (difference(V1_1, directory), difference(directory, V1_2)):
        assert found.coverage.apps == ("users",)
        assert (found.added, found.removed) == ((), ())
        assert found.is_whole


def test_what_needs_rows_of_an_app_that_is_not_covered_is_not_refused():
    found = difference(partly(release("orders: 1 < 2")), V1_2)

    assert [edit.key for edit in found.edited] == [key("orders.1")]
    assert found.edges == ()


def test_what_needs_something_new_in_a_file_that_was_not_read_is_not_refused():
    found = difference(partly(release("a: 1"), "a/migrations/1.py"), release("a: 1 @b.1", "b: 1"))

    assert found.edges == ()


def test_an_app_without_migrations_is_covered():
    found = difference(
        partly(release("orders: 1"), unmigrated_apps=frozenset({"users"})), release("orders: 1", "users: 1")
    )

    assert found.coverage.apps == ()
    assert found.added == keys("users.1")


def test_an_app_that_a_whole_release_does_not_hold_was_removed():
    assert difference(V1_1, release("users: 1 < 9")).removed == keys("orders.1", "orders.2")


@pytest.mark.parametrize("path", ["orders/migrations/1.py", "src/renamed/migrations/1.py"])
def test_a_file_that_could_not_be_read_is_neither_removed_nor_edited(path):
    """The folder of an app need not have its name."""
    whole = release("orders: 1 @users.9", "users: 1x < 9")
    without, instead = release("users: 1x < 9"), release("orders: 1", "users: 1x < 9")

    for other in (without, instead):
        for pair in ((whole, partly(other, path)), (partly(other, path), whole)):
            found = difference(*pair)
            told = found.coverage.unread or found.coverage.apps

            assert told in (keys("orders.1"), ("orders",))
            assert (found.added, found.removed, found.edited, found.edges) == ((), (), (), ())


def test_a_folder_with_the_name_of_another_app_speaks_of_that_app():
    found = difference(V1_1, partly(V1_1, "users/migrations/1.py"))

    assert found.coverage.unread == keys("users.1")
    assert not found.is_whole


def located(made: Release, root: str) -> Release:
    return changed(
        made, lambda one: replace(one, path=f"{root}{one.key.app_label}/migrations/{one.key.name}.py")
    )


def test_a_path_that_is_told_decides():
    before = located(V1_1, "src/")
    here = located(partly(V1_1, "src/users/migrations/1.py"), "src/")

    assert difference(before, here).coverage.unread == keys("users.1")
    assert difference(before, partly(V1_1, "users/migrations/1.py")).coverage.unread == keys("users.1")
    assert difference(before, located(partly(V1_1, "lib/users/migrations/1.py"), "src/")).is_whole


def test_what_is_no_migration_file_leaves_every_migration_readable():
    assert difference(V1_1, partly(V1_1, "users", "settings.py")).is_whole


def test_public_order_is_sorted_order():
    found = difference(release("b: 1", "a: 1"), release("c: 2", "c: 1", "b: 1 @c.1 @c.2", "a: 1 @c.1"))

    assert [str(edit.key) for edit in found.edited] == ["a.1", "b.1"]
    assert list(found.edges) == sorted(found.edges)
    assert found.added == keys("c.1", "c.2")
