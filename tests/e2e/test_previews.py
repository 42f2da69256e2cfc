"""Every page of the demo, as what reads links sees it: title, text and picture of its preview."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.web.pictures.png import size_of

MAX_PAGES = 90
MAX_PICTURES = 25
FRAGMENTS = (
    "/migrations/",
    "/why",
    "/now",
    ".json",
    ".png",
    ".svg",
    ".md",
    ".txt",
    ".csv",
    "/download.html",
    "/static/",
    "/newer",
    "/matrix/apps/",
    ".atom",
)


def get(url: str) -> bytes:
    with urlopen(url) as answer:  # noqa: S310 - our own server
        return answer.read()


def kind_of(path: str) -> str:
    """What kind of page it is: its path without names and fingerprints."""
    return re.sub(
        r"(?<=/)(?!(environments|findings|releases|diff|at|against|fleet|runbook|shop)\b)[^/]+", "*", path
    )


def pages(site: str) -> Iterator[tuple[str, str]]:
    """The pages that one reaches from the fleet, at most eight of each kind."""
    waiting, seen, numbers = ["/shop"], {"/shop"}, {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(urlsplit(path).path)
        numbers[kind] = numbers.get(kind, 0) + 1
        if numbers[kind] > 8:
            continue
        html = get(site + path).decode()
        yield path, html
        for href in re.findall(r'href="(/shop[^"#]*|/runbook[^"#]*)', html):
            link = unescape(href)
            is_page = not any(part in link for part in FRAGMENTS)
            if is_page and link not in seen:
                seen.add(link)
                waiting.append(link)


def meta(html: str, name: str) -> str:
    found = re.search(rf'<meta property="{name}" content="([^"]*)"', html)
    assert found is not None, name
    return unescape(found[1])


@pytest.mark.acceptance(31)
def test_every_page_of_the_demo_has_a_preview_that_fits(site: str):
    pictures: dict[str, str] = {}
    number = 0
    for number, (path, html) in enumerate(pages(site), 1):
        assert 0 < len(meta(html, "og:title")) <= 70, path
        assert len(meta(html, "og:description")) <= 180, path
        assert meta(html, "og:type") == "website"
        if '<link rel="canonical"' in html:
            image = meta(html, "og:image")
            assert image.startswith(f"{site}/")
            assert meta(html, "og:url") + "/preview.png" == image.partition("?")[0] or "?" in image
            h1 = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
            assert h1 is not None
            words = " ".join(unescape(re.sub(r"<[^>]+>", "", h1[1])).split())
            assert meta(html, "og:image:alt") == words, path
            pictures.setdefault(kind_of(urlsplit(path).path), image)
        if number >= MAX_PAGES:
            break
    assert number > 30
    assert len(pictures) > 8
    for image in list(pictures.values())[:MAX_PICTURES]:
        png = get(image)
        assert size_of(png) == (1200, 630), image
        assert len(png) < 100_000, image
