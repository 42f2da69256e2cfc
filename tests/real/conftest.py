"""Every project's histories, made once, two projects at a time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.real.histories import ProjectHistories, make_histories
from tests.real.projects import LEAN, Project


@pytest.fixture(scope="session")
def makings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Project, Future[ProjectHistories]]]:
    folder = tmp_path_factory.mktemp("real")
    with ThreadPoolExecutor(2) as threads:
        yield {project: threads.submit(make_histories, project, folder) for project in LEAN}


@pytest.fixture(params=sorted(LEAN, key=str), ids=str)
def made(request: pytest.FixtureRequest, makings: dict[Project, Future[ProjectHistories]]) -> ProjectHistories:
    return makings[request.param].result()
