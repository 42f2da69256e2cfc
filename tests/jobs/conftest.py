import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.engine import Store, open_store
from tests.jobs.following import USERS
from tests.sources.git.repositories import Made, needing
from tests.web.conftest import empty_store  # noqa: F401 - a fixture


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:  # noqa: F811
    shutil.copy(empty_store, tmp_path / "driftboard.db")
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as opened:
        yield opened


@pytest.fixture
def repository(tmp_path: Path) -> Made:
    shop = Made(tmp_path / "shop")
    shop.commit("Shop", {USERS: needing()})
    shop.git("tag", "v1")
    return shop
