"""A stored release that was changed from outside: pages say which one, and what to do; added again it is whole."""

import pytest
from sqlalchemy import text

from app.store.engine import open_store
from tests.web.conftest import BLOCKED, IN_STEP, SHOP, Site

SAID = (
    "The stored release v1.2 cannot be read: the store was changed from outside. "
    "Add the release again, and it is stored whole."
)
DAMAGES = (
    "content = '{'",
    "content = 'null'",
    "content = '[]'",
    "content = replace(content, '\"migrations\"', '\"migration\"')",
    "schema = '{'",
    "schema = '[[1, 2], [3]]'",
    "schema = '7'",
)
PAGES = ("/shop", "/shop.json", "/shop/releases/v1.2", "/shop/environments/staging", "/shop/matrix.csv")


@pytest.fixture
def damaged(site: Site, request: pytest.FixtureRequest) -> Site:
    site.release(SHOP, label="v1.2")
    site.seen("production", *IN_STEP)
    site.seen("staging", *BLOCKED)
    with site.store.writing() as session:
        session.execute(text(f"UPDATE releases SET {request.param}"))  # noqa: S608
    site.store.close()
    site.__dict__["store"] = open_store(f"sqlite:///{site.file}")
    site._client = None
    return site


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
def test_it_is_named_and_whole_once_it_is_added_again(damaged: Site):
    for page in PAGES:
        answer = damaged.get(page, status=503)
        assert page.endswith(".json") or SAID in answer.text, page

    damaged.release(SHOP, label="v1.2")

    for page in PAGES:
        damaged.get(page)


@pytest.mark.parametrize("damaged", ["size = '{'", "size = '[1]'", "size = '7'"], indirect=True)
def test_a_size_that_is_none_is_not_shown(damaged: Site):
    for page in ("/shop/releases", *PAGES):
        damaged.get(page)
