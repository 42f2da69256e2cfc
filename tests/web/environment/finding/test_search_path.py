"""A pinned page keeps the schemas in which its scripts look for tables, whatever driftboard.toml says later."""

from dataclasses import replace

from app.config import Database, Secret
from tests.web.conftest import BLOCKED, environment

FINDING = "/shop/environments/one/findings/missing-dependency/orders.0001_initial"


def test_the_search_path_of_the_url_is_that_of_the_scripts_and_stays_in_the_pinned_address(site):
    site.release()
    url = "postgresql://reader@db/shop?options=-csearch_path%3Dtenant_7"
    site.add(environment("one", databases=(Database(Secret(url), "default"),)))
    site.seen("one", *BLOCKED)
    live = site.page(FINDING)
    pinned = live.one("link", rel="canonical").href
    before = site.main(pinned).by_id("way-record-row").text
    site.project = replace(site.project, environments=(environment("one"),))
    site._client = None

    assert "tenant_7" in live.by_id("way-record-row").text
    assert "search_path=tenant_7" in pinned
    assert site.main(pinned).by_id("way-record-row").text == before
    assert "tenant_7" in before
