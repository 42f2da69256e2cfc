"""Links where settings are looked for, and alternates that lead nowhere: nothing else is read in their place."""

import subprocess
from pathlib import Path

import pytest

from app.domain.release import Release
from app.sources import ReadingOptions, SourceError, read
from app.sources.git import Repository
from tests.sources.folder import written
from tests.sources.git.repositories import Made, needing

PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
    "requirements.txt": "django==5.2.8\n",
    "users/__init__.py": "# users\n",
    "users/migrations/0001_initial.py": needing(),
    "orders/__init__.py": "# orders\n",
    "orders/migrations/0001_initial.py": needing(),
}
SETTINGS = "INSTALLED_APPS = ['users']\n"
LINKS = {
    "out of the tree": ("shop/settings.py", "{outside}/settings.py"),
    "to itself": ("shop/settings.py", "settings.py"),
    "to nothing": ("shop/settings.py", "nothing.py"),
    "to a device": ("shop/settings.py", "/dev/zero"),
    "above and back": ("shop/settings", "../../checkout/shop"),
    "a folder out of the tree": ("shop/settings", "{outside}"),
    "a folder to itself": ("shop/settings", "."),
    "the package out of the tree": ("shop", "{outside}"),
}


def linked(tmp_path: Path, path: str, target: str) -> Made:
    """A project whose settings are a link, and beside it a folder with the settings of somebody else."""
    outside = written(tmp_path / "outside", {"settings.py": SETTINGS, "__init__.py": SETTINGS})
    made = Made(tmp_path / "checkout")
    written(made.root, PROJECT if path == "shop" else {**PROJECT, "shop/__init__.py": "# shop\n"})
    (made.root / path).symlink_to(target.format(outside=outside))
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "Linked")
    return made


def in_commit(root: Path) -> Release:
    with Repository(root) as repository:
        return repository.release("main", ReadingOptions())


@pytest.mark.parametrize(("path", "target"), LINKS.values(), ids=LINKS.keys())
@pytest.mark.parametrize(
    "reading", [lambda root: read(root, ReadingOptions()), in_commit], ids=["disk", "git"]
)
def test_settings_behind_a_link_are_not_known_and_said_so(tmp_path: Path, path: str, target: str, reading):
    release = reading(linked(tmp_path, path, target).root)

    assert not release.complete
    assert [place.path for place in release.unreadable] == ["manage.py"]
    assert "it names shop.settings, which is not here" in release.unreadable[0].reason
    assert sorted(map(str, release.migrations)) == ["orders.0001_initial", "users.0001_initial"]


def test_settings_behind_a_link_within_the_directory_are_those_that_django_loads(tmp_path: Path):
    made = linked(tmp_path, "shop/settings.py", "production.py")
    (made.root / "shop" / "production.py").write_text(SETTINGS)
    release = read(made.root, ReadingOptions())

    assert release.complete
    assert list(map(str, release.migrations)) == ["users.0001_initial"]


@pytest.mark.parametrize(
    "leads", ["{tmp}/nowhere", "../objects", "/dev/null", "/dev/zero", "\n\0\n", "x" * 5_000]
)
def test_alternates_that_lead_nowhere_are_said(tmp_path: Path, leads: str):
    """A clone that shares the objects of another is moved, or the other is gone."""
    origin = Made(tmp_path / "origin")
    origin.commit("All", PROJECT)
    shared = tmp_path / "shared"
    subprocess.run(["git", "clone", "--quiet", "--shared", origin.root, shared], check=True)
    assert len(in_commit(shared).migrations) == 2

    (shared / ".git/objects/info/alternates").write_text(leads.format(tmp=tmp_path) + "\n")
    with pytest.raises(SourceError) as refusal:
        in_commit(shared)

    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 600
