"""A path to a release as a document, as text and as Markdown."""

from app.domain.reports.upgrade import MAX_MIND, markdown, plain, report
from app.domain.upgrade import upgrade
from tests.build import history, release
from tests.domain.upgrade.asked import ask, line_of, numbered, situation_of

STORY = {
    "v1": release("a: 1", "b: 1"),
    "v2": release("a: 1 < 2", "b: 1"),
    "v3": release("a: 1 < 2", "b: 1 @a.2"),
}


def test_a_path_is_a_document_with_every_step():
    line = line_of(STORY)
    situation = situation_of(history("a.1", "b.1", "b.9"), line)
    document = report(situation, upgrade(situation, "v3", numbered(line[:-1])))

    assert (document["answer"], document["reach"], document["first"]) == ("yes", "stones", ["v2"])
    assert [step["runs"] for step in document["steps"]] == [["a.2"], []]
    assert document["direct"]["arrives"] is False
    assert document["direct"]["findings"][0]["code"] == "D101"
    assert document["because"] is None
    assert [each["code"] for each in document["mind"]] == ["D201"]


def test_without_a_path_the_document_says_why_and_what_was_tried():
    line = line_of({"v1": release("a: 1"), "v3": release("a: 1to3 = 1+2+3")})
    situation = situation_of(history("a.1"), line)
    document = report(situation, upgrade(situation, "v3", numbered(line[:-1])))

    assert (document["answer"], document["steps"], document["tried"]) == ("no", [], 1)
    assert document["because"] == document["direct"]
    assert document["attempts"][0]["arrives"] is True


def test_what_nobody_can_tell_is_neither():
    line = line_of({"v1": release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2")})
    situation = situation_of(history(), line)
    document = report(situation, upgrade(situation, "v1", ()))

    assert document["answer"] == "unknown"
    assert document["direct"]["arrives"] is None


def test_the_text_has_a_line_for_each_step_and_for_what_stays():
    found = ask(history("a.1", "b.1", "b.9"), STORY)

    assert plain(found).splitlines()[2:] == [
        "  1. on v2: python manage.py migrate  → Django runs 1 migration: a.2.",
        "  2. on v3: python manage.py migrate  → Django has nothing to run.",
        "Mind: D201 b.9 is recorded, but this release has no such migration.",
    ]
    assert plain(ask(history("a.1"), {"v1": release("a: 1")})) == "This database is at v1: nothing is to run."


def test_the_text_has_a_line_for_each_release_that_was_tried_first():
    found = ask(history("a.1"), {"v1": release("a: 1"), "v3": release("a: 1to3 = 1+2+3")})

    assert plain(found).splitlines()[-1] == "  First to v1? v1 can be reached."


def test_of_many_findings_that_stay_the_others_are_counted():
    strangers = [f"a.{number}" for number in range(3, 3 + MAX_MIND + 2)]
    found = ask(history("a.1", *strangers), {"v1": release("a: 1 < 2")})

    assert plain(found).splitlines()[-1] == "Mind: 2 more findings."


def test_markdown_begins_with_the_answer():
    found = ask(history("a.1"), {"v1": release("a: 1"), "v3": release("a: 1to3 = 1+2+3")})

    assert markdown(found, "production").splitlines()[0] == (
        "**production → v3: No known release leads this database to v3.**"
    )
    assert "- First to v1? v1 can be reached." in markdown(found, "production")
    assert markdown(ask(history("a.1"), {"v1": release("a: 1")}), "production").endswith(
        "nothing is to run.**\n"
    )
