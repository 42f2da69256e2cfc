"""What the steps of a plan do, and where there is no way back."""

from app.domain.readiness import steps_of
from app.domain.readiness.steps import why_one_way
from app.domain.release import Migration, Operation
from tests import build
from tests.domain.readiness.before import ALL, DROPS, NOT_KNOWN, ONE_WAY, SHOP, with_operations

PLAN = tuple(map(build.key, ALL))


def test_one_way_steps_are_the_irreversible_ones_in_the_order_of_the_plan():
    release = with_operations(SHOP, users_3=ONE_WAY, orders_1=ONE_WAY)
    steps = steps_of(release, [build.key(text) for text in ("orders.1", "users.3", "orders.2")])

    assert steps.one_way == (build.key("orders.1"), build.key("users.3"))
    assert [steps.position(key) for key in steps.one_way] == [1, 2]
    assert steps.way_back == "There is no full way back: orders.1 is irreversible, the first of 2."


def test_what_drops_data_and_what_nobody_can_tell_are_told_apart():
    release = with_operations(SHOP, users_1=DROPS, users_2=NOT_KNOWN, users_3=(*ONE_WAY, *NOT_KNOWN))
    steps = steps_of(release, PLAN)

    assert steps.dropping == (build.key("users.1"),)
    assert steps.unknown == (build.key("users.2"),)
    assert steps.one_way == (build.key("users.3"),)


def test_the_apps_of_a_plan_come_in_the_order_of_their_first_steps():
    plan = [build.key(text) for text in ("users.1", "orders.1", "users.2")]

    assert steps_of(SHOP, plan).apps == (("users", 2), ("orders", 1))


def test_without_steps_nothing_is_said_of_a_way_back():
    assert steps_of(SHOP, ()).way_back == ""
    assert steps_of(SHOP, PLAN).way_back == "There is a way back: all 5 can be unapplied."


def test_why_a_step_is_one_way_names_its_operations_once():
    kinds = ("RunPython", "RunSQL", "RunPython", "Own", "More", "Most")
    operations = tuple(Operation(kind, reversible=False) for kind in kinds)
    migration = Migration(
        build.key("users.1"), operations=(Operation("AddField", reversible=True), *operations)
    )

    assert why_one_way(migration) == "RunPython without reverse, RunSQL without reverse_sql, Own and 2 more"
