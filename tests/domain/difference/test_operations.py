"""Operations of one migration held against those it had."""

from itertools import permutations

import pytest

from app.domain.difference.operations import OperationChange, operation_changes
from app.domain.release import Operation

A, B, C = (letter * 16 for letter in "abc")
FIELD = Operation("AddField", "order.number", True, False, A)
MODEL = Operation("CreateModel", "Order", True, False, B)
SCRIPT = Operation("RunPython", None, True, False, C)


def test_equal_fingerprints_are_no_change_whatever_else_was_read():
    result = operation_changes([SCRIPT], [Operation("RunPython", None, None, None, C)])

    assert not result
    assert result.compared


def test_another_fingerprint_of_the_same_kind_and_name_is_an_edit():
    edited = Operation("AddField", "order.number", True, False, B)

    result = operation_changes([MODEL, FIELD], [MODEL, edited])

    assert result.changes == (OperationChange(2, FIELD, edited),)
    assert result.changes[0].is_edit
    assert result.compared


def test_another_name_is_one_operation_gone_and_one_come():
    other = Operation("AddField", "order.total", True, False, B)

    result = operation_changes([FIELD], [other])

    assert result.changes == (OperationChange(1, None, other), OperationChange(1, FIELD, None))
    assert [change.is_edit for change in result.changes] == [False, False]
    assert [change.operation for change in result.changes] == [other, FIELD]


def test_an_operation_put_in_between_makes_no_other_one_edited():
    first = Operation("RunPython", None, True, False, A)

    result = operation_changes([SCRIPT], [first, SCRIPT])

    assert result.changes == (OperationChange(1, None, first),)


@pytest.mark.parametrize("order", list(permutations((FIELD, MODEL, SCRIPT)))[1:])
def test_the_same_in_another_order_is_told_as_that(order):
    result = operation_changes([FIELD, MODEL, SCRIPT], order)

    assert result.reordered
    assert result.changes == ()
    assert result


def test_the_order_is_not_told_where_more_has_changed():
    result = operation_changes([FIELD, MODEL], [MODEL, FIELD, SCRIPT])

    assert result.changes == (OperationChange(3, None, SCRIPT),)
    assert not result.reordered


def test_without_a_fingerprint_on_one_side_it_is_not_compared_and_no_difference():
    bare = Operation("RunPython", None, True)

    for old, new in ((bare, SCRIPT), (SCRIPT, bare), (bare, bare)):
        result = operation_changes([old], [new])

        assert not result
        assert not result.compared


@pytest.mark.parametrize("facts", [{"reversible": False}, {"elidable": True}])
def test_what_both_say_is_compared_without_fingerprints_too(facts):
    old = Operation("RunPython", None, True, False)
    new = Operation("RunPython", None, facts.get("reversible", True), facts.get("elidable", False))

    assert operation_changes([old], [new]).changes == (OperationChange(1, old, new),)


def test_an_operation_without_a_name_is_matched_by_its_kind():
    named, unnamed = Operation("AddField", "order.number"), Operation("AddField")

    assert not operation_changes([named], [unnamed])
    assert not operation_changes([unnamed], [named])
    assert operation_changes([unnamed], [Operation("RemoveField", "order.number")])


def test_a_name_without_its_model_is_matched_by_the_part():
    whole, part = Operation("AddField", "order.number"), Operation("AddField", "number")

    assert not operation_changes([whole], [part])
    assert not operation_changes([part], [whole])
    assert operation_changes([whole], [Operation("AddField", "total")])
    assert operation_changes([whole], [Operation("AddField", "invoice.number")])


def test_beside_what_could_not_be_read_nothing_is_said_to_have_changed():
    unread = Operation("unreadable")

    for old, new in (([unread], [FIELD]), ([FIELD], [MODEL, unread])):
        result = operation_changes(old, new)

        assert not result
        assert not result.compared


def test_two_unreadable_ones_are_matched_and_not_compared():
    assert not operation_changes([Operation("unreadable")], [Operation("unreadable")]).compared
