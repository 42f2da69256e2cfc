"""Two sites, so that the work of one is held against that of the other."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.growth.steps import frozen
from tests.web.conftest import Site, empty_store  # noqa: F401 - a fixture


@pytest.fixture(scope="module", autouse=True)
def looked_through_once() -> Iterator[None]:
    with frozen():
        yield


@pytest.fixture
def site_of(tmp_path: Path, empty_store: Path) -> Iterator[Callable[[str], Site]]:  # noqa: F811
    made: list[Site] = []

    def make(name: str) -> Site:
        made.append(Site(Path(shutil.copy(empty_store, tmp_path / f"{name}.db")), is_made=True))
        return made[-1]

    yield make
    for site in made:
        site.store.close()
