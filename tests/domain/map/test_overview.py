"""The whole release in the small, and the statuses of another environment on the same map."""

from app.domain.drift import compare
from app.domain.map import draw
from app.domain.map.overlay import overlay
from app.domain.map.overview import HEIGHT, WIDTH
from app.domain.release import Migration, Release
from app.domain.status import Status
from tests.build import history, key, release
from tests.domain.map.maps import made_up


def shop() -> Release:
    return release(
        "users: 0001_initial < 0010_unique < 0011_last",
        "orders: 0001_initial @users.0010_unique < 0002_status",
    )


def test_each_migration_is_a_point_of_its_kind():
    """
    users     0001 <-- 0010 <-- 0011      0010 has no row: it and orders.0001 are wrong, 0011 is pending
    orders               ^-- 0001 <-- 0002
    """
    drift = compare(shop(), history("users.0001_initial", "orders.0001_initial"))
    overview = draw(drift).overview

    assert overview.runs == ((0, 0, 1),)
    assert overview.pending == ((16, 0, 1), (24, 8, 1))
    assert overview.wrong == ((8, 0), (16, 8))
    assert overview.frame == (0, 0, 24, 8)
    assert [str(each) for _, _, each in overview.places] == [
        "users.0001_initial",
        "orders.0001_initial",
        "orders.0002_status",
    ]


def test_a_release_of_any_size_fits_and_points_on_one_pixel_are_one():
    drift = made_up(3, 3000)
    overview = draw(drift).overview
    points = [
        (x, y)
        for first, y, length in (*overview.runs, *overview.pending)
        for x in range(first, first + length)
    ]
    points += overview.wrong

    assert len(points) == len(set(points)) <= WIDTH * HEIGHT
    assert all(0 <= x < WIDTH and 0 <= y < HEIGHT for x, y in points)
    assert len(overview.places) <= (WIDTH // 12 + 1) * (HEIGHT // 12 + 1)


def test_nothing_shown_has_no_frame_and_a_cycle_ends():
    in_step = compare(shop(), history(*map(str, sorted(shop().migrations))))
    circle = Release.of((Migration(key("a.1"), (key("a.2"),)), Migration(key("a.2"), (key("a.1"),))))

    assert draw(in_step).overview.frame is None
    assert draw(compare(circle, history())).total == 2


def test_another_environment_is_told_where_it_differs():
    drift = compare(shop(), history("users.0001_initial", "users.9000_here"))
    other = compare(shop(), history("users.0001_initial", "users.0010_unique", "users.9000_there"))
    over = overlay(drift, other, name="staging")

    assert sorted(map(str, over.differing)) == ["users.0010_unique", "users.9000_here"]
    assert over.statuses[key("users.0010_unique")] is Status.APPLIED
    assert over.outside == 1
    assert overlay(drift, drift, name="itself").differing == frozenset()
