import pytest

from tests.web.conftest import Site
from tests.web.matrix import fleet


@pytest.fixture
def full(site: Site) -> Site:
    return fleet.fill(site)
