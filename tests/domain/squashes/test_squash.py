"""The squashes of a release, and what was a squash once."""

from app.domain.squashes import squashes_of
from tests.build import key, release
from tests.domain.squashes.situations import WITH_FILES, WITHOUT_FILES, WITHOUT_REPLACES


def test_a_squash_has_its_files_and_those_that_need_them():
    (squash,) = squashes_of(WITH_FILES)

    assert squash.key == key("a.s")
    assert squash.has_replaces
    assert squash.files == squash.replaced == (key("a.1"), key("a.2"))
    assert squash.dependents == (key("a.3"), key("b.1"))
    assert not squash.lost
    assert not squash.overlapping


def test_without_its_files_it_has_none():
    (squash,) = squashes_of(WITHOUT_FILES)

    assert squash.has_replaces
    assert not squash.files
    assert not squash.dependents


def test_what_had_replaces_in_a_known_release_was_a_squash():
    assert not squashes_of(WITHOUT_REPLACES)

    (squash,) = squashes_of(WITHOUT_REPLACES, (WITH_FILES,))
    assert not squash.has_replaces
    assert squash.replaces == (key("a.1"), key("a.2"))


def test_a_migration_that_becomes_a_squash_later_is_none_yet():
    """
    early:  a: 1 < s        s is a migration like others, and what it will replace stands beside it
    later:  a: s = 1
    """
    early = release("a: 1 < s")

    assert not squashes_of(early, (release("a: s = 1"),))


def test_a_squash_that_is_gone_is_none_of_the_release():
    assert not squashes_of(release("a: 9"), (WITH_FILES,))


def test_of_several_lists_the_newest_counts():
    older, newer = release("a: s = 1"), release("a: s = 1+2")

    (squash,) = squashes_of(WITHOUT_REPLACES, (older, newer))
    assert squash.replaces == (key("a.1"), key("a.2"))


def test_what_a_replaced_squash_replaced_is_replaced_as_well():
    nested = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", "a: 4 @a.2", django="6.0")

    inner, outer = squashes_of(nested)
    assert inner.replaced == (key("a.1"), key("a.2"))
    assert outer.replaced == (key("a.1"), key("a.2"), key("a.3"), key("a.s"))
    assert outer.dependents == (key("a.4"),)
    assert not inner.overlapping
    assert not outer.overlapping


def test_two_squashes_of_the_same_migration_overlap():
    first, second = squashes_of(release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = 2+3"))

    assert first.overlapping == (key("a.t"),)
    assert second.overlapping == (key("a.s"),)


def test_a_dependency_that_only_a_replaced_file_has_is_lost_with_it():
    """
    c:  1
        ^
    a:  1 < 2      s replaces both, and needs nothing itself; t needs c.1 over c.2
    """
    bare = release("c: 1 < 2", "a: 1 @c.1 < 2", "a: s = 1+2")
    careful = release("c: 1 < 2", "a: 1 @c.1 < 2", "a: s @c.2 = 1+2")

    assert squashes_of(bare)[0].lost == (key("c.1"),)
    assert not squashes_of(careful)[0].lost
