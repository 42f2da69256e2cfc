"""The apps of a release in the order of the lanes."""

from app.domain.drift import compare
from app.domain.map import View, draw
from app.domain.resolution.app_order import app_order
from tests.build import history, release


def test_an_app_stands_below_every_app_it_needs():
    order = app_order(release("zebra: 1", "catalog: 1 @zebra.1", "apple: 1 @catalog.1 @zebra.1"))

    assert order == ("zebra", "catalog", "apple")


def test_apps_at_one_height_stand_by_label():
    order = app_order(release("c: 1", "b: 1", "d: 1 @c.1", "a: 1"))

    assert order == ("a", "b", "c", "d")


def test_the_longest_path_decides_and_not_the_shortest():
    order = app_order(
        release("base: 1", "mid: 1 @base.1", "late: 1 @mid.1", "early: 1 @base.1", "z: 1 @late.1 @base.1")
    )

    assert order == ("base", "early", "mid", "late", "z")


def test_apps_that_need_each_other_stand_at_one_height():
    """
    users:   1 <- 2 (needs orders.1)
    orders:  1 (needs users.1)
    """
    order = app_order(
        release("base: 1", "users: 1 @base.1 < 2 @orders.1", "orders: 1 @users.1", "top: 1 @orders.1")
    )

    assert order == ("base", "orders", "users", "top")


def test_a_long_row_of_apps_needs_no_deep_call_stack():
    lines = ["a00000: 1", *(f"a{n:05}: 1 @a{n - 1:05}.1" for n in range(1, 3000))]

    assert app_order(release(*lines))[-1] == "a02999"


def test_two_environments_of_one_release_have_the_same_lanes():
    shop = release("users: 1 < 2", "orders: 1 @users.2 < 2", "catalog: 1")
    drawings = [
        draw(compare(shop, history(*rows)), view=View.ALL)
        for rows in (
            (),
            ("users.1",),
            ("orders.1", "users.1"),
            ("users.1", "users.2", "orders.1", "catalog.1"),
        )
    ]

    assert {tuple(lane.app for lane in drawing.panels[0].layout.lanes) for drawing in drawings} == {
        ("catalog", "users", "orders")
    }


def test_an_app_that_only_rows_know_comes_last():
    shop = release("users: 1", "orders: 1 @users.1")
    drawing = draw(compare(shop, history("users.1", "orders.1", "orders.2_wip")), view=View.ALL)

    assert [lane.app for lane in drawing.panels[0].layout.lanes] == ["users", "orders"]
