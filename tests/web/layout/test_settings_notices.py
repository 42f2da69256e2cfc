"""What every page says while driftboard.toml cannot be used."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import CurrentSettings
from app.config.current import SettingsState
from tests.web.conftest import NOW

PROBLEM = "projects.shop.environments.x.database: this is not a URL"
SENTENCE = (
    "driftboard.toml was changed at 19 Jun 2026, 09:14 UTC and cannot be used: "
    f"{PROBLEM}; the settings of 19 Jun 2026, 08:14 UTC stay."
)


def tell(site, **changes):
    dashboard = site.client.app.state.dashboard
    current = CurrentSettings(dashboard.current.settings)
    current.state = replace(
        SettingsState(current.settings, "driftboard.toml", NOW - timedelta(hours=1)), **changes
    )
    site.client.app.state.dashboard = replace(dashboard, current=current)


@pytest.fixture
def pinned(story) -> str:
    return story.main("/shop/environments/sandbox-1").link("Copy pinned link").href


def test_a_broken_file_is_said_on_every_page_until_it_is_right(story, pinned):
    addresses = [
        "/shop",
        "/shop/releases",
        "/shop/releases/v1.2",
        "/shop/environments/sandbox-1",
        "/runbook",
        pinned,
    ]
    before = {address: story.get(address) for address in addresses}
    tell(story, problem=PROBLEM, changed_at=NOW)

    for address in addresses:
        page = story.page(address)
        assert [notice.text.strip() for notice in page.all("aside", **{"aria-label": "Settings"})] == [
            SENTENCE
        ]
        assert "immutable" not in story.get(address).headers["cache-control"]
    assert SENTENCE in story.page("/shop/nothing", status=404).text
    assert SENTENCE not in story.get("/shop.json").text

    tell(story)
    for address in addresses:
        assert story.get(address).text == before[address].text
    assert "immutable" in story.get(pinned).headers["cache-control"]


def test_another_store_is_said_to_need_a_restart(story):
    tell(story, needs_restart=True)

    notice = story.page("/shop").one("aside", **{"aria-label": "Settings"})
    assert notice.text.strip() == (
        "driftboard.toml names another database for Driftboard's own store. Restart Driftboard to open it; "
        "all else in the file is in use."
    )


def test_each_request_takes_the_settings_as_they_are_then(story):
    dashboard = story.client.app.state.dashboard
    assert story.get("/shop")
    dashboard.current.state = replace(
        dashboard.current.state, settings=replace(dashboard.current.settings, projects=())
    )

    story.get("/shop", status=404)
