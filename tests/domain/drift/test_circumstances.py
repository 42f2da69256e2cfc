"""What a comparison knows of its findings: the words follow what forks, what closes a circle, what was read."""

from dataclasses import replace

import pytest

from app.domain.drift import Drift, compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Code, Finding, Verdict
from app.domain.history import History, Row
from app.domain.outcome import Outcome
from app.domain.release import Migration, Operation, Release, Unreadable
from app.domain.reports.drift import plain, report
from app.domain.runbook import Circumstances, Variant, consequence, entry_of, sentence
from tests.build import history, key, release

UNREAD = (Unreadable("users/migrations/0011.py", 7, "dependencies is a call"),)
ADD_A = Operation("AddField", "user.a", reversible=True, fingerprint="0123456789abcdef")


def finding_of(drift: Drift, code: Code) -> Finding:
    return next(finding for finding in drift.findings if finding.code is code)


def known(drift: Drift, code: Code) -> Circumstances:
    return circumstances_of(drift, finding_of(drift, code))


def said(drift: Drift, code: Code) -> str:
    finding = finding_of(drift, code)
    circumstances = circumstances_of(drift, finding)
    return f"{sentence(finding, circumstances)} {consequence(finding, circumstances)}"


def with_operations(code: Release, operations: dict[str, tuple[Operation, ...]], **facts: object) -> Release:
    migrations: list[Migration] = [
        replace(migration, operations=operations.get(str(migration.key), ()), **facts)
        for migration in code.migrations.values()
    ]
    return Release.of(migrations, django=code.django)


FORK = release("a: 0001 < 0002_x", "a: 0002_y @a.0001")


def test_a_fork_of_two_branches_with_one_number_says_so():
    drift = compare(FORK, history("a.0001", "a.0002_x"))

    assert known(drift, Code.FORKED) == Circumstances(Variant.SAME_NUMBER, recorded=(key("a.0002_x"),))
    assert "two branches took the same number" in said(drift, Code.FORKED)


def test_a_fork_with_different_numbers_or_none_is_told_in_general():
    for lines in (("a: 1 < 2", "a: 3 @a.1"), ("a: 1 < x", "a: y @a.1")):
        assert known(compare(release(*lines), history()), Code.FORKED).variant is Variant.GENERAL


def test_two_last_migrations_that_do_the_same_are_copies_and_the_one_without_a_row_is_to_go():
    both = {"a.0002_x": (ADD_A,), "a.0002_y": (ADD_A,)}
    code = with_operations(FORK, both, path="a/migrations/0002.py")
    drift = compare(code, history("a.0001", "a.0002_x"))

    entry = entry_of(finding_of(drift, Code.FORKED), known(drift, Code.FORKED))
    assert entry.ways[0].commands == ("git rm a/migrations/0002.py",)
    assert "here that is a.0002_x" in entry.ways[0].when
    assert not any("--merge" in command for way in entry.ways for command in way.commands)


@pytest.mark.parametrize("rows", [(), ("a.0001", "a.0002_x", "a.0002_y")])
def test_which_copy_is_to_go_stays_open_where_no_row_or_every_row_is_there(rows):
    code = with_operations(FORK, {"a.0002_x": (ADD_A,), "a.0002_y": (ADD_A,)})
    drift = compare(code, history(*rows))

    entry = entry_of(finding_of(drift, Code.FORKED), known(drift, Code.FORKED))
    assert entry.ways[0].commands == ("git rm <the file of the copy>",)


def test_operations_without_a_fingerprint_are_no_copies():
    unknown = replace(ADD_A, fingerprint=None)
    code = with_operations(FORK, {"a.0002_x": (unknown,), "a.0002_y": (unknown,)})

    assert known(compare(code, history()), Code.FORKED).variant is Variant.SAME_NUMBER


def test_two_beginnings_have_no_common_ancestor_so_nothing_is_said_of_a_merge():
    drift = compare(release("a: 0001_old < 0002_old", "a: 0001_new < 0002_new"), history())

    entry = entry_of(finding_of(drift, Code.FORKED), known(drift, Code.FORKED))
    assert known(drift, Code.FORKED).variant is Variant.NO_COMMON_ANCESTOR
    assert not any(way.commands for way in entry.ways)
    assert "no merge migration can join them" in entry.consequence


def test_a_fork_that_only_these_rows_bring_about_is_told_in_general():
    """A squash that steps aside here leaves two ends, and makemigrations --merge would not see them."""
    code = release("a: 1", "a: 2 @a.1", "a: 3 @a.1", "a: s = 1+2+3")

    assert known(compare(code, history("a.1")), Code.FORKED).variant is Variant.GENERAL


def test_a_fork_in_an_installed_package_is_never_merged():
    code = with_operations(FORK, {}, path="site-packages/kit/migrations/0002.py")
    entry = entry_of(
        finding_of(compare(code, history()), Code.FORKED), known(compare(code, history()), Code.FORKED)
    )

    assert "which is an installed package" in entry.sentence
    assert not any("merge" in command for way in entry.ways for command in way.commands)


def test_a_circle_that_a_name_in_replaces_closes_names_both_files():
    code = release("a: s = 1+2", "a: 2 @a.s", "a: 3 @a.2")
    drift = compare(code, history())

    assert finding_of(drift, Code.CYCLE) == Finding(Code.CYCLE, key("a.s"))
    assert "a.2 needs a.s, which replaces a migration of this name" in said(drift, Code.CYCLE)


def test_a_circle_of_files_is_told_in_general():
    drift = compare(release("a: 1 @b.1", "b: 1 @a.1"), history())

    assert known(drift, Code.CYCLE) == Circumstances()
    assert known(
        compare(release("a: s @b.1 = 1+b.1", "b: 2 @a.s", "a: t @b.2 ^a.s"), history()), Code.CYCLE
    ) == (Circumstances())


def test_a_circle_of_files_is_the_cause_though_a_squash_of_it_replaces_one_of_their_names():
    code = release("a: t = s", "a: s @b.1", "b: 1 @a.s @a.t", "b: 2 = 1", django="6.1")

    assert known(compare(code, history()), Code.CYCLE) == Circumstances()


def test_a_squash_that_replaces_itself_is_told_as_such():
    drift = compare(release("a: 1", "a: 2 @a.1 = 2", django="5.2"), history())

    assert said(drift, Code.SQUASH_CIRCLE).startswith("a.2 names itself in its replaces. ")


def test_under_a_refusal_nothing_runs_the_rest_of_a_squash():
    code = release("a: 1 < 2", "a: s = 1+2", "b: 1 < 2x", "b: 2y @b.1")

    assert "runs none of it" in said(compare(code, history("a.1")), Code.PARTIAL_SQUASH)
    assert "runs the rest" in said(
        compare(release("a: 1 < 2", "a: s = 1+2"), history("a.1")), Code.PARTIAL_SQUASH
    )


def test_under_a_refusal_nothing_runs_what_comes_after_a_squash_that_is_dropped():
    code = release("a: 1", "a: s @a.1 = 1+2", "a: 3 @a.s")

    assert "runs what comes after it" in said(compare(code, history("a.1")), Code.SILENT_SKIP)
    refused = release("a: 1", "a: s @a.1 = 1+2", "a: 3 @a.s", "b: 1 < 2x", "b: 2y @b.1")
    assert "runs nothing while it refuses" in said(compare(refused, history("a.1")), Code.SILENT_SKIP)


def test_a_hollow_squash_that_only_recorded_migrations_need_is_run_no_more():
    code = release("a: s = 1", "a: 2 @a.s", "a: 3 @a.2")
    drift = compare(code, history("a.s", "a.2", "a.3"))

    assert drift.outcome.plan == ()
    assert "does not run it" in said(drift, Code.HOLLOW_SQUASH_ROW)
    assert "would run the squash again" in said(compare(code, history("a.s")), Code.HOLLOW_SQUASH_ROW)


def test_the_rest_of_a_squash_that_only_an_applied_leaf_needs_is_not_run():
    code = release("a: 1 < 2", "a: s = 2", "a: t = 1+2+0", django="5.2")
    drift = compare(code, history("a.0", "a.2"))

    assert drift.outcome.plan == ()
    assert said(drift, Code.PARTIAL_SQUASH).endswith(
        "Django does not run all of the rest: what needs it has rows."
    )


def test_a_squash_that_alone_stops_makemigrations_is_told_by_itself():
    code = release("a: 1 < 2", "a: s = s+1+0", django="5.2")
    drift = compare(code, history("a.1", "a.s", "a.2"))

    assert said(drift, Code.ONLY_MAKEMIGRATIONS).startswith("a.s is in the way of makemigrations")


def test_every_missing_row_is_recorded_the_first_one_first_and_what_a_squash_replaces_before_it():
    code = release("a: 1 < 2 < 3", "a: s = 1+2", "b: 1 @a.3")
    drift = compare(code, history("b.1"))

    entry = entry_of(finding_of(drift, Code.MISSING_DEPENDENCY), known(drift, Code.MISSING_DEPENDENCY))
    assert [command.split("'")[3] for command in entry.ways[0].commands] == ["1", "2", "s", "3"]
    assert [check.rpartition(" ")[2] for check in entry.checks if "sqlmigrate" in check] == ["3"]


def test_in_a_graph_with_a_circle_only_what_the_finding_names_is_recorded():
    drift = compare(release("a: 1 < 2", "b: 1 @a.2", "c: 1 @c.2", "c: 2 @c.1"), history("b.1"))

    assert known(drift, Code.MISSING_DEPENDENCY).missing == ()


@pytest.mark.parametrize(
    ("rows", "before"),
    [(("a.1", "b.1", "a.x"), "1"), (("a.x",), "zero"), (("a.x", "a.1"), "<the migration before>")],
)
def test_the_migration_before_an_unknown_row_is_the_row_before_it(rows, before):
    drift = compare(release("a: 1", "b: 1"), history(*rows))
    finding = Finding(Code.UNKNOWN, key("a.x"))

    entry = entry_of(finding, circumstances_of(drift, finding))
    assert f"python manage.py migrate a {before}" in {
        command for way in entry.ways for command in way.commands
    }


def test_the_later_of_several_rows_are_deleted_by_their_ids():
    drift = compare(release("a: 1"), history("a.1", "a.1", "a.1"))
    without_ids = History(tuple(Row(key("a.1"), "2026-01-05", None) for _ in range(2)))

    entry = entry_of(finding_of(drift, Code.DUPLICATE), known(drift, Code.DUPLICATE))
    assert entry.ways[0].commands == (
        "DELETE FROM django_migrations WHERE id = 2;",
        "DELETE FROM django_migrations WHERE id = 3;",
    )
    assert known(compare(release("a: 1"), without_ids), Code.DUPLICATE).greater_ids == ()


def test_what_an_unreadable_file_may_undo_is_no_fact():
    drift = compare(replace(FORK, unreadable=UNREAD), history())

    assert drift.verdict is Verdict.NOT_JUDGED
    assert said(drift, Code.FORKED).startswith(
        "If what could not be read changes nothing: a.0002_x and a.0002_y are"
    )
    assert "Django refuses" not in said(drift, Code.FORKED)
    assert "If what could not be read changes nothing, Django raises CommandError:" in plain(drift)
    assert "\nDjango raises" not in plain(drift)
    assert report(drift)["outcome"]["certain"] is False
    assert report(drift)["findings"][0]["sentence"].startswith("If what could not be read")


def test_a_row_whose_dependency_has_a_file_and_no_row_stands_whatever_could_not_be_read():
    drift = compare(release("a: 1 < 2", unreadable=UNREAD), history("a.2", "a.2"))

    assert drift.verdict is Verdict.BLOCKED
    assert said(drift, Code.MISSING_DEPENDENCY).startswith("a.2 is applied")
    assert said(drift, Code.DUPLICATE).startswith("a.2 is recorded more than once")
    assert "certain" not in report(drift)["outcome"]


def test_every_outcome_that_chance_chooses_from_is_listed():
    code = release("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", django="5.2")
    drift = compare(code, history())

    outcomes = report(drift)["outcome"]["alternatives"]
    assert {outcome["raises"] for outcome in outcomes} == {None, "NodeNotFoundError"}
    assert "Chance decides between 2 outcomes:" in plain(drift)
    assert "1 of 2: Django" in plain(drift)
    assert "2 of 2: Django" in plain(drift)


def test_an_outcome_of_chance_may_be_that_nothing_runs():
    drift = replace(
        compare(release("a: 1"), history()),
        outcome=Outcome(alternatives=(Outcome(plan=()), Outcome(plan=(key("a.1"),)))),
    )

    assert "1 of 2: Django has nothing to run.\n" in plain(drift)
    assert "2 of 2: Django would run:\n    1. a.1\n" in plain(drift)


@pytest.mark.parametrize(
    ("alias", "settings", "is_found"),
    [
        ("default", {}, True),
        ("other", {}, False),
        ("other", {"DATABASE_ROUTERS": "0"}, False),
        ("other", {"DATABASE_ROUTERS": "1"}, True),
    ],
)
def test_makemigrations_looks_at_other_databases_only_with_routers(alias, settings, is_found):
    code = release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.1", settings=settings)

    drift = compare(code, history("a.1", "b.1"), alias=alias)
    assert (Code.ONLY_MAKEMIGRATIONS in {finding.code for finding in drift.findings}) is is_found
