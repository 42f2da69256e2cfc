"""The pages that `test_every_page.py` walks, that none of them says where a database is, and their pictures."""

import os
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from app.domain.findings import Verdict
from tests.e2e.visit import CHECKOUT, Cdn, Visit, visiting

FLEET = "/shop"
BLOCKED = "/shop/environments/sandbox-3"
RELEASES = "/shop/releases"
RELEASE = "/shop/releases/v1.2"
UPGRADE = "/shop/environments/sandbox-3/upgrade/v1.2"
COMPARE = "/shop/compare/sandbox-3/production-us"
DIFFERENCE = "/shop/releases/v1.1/diff/v1.2"
READINESS = f"{RELEASE}/readiness"
EDITED = "v1.2 edited one migration that v1.1 had released: orders.0001_initial · Shop · Driftboard"

PAGES = {
    FLEET: "3 of 15 environments are blocked, all by one missing row · Shop · Driftboard",
    f"{FLEET}?q=no-such-environment": None,
    BLOCKED: None,
    f"{BLOCKED}?as=table": None,
    f"{BLOCKED}?focus=orders.0001_initial": None,
    f"{BLOCKED}?view=all": None,
    "/shop/environments/staging": None,
    "/shop/environments/staging-2": None,
    "/shop/environments/production-eu?database=archive": None,
    "/shop/environments/edge-1": None,
    "/shop/environments/production-apac": None,
    "/shop/environments/sandbox-4": None,
    "/shop/environments/sandbox-6": None,
    "/shop/environments/sandbox-8": None,
    UPGRADE: "sandbox-3 to v1.2 · Shop · Driftboard",
    "/shop/environments/sandbox-4/upgrade/v1.1": None,
    "/shop/environments/production-eu/upgrade/v1.2": None,
    f"{FLEET}/environments/no-such-environment": None,
    "/shop/matrix": None,
    "/shop/matrix?open=orders,users": None,
    RELEASES: EDITED,
    RELEASE: EDITED,
    f"{RELEASE}?open=all": None,
    f"{RELEASES}/v1.0": "v1.0 holds 30 migrations in 6 apps · Shop · Driftboard",
    f"{RELEASES}/no-such-release": None,
    DIFFERENCE: EDITED,
    f"{RELEASES}/v1.2/diff/v1.0": None,
    "/shop/events": "What happened in Shop · Shop · Driftboard",
    "/shop/environments/sandbox-3/events?kind=verdict": None,
    "/shop/compare": "Compare · Shop · Driftboard",
    COMPARE: "production-us ran 5 migrations that sandbox-3 did not · Shop · Driftboard",
    READINESS: "11 of 15 environments can take v1.2. 3 cannot, 1 is unknown · Shop · Driftboard",
    f"{READINESS}?answer=no&q=none": None,
    f"{READINESS}/sandbox-2": None,
    "/runbook": "Runbook · Driftboard",
    "/runbook/D101": "D101 Missing dependency · Driftboard",
    "/runbook/D999": None,
}

PICTURE_PAGES = {
    "fleet": (FLEET, "light", (1440, 900)),
    "environment": (f"{BLOCKED}?focus=orders.0001_initial", "light", (1440, 900)),
    "environment-dark": (f"{BLOCKED}?focus=orders.0001_initial", "dark", (1440, 900)),
    "phone": (BLOCKED, "light", (390, 844)),
    "readiness": (READINESS, "light", (1440, 900)),
    "difference": (DIFFERENCE, "light", (1440, 900)),
}

PICTURES = "DRIFTBOARD_SCREENSHOTS"
"""`make screenshots` sets it. Without it no file of the checkout is changed."""


def go_and_await_map(visit: Visit, path: str) -> None:
    visit.go(path)
    if visit.page.locator("migration-map").count() and visit.page.viewport_size["width"] >= 720:  # type: ignore[index]
        visit.await_map()


@pytest.mark.parametrize("path", [*PAGES, f"{FLEET}.json", f"{BLOCKED}.json", f"{BLOCKED}/map.json"])
@pytest.mark.acceptance(45)
def test_no_page_says_where_a_database_is(site: str, story_folder: Path, path: str):
    try:
        with urlopen(f"{site}{path}") as answer:  # noqa: S310 - our own site
            text = answer.read().decode()
    except HTTPError as error:
        text = error.read().decode()

    assert str(story_folder) not in text
    assert "sqlite:" not in text


def test_on_a_phone_the_pair_stands_one_above_the_other_within_two_screens(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, viewport={"width": 390, "height": 844}) as visit:
        visit.go(BLOCKED)
        above, below = (
            visit.page.locator(".map-pairs .diagram-card").nth(at).bounding_box() for at in (0, 1)
        )

        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"]
        assert below["y"] + below["height"] <= 2 * 844
        assert below["x"] + below["width"] <= 390


def test_the_counts_of_all_verdicts_stand_in_one_line(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, viewport={"width": 1440, "height": 900}) as visit:
        visit.go(FLEET)
        boxes = [count.bounding_box() for count in visit.page.locator(".verdict-strip .counts > li").all()]

        assert len(boxes) == len(Verdict)
        assert len({box["y"] for box in boxes if box}) == 1


@pytest.mark.parametrize("name", PICTURE_PAGES)
def test_the_pictures_of_the_documents_can_be_taken(browser: Browser, site: str, tmp_path: Path, name: str):
    path, scheme, size = PICTURE_PAGES[name]
    folder = CHECKOUT / "docs" / "screenshots" if os.environ.get(PICTURES) else tmp_path
    viewport = {"width": size[0], "height": size[1]}
    with visiting(browser, site, Cdn.ANSWERS, viewport=viewport, color_scheme=scheme) as visit:
        go_and_await_map(visit, path)
        visit.page.screenshot(path=folder / f"{name}.png", animations="disabled")

    assert (folder / f"{name}.png").stat().st_size > 20_000
