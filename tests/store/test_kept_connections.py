"""A connection to PostgreSQL that was kept is used again only where it answers in time and was not shut meanwhile."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from app.store import clock
from app.store.engine import open_store
from app.store.opening import postgres

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)


def test_one_whose_answer_comes_with_the_end_of_the_wait_is_made_anew(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
):
    ping = PGDialect_psycopg.do_ping

    def late(*arguments: object) -> object:
        answer = ping(*arguments)  # type: ignore[arg-type]
        time.sleep(0.2)
        return answer

    with open_store(postgres_database) as store:
        monkeypatch.setattr(postgres, "PING", timedelta(seconds=0.05))
        monkeypatch.setattr(PGDialect_psycopg, "do_ping", late)

        for _ in range(3):
            with store.writing() as session:
                assert clock.correct(session, "shop", at=NOW) == 0
