"""Which migrations are the same under another name."""

from app.domain.difference import difference
from app.domain.difference.edit import KeyChanges
from app.domain.release import Operation
from tests.build import key, release
from tests.domain.difference.variants import doing, edges, keys, operation


def test_the_same_content_under_another_name_is_renamed():
    before = doing(release("a: 1 < 2_old"), a_1=[operation(sign="a")], a_2_old=[operation(sign="b")])
    after = doing(release("a: 1 < 2_new"), a_1=[operation(sign="a")], a_2_new=[operation(sign="b")])

    result = difference(before, after)

    (rename,) = result.renamed
    assert (rename.before, rename.after) == keys("a.2_old", "a.2_new")
    assert not rename.edit
    assert (result.added, result.removed, result.edited) == ((), (), ())
    assert result.is_edited


def test_what_depends_on_a_renamed_one_is_edited_and_refused():
    before = doing(release("a: 1_old", "b: 1 @a.1_old"), a_1_old=[operation(sign="a")])
    after = doing(release("a: 1_new", "b: 1 @a.1_new"), a_1_new=[operation(sign="a")])

    result = difference(before, after)

    assert [edit.key for edit in result.edited] == [key("b.1")]
    assert edges(result) == {("b.1", "a.1_new"): "refused"}


def test_a_row_of_renamed_ones_is_followed():
    before = doing(release("a: 1 < 2 < 3"), a_2=[operation(sign="b")], a_3=[operation(sign="c")])
    after = doing(release("a: 1 < 2x < 3x"), a_2x=[operation(sign="b")], a_3x=[operation(sign="c")])

    assert [
        (str(rename.before), str(rename.after), bool(rename.edit))
        for rename in difference(before, after).renamed
    ] == [
        ("a.2", "a.2x", False),
        ("a.3", "a.3x", False),
    ]


def test_one_that_was_numbered_anew_is_renamed_and_its_need_told():
    before = doing(release("a: 1 < 2_mine"), a_2_mine=[operation(sign="b")])
    after = doing(
        release("a: 1 < 2_theirs < 3_mine"), a_2_theirs=[operation(sign="c")], a_3_mine=[operation(sign="b")]
    )

    result = difference(before, after)

    (rename,) = result.renamed
    assert (rename.before, rename.after) == keys("a.2_mine", "a.3_mine")
    assert rename.edit.dependencies == KeyChanges(keys("a.2_theirs"), keys("a.1"))
    assert result.added == keys("a.2_theirs")


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

    assert [(str(rename.before), str(rename.after)) for rename in difference(before, after).renamed] == [
        ("a.2m", "a.8m"),
        ("a.3m", "a.9m"),
    ]


def test_without_fingerprints_kinds_and_names_tell_and_a_script_tells_nothing():
    field = operation("AddField", "order.number")

    def renamed(old: Operation, new: Operation) -> int:
        before = doing(release("a: 1 < 2"), a_2=[old])
        return len(difference(before, doing(release("a: 1 < 3"), a_3=[new])).renamed)

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

    assert [str(rename.after) for rename in difference(before, after).renamed] == ["a.2"]
