"""What the three views show where a release or a history is unusual."""

import pytest

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.keys import MigrationKey
from app.domain.map import View, draw
from app.domain.map.bands import MAX_CARDS, bands
from app.domain.map.chart import chart_of
from app.domain.map.panels import MAX_ELEMENTS, MAX_PENDING
from app.domain.map.topology import topology_of
from tests.build import history, key, release

HUB = release("users: 1 < 2", "orders: " + " < ".join(f"{n:02} @users.2" for n in range(1, 41)))
KNOT = release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1")


def test_two_groups_that_a_third_finding_joins_are_one_band():
    shop = release("a: 1 < 2", "b: 1 @a.2", "c: 1 < 2", "d: 1 @c.2", "e: 1 @a.2 @c.2")
    drift = compare(shop, history("a.1", "b.1", "c.1", "d.1", "e.1"))
    (band,) = bands(drift, chart_of(drift))

    assert [str(finding.subject) for finding in band.findings] == ["b.1", "d.1", "e.1"]


def test_a_finding_about_an_app_that_is_not_covered_has_no_band():
    drift = compare(release("a: 1", complete=False), history("a.1", "z.1"))

    assert [finding.code for finding in drift.findings] == [Code.NOT_COVERED]
    assert not bands(drift, chart_of(drift))


def test_a_focus_in_a_lane_of_a_band_joins_it():
    drift = compare(HUB, history("users.1", "orders.01"))
    panels = draw(drift, focus=key("orders.30")).panels

    assert len(panels) == 1
    assert key("orders.30") in panels[0].band.shown


def test_a_focus_that_has_a_mark_changes_nothing():
    drift = compare(HUB, history("users.1", "orders.01"))

    assert draw(drift, focus=key("users.1")) == draw(drift)


def test_a_band_of_very_many_migrations_shows_the_first_of_them():
    drift = compare(HUB, history("users.1", *(f"orders.{n:02}" for n in range(1, 31))))
    drawing = draw(drift)
    (panel,) = drawing.panels

    assert panel.band.findings == drift.findings
    assert panel.band.cards[:2] == (key("orders.01"), key("users.2"))
    assert len(panel.band.cards) <= MAX_CARDS < len(drift.findings)
    assert len(panel.layout.items) + len(panel.layout.edges) + len(panel.hidden_neighbours) <= MAX_ELEMENTS
    assert drawing.shown + drawing.capsuled == drawing.total == 42


def test_a_focus_is_shown_among_all_that_differs():
    long = release("a: " + " < ".join(f"{n:02}" for n in range(1, 11)))
    drift = compare(long, history(*(f"a.{n:02}" for n in range(1, 11))))
    (panel,) = draw(drift, view=View.DIFFERS, focus=key("a.05")).panels

    assert [placed.item.keys[0].name for placed in panel.layout.items if placed.item.is_shown] == ["05"]


def test_a_pending_migration_is_shown_among_all_that_differs_unless_nearly_all_are():
    def shown(count: int) -> frozenset[MigrationKey]:
        chain = release("a: " + " < ".join(f"{number:04}" for number in range(count + 1)))
        drift = compare(chain, history("a.0000"))
        (panel,) = draw(drift, view=View.DIFFERS).panels
        return panel.band.shown

    assert len(shown(MAX_PENDING)) == MAX_PENDING
    assert shown(MAX_PENDING + 1) == frozenset()


def test_an_edge_on_a_cycle_goes_back_below_its_row():
    (panel,) = draw(compare(KNOT, history()), view=View.DIFFERS).panels
    items = panel.layout.items
    back = [
        edge
        for edge in panel.layout.edges
        if items[edge.target].item.column >= items[edge.source].item.column
    ]

    assert [str(items[edge.source].item.keys[0]) for edge in back] == ["a.1"]
    (leave, down, along, arrive) = back[0].bends
    source, target = items[back[0].source], items[back[0].target]
    assert leave[1] == source.y < down[1] == along[1]
    assert along[0] == arrive[0] > target.x + target.w // 2
    assert arrive[1] == target.y


@pytest.mark.acceptance(14)
def test_two_environments_of_one_release_have_the_same_topology():
    shop = release("users: 1 < 2", "orders: 1 @users.2")
    first, second = (
        chart_of(compare(shop, history(*rows))) for rows in (("users.1",), ("orders.1", "users.1"))
    )

    assert first.topology is second.topology
    assert first.statuses != second.statuses


def test_a_row_without_a_file_has_a_topology_of_its_own():
    shop = release("users: 1 < 2")
    plain, more = (
        chart_of(compare(shop, history(*rows))) for rows in (("users.1",), ("users.1", "users.1_wip"))
    )

    assert set(more.topology.order) - set(plain.topology.order) == {key("users.1_wip")}
    assert more.topology.recorded_before == {key("users.1_wip"): key("users.1")}


def test_a_row_of_an_app_that_is_not_covered_stands_nowhere():
    drift = compare(release("users: 1 < 2"), history("users.1", "gone.1", "users.1_wip"))

    assert chart_of(drift).topology.recorded_before == {key("users.1_wip"): key("users.1")}
    assert key("gone.1") not in chart_of(drift).topology.order


def test_no_more_than_sixteen_topologies_are_kept():
    assert topology_of.cache_info().maxsize == 16
