"""Which failure lasted at a moment is looked up: once for each table, however many were stored before and since."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select

from app.domain.failure import Cause
from app.store import failures
from app.store.engine import Store
from app.store.tables import EnvironmentRow, FailureRow

START = datetime(2026, 6, 1, tzinfo=UTC)
LIMIT = timedelta(minutes=15)
TABLES = 100
FAILURES = 200
"""Of each table; every tenth of them a gap."""


def filled(store: Store) -> None:
    with store.writing() as session:
        slugs = [{"project": "shop", "slug": f"edge-{number:03}"} for number in range(TABLES)]
        session.execute(insert(EnvironmentRow), slugs)
        ids = session.scalars(select(EnvironmentRow.id)).all()
        session.execute(insert(FailureRow), [one(id_, at) for id_ in ids for at in range(FAILURES)])
    with store.writing() as session:
        session.connection().exec_driver_sql("ANALYZE")


def one(table: int, at: int) -> dict[str, object]:
    since = START + timedelta(hours=at)
    return {
        "environment_id": table,
        "cause": "unreachable" if at % 10 else "not-collected",
        "since": since,
        "last_at": since + timedelta(minutes=20),
        "unseen_from": None if at % 10 else since + LIMIT,
        "ended_at": since + timedelta(minutes=40),
    }


@pytest.mark.parametrize("hour", [5, FAILURES // 2, FAILURES - 5])
def test_the_plan_looks_into_an_index_for_each_table(store: Store, hour: int):
    filled(store)
    asked = []
    with store.reading() as session:
        connection = session.connection()

        def keep(_connection, _cursor, statement, parameters, *_) -> None:
            asked.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", keep)
        found = failures.as_of(session, "shop", START + timedelta(hours=hour, minutes=30))
        event.remove(connection, "before_cursor_execute", keep)
        explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        plans = [
            "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{explain} {query}", values))
            for query, values in asked
        ]

    assert len(found) == TABLES
    assert len(plans) == 2
    for plan, index in zip(plans, ("ix_failures_gaps", "ix_failures_stretches"), strict=True):
        assert index in plan, plan
        assert "SCAN failures" not in plan, plan
        assert "Seq Scan on failures" not in plan, plan


def test_it_is_the_one_that_all_failures_tell(store: Store):
    """Against all rows of a table, after whatever was stored in whatever order."""
    chance = random.Random(7)
    now, seen = START, START
    with store.writing() as session:
        for _ in range(200):
            now += timedelta(minutes=chance.choice((0, 1, 5, 30)))
            if chance.random() < 0.5:
                failures.add(session, "shop", "one", chance.choice((Cause.BUSY, Cause.UNREACHABLE)), at=now)
                continue
            failures.add_gap(session, "shop", "one", since=seen, limit=LIMIT, at=now)
            failures.end(session, "shop", "one", at=now)
            seen = now
    with store.reading() as session:
        rows = session.scalars(select(FailureRow).order_by(FailureRow.since, FailureRow.id)).all()
        moments = {moment for row in rows for moment in (row.since, row.unseen_from, row.ended_at) if moment}
        told = 0
        for moment in sorted(moments | {moment + timedelta(seconds=1) for moment in moments}):
            lasting = [row for row in rows if row.ended_at is None or row.ended_at > moment]
            gaps = [row for row in lasting if row.unseen_from and row.unseen_from < moment]
            stretches = [row for row in lasting if row.unseen_from is None and row.since <= moment]
            expected = [(Cause(row.cause), row.since) for row in (*gaps, *stretches)][-1:]
            found = failures.as_of(session, "shop", moment).values()

            assert [(each.cause, each.since) for each in found] == expected
            told += len(expected)
    assert told > 50
