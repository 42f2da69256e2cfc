"""The commit before an edit is read from a real repository and kept, once."""

from app.domain.release import Release
from app.sources.git import Repository
from app.store import checkouts
from app.store.engine import Store
from tests.build import key
from tests.jobs.following import project, round_
from tests.sources.git.repositories import Made, needing

ORDERS, SECOND = "orders/migrations/0001_initial.py", "users/migrations/0002_more.py"


def edited(repository: Made) -> str:
    """Edit a file so that it needs another one; the commit before."""
    repository.commit("Orders", {ORDERS: needing("users.0001_initial")})
    before = repository.commit("Second", {SECOND: needing("users.0001_initial")})
    repository.commit("Edit", {ORDERS: needing("users.0002_more")})
    return before


def known(store: Store) -> dict[str | None, Release]:
    with store.reading() as session:
        return {each.commit: each for each in checkouts.of_project(session, "shop")}


def test_the_commit_before_an_edit_is_kept_without_a_label(store: Store, repository: Made):
    before = edited(repository)
    round_(store, project(repository))

    kept = known(store)[before]
    assert kept.label is None
    assert kept.migrations[key("orders.0001_initial")].dependencies == (key("users.0001_initial"),)
    assert key("users.0002_more") in kept.migrations


def test_it_is_read_once_and_again_when_it_is_read_in_another_way(
    store: Store, repository: Made, monkeypatch
):
    before = edited(repository)
    asked, release = [], Repository.release
    monkeypatch.setattr(
        Repository, "release", lambda self, ref, options: asked.append(ref) or release(self, ref, options)
    )
    round_(store, project(repository))
    round_(store, project(repository))
    assert asked.count(before) == 1

    (repository.root / "pyproject.toml").write_text("")
    other = project(repository)
    round_(store, other, failed_reads=set())
    assert asked.count(before) == 1


def test_a_commit_that_cannot_be_read_is_passed_over_and_not_tried_again(store: Store, repository: Made):
    edited(repository)
    repository.commit("Gone", {ORDERS: None, SECOND: None, "users/migrations/0001_initial.py": None})
    repository.commit("Back", {ORDERS: needing()})
    repository.commit("Gone again", {ORDERS: None})
    failed: set[tuple[str, str, str]] = set()
    round_(store, project(repository), failed_reads=failed)

    assert all(release.migrations for release in known(store).values())
