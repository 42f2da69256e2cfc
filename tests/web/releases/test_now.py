"""What is true now of a pinned release and of a pinned difference: where their labels point."""

from dataclasses import replace
from datetime import timedelta

from app.store import releases
from tests.web.conftest import SHOP
from tests.web.releases.shop import V1_1

RELEASE = f"/shop/releases/v1.2~{SHOP.fingerprint[:10]}"
DIFFERENCE = f"/shop/releases/v1.1~{V1_1.fingerprint[:10]}/diff/v1.2~{SHOP.fingerprint[:10]}"


def now(site, address: str) -> str:
    answer = site.get(f"{address}/now")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return site.page(f"{address}/now").by_id("pinned-now").text


def test_labels_that_still_point_there_are_said_to(shop):
    assert now(shop, RELEASE) == "Now: v1.2 still points to this See v1.2 now"
    assert now(shop, DIFFERENCE) == "Now: v1.1 and v1.2 still point to this See v1.1 and v1.2 now"
    assert shop.page(RELEASE).by_id("pinned-now").attributes["hx-get"] == f"{RELEASE}/now"
    assert shop.get(f"{DIFFERENCE}/now.json").json()["sentence"] == "V1.1 and v1.2 still point to this."


def test_a_label_that_moved_or_was_removed_is_said_with_its_moment(shop):
    before = shop.get(DIFFERENCE).text
    moved = shop.release(replace(SHOP, django="6.0"), label="v1.2", ago=timedelta(minutes=4))
    said = f"v1.2 points to another release, {moved.fingerprint[:8]}, since 09:10 UTC"
    assert now(shop, RELEASE) == f"Now: {said} See v1.2 now"
    with shop.store.writing() as session:
        releases.remove(session, "shop", "v1.1", at=shop.now - timedelta(days=1))
    assert now(shop, DIFFERENCE) == f"Now: v1.1 was removed 18 Jun 2026, 09:14 UTC and {said}"
    assert shop.get(DIFFERENCE).text == before


def test_a_live_address_says_itself_what_is_true_now(shop):
    assert shop.get("/shop/releases/v1.2/now", status=307).headers["location"] == "/shop/releases/v1.2"
