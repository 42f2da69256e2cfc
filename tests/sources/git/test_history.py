"""The history of a real repository: which commits it keeps, and what of it is read again."""

from pathlib import Path

import pytest

from app.sources.git import Repository
from app.sources.git.history import combine, read
from tests.sources.git.code_history import ORDERS, USERS, history, told
from tests.sources.git.repositories import Made, needing


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
    known = combine(known, history(made, known=known))
    again = history(made, known=known)
    made.git("tag", "v1")
    made.git("branch", "side", "HEAD~1")
    second = made.commit("More", {"users/migrations/0002.py": needing("users.0001_initial")})
    new = history(made, known=known)

    assert (dict(again.commits), again.changes) == ({}, ())
    assert list(new.commits) == [second]
    assert new.commits[second].parents == (first,)
    assert told(new, second) == ["added users.0002 file", "added users.0002 dependencies users.0001_initial"]
    whole = combine(known, new)
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

    whole = combine(known, history(made, known=known))

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
