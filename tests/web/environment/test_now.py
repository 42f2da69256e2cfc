"""What is true now of a pinned environment: its bar asks for it, and its page stays as it was."""

from dataclasses import replace
from datetime import timedelta

from app.config import Project
from app.domain.failure import Cause
from tests.web.conftest import BLOCKED, DRIFTED, IN_STEP, SHOP, environment

LIVE = "/shop/environments/sandbox-3"


def blocked(site, **facts) -> str:
    """The pinned address of an environment that is blocked."""
    site.release()
    site.environments("sandbox-3", **facts)
    site.seen("sandbox-3", *BLOCKED, ago=timedelta(minutes=30))
    return site.page(LIVE).one("link", rel="canonical").href.removeprefix("http://testserver")


def now(site, address: str) -> str:
    address = address if "/now" in address else f"{address}/now"
    answer = site.get(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return site.page(address).by_id("pinned-now").text


def test_the_bar_asks_what_is_true_now_and_its_page_is_kept_for_ever(site):
    address = blocked(site, tier="production", region="eu")
    answer, bar = site.get(address), site.page(address).one("aside", **{"class": "pinned-bar"})

    assert "max-age=31536000, immutable" in answer.headers["Cache-Control"]
    asks = bar.by_id("pinned-now").attributes
    assert (asks["hx-get"], asks["hx-trigger"]) == (f"{address}/now", "load, every 30s")
    assert bar.link("What is true now").href == f"{address}/now"
    assert f"against v1.2 ({SHOP.fingerprint[:8]}). The shop · production · eu" in bar.text

    site.later(minutes=5)
    site.seen("sandbox-3", *IN_STEP)
    assert site.get(address).text == answer.text


def test_what_is_still_so_is_said_with_when_it_was_seen(site):
    address = blocked(site)
    site.seen("sandbox-3", *BLOCKED)

    assert now(site, address) == "Now: still blocked, seen 2 min ago See sandbox-3 now"
    assert site.main(f"{address}/now").one("h1").text == "Still blocked, seen 2 min ago."
    assert site.main(f"{address}/now").link("The pinned page").href == address
    assert site.get(f"{address}/now.json").json() == {
        "sentence": "Still blocked, seen 2 min ago.",
        "verdict": "blocked",
        "seen_at": "2026-06-19T09:12:20Z",
        "page": LIVE,
    }


def test_another_verdict_is_said_with_since_when_it_is_so(site):
    address = blocked(site)
    site.seen("sandbox-3", *IN_STEP, ago=timedelta(minutes=9))
    site.seen("sandbox-3", *IN_STEP, ago=timedelta(seconds=40))

    assert now(site, address) == "Now: in step since 09:05 UTC, seen 40 s ago See sandbox-3 now"
    site.later(days=2)
    site.seen("sandbox-3", *DRIFTED)
    site.later(days=1)
    site.seen("sandbox-3", *DRIFTED)
    assert now(site, address).startswith("Now: drifted since 21 Jun 2026, 09:12 UTC, seen 2 min ago")


def test_another_release_is_named(site):
    address = blocked(site)
    site.release(replace(SHOP, django="6.0"), label="v1.3", ago=timedelta(minutes=1))
    site.seen("sandbox-3", *BLOCKED)

    assert now(site, address).startswith("Now: still blocked on v1.3, seen 2 min ago")


def test_what_is_not_seen_is_said_with_since_when_and_never_called_fine(site):
    address = blocked(site)
    site.failed("sandbox-3", Cause.UNREACHABLE)

    assert now(site, address) == "Now: not seen since 08:44 UTC, blocked then See sandbox-3 now"


def test_an_environment_that_is_gone_has_no_live_page_to_lead_to(site):
    address = blocked(site)
    site.remove("sandbox-3")

    assert now(site, address) == "Now: this environment is gone from the configuration"
    assert (
        now(site, f"{address}/now?database=other") == "Now: this environment is gone from the configuration"
    )


def test_a_database_that_is_gone_is_said_to_be_gone(site):
    address = blocked(site)

    assert now(site, f"{address}/now?database=other") == "Now: this database other is not looked at any more"


def test_each_project_is_named_in_the_bar(site):
    site.more = (Project("blog", "The blog", environments=(environment("prod"),)),)

    assert "The shop" in site.page(blocked(site)).one("aside", **{"class": "pinned-bar"}).text
