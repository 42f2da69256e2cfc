"""Whether a gate is open, and who holds it."""

from dataclasses import replace

import pytest

from app.domain.release import Unreadable
from app.domain.squashes import Gate, GateAnswer, lives
from app.domain.squashes.gates import First, Reason
from tests.build import key, release
from tests.domain.squashes.situations import (
    WITH_FILES,
    WITHOUT_FILES,
    WITHOUT_REPLACES,
    life,
    of_parts,
    sighting,
    unseen,
)

NESTED = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="6.0")


def test_all_gates_but_the_last_are_open_where_everyone_has_recorded_it():
    files, replaces, rows = life(WITH_FILES, "recorded", "fresh").gates

    assert (files.answer, replaces.answer) == (GateAnswer.OPEN, GateAnswer.OPEN)
    assert (rows.answer, rows.first) == (GateAnswer.SHUT, (First.REPLACES_IN,))


def test_the_files_may_go_where_its_row_is_still_to_come():
    found = life(WITH_FILES, "soft", "recorded")

    assert found.gate(Gate.FILES).answer is GateAnswer.OPEN
    assert found.gate(Gate.REPLACES).held == {Reason.NOT_RECORDED: ("soft",)}


def test_half_of_it_holds_the_files_and_replaces():
    found = life(WITH_FILES, "half", "recorded")

    for gate in (Gate.FILES, Gate.REPLACES):
        assert found.gate(gate).answer is GateAnswer.SHUT
        assert found.gate(gate).held == {Reason.HALF_APPLIED: ("half",)}


def test_a_row_that_does_not_count_holds_the_files_and_nobody_knows_of_replaces():
    found = life(WITH_FILES, "stale", "hollow")

    assert found.gate(Gate.FILES).held == {Reason.UNCOUNTED_ROW: ("hollow", "stale")}
    assert found.gate(Gate.REPLACES).answer is GateAnswer.NOT_KNOWN
    assert found.gate(Gate.REPLACES).unknown == {Reason.DOUBTFUL_ROW: ("hollow", "stale")}


def test_files_that_are_gone_have_hurt_whom_they_left_half_way():
    found = life(WITHOUT_FILES, "half", "stale", "recorded")

    files = found.gate(Gate.FILES)
    assert files.answer is GateAnswer.PASSED
    assert files.is_hurt
    assert files.held == {Reason.SKIPPED: ("half", "stale")}
    assert found.hurt is files
    replaces = found.gate(Gate.REPLACES)
    assert replaces.held == {Reason.SKIPPED: ("half",)}, "a migrate would not run what has no file"


def test_replaces_that_is_gone_has_hurt_whom_it_left_behind():
    found = life(WITHOUT_REPLACES, "soft", "pruned", known=(WITH_FILES,))

    assert found.hurt is not None
    assert found.hurt.gate is Gate.REPLACES
    assert found.hurt.held == {Reason.LEFT_BEHIND: ("soft",)}


def test_rows_may_be_pruned_where_nothing_else_goes_with_them():
    rows = life(WITHOUT_REPLACES, "residue", "pruned", "fresh", known=(WITH_FILES,)).gate(Gate.ROWS)

    assert rows.answer is GateAnswer.OPEN
    assert rows.due == ("residue",)
    assert rows.aliases == ("default",)


def test_rows_are_pruned_in_each_database_that_has_some():
    seen = of_parts("two", WITHOUT_REPLACES, default="a.s a.3 b.1", reports="a.1 a.s a.3 b.1")

    (found,) = lives(WITHOUT_REPLACES, [seen], known=(WITH_FILES,))
    assert found.gate(Gate.ROWS).aliases == ("reports",)


def test_other_rows_without_a_file_would_be_pruned_too():
    rows = life(WITHOUT_REPLACES, "odd", "residue", known=(WITH_FILES,)).gate(Gate.ROWS)

    assert rows.answer is GateAnswer.SHUT
    assert rows.held == {Reason.OTHER_ROWS: ("odd",)}
    assert rows.rows == (key("a.odd"),)
    assert rows.due == ("residue",)


def test_rows_of_two_former_squashes_of_an_app_go_together():
    was = release("a: 1 < 2 < 3 < 4", "a: s = 1+2", "a: t @a.2 = 3+4")
    now = release("a: s < t")

    for found in lives(now, [sighting("here", now, "a.1 a.2 a.s a.3 a.4 a.t")], known=(was,)):
        assert found.gate(Gate.ROWS).answer is GateAnswer.OPEN


@pytest.mark.parametrize(
    ("django", "answer"), [("4.2", GateAnswer.SHUT), ("5.0", GateAnswer.SHUT), ("5.1", GateAnswer.OPEN)]
)
def test_a_squash_of_another_app_shuts_the_gate_up_to_5_0(django: str, answer: GateAnswer):
    was = release("a: 1", "a: s = 1", "c: 1", "c: t = 1", django=django)
    now = release("a: s", "c: t = 1", django=django)

    first, _ = lives(now, [sighting("here", now, "a.1 a.s c.1 c.t")], known=(was,))
    assert first.gate(Gate.ROWS).answer is answer
    if answer is GateAnswer.SHUT:
        assert first.gate(Gate.ROWS).held == {Reason.STILL_REPLACED: ("here",)}


def test_a_blocked_environment_cannot_prune():
    now = release("a: s < 3", "b: 1 @a.s", "c: 1 < 2")

    (found,) = lives(now, [sighting("blocked", now)], known=(WITH_FILES,))
    assert found.gate(Gate.ROWS).held == {Reason.REFUSED: ("blocked",)}


def test_before_4_1_there_is_no_prune():
    now = release("a: s < 3", "b: 1 @a.s", django="3.2")

    (found,) = lives(now, [sighting("residue", now)], known=(WITH_FILES,))
    assert found.gate(Gate.ROWS).answer is GateAnswer.SHUT
    assert found.gate(Gate.ROWS).first == (First.NO_PRUNE,)


def test_nothing_is_open_of_what_was_not_seen():
    (found,) = lives(WITH_FILES, [sighting("recorded", WITH_FILES), unseen("away")])

    for gate in (Gate.FILES, Gate.REPLACES):
        assert found.gate(gate).answer is GateAnswer.NOT_KNOWN
        assert found.gate(gate).unknown == {Reason.UNSEEN: ("away",)}


def test_rows_of_what_was_not_seen_may_be_there():
    (found,) = lives(
        WITHOUT_REPLACES, [sighting("pruned", WITHOUT_REPLACES), unseen("away")], known=(WITH_FILES,)
    )

    assert found.gate(Gate.ROWS).answer is GateAnswer.NOT_KNOWN


def test_nothing_is_open_without_an_environment():
    (found,) = lives(WITH_FILES, [])
    (former,) = lives(WITHOUT_REPLACES, [], known=(WITH_FILES,))

    assert found.gate(Gate.FILES).answer is GateAnswer.NOT_KNOWN
    assert found.gate(Gate.FILES).first == (First.NO_ENVIRONMENT,)
    assert former.gate(Gate.ROWS).answer is GateAnswer.NOT_KNOWN


def test_a_life_is_over_when_every_gate_is_passed():
    found = life(WITHOUT_REPLACES, "pruned", "fresh", known=(WITH_FILES,))

    assert found.next_gate is None
    assert found.hurt is None


def test_a_release_that_was_not_read_whole_opens_nothing():
    """What could not be read may be a file that seems to be gone."""
    doubt = (Unreadable("a/migrations/0001.py", 1, "it is no Python"),)

    (found,) = lives(
        replace(WITH_FILES, unreadable=doubt),
        [sighting("recorded", WITH_FILES), sighting("half", WITH_FILES)],
    )
    assert found.gate(Gate.FILES).answer is GateAnswer.SHUT
    (found,) = lives(replace(WITHOUT_FILES, unreadable=doubt), [sighting("half", WITHOUT_FILES)])
    assert found.gate(Gate.FILES).answer is GateAnswer.NOT_KNOWN
    assert found.gate(Gate.FILES).held == {}
    (found,) = lives(replace(WITH_FILES, unreadable=doubt), [sighting("recorded", WITH_FILES)])
    assert found.gate(Gate.FILES).answer is GateAnswer.NOT_KNOWN
    assert found.gate(Gate.FILES).first == (First.UNREADABLE,)


def test_a_lost_dependency_shuts_the_first_gates():
    bare = release("c: 1", "a: 1 @c.1 < 2", "a: s = 1+2")

    (found,) = lives(bare, [sighting("here", bare, "c.1 a.1 a.2 a.s")])
    assert found.gate(Gate.FILES).answer is GateAnswer.SHUT
    assert found.gate(Gate.FILES).first == (First.EDGES_LOST,)


def test_squashes_that_overlap_open_nothing():
    both = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t @a.1 = 2+3")

    for found in lives(both, [sighting("here", both, "a.1 a.2 a.3 a.s a.t")]):
        assert found.gate(Gate.FILES).answer is GateAnswer.NOT_KNOWN
        assert found.gate(Gate.FILES).first == (First.OVERLAP,)


def test_an_outer_squash_waits_for_the_row_of_the_inner_one():
    """Once the file of `s` is gone, only its row tells that it has run; `check_replacements` has not written it yet."""
    _, outer = lives(NESTED, [sighting("here", NESTED, "a.1 a.2 a.3")])
    assert outer.gate(Gate.FILES).held == {Reason.OTHER_SQUASH: ("here",)}

    _, outer = lives(NESTED, [sighting("here", NESTED, "a.1 a.2 a.s a.3")])
    assert outer.gate(Gate.FILES).answer is GateAnswer.OPEN


def test_an_inner_squash_is_held_where_the_outer_one_is_half_applied():
    inner, _ = lives(NESTED, [sighting("here", NESTED, "a.1 a.2 a.s")])

    assert inner.gate(Gate.FILES).unknown == {Reason.UNDECIDED: ("here",)}


def test_where_chance_decides_no_gate_is_open():
    nested = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2")

    _, outer = lives(nested, [sighting("here", nested, "a.1 a.2 a.3")])
    assert outer.gate(Gate.FILES).unknown == {Reason.CHANCE: ("here",)}


def test_the_worst_database_of_an_environment_decides():
    seen = of_parts("two", WITH_FILES, default="a.1 a.2 a.s", reports="a.1")

    (found,) = lives(WITH_FILES, [seen])
    assert found.gate(Gate.FILES).held == {Reason.HALF_APPLIED: ("two",)}


def test_where_chance_decides_whether_django_refuses_nobody_knows_whether_it_prunes():
    now = release("a: s < 3", "b: 1 @a.s", "c: 1 < 2 < 3", "c: s2 = 1+2", "c: s3 = s2+3", django="5.2")
    seen = sighting("here", now, "a.1 a.s a.3 b.1")
    assert seen.drift is not None
    assert seen.drift.outcome.refuses_by_chance

    found = lives(now, [seen], known=(WITH_FILES,))[0]
    assert found.gate(Gate.ROWS).unknown == {Reason.CHANCE: ("here",)}


def test_squashes_in_a_circle_open_nothing():
    circle = release("a: x = y", "a: y = x", django="6.0")

    for found in lives(circle, [sighting("here", circle, "")]):
        assert found.untold == ("here",)
        assert found.gate(Gate.FILES).unknown == {Reason.CHANCE: ("here",)}


def test_a_squash_that_replaces_itself_opens_nothing():
    """Up to 5.2 it leaves the graph."""
    itself = release("a: 1", "a: s = 1+s", django="5.2")

    (found,) = lives(itself, [sighting("here", itself, "")])
    assert found.squash.replaced == (key("a.1"),)
    assert found.gate(Gate.FILES).unknown == {Reason.CHANCE: ("here",)}


def test_the_row_of_a_replaced_squash_that_would_count_then_is_doubted():
    """
    a:  1 < 2 < 3,  s = 1+2,  t = s+3      s has a row that does not count, as 1 has none

    Once the file of s is gone its row counts, whatever has run, and t with it.
    """
    _, outer = lives(NESTED, [sighting("here", NESTED, "a.2 a.s a.3 a.t")])

    assert outer.gate(Gate.FILES).unknown == {Reason.DOUBTFUL_ROW: ("here",)}
