"""Every history that may be seen comes back as it was, whichever way it got into the store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from app.domain.events.span import Span
from app.domain.history import History, Surroundings
from app.domain.table_location import TableLocation
from app.store import schemas, snapshots
from app.store.engine import Store, open_store
from app.store.sessions import WriteSession
from app.store.snapshots import looks
from app.store.timeline.looks import changed_looks
from tests.build import history

T0 = datetime(2026, 6, 19, 9, tzinfo=UTC)
LIMIT = timedelta(minutes=15)
WHERE = TableLocation()

ROWS = history("a.0001", "a.0002", "b.0001")
AROUND = (
    None,
    Surroundings(),
    Surroundings("public", None, tables=("orders_order",)),
    Surroundings("public", "other", is_schema_chosen=True, other_schemas=("a", "b\ud800")),
    Surroundings(table_schema="", is_case_blind=True),
)
HISTORIES = tuple(
    replace(each, surroundings=around) for each in (ROWS, History(), History((), False)) for around in AROUND
)


def one(session: WriteSession, seen: History, at: datetime) -> None:
    snapshots.add(session, "shop", "a", seen, at=at)


def a_round(session: WriteSession, seen: History, at: datetime) -> None:
    looks.add(session, "shop", [looks.Look("a", WHERE, seen, LIMIT)], at=at)


def one_of_schemas(session: WriteSession, seen: History, at: datetime) -> None:
    schemas.add(session, "shop", "a", "default", {"t1": (seen, "digest")}, at=at, limit=LIMIT)


@pytest.mark.parametrize("add", [one, a_round, one_of_schemas])
def test_every_history_comes_back_after_every_other(
    store: Store, store_url: str, add: Callable[[WriteSession, History, datetime], None]
):
    order = [*HISTORIES, *(each for pair in permutations(HISTORIES[::4], 2) for each in pair)]
    seen = [each for each, before in zip(order, [None, *order], strict=False) if each != before]
    for number, each in enumerate(seen):
        with store.writing() as session:
            add(session, each, T0 + number * timedelta(minutes=1))

    with open_store(store_url) as anew, anew.reading() as session:
        found, _ = changed_looks(session, "shop", None, Span(), most=1_000)
        assert [look.after for look in reversed(found)] == seen
        parts = schemas.clusters(session, "shop").readable
        if add is one_of_schemas:
            (cluster,) = parts["a", "default"]
            assert cluster.snapshot.history == seen[-1]
