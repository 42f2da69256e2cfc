"""D208 and D209: a row that another file of its name wrote, or another content of the file."""

from app.domain.findings import Verdict
from app.domain.ways.way import Promise, StepKind
from tests.build import key, release
from tests.domain.provenance.code import code, commit, did, ref
from tests.domain.provenance.contents import holding, runs
from tests.domain.ways.planned import back, informed, texts

STORY = code(
    [commit("a"), commit("b", "a", day=10), commit("c", "b", day=20)],
    [did("a", "added a.1"), did("a", "added a.2"), did("b", "removed a.2"), did("c", "added a.2")],
    ref("v1", "a"),
    ref("v2", "b"),
    ref("v3", "c"),
)
BOOK = {"a.1": "CreateModel book"}
V1 = holding("a: 1 < 2", label="v1", contents={**BOOK, "a.2": "AddField book.old"})
V2 = holding("a: 1", label="v2", contents=BOOK)
V3 = holding("a: 1 < 2", label="v3", contents={**BOOK, "a.2": "AddField book.new"})
EDITED = holding("a: 1 < 2", label="v2", contents={**BOOK, "a.2": "AddField book.old, AddField book.new"})
ROWS = runs((1, "a.1 a.2"))
EDITS = code([commit("a"), commit("b", "a", day=10)], [did("a", "added a.1")], ref("v1", "a"), ref("v2", "b"))


def of_edit(*releases, rows=ROWS):
    return informed(releases[-1], rows, *releases, finding="D209:a.2", story=EDITS)


def of_reuse(*releases, rows=ROWS):
    return informed(releases[-1], rows, *releases, finding="D208:a.2", story=STORY)


def test_what_ran_is_undone_where_it_is_known_and_the_file_of_now_runs():
    ways = of_edit(V1, EDITED)
    way = ways["undo-and-run"]

    assert [(step.text, step.release) for step in way.steps] == [
        ("python manage.py migrate a 1", "v1"),
        ("python manage.py migrate a 2", "v2"),
    ]
    assert way.loses == ("column old of a_book",)
    assert way.after == Promise(Verdict.IN_STEP, 0)
    assert list(ways) == ["renew-row", "take-edit-back", "undo-and-run"]


def test_the_file_gets_the_content_that_ran():
    way = of_edit(V1, EDITED)["take-edit-back"]

    assert texts(way) == ["git checkout v1 -- a/migrations/2.py"]
    assert way.end.release.migrations[key("a.2")].operations == V1.migrations[key("a.2")].operations
    assert back(way) == ["Take the edit back, wherever it went."]


def test_a_row_is_recorded_anew_where_all_is_there():
    way = of_edit(V1, EDITED)["renew-row"]

    assert [step.kind for step in way.steps] == [StepKind.CHECK, StepKind.SQL]
    assert way.recorded == way.unrecorded == (key("a.2"),)
    assert way.after == Promise(Verdict.IN_STEP, 0)
    assert back(way) == [
        "Take out what the way put in: a.2. Put back, with ids and times, what it took out: a.2."
    ]


def test_a_file_that_never_ran_runs_once_its_row_is_out():
    ways = of_reuse(V1, V2, V3)

    assert list(ways) == ["run-anew", "renew-row", "undo-and-run"]
    way = ways["run-anew"]
    assert texts(way) == ["Take out the row of a.2.", "python manage.py migrate a 2"]
    assert way.title == "Take the row out and migrate"
    assert way.risk == "What the other file did stays as it is."


def test_a_file_that_django_refuses_to_run_is_only_recorded_anew():
    forked = holding("a: 1 < 2", "c: 1 < 2", "c: 3 @c.1", label="v3", contents={**BOOK, "a.2": "RunSQL a.b"})
    with_c = [
        holding("a: 1 < 2", "c: 1 < 2", label="v1", contents={**BOOK, "a.2": "AddField book.old"}),
        holding("a: 1", "c: 1 < 2", label="v2", contents=BOOK),
    ]
    ways = of_reuse(*with_c, forked, rows=runs((1, "a.1 a.2 c.1 c.2")))

    assert "run-anew" not in ways


def test_the_rows_of_what_needs_it_are_out_meanwhile():
    with_third = [
        holding("a: 1 < 2 < 3", label=each.label, contents={**BOOK, "a.2": text, "a.3": "AddField book.x"})
        for each, text in ((V1, "AddField book.old"), (V3, "AddField book.new"))
    ]
    way = of_reuse(with_third[0], V2, with_third[1], rows=runs((1, "a.1 a.2 a.3")))["run-anew"]

    assert texts(way)[1:] == [
        "Take out the rows of a.2 and a.3.",
        "python manage.py migrate a 2",
        "Put in the row of a.3 again, with the old times.",
    ]
    assert way.title == "Take the row out, migrate, put the others back"
    assert [row.key for row in way.end.history.rows] == [key("a.1"), key("a.2"), key("a.3")]


def test_it_is_not_undone_where_something_goes_that_this_release_lacks():
    old = holding("a: 1 < 2", "b: 1 @a.2", label="v1", contents={"a.2": "AddField book.old"})

    assert "undo-and-run" not in of_edit(old, EDITED, rows=runs((1, "a.1 a.2 b.1")))


def test_it_is_not_undone_where_django_refuses_to_run_it_again():
    forked = holding("a: 1 < 2", "c: 1 < 2", "c: 3 @c.1", label="v2", contents={"a.2": "RunSQL book.new"})
    old = holding("a: 1 < 2", "c: 1", label="v1", contents={"a.2": "AddField book.old"})
    ways = of_edit(old, forked, rows=runs((1, "a.1 a.2 c.1")))

    assert list(ways) == ["take-edit-back"]


def test_while_something_waits_to_run_an_older_release_can_have_written_the_row_so_that_runs_too():
    longer = holding("a: 1 < 2 < 3", label="v2", contents={**BOOK, "a.2": "RunSQL book.new"})
    ways = of_edit(V1, longer)

    assert texts(ways["undo-and-run"])[1:] == ["python manage.py migrate a 2", "python manage.py migrate"]
    assert texts(ways["renew-row"])[0] == "python manage.py migrate"
    assert ways["renew-row"].after == Promise(Verdict.IN_STEP, 0)


def test_a_squash_over_an_edited_migration_is_recorded_anew_with_its_rows():
    both = "AddField book.old, AddField book.new"
    before = holding("a: 0 < 1", label="v1", contents={"a.1": "AddField book.old"})
    edited = holding("a: 0 < 1", label="v2", contents={"a.1": both})
    replacing = holding("a: 0 < 1", "a: s @a.0 = 1", label="v2.1", contents={"a.1": both, "a.s": both})
    squash = holding("a: 0 < s", label="v3", contents={"a.s": both})
    rows = runs((1, "a.0 a.1"), (21, "a.s"))
    ways = informed(squash, rows, before, edited, replacing, squash, finding="D209:a.s", story=STORY)

    assert list(ways) == ["renew-row"]
    assert ways["renew-row"].unrecorded == (key("a.1"), key("a.s"))


def test_what_bears_the_name_of_what_a_squash_replaced_was_not_undone_anywhere():
    squashed = release("a: 1 < 2", "a: s = 1+2", label="v2")
    new = holding("a: s < 3 < 2", label="v3", contents={"a.2": "AddField thing.z"})
    ways = informed(new, runs((1, "a.1 a.2 a.s a.3")), squashed, new, finding="D208:a.2")

    assert list(ways) == ["run-anew", "renew-row"]
