"""Which other databases an edit unblocks."""

from app.domain.history import History, Row
from app.domain.ways import Situation, unblocked, ways_out
from tests.build import history, release

CODE = release("u: 1 < 2", "o: 1 @u.2", "p: 1 @u.2")
BLOCKED = history("u.1", "o.1")
OTHERS = {
    "staging": history("o.1", "u.1"),
    "again": History(tuple(Row(row.key, row.applied, (row.id or 0) + 7) for row in BLOCKED.rows)),
    "twin": BLOCKED,
    "healthy": history("u.1", "u.2", "o.1"),
    "otherwise": history("u.1", "o.1", "p.1"),
}


def test_an_edit_unblocks_those_that_nothing_else_blocks():
    situation = Situation(CODE, BLOCKED)
    ways = {way.id: way for way in ways_out(situation)}

    assert unblocked(situation, ways["take-edge-back"], OTHERS) == ("again", "staging", "twin")
    assert unblocked(situation, ways["record-row"], OTHERS) == ()
    assert unblocked(situation, ways["unrecord-migrate-record"], OTHERS) == ()
