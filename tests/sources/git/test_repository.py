"""A commit read from a repository gives what its files give in a directory."""

import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.provenance.code_history import RefKind
from app.sources import SourceError, read
from app.sources.git import Repository
from app.sources.git.repository import GitRef
from tests.build import key
from tests.sources.git.repositories import Made, needing
from tests.sources.git.shop import GIVEN, SHOP, error, release, tagged


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return tagged(tmp_path / "shop")


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
        date = datetime.fromisoformat(made.git("show", "-s", "--format=%cI", "main").strip())
        assert repository.refs() == (
            GitRef("main", RefKind.BRANCH, made.head, committed_at=date),
            GitRef("v1", RefKind.TAG, made.head, committed_at=date),
            GitRef("v1.1", RefKind.TAG, made.head, committed_at=date),
            GitRef("v1.1-again", RefKind.TAG, made.head, committed_at=date),
        )
        assert repository.committed_at("0" * 40) is None
        assert repository.name == "mirror"
        assert len(repository.release("v1.1-again", GIVEN).migrations) == 2


def test_the_branch_that_is_checked_out_is_told_and_none_where_a_commit_is(made: Made):
    with Repository(made.root) as repository:
        assert repository.branch == "main"
        made.git("checkout", "--quiet", "--detach")
        assert repository.branch is None


def test_of_a_tag_and_a_branch_of_one_name_the_tag_is_meant(made: Made):
    made.git("branch", "v1")
    made.git("switch", "--quiet", "v1")
    made.commit("Later", {"a.py": ""})

    with Repository(made.root) as repository:
        tag = repository.commit("refs/tags/v1")
        assert [one for one in repository.refs() if one.label == "v1"] == [
            GitRef("v1", RefKind.TAG, tag, committed_at=repository.committed_at(tag))
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


def test_a_shallow_clone_is_read_and_says_what_it_lacks(made: Made, tmp_path: Path):
    first = made.head
    made.commit("Second", {"a.py": ""})
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--depth=1", f"file://{made.root}", str(clone))

    assert len(release(clone).migrations) == 2
    assert error(clone, first) == (
        f"clone has no commit, branch or tag {first}; the clone is shallow, and older commits are not in it"
    )
