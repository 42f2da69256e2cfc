"""Which release an environment was held against, and from when on."""

from datetime import timedelta

from app.domain.events.placements import LabelPoint, Placements, PlacementsOfAll
from app.domain.fleet.deployment import Deployment
from app.domain.label import Label
from tests.build import NOON


def at(hours: float):
    return NOON + timedelta(hours=hours)


def label(name: str, fingerprint: str, hours: float, commit: str | None = None) -> Label:
    return Label(name, fingerprint, commit, at(hours))


V1, V2, MAIN = label("v1", "1" * 64, 0), label("v2", "2" * 64, 2, "abcdef1234"), label("main", "3" * 64, 4)
POINTS = [LabelPoint(number, each) for number, each in enumerate((V1, V2, MAIN), 1)]


def told(hours: float, name: str | None = None, commit: str | None = None) -> Deployment:
    return Deployment("e", name, commit, at(hours))


def steps(found: Placements) -> list[tuple[float, str | None]]:
    return [
        ((moment - NOON) / timedelta(hours=1), release and release.label)
        for moment, release in zip(found.moments, found.releases, strict=True)
    ]


def test_where_nobody_says_what_runs_it_is_the_label_that_moved_last():
    of_all = PlacementsOfAll(POINTS, ())
    found = of_all.of("e", None)

    assert steps(found) == [(0, "v1"), (2, "v2"), (4, "main")]
    assert of_all.of("another", None) is found
    assert found.at(at(3)) == V2
    assert found.at(at(-1)) is None
    assert steps(found.since(at(3))) == [(2, "v2"), (4, "main")]
    assert steps(found.since(at(4))) == [(2, "v2"), (4, "main")]
    assert steps(found.since(at(-3))) == steps(found)
    assert steps(found.until(at(4))) == [(0, "v1"), (2, "v2")]
    assert found.until(None) == found


def test_a_label_that_is_removed_gives_way_to_the_one_that_moved_before():
    points = [*POINTS, LabelPoint(4, label("main", "3" * 64, 5), is_removed=True)]

    assert steps(PlacementsOfAll(points, ()).of("e", None))[-1] == (5, "v2")
    assert steps(PlacementsOfAll(points, ()).of("e", "main")) == [(4, "main"), (5, None)]


def test_a_declared_label_counts_where_it_pointed():
    moved = label("v1", "4" * 64, 6)
    found = PlacementsOfAll([*POINTS, LabelPoint(4, moved)], ()).of("e", "v1")

    assert steps(found) == [(0, "v1"), (6, "v1")]
    assert found.releases == (V1, moved)


def test_what_was_told_counts_from_when_its_release_was_known():
    deployments = [told(1, "v1"), told(1.5, "v2"), told(3, commit="ABCDEF1"), told(5, "nobody-knows")]
    found = PlacementsOfAll(POINTS, deployments).of("e", None)

    assert steps(found) == [(0, "v1"), (1.5, None), (2, "v2"), (5, None)]
    assert steps(PlacementsOfAll(POINTS, deployments).of("other", "v1")) == [(0, "v1")]


def test_no_moment_goes_back_and_of_one_moment_the_last_release_counts():
    found = Placements.of([(at(1), V1), (at(0), V2), (at(1), MAIN), (at(3), MAIN)])

    assert steps(found) == [(1, "main")]
    assert Placements().at(NOON) is None
    assert Placements().since(NOON) == Placements()


def test_what_was_told_since_a_moment_and_how_much_there_is():
    found = PlacementsOfAll(POINTS, [told(1, "v1"), told(3, "v2")])

    assert found.told_since(at(2)) == {"e"}
    assert found.told_since(at(4)) == frozenset()
    assert found.label_moments == (at(0), at(2), at(4))
    assert found.weight == len(POINTS) + 2
    assert found.of("e", None) is found.of("e", None)
