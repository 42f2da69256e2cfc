import pytest

from tests.web.conftest import Site
from tests.web.squashes import shop


@pytest.fixture
def squashed(site: Site) -> Site:
    return shop.fill(site)
