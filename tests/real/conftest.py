"""The histories of each project, made once. Two projects are migrated at the same time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.real.histories import ProjectHistories, make_histories
from tests.real.projects import LEAN, Project


@pytest.fixture(scope="session")
def futures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Project, Future[ProjectHistories]]]:
    folder = tmp_path_factory.mktemp("real")
    with ThreadPoolExecutor(2) as threads:
        yield {project: threads.submit(make_histories, project, folder) for project in LEAN}


@pytest.fixture(params=sorted(LEAN, key=str), ids=str)
def histories(
    request: pytest.FixtureRequest, futures: dict[Project, Future[ProjectHistories]]
) -> ProjectHistories:
    return futures[request.param].result()
