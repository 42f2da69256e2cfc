"""What is kept of the history of the code, round after round: commits, what they did, and their labels."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.config import RepositorySource
from app.domain.provenance.code_history import RefKind
from app.store import codehistory
from app.store.engine import Store
from tests.build import key
from tests.jobs.following import T0, USERS, add, labels, project, round_
from tests.sources.git.repositories import Made, needing

SECOND = "users/migrations/0002_more.py"
MOVED = "MIGRATION_MODULES = {'users': 'shop.history'}\n"
ORDERS = "orders/migrations/0001_initial.py"


@pytest.fixture
def moved(tmp_path: Path) -> Made:
    """A project that had its migrations in a folder of its own, and has none any more."""
    made = Made(tmp_path / "moved")
    files = {"shop/__init__.py": "", "shop/history/__init__.py": "", "shop/settings.py": MOVED}
    made.commit(
        "Moved", {**files, "shop/history/0001_initial.py": needing(), ORDERS: needing("users.0001_initial")}
    )
    made.git("tag", "v1")
    made.commit("Gone", {"shop/settings.py": "X = 1\n", "shop/history/0001_initial.py": None})
    return made


def changes_of(store: Store, text: str) -> list[str]:
    with store.reading() as session:
        code = codehistory.of_project(session, "shop")
    return [f"{change.kind} {change.part}" for change in code.by_key.get(key(text), ())]


def test_a_release_that_is_known_by_its_commit_alone_is_a_label_of_the_code(store: Store, repository: Made):
    add(store, "2026-05", commit=repository.head[:7])
    add(store, "elsewhere", commit="0123456")
    repository.commit("Second", {SECOND: needing("users.0001_initial")})

    round_(store, project(repository, "main"))

    with store.reading() as session:
        code = codehistory.of_project(session, "shop")
    assert {(ref.label, ref.kind) for ref in code.refs} == {
        ("2026-05", RefKind.RELEASE),
        ("main", RefKind.BRANCH),
    }
    assert sorted(code.first_labels.values()) == ["2026-05", "main"]


def test_a_label_that_is_gone_is_gone_from_the_code_and_its_release_stays(store: Store, repository: Made):
    repository.git("branch", "side")
    round_(store, project(repository, "*"))
    repository.git("branch", "-D", "side")
    round_(store, project(repository, "*"))

    with store.reading() as session:
        assert [ref.label for ref in codehistory.of_project(session, "shop").refs] == ["main", "side", "v1"]
    assert set(labels(store)) == {"main", "side", "v1"}


@pytest.mark.parametrize("globs", [("main", "v*"), ("v*", "main")])
def test_the_order_of_follow_does_not_decide_what_is_known_of_folders_that_are_gone(
    store: Store, moved: Made, globs: tuple[str, ...]
):
    assert round_(store, project(moved, *globs)).commits == 2

    assert changes_of(store, "users.0001_initial") == ["added file", "removed file"]


def test_a_store_that_was_filled_otherwise_is_mended_by_the_next_round(store: Store, moved: Made):
    """It has the commits, without what they did in a folder that was not looked for; and one that is gone by now."""
    whole = project(moved, "main", "v*")
    moved.git("switch", "--quiet", "--create", "side")
    lost = moved.commit("Lost", {"orders/migrations/0002_lost.py": needing()})
    round_(store, whole)
    with store.reading() as session:
        code = codehistory.of_project(session, "shop")
    without = replace(
        code, changes=tuple(one for one in code.changes if one.key != key("users.0001_initial"))
    )
    with store.writing() as session:
        codehistory.replace(session, "shop", without, fingerprint="0" * 64, at=T0)
    round_(store, project(moved, "*"))
    moved.git("switch", "--quiet", "main")
    moved.git("branch", "-D", "side")
    moved.git("reflog", "expire", "--expire=now", "--all")
    moved.git("gc", "--quiet", "--prune=now")
    with store.writing() as session:
        codehistory.replace(
            session, "shop", codehistory.of_project(session, "shop"), fingerprint="0" * 64, at=T0
        )

    result = round_(store, whole)

    assert (result.commits, round_(store, whole).commits) == (3, 0)
    assert changes_of(store, "users.0001_initial") == ["added file", "removed file"]
    assert changes_of(store, "orders.0002_lost") == ["added file"]
    with store.reading() as session:
        assert lost in codehistory.of_project(session, "shop").commits


def test_a_store_that_was_filled_before_excerpts_were_kept_gets_them_by_the_next_round(
    store: Store, repository: Made
):
    repository.commit("Orders", {ORDERS: needing()})
    repository.commit("Edit", {ORDERS: needing("users.0001_initial")})
    repository.git("tag", "v2")
    followed = project(repository, "main", "v*")
    round_(store, followed)
    with store.writing() as session:
        code = codehistory.of_project(session, "shop")
        without = replace(code, changes=tuple(replace(change, excerpt=None) for change in code.changes))
        codehistory.replace(session, "shop", without, fingerprint="2" * 64, at=T0)

    round_(store, followed)

    with store.reading() as session:
        changes = codehistory.of_project(session, "shop").by_key[key("orders.0001_initial")]
    assert [bool(change.excerpt) for change in changes] == [False, True]
    assert [line.sign for line in changes[-1].excerpt.lines] == ["-", "+"]


def test_labels_that_are_given_later_count_from_the_first_commit_on(store: Store, moved: Made):
    round_(store, project(moved, "main"))
    labelled = replace(project(moved).repository.reading, labels={"orders": "sales"})
    round_(store, replace(project(moved), repository=RepositorySource(labelled, ("main",))))

    assert changes_of(store, "sales.0001_initial") == ["added file", "added dependencies"]
    assert changes_of(store, "orders.0001_initial") == []


def test_from_a_clone_that_lacks_old_files_labels_are_read_and_the_history_waits(
    store: Store, repository: Made, tmp_path: Path
):
    repository.commit("Edited", {USERS: needing(operations="migrations.RunSQL('SELECT 7')")})
    old = repository.git("rev-parse", f"HEAD~1:{USERS}")
    file, away = repository.root / ".git/objects" / old[:2] / old[2:], tmp_path / "away"
    file.rename(away)

    result = round_(store, project(repository, "main"))

    assert [(label.label, label.problem) for label in result.labels] == [("main", "")]
    (problem,) = result.problems
    assert "a partial clone, or damaged" in problem
    assert result.commits == 0
    away.rename(file)
    assert round_(store, project(repository, "main")).commits == 2
