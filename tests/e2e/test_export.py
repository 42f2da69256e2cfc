"""A downloaded page opens from the disk with the network off, and shows the words of its page."""

from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.visit import Cdn, visiting

LIVE = {
    "fleet": "/shop",
    "environment": "/shop/environments/sandbox-3",
    "finding": "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial",
    "release": "/shop/releases/v1.2",
    "difference": "/shop/releases/v1.1/diff/v1.2",
}


@pytest.mark.parametrize("kind", LIVE)
def test_a_downloaded_page_shows_the_same_words_without_a_network(
    browser: Browser, site: str, tmp_path: Path, kind: str
):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(LIVE[kind])
        pinned = visit.page.locator("link[rel=canonical]").get_attribute("href") or ""
        visit.go(pinned.removeprefix(site))
        words = visit.page.locator("main").inner_text()
        download = visit.page.get_by_role("link", name="Download this page").get_attribute("href")
    file = tmp_path / "page.html"
    with urlopen(f"{site}{download}") as answer:  # noqa: S310 - our own server
        file.write_bytes(answer.read())
    assert file.stat().st_size < 500_000
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())

    assert page.locator("main").inner_text().split() == words.replace("Save as SVG PNG", "").split()
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []
    expect(page.locator("h1")).to_be_visible()
    background = page.locator("body").evaluate("body => getComputedStyle(body).fontFamily")
    assert "Inter" in background
    context.close()
