import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.engine import Store, open_store
from tests.web.conftest import empty_store  # noqa: F401 - a fixture


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that is not there yet, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/driftboard.db"
    return request.getfixturevalue("postgres_database")


@pytest.fixture
def store(store_url: str, empty_store: Path) -> Iterator[Store]:  # noqa: F811
    if store_url.startswith("sqlite:///"):
        shutil.copy(empty_store, store_url.removeprefix("sqlite:///"))
    with open_store(store_url) as opened:
        yield opened
