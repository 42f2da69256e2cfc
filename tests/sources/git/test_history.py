"""What each commit of a real repository did to migrations, commit by commit."""

from pathlib import Path

import pytest

from app.domain.provenance.code_history import NOTHING, CodeHistory
from app.sources import Given
from app.sources.git import Repository
from app.sources.git.history import read, together
from tests.sources.git.repositories import Made, needing

USERS = "users/migrations/0001_initial.py"
ORDERS = "orders/migrations/0001_initial.py"
LONG = ", ".join(f"migrations.RunSQL('SELECT {number}', 'SELECT {number}')" for number in range(12))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "shop")


def history(made: Made | Path, *, folder: str = "", known: CodeHistory = NOTHING, **given) -> CodeHistory:
    with Repository(made.root if isinstance(made, Made) else made, folder=folder) as repository:
        return read(repository, repository.refs(), known=known, given=Given(**given))


def told(history: CodeHistory, commit: str) -> list[str]:
    """What one commit did, a line each: `added orders.0001_initial dependencies users.0001_initial`."""
    return [
        " ".join(map(str, filter(None, (one.act, one.key, one.part, one.other))))
        for one in history.changes
        if one.commit == commit
    ]


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
        f"{first[:7]} (2026-05-01)",
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


def test_an_app_that_gets_another_label_renames_its_migrations(made: Made):
    made.commit("Shop", {ORDERS: needing(), USERS: needing()})
    config = "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'orders'\n    label = '{}'\n"
    labelled = made.commit(
        "Label",
        {
            "orders/apps.py": config.format("shop_orders"),
            "orders/migrations/0002.py": needing("shop_orders.0001_initial"),
        },
    )
    again = made.commit("Again", {"orders/apps.py": config.format("sales")})
    edit = made.commit("Edit", {ORDERS: needing("users.0001_initial")})
    odd = made.commit(
        "Odd", {"orders/apps.py": config.format("'+label+'"), "orders/migrations/0003.py": needing()}
    )

    found = history(made)

    assert told(found, labelled) == [
        "renamed shop_orders.0001_initial file orders.0001_initial",
        "added shop_orders.0002 file",
        "added shop_orders.0002 dependencies shop_orders.0001_initial",
    ]
    assert told(found, again) == [
        "renamed sales.0001_initial file shop_orders.0001_initial",
        "renamed sales.0002 file shop_orders.0002",
    ]
    assert told(found, edit) == ["added sales.0001_initial dependencies users.0001_initial"]
    assert told(found, odd) == []


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


def test_helpers_and_other_files_are_no_migrations(made: Made):
    made.commit(
        "Helpers",
        {
            "orders/migrations/_private.py": needing(),
            "orders/migrations/helper.py": "X = 1\n",
            "orders/migrations/sub/0001.py": needing(),
            ".hidden/migrations/0001.py": needing(),
            "node_modules/x/migrations/0001.py": needing(),
            "orders/models.py": "class Migration: pass\n",
            "orders/migrations/0001_new\nline.py": needing(),
        },
    )

    assert history(made).changes == ()


def test_folders_that_migration_modules_names_are_followed(made: Made):
    first = made.commit(
        "Moved",
        {
            "shop/settings.py": "MIGRATION_MODULES = {'orders': 'shop.history.orders', 'gone': None}\n",
            "shop/history/orders/__init__.py": "",
            "shop/history/orders/0001_initial.py": needing(),
        },
    )

    assert told(history(made), first) == ["added orders.0001_initial file"]
    assert told(history(made, migration_modules={"sales": "shop.history.orders"}), first) == [
        "added sales.0001_initial file"
    ]


def test_of_settings_that_disagree_the_given_one_counts(made: Made):
    moved = "MIGRATION_MODULES = {{'orders': 'shop.{}'}}\n"
    first = made.commit(
        "Moved",
        {
            "shop/__init__.py": "",
            "shop/settings.py": moved.format("history"),
            "shop/settings_old.py": moved.format("old"),
            "shop/history/__init__.py": "",
            "shop/history/0001_initial.py": needing(),
        },
    )

    assert told(history(made), first) == []
    assert told(history(made, settings={"module": "shop.settings"}), first) == [
        "added orders.0001_initial file"
    ]
    assert told(history(made, settings={"module": "elsewhere.settings"}), first) == []


def test_a_folder_of_the_repository_and_given_labels(made: Made):
    first = made.commit(
        "All", {"back[end]/orders/migrations/0001.py": needing(), "front/users/migrations/0001.py": needing()}
    )

    assert told(history(made, folder="back[end]", labels={"orders": "sales"}), first) == [
        "added sales.0001 file"
    ]


def test_commits_that_changed_nothing_are_left_out_and_their_children_hang_on_the_nearest(made: Made):
    first = made.commit("Shop", {USERS: needing()})
    made.commit("Read me", {"README": "x"})
    made.git("tag", "v1")
    third = made.commit("More", {"users/migrations/0002.py": needing("users.0001_initial")})
    made.git("switch", "--quiet", "--create", "quiet", "v1")
    made.commit("Quiet", {"b.txt": "b"})
    made.git("switch", "--quiet", "main")
    merge = made.merge("quiet")

    found = history(made)

    assert list(found.commits) == [first, third, merge]
    assert (found.commits[third].parents, found.commits[merge].parents) == ((first,), (third, first))
    assert {ref.label: ref.commit for ref in found.refs} == {"main": merge, "quiet": first, "v1": first}
    assert found.first_labels == {first: "v1", third: "main", merge: "main"}


def test_only_new_commits_are_read(made: Made, monkeypatch: pytest.MonkeyPatch):
    first = made.commit("Shop", {USERS: needing()})
    known = history(made)
    made.commit("Read me", {"README": "x"})
    known = together(known, history(made, known=known))
    again = history(made, known=known)
    made.git("tag", "v1")
    made.git("branch", "side", "HEAD~1")
    second = made.commit("More", {"users/migrations/0002.py": needing("users.0001_initial")})
    new = history(made, known=known)

    assert (dict(again.commits), again.changes) == ({}, ())
    assert list(new.commits) == [second]
    assert new.commits[second].parents == (first,)
    assert told(new, second) == ["added users.0002 file", "added users.0002 dependencies users.0001_initial"]
    whole = together(known, new)
    assert (dict(whole.commits), whole.changes) == (dict(history(made).commits), history(made).changes)
    assert {ref.label: ref.commit for ref in whole.refs} == {"main": second, "side": first, "v1": first}


def test_a_branch_that_was_pushed_by_force_is_read_from_where_it_parts(made: Made):
    made.commit("Shop", {USERS: needing()})
    lost = made.commit("Lost", {"users/migrations/0002_lost.py": needing("users.0001_initial")})
    known = history(made)
    made.git("reset", "--quiet", "--hard", "HEAD~1")
    kept = made.commit("Kept", {"users/migrations/0002_kept.py": needing("users.0001_initial")})
    made.git("reflog", "expire", "--expire=now", "--all")
    made.git("gc", "--quiet", "--prune=now")

    whole = together(known, history(made, known=known))

    assert told(whole, kept)[0] == "added users.0002_kept file"
    assert lost in whole.commits
    assert [ref.commit for ref in whole.refs] == [kept]


def test_a_shallow_clone_says_found_of_what_it_begins_with(made: Made, tmp_path: Path):
    made.commit("Shop", {USERS: needing()})
    second = made.commit("Second", {ORDERS: needing("users.0001_initial")})
    third = made.commit("Third", {"orders/migrations/0002.py": needing("orders.0001_initial")})
    made.git("clone", "--quiet", "--depth=2", f"file://{made.root}", str(tmp_path / "clone"))

    found = history(tmp_path / "clone")

    assert told(found, second) == [
        "found orders.0001_initial file",
        "found orders.0001_initial dependencies users.0001_initial",
        "found users.0001_initial file",
    ]
    assert told(found, third)[0] == "added orders.0002 file"
    assert found.commits[second].is_cut


def test_odd_dates_and_subjects_do_no_harm(made: Made):
    made.commit("Shop", {USERS: needing()})
    tree = made.git("rev-parse", "HEAD^{tree}")
    dates = "author  <> 99999999999999 +9999\ncommitter A\x07B <x> 1 -1200"
    raw = f"tree {tree}\n{dates}\nencoding ISO-8859-1\n\nsübject\n"
    odd = made.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw.encode("latin-1"))
    made.git("update-ref", "refs/heads/odd", odd)

    commit = history(made).commits[odd]

    assert (commit.author, commit.subject, commit.authored_at) == ("", "sübject", None)
    assert commit.committed_at is not None
    assert commit.committed_at.isoformat() == "1969-12-31T12:00:01-12:00"


def test_labels_that_point_nowhere_near_a_migration_have_no_commit(made: Made):
    made.commit("Read me", {"README": "x"})

    found = history(made)

    assert ([ref.commit for ref in found.refs], dict(found.commits)) == ([None], {})
    with Repository(made.root) as repository:
        assert read(repository, ()).refs == ()
