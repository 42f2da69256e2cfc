"""A site whose last release edited a migration."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.conftest import BLOCKED, IN_STEP, SHOP
from tests.web.releases.shop import V1_0, V1_1


@pytest.fixture
def shop(site):
    """Three releases, of which the last edited a migration; it blocks two of four environments."""
    site.release(V1_0, label="v1.0", ago=timedelta(days=9))
    site.release(replace(V1_1, commit="54e952410000"), label="v1.1", ago=timedelta(days=5))
    site.release(replace(SHOP, commit="f02ad6507777"), label="v1.2")
    site.seen("sandbox-1", *BLOCKED)
    site.seen("sandbox-2", *BLOCKED)
    site.seen("sandbox-3", *IN_STEP)
    site.failed("sandbox-4")
    return site
