"""Branches and tags of a real repository become releases, and its commits are stored."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.config import Project, ReleaseSource, RepositorySource, Settings
from app.domain.provenance.code_history import RefKind
from app.jobs import follow as following
from app.jobs.follow import FollowResult, follow, matching_refs
from app.jobs.schedule import Schedule
from app.sources.git.repository import GitRef
from app.store import codehistory, releases
from app.store.engine import Store, open_store
from tests.build import key, release
from tests.sources.folder import migration
from tests.sources.git.repositories import Made, needing

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
USERS = "users/migrations/0001_initial.py"
SECOND = "users/migrations/0002_more.py"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as opened:
        yield opened


@pytest.fixture
def repository(tmp_path: Path) -> Made:
    shop = Made(tmp_path / "shop")
    shop.commit("Shop", {USERS: needing()})
    shop.git("tag", "v1")
    return shop


def project(repository: Made, *follow: str, releases: tuple[ReleaseSource, ...] = (), **facts) -> Project:
    source = RepositorySource(ReleaseSource("", repository.root), follow or ("main", "v*"), **facts)
    return Project("shop", "Shop", releases=releases, repository=source)


def round_(store: Store, project: Project, **more) -> FollowResult:
    return follow(store, project, now=lambda: T0, **more)


def labels(store: Store) -> dict[str, str | None]:
    with store.reading() as session:
        return {label.label: label.commit for label in releases.labels(session, "shop")}


def add(store: Store, label: str, **facts) -> None:
    with store.writing() as session:
        releases.add(session, "shop", release("users: 0001_initial", **facts), label=label, at=T0)


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
        Program, "command", lambda self, *words: commands.append(words[0]) or command(self, *words)
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
    failed_reads: following.FailedReads = set()

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


MOVED = "MIGRATION_MODULES = {'users': 'shop.history'}\n"


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


ORDERS = "orders/migrations/0001_initial.py"


def changes_of(store: Store, text: str) -> list[str]:
    with store.reading() as session:
        code = codehistory.of_project(session, "shop")
    return [f"{change.kind} {change.part}" for change in code.by_key.get(key(text), ())]


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


def test_labels_that_are_given_later_count_from_the_first_commit_on(store: Store, moved: Made):
    round_(store, project(moved, "main"))
    labelled = replace(project(moved).repository.reading, labels={"orders": "sales"})
    round_(store, replace(project(moved), repository=RepositorySource(labelled, ("main",))))

    assert changes_of(store, "sales.0001_initial") == ["added file", "added dependencies"]
    assert changes_of(store, "orders.0001_initial") == []


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


def test_the_schedule_follows_as_it_collects(store: Store, repository: Made):
    settings = Settings("sqlite:///unused", (project(repository),), interval=timedelta(milliseconds=20))
    pause = threading.Event()
    with capture_logs() as logs:
        schedule = Schedule(store, settings, lambda: T0)
        schedule.start()
        for _ in range(3_000):  # a minute, only as a guard against hanging
            if "main" in labels(store):
                break
            pause.wait(0.02)
        schedule.stop()

    assert labels(store)["main"] == repository.head
    assert [(entry["labels"], entry["commits"]) for entry in logs if entry["event"] == "following.done"] == [
        (["main", "v1"], 1)
    ]


def test_the_schedule_goes_on_when_following_fails(
    store: Store, repository: Made, monkeypatch: pytest.MonkeyPatch
):
    calls = threading.Semaphore(0)

    def broken(*_: object, **__: object) -> None:
        calls.release()
        raise RuntimeError("hunter2")

    monkeypatch.setattr("app.jobs.schedule.follow", broken)
    settings = Settings(
        "sqlite:///unused",
        (project(repository), Project("other", "Other")),
        interval=timedelta(milliseconds=20),
    )
    with capture_logs() as logs:
        schedule = Schedule(store, settings, lambda: T0)
        schedule.start()
        assert all(calls.acquire(timeout=60) for _ in range(2))  # only a guard against hanging
        schedule.stop()

    assert {entry["error"] for entry in logs if entry["event"] == "following.failed"} == {"RuntimeError"}
    assert "hunter2" not in repr(logs)


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
