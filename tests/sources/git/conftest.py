"""An empty repository."""

from pathlib import Path

import pytest

from tests.sources.git.repositories import Made


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "shop")
