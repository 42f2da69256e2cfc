"""Apps with another label, and dependencies that mean the same under another name."""

from dataclasses import replace

import pytest

from app.domain.difference import difference
from app.domain.difference.consequences import ReleaseNames, moved_line, relabel_impact_lines
from app.domain.difference.sentences import headline
from app.domain.release import Release
from app.domain.reports.difference import plain, report
from tests.build import release
from tests.domain.difference.variants import changed, doing, edges, keys, operation, partly

NAMES = ReleaseNames("v1", "v2")
FILL = operation("RunPython", None, "a")
FIELD = operation("AddField", "thing.number", "a")
OTHER = operation("AddField", "thing.number", "c")


def found(before: Release, after: Release) -> list[tuple[str, str, list[str]]]:
    result = difference(before, after)
    return [
        (relabel.before, relabel.after, [key.name for key in relabel.keys]) for relabel in result.relabels
    ]


@pytest.mark.parametrize("made", [lambda code: code, partly])
def test_an_app_with_the_same_migrations_under_another_label(made):
    before = made(doing(release("mfa: 1 < 2", "a: 1"), mfa_1=[FILL], mfa_2=[FIELD]))
    after = made(doing(release("kit: 1 < 2 < 3", "a: 1"), kit_1=[FILL], kit_2=[FIELD]))

    result = difference(before, after)

    assert found(before, after) == [("mfa", "kit", ["1", "2"])]
    assert (result.is_edited, result.is_whole, result.removed) == (True, True, ())
    assert result.added == (keys("kit.3") if before.complete else ())
    assert headline(result, NAMES).startswith("mfa is kit now: Django would run its 2 migrations again.")
    assert "UPDATE django_migrations SET app = 'kit' WHERE app = 'mfa';" in plain(result, NAMES)
    assert report(result, NAMES)["relabelled"][0]["migrations"] == ["mfa.1", "mfa.2"]
    assert "run 2 migrations again under kit" in relabel_impact_lines(result.relabels[0], NAMES)[0]


@pytest.mark.parametrize(
    ("before", "after", "is_relabelled"),
    [
        (doing(release("a: 1"), a_1=[FILL]), doing(release("b: 1"), b_1=[FILL]), True),
        (doing(release("a: 1"), a_1=[FILL]), doing(release("b: 1"), b_1=[operation("RunPython", None, "b")]), False),
        (doing(release("a: 1"), a_1=[FIELD]), doing(release("b: 1"), b_1=[OTHER]), True),
        (doing(release("a: 1"), a_1=[FIELD]), doing(release("b: 1x"), b_1x=[FIELD]), False),
        (doing(release("a: 1"), a_1=[FIELD]), doing(release("b: 1 = a.1"), b_1=[FIELD]), False),
        (doing(release("a: 1"), a_1=[FIELD]), doing(release("a: 1", "b: 1"), a_1=[FIELD], b_1=[FIELD]), False),
        (
            doing(release("a: 1"), a_1=[FIELD]),
            doing(release("b: 1", unmigrated_apps=frozenset({"a"})), b_1=[FIELD]),
            False,
        ),
        (release("a: 1"), release("b: 1"), False),
    ],
)  # fmt: skip
def test_names_and_files_must_be_the_same(before: Release, after: Release, is_relabelled: bool):
    assert bool(found(before, after)) is is_relabelled


def test_files_of_one_path_are_the_same_app():
    def at(code: Release) -> Release:
        return changed(
            code, lambda migration: replace(migration, path=f"mfa/migrations/{migration.key.name}.py")
        )

    assert found(at(release("a: 1")), at(release("b: 1"))) == [("a", "b", ["1"])]


def test_of_two_lost_labels_each_has_its_own():
    before = doing(release("a: 1", "b: 1"), a_1=[FILL], b_1=[FILL])
    after = doing(release("x: 1", "y: 1"), x_1=[FILL], y_1=[FILL])

    assert found(before, after) == [("a", "x", ["1"]), ("b", "y", ["1"])]
    assert headline(difference(before, after), NAMES) == (
        "a is x now and b is y now: Django would run their 2 migrations again."
    )


def test_a_dependency_moved_to_the_squash_that_stood_there_is_no_edit():
    """The file of a.1 is gone in both: Django built no graph of v1 unless the squash stood in."""
    before, after = release("a: s = 1+2", "b: 1 @a.1"), release("a: s = 1+2", "b: 1 @a.s")

    for pair in ((before, after), (release("a: s = 1+2", "b: 1 @a.1"), release("a: s", "b: 1 @a.s"))):
        result = difference(*pair)
        (moved,) = result.moved
        assert (edges(result), result.is_edited, result.is_empty) == ({}, False, False)
        assert (moved.removed, moved.added) == (keys("a.1"), keys("a.s"))
    assert moved_line(moved).startswith("needs a.s instead of a.1: one stands for the other")
    assert "moved         b.1 needs a.s instead of a.1" in plain(difference(before, after), NAMES)
    assert report(difference(before, after), NAMES)["moved"][0]["added"] == ["a.s"]


def test_a_dependency_moved_to_a_squash_whose_replaced_files_are_there_is_a_risk():
    before = release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.1")
    after = release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.s")

    assert edges(difference(before, after)) == {("b.1", "a.s"): "risk"}


def test_a_key_that_two_squashes_replace_does_not_tell_which_stood_there():
    before = release("a: s = 1+2", "a: t = 1+3", "b: 1 @a.1")

    assert edges(difference(before, release("a: s = 1+2", "a: t = 1+3", "b: 1 @a.s"))) == {
        ("b.1", "a.s"): "risk"
    }


def test_apps_that_one_of_two_directories_has_are_named():
    one, two = partly(release("a: 1", "c: 1")), partly(release("a: 1", "b: 1"))

    assert (
        headline(difference(one, two), NAMES) == "v2 has the migrations of v1. Only v2 has b. Only v1 has c."
    )
    assert "not compared  Only v2 has b: there is nothing to compare." in plain(difference(one, two), NAMES)


def test_operations_that_could_not_be_compared_are_named():
    before, after = doing(release("a: 1"), a_1=[FILL]), doing(release("a: 1"), a_1=[operation()])

    result = difference(before, after)

    assert not result.is_whole
    assert headline(result, NAMES) == (
        "Whether v2 edited what v1 had released is not known: "
        "the operations of a.1 could be compared by kind and name only."
    )


def test_a_version_that_is_not_known_is_no_change():
    assert difference(release("a: 1"), release("a: 1", django="")).django is None


def test_beside_an_edit_what_is_not_known_is_said():
    before, after = release("a: 1", "b: 1"), partly(release("a: 1 @b.1", "b: 1"), "settings.py")

    assert headline(difference(before, after), NAMES) == (
        "v2 edited one migration that v1 had released: a.1. "
        "Whether there is more is not known: 1 place in the source could not be read (settings.py)."
    )
