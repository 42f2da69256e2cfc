"""What `migrate`, in all its forms, and `makemigrations` would do."""

import pytest

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome, migrate
from app.domain.outcome.commands import MigrateArguments, makemigrations
from app.domain.outcome.outcome import one_or_undefined
from app.domain.outcome.plan import IrreversibleStop, irreversible_stop
from app.domain.outcome.recorder import rows_after
from app.domain.outcome.showmigrations import Mark, showmigrations
from app.domain.release import Migration, Operation, Release
from tests.build import history, key, release

SHOP = release("users: 1 < 2 < 3", "orders: 1 @users.2 < 2", unmigrated_apps=frozenset({"messages"}))
WHOLE = history("users.1", "users.2", "users.3", "orders.1", "orders.2")


def plan(*names: str) -> tuple[MigrationKey, ...]:
    return tuple(key(name) for name in names)


def test_everything_runs_leaf_by_leaf_what_it_needs_first():
    assert migrate(SHOP, history()).plan == plan("users.1", "users.2", "orders.1", "orders.2", "users.3")


def test_greater_keys_run_first_among_equals():
    """`iterative_dfs` puts the parents on a stack in sorted order, and takes the last one first."""
    code = release("x: 1", "y: 1", "z: 1", "aa: 1 @x.1 @y.1 @z.1")

    assert migrate(code, history()).plan == plan("z.1", "y.1", "x.1", "aa.1")


def test_one_app_brings_only_what_it_needs():
    assert migrate(SHOP, history(), MigrateArguments("orders")).plan == plan(
        "users.1", "users.2", "orders.1", "orders.2"
    )


def test_one_migration_forwards():
    assert migrate(SHOP, history(), MigrateArguments("users", "2")).plan == plan("users.1", "users.2")


def test_one_migration_backwards_drags_other_apps_along():
    outcome = migrate(SHOP, WHOLE, MigrateArguments("users", "1"))

    assert outcome.backwards
    assert outcome.plan == plan("users.3", "orders.2", "orders.1", "users.2")


def test_zero_unapplies_from_each_root():
    outcome = migrate(SHOP, WHOLE, MigrateArguments("users", "zero"))

    assert outcome.plan == plan("users.3", "orders.2", "orders.1", "users.2", "users.1")


def test_a_backwards_run_sticks_at_the_first_step_without_a_way_back():
    code = Release.of(
        [
            Migration(key("a.1")),
            Migration(key("a.2"), plan("a.1"), operations=(Operation("RunPython", reversible=False),)),
            Migration(key("a.3"), plan("a.2")),
        ]
    )
    outcome = migrate(code, history("a.1", "a.2", "a.3"), MigrateArguments("a", "zero"))

    assert outcome.plan is not None
    assert irreversible_stop(code, outcome.plan) == IrreversibleStop(plan("a.3"), key("a.2"))
    assert rows_after(code, history("a.1", "a.2", "a.3"), outcome).rows == plan("a.1", "a.2")


def test_a_backwards_run_whose_every_step_has_a_way_back_does_not_stick():
    assert irreversible_stop(SHOP, plan("users.3", "users.2")) is None


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (MigrateArguments("nowhere"), "No installed app with label 'nowhere'."),
        (MigrateArguments("messages"), "App 'messages' does not have migrations."),
        (MigrateArguments("users", "9"), "Cannot find a migration matching '9' from app 'users'."),
    ],
)
def test_arguments_that_fit_nothing_are_refused_in_djangos_words(arguments, text):
    assert migrate(SHOP, history(), arguments) == Outcome("CommandError", (text,))


def test_a_prefix_will_do_and_two_matches_will_not():
    code = release("a: 0001_initial < 0001_second")

    assert migrate(code, history(), MigrateArguments("a", "0001_i")).plan == plan("a.0001_initial")
    assert migrate(code, history(), MigrateArguments("a", "0001")) == Outcome(
        "CommandError", ("More than one migration matches '0001' in app 'a'. Please be more specific.",)
    )


def test_a_squash_that_stepped_aside_as_a_goal_means_the_last_it_replaces():
    code = release("a: 1 < 2", "a: squash = 1+2")

    assert migrate(code, history("a.1"), MigrateArguments("a", "squash")).plan == plan("a.2")


def test_a_replaced_goal_makes_django_reload_without_squashes_from_6_0_on():
    drawn = ("a: 1 < 2", "a: squash = 1+2")

    assert migrate(release(*drawn, django="6.0"), history(), MigrateArguments("a", "1")).plan == plan("a.1")
    assert migrate(release(*drawn, django="5.2"), history(), MigrateArguments("a", "1")) == Outcome(
        "NodeNotFoundError", ("Node ('a', '1') not a valid node",)
    )


def test_a_replaced_goal_without_a_file_after_the_reload_is_an_error_of_another_kind():
    aside = release("a: squash = 1+2")

    assert migrate(aside, history("a.2"), MigrateArguments("a", "squash")) == Outcome(
        "KeyError", ("('a', '2')",)
    )
    assert migrate(
        release("a: squash = 1+2", django="6.0"), history("a.1"), MigrateArguments("a", "squash")
    ) == Outcome("NodeNotFoundError", ("Node ('a', '2') not a valid node",))


def test_3_2_takes_a_goal_as_it_is_and_never_reloads():
    code = release("a: 1 < 2", "a: squash = 1+2", django="3.2")

    assert migrate(code, history("a.1"), MigrateArguments("a", "squash")) == Outcome(
        "NodeNotFoundError", ("Node ('a', 'squash') not a valid node",)
    )
    assert migrate(code, history("a.1", "a.2"), MigrateArguments("a", "1")) == Outcome(
        "KeyError", ("('a', '1')",)
    )


def test_a_reload_that_cannot_be_built_says_so():
    """The squash stands in for a.2, which has no file. Without the squash, the parent of b.1 is missing."""
    code = release("a: 1", "a: squash = 1+2", "b: 1 @a.2", django="6.0")

    assert migrate(code, history(), MigrateArguments("a", "1")) == Outcome(
        "NodeNotFoundError", ("Migration b.1 dependencies reference nonexistent parent node ('a', '2')",)
    )


def test_what_only_an_applied_leaf_needs_is_not_in_the_plan():
    """a.s has its row but not those of what it replaces: not applied. a.3, which needs it, has run."""
    code = release("a: s = 1+2", "a: 3 @a.s", "b: 1")

    assert migrate(code, history("a.s", "a.3")).plan == plan("b.1")


def test_the_first_error_speaks_in_djangos_order():
    """A missing file comes first, then an inconsistent history, then a forked app."""
    missing = release("a: 1 @a.9", "b: 1 < 2x", "b: 2y @b.1")
    inconsistent = release("a: 0 < 1", "b: 1 < 2x", "b: 2y @b.1")

    assert migrate(missing, history("a.1")).raises == "NodeNotFoundError"
    assert migrate(inconsistent, history("a.1")).raises == "InconsistentMigrationHistory"
    assert migrate(inconsistent, history("a.0", "a.1")).raises == "CommandError"


def test_every_pair_is_given_where_django_names_one_by_chance():
    outcome = migrate(SHOP, history("users.3", "orders.1"), alias="replica")

    assert outcome.messages == (
        "Migration orders.1 is applied before its dependency users.2 on database 'replica'.",
        "Migration users.3 is applied before its dependency users.2 on database 'replica'.",
    )


def test_forked_apps_are_listed_in_any_order_and_past_five_in_one():
    two = release("a: 1x", "a: 1y", "b: 1x", "b: 1y")
    six = release(*(f"{app}: {name}" for app in "abcdef" for name in ("1x", "1y")))

    assert len(migrate(two, history()).messages) == 2
    assert len(migrate(six, history()).messages) == 1


def test_makemigrations_looks_at_no_row_to_settle_squashes():
    code = release("shop: 1 < 2", "shop: 1to2 = 1+2", "b: 1 @shop.1")

    assert not migrate(code, history("shop.1", "b.1")).refuses
    assert makemigrations(code, history("shop.1", "b.1")).raises == "InconsistentMigrationHistory"
    assert makemigrations(code, history()) == Outcome(plan=())


def test_an_unknown_app_is_refused_and_passed_over_by_nobody():
    code = release("a: 1 @zz.__first__")

    assert migrate(code, history()) == Outcome("ValueError", ("Dependency on unknown app: zz",))
    assert showmigrations(code, history()) == (Outcome("ValueError", ("Dependency on unknown app: zz",)),)


def test_an_app_that_has_no_first_migration_is_passed_over_by_showmigrations():
    code = release("a: 1 ^a.1", "b: 1 @a.__first__")

    assert migrate(code, history()).alternatives or migrate(code, history()).raises
    assert isinstance(showmigrations(code, history())[0], Outcome)


def test_showmigrations_marks_a_squash_that_is_done_but_not_recorded():
    code = release("a: 1 < 2", "a: squash = 1+2", "a: 3 @a.squash")

    assert showmigrations(code, history("a.1", "a.2")) == (
        ((key("a.squash"), Mark.UNFINISHED), (key("a.3"), Mark.NOT_APPLIED)),
    )


def test_3_2_marks_a_squash_that_is_done_as_any_other():
    code = release("a: 1 < 2", "a: squash = 1+2", django="3.2")

    assert showmigrations(code, history("a.1", "a.2")) == (((key("a.squash"), Mark.APPLIED),),)


@pytest.mark.parametrize(("django", "left"), [("3.2", ("a.squash",)), ("4.0", ())])
def test_up_to_3_2_a_squash_that_is_unapplied_leaves_its_own_row(django, left):
    code = release("a: 1 < 2", "a: squash = 1+2", django=django)
    whole = history("a.1", "a.2", "a.squash")

    assert rows_after(code, whole, migrate(code, whole, MigrateArguments("a", "zero"))).rows == plan(*left)


def test_a_squash_records_what_it_replaces_and_itself_last_up_to_5_2():
    drawn = ("a: 1 < 2", "a: squash = 1+2", "a: 3 @a.squash")
    old, new = release(*drawn, django="5.2"), release(*drawn, django="6.0")

    after = rows_after(old, history(), migrate(old, history()))
    assert (after.rows, after.finished_squashes) == (plan("a.1", "a.2", "a.3"), frozenset(plan("a.squash")))
    after = rows_after(new, history(), migrate(new, history()))
    assert (after.rows, after.finished_squashes) == (plan("a.1", "a.2", "a.squash", "a.3"), frozenset())


def test_a_refusal_changes_no_row_and_an_empty_plan_makes_no_table():
    assert rows_after(SHOP, WHOLE, Outcome("CommandError", ("x",))).rows == tuple(
        row.key for row in WHOLE.rows
    )
    assert rows_after(release(), History(has_table=False), Outcome(plan=())).rows == ()


def test_equal_outcomes_are_one_and_others_are_alternatives():
    plan_outcome, error = Outcome(plan=()), Outcome("KeyError", ("x",))

    assert one_or_undefined([plan_outcome, plan_outcome]) is plan_outcome
    assert (
        one_or_undefined([plan_outcome, Outcome(alternatives=(plan_outcome, error))]).alternatives
        == one_or_undefined([error, plan_outcome]).alternatives
    )
    assert one_or_undefined([plan_outcome, error]).refuses


def test_a_squash_that_has_left_the_graph_leaves_other_apps_alone():
    code = Release.of(
        [
            Migration(key("a.1")),
            Migration(key("a.2"), dependencies=(key("a.1"),), replaces=(key("a.2"),)),
            Migration(key("b.1")),
        ],
        django="5.2",
    )

    outcome = migrate(code, history("a.1", "b.1"), MigrateArguments("b", "zero"))
    assert (outcome.plan, outcome.backwards) == ((key("b.1"),), True)


def test_going_back_to_what_no_leaf_needs_is_refused():
    """Up to 5.2 a squash that replaces itself leaves the graph, and what it alone needs is in no full plan."""
    code = Release.of(
        [
            Migration(key("a.1")),
            Migration(key("a.2"), dependencies=(key("a.1"),), replaces=(key("a.2"),)),
        ],
        django="5.2",
    )

    assert migrate(code, history("a.1"), MigrateArguments("a", "zero")) == Outcome(
        "KeyError", ("<Migration a.1>",)
    )
