"""What counts as an edit of a released migration."""

from dataclasses import replace

import pytest

from app.domain.difference import difference
from app.domain.difference.edit import Edit, KeyChanges
from app.domain.difference.new_edges import Effect, NewEdge
from tests.build import key, release
from tests.domain.difference.variants import V1_1, V1_2, changed, doing, keys, operation


def test_a_dependency_added_after_release_is_an_edit_and_refuses_who_ran_it_before():
    result = difference(V1_1, V1_2)

    assert result.edited == (Edit(key("orders.1"), KeyChanges(added=keys("users.10"))),)
    assert result.added == keys("users.10")
    assert result.edges == (NewEdge(key("orders.1"), key("users.10"), Effect.REFUSED),)
    assert result.edges_of(result.edited[0]) == result.edges
    assert result.is_edited
    assert result.is_whole
    assert not result.is_empty


def test_a_dependency_taken_away_is_an_edit_without_an_edge():
    result = difference(V1_2, V1_1)

    assert result.edited == (Edit(key("orders.1"), KeyChanges(removed=keys("users.10"))),)
    assert result.edges == ()
    assert result.edges_of(result.edited[0]) == ()
    assert result.removed == keys("users.10")


def test_a_run_before_added_after_release_is_an_edit_with_its_edge_under_the_other():
    result = difference(release("a: 1", "b: 1", "c: 1"), release("a: 1 ^b.1", "b: 1", "c: 1"))

    (edit,) = result.edited
    assert edit.run_before == KeyChanges(added=keys("b.1"))
    assert edit.decides_order
    assert result.edges_of(edit) == (NewEdge(key("b.1"), key("a.1"), Effect.RISK),)
    assert result.edges_without_edit == ()


@pytest.mark.parametrize(("name", "values"), [("initial", (True, False)), ("atomic", (True, False))])
def test_flags_are_told_before_and_after(name, values):
    before = changed(V1_1, lambda migration: replace(migration, **{name: values[0]}))
    after = changed(
        V1_1,
        lambda migration: replace(
            migration, **{name: values[1]} if migration.key == key("orders.1") else {name: values[0]}
        ),
    )

    (edit,) = difference(before, after).edited

    assert getattr(edit, name) == values


def test_what_django_takes_for_initial_need_not_be_said():
    stated = changed(
        V1_1, lambda migration: replace(migration, initial=migration.key in keys("users.1", "orders.1"))
    )

    assert difference(V1_1, stated).edited == ()


def test_operations_are_compared():
    before = doing(V1_1, orders_1=[operation(sign="a")])
    after = doing(V1_1, orders_1=[operation(sign="b")])

    (edit,) = difference(before, after).edited

    assert len(edit.operations.changes) == 1
    assert not edit.decides_order


def test_operations_without_fingerprints_are_not_compared():
    result = difference(doing(V1_1, orders_1=[operation(sign="a")]), doing(V1_1, orders_1=[operation()]))

    assert result.edited == ()
    assert result.operations_not_compared == keys("orders.1")


def test_another_list_of_what_a_squash_replaces_is_an_edit():
    result = difference(release("a: 1 < 2", "a: s = 1"), release("a: 1 < 2", "a: s = 1+2"))

    (edit,) = result.edited
    assert edit.replaces == KeyChanges(added=keys("a.2"))
