"""How far each environment is."""

import pytest

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.fleet import Sighting
from app.domain.history import History, Surroundings
from app.domain.release import Release
from app.domain.squashes import Gate, Phase, lives
from app.domain.squashes.gates import Reason
from app.domain.squashes.phase import PHASE_MEANINGS, PHASE_WORDS
from tests.build import release
from tests.domain.squashes.situations import (
    WITH_FILES,
    WITHOUT_FILES,
    WITHOUT_REPLACES,
    all_lives,
    life,
    of_parts,
    sighting,
    unseen,
)


@pytest.mark.parametrize("against", [WITH_FILES, WITHOUT_FILES])
def test_while_replaces_is_there_the_replaced_rows_decide(against: Release):
    phases = life(against, "fresh", "half", "soft", "recorded", "stale", "hollow").phases

    assert phases == {
        Phase.STALE: ("hollow", "stale"),
        Phase.PARTIAL: ("half",),
        Phase.SOFT_APPLIED: ("soft",),
        Phase.RECORDED: ("recorded",),
        Phase.UNTOUCHED: ("fresh",),
    }


def test_once_replaces_is_gone_its_own_row_decides():
    phases = life(WITHOUT_REPLACES, "fresh", "half", "soft", "residue", "pruned", known=(WITH_FILES,)).phases

    assert phases == {
        Phase.LEFT_BEHIND: ("half", "soft"),
        Phase.RESIDUE: ("residue",),
        Phase.RECORDED: ("pruned",),
        Phase.UNTOUCHED: ("fresh",),
    }


def test_rows_of_an_app_that_is_gone_are_no_residue():
    """What was squashed across labels leaves rows of the old label. `migrate old --prune` knows no such app."""
    was = release("new: s = old.1")
    now = release("new: s")

    (found,) = lives(now, [sighting("here", now, "old.1 new.s")], known=(was,))
    assert found.phases == {Phase.RECORDED: ("here",)}
    (found,) = lives(now, [sighting("here", now, "old.1")], known=(was,))
    assert found.phases == {Phase.LEFT_BEHIND: ("here",)}


def test_an_environment_says_what_its_worst_database_says():
    seen = of_parts("two", WITH_FILES, default="a.1 a.2 a.s", reports="a.1")

    (found,) = lives(WITH_FILES, [seen])
    assert found.phases == {Phase.PARTIAL: ("two",)}


def test_a_database_without_the_app_says_nothing_worse():
    seen = of_parts("two", WITH_FILES, default="a.1 a.2 a.s", reports="")

    (found,) = lives(WITH_FILES, [seen])
    assert found.phases == {Phase.RECORDED: ("two",)}


def test_what_is_not_seen_has_no_phase():
    stale = sighting("old", WITH_FILES, "a.1 a.2", stale=True)

    (found,) = lives(WITH_FILES, [unseen("away"), stale])
    assert not found.phases
    assert found.unseen == ("away", "old")


def test_where_chance_decides_nobody_can_tell():
    """Up to 5.2 the order of squashes of squashes is left to chance."""
    nested = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2")

    found = lives(nested, [sighting("here", nested, "a.1 a.2 a.3")])
    assert found[1].untold == ("here",)


def test_from_6_0_on_the_inner_squash_is_settled_first():
    nested = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="6.0")

    inner, outer = lives(nested, [sighting("here", nested, "a.1 a.2")])
    assert inner.phases == {Phase.SOFT_APPLIED: ("here",)}
    assert outer.phases == {Phase.PARTIAL: ("here",)}


def test_what_a_squash_replaced_whose_file_is_gone_is_not_forgotten():
    """
    was:  a: 1 < 2 < 3,  s = 1+2,  t = s+3
    now:  t = s+3        without s, nobody counts 1 and 2 any more: Django would run t on what is there
    """
    was = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="6.0")
    now = release("a: t = s+3", django="6.0")

    (found,) = lives(now, [sighting("here", now, "a.1 a.2")], known=(was,))
    assert found.phases == {Phase.LEFT_BEHIND: ("here",)}


def test_a_table_that_lies_elsewhere_tells_nothing():
    history = History(has_table=False, surroundings=Surroundings(schema="public", other_schemas=("acme",)))
    drift = compare(WITH_FILES, history)
    assert Code.TABLE_ELSEWHERE in {finding.code for finding in drift.findings}

    (found,) = lives(WITH_FILES, [Sighting(environment="here", drift=drift)])
    assert found.untold == ("here",)
    assert found.gate(Gate.FILES).unknown == {Reason.NO_ROWS: ("here",)}


def test_every_phase_has_its_words():
    assert set(PHASE_WORDS) == set(PHASE_MEANINGS) == set(Phase)


def test_a_release_without_squashes_has_no_lives():
    assert not all_lives(release("a: 1"), "half")
