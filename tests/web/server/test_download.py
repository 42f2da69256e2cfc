"""A pinned page as one file: nothing runs in it, nothing is loaded, and its links lead to the dashboard or nowhere."""

import re

import pytest

from app.web.server.download.single_file import NotPinned, pictures_in, single_file
from tests.web import dom
from tests.web.conftest import BLOCKED, IN_STEP, Site

HOST = "http://testserver"
PINNED = '<html><head></head><body><aside class="pinned-bar"></aside>{}</body></html>'


def file_of(content: str, public: str = "", pictures: dict[str, bytes] | None = None) -> str:
    return single_file(PINNED.format(content), "/shop/a/b", public=public, pictures=pictures or {})


def pinned_pages(site: Site) -> list[str]:
    """A pinned page of each kind."""
    live = ["/shop", "/shop/environments/sandbox-1", "/shop/releases/v1.2", "/shop/releases/v1.1/diff/v1.2"]
    live.append("/shop/environments/sandbox-1/findings/missing-dependency/orders.0001_initial")
    return [site.page(page).one("link", rel="canonical").href.removeprefix(HOST) for page in live]


@pytest.fixture
def shop(site: Site) -> Site:
    site.release(label="v1.1")
    site.release()
    site.seen("sandbox-1", *BLOCKED)
    site.seen("sandbox-2", *IN_STEP)
    return site


def test_every_pinned_page_becomes_a_file_that_loads_nothing(shop: Site):
    for address in pinned_pages(shop):
        answer = shop.get(f"{address}/download.html")
        page = dom.read(answer.text)

        assert re.fullmatch(
            r'attachment; filename="[A-Za-z0-9._-]+\.html"', answer.headers["Content-Disposition"]
        )
        assert len(answer.content) < 500_000
        assert [e.tag for e in page.walk() if e.tag in ("script", "link", "iframe", "object", "dialog")] == []
        loaded = [
            e.attributes[name]
            for e in page.walk()
            for name in ("src", "srcset", "poster")
            if name in e.attributes
        ]
        assert all(address.startswith("data:image/png;base64,") for address in loaded)
        assert not [name for e in page.walk() for name in e.attributes if name.startswith(("hx-", "on"))]
        icons = {e.href for e in page.walk() if e.tag == "use"}
        assert icons <= {f"#{e.attributes['id']}" for e in page.walk() if e.tag == "symbol"}
        assert "url(" not in answer.text
        assert "@import" not in answer.text


def test_the_file_has_the_words_of_the_page(shop: Site):
    for address in pinned_pages(shop):
        page, file = shop.page(address), dom.read(shop.get(f"{address}/download.html").text)

        assert file.one("main").text == page.one("main").text.replace("Save as SVG PNG ", "")
        assert "Save as" not in file.text
        assert file.one("h1").text == page.one("h1").text
        assert page.link("Download this page").href == f"{address}/download.html"
        assert not file.by_role("link", "Download this page")


def test_the_file_is_kept_as_long_as_its_page(shop: Site):
    address = pinned_pages(shop)[1]

    assert (
        shop.get(f"{address}/download.html").headers["Cache-Control"]
        == shop.get(address).headers["Cache-Control"]
    )


def test_a_live_page_and_what_is_no_page_have_no_file(shop: Site):
    for address in ("/shop", "/shop/environments/sandbox-1", "/runbook", "/nowhere", "/healthz"):
        shop.get(f"{address}/download.html", status=404)
    assert not shop.page("/shop").by_role("link", "Download this page")


def test_an_old_address_of_a_file_leads_to_the_present_one(shop: Site):
    address = pinned_pages(shop)[4]
    answer = shop.get(address.replace("/v1.2~", "/older~") + "/download.html?schema=", status=308)

    assert answer.headers["Location"].startswith(f"{address}/download.html")


def test_links_lead_to_the_dashboard():
    html = file_of(
        '<a href="/shop">1</a><a href="?q=1">2</a><a href="#x">3</a><a href="https://git.example/c">4</a>'
        '<a href="javascript:alert(1)">5</a><svg><a href="../c">6</a></svg>',
        public="https://drift.example",
    )
    hrefs = [e.attributes.get("href") for e in dom.read(html).all("a")]

    assert hrefs == [
        "https://drift.example/shop",
        "https://drift.example/shop/a/b?q=1",
        "#x",
        "https://git.example/c",
        None,
        "https://drift.example/shop/c",
    ]


def test_without_an_address_of_the_dashboard_links_are_text():
    html = file_of('<a href="/shop">1</a><a href="https://git.example/c">2</a>')

    assert [e.attributes.get("href") for e in dom.read(html).all("a")] == [None, "https://git.example/c"]
    assert "A copy of <code>/shop/a/b</code>." in html


def test_what_runs_or_asks_goes_and_words_stay():
    html = file_of(
        '<script>alert("1")</script><noscript><p>without</p></noscript><dialog><p>keys</p></dialog>'
        '<form action="/x" method="post"><input name="q" value="a"><button>Go</button></form>'
        '<migration-map src="/map.json" data-view="w"></migration-map>'
        '<p hx-get="/x" title="a &amp; &lt;b&gt;">&lt;i&gt;</p>'
    )
    page = dom.read(html)

    assert "alert" not in html
    assert "keys" not in html
    assert "<p>without</p>" in html
    assert page.one("form").attributes == {}
    assert page.one("button").attributes == {"disabled": ""}
    assert page.one("migration-map").attributes == {"data-view": "w"}
    assert '<p title="a &amp; &lt;b&gt;">&lt;i&gt;</p>' in html


def test_blanks_are_squeezed_but_not_in_code():
    html = file_of("<p>a\n   b</p><pre><code>a\n   b</code></pre>")

    assert "<p>a b</p>" in html
    assert "<code>a\n   b</code>" in html


def test_pictures_come_into_the_file_or_go():
    html = PINNED.format('<img src="/a/preview.png?x=1&amp;y=2" alt="A"><img src="/b.png" alt="B">')

    assert pictures_in(html) == ("/a/preview.png?x=1&y=2", "/b.png")
    file = single_file(html, "/x", public="", pictures={"/a/preview.png?x=1&y=2": b"png"})
    assert '<img src="data:image/png;base64,cG5n" alt="A">' in file
    assert 'alt="B"' not in file


def test_a_page_that_is_not_pinned_is_refused():
    with pytest.raises(NotPinned):
        single_file("<html><head></head><body></body></html>", "/shop", public="", pictures={})


def test_a_large_file_has_its_links_once():
    cells = '<a href="/x" aria-label="a: blocked" title="a: blocked"></a>'
    row = '<a href="/x" title="a">a</a>'
    small, large = (
        dom.read(file_of(cells + row + "x" * number, public="https://drift.example"))
        for number in (1, 500_000)
    )

    assert [e.attributes.get("href") for e in small.all("a")] == ["https://drift.example/x"] * 2
    assert [e.attributes.get("href") for e in large.all("a")] == [None, "https://drift.example/x"]
    assert [e.attributes["title"] for e in large.all("a")] == ["a: blocked", "a"]


def test_the_file_is_of_the_page_as_it_is_shown(shop: Site):
    address = pinned_pages(shop)[1]
    link = shop.page(f"{address}?as=table&rows=all").link("Download this page").href

    assert link == f"{address}/download.html?as=table&rows=all"
    assert (
        dom.read(shop.get(link).text).one("main").text
        == shop.page(f"{address}?as=table&rows=all").one("main").text
    )
