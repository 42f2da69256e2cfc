import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e import cdn
from tests.e2e.site import serve_demo
from tests.servers import chromium
from tests.story import Story


@pytest.fixture(scope="session")
def site(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo's dashboard."""
    with serve_demo(story, tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def story_folder(story: Story) -> Path:
    """The folder of the demo, which no page may show."""
    return story.folder


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A real headless Chromium, for which the CDN is a server of this machine."""
    with cdn.served(tmp_path_factory.mktemp("cdn")) as arguments, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=[*chromium.ARGUMENTS, *arguments]
        )
        yield browser
        browser.close()
        # Its processes share memory through files, and one is there yet if they are ended before it is removed.
        for shared in Path(tempfile.gettempdir()).glob(".org.chromium.Chromium.*"):
            shared.unlink(missing_ok=True)
