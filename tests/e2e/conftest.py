from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.site import serve_demo
from tests.servers import chromium
from tests.story import Story


@pytest.fixture(scope="session")
def site(story: Story) -> Iterator[str]:
    """The address of the demo's dashboard."""
    with serve_demo(story) as address:
        yield address


@pytest.fixture(scope="session")
def story_folder(story: Story) -> Path:
    """The folder of the demo, which no page may show."""
    return story.folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=[*chromium.ARGUMENTS]
        )
        yield browser
        browser.close()
