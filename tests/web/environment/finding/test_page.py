"""The page of one finding, live and pinned."""

from tests.web.conftest import BLOCKED

FINDING = "/missing-dependency/orders.0001_initial"
LIVE = "/shop/environments/sandbox-3/findings" + FINDING
SENTENCE = (
    "orders.0001_initial is applied, but users.0010_add_unique_id_migration, which it depends on, is not."
)


def test_a_live_finding_says_its_sentence_and_offers_ways_out(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    page = site.page(LIVE)

    assert page.one("h1").text == SENTENCE
    assert "Record the row" in page.one("section", id="ways-out").text


def test_a_pinned_finding_is_kept_for_ever_and_asks_what_is_true_now(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    pinned = site.page(LIVE).one("link", rel="canonical").href
    answer = site.get(pinned)

    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert site.page(pinned).one("h1").text == SENTENCE
    now = site.page(pinned).by_id("pinned-now").attributes["hx-get"]
    assert "Still blocked" in site.page(now).one("section", id="now").text


def test_the_twin_of_a_finding_names_it_and_its_ways(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    document = site.get(LIVE + ".json").json()

    assert (document["code"], document["subject"]) == ("D101", "orders.0001_initial")
    assert document["ways"][0]["id"] == "record-row"
