"""Branches and tags of a real repository become releases, and its commits are stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.config import Project, ReleaseSource, RepositorySource
from app.domain.provenance.code_history import RefKind
from app.jobs.follow import FollowResult, matching_refs
from app.jobs.waypoints import FailedReads
from app.sources.git.repository import GitRef
from app.store import releases
from app.store.engine import Store
from tests.build import key
from tests.jobs.following import USERS, add, labels, project, round_
from tests.sources.folder import migration
from tests.sources.git.repositories import Made, needing

SECOND = "users/migrations/0002_more.py"


def test_each_label_that_fits_becomes_a_release_with_its_commit(store: Store, repository: Made):
    repository.git("branch", "release/1")
    repository.git("branch", "other")

    result = round_(store, project(repository, "main", "v*", "release/*"))

    assert labels(store) == dict.fromkeys(("main", "v1", "release/1"), repository.head)
    assert [(label.label, label.commit, label.problem) for label in result.labels] == [
        ("main", repository.head, ""),
        ("v1", repository.head, ""),
        ("release/1", repository.head, ""),
    ]
    assert result.commits == 1
    with store.reading() as session:
        stored_release = releases.with_label(session, "shop", "v1")
        assert stored_release is not None
        assert (list(stored_release.migrations), stored_release.label) == ([key("users.0001_initial")], "v1")


def test_only_a_label_that_moved_is_read_again(store: Store, repository: Made):
    round_(store, project(repository))
    second = repository.commit("Second", {SECOND: needing("users.0001_initial")})

    result = round_(store, project(repository))

    assert ([label.label for label in result.labels], result.commits) == (["main"], 1)
    assert labels(store)["main"] == second
    assert round_(store, project(repository)) == FollowResult("shop")


def test_where_nothing_moved_nothing_of_the_repository_is_read_but_its_labels(
    store: Store, repository: Made, monkeypatch: pytest.MonkeyPatch
):
    from app.sources.git.program import Program

    round_(store, project(repository))
    commands = []
    command = Program.command
    monkeypatch.setattr(
        Program,
        "command",
        lambda self, *words, **more: commands.append(words[0]) or command(self, *words, **more),
    )

    round_(store, project(repository))

    assert commands == ["for-each-ref"]


def test_one_that_cannot_be_read_stops_no_other_and_is_not_tried_again_until_it_moves(
    store: Store, repository: Made
):
    squash = migration('dependencies = []\nreplaces = [("orders", "0001_a")]')
    repository.git("switch", "--quiet", "--create", "squashed")
    repository.commit("Squash", {"orders/migrations/0001_b.py": squash, "orders/migrations/__init__.py": ""})
    repository.git("switch", "--quiet", "main")
    failed_reads: FailedReads = set()

    first = round_(store, project(repository, "*"), failed_reads=failed_reads)
    second = round_(store, project(repository, "*"), failed_reads=failed_reads)
    third = round_(store, project(repository, "*"))

    (problem,) = [(label.label, label.problem) for label in first.labels if label.problem]
    assert problem[0] == "squashed"
    assert "please add django = " in problem[1]
    assert set(labels(store)) == {"main", "v1"}
    assert second.labels == ()
    assert [label.label for label in third.labels] == ["squashed"]


def test_what_has_not_moved_is_read_again_when_asked_for_as_how_it_is_read_may_have_changed(
    store: Store, repository: Made
):
    """The user sets what a release needs, and follows again."""
    user = migration("dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]")
    repository.commit(
        "A user", {"orders/migrations/0001_initial.py": user, "orders/migrations/__init__.py": ""}
    )
    before = project(repository, "main")
    assert before.repository is not None
    reading = replace(before.repository.reading, settings={"AUTH_USER_MODEL": "users.User"})
    after = replace(before, repository=replace(before.repository, reading=reading))

    first = round_(store, before)
    assert first.labels[0].release is not None
    assert "AUTH_USER_MODEL" in str(first.labels[0].release.unreadable)
    assert round_(store, before, again=True).labels == ()
    assert round_(store, after).labels == ()
    (again,) = round_(store, after, again=True).labels
    assert again.release is not None
    assert again.release.unreadable == ()
    with store.reading() as session:
        assert releases.with_label(session, "shop", "main") == again.release


def test_an_exact_manifest_is_not_read_again(store: Store, repository: Made):
    add(store, "main", commit=repository.head, django="5.2.8")

    assert round_(store, project(repository, "main"), again=True).labels == ()


def test_a_label_of_the_settings_is_never_followed(store: Store, repository: Made, tmp_path: Path):
    sources = (ReleaseSource("v1", tmp_path / "v1.json"),)

    round_(store, project(repository, releases=sources))

    assert set(labels(store)) == {"main"}


def test_an_exact_manifest_of_the_same_commit_is_kept_and_one_of_another_gives_way(
    store: Store, repository: Made
):
    add(store, "v1", commit=repository.head[:9], django="5.2.8")
    add(store, "main", commit="abcdef0")
    with store.reading() as session:
        exact = releases.with_label(session, "shop", "v1")

    round_(store, project(repository))

    with store.reading() as session:
        assert releases.with_label(session, "shop", "v1") is exact
    assert labels(store)["main"] == repository.head


def test_a_complete_release_without_a_commit_is_kept_and_a_part_is_not(store: Store, repository: Made):
    add(store, "v1")
    add(store, "main", complete=False)

    round_(store, project(repository))

    assert labels(store) == {"v1": None, "main": repository.head}


def test_globs():
    def fitting(*globs: str) -> list[str]:
        names = ("main", "v1", "v1.2", "release/1", "release/1/x", "feature/v1")
        refs = [GitRef(name, RefKind.BRANCH, "a" * 40) for name in names]
        source = RepositorySource(ReleaseSource("", Path()), globs)
        return [ref.label for ref in matching_refs(refs, source)]

    assert fitting("main") == ["main"]
    assert fitting("v?") == ["v1"]
    assert fitting("v*", "main", "v1") == ["v1", "v1.2", "main"]
    assert fitting("release/*") == ["release/1"]
    assert fitting("release/**") == ["release/1", "release/1/x"]
    assert fitting("*") == ["main", "v1", "v1.2"]
    assert fitting("ma.n", "[m]ain") == []


def test_a_mirror_is_fetched_before_where_that_is_asked_for(store: Store, repository: Made, tmp_path: Path):
    repository.git("clone", "--quiet", "--mirror", f"file://{repository.root}", str(tmp_path / "mirror.git"))
    second = repository.commit("Second", {SECOND: needing("users.0001_initial")})
    mirror = project(repository)
    source = replace(mirror.repository.reading, path=tmp_path / "mirror.git")
    still = replace(mirror, repository=replace(mirror.repository, reading=source))
    fetched = replace(still, repository=replace(still.repository, fetch=True))

    round_(store, still)
    assert labels(store)["main"] != second
    round_(store, fetched)
    assert labels(store)["main"] == second


def test_what_cannot_be_fetched_or_is_no_repository_is_a_problem_in_a_sentence(
    store: Store, repository: Made, tmp_path: Path
):
    repository.git("remote", "add", "origin", f"file://{tmp_path}/nowhere")

    result = round_(store, project(repository, fetch=True))
    (tmp_path / "none").mkdir()
    no_repository = round_(
        store,
        replace(
            project(repository), repository=RepositorySource(ReleaseSource("", tmp_path / "none"), ("*",))
        ),
    )

    assert len(result.problems) == 1
    assert result.problems[0].startswith("shop: git fetch failed")
    assert set(labels(store)) == {"main", "v1"}
    assert len(no_repository.problems) == 1
    assert "is no Git repository" in no_repository.problems[0]
    assert round_(store, Project("shop", "Shop")) == FollowResult("shop")


def test_a_label_without_migrations_is_passed_over_and_told_once(store: Store, tmp_path: Path):
    shop = Made(tmp_path / "young")
    shop.commit("Read me", {"setup.py": ""})
    shop.git("tag", "v0")
    shop.commit("Shop", {USERS: needing()})
    shop.git("tag", "v1")

    first = round_(store, project(shop))
    second = round_(store, project(shop))

    assert [(label.label, label.problem, label.has_no_migrations) for label in first.labels] == [
        ("main", "", False),
        ("v0", "", True),
        ("v1", "", False),
    ]
    assert second.labels == ()
    assert labels(store).keys() == {"main", "v1"}


def test_the_version_is_pinned_by_the_repository_around_the_projects_folder(store: Store, tmp_path: Path):
    squash = migration('dependencies = []\nreplaces = [("orders", "0001_a")]')
    shop = Made(tmp_path / "shop")
    shop.commit(
        "Shop", {"back/api/orders/migrations/0001_b.py": squash, "requirements/base.txt": "Django==5.2.3"}
    )
    source = RepositorySource(ReleaseSource("", shop.root, folder="back/api"), ("main",))

    (label,) = round_(store, Project("shop", "Shop", repository=source)).labels
    assert label.release is not None
    assert label.release.django == "5.2.3"

    shop.commit("Nearer", {"back/setup.cfg": "[options]\ninstall_requires = Django==4.2.1\n"})
    (label,) = round_(store, Project("shop", "Shop", repository=source)).labels
    assert label.release is not None
    assert label.release.django == "4.2.1"
