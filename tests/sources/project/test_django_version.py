"""The version of Django that a directory pins."""

from pathlib import Path

import pytest

from app.domain.reports.release import plain
from app.sources import ReadingOptions, SourceError, read
from tests.sources.folder import migration, written

SQUASH = migration('dependencies = []\nreplaces = [("orders", "0001_a")]')
PINS = {
    "requirements.txt": {
        "Django==5.2.8": "5.2.8",
        "asgiref==3.8\ndjango[argon2]==4.2.1 ; python_version > '3'  # so\n": "4.2.1",
        "django==6.0.1 \\\n    --hash=sha256:00": "6.0.1",
        "Django>=5.2,<5.3": "5.2",
        "Django<6.0,>=5.2": "5.2",
        "Django<6.1,>=6.0": "6.0",
        "django~=5.2.1": "5.2",
        "Django==5.2.*": "5.2",
        "django-environ==0.1": None,
        "Django>=4.2": None,
        "Django": None,
        "django~=5.2": "5.2",
        "django~=5.1": None,
        "Django>=5.2,<6.0": "5.2",
        "Django>=5.1,<6.0": None,
        "Django>=4.2,<5.3": None,
        "# django==5.2": None,
        "Django>=4.2,<5": "4.2",
        "Django==4.2.*,!=4.2.3": "4.2",
        "Django>=4.2.24,<5.3,!=5.0.*,!=5.1.*": None,
        "Django>=4.2.24,<5.1,!=5.0.*": "4.2",
        "Django>=5.2,<" + "9" * 5_000: None,
    },
    "requirements/base.txt": {"django==5.2.8": "5.2.8"},
    "requirements-prod.txt": {"django==5.2.8": "5.2.8"},
    "pyproject.toml": {
        '[project]\ndependencies = ["rich", "Django>=5.2,<5.3"]': "5.2",
        '[tool.poetry.dependencies]\npython = "^3.11"\ndjango = "5.2.8"': "5.2.8",
        '[tool.poetry.dependencies]\nDjango = {version = "~5.2", extras = []}': "5.2",
        '[tool.poetry.dependencies]\nDjango = "^5.2.3"': "5.2",
        '[tool.poetry.dependencies]\nDjango = "^5.1"': None,
        '[tool.pdm]\ndependencies = ["Django==5.1.2"]': "5.1.2",
        '[project]\ndependencies = ["django>=4"]\n[tool.uv]\nconstraint-dependencies = ["django==5.2.3"]': "5.2.3",
        '[tool.poetry.dependencies]\nDjango = [{version = "4.2.1"}, {version = "5.2.1"}]': None,
        "[project": None,
        "project = 3\ntool = []": None,
    },
    "uv.lock": {
        '[[package]]\nname = "django"\nversion = "6.0.2"': "6.0.2",
        '[[package]]\nname = "django"\nversion = "5.2"\n[[package]]\nname = "django"\nversion = "6.0"': None,
        'package = "x"': None,
    },
    "poetry.lock": {'[[package]]\nname = "Django"\nversion = "5.2.1"': "5.2.1"},
    "requirements/base.pip": {"django==3.2.25": "3.2.25"},
    "requirements/base.in": {"django>=3.2,<4": "3.2"},
    "dependencies/pip/requirements.txt": {"Django==4.2.9 --hash=sha256:00": "4.2.9"},
    "requirements.in": {"Django<4,>=3.2.3": "3.2"},
    "pdm.lock": {'[[package]]\nname = "django"\nversion = "5.2.1"': "5.2.1"},
    "Pipfile.lock": {
        '{"default": {"django": {"version": "==3.2.20"}}}': "3.2.20",
        '{"develop": {"django": {"version": "==3.2.20"}}}': None,
        '{"default": [': None,
    },
    "Pipfile": {'[packages]\ndjango = "~=3.2.0"': "3.2", '[packages]\nDjango = "*"': None},
    "setup.py": {
        'from setuptools import setup\nsetup(install_requires=["Django~=2.2.3"])': "2.2",
        'requirements = ["Django~=2.2.3"]\nsetup(install_requires=requirements)': "2.2",
        'setup(extras_require={"dev": ["Django==5.2"]}, classifiers=["Framework :: Django :: 5.2"])': None,
        "def": None,
    },
    "setup.cfg": {
        "[metadata]\nname = x\n[options]\ninstall_requires =\n    asgiref\n    Django==4.2.1\nzip_safe = no": "4.2.1",
        "[options]\ninstall_requires = Django==4.2.1\n": "4.2.1",
        "[options.extras_require]\ndev =\n    Django==4.2.1\n": None,
    },
    "deploy/requirements.txt": {"django==5.2.8": None},
}
EACH = [(path, text, version) for path, texts in PINS.items() for text, version in texts.items()]


@pytest.mark.parametrize(("path", "text", "version"), EACH)
def test_a_pin_that_leaves_one_version_is_found(tmp_path: Path, path: str, text: str, version: str | None):
    root = written(tmp_path, {"orders/migrations/0001_squashed.py": SQUASH, path: text})
    if version is None:
        with pytest.raises(SourceError, match=r"or give --django …"):
            read(root)
    else:
        assert read(root).django == version


def test_a_lock_is_believed_before_a_range(tmp_path: Path):
    files = {
        "orders/migrations/0001_squashed.py": SQUASH,
        "pyproject.toml": '[project]\ndependencies = ["Django>=4.2,<5.0"]',
        "uv.lock": '[[package]]\nname = "django"\nversion = "5.2.8"',
    }

    assert read(written(tmp_path, files)).django == "5.2.8"


def test_exact_pins_that_differ_say_nothing(tmp_path: Path):
    files = {
        "orders/migrations/0001_squashed.py": SQUASH,
        "requirements.txt": "django==5.2.8",
        "requirements-next.txt": "django==6.0.1",
    }

    with pytest.raises(SourceError, match=r"orders\.0001_squashed, which replaces others"):
        read(written(tmp_path, files))


def test_without_squashes_and_pins_the_version_is_not_known_and_is_asked_for(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": migration("dependencies = []")})
    release = read(root)

    assert (release.django, release.version) == ("", (5, 2))
    assert "Django 5.2" not in plain(release, "v1")
    assert "not known, as no file pins it; please add django =" in plain(release, "v1")


def test_what_the_files_say_is_told_where_they_leave_the_version_open(tmp_path: Path):
    files = {
        "orders/migrations/0001_squashed.py": SQUASH,
        "setup.py": "from setuptools import setup\nsetup(install_requires=['Django>=4.2.24,<5.3,!=5.0,!=5.1'])",
    }

    with pytest.raises(SourceError, match=r"\(setup.py says >=4.2.24,<5.3,!=5.0,!=5.1\)"):
        read(written(tmp_path, files))


def test_a_list_of_requirements_takes_in_others(tmp_path: Path):
    files = {
        "orders/migrations/0001_squashed.py": SQUASH,
        "requirements.txt": "-r deploy/requirements/../requirements-base.txt\n-c ../outside.txt\n-r requirements.txt",
        "deploy/requirements-base.txt": "--requirement=constraints.txt",
        "deploy/constraints.txt": "Django==4.2.7",
    }

    assert read(written(tmp_path, files)).django == "4.2.7"


def test_two_patch_versions_of_one_feature_version_leave_the_feature_version(tmp_path: Path):
    files = {
        "orders/migrations/0001_squashed.py": SQUASH,
        "requirements.txt": "django==5.2.8",
        "requirements-dev.txt": "django==5.2.10",
    }

    assert read(written(tmp_path, files)).django == "5.2"


def test_a_given_version_goes_before_a_pin(tmp_path: Path):
    root = written(
        tmp_path, {"orders/migrations/0001_squashed.py": SQUASH, "requirements.txt": "django==5.2.8"}
    )

    assert read(root, ReadingOptions(django="6.0")).django == "6.0"


def test_a_given_version_that_is_none_is_refused(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_squashed.py": SQUASH})

    with pytest.raises(SourceError, match="'latest' is no version of Django"):
        read(root, ReadingOptions(django="latest"))
