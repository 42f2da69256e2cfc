"""The rows of a lane, by the names of what stands in them."""

from app.domain.drift import compare
from app.domain.map.chart import chart_of
from app.domain.map.folding import fold
from app.domain.map.tracks import tracks_of
from tests.build import history, release


def rows(*lines: str, recorded: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """For each app, the names in each of its rows, from left to right, with everything shown."""
    chart = chart_of(compare(release(*lines), history(*recorded)))
    folding = fold(chart, chart.topology.lanes, shown=frozenset(chart.topology.order))
    tracks_by_app: dict[str, dict[int, list[tuple[int, str]]]] = {}
    for item, track in zip(folding.items, tracks_of(chart, folding.items, folding.edges), strict=True):
        tracks_by_app.setdefault(item.app, {}).setdefault(track, []).append((item.column, item.keys[0].name))
    return {
        app: [" ".join(name for _, name in sorted(tracks[track])) for track in sorted(tracks)]
        for app, tracks in tracks_by_app.items()
    }


def test_a_chain_is_one_row():
    assert rows("a: 1 < 2 < 3", "b: 1 @a.2") == {"a": ["1 2 3"], "b": ["1"]}


def test_a_branch_opens_a_row_and_goes_on_in_it():
    assert rows("a: 1 < 2 < 4", "a: 3 @a.1 < 5") == {"a": ["1 2 4", "3 5"]}


def test_siblings_have_a_row_each():
    assert rows("a: 1 < 2", "a: 3 @a.1", "a: 4 @a.1", "a: 5 @a.1") == {"a": ["1 2", "3", "4", "5"]}


def test_a_row_that_has_ended_is_taken_again():
    result = rows("a: 1 < 2 < 6", "a: 3 @a.1", "a: 4 @a.1", "a: 5 @a.1", "a: 7 @a.2", "a: 8 @a.2")

    assert result == {"a": ["1 2 6", "3 7", "4 8", "5"]}


def test_a_merge_goes_on_with_the_longer_branch():
    assert rows("a: 1 < 2 < 4", "a: 3 @a.1", "a: 9 @a.3 @a.4") == {"a": ["1 2 4 9", "3"]}


def test_migrations_that_need_nothing_of_their_app_stand_in_the_first_free_row():
    assert rows("a: 1", "a: 2", "a: 3 @b.1", "b: 1") == {"a": ["1 3", "2"], "b": ["1"]}


def test_a_row_without_a_file_never_stands_in_the_first_row_of_a_lane():
    assert rows("a: 1 < 2", recorded=("a.1", "a.0_wip")) == {"a": ["1 2", "0_wip"]}


def test_a_circle_inside_an_app_is_drawn_from_its_smallest_migration():
    assert rows("a: 1 @a.3 < 2 < 3") == {"a": ["1 2 3"]}
