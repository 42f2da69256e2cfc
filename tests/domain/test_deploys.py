"""Deploys: a row less than 120 s after the one before it belongs to the same deploy."""

from datetime import UTC, datetime, timedelta

from app.domain.deploys import Deploy, deploys
from app.domain.history import History, Row
from tests.build import key

START = datetime(2026, 1, 5, 12, tzinfo=UTC)


def recorded(*seconds: float | None) -> History:
    """A history with one row for each argument: its seconds after the start, or None for a text that is no time."""
    return History(
        tuple(
            Row(
                key(f"a.{number}"),
                "soon" if after is None else (START + timedelta(seconds=after)).isoformat(sep=" "),
            )
            for number, after in enumerate(seconds)
        )
    )


def deploys_of(*seconds: float | None) -> list[tuple[float, float, int]]:
    return [
        ((deploy.start - START).total_seconds(), (deploy.end - START).total_seconds(), deploy.row_count)
        for deploy in deploys(recorded(*seconds))
    ]


def test_rows_less_than_120_seconds_apart_one_to_the_next_are_one_deploy():
    assert deploys_of(0, 119, 238) == [(0, 238, 3)]


def test_a_pause_of_120_seconds_begins_another():
    assert deploys_of(0, 120, 121) == [(0, 0, 1), (120, 121, 2)]


def test_time_decides_not_the_place_of_the_row():
    assert deploys_of(500, 0, 501) == [(0, 0, 1), (500, 501, 2)]


def test_a_row_whose_time_cannot_be_read_is_in_none():
    assert deploys_of(0, None) == [(0, 0, 1)]
    assert deploys_of(None, None) == []


def test_no_rows_are_no_deploys():
    assert deploys(History()) == ()
    assert deploys(recorded(0)) == (Deploy(START, START, 1),)
