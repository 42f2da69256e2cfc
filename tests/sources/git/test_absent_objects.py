"""A clone that lacks what its commits name, a partial or a damaged one, is never read as if it were whole."""

import shutil
from pathlib import Path

import pytest

from app.domain.release import Release
from app.sources import ReadingOptions, SourceError
from app.sources.git import Repository, history
from app.sources.git.commit import ABSENT_REASON, LFS_REASON
from tests.sources.git.repositories import Made, needing

PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
    "requirements.txt": "django==5.2.8\n",
    "shop/__init__.py": "# shop\n",
    "shop/settings.py": "from shop.base import *\nINSTALLED_APPS = OURS\n",
    "shop/base.py": "OURS = ['users', 'orders']\nMIGRATION_MODULES = {'orders': 'shop.history.orders'}\n",
    "shop/history/__init__.py": "# history\n",
    "shop/history/orders/__init__.py": "# history of orders\n",
    "shop/history/orders/0001_initial.py": needing("people.0001_initial"),
    "users/__init__.py": "# users\n",
    "users/apps.py": (
        "from django.apps import AppConfig\nclass Users(AppConfig):\n    name = 'users'\n    label = 'people'\n"
    ),
    "users/migrations/__init__.py": "# migrations of users\n",
    "users/migrations/0001_initial.py": needing(),
    "orders/__init__.py": "# orders\n",
    "legacy/__init__.py": "# legacy\n",
    "legacy/migrations/0001_initial.py": needing("people.0001_initial", "orders.0001_initial"),
}
DECIDING = (
    "manage.py",
    "requirements.txt",
    "shop/settings.py",
    "shop/base.py",
    "users/apps.py",
    "users/migrations/0001_initial.py",
    "shop/history/orders/0001_initial.py",
)
FOLDERS = ("shop", "users", "users/migrations", "shop/history/orders")


def unique(number: int) -> dict[str, str]:
    """The project with contents that no other test has read: what was read stays in memory by its id."""
    return {path: f"{text}# {number} {path}\n" for path, text in PROJECT.items()}


def without(made: Made, path: str) -> Path:
    """A copy of a repository that lacks what lies at this path, or is a commit."""
    copy = made.root.parent / "copy"
    shutil.copytree(made.root, copy)
    id_ = made.git("rev-parse", f"HEAD:{path}" if path else "HEAD^{tree}")
    (copy / ".git/objects" / id_[:2] / id_[2:]).unlink()
    return copy


def read(path: Path) -> Release:
    with Repository(path) as repository:
        return repository.release("main", ReadingOptions())


@pytest.mark.parametrize("path", DECIDING)
def test_a_file_that_the_reading_needs_is_named_and_nothing_of_that_is_remembered(tmp_path: Path, path: str):
    made = Made(tmp_path / "shop")
    made.commit("All", unique(DECIDING.index(path)))

    found = read(without(made, path))

    assert not found.complete
    assert {(one.path, one.reason.startswith(ABSENT_REASON)) for one in found.unreadable} >= {(path, True)}
    whole = read(made.root)
    assert (whole.complete, whole.unreadable, whole.django) == (True, (), "5.2.8")
    assert sorted(map(str, whole.migrations)) == ["orders.0001_initial", "people.0001_initial"]


@pytest.mark.parametrize("path", FOLDERS)
def test_a_folder_is_named(tmp_path: Path, path: str):
    made = Made(tmp_path / "shop")
    made.commit("All", unique(100 + FOLDERS.index(path)))

    found = read(without(made, path))

    assert not found.complete
    assert path in [one.path for one in found.unreadable]


@pytest.mark.parametrize(
    "path", ["shop/base.py", "users/apps.py", "users/migrations/0001_initial.py", "users", ""]
)
def test_the_history_of_the_code_is_not_told_from_a_part(tmp_path: Path, path: str):
    made = Made(tmp_path / "shop")
    made.commit("All", unique(200 + len(path)))

    with Repository(without(made, path)) as repository, pytest.raises(SourceError) as caught:
        history.read(repository, repository.refs())

    assert str(caught.value).startswith(
        "copy lacks objects that its commits name: it is a partial clone, or damaged;"
    )


def test_a_commit_without_its_tree_is_no_commit_without_the_folder(tmp_path: Path):
    made = Made(tmp_path / "shop")
    made.commit("All", unique(300))

    with pytest.raises(SourceError, match="lacks objects"):
        read(without(made, ""))


def test_a_file_that_is_damaged_is_told(tmp_path: Path):
    made = Made(tmp_path / "shop")
    made.commit("All", unique(301))
    id_ = made.git("rev-parse", "HEAD:shop/settings.py")
    file = made.root / ".git/objects" / id_[:2] / id_[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:20])

    with pytest.raises(SourceError, match="lacks objects"):
        read(made.root)


def test_content_that_git_lfs_keeps_is_named(tmp_path: Path):
    made = Made(tmp_path / "shop")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12\n"
    made.commit("All", unique(302) | {"shop/base.py": pointer})

    assert ("shop/base.py", LFS_REASON) in [(one.path, one.reason) for one in read(made.root).unreadable]


def test_what_no_reading_asks_for_may_be_absent(tmp_path: Path):
    made = Made(tmp_path / "shop")
    made.commit("All", unique(303) | {"docs/conf.py": "# docs", "logo.png": b"\x89PNG"})

    assert read(without(made, "logo.png")).complete
