"""The declared graph of a release, and references that lead nowhere. Also keys, versions and fingerprints."""

import pytest

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release, Unreadable
from app.domain.resolution import declare
from app.domain.resolution.declared import _orders, declarations
from app.domain.resolution.graph import cycles
from tests.build import key, release


def keys(*names: str) -> tuple[MigrationKey, ...]:
    return tuple(key(name) for name in names)


def test_an_arrow_points_at_what_must_run_first():
    graph = declare(release("shop: 1 < 2 < 3", "billing: 1 @shop.2")).graph

    assert graph.parents[key("billing.1")] == {key("shop.2")}
    assert graph.children[key("shop.2")] == {key("shop.3"), key("billing.1")}
    assert graph.leaves("shop") == keys("shop.3")
    assert graph.roots("billing") == keys("billing.1")


def test_run_before_is_the_reverse_arrow():
    graph = declare(release("a: 1 ^b.1", "b: 1")).graph

    assert graph.parents[key("b.1")] == {key("a.1")}


def test_first_and_latest_are_looked_up_in_the_other_app():
    graph = declare(release("a: 1 < 2", "b: 1 @a.__first__", "c: 1 @a.__latest__")).graph

    assert graph.parents[key("b.1")] == {key("a.1")}
    assert graph.parents[key("c.1")] == {key("a.2")}


def test_run_before_the_first_of_the_own_app_is_ignored():
    assert declare(release("a: 1 ^a.__first__")).graph.parents == {key("a.1"): frozenset()}


def test_in_6_1_only_sorted_orders_make_a_root_move():
    code = release("a: 1 = a.0", "b: 1 @a.__first__", "b: 2 @a.0", django="6.1")

    assert [declaration.graph.parents[key("b.1")] for declaration in declarations(code)] == [
        frozenset(keys("a.1"))
    ]


def test_an_app_without_files_has_no_root_that_could_move():
    files = ("shop: 1 @__setting__.AUTH_USER_MODEL < 2 @__setting__.AUTH_USER_MODEL < 3 @auth.12",)

    assert not list(_orders(release(*files, complete=False)))
    assert list(_orders(release("auth: 1", *files, complete=False)))


def test_first_of_the_own_app_and_of_an_unmigrated_app_is_ignored():
    code = release("a: 1 @a.__first__ @u.__first__", unmigrated_apps=frozenset({"u"}))

    assert declare(code).graph.parents[key("a.1")] == frozenset()


def test_latest_of_the_own_app_is_a_missing_file_to_django():
    graph = declare(release("a: 1 @a.__latest__")).graph

    assert graph.missing[key("a.__latest__")] == (
        "Migration a.1 dependencies reference nonexistent parent node ('a', '__latest__')",
    )


def test_a_setting_points_at_the_first_migration_of_its_app():
    code = release(
        "people: 1 < 2", "b: 1 @__setting__.AUTH_USER_MODEL", settings={"AUTH_USER_MODEL": "people.Person"}
    )

    assert declare(code).graph.parents[key("b.1")] == {key("people.1")}


def test_a_setting_without_a_value_is_djangos_default():
    code = release("auth: 1", "b: 1 @__setting__.AUTH_USER_MODEL @__setting__.OTHER_MODEL")

    assert declare(code).graph.parents[key("b.1")] == {key("auth.1")}


def test_what_a_directory_does_not_hold_is_not_covered_and_not_missing():
    declared = declare(release("b: 1 @auth.7 @b.0", complete=False))

    assert declared.not_covered == ("auth",)
    assert list(declared.graph.missing) == [key("b.0")]


def test_a_missing_file_is_told_with_every_text_that_chance_may_choose():
    drawn = ("a: 1 @c.9 ^c.8", "a: 2 @c.9", "b: 1 ^c.9")

    assert declare(release(*drawn)).graph.missing[key("c.9")] == (
        "Migration a.1 dependencies reference nonexistent parent node ('c', '9')",
        "Migration a.2 dependencies reference nonexistent parent node ('c', '9')",
        "Migration b.1 dependencies reference nonexistent child node ('c', '9')",
    )
    assert declare(release(*drawn, django="6.1")).graph.missing[key("c.9")] == (
        "Migration a.1 dependencies reference nonexistent parent node ('c', '9')",
        "Migration b.1 dependencies reference nonexistent child node ('c', '9')",
    )


def test_the_own_app_speaks_first_of_a_missing_file():
    graph = declare(release("a: 2 @a.1", "b: 1 @a.1")).graph

    assert graph.missing[key("a.1")] == (
        "Migration a.2 dependencies reference nonexistent parent node ('a', '1')",
    )


def test_a_root_that_moves_while_the_graph_is_drawn_gives_two_graphs():
    """
    c.1 depends on the deleted a.0. When c.1 is loaded before b.1, a.0 is the root of its app and so a.__first__.
    """
    code = release("a: 1 = a.0", "b: 1 @a.__first__", "c: 1 @a.0")

    roots = {declaration.graph.parents[key("b.1")] for declaration in declarations(code)}
    assert roots == {frozenset(keys("a.1")), frozenset(keys("a.0"))}


def test_every_cycle_is_found_once():
    graph = declare(release("a: 1 @b.1", "b: 1 @a.1 @c.1", "c: 1 @b.1")).graph

    assert graph.has_cycle
    assert list(cycles(graph)) == [keys("a.1", "b.1"), keys("b.1", "c.1")]
    assert list(cycles(graph, max_cycles=1)) == [keys("a.1", "b.1")]


def test_a_tangle_of_cycles_is_given_up_in_time():
    """Forty migrations that all need each other have too many cycles to list."""
    names = [f"a.{n:02}" for n in range(40)]
    tangle = Release.of(
        Migration(key(name), keys(*(other for other in names if other != name))) for name in names
    )

    assert len(list(cycles(declare(tangle).graph))) == 1000
    assert list(cycles(declare(tangle).graph, max_cycles=5, max_steps=3)) == [keys("a.00", "a.01")]


def test_what_hangs_on_a_cycle_is_not_searched():
    graph = declare(release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @b.1 < 2 < 3")).graph

    assert list(cycles(graph)) == [keys("a.1", "b.1")]


def test_a_migration_twice_is_an_error():
    with pytest.raises(ValueError, match="is there twice"):
        Release.of([Migration(key("a.1")), Migration(key("a.1"))])


@pytest.mark.parametrize("text", ["orders", ".0001", "orders."])
def test_a_key_needs_a_dot_and_something_on_both_sides(text):
    with pytest.raises(ValueError, match="is not a migration key"):
        MigrationKey.parse(text)


@pytest.mark.parametrize(
    ("django", "version"),
    [("5.2.8", (5, 2)), ("6.0rc1", (6, 0)), ("6", (6, 0)), ("6.1a1", (6, 1)), ("", (5, 2))],
)
def test_the_feature_version_decides(django, version):
    assert release("a: 1", django=django).version == version


def test_the_fingerprint_covers_what_decides_behaviour():
    same = release("a: 1", django="5.2.1", label="v1", commit="abc", settings={"module": "x.settings"})

    assert same.fingerprint == release("a: 1", django="5.2.9").fingerprint
    for variant in (
        release("a: 1", django="6.0"),
        release("a: 1 @b.1", django="5.2"),
        release("a: 1", django="5.2", settings={"AUTH_USER_MODEL": "a.User"}),
        release("a: 1", django="5.2", unmigrated_apps=frozenset({"u"})),
        release("a: 1", django="5.2", complete=False),
        release("a: 1", django="5.2", unreadable=(Unreadable("a.py", 3, "why"),)),
    ):
        assert variant.fingerprint != same.fingerprint


def test_an_unreadable_place_is_named_with_its_line():
    assert str(Unreadable("a/1.py", 3, "why")) == "a/1.py:3: why"
    assert str(Unreadable("a/1.py", None, "why")) == "a/1.py: why"
