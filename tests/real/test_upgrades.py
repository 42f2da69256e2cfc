"""A database goes from the first version of a project to its last one over the steps that are told, run by Django."""

from pathlib import Path

import pytest

from tests.real.histories import run
from tests.real.projects import LEAN
from tests.real.upgrades.followed import SCRIPT, followed, releases_of

SHORT = [project for project in LEAN if project.name == "social-auth-app-django"]


@pytest.mark.parametrize("project", SHORT, ids=str)
def test_each_step_of_the_path_arrives_in_django_itself(project, tmp_path: Path):
    releases = releases_of(project, tmp_path)
    database = tmp_path / "first.sqlite3"
    run(project, project.versions[0], database, str(SCRIPT))
    result = followed(project, releases, project.versions[0], database, len(releases) - 1)

    assert result.steps == len(result.found.legs) > 0
    assert result.found.legs[-1].name == project.versions[-1]
