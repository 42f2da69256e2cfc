"""A commit read from a repository gives what its files give in a directory; nothing of the repository is run."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.provenance.code_history import Kind
from app.domain.release import Release
from app.sources import Given, SourceError, read
from app.sources.git import Repository, program
from app.sources.git.repository import Found
from tests.build import key
from tests.sources.folder import written
from tests.sources.git.repositories import Made, needing

GIVEN = Given(django="5.2")
SHOP = {
    "users/migrations/0001_initial.py": needing(),
    "orders/migrations/0001_initial.py": needing("users.0001_initial"),
    "orders/apps.py": (
        "from django.apps import AppConfig\n"
        "class OrdersConfig(AppConfig):\n    name = 'orders'\n    label = 'shop_orders'\n"
    ),
}


@pytest.fixture
def made(tmp_path: Path) -> Made:
    shop = Made(tmp_path / "shop")
    shop.commit("Shop", SHOP)
    shop.git("tag", "v1")
    return shop


def release(made: Made | Path, ref: str = "main", folder: str = "") -> Release:
    with Repository(made.root if isinstance(made, Made) else made, folder=folder) as repository:
        return repository.release(ref, GIVEN)


def error(path: Path, ref: str = "main") -> str:
    with pytest.raises(SourceError) as caught:
        release(path, ref)
    return str(caught.value)


def test_a_commit_gives_what_its_checkout_gives(made: Made):
    found = release(made, "v1")

    assert found.fingerprint == read(made.root, GIVEN).fingerprint
    assert [str(one) for one in found.migrations] == ["shop_orders.0001_initial", "users.0001_initial"]
    assert (found.label, found.commit, found.project) == ("v1", made.head, "shop")


def test_a_tag_keeps_what_a_branch_has_left_behind(made: Made):
    made.commit("Gone", {"orders/migrations/0001_initial.py": None})

    assert key("shop_orders.0001_initial") in release(made, "v1").migrations
    assert key("shop_orders.0001_initial") not in release(made, "main").migrations
    assert key("shop_orders.0001_initial") in release(made, "main~1").migrations
    assert release(made, "refs/heads/main").label == "main"


@pytest.mark.parametrize("packed", [False, True])
def test_a_bare_mirror_is_read_with_its_refs_packed_or_not(made: Made, tmp_path: Path, packed: bool):
    made.git("tag", "-a", "v1.1", "-m", "annotated")
    made.git("tag", "-a", "v1.1-again", "-m", "a tag of a tag", "v1.1")
    made.git("clone", "--quiet", "--mirror", ".", str(tmp_path / "mirror.git"))
    if packed:
        subprocess.run(["git", "-C", tmp_path / "mirror.git", "gc", "--quiet"], check=True)

    with Repository(tmp_path / "mirror.git") as repository:
        assert repository.refs() == (
            Found("main", Kind.BRANCH, made.head),
            Found("v1", Kind.TAG, made.head),
            Found("v1.1", Kind.TAG, made.head),
            Found("v1.1-again", Kind.TAG, made.head),
        )
        assert repository.name == "mirror"
        assert len(repository.release("v1.1-again", GIVEN).migrations) == 2


def test_of_a_tag_and_a_branch_of_one_name_the_tag_is_meant(made: Made):
    made.git("branch", "v1")
    made.git("switch", "--quiet", "v1")
    made.commit("Later", {"a.py": ""})

    with Repository(made.root) as repository:
        assert [one for one in repository.refs() if one.label == "v1"] == [
            Found("v1", Kind.TAG, repository.commit("refs/tags/v1"))
        ]


def test_remote_branches_have_the_name_of_the_remote_and_what_is_no_commit_is_left_out(
    made: Made, tmp_path: Path
):
    made.git("tag", "a-tree", "HEAD^{tree}")
    made.git("clone", "--quiet", ".", str(tmp_path / "clone"))

    with Repository(tmp_path / "clone") as repository:
        assert [one.label for one in repository.refs()] == ["main", "origin/main", "v1"]


def test_a_folder_of_the_repository_can_be_the_project(tmp_path: Path):
    made = Made(tmp_path / "all")
    made.commit(
        "All", {f"back end/{path}": text for path, text in SHOP.items()} | {"x/migrations/0001.py": needing()}
    )

    found = release(made, folder="back end")

    assert found.project == "back end"
    assert {one.app_label for one in found.migrations} == {"users", "shop_orders"}
    with pytest.raises(SourceError, match="has no folder frontend in"):
        release(made, folder="frontend")


def test_unusual_names_are_read_or_named(made: Made):
    made.commit(
        "Names",
        {
            "users/migrations/0002_é ü.py": needing("users.0001_initial"),
            "users/migrations/0003_line\nend.py": needing("users.0001_initial"),
            ".hidden/migrations/0001.py": needing(),
            "venv/pyvenv.cfg": "",
            "venv/lib/migrations/0001.py": needing(),
        },
    )
    blob = made.git("hash-object", "-w", "--stdin", stdin=b"x")
    made.git(
        "update-index",
        "-z",
        "--index-info",
        stdin=f"100644 {blob}\t".encode() + b"users/migrations/\xff.py\0",
    )
    made.git("commit", "--quiet", "-m", "A name that is no text")

    found = release(made)

    assert key("users.0002_é ü") in found.migrations
    assert key("users.0003_line\nend") in found.migrations
    assert [(one.path, one.reason) for one in found.unreadable] == [
        ("users/migrations/\\xff.py", "a name that is not UTF-8")
    ]
    assert {one.app_label for one in found.migrations} == {"users", "shop_orders"}


def test_links_and_submodules_are_not_followed(made: Made):
    (made.root / "linked").mkdir()
    (made.root / "linked" / "migrations").symlink_to("../users/migrations")
    (made.root / "users" / "migrations" / "0002_link.py").symlink_to("/etc/passwd")
    made.git("add", "--all")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{made.head},theirs")
    made.git("commit", "--quiet", "-m", "Links")

    assert [(one.path, one.reason) for one in release(made).unreadable] == [
        ("linked/migrations", "a link; in a repository links are not followed"),
        ("users/migrations/0002_link.py", "a link; in a repository links are not followed"),
    ]


def test_a_file_that_is_too_long_is_named_and_the_next_is_read(made: Made):
    made.commit(
        "Long",
        {
            "users/migrations/0002_long.py": b"#" * 1_000_001,
            "users/migrations/0003_short.py": needing("users.0001_initial"),
        },
    )

    found = release(made)

    assert key("users.0003_short") in found.migrations
    assert [str(one) for one in found.unreadable] == [
        "users/migrations/0002_long.py: 1000001 bytes long; no file over 1000000 bytes is read"
    ]


def test_too_many_files_are_refused(made: Made, monkeypatch: pytest.MonkeyPatch):
    """A tree that holds one tree again and again is small on disk, and without end to whom lists it."""
    tree = made.git("rev-parse", "HEAD^{tree}")
    for _ in range(12):
        listing = "".join(f"040000 tree {tree}\tf{number}\n" for number in range(10))
        tree = made.git("mktree", stdin=listing.encode())
    bomb = made.git("commit-tree", tree, "-m", "bomb")

    assert error(made.root, bomb).startswith("more than 50 000 Python files")


def test_a_repository_with_longer_ids_is_read(tmp_path: Path):
    made = Made(tmp_path / "shop", "--object-format=sha256")
    made.commit("Shop", SHOP)

    assert len(made.head) == 64
    assert (release(made).commit, len(release(made).migrations)) == (made.head, 2)


@pytest.mark.parametrize(
    "ref", ["nope", "--all", "-h", "", "main main", "main\nv1", ":/Shop", "main:users", "0" * 40]
)
def test_a_ref_that_is_none_is_said_and_never_an_option(made: Made, ref: str):
    assert error(made.root, ref) == f"shop has no commit, branch or tag {ref}"


def test_what_is_no_repository_is_said_also_inside_of_one(made: Made, tmp_path: Path):
    (tmp_path / "empty").mkdir()

    for path in (tmp_path / "empty", made.root / "users", tmp_path / "nowhere"):
        assert error(path).startswith(f"{path} is no Git repository; please name a clone")


def test_a_repository_of_another_user_is_said(made: Made, monkeypatch: pytest.MonkeyPatch):
    environment = program.Program.environment

    def of_another(self: program.Program, **more: bool) -> dict[str, str]:
        return {**environment(self, **more), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}

    monkeypatch.setattr(program.Program, "environment", of_another)

    assert "belongs to another user" in error(made.root)


def test_a_machine_without_git_is_said(made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert error(made.root).startswith("git is not installed here")
    with pytest.raises(SourceError, match="git is not installed"):
        Repository(made.root).refs()


def test_a_shallow_clone_is_read_and_says_what_it_lacks(made: Made, tmp_path: Path):
    first = made.head
    made.commit("Second", {"a.py": ""})
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--depth=1", f"file://{made.root}", str(clone))

    assert len(release(clone).migrations) == 2
    assert error(clone, first) == (
        f"clone has no commit, branch or tag {first}; the clone is shallow, and older commits are not in it"
    )


def test_a_command_that_takes_too_long_is_stopped(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")

    with pytest.raises(SourceError, match=r"shop: git fetch took longer than 0.2 s and was stopped"):
        Repository(made.root).fetch(limit=0.2)


def test_nothing_of_the_repositorys_configuration_is_run(made: Made, tmp_path: Path):
    ran = tmp_path / "ran"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {ran}\n")
    trap.chmod(0o755)
    made.git("config", "log.showSignature", "true")
    for name in (
        "gpg.program",
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "core.sshCommand",
        "core.askPass",
    ):
        made.git("config", name, str(trap))
    made.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        shutil.copy(trap, tmp_path / "hooks" / hook)
    made.git("config", "filter.trap.smudge", str(trap))
    (made.root / ".git" / "info").mkdir(exist_ok=True)
    (made.root / ".git" / "info" / "attributes").write_text("* filter=trap diff=trap\n")
    made.git("config", "diff.trap.textconv", str(trap))
    ran.unlink(missing_ok=True)

    assert len(release(made).migrations) == 2
    with Repository(made.root) as repository:
        from app.sources.git import history

        assert history.read(repository, repository.refs()).changes
    assert not ran.exists()


def test_a_mirror_is_fetched_and_a_failure_tells_no_address(made: Made, tmp_path: Path):
    mirror = tmp_path / "mirror.git"
    made.git("clone", "--quiet", "--mirror", f"file://{made.root}", str(mirror))
    second = made.commit("Second", {"a.py": ""})

    with Repository(mirror) as repository:
        assert repository.commit("main") != second
        repository.fetch()
        assert repository.commit("main") == second
        subprocess.run(
            ["git", "-C", mirror, "remote", "set-url", "origin", "file:///me:hunter2/x"], check=True
        )
        with pytest.raises(SourceError) as caught:
            repository.fetch()
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).startswith("mirror.git: git fetch failed")


def test_what_did_not_change_is_not_read_again(made: Made, monkeypatch: pytest.MonkeyPatch):
    """The next commit asks for its own objects alone."""
    from app.sources.git.objects import Objects

    with Repository(made.root) as repository:
        repository.release("main", GIVEN)
    made.commit("Next", {"users/migrations/0002_next.py": needing("users.0001_initial")})
    asked: list[str] = []
    several = Objects.several

    def counted(self: Objects, names):
        names = list(names)
        asked.extend(names)
        return several(self, names)

    monkeypatch.setattr(Objects, "several", counted)
    with Repository(made.root) as repository:
        found = repository.release("main", GIVEN)

    assert len(found.migrations) == 3
    # The commit, its tree, the root, users, users/migrations, and the new file.
    assert len(asked) == 6, asked


def test_a_file_whose_meaning_hangs_on_another_is_read_again(made: Made):
    """What stands in a module beside a migration may change while the migration does not."""
    made.commit(
        "Beside",
        {
            "users/order.py": "BEFORE = [('users', '0001_initial')]\n",
            "users/migrations/0002_next.py": (
                "from django.db import migrations\nfrom users.order import BEFORE\n"
                "class Migration(migrations.Migration):\n    dependencies = BEFORE\n    operations = []\n"
            ),
            "users/__init__.py": "",
        },
    )
    first = release(made).migrations[key("users.0002_next")]
    made.commit("Changed", {"users/order.py": "BEFORE = [('users', '0001_other')]\n"})
    second = release(made).migrations[key("users.0002_next")]

    assert (first.dependencies, second.dependencies) == (
        (key("users.0001_initial"),),
        (key("users.0001_other"),),
    )


def test_settings_are_worked_out_again_where_anything_that_they_hang_on_has_changed(made: Made):
    """A remembered answer is never an old one."""
    plain = {
        "shop/__init__.py": "",
        "shop/settings.py": "from shop.base import *\nINSTALLED_APPS = OURS\n",
        "shop/base.py": "OURS = ['users']\n",
        "users/__init__.py": "",
        "orders/__init__.py": "",
        "orders/apps.py": None,
    }

    def apps(subject: str, files: dict[str, str | None]) -> tuple[set[str], bool]:
        made.commit(subject, files)
        found = release(made)
        assert found.fingerprint == read(made.root, GIVEN).fingerprint
        return {one.app_label for one in found.migrations}, found.complete

    assert apps("Settings", plain) == ({"users"}, True)
    assert apps("Elsewhere", {"users/migrations/0002.py": needing("users.0001_initial")}) == ({"users"}, True)
    assert apps("Base", {"shop/base.py": "OURS = ['users', 'orders']\n"}) == ({"users", "orders"}, True)
    assert apps("Shadow", {"shop/base/__init__.py": "OURS = ['orders']\n"}) == ({"orders"}, True)
    assert apps("No shadow", {"shop/base/__init__.py": None}) == ({"users", "orders"}, True)
    assert apps("Gone", {"shop/base.py": None})[1] is False
    assert apps("Again", {"shop/base.py": "OURS = ['users']\n"}) == ({"users"}, True)


def test_settings_that_did_not_change_are_not_worked_out_again(made: Made, monkeypatch: pytest.MonkeyPatch):
    from app.sources.settings.execution import Namespaces

    made.commit("Settings", {"shop/settings.py": "INSTALLED_APPS = ['users']\n", "users/__init__.py": ""})
    release(made)
    made.commit("Elsewhere", {"users/migrations/0002.py": needing("users.0001_initial")})
    followed = []
    of = Namespaces.of
    monkeypatch.setattr(Namespaces, "of", lambda *words: followed.append(words) or of(*words))

    assert len(release(made).migrations) == 2
    assert followed == []


def test_an_app_in_a_root_is_read_again_when_its_file_has_changed(made: Made, tmp_path: Path):
    """A root has no ids, but a file that was changed has another time."""
    root = written(tmp_path / "site-packages", {"blog/__init__.py": "", "blog/migrations/0001.py": needing()})
    given = Given(django="5.2", installed_apps=("blog", "users"), roots=(root,))

    def needed() -> tuple[str, ...]:
        with Repository(made.root) as repository:
            found = repository.release("main", given).migrations[key("blog.0001")]
        return tuple(map(str, found.dependencies))

    assert needed() == ()
    assert needed() == ()
    (root / "blog/migrations/0001.py").write_text(needing("users.0001_initial"))
    assert needed() == ("users.0001_initial",)
