"""The way back from a newer release: migrating backwards, the point of no return, the old release on the new rows."""

from dataclasses import replace

from app.domain.history import History
from app.domain.outcome import Outcome, migrate
from app.domain.outcome.commands import MigrateArguments
from app.domain.release import Operation, Release, Unreadable
from app.domain.reports.rollback import report
from app.domain.rollback import Judgement, Passage, Rollback
from app.domain.rollback.sentences import (
    back_lines,
    command,
    headline,
    limit_lines,
    point_sentence,
    start_lines,
)
from app.domain.schema.declaration import Declaration
from tests.build import history, key, release
from tests.domain.difference.test_new_steps import CODE, doing
from tests.domain.rollback.pairs import NAMES, bare, op, step, way
from tests.domain.schema.replaying import add, field, model

UNKNOWN = Operation("Own", None, None)
MAKING = Operation("CreateModel", "x", reversible=True)
OLD = release("a: 1", "b: 1")


def going(new: Release, *rows: str, old: Release = OLD) -> Rollback:
    return Rollback(old, new, history(*(rows or map(str, sorted(old.keys_to_record)))))


def all_said(found: Rollback) -> tuple[str, ...]:
    return (headline(found, NAMES), point_sentence(found, NAMES), *back_lines(found, NAMES))


def test_what_can_be_unapplied_can_be_migrated_back():
    found = going(doing(release("a: 1 < 2 < 3", "b: 1 < 2"), MAKING, "a.3"))

    assert found.passage is Passage.ARRIVES
    assert all_said(found) == (
        (
            "v2 can be migrated back to v1: 3 migrations are unapplied. The models of v1 can read and write on the "
            "new schema."
        ),
        "No step ends the way back.",
        (
            "Keep the code of v2 until it is done: v1 does not have these files, and Django cannot unapply what it "
            "has no file "
            "of."
        ),
        "1 of the steps back drops what v2 made, with all that was written into it since.",
    )
    assert [command(run.arguments) for run in found.back.runs] == [
        "python manage.py migrate b 1",
        "python manage.py migrate a 1",
    ]
    assert command(found.back.runs[0].arguments, "other") == "python manage.py migrate --database other b 1"
    assert report(found, NAMES)["backwards"]["commands"] == [
        {"command": "python manage.py migrate b 1", "unapplies": ["b.2"]},
        {"command": "python manage.py migrate a 1", "unapplies": ["a.3", "a.2"]},
    ]


def test_the_point_of_no_return_is_the_first_step_after_which_the_way_back_ends():
    new = doing(doing(release("a: 1 < 2 < 3 < 4", "b: 1 < 2"), CODE, "a.3"), CODE, "b.2")
    found = going(new)

    assert found.plan[found.point_of_no_return - 1] == key("a.3")
    assert all_said(found)[:4] == (
        (
            "There is a way back to v1 until a.3 runs, step 2 of 4. Nobody can tell from the files whether the "
            "code of v1 works "
            "on the new schema: 2 of 4 migrations leave it open."
        ),
        "The point of no return is a.3, step 2 of 4: once it has run, nobody can migrate back to v1.",
        (
            "Keep the code of v2 until it is done: v1 does not have these files, and Django cannot unapply what it "
            "has no file "
            "of."
        ),
        "Django stops at b.2, which is irreversible. Nothing is unapplied by then.",
    )
    document = report(found, NAMES)
    assert document["point_of_no_return"] == {"step": 2, "migration": "a.3"}
    assert (document["backwards"]["stops_at"], document["backwards"]["unapplied_before"]) == ("b.2", [])


def test_half_way_the_database_is_at_neither_release():
    found = going(doing(release("a: 1 < 2 < 3", "b: 1"), CODE, "a.2"))

    assert (
        "Django stops at a.2, which is irreversible. The 1 migration before it stays unapplied, so the "
        "database is then "
        "neither at v2 nor at v1."
    ) in back_lines(found, NAMES)


def test_what_ran_before_can_have_ended_the_way_back():
    new = doing(release("a: 1 < 2 < 3", "b: 1"), CODE, "a.2")
    found = going(new, "a.1", "a.2", "b.1")

    assert found.point_of_no_return == 0
    assert all_said(found)[:2] == (
        (
            "There is no way back to v1 by migrating backwards. Nobody can tell from the files whether the code of "
            "v1 works on "
            "the new schema: 1 of 2 migrations leaves it open."
        ),
        "The way back was over before: what has run already cannot be unapplied down to v1.",
    )
    assert report(found, NAMES)["point_of_no_return"] == {"step": 0, "migration": None}
    assert going(new, "a.1", "a.2", "a.3", "b.1").point_of_no_return == 0


def test_what_the_older_release_runs_itself_is_no_point_of_no_return():
    """The older release has a.2, which is irreversible and has yet to run."""
    old = doing(release("a: 1 < 2"), CODE, "a.2")
    found = going(doing(release("a: 1 < 2 < 3"), CODE, "a.2"), "a.1", old=old)

    assert (found.point_of_no_return, found.passage) == (None, Passage.ARRIVES)


def test_nobody_can_tell_of_operations_that_are_not_known():
    found = going(doing(release("a: 1 < 2", "b: 1"), UNKNOWN, "a.2"))

    assert (found.passage, found.doubtful) == (Passage.CANNOT_TELL, (key("a.2"),))
    assert all_said(found)[1:] == (
        "No step is known to end the way back, and of some nobody can tell.",
        (
            "Keep the code of v2 until it is done: v1 does not have these files, and Django cannot unapply what it "
            "has no file "
            "of."
        ),
        "Whether a.2 can be unapplied is not in its file.",
        "1 of the steps back runs code, or can be refused because of the rows that are there then: try it on a copy.",
    )
    assert headline(found, NAMES).startswith(
        "Nobody can tell from the files whether v2 can be migrated back to v1. Nobody"
    )


def test_what_comes_along_and_what_stays_lost_is_said():
    """The older release has b.2, and in the newer one it needs a.2."""
    new = doing(release("a: 1 < 2", "b: 1 < 2 @a.2"), Operation("RemoveField", "x.y", True), "a.2")
    found = going(new, "a.1", "b.1", old=release("a: 1", "b: 1 < 2"))

    assert found.along == (key("b.2"),)
    assert back_lines(found, NAMES)[1:] == (
        "Django unapplies b.2 too, which v1 has: migrate of v1 runs it again, and what it held is gone.",
        "What a.2 drops does not come back: going back makes it anew, and empty.",
        "1 of the steps back runs code, or can be refused because of the rows that are there then: try it on a copy.",
    )


def test_a_release_that_brings_nothing_new_is_simply_put_back():
    found = going(OLD)

    assert (found.passage, found.steps, found.judgement) == (Passage.NOTHING, (), Judgement.HARMLESS)
    assert all_said(found) == ("v2 runs nothing that v1 does not have: v1 can simply be put back.", "")


def test_a_release_that_is_refused_leaves_nothing_to_come_back_from():
    found = going(release("a: 1 < 2", "b: 1 @a.2"), "b.1")
    document = report(found, NAMES)

    assert found.passage is Passage.NOWHERE
    assert all_said(found) == (
        "v2 does not go there: Django refuses it, so there is nothing to come back from.",
        "",
    )
    assert (document["plan"], document["backwards"], document["old_code"]) == (None, None, None)


def test_where_chance_decides_what_runs_nothing_is_promised():
    nested = release("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", django="5.2")
    found = Rollback(OLD, nested, History())

    assert found.forward.alternatives
    assert found.passage is Passage.CANNOT_TELL
    assert all_said(found)[0] == "Whether v2 goes there is left to chance: nothing is promised of a way back."


def test_a_command_that_django_refuses_is_told_with_its_words():
    found = going(release("a: 1 < 12"), "a.1", old=release("a: 1"))

    assert found.passage is Passage.ENDS
    assert (
        "Then Django refuses python manage.py migrate a 1. CommandError: More than one migration matches '1' in app "
        "'a'. Please be more specific."
    ) in back_lines(found, NAMES)
    assert report(found, NAMES)["backwards"]["refused"]["command"] == "python manage.py migrate a 1"


def test_the_older_release_starts_on_rows_that_it_does_not_know():
    found = going(release("a: 1 < 2", "b: 1"))

    assert start_lines(found, NAMES) == (
        "v1 does not know 1 row of django_migrations then: a.2. Unknown rows alone stop nothing.",
        "A web process of v1 starts: it does not look at the rows.",
        "migrate of v1 has nothing to run.",
    )


def test_the_older_release_may_be_refused_or_run_something_then():
    refused = going(
        release("a: 1", "b: 1 < 2"), "a.1", "b.1", "b.2", old=release("a: 1 < 2", "b: 1 @a.2 < 2")
    )
    running = going(release("a: 1"), "a.1", old=release("a: 1 < 2"))

    assert start_lines(refused, NAMES)[1:] == (
        (
            "migrate of v1 ends with an error. InconsistentMigrationHistory: Migration b.1 is applied before its "
            "dependency "
            "a.2 on database 'default'."
        ),
    )
    assert start_lines(running, NAMES)[1:] == (
        "migrate of v1 would run 1 migration that has no row: a.2. Do not run it before you know why.",
    )


def test_what_breaks_is_said_first():
    old = step("o.1", op(model("order", field("x"))))
    found = way([old], [step("o.2", op(Declaration("RemoveField", "order", "x")), after="o.1")])

    assert headline(found, NAMES).endswith(
        "The code of v1 breaks on the new schema: 1 of 1 migration takes away what it uses."
    )
    kept = way([old], [step("o.2", op(add("order", field("y", null=True, to="o.order"))), after="o.1")])
    assert headline(kept, NAMES).endswith("The models of v1 can read and write on the new schema.")


def test_what_is_not_seen_is_said():
    apart = step("p.1", bare("CreateModel", "x"))
    old = Release.of(
        [step("o.1", after="p.1")],
        complete=False,
        unreadable=(Unreadable("a.py", 1, "odd"), Unreadable("b.py", 1, "odd")),
    )
    found = Rollback(
        old, Release.of([step("o.1", after="p.1"), apart], complete=False), history("p.1", "o.1")
    )

    assert limit_lines(found, NAMES) == (
        (
            "Only the models of v1 are looked at: SQL that it writes itself, other programs on the database, and "
            "what the rows "
            "mean to it are not seen."
        ),
        "The models of v1 themselves are not known: all that its migrations have made is taken for used.",
        "v1 does not tell about 1 migration of p: it is left as it is.",
        "2 places of v1 could not be read: a.py and others.",
    )
    assert found.passage is Passage.NOTHING
    assert headline(found, NAMES).startswith("Nobody can tell")


def test_the_end_of_the_run_records_a_squash():
    found = going(release("a: 1 < 2", "a: 1to2 = 1+2"), "a.1", "a.2", old=release("a: 1 < 2"))

    assert (found.plan, found.unknown_rows, found.passage) == ((), (key("a.1to2"),), Passage.NOTHING)


def test_an_error_of_every_command_is_told_as_such():
    found = going(release("a: 1 < 2", "b: 1"), "a.1", "b.1")
    refusal = migrate(release("a: 1 < 2", "a: 3 @a.1"), history("a.1"))
    object.__setattr__(found, "back", replace(found.back, refusal=refusal, refused=None))

    assert back_lines(found, NAMES)[1].startswith(
        "Then Django refuses every command. CommandError: Conflicting"
    )
    object.__setattr__(
        found, "back", replace(found.back, refusal=Outcome(), refused=MigrateArguments("a", "1"))
    )
    assert back_lines(found, NAMES)[1] == "What python manage.py migrate a 1 does then is left to chance."


def test_several_errors_of_which_chance_prints_one_end_the_way_back_all_the_same():
    errors = Outcome("CommandError", ("one",)), Outcome("KeyError", ("other",))
    found = going(release("a: 1 < 2", "b: 1"), "a.1", "b.1")
    object.__setattr__(found, "back", replace(found.back, refusal=Outcome(alternatives=errors)))

    assert found.passage is Passage.ENDS
    assert "Then Django refuses every command. CommandError: one" in back_lines(found, NAMES)


def test_what_migrate_of_the_older_release_does_may_be_left_to_chance():
    nested = release("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", django="5.2")
    found = going(release("b: 1"), "b.1", old=nested)

    assert start_lines(found, NAMES)[-1] == "What migrate of v1 does is left to chance."


def test_of_models_that_are_known_nothing_more_is_said():
    old = step("o.1", op(model("order", field("x"))))

    assert len(limit_lines(way([old], []), NAMES)) == 1


def test_what_stands_behind_a_squash_of_the_older_release_is_known_to_it():
    new = release("a: 1 < 2", "a: 1to1 = 1", "a: 1to2 = 1to1+2", "a: all = 1to2", django="6.0")
    found = going(new, "a.1to2", "a.1to1", old=release("a: 1to2 = 1to1+2", django="6.0"))

    assert found.known.unknown == frozenset()
