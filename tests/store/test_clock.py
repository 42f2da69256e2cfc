"""Our own clock jumps ahead and back, and nothing of it stays in the store."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, or_, select

from app.domain.english import LEEWAY
from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import clock, failures, schemas, snapshots
from app.store.engine import Store, open_store
from app.store.pushed import deployments
from app.store.snapshots.looks import Look
from app.store.snapshots.looks import add as add_looks
from app.store.tables import Base, EnvironmentRow
from tests.build import history

T0 = datetime(2026, 11, 30, 9, tzinfo=UTC)
LIMIT = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
TABLE = ("one", DEFAULT_LOCATION)


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('clock')}/driftboard.db") as opened:
        yield opened


def look(store: Store, project: str, outcome, at: datetime) -> None:
    """What a round does."""
    with store.writing() as session:
        clock.correct(session, project, at=at)
        add_looks(session, project, [Look("one", DEFAULT_LOCATION, outcome, LIMIT)], at=at)


def test_a_jump_of_thirty_days_is_forgotten_by_the_next_round(store: Store):
    look(store, "shop", history("a.1"), T0)
    ahead = T0 + timedelta(days=30)
    look(store, "shop", history("a.1", "a.2"), ahead)
    look(store, "shop", Cause.BUSY, ahead + MINUTE)
    with store.writing() as session:
        schemas.add(session, "shop", "many", "default", {"t": (history("a.1"), "x")}, at=ahead, limit=LIMIT)
        deployments.add(session, "shop", Deployment("one", "v1", None, ahead))

    back = T0 + 5 * MINUTE
    look(store, "shop", history("a.1", "a.2", "a.3"), back)

    with store.reading() as session:
        newest = snapshots.latest(session, "shop", "one")
        assert (newest.history, newest.received_at, newest.seen_at) == (
            history("a.1", "a.2", "a.3"),
            back,
            back,
        )
        many = snapshots.latest(session, "shop", "many", TableLocation(schema="t"))
        assert (many.received_at, many.seen_at) == (back, back)
        assert deployments.latest(session, "shop")["one"].received_at == back
        assert failures.current(session, "shop") == {}
        # A page pinned to any day of the jump says what is known of it, and not that nobody looked.
        for day in range(1, 30):
            assert TABLE not in failures.as_of(session, "shop", T0 + timedelta(days=day))
            assert snapshots.as_of(session, "shop", "one", T0 + timedelta(days=day)).history == newest.history


def test_a_clock_that_is_ahead_of_no_table_is_forgotten():
    """
    Every moment of our clock is corrected, but for those of tokens, which decide nothing, and those of what is told.

    The latter are not believed where they are read (`outbox._is_free`, `step` of an announcement).
    """
    moments = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if type(column.type).__name__ == "UtcDateTime"
    }
    corrected = {
        (inspect(table).local_table.name, moment.key)
        for table, columns in (*clock.OF_ENVIRONMENT, *clock.OF_PROJECT)
        for moment in columns
    }

    assert moments - corrected == {
        ("tokens", "created_at"),
        ("tokens", "revoked_at"),
        ("failures", "unseen_from"),  # the beginning of a gap and the limit of that day
        ("handovers", "sent_at"),
        ("deployments", "deployed_at"),
        ("verdicts", "pending_since"),
        *(("messages", name) for name in ("created_at", "next_at", "until", "held_until", "ended_at")),
    }


def test_a_clock_that_says_a_year_before_ours_corrects_nothing(store: Store):
    look(store, "shop", history("a.1"), T0)
    look(store, "shop", history("a.1"), datetime(1970, 1, 1, tzinfo=UTC))

    with store.reading() as session:
        assert snapshots.seen_at(session, "shop", "one") == T0


JUMPS = st.lists(
    st.tuples(
        st.sampled_from([-400, -30, -1, 0, 0, 0, 0, 1, 30, 400]).map(lambda days: timedelta(days=days)),
        st.sampled_from([history("a.1"), history("a.1", "a.2"), Cause.BUSY, Cause.NO_HOST]),
    ),
    min_size=1,
    max_size=8,
)
NUMBERS = count()


LASTS = st.sampled_from([history("a.1"), history("a.9"), Cause.BUSY])


@settings(max_examples=40, deadline=None)
@given(looks=JUMPS, last=LASTS)
def test_whatever_the_clock_said_the_last_look_decides(one_store: Store, looks, last):
    the_last_look_decides(one_store, looks, last)


def the_last_look_decides(one_store: Store, looks, last) -> None:
    """Looks while the clock jumps, and one when it is right; tests/siege takes many more of them."""
    project = f"shop-{next(NUMBERS)}"
    now = T0
    for jump, outcome in looks:
        now += MINUTE
        look(one_store, project, outcome, max(now + jump, clock.FIRST_YEAR))
    now += MINUTE
    look(one_store, project, last, now)

    with one_store.reading() as session:
        current = failures.current(session, project).get(TABLE)
        newest = snapshots.latest(session, project, "one")
        assert (None if current is None else current.cause) == (last if isinstance(last, Cause) else None)
        assert current is None or current.since <= now + LEEWAY
        if not isinstance(last, Cause):
            assert (newest.history, newest.seen_at) == (last, now)
            assert TABLE not in failures.as_of(session, project, now)
            assert snapshots.as_of(session, project, "one", now).history == last
        rows = select(EnvironmentRow.id).where(EnvironmentRow.project == project)
        for table, columns in clock.OF_ENVIRONMENT:
            ahead = or_(*(column > now + LEEWAY for column in columns))
            assert session.scalars(select(table.id).where(table.environment_id.in_(rows), ahead)).all() == []
