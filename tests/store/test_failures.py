from datetime import UTC, datetime, timedelta

from app.domain.failure import Cause, Failure
from app.domain.table_location import DEFAULT_LOCATION
from app.store import failures
from app.store.engine import Store

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
LIMIT = timedelta(minutes=15)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def fail(store: Store, cause: Cause, minutes: float, environment: str = "one") -> None:
    with store.writing() as session:
        failures.add(session, "shop", environment, cause, at=at(minutes))


def succeed(store: Store, minutes: float, environment: str = "one") -> None:
    with store.writing() as session:
        failures.end(session, "shop", environment, at=at(minutes))


def gap(store: Store, since: float, until: float, environment: str = "one") -> bool:
    with store.writing() as session:
        return failures.add_gap(session, "shop", environment, since=at(since), limit=LIMIT, at=at(until))


def current(store: Store) -> dict[str, Failure]:
    with store.reading() as session:
        return by_slug(failures.current(session, "shop"))


def as_of(store: Store, minutes: float) -> dict[str, Failure]:
    with store.reading() as session:
        return by_slug(failures.as_of(session, "shop", at(minutes)))


def by_slug(failures_by_table: dict) -> dict[str, Failure]:
    """The failures of environments with one table each."""
    assert {location for _, location in failures_by_table} <= {DEFAULT_LOCATION}
    return {slug: failure for (slug, _), failure in failures_by_table.items()}


def test_failures_of_one_cause_are_one_stretch(store: Store):
    fail(store, Cause.BUSY, 0)
    fail(store, Cause.BUSY, 2)
    fail(store, Cause.BUSY, 1)

    assert current(store) == {"one": Failure("one", Cause.BUSY, at(0), at(2))}


def test_another_cause_begins_another_stretch(store: Store):
    fail(store, Cause.BUSY, 0)
    fail(store, Cause.UNREACHABLE, 3)

    assert current(store) == {"one": Failure("one", Cause.UNREACHABLE, at(3), at(3))}
    assert as_of(store, 2)["one"].cause is Cause.BUSY
    assert as_of(store, 3)["one"].cause is Cause.UNREACHABLE


def test_a_success_ends_the_stretch(store: Store):
    fail(store, Cause.BUSY, 0)
    succeed(store, 5)

    assert current(store) == {}
    assert as_of(store, 4) == {"one": Failure("one", Cause.BUSY, at(0), at(4))}
    assert as_of(store, 5) == {}


def test_a_failure_after_a_success_is_a_new_stretch(store: Store):
    fail(store, Cause.BUSY, 0)
    succeed(store, 5)
    fail(store, Cause.BUSY, 7)

    assert current(store)["one"].since == at(7)
    assert as_of(store, 6) == {}


def test_a_success_without_a_failure_changes_nothing(store: Store):
    succeed(store, 0)

    assert current(store) == {}


def test_what_was_said_of_a_moment_stays(store: Store):
    fail(store, Cause.BUSY, 0)
    then = as_of(store, 1)
    fail(store, Cause.BUSY, 2)
    succeed(store, 3)

    assert as_of(store, 1) == then


def test_a_silence_past_the_limit_is_a_gap(store: Store):
    assert gap(store, 0, 60) is True
    assert current(store) == {}
    assert as_of(store, 30) == {"one": Failure("one", Cause.NOT_COLLECTED, at(0), at(30))}


def test_a_silence_within_the_limit_is_none(store: Store):
    assert gap(store, 0, 15) is False
    assert as_of(store, 10) == {}


def test_a_gap_does_not_change_what_was_said_before_the_limit_and_after_the_success(store: Store):
    gap(store, 0, 60)

    assert [bool(as_of(store, minutes)) for minutes in (0, 14, 15, 15.01, 59.99, 60)] == [
        False,
        False,
        False,
        True,
        True,
        False,
    ]


def test_in_a_gap_a_failure_says_more(store: Store):
    fail(store, Cause.UNREACHABLE, 40)
    gap(store, 0, 60)
    succeed(store, 60)

    assert as_of(store, 30)["one"].cause is Cause.NOT_COLLECTED
    assert as_of(store, 50)["one"].cause is Cause.UNREACHABLE
    with store.reading() as session:
        assert (
            failures.gaps_as_of(session, "shop", at(50))["one", DEFAULT_LOCATION].cause is Cause.NOT_COLLECTED
        )


def test_a_clock_that_went_back_ends_nothing_before_it_began(store: Store):
    fail(store, Cause.BUSY, 10)
    fail(store, Cause.UNREACHABLE, 5)

    assert current(store)["one"].since == at(10)


def test_environments_are_sorted_and_projects_are_apart(store: Store):
    for environment in ("b", "a"):
        fail(store, Cause.BUSY, 0, environment)
    with store.writing() as session:
        failures.add(session, "other", "c", Cause.BUSY, at=T0)

    assert list(current(store)) == ["a", "b"]
    assert list(as_of(store, 1)) == ["a", "b"]
