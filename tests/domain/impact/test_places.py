"""Which edit makes it so: the file, the list, the entry."""

from dataclasses import replace

from app.domain.findings import Code, Finding
from app.domain.impact.places import MAX_PLACES, PlaceSearch, entries_of
from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import ChangedPart
from app.domain.release import Release
from tests.build import key, release
from tests.domain.impact.asked import asked, places


def test_the_entry_that_was_added():
    impact = asked(release("u: 1 < 2", "o: 1"), release("u: 1 < 2", "o: 1 @u.2"), "u.1 o.1")

    assert places(impact) == ["added o.1 dependencies u.2"]


def test_a_run_before_of_the_other_file():
    impact = asked(release("u: 1 < 2", "o: 1"), release("u: 1 < 2 ^o.1", "o: 1"), "u.1 o.1")

    assert places(impact) == ["added u.2 run_before o.1"]


def test_a_run_before_that_names_the_first_of_an_app():
    lines = ("o: 1 < 2",)
    for end, rows in (("__first__", "u.1 o.1"), ("__latest__", "u.1 o.1 o.2")):
        impact = asked(release("u: 1 < 2", *lines), release(f"u: 1 < 2 ^o.{end} ^z.1", *lines, "z: 1"), rows)

        assert places(impact) == [f"added u.2 run_before o.{end}"]


def test_an_entry_that_stands_for_another_file_now_and_that_file():
    impact = asked(
        release("a: 1 < 2", "b: 1 @a.__latest__"),
        release("a: 1 < 2 < 3", "b: 1 @a.__latest__"),
        "a.1 a.2 b.1",
    )

    assert places(impact) == ["moved b.1 dependencies a.__latest__", "added a.3 file"]


def test_an_entry_that_stands_for_another_file_that_was_there_before():
    """The user model moves to another app."""
    lines = ("auth: 1", "people: 1", "b: 1 @__setting__.AUTH_USER_MODEL")
    impact = asked(
        release(*lines), release(*lines, settings={"AUTH_USER_MODEL": "people.Person"}), "auth.1 b.1"
    )

    assert places(impact) == ["moved b.1 dependencies __setting__.AUTH_USER_MODEL"]


def test_an_edge_by_way_of_what_a_squash_replaces():
    """
    b needs a.2, and the new squash stands for it: with another part of its own that nobody ran
    """
    base = release("a: 1 < 2", "b: 1 @a.2")
    impact = asked(base, release("a: s = 1+2", "b: 1 @a.2", "c: 1 ^a.s"), "a.1 b.1")

    assert "added a.s replaces" in places(impact)


def test_a_list_of_replaced_migrations_that_is_gone():
    impact = asked(release("a: 1 < 2", "a: s = 1+2", "a: 3 @a.s"), release("a: s < 3"), "a.1 a.2 a.3")

    assert places(impact) == ["removed a.s replaces"]


def test_a_list_of_replaced_migrations_that_changed():
    impact = asked(
        release("a: 1 < 2 < 3", "a: s = 1+2", "a: 4 @a.s"),
        release("a: 1 < 2 < 3", "a: s = 1+2+3", "a: 4 @a.s"),
        "a.1 a.2 a.4",
    )

    assert "changed a.s replaces" in places(impact)


def test_a_file_that_was_deleted_and_where_it_is_needed():
    impact = asked(release("a: 1 < 2 < 3"), release("a: 1", "a: 3 @a.2"), "a.1 a.2 a.3")
    harm = impact.environments[0].harms[0]

    assert places(impact) == ["removed a.2 file", "kept a.3 dependencies a.2"]
    assert harm.place.is_gone
    assert harm.anchor is harm.places[1]
    assert harm.edits == harm.places[:1]


def test_a_file_that_never_was_there_is_needed_by_a_new_entry():
    impact = asked(release("a: 1 < 2"), release("a: 1 < 2 @b.9"), "a.1 a.2")

    assert places(impact) == ["added a.2 dependencies b.9"]


def test_a_leaf_without_a_dependency_in_its_app_is_named_as_a_file():
    impact = asked(release("a: 1"), release("a: 1", "a: 9"), "a.1")

    assert places(impact) == ["added a.9 file"]


def test_a_leaf_whose_follower_does_not_need_it_any_more():
    impact = asked(
        release("a: 1 < 2 < 3", "b: 1 @a.2"), release("a: 1 < 2", "a: 3 @a.1", "b: 1 @a.2"), "a.1 a.2"
    )

    assert places(impact) == ["removed a.3 dependencies a.2"]


def test_a_leaf_whose_follower_is_gone():
    impact = asked(release("a: 1 < 2 < m", "a: 3 @a.1 < m2 @a.m"), release("a: 1 < 2", "a: 3 @a.1"), "a.1")

    assert {"removed a.m file", "removed a.m2 file"} == set(places(impact))


def test_a_leaf_whose_follower_still_needs_it_in_the_other_release_too():
    """The follower stands in both releases alike; only the other leaf is new."""
    search = PlaceSearch(release("a: 1 < 2"), release("a: 1 < 2", "a: 3 @a.1"))
    found = search.places_of(Finding(Code.FORKED, key("a.1"), (key("a.3"),)), key("a.1"), None)

    assert [place.migration for place in found] == [key("a.3")]


def test_a_cycle_names_the_entry_that_closed_it():
    impact = asked(release("a: 1", "b: 1 @a.1"), release("a: 1 @b.1", "b: 1 @a.1"), "")

    assert places(impact) == ["added a.1 dependencies b.1"]


def test_an_app_that_is_not_there():
    impact = asked(
        release("a: 1", "b: 1"), release("a: 1 @zed.__first__ @b.__first__ @b.1", "b: 1"), "a.1 b.1"
    )

    assert places(impact) == ["added a.1 dependencies zed.__first__"]


def test_a_squash_and_the_files_that_are_gone():
    impact = asked(release("a: 1 < 2 < 3"), release("a: s = 1+2+3+9"), "a.1 a.2")

    assert places(impact) == [
        "added a.s replaces a.3",
        "added a.s replaces a.9",
        "removed a.3 file",
    ]
    assert not impact.environments[0].harms[0].anchor.is_gone


def test_a_squash_that_was_there_and_whose_files_are_gone_now():
    base = release("a: 1 < 2 < 3", "a: s = 1+2+3")
    harm = asked(base, release("a: s = 1+2+3"), "a.1 a.2").environments[0].harms[0]

    assert [place.migration for place in harm.places] == [key("a.3"), key("a.s")]
    assert harm.anchor is harm.places[1]


def test_where_nothing_was_edited_the_entry_itself_is_named():
    """Another Django settles the squashes in another way; no file changed."""
    lines = ("a: 1 < 2", "b: 1 @a.2")
    search = PlaceSearch(release(*lines), release(*lines, django="6.0"))
    found = search.places_of(
        Finding(Code.MISSING_DEPENDENCY, key("b.1"), (key("a.2"),)), key("b.1"), key("a.2")
    )

    assert [(place.kind.value, place.entry) for place in found] == [("kept", key("a.2"))]


def test_where_not_even_an_entry_is_found_the_file_is_named():
    lines = ("a: 1 < 2", "b: 1")
    search = PlaceSearch(release(*lines), release(*lines))
    found = search.places_of(
        Finding(Code.MISSING_DEPENDENCY, key("b.1"), (key("a.2"),)), key("b.1"), key("a.2")
    )

    assert [(place.kind.value, place.part.value) for place in found] == [("kept", "file")]


def test_a_row_that_no_release_has_a_file_for_has_no_path():
    search = PlaceSearch(None, release("a: 1"))
    (found,) = search.places_of(Finding(Code.UNKNOWN, key("a.9")), key("a.9"), None)

    assert (found.kind.value, found.path) == ("kept", None)


def test_a_file_that_was_edited_and_one_that_was_not():
    before = release("a: 1 < 2")
    migrations = before.migrations
    after = Release.of([replace(migrations[key("a.1")], atomic=False, path="a/1.py"), migrations[key("a.2")]])
    finding = Finding(Code.EDITED, key("a.1"), (key("a.2"),))
    (found,) = PlaceSearch(before, after).places_of(finding, key("a.1"), None)

    assert (found.kind.value, found.migration, found.path) == ("changed", key("a.1"), "a/1.py")


def test_very_many_places_are_cut():
    names = [f"{number:03}" for number in range(40)]
    base = release(f"a: {' < '.join(names)}")
    impact = asked(base, release(f"a: s = {'+'.join(names)}"), "a.000")

    assert len(places(impact)) == MAX_PLACES


def test_the_entries_of_each_part():
    migration = release("a: 1 @b.1 ^c.1").migrations[MigrationKey("a", "1")]

    assert [tuple(map(str, entries_of(migration, part))) for part in ChangedPart] == [
        (),
        ("b.1",),
        ("c.1",),
        (),
    ]
