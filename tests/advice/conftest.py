"""The situations, each made once for a Django version and copied for each use."""

from pathlib import Path

import pytest

from tests.advice.project import Project
from tests.advice.situation import Situation
from tests.advice.situations import SITUATIONS


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory):
    """A function that returns a fresh copy of a situation's project."""
    originals: dict[tuple[str, str], Project] = {}

    def copy(name: str, django: str, folder: Path) -> tuple[Situation, Project]:
        situation = SITUATIONS[name]
        if (name, django) not in originals:
            originals[name, django] = Project(tmp_path_factory.mktemp("situation"), django)
            situation.make(originals[name, django])
        return situation, originals[name, django].copy(folder / "project")

    return copy
