"""What a collection lacks of what was pushed before."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.history import History
from app.domain.pushed.disagreement import lost, sentence
from tests.build import history, key

PUSHED_AT = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
PUSHED = history("orders.0001", "orders.0002")


def test_a_database_that_ran_more_has_lost_nothing():
    assert lost(PUSHED, history("orders.0001", "orders.0002", "orders.0003")) == ()


def test_other_ids_and_times_are_no_loss():
    rows = tuple(replace(row, id=(row.id or 0) + 70, applied="") for row in PUSHED.rows)

    assert lost(PUSHED, History(rows)) == ()


def test_rows_that_are_gone_are_named():
    assert lost(PUSHED, history("users.0001", "orders.0001")) == (key("orders.0002"),)
    assert lost(PUSHED, History(has_table=False)) == (key("orders.0001"), key("orders.0002"))


def test_the_sentence_says_what_it_can_mean():
    assert sentence("staging", (key("orders.0002"),), pushed_at=PUSHED_AT) == (
        "orders.0002 has no row in the database that driftboard.toml names, and had one when staging pushed on "
        "19 Jun 2026, 09:14 UTC. Somebody migrated back since, or it is not the database of the project."
    )


def test_many_are_counted():
    keys = tuple(key(f"orders.000{number}") for number in range(1, 6))

    assert sentence("staging", keys, pushed_at=PUSHED_AT).startswith(
        "orders.0001, orders.0002, orders.0003 and 2 more have no row in the database"
    )
