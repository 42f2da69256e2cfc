"""The sites of the tests of pages, for a dashboard that is asked from afar."""

from tests.web.conftest import empty_store, site

__all__ = ["empty_store", "site"]
