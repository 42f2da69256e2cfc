"""A difference in words: the sentence over it, what each edit says and means, the lines of a terminal, the document."""

import json
from dataclasses import replace

import pytest

from app.domain.difference import consequences, difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.new_edges import Effect
from app.domain.difference.sentences import headline, not_compared_lines
from app.domain.release import Operation
from app.domain.reports.difference import plain, report
from tests.build import key, release
from tests.domain.difference.variants import SWAPPED, V1_1, V1_2, changed, doing, operation, partly, swapping

NAMES = ReleaseNames("v1.1", "v1.2")
OLD, NEW = operation(sign="a"), operation(sign="b")


def headline_of(before, after) -> str:
    return headline(difference(before, after), NAMES)


def impact(before, after) -> str:
    """What the only edit means for databases, as one text."""
    result = difference(before, after)
    (edit,) = result.edited
    return " ".join(consequences.impact_lines(result, edit, NAMES))


def lines(before, after) -> list[tuple[str, ...]]:
    return [consequences.edit_lines(edit) for edit in difference(before, after).edited]


def effects(before, after) -> list[Effect]:
    result = difference(before, after)
    return [consequences.worst_effect(result, edit) for edit in result.edited]


MANY = release("a: 1", "b: 1 @a.1", "c: 1 @a.1", "d: 1 @a.1")
FEWER = release("a: 1", "b: 1", "c: 1", "d: 1")
RENAMED = (
    doing(release("a: 1 < 2", "a: 3 @a.1"), a_2=[OLD], a_3=[NEW]),
    doing(release("a: 1 < 2x", "a: 3x @a.1"), a_2x=[OLD], a_3x=[NEW]),
)


NOT_READ = (
    "Whether v1.2 edited what v1.1 had released is not known: "
    "one migration could not be read whole (orders.1)."
)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (V1_1, V1_2, "v1.2 edited one migration that v1.1 had released: orders.1."),
        (MANY, FEWER, "v1.2 edited 3 migrations that v1.1 had released: b.1, c.1 and 1 more."),
        (*RENAMED, "v1.2 renamed 2 migrations that v1.1 had released: a.2 and a.3."),
        (
            doing(release("a: 1 < 2"), a_2=[OLD]),
            doing(release("a: 1 < 2x"), a_2x=[OLD]),
            "v1.2 renamed one migration that v1.1 had released: a.2 is a.2x now.",
        ),
        (
            doing(release("a: 1", "b: 1 @a.1"), a_1=[OLD]),
            doing(release("a: 1x", "b: 1 @a.1x"), a_1x=[OLD]),
            "v1.2 edited one migration that v1.1 had released, and renamed one: b.1.",
        ),
        (
            release("b: 1"),
            release("a: 1 ^b.1", "b: 1"),
            "v1.2 puts a dependency under one migration that v1.1 had released: b.1.",
        ),
        (V1_1, V1_1, "v1.1 and v1.2 are the same release."),
        (release("a: 1"), release("a: 1 < 2 < 3"), "v1.2 adds 2 migrations, and edits none that v1.1 had released."),
        (release("a: 1"), release("a: 1 < 2"), "v1.2 adds one migration, and edits none that v1.1 had released."),
        (
            release("a: 1", "a: 9", "b: 1 < 2"),
            release("a: 1 < 2", "b: 1 < 2", "b: 1to2 = 1+2"),
            "v1.2 adds one migration, removes one and squashes 2, and edits none that v1.1 had released.",
        ),
        (
            V1_1,
            changed(V1_1, lambda migration: migration, django="6.0"),
            "v1.2 has the migrations of v1.1, on Django 6.0 instead of 5.2.",
        ),
        (
            changed(V1_1, lambda migration: migration, settings={"AUTH_USER_MODEL": "a.User"}),
            changed(V1_1, lambda migration: migration, settings={"AUTH_USER_MODEL": "b.User"}),
            "v1.2 has the migrations of v1.1 under other settings.",
        ),
        (V1_1, partly(V1_1), "v1.2 has the migrations of v1.1."),
        (
            V1_1,
            partly(V1_1, "orders/migrations/1.py"),
            NOT_READ,
        ),
    ],
)  # fmt: skip
def test_the_sentence_says_what_was_edited_first(before, after, sentence):
    assert headline_of(before, after) == sentence


def test_a_dependency_that_the_earlier_release_does_not_hold():
    assert lines(V1_1, V1_2) == [("needs users.10 now",)]
    assert impact(V1_1, V1_2) == (
        "Databases that ran it at v1.1 will be refused: v1.1 does not hold users.10, so it has no row there."
    )
    assert effects(V1_1, V1_2) == [Effect.REFUSED]


def test_several_dependencies_are_one_sentence():
    after = release("a: 1 < 2", "b: 1 @a.1 @a.2")

    assert impact(release("b: 1"), after) == (
        "Databases that ran it at v1.1 will be refused: "
        "v1.1 does not hold a.1 and a.2, so they have no rows there."
    )
    assert impact(release("a: 1 < 2", "b: 1"), after) == (
        "Databases that ran it at v1.1 may be refused: "
        "nothing made a.1 and a.2 run before it, so they may have no row."
    )


def test_a_dependency_that_ran_first_in_any_case_is_harmless():
    before, after = release("a: 1 < 2", "b: 1 @a.2"), release("a: 1 < 2", "b: 1 @a.2 @a.1")

    assert impact(before, after) == "Harmless: v1.1 ran a.1 before it in any case."
    assert effects(before, after) == [Effect.HARMLESS]


def test_a_dependency_that_is_gone_is_harmless():
    assert lines(V1_2, V1_1) == [("no longer needs users.10",)]
    assert impact(V1_2, V1_1) == (
        "Harmless for databases that have run it: they need nothing that they lack."
    )


def test_a_run_before_speaks_of_the_other():
    before, after = release("a: 1", "b: 1"), release("a: 1 ^b.1", "b: 1")

    assert lines(before, after) == [("runs before b.1 now",)]
    assert lines(after, before) == [("no longer runs before b.1",)]
    assert impact(before, after) == (
        "Databases that ran b.1 at v1.1 may be refused: nothing made a.1 run before it, so it may have no row."
    )


def test_a_file_that_was_missing_has_no_row_where_its_name_was_known():
    before, after = release("a: 1 @b.1"), release("a: 1 @b.1", "b: 1")

    assert [edge.effect for edge in difference(before, after).edges_without_edit] == [Effect.REFUSED]


def test_what_is_replaced_decides_what_is_applied():
    before, after = release("a: 1 < 2", "a: s = 1"), release("a: 1 < 2", "a: s = 1+2")

    assert lines(before, after) == [("replaces a.2 now",)]
    assert lines(after, before) == [("no longer replaces a.2",)]
    assert effects(before, after) == [Effect.RISK]
    assert "may skip migrations without a word" in impact(before, after)


def test_operations_say_which_one_and_that_new_databases_differ():
    one_way = Operation("RunPython", None, False, False, "c" * 16)
    field = operation("AddField", "order.number", "d")
    base = release("a: 1")

    assert lines(doing(base, a_1=[OLD]), doing(base, a_1=[NEW])) == [("operation 1, RunPython, was edited",)]
    assert lines(doing(base, a_1=[OLD]), doing(base, a_1=[one_way])) == [
        ("operation 1, RunPython, was edited and is irreversible now",)
    ]
    assert lines(doing(base, a_1=[one_way]), doing(base, a_1=[OLD])) == [
        ("operation 1, RunPython, was edited and is reversible now",)
    ]
    assert lines(doing(base, a_1=[OLD]), doing(base, a_1=[field])) == [
        ("operation 1, AddField order.number, is new", "operation 1, RunPython, is gone")
    ]
    assert lines(doing(base, a_1=[OLD, field]), doing(base, a_1=[field, OLD])) == [
        ("the same operations in another order",)
    ]
    assert impact(doing(base, a_1=[OLD]), doing(base, a_1=[NEW])) == (
        "Databases that already ran it keep the old result; new databases will differ."
    )
    assert effects(doing(base, a_1=[OLD]), doing(base, a_1=[NEW])) == [Effect.DIFFERS]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("initial", True, "is initial now"),
        ("initial", False, "is no longer initial"),
        ("atomic", True, "is atomic now"),
        ("atomic", False, "is no longer atomic"),
    ],
)
def test_flags_are_not_noticed_by_who_has_run_it(name, value, line):
    before = changed(release("a: 1"), lambda migration: replace(migration, **{name: not value}))
    after = changed(before, lambda migration: replace(migration, **{name: value}))

    assert lines(before, after) == [(line,)]
    assert impact(before, after) == "Databases that have run it do not notice."


def test_a_setting_is_named_as_one():
    assert lines(swapping("users.User"), swapping("users.User", SWAPPED)) == [
        ("needs settings.AUTH_USER_MODEL now",)
    ]


def test_a_new_name_means_a_row_that_is_not_known_and_a_second_run():
    before = doing(release("a: 1", "b: 1 @a.1", "c: 1 @a.1"), a_1=[OLD])
    after = doing(release("a: 1x", "b: 1 @a.1x", "c: 1 @a.1x"), a_1x=[OLD])
    result = difference(before, after)

    needed, again = consequences.rename_impact_lines(result, result.renamed[0], NAMES)
    assert needed == (
        "Databases that ran b.1 and c.1 at v1.1 will be refused: they need a.1x now, which has no row there."
    )
    assert again == (
        "Databases that ran it at v1.1 keep a row that v1.2 does not know, "
        "and Django would run it once more under its new name."
    )


def test_a_new_name_that_nobody_needs_refuses_nobody():
    result = difference(*RENAMED)

    assert len(consequences.rename_impact_lines(result, result.renamed[0], NAMES)) == 1


def test_one_that_needs_a_new_name_is_named():
    result = difference(
        doing(release("a: 1", "b: 1 @a.1"), a_1=[OLD]), doing(release("a: 1x", "b: 1 @a.1x"), a_1x=[OLD])
    )

    first, _ = consequences.rename_impact_lines(result, result.renamed[0], NAMES)
    assert (
        first == "Databases that ran b.1 at v1.1 will be refused: it needs a.1x now, which has no row there."
    )


def test_a_dependency_without_an_edit_says_where_it_comes_from():
    before, result = release("b: 1"), difference(release("b: 1"), release("a: 1 ^b.1", "b: 1"))
    assert consequences.edge_impact(result.edges_without_edit[0], result, NAMES) == (
        "b.1 needs a.1 now, though its file is the same: a.1 says that it runs before it. "
        "Databases that ran it at v1.1 will be refused."
    )

    result = difference(swapping("auth.User", SWAPPED), swapping("users.User", SWAPPED))
    assert consequences.edge_impact(result.edges_without_edit[0], result, NAMES) == (
        "orders.1 needs users.1 now, though its file is the same: "
        "a setting, __first__ or __latest__ stands for something else now. "
        "Databases that ran it at v1.1 may be refused."
    )
    assert before.migrations


def squash(before, after) -> str:
    (result,) = difference(before, after).squashed
    return consequences.squash_impact(result, NAMES)


def test_a_squash_says_whether_the_files_are_still_there():
    before = release("a: 1 < 2")

    assert squash(before, release("a: 1 < 2", "a: s = 1+2")) == (
        "It stands for 2 migrations of v1.1, whose files are still there: "
        "it changes nothing for databases that have run them."
    )
    assert squash(before, release("a: s = 1+2")) == (
        "It stands for 2 migrations of v1.1; their files are gone. A database that has run only some of them "
        "would skip the rest without a word: bring it to v1.1 first."
    )
    assert "; 1 of their files are gone." in squash(before, release("a: 2", "a: s = 1+2"))


def test_the_end_of_a_squash_says_who_would_run_it_once_more():
    assert squash(release("a: s = 1"), release("a: s")).startswith("It replaces nothing any more:")


def test_what_is_not_compared_is_said():
    before, after = doing(release("a: 1", "b: 1"), a_1=[OLD]), doing(release("a: 1"), a_1=[operation()])

    assert not_compared_lines(difference(before, partly(after, "a/migrations/2.py")), NAMES) == (
        "Only one of v1.1 and v1.2 covers b: not compared.",
        (
            "Of one migration only the kind and the name of operations could be compared, "
            "as one of the releases has no fingerprints: a.1."
        ),
        "Not read, so what it holds was not compared: a/migrations/2.py:3: a call.",
    )
    assert not_compared_lines(difference(release("a: 1 < 2"), partly(release("a: 1"), "a/migrations/2.py")), NAMES) == (
        "a.2 could not be read whole: not compared.",
    )  # fmt: skip
    assert not_compared_lines(difference(V1_1, V1_2), NAMES) == ()


EVERYTHING = (
    doing(release("a: 1 < 2", "b: 1 @a.1", "s: 1 < 2 < 9", "t: 1to2 = 1+2", "u: 1", "g: 1"), a_2=[OLD], b_1=[OLD]),
    doing(
        release("a: 1 < 3", "b: 1 @a.1 @n.1", "s: 1to2 = 1+2", "t: 1to2", "n: 1", "m: 1 ^u.1", "u: 1"),
        a_3=[OLD],
        b_1=[NEW],
    ),
)  # fmt: skip


def test_a_terminal_gets_everything_below_the_sentence():
    before = changed(EVERYTHING[0], lambda migration: migration, settings={"AUTH_USER_MODEL": "a.User"})
    after = partly(EVERYTHING[1], settings={"AUTH_USER_MODEL": "b.User"}, django="6.0")
    text = plain(difference(before, after), NAMES).splitlines()

    assert text[0] == (
        "v1.2 edited one migration that v1.1 had released, and renamed one: b.1. "
        "Whether there is more is not known: only one of v1.1 and v1.2 covers g."
    )
    assert text[1] == ""
    assert text[2:6] == [
        "edited        b.1",
        "              needs n.1 now",
        "              operation 1, RunPython, was edited",
        "              Databases that ran it at v1.1 will be refused: v1.1 does not hold n.1, so it has no row there.",
    ]
    words = [line[:14].strip() for line in text[2:] if line[:14].strip()]
    assert list(dict.fromkeys(words)) == [
        "edited", "renamed", "needs more", "squash", "settled", "added", "removed", "Django", "setting",
        "not compared", "release",
    ]  # fmt: skip
    assert text[-1].endswith("  v1.2, 8 migrations, Django 6.0")


def test_a_terminal_gets_no_line_for_what_did_not_change():
    text = plain(difference(V1_1, V1_1), NAMES).splitlines()

    assert [line[:14].strip() for line in text[2:]] == ["release", "release"]


def test_the_document_says_all_of_it_and_can_be_written():
    result = difference(*EVERYTHING)
    document = json.loads(json.dumps(report(result, NAMES)))

    assert document["format"] == "driftboard-difference/1"
    assert document["sentence"] == headline(result, NAMES)
    assert document["edited_after_release"] is True
    (edit,) = document["edited"]
    assert (edit["key"], edit["effect"]) == ("b.1", "refused")
    assert edit["dependencies"] == {"added": ["n.1"], "removed": []}
    assert edit["operations"][0]["place"] == 1
    assert edit["operations"][0]["after"]["fingerprint"] == "b" * 16
    assert [(rename["before"], rename["after"]) for rename in document["renamed"]] == [("a.2", "a.3")]
    assert {"child": "u.1", "parent": "m.1", "effect": "refused"} in document["new_edges"]
    assert [squash["key"] for squash in document["squashed"]] == ["s.1to2", "t.1to2"]
    assert document["removed"] == ["g.1", "s.9"]
    assert document["before"]["migrations"] == 9
    assert document["settings"] == []
    nothing = ("apps", "only_before", "only_after", "places", "unreadable", "operations")
    assert document["not_compared"] == {name: [] for name in nothing}
    assert document["compared_whole"] is True


def test_the_document_tells_flags_operations_and_settings():
    before = changed(
        doing(release("a: 1"), a_1=[OLD]), lambda migration: migration, settings={"AUTH_USER_MODEL": "a.User"}
    )
    after = changed(
        doing(release("a: 1"), a_1=[]),
        lambda migration: replace(migration, atomic=False, initial=False),
        settings={"AUTH_USER_MODEL": None},
    )

    document = report(difference(before, after), NAMES)

    assert document["settings"] == [{"name": "AUTH_USER_MODEL", "before": "a.User", "after": None}]
    assert document["edited"][0]["operations"][0]["after"] is None
    assert (document["edited"][0]["atomic"], document["edited"][0]["initial"]) == (
        [True, False],
        [True, False],
    )


def test_keys_are_joined_as_in_every_sentence():
    assert (
        consequences.keys_in_words([key("a.1"), key("a.2"), SWAPPED])
        == "a.1, a.2 and settings.AUTH_USER_MODEL"
    )
