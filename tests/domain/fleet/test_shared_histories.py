"""Environments that share one history: the same rows in the same order, whatever their ids and moments are."""

from dataclasses import replace
from datetime import timedelta

from app.domain.drift import compare
from app.domain.fleet import Sighting
from app.domain.fleet.shared_histories import shared_histories
from app.domain.history import History, Row
from app.domain.table_location import TableLocation
from tests.build import NOON, history, release

RELEASE = release("a: 1 < 2", "b: 1 @a.2")
FULL = ("a.1", "a.2", "b.1")


def sighting(slug: str, of: History, alias: str = "default") -> Sighting:
    location = TableLocation(alias)
    return Sighting(
        environment=slug, drift=compare(RELEASE, of, alias=alias), seen_at=NOON, location=location
    )


def later(of: History) -> History:
    """The same rows with other ids, an hour later."""
    return replace(
        of,
        rows=tuple(
            Row(row.key, (NOON + timedelta(hours=1, minutes=n)).isoformat(sep=" "), 100 + n)
            for n, row in enumerate(of.rows)
        ),
    )


def shared(*sightings: Sighting) -> list[tuple[str, ...]]:
    return [each.environments for each in shared_histories(sightings)]


def test_ids_and_moments_make_no_other_history_and_the_most_shared_comes_first():
    own = sighting("a", history("a.1", "a.2"))

    assert shared(own, sighting("c", history(*FULL)), sighting("b", later(history(*FULL)))) == [
        ("b", "c"),
        ("a",),
    ]


def test_the_same_rows_in_another_order_are_another_history():
    assert shared(sighting("a", history(*FULL)), sighting("b", history("a.2", "a.1", "b.1"))) == [
        ("a",),
        ("b",),
    ]


def test_of_several_databases_all_must_be_the_same():
    def both(slug: str, *keys: str) -> Sighting:
        return Sighting.of_parts([sighting(slug, history(*FULL)), sighting(slug, history(*keys), "archive")])

    assert shared(both("a", *FULL), both("b", "a.1"), both("c", *FULL)) == [("a", "c"), ("b",)]


def test_what_was_never_read_shares_nothing():
    unread = Sighting(environment="b", location=TableLocation("archive"))
    half = Sighting.of_parts([sighting("b", history(*FULL)), unread])
    behind = replace(half, drift=half.parts[-1].drift or half.parts[0].drift)

    assert shared(Sighting(environment="a"), half, behind) == []
