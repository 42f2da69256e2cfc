"""Pinned pages of releases: they name their contents, and stay as they are."""

from dataclasses import replace

from tests.web.conftest import IN_STEP, SHOP
from tests.web.releases.shop import FOR_EVER, HEADLINE, REFUSED, V1_0, V1_1, pin


def test_a_pinned_release_names_its_fingerprint_and_nothing_that_moves(shop):
    address = shop.main("/shop/releases/v1.2").link("Copy pinned link").href
    page = shop.page(address)

    assert address == f"/shop/releases/{pin('v1.2', SHOP)}"
    assert page.one("main").one("h1").text == "v1.2 holds 4 migrations in 2 apps."
    assert f"Pinned. This page always shows release v1.2 ({SHOP.fingerprint[:8]})." in page.text
    assert page.link("See v1.2 now").href == "/shop/releases/v1.2"
    assert page.one("link", rel="canonical").href == f"http://testserver{address}"
    assert not {"Environments", "Labels", "Edited after release"} & {h2.text for h2 in page.all("h2")}
    assert " ago" not in page.one("main").text
    assert "commit" not in shop.get(address + ".json").json()["links"]


def test_a_pinned_difference_names_both(shop):
    address = shop.main("/shop/releases/v1.1/diff/v1.2").link("Copy pinned link").href
    page = shop.page(address)

    assert address == f"/shop/releases/{pin('v1.1', V1_1)}/diff/{pin('v1.2', SHOP)}"
    assert page.one("main").one("h1").text == HEADLINE
    assert REFUSED in page.one("main").text
    assert "Blocked" not in page.one("main").text
    assert page.one("link", rel="icon").href.endswith("/favicon-drifted.svg")
    assert not page.one("main").all("form")
    assert (
        f"This page always shows what changed from release v1.1 ({V1_1.fingerprint[:8]}) "
        f"to v1.2 ({SHOP.fingerprint[:8]})." in page.text
    )
    assert page.link("See v1.1 and v1.2 now").href == "/shop/releases/v1.1/diff/v1.2"


def test_pinned_pages_stay_the_same_and_may_be_kept_for_ever(shop):
    release = f"/shop/releases/{pin('v1.2', SHOP)}"
    pages = [release, f"/shop/releases/{pin('v1.1', V1_1)}/diff/{pin('v1.2', SHOP)}"]
    pages += [f"{page}.json" for page in pages]
    pages.append(f"{release}?open=all")
    before = [shop.get(page).text for page in pages]

    shop.later(days=3)
    shop.release(V1_0, label="v1.2")
    shop.release(replace(SHOP, commit="0000"), label="again")
    shop.release(replace(V1_1, commit="1111"), label="v1.1")
    shop.seen("sandbox-1", *IN_STEP)

    assert [shop.get(page).text for page in pages] == before
    assert all(shop.get(page).headers["cache-control"] == FOR_EVER for page in pages)
    for live in ("/shop/releases", "/shop/releases/v1.2", f"/shop/releases/v1.1/diff/{pin('v1.2', SHOP)}"):
        assert "immutable" not in shop.get(live).headers["cache-control"]
