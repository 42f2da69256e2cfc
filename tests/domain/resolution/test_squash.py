"""How squashes are replaced in each Django version, and the errors that Django may end with."""

import pytest

from app.domain.drift import compare
from app.domain.findings import Code, Finding, Verdict
from app.domain.outcome import Outcome, migrate
from app.domain.outcome.commands import MigrateArguments
from app.domain.outcome.consistency import all_replaced_applied
from app.domain.outcome.plan import backwards, forwards
from app.domain.outcome.showmigrations import Mark, showmigrations
from app.domain.resolution import resolve
from app.domain.resolution.replacement import original_migrations
from app.domain.resolution.squash import _orders, interacting_squashes, resolutions
from app.domain.status import Status
from tests.build import history, key, release


def keys(*names: str) -> frozenset:
    return frozenset(key(name) for name in names)


def test_all_or_none_recorded_and_the_squash_stands():
    code = release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.2")

    for recorded in (keys(), keys("a.1", "a.2")):
        resolution = resolve(code, recorded)
        assert resolution.substituted == keys("a.s")
        assert resolution.graph.parents[key("b.1")] == keys("a.s")
    assert resolve(code, keys("a.1", "a.2")).applied == keys("a.1", "a.2", "a.s")


def test_some_recorded_and_the_squash_steps_aside():
    code = release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.s")

    resolution = resolve(code, keys("a.1", "a.s"))

    assert resolution.partial == keys("a.s")
    assert resolution.graph.parents[key("b.1")] == keys("a.2")
    assert resolution.applied == keys("a.1")


def test_what_ran_before_the_replaced_runs_before_the_squash():
    code = release("z: 1", "a: 1 @z.1 < 2", "a: s = 1+2 ")

    assert resolve(code, keys()).graph.parents[key("a.s")] == keys("z.1")


def test_a_squash_that_had_parents_leaves_them_when_it_steps_aside():
    code = release("z: 1", "a: 1 < 2", "a: s @z.1 = 1+2")

    assert resolve(code, keys("a.1")).graph.children[key("z.1")] == keys()


def test_a_missing_file_that_a_squash_would_have_replaced_is_told_so():
    code = release("a: s = 1+2", "b: 1 @a.2")

    drift = compare(code, history("a.1"))

    assert drift.outcome.raises == "NodeNotFoundError"
    assert drift.outcome.messages[0] == (
        "Migration b.1 depends on nonexistent node ('a', '2'). Django tried to replace migration a.2 with any of "
        "[a.s] but wasn't able to because some of the replaced migrations are already applied."
    )
    assert Finding(Code.MISSING_PARENT, key("a.2"), (key("b.1"),)) in drift.findings
    assert drift.statuses[key("a.2")] is Status.MISSING
    assert drift.verdict is Verdict.BLOCKED


def test_two_squashes_that_could_have_replaced_it_are_named_in_any_order():
    code = release("a: s = 1+2", "a: t = 1+2", "b: 1 @a.2", django="6.1")

    assert len(compare(code, history("a.1")).outcome.messages) == 2


def test_a_missing_file_that_no_squash_replaces_is_told_plainly():
    code = release("a: 1", "a: s = 1", "b: 1 @a.9")

    assert compare(code, history()).outcome.messages == (
        "Migration b.1 dependencies reference nonexistent parent node ('a', '9')",
    )


@pytest.mark.parametrize("django", ["6.0", "6.1"])
def test_a_squash_circle_is_refused_from_6_0_on(django):
    code = release("a: s = t", "a: t = s", django=django)

    drift = compare(code, history())

    assert {outcome.raises for outcome in drift.outcome.alternatives or (drift.outcome,)} == {"CommandError"}
    assert Code.SQUASH_CIRCLE in {finding.code for finding in drift.findings}
    assert drift.verdict is Verdict.BLOCKED
    assert showmigrations(code, history())[0].raises == "CommandError"


def test_a_squash_circle_is_refused_whatever_is_recorded_of_what_needs_it():
    """The check of consistency ends, although it follows `replaces` from squash to squash."""
    for squashes in (("a: s = s",), ("a: s = t", "a: t = s")):
        code = release(*squashes, "b: 1 @a.s", django="6.0")

        assert compare(code, history("b.1")).verdict is Verdict.BLOCKED


SELF_REPLACING = release("a: 1", "a: s = 1+s", "b: 1 @a.s", django="5.2")


def test_a_squash_that_replaces_itself_stops_what_needs_it_up_to_5_2():
    for recorded in ((), ("a.1", "a.s"), ("a.1", "a.s", "b.1")):
        drift = compare(SELF_REPLACING, history(*recorded))

        assert (drift.outcome.raises, drift.outcome.messages) == ("KeyError", ("('a', 's')",))
        assert [finding.code for finding in drift.findings] == [Code.SQUASH_CIRCLE]
        assert drift.verdict is Verdict.BLOCKED


def test_a_squash_that_replaces_itself_steps_aside_like_any_other_up_to_5_2():
    drift = compare(SELF_REPLACING, history("a.1"))

    assert drift.outcome.plan == (key("b.1"),)
    assert drift.resolution.partial == keys("a.s")
    assert {finding.code for finding in drift.findings} == {Code.PARTIAL_SQUASH, Code.ONLY_MAKEMIGRATIONS}


def test_a_squash_that_replaces_itself_has_no_row_to_stand_on_up_to_5_2():
    assert compare(SELF_REPLACING, history("b.1")).outcome.messages == (
        "Migration b.1 is applied before its dependency a.s on database 'default'.",
    )


def test_a_squash_that_replaces_itself_and_that_nothing_needs_is_lost_without_a_word_up_to_5_2():
    code = release("z: 1", "a: 1", "a: s @z.1 = 1+s", django="5.2")

    drift = compare(code, history("z.1"))

    assert drift.outcome.plan == ()
    assert drift.findings == (Finding(Code.SQUASH_CIRCLE, key("a.s"), (key("a.1"), key("a.s"))),)
    assert drift.verdict is Verdict.DRIFTED


def test_what_only_a_squash_that_replaces_itself_follows_is_no_leaf_so_nobody_asks_for_it_up_to_5_2():
    lines = ("shop: 1", "shop: 2 @shop.1 = 2")
    code = release(*lines, django="5.2")

    drift = compare(code, history())

    assert drift.resolution.graph.leaf_nodes == ()
    assert drift.outcome == Outcome(plan=())
    assert [finding.code for finding in drift.findings] == [Code.SQUASH_CIRCLE]
    assert showmigrations(code, history()) == ((),)
    assert compare(release(*lines, "b: 1 @shop.1", django="5.2"), history()).outcome.plan == (
        key("shop.1"),
        key("b.1"),
    )


def test_going_back_to_what_such_a_squash_follows_is_refused_up_to_5_2():
    code = release("shop: 1", "shop: 2 @shop.1 = 2", django="5.2")

    answers = {
        rows: [
            migrate(code, history(*rows), MigrateArguments("shop", name)) for name in ("1", "zero", "2", None)
        ]
        for rows in (("shop.1",), ("shop.1", "shop.2"))
    }

    not_a_node = Outcome("NodeNotFoundError", ("Node ('shop', '2') not a valid node",))
    not_a_child = Outcome("NodeNotFoundError", ("Node <Node: ('shop', '2')> not a valid node",))
    key_error = Outcome("KeyError", ("('shop', '2')",))
    assert answers["shop.1",] == [
        not_a_child,
        Outcome("KeyError", ("<Migration shop.1>",)),
        not_a_node,
        Outcome(plan=()),
    ]
    assert answers["shop.1", "shop.2"] == [
        not_a_child,
        key_error,
        Outcome(plan=(), backwards=True),
        Outcome(plan=()),
    ]


def test_chance_decides_what_django_stumbles_over_where_such_a_squash_follows_what_it_replaces_up_to_5_2():
    chain = release("a: 1 < 2", "a: s @a.2 = 1+2+s", "b: 1 @a.s", django="5.2")
    diamond = release("a: 1", "a: 2 @a.1", "a: 3 @a.1", "a: s @a.2 @a.3 = 1+2+3+s", "b: 1 @a.s", django="5.2")

    assert compare(chain, history()).outcome.messages == ("('a', '1')", "('a', '2')", "('a', 's')")
    assert len(compare(diamond, history()).outcome.messages) == 4


def test_a_cycle_over_a_squash_that_replaces_itself_counts_where_a_leaf_needs_it_up_to_5_2():
    alone = release("a: 1 @a.s", "a: s @a.1 = s", django="5.2")
    needed = release("a: 1 @a.s", "a: s @a.1 = s", "b: 1 @a.1", django="5.2")
    another = release("a: 1 @a.s", "a: s @a.1 = s", "c: 1 @c.2", "c: 2 @c.1", django="5.2")

    assert compare(alone, history()).outcome == Outcome(plan=())
    assert compare(needed, history()).outcome.raises == "CircularDependencyError"
    assert compare(another, history()).outcome.raises == "CircularDependencyError"


def test_a_cycle_over_such_a_squash_is_followed_for_ever_in_both_directions_up_to_5_2():
    code = release("a: 1", "a: t @a.1 @b.s = 2", "b: s @a.t = s", django="5.2")
    recorded = history("a.1", "a.t", "b.s")

    back = migrate(code, recorded, MigrateArguments("a", "zero"))
    forth = migrate(code, history("a.1"), MigrateArguments("a", "t"))
    assert back.raises == forth.raises == "CircularDependencyError"


def test_showmigrations_may_stumble_over_what_chance_left_linked_to_such_a_squash():
    code = release("a: 1 < 2 < 3", "b: s @a.2 = a.1+a.2+s", django="5.2")
    answers = showmigrations(code, history())

    assert answers[-1] == ((key("a.3"), Mark.NOT_APPLIED),)
    assert "('a', '2')" in answers[0].messages


def test_a_circle_over_such_a_squash_stands_for_a_showmigrations_that_never_ends():
    needed = release("a: 1 @a.s", "a: s @a.1 = s", "b: 1 @a.1", django="5.2")

    assert showmigrations(needed, history())[0].raises == "CircularDependencyError"


def test_of_two_circles_of_squashes_each_may_be_the_one_that_is_met_first():
    lines = ("a: s = t", "a: t = s", "b: s = t", "b: t = s")

    texts = {
        version: {
            text
            for resolution in resolutions(release(*lines, django=version), keys())
            for text in resolution.refusal.messages
        }
        for version in ("5.2", "6.0", "6.1")
    }

    assert all({"'a'", "'b'"} == {text.partition("(")[2][:3] for text in said} for said in texts.values())


def test_showmigrations_stops_where_it_comes_to_a_squash_that_replaces_itself():
    beside = release("a: 1", "a: s = 1+s", "a: 3 @a.s", django="5.2")

    assert showmigrations(beside, history()) == (Outcome("KeyError", ("('a', 's')",)),)
    assert showmigrations(SELF_REPLACING, history()) == (((key("b.1"), Mark.NOT_APPLIED),),)


def test_a_squash_that_another_took_away_is_refused_up_to_5_2():
    code = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2")

    texts = {text for outcome in compare(code, history()).outcome.alternatives for text in outcome.messages}

    assert len(texts) == 1
    assert texts.pop() == (
        "Unable to find replacement node ('a', 's'). It was either never added to the migration graph, or has been "
        "removed."
    )
    aside = {
        text for outcome in compare(code, history("a.1")).outcome.alternatives for text in outcome.messages
    }
    assert (
        "Unable to remove replacement node ('a', 's'). It was either never added to the migration graph, or has been "
        "removed already." in aside
    )


def test_inner_squashes_are_settled_first_from_6_0_on():
    code = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="6.0")

    assert resolve(code, keys("a.1", "a.2", "a.3")).applied >= keys("a.s", "a.t")
    assert resolve(code, keys("a.1")).partial == keys("a.s", "a.t")


def test_all_that_a_nest_of_squashes_replaces_counts_from_6_0_on():
    code = release("a: 1 < 2", "a: s = 1", "a: t = s+2", django="6.0")

    assert all_replaced_applied(code, key("a.t"), keys("a.1", "a.2"))
    assert not all_replaced_applied(code, key("a.t"), keys("a.1"))
    assert not all_replaced_applied(release("a: 1", "a: s = 1", django="5.2"), key("a.s"), keys())


def test_interacting_squashes_are_those_that_share_a_key():
    assert interacting_squashes(release("a: s = 1+2", "a: t = 2+3", "b: u = 1")) == (key("a.s"), key("a.t"))


def test_files_of_one_app_are_met_in_sorted_order_from_6_1_on():
    drawn = ("a: s = 1+b.1", "a: t = 2+b.1", "b: u = 1+a.1")

    assert len(_orders(release(*drawn, django="6.0"))[0]) == 6
    assert _orders(release(*drawn, django="6.1")) == (
        ((key("a.s"), key("a.t"), key("b.u")), (key("b.u"), key("a.s"), key("a.t"))),
    )


def test_a_squash_that_two_others_replace_is_counted_once():
    code = release("a: 1", "a: s = 1", "a: t = s+2", "a: u = t+s", django="6.0")

    assert original_migrations({squash.key: squash.replaces for squash in code.squashes}, key("a.u")) == keys(
        "a.1", "a.2"
    )


def test_a_migration_that_needs_itself_and_is_replaced_leaves_no_trace():
    code = release("a: 1 @a.1", "a: s = 1", "b: 1 @a.1")

    assert resolve(code, keys()).graph.parents == {key("a.s"): keys(), key("b.1"): keys("a.s")}


def test_two_groups_of_squashes_are_met_in_every_combination():
    code = release(
        "a: 1", "a: s = 1", "a: t = 1", "b: 1 @a.1", "b: s = 1", "b: t = 1", "c: 1 @b.1", django="6.0"
    )

    parent_names = {
        (
            next(iter(resolution.graph.parents[key("c.1")])).name,
            *(p.name for p in resolution.graph.parents[key("b.s")]),
        )
        for resolution in resolutions(code, keys())
    }
    assert {names[0] for names in parent_names} == {"s", "t"}
    assert len(resolutions(code, keys())) == 4


def test_more_orders_than_can_be_tried_end_all_the_same():
    for django in ("5.2", "6.1"):
        code = release(*(f"a: s{n:02} = 1+{n + 2}" for n in range(14)), django=django)

        assert compare(code, history()).outcome is not None


def test_a_cycle_is_refused_and_every_rotation_told():
    drift = compare(release("a: 1 @b.1", "b: 1 @a.1"), history())

    assert drift.outcome.raises == "CircularDependencyError"
    assert drift.outcome.messages == ("a.1, b.1", "b.1, a.1")
    assert Finding(Code.CYCLE, key("a.1"), (key("b.1"),)) in drift.findings


def test_a_forked_app_is_refused():
    drift = compare(release("a: 1 < 2x", "a: 2y @a.1"), history())

    assert drift.outcome.raises == "CommandError"
    assert drift.findings == (Finding(Code.FORKED, key("a.2x"), (key("a.2y"),)),)
    assert drift.statuses[key("a.2x")] is Status.FORKED


def test_an_app_that_is_not_there_is_refused():
    drift = compare(release("a: 1 @zz.__latest__"), history())

    assert drift.findings == (Finding(Code.UNKNOWN_APP, key("a.1")),)
    assert drift.outcome.messages == ("Dependency on unknown app: zz",)


def test_a_root_that_moves_by_chance_is_undefined():
    """When a.1 is loaded first, its run_before on itself makes it no root, and the app has no first migration."""
    code = release("a: 1 ^a.1", "b: 1 @a.__first__", django="6.0")

    drift = compare(code, history())

    assert {outcome.raises for outcome in drift.outcome.alternatives} == {
        "ValueError",
        "CircularDependencyError",
    }
    assert Code.UNDEFINED in {finding.code for finding in drift.findings}
    assert "Dependency on app with no migrations: a" in {
        t for o in drift.outcome.alternatives for t in o.messages
    }


def test_a_marked_migration_is_listed_once_however_many_leaves_need_it():
    code = release("a: 1 < 2x", "a: 2y @a.1")

    assert showmigrations(code, history("a.1"))[0] == (
        (key("a.1"), Mark.APPLIED),
        (key("a.2x"), Mark.NOT_APPLIED),
        (key("a.2y"), Mark.NOT_APPLIED),
    )


def test_backwards_unapplies_nothing_twice():
    graph = resolve(release("a: 1", "b: 1 @a.1", "c: 1 @a.1 @b.1"), keys()).graph

    assert backwards(graph, keys("a.1", "b.1", "c.1"), (key("b.1"), key("a.1"))) == (
        key("c.1"),
        key("b.1"),
        key("a.1"),
    )
    assert forwards(graph, keys("a.1", "b.1", "c.1")) == ()
