"""The bands of the default view, and what holds for every drawing: counts, edges, no two items on each other."""

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from app.domain.drift import Drift, compare
from app.domain.findings import Verdict
from app.domain.map import AppKind, Drawing, View, draw
from app.domain.map.bands import bands
from app.domain.map.chart import chart_of
from app.domain.map.folding import Edge, fold
from app.domain.map.panels import MAX_ELEMENTS
from app.domain.map.routing import PlacedItem
from app.domain.map.sizes import card_width, gutter_of
from app.domain.release import Release
from app.domain.status import WORST, Status
from tests.build import history, key, release
from tests.domain.map.maps import made_up

STORY = release("users: 1 < 10 < 11", "catalog: 1", "orders: 1 @users.10 @catalog.1 < 2", "blog: 1 < 2")
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIZES = st.sampled_from((300, 300, 300, 800, 3000))
SEEDS = st.integers(0, 10**6)


def story() -> Drift:
    return compare(STORY, history("users.1", "catalog.1", "orders.1", "orders.2", "blog.1", "blog.2"))


def edges(drawing: Drawing) -> list[tuple[Edge, PlacedItem, PlacedItem]]:
    """Every edge with its two ends."""
    return [
        (edge, panel.layout.items[edge.source], panel.layout.items[edge.target])
        for panel in drawing.panels
        for edge in panel.layout.edges
    ]


def test_every_status_has_a_place_among_the_worst():
    assert set(WORST) == set(Status)


def test_a_finding_is_a_band_of_its_own_apps_with_the_dependency_on_top():
    drawing = draw(story())

    assert [panel.band.apps for panel in drawing.panels] == [("users", "orders")]


def test_the_violated_edge_goes_from_the_migration_to_the_dependency_that_has_no_row():
    violated = [(s.item.keys, t.item.keys) for edge, s, t in edges(draw(story())) if edge.violated]

    assert violated == [((key("orders.1"),), (key("users.10"),))]


def test_only_findings_have_violated_edges():
    drawing = draw(compare(STORY, history("users.1", "catalog.1")), view=View.ALL)

    assert not [edge for edge, _, _ in edges(drawing) if edge.violated]


def test_neighbours_of_the_bands_own_apps_are_shown_and_the_others_counted():
    (panel,) = draw(story()).panels

    assert panel.band.neighbours == {key("users.1"), key("users.11"), key("orders.2")}
    assert panel.hidden_neighbours == ((key("orders.1"), True, 1),)


def test_at_most_three_neighbours_are_shown_on_a_side_and_the_rest_is_counted():
    hub = release("users: 1 < 10", "orders: " + " < ".join(f"{n:02} @users.10" for n in range(1, 18)))
    (panel,) = draw(compare(hub, history("users.1", "orders.01"))).panels

    assert panel.band.neighbours == {key("users.1"), key("orders.02"), key("orders.03")}
    assert panel.hidden_neighbours == ((key("users.10"), False, 14),)


def test_findings_that_share_a_migration_share_a_band():
    shop = release("users: 1 < 2", "orders: 1 @users.2", "blog: 1 @users.2", "a: 1 < 2", "b: 1 @a.2")
    drift = compare(shop, history("users.1", "orders.1", "blog.1", "a.1", "b.1"))

    assert [len(band.findings) for band in bands(drift, chart_of(drift))] == [1, 2]


def test_bands_come_in_the_order_of_the_findings_and_those_of_one_lane_are_one():
    shop = release("a: 1 < 2", "b: 1 @a.2", "c: 1 < 2", "d: 1 @c.2", "e: 1")
    drift = compare(shop, history("e.1", "e.1", "e.0_gone", "a.1", "b.1", "c.1", "d.1"))
    found = bands(drift, chart_of(drift))

    assert [finding for band in found for finding in band.findings] == list(drift.findings)
    assert [str(band.findings[0].subject) for band in found] == ["b.1", "d.1", "e.0_gone"]
    assert [band.cards for band in found][-1] == (key("e.0_gone"), key("e.1"))


def test_a_lane_with_very_many_findings_has_several_bands():
    drift = compare(release("a: 1", "b: 1"), history("a.1", *(f"a.{n:02}_gone" for n in range(20))))

    assert [len(band.cards) for band in bands(drift, chart_of(drift))] == [8, 8, 4]


def test_with_no_finding_the_band_goes_around_the_first_pending_migration():
    drift = compare(STORY, history("users.1", "catalog.1"))
    (panel,) = draw(drift).panels

    assert panel.band.cards == (drift.outcome.plan[0],)


def in_step() -> Drift:
    rows = ("users.1", "users.10", "users.11", "catalog.1", "orders.1", "orders.2", "blog.1", "blog.2")
    return compare(STORY, history(*rows))


def test_with_nothing_to_do_every_app_is_hidden():
    drawing = draw(in_step())

    assert (drawing.panels, drawing.shown, drawing.capsuled, drawing.quiet.total) == ((), 0, 0, 8)


def test_hidden_apps_have_lanes_on_demand_with_a_capsule_for_each_run():
    opened = draw(in_step(), opened=AppKind.QUIET)
    blocked = draw(story(), opened=AppKind.QUIET)

    assert [lane.app for lane in opened.panels[-1].layout.lanes] == list(chart_of(in_step()).topology.lanes)
    assert (opened.capsuled, opened.quiet.total, opened.opened.total) == (8, 0, 8)
    assert [lane.app for lane in blocked.panels[-1].layout.lanes] == ["blog", "catalog"]
    assert blocked.shown + blocked.capsuled == blocked.total == 8
    assert draw(story(), opened=AppKind.DIFFERING).opened.apps == ()


def test_cards_are_as_wide_as_their_names_where_there_is_room():
    name = "0002_remove_content_type_name_of_every_owner"
    roomy = release(f"a: 0001_initial < {name}", f"b: 1 @a.{name}")
    crowded = release("a: 0000 < " + " < ".join(f"{n:04}_{'very_long_name' * 4} @b{n}.1" for n in range(1, 9)),
                      *(f"b{n}: 1" for n in range(1, 9)))  # fmt: skip
    wide = draw(compare(roomy, history("a.0001_initial", "b.1"))).panels[0].layout
    rows = history("a.0000", *(f"a.{n:04}_{'very_long_name' * 4}" for n in range(1, 9)))
    narrow = draw(compare(crowded, rows)).panels[0].layout

    assert {placed.item.keys[0].name: placed.w for placed in wide.items}[name] == card_width(name) > 192
    assert max(placed.w for placed in narrow.items) == 192


def test_the_column_of_labels_is_as_wide_as_the_longest_app_up_to_a_limit():
    assert [gutter_of([label]) for label in ("a", "a_label_of_length_20", "x" * 60)] == [120, 170, 180]


def test_a_focus_inside_a_capsule_is_shown():
    long = release("users: " + " < ".join(f"{n:02}" for n in range(1, 30)), "orders: 1 @users.20")
    drift = compare(long, history(*(f"users.{n:02}" for n in range(1, 20)), "orders.1"))
    drawing = draw(drift, focus=key("users.05"))
    shown = {placed.item.keys[0] for placed in drawing.panels[0].layout.items if placed.item.is_shown}

    assert key("users.05") in shown
    assert key("users.20") in shown


def test_a_focus_in_another_app_has_a_band_of_its_own_before_the_others():
    drawing = draw(story(), focus=key("blog.2"))

    assert [panel.band.cards[0] for panel in drawing.panels] == [key("blog.2"), key("orders.1")]


def test_a_row_without_a_file_stands_right_of_the_row_before_it_and_below():
    drift = compare(STORY, history("users.1", "catalog.1", "users.10", "users.10_wip", "users.11"))
    items = {placed.item.keys[0]: placed for placed in draw(drift, view=View.ALL).panels[0].layout.items}

    assert items[key("users.10_wip")].x > items[key("users.10")].x
    assert items[key("users.10_wip")].y > items[key("users.10")].y


def test_hidden_runs_of_one_status_are_one_capsule():
    long = release("a: " + " < ".join(f"{n:02}" for n in range(1, 11)))
    chart = chart_of(compare(long, history(*(f"a.{n:02}" for n in range(1, 8)))))
    items = fold(chart, ("a",), shown={key("a.05")}).items

    assert [(len(item.keys), item.status, item.column) for item in items] == [
        (4, Status.APPLIED, 0),
        (1, Status.APPLIED, 1),
        (2, Status.APPLIED, 2),
        (3, Status.PENDING, 3),
    ]


def test_a_shown_migration_between_hidden_ones_of_another_app_splits_their_capsule():
    """
    a:  1 <- 2       hidden; 2 needs b.1, which needs 1: one capsule of both would need itself
    b:  1            shown
    """
    drift = compare(release("a: 1 < 2 @b.1", "b: 1 @a.1"), history("a.1", "a.2", "b.1"))
    items = fold(chart_of(drift), ("a", "b"), shown={key("b.1")}).items

    assert [(item.app, item.column) for item in items] == [("a", 0), ("b", 1), ("a", 2)]


def test_a_fork_takes_a_second_track():
    drift = compare(release("a: 1 < 2", "a: 3 @a.1"), history("a.1"))
    items = draw(drift).panels[0].layout.items

    assert {placed.y for placed in items if placed.item.keys[0] == key("a.2")} != {
        placed.y for placed in items if placed.item.keys[0] == key("a.3")
    }


def test_a_cycle_is_drawn_with_all_its_migrations():
    knot = release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1")
    drawing = draw(compare(knot, history()), view=View.ALL)

    assert drawing.shown == 3
    assert len(edges(drawing)) == 3


def test_a_replaced_migration_keeps_its_place_on_the_map():
    squashed = release("a: 1 < 2", "a: 1to2 = 1+2", "b: 1 @a.1to2")
    drawing = draw(compare(squashed, history()), view=View.ALL)

    assert drawing.shown == drawing.total == 4


def test_nothing_at_all_is_drawn_too():
    drawing = draw(compare(Release.of(()), history()))

    assert (drawing.shown, drawing.capsuled, drawing.total) == (0, 0, 0)


def test_no_label_lies_on_a_card():
    for seed in range(30):
        for panel in draw(made_up(seed, 300)).panels:
            for edge in panel.layout.edges:
                if edge.label:
                    x, y = edge.label
                    covered = [
                        placed
                        for placed in panel.layout.items
                        if abs(placed.x - x) < placed.w // 2 + 46 and abs(placed.y - y) < placed.h // 2 + 9
                    ]

                    assert not covered


@pytest.mark.acceptance(16)
@MANY
@given(seed=SEEDS, size=SIZES, view=st.sampled_from(View))
def test_counts_add_up(seed: int, size: int, view: View):
    drift = made_up(seed, size)
    drawing = draw(drift, view=view)
    event(f"{drift.verdict.value}, {min(len(drawing.panels), 3)} bands, {min(len(drawing.closed), 1)} closed")
    hidden = {
        k
        for p in drawing.panels
        for placed in p.layout.items
        if not placed.item.is_shown
        for k in placed.item.keys
    }
    shown = {placed.item.keys[0] for p in drawing.panels for placed in p.layout.items if placed.item.is_shown}
    folded = drawing.quiet.total + drawing.differing.total

    assert drawing.total == len(drift.statuses)
    assert drawing.shown + drawing.capsuled + folded == drawing.total
    assert (drawing.shown, drawing.capsuled) == (len(shown), len(hidden - shown))
    for panel in drawing.panels:
        for lane in panel.layout.lanes:
            assert (
                sum(len(placed.item.keys) for placed in panel.layout.items if placed.item.app == lane.app)
                == lane.n
            )


@MANY
@given(seed=SEEDS, size=SIZES, view=st.sampled_from(View))
def test_every_edge_points_left(seed: int, size: int, view: View):
    drift = made_up(seed, size)
    assume(not drift.resolution.graph.has_cycle)  # on a cycle no order has every edge point left

    for _, source, target in edges(draw(drift, view=view)):
        assert target.x + target.w // 2 < source.x - source.w // 2


@pytest.mark.acceptance(21)
@MANY
@given(seed=SEEDS, size=SIZES, focus=st.integers(0, 10**6) | st.none())
def test_the_default_view_never_has_more_than_120_elements(seed: int, size: int, focus: int | None):
    drift = made_up(seed, size)
    keys = sorted(drift.statuses)
    drawing = draw(drift, focus=None if focus is None else keys[focus % len(keys)])
    elements = sum(
        len(p.layout.items) + len(p.layout.edges) + len(p.hidden_neighbours) for p in drawing.panels
    )

    assert elements <= MAX_ELEMENTS
    assert elements > 0 or drift.verdict is Verdict.IN_STEP


@MANY
@given(seed=SEEDS, size=SIZES)
def test_no_two_items_lie_on_each_other(seed: int, size: int):
    for panel in draw(made_up(seed, size)).panels:
        boxes = sorted(
            (p.x - p.w // 2, p.x + p.w // 2, p.y - p.h // 2, p.y + p.h // 2) for p in panel.layout.items
        )
        for index, (left, right, top, bottom) in enumerate(boxes):
            for other_left, _, other_top, other_bottom in boxes[index + 1 :]:
                assert other_left >= right or other_top >= bottom or other_bottom <= top or left == right
