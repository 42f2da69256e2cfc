"""A pinned readiness shows what had been received by a moment, and says beside it what is true now."""

from datetime import timedelta

from app.domain.fleet.deployment import Deployment
from app.store.pushed import deployments
from tests import build
from tests.web.conftest import DRIFTED, IN_STEP, NOW, Site
from tests.web.dom import read

PAGE = "/shop/releases/v1.2/readiness"


def pinned_of(site: Site, page: str = PAGE) -> str:
    return site.get(f"{page}.json").json()["pinned"]


def test_it_stays_as_it_is_when_more_is_received(story: Site):
    address = pinned_of(story)
    story.later(seconds=2)
    first = story.get(address)
    story.seen("sandbox-1", *IN_STEP, ago=timedelta(0))
    story.environments("new")
    story.seen("new", *IN_STEP, ago=timedelta(0))
    story.later(minutes=3)
    again = story.get(address)

    assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert read(first.text).one("main").text == read(again.text).one("main").text
    assert story.get(f"{PAGE}.json").json()["counts"]["no"] == 1
    assert (
        "This page always shows what had been received by"
        in read(again.text).one("aside", aria_label="Pinned").text
    )


def test_the_second_of_the_page_itself_is_not_kept_for_ever(story: Site):
    assert story.get(pinned_of(story)).headers["Cache-Control"] == "private, no-cache"


def test_its_numbers_are_those_of_the_live_page_then(story: Site):
    live, pinned = (story.get(f"{address}.json").json() for address in (PAGE, pinned_of(story)))

    assert (pinned["sentence"], pinned["counts"]) == (live["sentence"], live["counts"])
    assert [each["answer"] for each in pinned["environments"]] == [
        each["answer"] for each in live["environments"]
    ]
    assert pinned["pinned"] == live["pinned"]


def test_what_is_true_now_is_said_beside_it(story: Site):
    address = pinned_of(story)
    story.later(seconds=2)
    for slug in ("sandbox-1", "sandbox-2"):
        story.seen(slug, *IN_STEP, ago=timedelta(0))
    now = story.get(f"{address}/now.json").json()

    assert now["sentence"] == "5 of 6 environments can take v1.2. 1 is unknown."
    assert now["page"] == PAGE
    assert "5 of 6 environments can take v1.2" in story.main(f"{address}/now").one("h1").text


def test_one_environment_is_pinned_with_its_picture_and_what_is_true_now(story: Site):
    pinned = story.main(f"{PAGE}/sandbox-1").link("Copy pinned link").href
    assert story.get(f"{pinned}/preview.png").headers["content-type"] == "image/png"
    assert story.main(f"{pinned}/now").one("h1").text.startswith("No: orders.0001_initial is applied, but")
    story.later(seconds=2)
    story.seen("sandbox-1", *IN_STEP, ago=timedelta(0))
    now = story.get(f"{pinned}/now.json").json()

    assert now["sentence"] == "Yes: It has everything v1.2 has."
    assert now["page"] == f"{PAGE}/sandbox-1"


def test_what_is_true_now_of_one_environment_that_is_gone_has_no_link(story: Site):
    pinned = story.main(f"{PAGE}/sandbox-1").link("Copy pinned link").href
    story.remove("sandbox-1")

    now = story.get(f"{pinned}/now.json").json()
    assert (now["sentence"], now["page"]) == ("Sandbox-1 is not looked at by this dashboard.", None)


def test_a_label_that_has_moved_is_said_too(story: Site):
    address = pinned_of(story)
    story.later(seconds=2)
    story.release(build.release("users: 1"), ago=timedelta(0))

    said = story.get(f"{address}/now.json").json()["sentence"]
    assert said.startswith("V1.2 points to another release, ")
    assert "of this one 3 of 6 environments can take v1.2" in said


def test_a_wrong_word_or_a_minute_leads_to_the_canonical_address(story: Site):
    address = pinned_of(story)
    story.later(minutes=2)
    wrong = address.replace("v1.2~", "old~").replace("091420Z", "0914Z")
    moved = story.get(f"{wrong}.json?x=1", status=308)

    assert moved.headers["location"] == f"{address.replace('091420Z', '091459Z')}.json?x=1"
    story.get(address.replace("v1.2~", "v1.2~00000000"), status=404)


def test_a_moment_to_come_and_a_text_that_is_none_are_not_found(story: Site):
    address = pinned_of(story)
    story.get(address.replace("2026-", "2036-"), status=404)
    story.get(address.replace("2026-", "x"), status=404)


def test_what_a_deploy_told_later_is_not_in_it(site: Site):
    site.release(build.release("users: 1"), label="v1", ago=timedelta(days=2))
    site.release(build.release("users: 1 < 2"), label="v2")
    site.seen("a", "users.1")
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment("a", "v1", None, NOW - timedelta(hours=1)))
    address = pinned_of(site, "/shop/releases/v2/readiness")
    site.later(seconds=2)
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment("a", "v2", None, site.now))
    (environment,) = site.get(f"{address}.json").json()["environments"]

    assert environment["base"] == "v1"


def test_the_picture_and_the_words_of_a_preview_fit(story: Site):
    address = pinned_of(story)
    page = story.page(PAGE)
    meta = {
        each.attributes.get("property"): each.attributes["content"]
        for each in page.all("meta")
        if "property" in each.attributes
    }

    assert meta["og:title"] == "3 of 6 can take v1.2 · The shop"
    assert meta["og:description"].startswith("2 cannot: sandbox-1 and sandbox-2. 1 is unknown.")
    assert len(meta["og:title"]) <= 70
    assert len(meta["og:description"]) <= 180
    assert meta["og:image"].endswith(f"{address}/preview.png")
    picture = story.get(f"{address}/preview.png")
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(picture.content) < 100_000


def test_a_live_page_of_a_fingerprint_follows_the_environments(story: Site):
    segment = pinned_of(story).split("/")[3]
    page = f"/shop/releases/{segment}/readiness"
    before = story.main(page).one("h1").text
    story.seen("sandbox-3", *DRIFTED, ago=timedelta(0))

    assert before == "3 of 6 environments can take v1.2. 2 cannot, 1 is unknown."
    assert story.get(f"{page}.json").json()["counts"]["mind"] == 2
    assert story.get(page).headers["Cache-Control"] == "private, no-cache"
