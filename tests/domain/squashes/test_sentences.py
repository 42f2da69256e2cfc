"""What is said of squashes."""

import pytest

from app.domain.squashes import Gate, SquashLife, lives
from app.domain.squashes.gates import First, Reason
from app.domain.squashes.sentences import code_sentence, gate_sentence, headline, sentence
from app.domain.squashes.words import ANSWER_WORDS, CONDITIONS, DONE, GATE_TITLES, NEXT_STEPS, REASON_WORDS
from tests.build import release
from tests.domain.squashes.situations import (
    WITH_FILES,
    WITHOUT_FILES,
    WITHOUT_REPLACES,
    life,
    sighting,
    unseen,
)

TWO = release("a: 1 < 2", "a: s = 1+2", "b: 1 < 2", "b: s = 1+2")


def two(**rows: str) -> tuple[SquashLife, ...]:
    return lives(TWO, [sighting(name, TWO, each) for name, each in rows.items()])


def gates(found: SquashLife) -> list[str]:
    return [gate_sentence(gate, found.squash) for gate in found.gates]


def test_who_holds_it_is_said_first():
    found = life(WITH_FILES, "half", "recorded")

    assert headline([found], "v1") == "half holds the squash a.s."
    assert sentence(found) == "half holds it: half applied."


def test_several_that_hold_it_are_counted_by_reason():
    found = life(WITH_FILES, "half", "stale", "hollow")

    assert headline([found], "v1") == "half, hollow and stale hold the squash a.s."
    assert sentence(found) == (
        "3 environments hold it: 1 is half applied and 2 have a row of it that does not count."
    )


def test_two_that_hold_it_for_one_reason_are_named():
    found = life(WITHOUT_REPLACES, "half", "pruned", known=(WITH_FILES,))
    assert sentence(found).startswith("half has no row of it, but rows of what it replaced")

    found = life(WITH_FILES, "stale", "hollow")
    assert sentence(found) == "hollow and stale hold it: they have a row of it that does not count."


def test_an_open_gate_says_what_can_be_done():
    found = life(WITH_FILES, "recorded")

    assert headline([found], "v1") == "The squash a.s can go a step further."
    assert sentence(found) == "Its 2 replaced files can be deleted and replaces taken out."
    assert gates(found) == [
        "Every environment has run all of it, or nothing.",
        "Every environment has recorded it, or has nothing of it.",
        "First take replaces out: as long as it is there, Django refuses to prune.",
    ]


def test_files_can_go_before_replaces():
    assert sentence(life(WITH_FILES, "soft")) == "Its 2 replaced files can be deleted."


def test_after_the_files_replaces_can_go():
    assert sentence(life(WITHOUT_FILES, "recorded")) == "replaces can be taken out of it."


def test_in_the_end_rows_can_be_pruned():
    found = life(WITHOUT_REPLACES, "residue", "pruned", known=(WITH_FILES,))

    assert sentence(found) == "Its rows can be pruned in residue."
    assert gates(found)[2] == "residue has rows that nothing needs any more."


def test_a_life_that_is_over_says_so():
    found = life(WITHOUT_REPLACES, "pruned", known=(WITH_FILES,))

    assert headline([found], "v1") == "Nothing is left to do for the squash a.s."
    assert sentence(found) == "Its life is over: files, replaces and rows are gone."
    assert gates(found) == list(DONE.values())


def test_whom_it_hurt_is_said_before_all_else():
    found = life(WITHOUT_FILES, "half", "recorded")

    assert headline([found], "v1") == "The squash a.s was taken apart too early for half."
    assert sentence(found).startswith("half is half applied, and the rest has no files any more")
    assert gates(found)[0].startswith("None of the files is in this release. Too early: half is half applied")


def test_what_is_not_seen_is_said_of_a_passed_gate_too():
    (found,) = lives(WITHOUT_FILES, [sighting("recorded", WITHOUT_FILES), unseen("away")])

    assert headline([found], "v1") == "Whether the squash a.s can go on is not known."
    assert sentence(found) == "away was not seen lately."
    assert gates(found)[0] == (
        "None of the files is in this release. "
        "Whether that hurt anyone is not known of all: away was not seen lately."
    )


def test_of_several_squashes_it_is_said_of_how_many():
    assert headline(two(x="a.1 b.1 b.2"), "v1") == "x holds 1 of 2 squashes."
    assert headline(two(x="a.1 b.1"), "v1") == "x holds both squashes."
    three = release(*(line for app in "abc" for line in (f"{app}: 1", f"{app}: s = 1")))
    every = lives(three, [sighting("x", three, "a.1 b.1 c.1 a.s b.s c.s")])
    assert headline(every, "v1") == "All 3 squashes can go a step further."
    assert headline(two(x="a.1 a.2 a.s b.1 b.2 b.s"), "v1") == "Both squashes can go a step further."


def test_without_squashes_it_says_so():
    assert headline([], "v1") == "v1 has no squash."


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (First.EDGES_LOST, "First add c.1 to its dependencies"),
        (First.OVERLAP, "a.t replaces some of the same migrations."),
        (First.UNREADABLE, "This release could not be read whole."),
        (First.NO_ENVIRONMENT, "No environment is known."),
        (First.NO_PRUNE, "migrate --prune is there from Django 4.1 on."),
    ],
)
def test_what_counts_whatever_the_environments_are(first: First, words: str):
    from dataclasses import replace

    both = release("c: 1", "a: 1 @c.1 < 2 < 3", "a: s = 1+2", "a: t = 2+3")
    found = lives(both, [])[0]

    gate = replace(found.gate(Gate.FILES), first=(first,))
    assert words in gate_sentence(gate, found.squash)


def test_the_code_is_said_of_each():
    assert code_sentence(life(WITH_FILES, "fresh").squash) == (
        "replaces 2 migrations; 2 files are still there; a.3 and b.1 need them"
    )
    assert code_sentence(life(WITHOUT_FILES, "fresh").squash) == "replaces 2 migrations; the files are gone"
    former = life(WITHOUT_REPLACES, "fresh", known=(WITH_FILES,)).squash
    assert code_sentence(former) == "replaced 2 migrations; the files are gone"


def test_every_reason_gate_and_answer_has_its_words():
    assert set(REASON_WORDS) == set(NEXT_STEPS) == set(Reason)
    assert set(GATE_TITLES) == set(CONDITIONS) == set(DONE) == set(Gate)
    assert len(ANSWER_WORDS) == 4
