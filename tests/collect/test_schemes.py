"""What may be configured, and what is read."""

from app.collect import READERS_BY_SCHEME
from app.config.urls import SCHEMES


def test_every_scheme_that_may_be_configured_has_a_collector():
    assert set(READERS_BY_SCHEME) == set(SCHEMES)
