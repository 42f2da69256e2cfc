"""What leads to a blast radius: the page of a release, the list, and "Go to…"."""

import pytest

from tests.web.conftest import IN_STEP, Site

ADDRESS = "/shop/releases/v1.2/blast-radius"


@pytest.fixture
def shop(site: Site) -> Site:
    site.release(label="v1.1")
    site.release(label="v1.2")
    site.seen("sandbox-1", *IN_STEP)
    return site


@pytest.mark.parametrize("page", ["/shop/releases", "/shop/releases/v1.2"])
def test_the_pages_of_releases_lead_there(shop: Site, page: str):
    links = [
        link.attributes["href"] for link in shop.main(page).all("a") if link.text == "Whom it would harm"
    ]

    assert ADDRESS in links


def test_without_environments_nothing_leads_there(site: Site):
    site.release(label="v1.2")

    for page in ("/shop/releases", "/shop/releases/v1.2"):
        assert "Whom it would harm" not in site.main(page).text


@pytest.mark.parametrize("words", ["blast v1.2", "v1.2 radius", "blast-radius v1.2"])
def test_its_name_and_a_label_lead_there_at_once(shop: Site, words: str):
    found = shop.get(f"/shop/go.json?q={words.replace(' ', '+')}").json()

    assert found["hits"][0]["page"] == ADDRESS


def test_its_name_alone_leads_to_that_of_each_release(shop: Site):
    text = shop.main("/shop/go?q=blast").text

    assert "Blast radius of v1.1" in text
    assert "Blast radius of v1.2" in text
