"""What one commit of a real repository did to migrations."""

from tests.sources.git.code_history import LONG, ORDERS, USERS, history, told
from tests.sources.git.repositories import Made, needing


def test_a_migration_is_added_with_its_entries(made: Made):
    first = made.commit(
        "Shop",
        {USERS: needing(), ORDERS: needing("users.0001_initial", run_before="[('pay', '0001_initial')]")},
    )

    found = history(made)

    assert told(found, first) == [
        "added orders.0001_initial file",
        "added orders.0001_initial dependencies users.0001_initial",
        "added orders.0001_initial run_before pay.0001_initial",
        "added users.0001_initial file",
    ]
    commit = found.commits[first]
    assert (commit.author, commit.subject, str(commit)) == (
        "Mara Lindqvist",
        "Shop",
        f"{first[:7]} (1 May 2026)",
    )
    assert commit.authored_at is not None
    assert commit.authored_at.isoformat() == "2026-05-01T12:00:00+02:00"
    assert (commit.parents, commit.is_cut) == ((), False)


def test_an_edit_takes_out_and_adds_entries_and_one_of_form_is_none(made: Made):
    made.commit("Shop", {USERS: needing(), ORDERS: needing("users.0001_initial")})
    form = made.commit("Form", {ORDERS: "# a comment\n" + needing("users.0001_initial")})
    edit = made.commit("Edit", {ORDERS: needing("users.0010_unique", replaces="[('orders', '0000')]")})

    found = history(made)

    assert told(found, form) == []
    assert form not in found.commits
    assert told(found, edit) == [
        "removed orders.0001_initial dependencies users.0001_initial",
        "added orders.0001_initial dependencies users.0010_unique",
        "added orders.0001_initial replaces orders.0000",
    ]


def test_a_migration_of_south_is_none(made: Made):
    south = "from south.v2 import SchemaMigration\n\n\nclass Migration(SchemaMigration):\n    models = {}\n"
    before = made.commit("South", {USERS: south})
    after = made.commit("Django", {USERS: needing()})

    assert told(history(made), before) == []
    assert told(history(made), after) == ["added users.0001_initial file"]


def test_a_file_is_renamed_with_what_it_holds(made: Made):
    made.commit(
        "Shop",
        {
            ORDERS: needing(operations=LONG),
            "orders/migrations/0002_old.py": needing(
                "orders.0001_initial", operations=LONG + ", migrations.RunSQL('x')"
            ),
        },
    )
    made.git("mv", "orders/migrations/0002_old.py", "orders/migrations/0003_new.py")
    renamed = made.commit("Rename", {})
    made.git("mv", "orders/migrations/0003_new.py", "orders/migrations/0004_last.py")
    edited = made.commit(
        "Rename and edit",
        {
            "orders/migrations/0004_last.py": needing(
                "orders.0001_initial", "users.0001_initial", operations=LONG + ", migrations.RunSQL('x')"
            )
        },
    )

    found = history(made)

    assert told(found, renamed) == ["renamed orders.0003_new file orders.0002_old"]
    assert told(found, edited) == [
        "renamed orders.0004_last file orders.0003_new",
        "added orders.0004_last dependencies users.0001_initial",
    ]


def test_a_squash_is_no_renaming_of_what_it_replaces(made: Made):
    made.commit("Shop", {ORDERS: needing(operations=LONG)})
    made.git("mv", ORDERS, "orders/migrations/0001_squashed_0005.py")
    squashed = made.commit(
        "Squash",
        {
            "orders/migrations/0001_squashed_0005.py": needing(
                operations=LONG, replaces="[('orders', '0001_initial')]"
            )
        },
    )

    assert told(history(made), squashed) == [
        "removed orders.0001_initial file",
        "added orders.0001_squashed_0005 file",
        "added orders.0001_squashed_0005 replaces orders.0001_initial",
    ]


def test_two_short_files_that_look_alike_are_two(made: Made):
    """Generated migrations resemble each other: the operations tell them apart."""
    one = needing("users.0001_initial", operations="migrations.AddField('order', 'a', models.TextField())")
    two = needing(
        "users.0001_initial", operations="migrations.RemoveField('customer', 'something_long_else')"
    )
    made.commit("Shop", {"orders/migrations/0002_a.py": one})
    changed = made.commit("Other", {"orders/migrations/0002_a.py": None, "orders/migrations/0002_b.py": two})

    assert told(history(made), changed) == [
        "removed orders.0002_a file",
        "added orders.0002_b file",
        "added orders.0002_b dependencies users.0001_initial",
    ]


def test_a_file_is_deleted_and_comes_again(made: Made):
    made.commit("Shop", {USERS: needing()})
    gone = made.commit("Gone", {USERS: None})
    again = made.commit("Again", {USERS: needing()})

    found = history(made)

    assert told(found, gone) == ["removed users.0001_initial file"]
    assert told(found, again) == ["added users.0001_initial file"]


def test_what_came_with_a_branch_is_the_branchs_and_what_the_merge_changed_is_its_own(made: Made):
    made.commit("Shop", {USERS: needing(), ORDERS: needing("users.0001_initial")})
    made.git("switch", "--quiet", "--create", "side")
    side = made.commit("Side", {"users/migrations/0002_side.py": needing("users.0001_initial")})
    made.git("switch", "--quiet", "main")
    main = made.commit("Main", {"users/migrations/0002_main.py": needing("users.0001_initial")})
    merge = made.merge(
        "side",
        {
            ORDERS: needing("users.0001_initial", "users.0002_side"),
            "users/migrations/0003_merge.py": needing("users.0002_main", "users.0002_side"),
        },
    )

    found = history(made)

    assert told(found, side)[0] == "added users.0002_side file"
    assert told(found, main)[0] == "added users.0002_main file"
    assert told(found, merge) == [
        "added orders.0001_initial dependencies users.0002_side",
        "added users.0003_merge file",
        "added users.0003_merge dependencies users.0002_main",
        "added users.0003_merge dependencies users.0002_side",
    ]
    assert found.commits[merge].parents == (main, side)


def test_a_merge_that_keeps_a_line_of_each_side_adds_nothing(made: Made):
    made.commit("Shop", {ORDERS: needing("users.0001_initial")})
    made.git("switch", "--quiet", "--create", "side")
    made.commit("Side", {ORDERS: needing("users.0001_initial", "users.0002")})
    made.git("switch", "--quiet", "main")
    made.commit("Main", {ORDERS: needing("users.0001_initial", "users.0003")})
    merge = made.merge(
        "side", {ORDERS: needing("users.0001_initial", "users.0002", "users.0003")}, "-s", "ours"
    )

    assert told(history(made), merge) == []


def test_a_merge_that_renames_and_deletes_says_so(made: Made):
    made.commit("Shop", {ORDERS: needing(operations=LONG), USERS: needing()})
    made.git("switch", "--quiet", "--create", "side")
    made.commit("Side", {"a.txt": "a"})
    made.git("switch", "--quiet", "main")
    made.commit("Main", {"b.txt": "b"})
    made.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    made.git("mv", ORDERS, "orders/migrations/0001_other.py")
    merge = made.commit("Merge", {USERS: None})

    assert told(history(made), merge) == [
        "renamed orders.0001_other file orders.0001_initial",
        "removed users.0001_initial file",
    ]


def test_what_could_not_be_read_before_is_found_and_not_added(made: Made):
    made.commit("Old", {ORDERS: "print 'Python 2'\nclass Migration(migrations.Migration): pass\n"})
    readable = made.commit("New", {ORDERS: needing("users.0001_initial")})
    call = made.commit(
        "Call", {ORDERS: needing("users.0001_initial").replace("[('users', '0001_initial')]", "needed()")}
    )
    plain = made.commit("Plain", {ORDERS: needing()})

    found = history(made)

    assert told(found, readable) == ["found orders.0001_initial dependencies users.0001_initial"]
    assert told(found, call) == []
    assert told(found, plain) == []
