"""What is known now of a pinned fleet: its bar and its causes ask for it, and its page stays as it was."""

from dataclasses import replace
from datetime import timedelta

from app.store import codehistory
from tests.web.conftest import BLOCKED, IN_STEP
from tests.web.environment.test_why import CODE


def pinned(site) -> str:
    address = site.page("/shop").one("link", rel="canonical").href.removeprefix("http://testserver")
    site.later(minutes=10)
    return address


def now(site, address: str) -> str:
    answer = site.get(f"{address}/now")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return site.page(f"{address}/now").by_id("pinned-now").text.removesuffix(" See the fleet now")


def two_blocked(site) -> str:
    site.release()
    for slug in ("sandbox-1", "sandbox-2", "sandbox-3"):
        site.seen(slug, *(IN_STEP if slug == "sandbox-3" else BLOCKED))
    return pinned(site)


def test_what_became_of_the_blocked_ones_is_said_and_the_page_stays(site):
    address = two_blocked(site)
    before = site.get(address)
    assert "immutable" in before.headers["Cache-Control"]
    assert now(site, address) == "Now: all 2 blocked then are still blocked"

    site.seen("sandbox-1", *IN_STEP)
    assert now(site, address) == "Now: of the 2 blocked then 1 is still blocked and 1 is no longer blocked"
    site.seen("sandbox-3", *BLOCKED)
    site.failed("sandbox-2")
    assert now(site, address) == (
        "Now: of the 2 blocked then 1 is not seen or not judged and 1 is no longer blocked; 1 other is blocked"
    )
    site.remove("sandbox-2")
    assert "1 is gone from the configuration" in now(site, address)
    assert site.main(f"{address}/now").link("The pinned page").href == address
    assert site.get(f"{address}/now.json").json()["verdict"] == "blocked"
    assert site.get(address).text == before.text


def test_where_nothing_was_blocked_the_sentence_of_today_is_said(site):
    site.release()
    site.seen("sandbox-1", *IN_STEP)
    address = pinned(site)

    assert now(site, address) == "Now: the environment has everything v1.2 has"
    site.failed("sandbox-1", ago=timedelta(0))
    assert now(site, address).startswith("Now: the environment has not been read since")


def test_the_causes_of_a_pinned_fleet_ask_for_their_commits(site):
    site.project = replace(site.project, commit_url="https://git.example/{commit}")
    with site.store.writing() as session:
        codehistory.add(session, "shop", CODE, at=site.now - timedelta(days=1))
    address = two_blocked(site)
    page, why = site.main(address), site.main(f"{address}/why")

    (card,) = page.all("div", **{"class": "cause-card"})
    assert page.one("p", **{"class": "ask-why"}).attributes["hx-get"] == f"{address}/why"
    assert not card.all("p", **{"class": "cause-why"})
    (reasons,) = [div for div in why.all("div") if div.attributes.get("hx-swap-oob") == "true"]
    assert reasons.attributes["id"] in {div.attributes.get("id") for div in card.all("div")}
    (commit,) = reasons.all("a")
    assert commit.href.startswith("https://git.example/")
    assert commit.text in commit.href
    live = site.main("/shop").one("p", **{"class": "cause-why"})
    assert live.text == reasons.one("p").text
    assert live.one("a").href == commit.href
    assert site.main("/shop").link("Open the finding").href == card.link("Open the finding").href
